"""The documents in a .zip: folders go in, what systems leave behind stays out, and a zip in it is not unpacked."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from ingest.readers.package import Package

_SYSTEM = ("__MACOSX", "Thumbs.db", "desktop.ini")


def members(data: bytes, source: str) -> tuple[Package, list[str]]:
    """The archive and the names of what in it may be a document, in order; raises BadFile for an unsound one."""
    package = Package(data, source)
    return package, sorted(_visible(package.names))


def _visible(names: list[str]) -> Iterator[str]:
    for name in names:
        parts = PurePosixPath(name.replace("\\", "/")).parts
        if not any(part.startswith((".", "~$")) or part in _SYSTEM for part in parts):
            yield name
