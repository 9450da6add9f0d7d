"""What the chat needs of the library and of the ingest, and nothing more of them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from knowledge.desk import Desk
from knowledge.intake import Receipt
from knowledge.models import Answer, Passage, Shelved


class Shelf(Protocol):
    def passages(self, report: str) -> tuple[Passage, ...]: ...


class Asks(Protocol):
    def ask(self, question: str, history: Sequence[str] = ()) -> Answer: ...

    def desk(self, question: str, history: Sequence[str] = ()) -> Desk: ...

    def reports(self) -> tuple[Shelved, ...]: ...


Ingest = Callable[[Path, str], Receipt]  # a file, and who sent it
