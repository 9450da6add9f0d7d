"""What the chat needs of the library and of the ingest, and nothing more of them."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import Literal, NamedTuple, Protocol

from ingest.clean import Given
from knowledge.desk import Desk
from knowledge.errors import BadFile
from knowledge.intake import Book, Outcome, Receipt
from knowledge.models import Answer, Passage, Shelved
from knowledge.store import Act, Version


class Shelf(Protocol):
    def passages(self, report: str) -> tuple[Passage, ...]: ...


class Asks(Protocol):
    def ask(self, question: str, history: Sequence[str] = ()) -> Answer: ...

    def desk(self, question: str, history: Sequence[str] = ()) -> Desk: ...

    def reports(self) -> tuple[Shelved, ...]: ...


class Reads(Protocol):
    """From files to books, one file at a time."""

    def read(
        self, path: Path, given: Given | None = None, name: str | None = None, cancel: Event | None = None
    ) -> Sequence[Book | BadFile]:
        """What is in the file; ``cancel`` ends the reading soon, and what it returns is then of no use."""


class Keeps(Shelf, Protocol):
    """What is kept, in all its versions."""

    def reports(self) -> tuple[Shelved, ...]: ...

    def text(self, report: str, version: int | None = None) -> str: ...

    def original(self, report: str, version: int | None = None) -> bytes: ...

    def removed(self) -> tuple[Shelved, ...]: ...

    def history(self, report: str) -> tuple[Version, ...]: ...

    def acts(self, limit: int = 100) -> tuple[Act, ...]: ...

    def put(self, books: Sequence[Book], *, actor: str, retiring: Collection[str] = ()) -> list[Receipt]: ...

    def rollback(self, report: str, version: int, actor: str) -> Shelved: ...

    def remove(self, report: str, actor: str) -> None: ...

    def merge(self) -> int: ...


class Changes(NamedTuple):
    """What a new version says otherwise than the one before, a line each as people read it."""

    new: Sequence[str] = ()
    changed: Sequence[str] = ()
    gone: Sequence[str] = ()


class Review(NamedTuple):
    """What a book would do to the library, shown before it does."""

    outcome: Outcome
    against: int | None = None  # the version that is live now
    changes: Changes | None = None
    doubts: Sequence[str] = ()
    findings: Sequence[str] = ()
    origins: Mapping[str, str] = {}  # where a field of the metadata was read, by its name


class Arrival(NamedTuple):
    """A file that the watched folder brought."""

    name: str
    fate: Literal["done", "refused", "waiting"]
    lines: Sequence[str]  # what became of each report in it


class Watched(Protocol):
    """A folder whose files go live by themselves where nothing is unclear."""

    def look(self) -> Sequence[Arrival]:
        """Deals with what has been put in since the last look."""

    def waiting(self) -> Sequence[Path]:
        """Files that wait for an answer."""

    def settle(self, path: Path) -> None:
        """Puts away a file that waited, and waits no more."""


class Works(NamedTuple):
    """The rooms behind the chat."""

    reader: Reads
    keeper: Keeps
    review: Callable[[Book, str | None], Review]  # of a book, and the live report that it corrects
    findings: Callable[[str], Sequence[str]]  # of a report: what does not add up in it, a line each
    fetch: Callable[[str, Path], Awaitable[Path]]  # a URL into a folder
    export: Callable[[Sequence[str], Path], Path]  # reports into a file of a folder; none named: all
    backup: Callable[[Path], Path]  # everything into a file of a folder
    inbox: Watched
