"""Where shelves stand, who makes their vectors, and what can be done to their directories without opening them."""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from knowledge.models import Frozen

_GONE: Final = ".gone"


class Place(Frozen):
    """A folder of this machine, or a Chroma server."""

    folder: Path
    url: str | None = None
    token: str | None = None


class Service(Frozen):
    """An embedding service; ``url`` is what comes before ``/embeddings``."""

    url: str
    model: str
    key: str | None = None


class ShelfFolder:
    """A folder with a directory for each shelf."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, name: str) -> Path:
        return self._folder / name

    def seal(self, name: str) -> None:
        """Waits until the disk has it, so that the catalogue never names what a power cut could take."""
        for path in (*self.path(name).rglob("*"), self.path(name), self._folder):
            handle = os.open(path, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)

    def discard(self, name: str) -> None:
        gone = self.path(f"{name}{_GONE}")
        with suppress(FileNotFoundError):
            self.path(name).rename(gone)  # in one step: nobody shall open half a shelf
        shutil.rmtree(gone, ignore_errors=True)

    def standing(self) -> dict[str, float]:
        """Every shelf there is, whoever left it, and when it was last written to."""
        shelves = self._folder.iterdir() if self._folder.exists() else ()
        return {shelf.name.removesuffix(_GONE): _last_write(shelf) for shelf in shelves}


def _last_write(shelf: Path) -> float:
    times = []
    for path in (shelf, *shelf.rglob("*")):
        with suppress(FileNotFoundError):  # it is being discarded
            times.append(path.stat().st_mtime)
    return max(times, default=0)
