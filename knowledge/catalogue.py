"""The catalogue as its readers see it: which versions there are, which is live, on which shelf each stands."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Engine, Row, case, exists, false, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from knowledge.database import reached
from knowledge.errors import NotHeld
from knowledge.models import Finding, Frozen, Meta, Report, Shelved
from knowledge.tables import AuditRow, ClockRow, FindingsRow, ReportRow, ShelfRow, VersionRow


class Standing(NamedTuple):
    """How far a report has come: what a writer plans from, and checks again before the switch."""

    live: int | None = None
    last: int = 0
    digest: str = ""  # of the live version


class Listing(NamedTuple):
    """A version of a report, and the shelf it stands on."""

    report: Shelved
    shelf: str


class ShelfCard(NamedTuple):
    """What the catalogue knows of a shelf."""

    name: str
    embedder: str
    passages: int


class Version(Frozen):
    """A version as a report's history shows it."""

    report: Shelved
    live: bool
    created: str
    actor: str


class Act(Frozen):
    """Who did what, and when."""

    at: str
    actor: str
    action: str
    report: str | None
    version: int | None
    meta: Meta | None  # of the version, or of the last one there was


FINDINGS = TypeAdapter(tuple[Finding, ...])

_LISTED = (
    VersionRow.report,
    VersionRow.number,
    VersionRow.source,
    VersionRow.meta,
    VersionRow.passages,
    VersionRow.figures,
    VersionRow.shelf,
)
_IS_ITS = VersionRow.report == ReportRow.id
_IS_LIVE = func.coalesce(ReportRow.live == VersionRow.number, false())  # live is null when it was taken back

_LATER = aliased(VersionRow)
_LAST = select(func.max(_LATER.number))
_IS_LAST = VersionRow.number == _LAST.where(_LATER.report == VersionRow.report).correlate(VersionRow).scalar_subquery()
_ACT = (AuditRow.at, AuditRow.actor, AuditRow.action, AuditRow.report, AuditRow.version)

_Column = ColumnElement[Any] | InstrumentedAttribute[Any]
_Row = Row[*tuple[Any, ...]]


class Catalogue:
    """The questions that the relational half of the store answers."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def generation(self) -> int:
        """A number that grows with every change, whichever process made it."""
        with self._reading() as db:
            return db.execute(select(ClockRow.generation)).scalar_one()

    def library(self) -> str:
        """The library's own mark: on a shared Chroma server it tells our shelves from others'."""
        with self._reading() as db:
            return db.execute(select(ClockRow.library)).scalar_one()

    def changes(self, since: int) -> dict[str, Listing | None]:
        """Reports changed after that generation, each with its live version, or None when taken back."""
        query = select(ReportRow.id, *_LISTED).join(VersionRow, _IS_ITS & _IS_LIVE, isouter=True)
        with self._reading() as db:
            rows = db.execute(query.where(ReportRow.changed > since))
            return {row.id: _listing(row) if row.report else None for row in rows}

    def versions(self, report: str) -> tuple[Version, ...]:
        """Every version of the report, the first one first; none for a report never seen."""
        query = select(*_LISTED, VersionRow.created, VersionRow.actor, ReportRow.live).join(ReportRow, _IS_ITS)
        with self._reading() as db:
            return tuple(
                Version(report=_listing(row).report, live=row.number == row.live, created=row.created, actor=row.actor)
                for row in db.execute(query.where(VersionRow.report == report).order_by(VersionRow.number))
            )

    def listings(self, *, live: bool) -> list[Listing]:
        """Every version that is live, or every one that is not."""
        query = select(*_LISTED).join(ReportRow, _IS_ITS)
        with self._reading() as db:
            return [_listing(row) for row in db.execute(query.where(_IS_LIVE.is_(live)))]

    def listing(self, report: str, number: int) -> Listing:
        return _listing(self._version(report, number, *_LISTED))

    def text(self, report: str, number: int) -> str:
        text: str = self._version(report, number, VersionRow.text).text
        return text

    def findings(self, report: str, number: int) -> tuple[Finding, ...]:
        """What does not agree in the version; nothing in one that was put before there were checks."""
        query = select(FindingsRow.findings).where(FindingsRow.report == report, FindingsRow.number == number)
        with self._reading() as db:
            noted = db.execute(query).scalar()
        return FINDINGS.validate_json(noted) if noted else ()

    def original(self, report: str, number: int) -> str | None:
        """The digest under which the version's file is kept, if it is."""
        digest: str | None = self._version(report, number, VersionRow.original).original
        return digest

    def report(self, report: str, number: int) -> Report:
        """The report as it was put, ready to be read again."""
        row = self._version(report, number, *VersionRow.__table__.columns)
        meta = Meta.model_validate_json(row.meta)
        return Report(id=report, source=row.source, meta=meta, text=row.text, body=(row.body_start, row.body_end))

    def standings(self, reports: Collection[str]) -> dict[str, Standing]:
        """Where each of the reports stands; one that was never seen stands at the start."""
        with self._reading() as db:
            return standings(db, reports)

    def shelves(self) -> list[ShelfCard]:
        """Every shelf that a version stands on, or stood on until it was moved."""
        query = select(ShelfRow.name, ShelfRow.embedder, ShelfRow.passages)
        with self._reading() as db:
            return [ShelfCard(*row) for row in db.execute(query)]

    def unused(self) -> list[str]:
        """Shelves that no version stands on any more."""
        query = select(ShelfRow.name).where(~exists().where(VersionRow.shelf == ShelfRow.name))
        with self._reading() as db:
            return list(db.execute(query).scalars())

    def pointed(self, report: str) -> list[int]:
        """The versions that were made live, the latest first."""
        query = select(AuditRow.version).where(AuditRow.report == report, AuditRow.version.is_not(None))
        with self._reading() as db:
            return [number for number in db.scalars(query.order_by(AuditRow.id.desc())) if number]

    def acts(self, limit: int) -> tuple[Act, ...]:
        """The last acts, the latest first."""
        meant = func.coalesce(
            AuditRow.version, _LAST.where(_LATER.report == AuditRow.report).correlate(AuditRow).scalar_subquery()
        )
        its = (VersionRow.report == AuditRow.report) & (VersionRow.number == meant)
        query = select(*_ACT, VersionRow.meta).join(VersionRow, its, isouter=True)
        with self._reading() as db:
            rows = db.execute(query.order_by(AuditRow.id.desc()).limit(limit))
            return tuple(_act(row) for row in rows)

    def removed(self) -> tuple[Shelved, ...]:
        """The last version of every report that was taken back."""
        query = select(*_LISTED).join(ReportRow, _IS_ITS).where(ReportRow.live.is_(None), _IS_LAST)
        with self._reading() as db:
            return tuple(_listing(row).report for row in db.execute(query.order_by(VersionRow.report)))

    def _version(self, report: str, number: int, *columns: _Column) -> _Row:
        query = select(*columns).where(VersionRow.report == report, VersionRow.number == number)
        with self._reading() as db:
            row = db.execute(query).first()
        if row is None:
            raise NotHeld(report, number)
        return row

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with reached(), self._engine.connect() as db:
            yield db


def standings(db: Connection, reports: Collection[str]) -> dict[str, Standing]:
    """The same inside a writer's transaction, where nobody can move on meanwhile."""
    last = func.max(VersionRow.number)
    live = func.max(case((_IS_LIVE, VersionRow.digest), else_=""))
    query = select(ReportRow.id, ReportRow.live, last, live).join(VersionRow, _IS_ITS).group_by(ReportRow.id)
    found = {row[0]: Standing(*row[1:]) for row in db.execute(query.where(ReportRow.id.in_(reports)))}
    return {report: found.get(report, Standing()) for report in reports}


def _act(row: _Row) -> Act:
    return Act.model_validate(row._asdict() | {"meta": row.meta and Meta.model_validate_json(row.meta)})


def _listing(row: _Row) -> Listing:
    shelved = Shelved(
        id=row.report,
        version=row.number,
        source=row.source,
        meta=Meta.model_validate_json(row.meta),
        passages=row.passages,
        figures=row.figures,
    )
    return Listing(shelved, row.shelf)
