"""A folder that is watched: what is put into it is read, and moved to where its fate can be seen.

::

    inbox/ --good--> done/      --no report--> refused/ and why      --place or year unclear--> waiting/ and what to add

A file is either still where it was put or wholly dealt with, whenever the process is killed: it goes live first,
and the same file again changes nothing. Nothing sleeps in here; whoever drives the inbox decides how often to look.
"""

import fcntl
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final, Literal, NamedTuple

from ingest.names import free_name, safe_name
from ingest.pipeline import Taken, ingest_files
from ingest.workshop import Workshop
from knowledge.errors import StoreUnavailable
from knowledge.models import Frozen
from knowledge.store import Store

Fate = Literal["done", "refused", "waiting"]

_FOLDERS: Final[tuple[Fate, ...]] = ("done", "refused", "waiting")
_OPEN_ENDED: Final = (".part", ".partial", ".crdownload", ".download", ".tmp", ".swp")  # still being written
_LOCKFILE: Final = "~$"  # of office programs, beside a document that is open
_NOTE: Final = ".txt"  # goes behind the name of the file that the note is about
_LOCK: Final = ".lock"
_OPTIONS: Final = {"region": "--region 地区", "year": "--year 年度"}


class Arrived(Frozen):
    """A file of the inbox that was dealt with."""

    name: str  # as it was put in
    path: Path  # where it is now
    fate: Fate
    taken: tuple[Taken, ...]


class _Look(NamedTuple):
    """A file as it was seen: one that looks the same twice is no longer being written."""

    size: int
    changed: int


class Inbox:
    """The watched folder of a data folder; any number of processes may watch it, one at a time takes."""

    def __init__(self, data: Path, store: Store, actor: str, workshop: Workshop | None = None) -> None:
        self.folder = data.resolve() / "inbox"
        self._store = store
        self._actor = actor
        self._workshop = workshop
        self._seen: dict[Path, _Look] = {}

    def look(self) -> Iterator[Arrived]:
        """Deals with the files that have not changed since the last look, and yields each when it is done."""
        with self._alone(fcntl.LOCK_NB) as alone:
            if not alone:
                return
            self._finish()
            before, self._seen = self._seen, {path: look for path in self._files() if (look := _look(path))}
            settled = [path for path, look in self._seen.items() if look == before.get(path)]
            for path, taken in ingest_files(settled, self._store, actor=self._actor, workshop=self._workshop):
                if _look(path) == self._seen[path]:  # else it was written to while it was read
                    yield self._put_away(path, taken)

    def waiting(self) -> list[Path]:
        """The files that wait for an answer."""
        return sorted(path for path in (self.folder / "waiting").glob("*") if _note(path).exists())

    def settle(self, path: Path, taken: Sequence[Taken]) -> Arrived:
        """Puts a file that waited where it belongs after it was read again."""
        with self._alone():
            return self._put_away(path.resolve(), taken)

    def waits(self, path: Path) -> bool:
        """Whether the file is one of those that wait for an answer."""
        return path.resolve() in self.waiting()

    def _files(self) -> list[Path]:
        ours = {self.folder / fate for fate in _FOLDERS}
        inside = (path for path in self.folder.rglob("*") if ours.isdisjoint((path, *path.parents)))
        return sorted(path for path in inside if not path.is_symlink() and path.is_file() and _is_whole(path.name))

    def _put_away(self, path: Path, taken: Sequence[Taken]) -> Arrived:
        """Moves the file; its note is hidden meanwhile, so that a crash leaves no note without a file."""
        fate = _fate(taken)
        place = self.folder / fate / safe_name(path.name, path.name)
        if self.waits(path):
            _note(path).rename(_hidden(path))
        if path != place:
            place = place.with_name(free_name(place.parent, place.name, _NOTE))
        if fate != "done":
            _hidden(place).write_text(self._reason(taken, place), encoding="utf-8")
        path.rename(place)
        self._finish()
        return Arrived(name=path.name, path=place, fate=fate, taken=tuple(taken))

    def _finish(self) -> None:
        """Shows the notes whose files have arrived, and drops those whose files never did."""
        for fate in _FOLDERS:
            for hidden in (self.folder / fate).glob(f".*{_NOTE}"):
                path = hidden.with_name(hidden.name.removeprefix(".").removesuffix(_NOTE))
                hidden.rename(_note(path)) if path.exists() else hidden.unlink()

    def _reason(self, taken: Sequence[Taken], path: Path) -> str:
        """What the note beside a file says: why it was not taken, and what to type where something is missing."""
        lines = [f"{Path(row.source).name}：{row.why}" for row in taken if row.outcome == "refused"]
        if missing := dict.fromkeys(_OPTIONS[name] for row in taken for name in row.missing):
            where, data = shlex.quote(str(path)), shlex.quote(str(self.folder.parent))
            lines.append(f"补上后入库：wenshu ingest {where} {' '.join(missing)} --data {data}")
        return "\n".join(lines) + "\n"

    @contextmanager
    def _alone(self, mode: int = 0) -> Iterator[bool]:
        """Whether nobody else is at it; the system lets go of the lock however the process ends."""
        try:
            for fate in _FOLDERS:
                (self.folder / fate).mkdir(parents=True, exist_ok=True)
            with (self.folder / _LOCK).open("w") as lock:
                yield _locked(lock, mode)
        except OSError as error:
            why = f"收件文件夹 {self.folder} 用不了（{error.strerror}），请检查权限和磁盘空间。"
            raise StoreUnavailable(why) from error


def _locked(lock: IO[str], mode: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | mode)
    except BlockingIOError:
        return False
    return True


def _look(path: Path) -> _Look | None:
    with suppress(FileNotFoundError):
        found = path.stat()
        return _Look(found.st_size, found.st_mtime_ns)
    return None


def _is_whole(name: str) -> bool:
    return not name.startswith((".", _LOCKFILE)) and not name.lower().endswith(_OPEN_ENDED)


def _fate(taken: Sequence[Taken]) -> Fate:
    """The worst of what its parts met with; what lacks an answer only waits."""
    refused = [row for row in taken if row.outcome == "refused"]
    if any(row.missing for row in refused):
        return "waiting"
    return "refused" if refused or not taken else "done"


def _note(path: Path) -> Path:
    return path.with_name(path.name + _NOTE)


def _hidden(path: Path) -> Path:
    return path.with_name(f".{path.name}{_NOTE}")
