"""Every change of the catalogue, each one transaction.

A change begins by advancing the clock. The clock's only row is thereby the lock that makes writers
take turns, on any database, and its generation tells readers in other processes that there is news.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import Connection, Engine, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from knowledge.catalogue import FINDINGS, Listing, ShelfCard, Standing, standings
from knowledge.database import create_tables, reached
from knowledge.errors import NotHeld
from knowledge.models import Finding, Report
from knowledge.tables import AuditRow, Base, ClockRow, FindingsRow, ReportRow, ShelfRow, VersionRow


class Overtaken(Exception):
    """Another writer changed one of the same reports in the meantime."""


class Draft(NamedTuple):
    """A version about to be entered."""

    report: Report
    number: int
    passages: int
    figures: int
    digest: str
    original: str | None
    findings: tuple[Finding, ...] = ()


class Intake(NamedTuple):
    """One change of the library: what becomes live, the shelf it all stands on, and what is taken back for it."""

    drafts: Sequence[Draft]
    shelf: ShelfCard | None
    retiring: Collection[str] = ()


class Moved(NamedTuple):
    """A version that stands on a fresh shelf, and where it was taken from."""

    taken: Listing
    passages: int
    figures: int
    findings: tuple[Finding, ...] | None = None  # where it was checked again on the way


class Registrar:
    """The only one to write into the catalogue's tables."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open(self) -> None:
        """Makes the tables, and the clock's only row, where they are missing."""
        create_tables(self._engine, Base.metadata)
        with reached(), suppress(IntegrityError), self._engine.begin() as db:  # another process was first
            if not db.execute(select(ClockRow.id)).first():
                db.execute(insert(ClockRow).values(id=1, generation=0, library=uuid4().hex[:8]))

    def enter(self, intake: Intake, planned: Mapping[str, Standing], actor: str) -> None:
        """Makes the drafts live, all at once; raises Overtaken if one of them was planned on what is no more."""
        with self._writing() as (db, generation):
            if standings(db, planned) != planned:
                raise Overtaken
            if intake.shelf:
                db.execute(insert(ShelfRow).values(**intake.shelf._asdict(), created=_now()))
                for draft in intake.drafts:
                    self._add(db, draft, intake.shelf.name, actor)
                    _point(db, draft.report.id, draft.number, generation)
                    _note(db, actor, "put", draft.report.id, draft.number)
            for report in intake.retiring:
                _point(db, report, None, generation)
                _note(db, actor, "remove", report, None)

    @staticmethod
    def _add(db: Connection, draft: Draft, shelf: str, actor: str) -> None:
        report = draft.report
        if draft.number == 1:
            db.execute(insert(ReportRow).values(id=report.id, changed=0))
        fields = draft._asdict() | {"report": report.id, "source": report.source, "text": report.text}
        findings = fields.pop("findings")
        start, end = report.body
        meta = report.meta.model_dump_json()
        db.execute(
            insert(VersionRow).values(
                **fields, meta=meta, body_start=start, body_end=end, shelf=shelf, created=_now(), actor=actor
            )
        )
        _find(db, report.id, draft.number, findings)

    def point(self, report: str, number: int | None, *, actor: str, action: str) -> None:
        """Makes another version the live one, or none; raises NotHeld for a report or version never entered."""
        with self._writing() as (db, generation):
            known = exists().where(VersionRow.report == report)
            if number is not None:
                known = known.where(VersionRow.number == number)
            if not db.execute(select(known)).scalar():
                raise NotHeld(report, number)
            _point(db, report, number, generation)
            _note(db, actor, action, report, number)

    def note(self, actor: str, action: str) -> None:
        """Writes down what was done to the library as a whole."""
        with self._writing() as (db, _):
            _note(db, actor, action, None, None)

    def move(self, moves: Sequence[Moved], shelf: ShelfCard) -> None:
        """Sends readers of these versions to a fresh shelf; one that was moved by another stays where it is."""
        with self._writing() as (db, generation):
            db.execute(insert(ShelfRow).values(**shelf._asdict(), created=_now()))
            for taken, passages, figures, findings in moves:
                report = taken.report
                mine = (VersionRow.report == report.id, VersionRow.number == report.version)
                there = update(VersionRow).where(*mine, VersionRow.shelf == taken.shelf)
                db.execute(there.values(shelf=shelf.name, passages=passages, figures=figures))
                live = update(ReportRow).where(ReportRow.id == report.id, ReportRow.live == report.version)
                db.execute(live.values(changed=generation))
                if findings is not None:
                    _find(db, report.id, report.version, findings)

    def forget(self, shelves: Collection[str]) -> None:
        """Strikes shelves off the list that no version stands on any more."""
        with self._writing() as (db, _):
            db.execute(delete(ShelfRow).where(ShelfRow.name.in_(shelves)))

    @contextmanager
    def _writing(self) -> Iterator[tuple[Connection, int]]:
        with reached(), self._engine.begin() as db:
            db.execute(update(ClockRow).values(generation=ClockRow.generation + 1))
            yield db, db.execute(select(ClockRow.generation)).scalar_one()


def _point(db: Connection, report: str, number: int | None, generation: int) -> None:
    db.execute(update(ReportRow).where(ReportRow.id == report).values(live=number, changed=generation))


def _find(db: Connection, report: str, number: int, findings: Sequence[Finding]) -> None:
    """What was found in a version, in the place of what was found when it was last read."""
    db.execute(delete(FindingsRow).where(FindingsRow.report == report, FindingsRow.number == number))
    noted = FINDINGS.dump_json(tuple(findings)).decode()
    db.execute(insert(FindingsRow).values(report=report, number=number, findings=noted))


def _note(db: Connection, actor: str, action: str, report: str | None, version: int | None) -> None:
    db.execute(insert(AuditRow).values(at=_now(), actor=actor, action=action, report=report, version=version))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
