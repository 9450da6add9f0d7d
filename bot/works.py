"""The rooms behind the chat, as an installation has them."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event

from bot import opening
from bot.commands.ingesting import WATCHER, taken_line
from bot.engine import Arrival, Review, Works
from bot.export import write_table
from bot.replies import say
from bot.settings import Settings
from bot.tables import Base
from ingest.clean import Given, read_report
from ingest.fetch import fetch
from ingest.inbox import Inbox
from ingest.load import load
from ingest.pipeline import Taken, reread
from knowledge.errors import BadFile
from knowledge.intake import Book
from knowledge.store import Store


def works(settings: Settings, store: Store) -> Works:
    return Works(
        reader=Reader(),
        keeper=store,
        review=partial(_review, store),
        findings=lambda _: (),
        fetch=lambda url, folder: fetch(url, folder, settings.fetch_hosts),
        export=partial(_export, store),
        backup=partial(_backup, store),
        inbox=Folder(opening.inbox(settings, store, WATCHER)),
    )


class Reader:
    """Reads files in this process."""

    def read(
        self, path: Path, given: Given | None = None, name: str | None = None, cancel: Event | None = None
    ) -> Sequence[Book | BadFile]:
        source = name or path.name
        if cancel and cancel.is_set():
            return ()
        try:
            content = path.read_bytes()
            report = read_report(load(content, source), source, given)
        except BadFile as refused:
            return (refused,)
        return (Book(report, reread(report), content),)


class Folder:
    """The watched folder of the data folder."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def look(self) -> Sequence[Arrival]:
        return [
            Arrival(arrived.name, arrived.fate, [taken_line(row) for row in arrived.taken])
            for arrived in self._inbox.look()
        ]

    def waiting(self) -> Sequence[Path]:
        return self._inbox.waiting()

    def settle(self, path: Path) -> None:
        self._inbox.settle(path, [Taken(source=path.name, outcome="same")])


def _review(store: Store, book: Book, _instead: str | None) -> Review:
    """What a book would do to the library."""
    report = book.report
    held = next((held for held in store.reports() if held.id == report.id), None)
    if held is None:
        return Review("new")
    same = held.meta == report.meta and store.text(held.id, held.version) == report.text
    return Review("same" if same else "replaced", held.version)


def _export(store: Store, wanted: Sequence[str], folder: Path) -> Path:
    """A table of the reports of these ids; of none, of all."""
    path = folder / say("paper.table", at=datetime.now().astimezone())
    reports = [report for report in store.reports() if not wanted or report.id in wanted]
    write_table(path, ((report, store.passages(report.id, report.version)) for report in reports))
    return path


def _backup(store: Store, folder: Path) -> Path:
    path = folder / say("paper.archive", at=datetime.now().astimezone())
    store.backup(path, Base.metadata)
    return path
