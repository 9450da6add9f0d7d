"""The rooms behind the chat, as an installation has them."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from bot import opening
from bot.commands.ingesting import WATCHER, taken_line
from bot.engine import Arrival, Changes, Review, Works
from bot.export import write_table
from bot.replies import say
from bot.review import change_line, doubt_lines, finding_line, findings_of, labelled, origin
from bot.settings import Settings
from bot.tables import Base
from ingest.doubts import doubts
from ingest.fetch import fetch
from ingest.inbox import Inbox
from ingest.pipeline import Taken, foreseen
from ingest.workshop import Workshop
from knowledge.differences import Difference, compare
from knowledge.intake import Book
from knowledge.store import Store


def works(settings: Settings, store: Store, workshop: Workshop) -> Works:
    return Works(
        reader=workshop,
        keeper=store,
        review=partial(_review, store),
        findings=lambda report: list(map(finding_line, findings_of(report, store))),
        fetch=lambda url, folder: fetch(url, folder, settings.fetch_hosts),
        export=partial(_export, store),
        backup=partial(_backup, store),
        inbox=Folder(opening.inbox(settings, store, WATCHER, workshop)),
    )


class Folder:
    """The watched folder of the data folder."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    def look(self) -> Sequence[Arrival]:
        return [
            Arrival(arrived.name, arrived.fate, [taken_line(self._inside(row)) for row in arrived.taken])
            for arrived in self._inbox.look()
        ]

    def _inside(self, row: Taken) -> Taken:
        """Named by where it lay in the folder: the chat has no use for paths of this machine."""
        return row.model_copy(update={"source": str(Path(row.source).relative_to(self._inbox.folder))})

    def waiting(self) -> Sequence[Path]:
        return self._inbox.waiting()

    def settle(self, path: Path) -> None:
        self._inbox.settle(path, [Taken(source=path.name, outcome="same")])


def _review(store: Store, book: Book, instead: str | None) -> Review:
    """What a book would do to the library: against the live version, or the report that it corrects."""
    report = book.report
    every = store.reports()
    held = next((one for one in every if one.id == report.id), None)
    before = held or next((one for one in every if one.id == instead), None)
    difference = compare(store.passages(before.id, before.version), book.passages) if before else None
    others = [one for one in every if one.id != instead]
    return Review(
        outcome=foreseen(report, held, store),
        against=held.version if held else None,
        changes=_changes(difference) if difference else None,
        doubts=doubt_lines(doubts(book, others, lambda one: store.text(one.id, one.version), difference)),
        findings=[finding_line(finding) for finding in book.findings],
        origins={name: origin(where) for name, where in report.origins.model_dump().items()},
    )


def _changes(difference: Difference) -> Changes:
    return Changes(
        new=[labelled(figure) for figure in difference.new],
        changed=[change_line(change.before, change.after) for change in difference.changed],
        gone=[labelled(figure) for figure in difference.gone],
    )


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
