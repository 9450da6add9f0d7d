"""The files that reports were read from, byte by byte, each under the hash of its content."""

import hashlib
import os
from collections.abc import Collection
from pathlib import Path
from tempfile import NamedTemporaryFile


class Originals:
    """A folder of files that are written once and never changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str | None:
        """Writes the bytes, unless they are there already, and returns their digest; None for no bytes."""
        if not content:
            return None
        digest = hashlib.sha256(content).hexdigest()
        if not (self._folder / digest).exists():
            self._write(self._folder / digest, content)
        return digest

    def has(self, digest: str) -> bool:
        return (self._folder / digest).is_file()

    def read(self, digest: str) -> bytes:
        return (self._folder / digest).read_bytes()

    def path(self, digest: str) -> Path:
        """Where the file lies, for those who read files."""
        return self._folder / digest

    def discard(self, digest: str) -> None:
        self.path(digest).unlink(missing_ok=True)

    def keep_only(self, digests: Collection[str]) -> None:
        """Throws away every other file."""
        for path in self._folder.glob("*"):
            if path.name not in digests:
                path.unlink(missing_ok=True)

    def _write(self, path: Path, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._folder, delete=False) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)  # in one step: a file under its digest is always whole
