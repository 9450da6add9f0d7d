"""The store: reports, their versions and passages, behind one façade for ingest and answers alike."""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self, TypeVar

from sqlalchemy import URL, MetaData

from knowledge.catalogue import Act, Catalogue, Listing, Standing, Version
from knowledge.database import connect
from knowledge.errors import BadSetting, NotHeld, StoreMismatch, WenshuError
from knowledge.findings import Findings
from knowledge.holdings import Holdings, Snapshot
from knowledge.intake import Book, Receipt, Step, plan
from knowledge.models import Cited, Finding, Frozen, Passage, Shelved
from knowledge.nearest import nearest
from knowledge.originals import Originals
from knowledge.places import Place, Service
from knowledge.registrar import Draft, Intake, Overtaken, Registrar

if TYPE_CHECKING:
    from knowledge.archive import Archive
    from knowledge.backup import Saved
    from knowledge.housekeeping import Housekeeper, Reader
    from knowledge.stacks import Stacks

__all__ = ["Act", "Book", "Receipt", "Service", "Store", "StoreSettings", "Version"]

T = TypeVar("T")
R = TypeVar("R")

_IN_MEMORY: Final = 400  # reports whose passages stay in memory as read: 0.4 MB each


class StoreSettings(Frozen):
    """Where the store keeps what; all of it in the data folder unless told otherwise."""

    data: Path
    database_url: str | None = None
    chroma_url: str | None = None
    chroma_token: str | None = None
    embedding: Service | None = None


class Store:
    """A library's holdings; any number of threads and processes may read and write at once."""

    def __init__(self, settings: StoreSettings) -> None:
        data = _folder(settings.data)
        self._place = Place(folder=data / "shelves", url=settings.chroma_url, token=settings.chroma_token)
        self._service = settings.embedding
        self.engine = connect(settings.database_url or URL.create("sqlite", database=str(data / "wenshu.db")))
        self._registrar = Registrar(self.engine)
        self._registrar.open()
        self._catalogue = Catalogue(self.engine)
        self._holdings = Holdings(self._catalogue)
        self._originals = Originals(data / "files")
        self._lock = Lock()
        self._opened: Stacks | None = None
        self._read = lru_cache(maxsize=_IN_MEMORY)(lambda listing: self._stacks().passages(listing))
        self._findings = Findings(self._catalogue.findings, self._read)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._opened:
            self._opened.close()
        self.engine.dispose()

    # Reading

    def reports(self) -> tuple[Shelved, ...]:
        """Every live report, by region, year and kind."""
        return self._now().reports

    def passages(self, report: str, version: int | None = None) -> tuple[Passage, ...]:
        """The passages of a report, in order: of the live version, or of the version asked for."""
        return _settled(lambda: self._listing(report, version), self._read)

    def text(self, report: str, version: int | None = None) -> str:
        """The text that the spans of the report's passages and figures count in."""
        return self._catalogue.text(report, self._number(report, version))

    def findings(self, report: str, version: int | None = None) -> tuple[Finding, ...]:
        """What does not agree within the report, as noted when it was last read."""
        return self._findings.within(self._listing(report, version))

    def findings_against(self, report: str) -> tuple[Finding, ...]:
        """What of the live report does not agree with that of the year before, if both are held."""
        listing = self._listing(report, None)
        return _settled(self._now, lambda now: self._findings.against(now.listings.get(report, listing), now))

    def concerning(self, cited: Sequence[Cited]) -> tuple[Finding, ...]:
        """Every finding, of either sort, that one of the figures is part of."""
        return _settled(self._now, lambda snapshot: self._findings.concerning(cited, snapshot))

    def original(self, report: str, version: int | None = None) -> bytes:
        """The file's own bytes; none if they were not kept."""
        digest = self._catalogue.original(report, self._number(report, version))
        return self._originals.read(digest) if digest else b""

    def find(self, query: str, n: int, among: Collection[str] | None = None) -> list[tuple[Shelved, Passage, float]]:
        """The n live passages (of these reports) closest to the query, the closest first, with their closeness <= 1."""
        vector = self._stacks().vector(query)
        if not vector.any():
            return []
        return _settled(
            lambda: self._now() if among is None else self._now().only(among),
            lambda snapshot: nearest(self._stacks(), snapshot, vector, n),
        )

    def history(self, report: str) -> tuple[Version, ...]:
        """Every version of a report that was ever put, the first one first."""
        return self._catalogue.versions(report)

    def removed(self) -> tuple[Shelved, ...]:
        """Every report that was taken back, as its last version had it."""
        return self._catalogue.removed()

    def acts(self, limit: int = 100) -> tuple[Act, ...]:
        """Who did what: the last acts, the latest first."""
        return self._catalogue.acts(limit)

    def before(self, report: str) -> int | None:
        """The version that a step back leads to: the one before the live one, or the one that was removed."""
        live = self._catalogue.standings([report])[report].live
        if live:
            return live - 1 or None
        if pointed := self._catalogue.pointed(report):
            return pointed[0]
        raise NotHeld(report)

    # Writing

    def put(self, books: Sequence[Book], *, actor: str, retiring: Collection[str] = ()) -> list[Receipt]:
        """Makes the books live and takes other reports back, all at once.

        Raises StoreUnavailable, with nothing changed, if that cannot be done.
        """
        while True:
            with suppress(Overtaken):  # by another writer, on the same report: plan again on what it left
                return self._put(books, retiring, actor)

    def rollback(self, report: str, version: int, actor: str) -> Shelved:
        """Makes an earlier version live again, or one that was removed."""
        self._registrar.point(report, version, actor=actor, action="rollback")
        return self._catalogue.listing(report, version).report

    def remove(self, report: str, actor: str) -> None:
        """Takes a report back; its versions stay, and can be rolled back to."""
        self._registrar.point(report, None, actor=actor, action="remove")

    def merge(self) -> int:
        """Clears crowded and half-empty shelves and what crashed writers left; returns how many shelves it cleared."""
        return self._housekeeper().merge()

    def reindex(self, reader: "Reader") -> int:
        """Reads every version again onto fresh shelves; returns how many there were."""
        return self._housekeeper().reindex(reader)

    # Saving and bringing back

    def backup(self, path: Path, also: MetaData) -> "Saved":
        """Writes everything but the shelves into one file; ``also`` are tables beside the catalogue's to go with it."""
        from knowledge import backup  # noqa: PLC0415 -- not for those who only ask

        return backup.save(self.engine, self._originals, also, path)

    def restore(self, archive: "Archive", also: MetaData, reader: "Reader", actor: str) -> int:
        """Fills this store, which must be empty, from a backup; returns how many versions there are.

        Raises BadFile with nothing put; after StoreUnavailable the data folder is good for nothing any more.
        """
        from knowledge import backup  # noqa: PLC0415 -- the same

        backup.load(archive, self.engine, self._originals, also)
        try:
            count = self.reindex(reader)
        except WenshuError:
            backup.unload(self.engine, also)
            raise
        self._registrar.note(actor, "restore")
        return count

    # Inside

    def _now(self) -> Snapshot:
        snapshot = self._holdings.now()
        if self._opened:
            self._opened.keep(snapshot.shelves)
        return snapshot

    def _listing(self, report: str, version: int | None) -> Listing:
        listing = self._now().listings.get(report)
        if version is not None and not (listing and listing.report.version == version):
            return self._catalogue.listing(report, version)
        if listing is None:
            raise NotHeld(report)
        return listing

    def _number(self, report: str, version: int | None) -> int:
        return self._listing(report, None).report.version if version is None else version

    def _put(self, books: Sequence[Book], retiring: Collection[str], actor: str) -> list[Receipt]:
        coming = {book.report.id for book in books}
        standings = self._catalogue.standings(coming.union(retiring))
        steps = list(plan(books, standings))
        fresh = [step for step in steps if step.outcome != "same"]
        leaving = [report for report in dict.fromkeys(retiring) if standings[report].live and report not in coming]
        if fresh or leaving:
            self._enter(fresh, leaving, standings, actor)
        return [self._receipt(step) for step in steps]

    def _enter(self, fresh: Sequence[Step], leaving: Sequence[str], planned: dict[str, Standing], actor: str) -> None:
        drafts = [self._draft(step) for step in fresh]
        card = self._stacks().fill((step.shelved, step.book.passages) for step in fresh) if fresh else None
        try:
            self._registrar.enter(Intake(drafts, card, leaving), planned, actor)
        except Overtaken:
            if card:
                self._stacks().discard(card.name)
            raise

    def _draft(self, step: Step) -> Draft:
        report, shelved = step.book.report, step.shelved
        original = self._originals.keep(step.book.original)
        found = step.book.findings
        return Draft(report, step.number, shelved.passages, shelved.figures, step.digest, original, found)

    def _receipt(self, step: Step) -> Receipt:
        report = self._catalogue.listing(step.book.report.id, step.number).report
        return Receipt(report=report, outcome=step.outcome, previous=step.previous)

    def _stacks(self) -> "Stacks":
        """Opened when first needed: ChromaDB takes half a second to load."""
        from knowledge.stacks import Stacks  # noqa: PLC0415

        with self._lock:
            if self._opened is None:
                self._opened = Stacks(self._place, self._service, self._catalogue.library())
            return self._opened

    def _housekeeper(self) -> "Housekeeper":
        from knowledge.housekeeping import Housekeeper  # noqa: PLC0415 -- the same

        return Housekeeper(self._catalogue, self._registrar, self._stacks())


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting("WENSHU_DATA_DIR", f"数据目录 {path} 建不了（{error.strerror}）") from error
    return path.resolve()


def _settled(look: Callable[[], T], read: Callable[[T], R]) -> R:
    """What is read where it was looked up; once more if a merge has moved it in between."""
    found = look()
    try:
        return read(found)
    except StoreMismatch:
        again = look()
        if again == found:
            raise
        return read(again)
