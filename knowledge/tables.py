"""The tables of the catalogue, in types that SQLite and PostgreSQL share.

::

    reports 1--n versions n--1 shelves      one version of a report is live, or none
    versions 1--1 findings                  which of its figures do not agree; no row: not checked yet
    audit                                   who did what; rows are only ever added
    clock                                   one row: the generation, advanced by every change
"""

from typing import Any, Final

from sqlalchemy import Connection, ForeignKey, ForeignKeyConstraint, String, Table, Text, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_NAME = String(80)  # ids of reports, names of shelves
_DIGEST = String(64)  # SHA-256 in hex
_MOMENT = String(32)  # ISO 8601 in UTC, which sorts as it reads


class Base(DeclarativeBase):
    """Root of the catalogue's own tables; the bot keeps a root of its own on the same engine."""


class ClockRow(Base):
    __tablename__ = "clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    generation: Mapped[int]
    library: Mapped[str] = mapped_column(_NAME)  # tells our shelves from others' on a shared server


class ReportRow(Base):
    __tablename__ = "reports"
    __table_args__ = (
        ForeignKeyConstraint(["id", "live"], ["versions.report", "versions.number"], use_alter=True, name="live_held"),
    )

    id: Mapped[str] = mapped_column(_NAME, primary_key=True)
    live: Mapped[int | None]  # the version that readers see; null: taken back
    changed: Mapped[int] = mapped_column(index=True)  # the generation of its last change


class ShelfRow(Base):
    __tablename__ = "shelves"

    name: Mapped[str] = mapped_column(_NAME, primary_key=True)
    embedder: Mapped[str] = mapped_column(_NAME)
    passages: Mapped[int]
    created: Mapped[str] = mapped_column(_MOMENT)


class VersionRow(Base):
    __tablename__ = "versions"

    report: Mapped[str] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    shelf: Mapped[str] = mapped_column(ForeignKey("shelves.name"), index=True)
    source: Mapped[str] = mapped_column(Text)
    meta: Mapped[str] = mapped_column(Text)  # models.Meta as JSON
    text: Mapped[str] = mapped_column(Text)
    body_start: Mapped[int]
    body_end: Mapped[int]
    digest: Mapped[str] = mapped_column(_DIGEST)  # of text and meta: the same again is no new version
    original: Mapped[str | None] = mapped_column(_DIGEST)  # of the file's bytes, when they were kept
    passages: Mapped[int]
    figures: Mapped[int]
    created: Mapped[str] = mapped_column(_MOMENT)
    actor: Mapped[str] = mapped_column(Text)


class FindingsRow(Base):
    __tablename__ = "findings"
    __table_args__ = (ForeignKeyConstraint(["report", "number"], ["versions.report", "versions.number"]),)

    report: Mapped[str] = mapped_column(_NAME, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    findings: Mapped[str] = mapped_column(Text)  # models.Finding as JSON


class AuditRow(Base):
    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(_MOMENT)
    actor: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(_NAME)
    report: Mapped[str | None] = mapped_column(_NAME)
    version: Mapped[int | None]


# The database itself refuses to change or take away what the audit says, whatever code asks it to.
_STAYS: Final = {
    "sqlite": """
        CREATE TRIGGER audit_{change}_never BEFORE {change} ON audit
        BEGIN SELECT RAISE(ABORT, 'audit rows stay'); END
    """,
    "postgresql": """
        CREATE OR REPLACE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'audit rows stay'; END $$;
        CREATE TRIGGER audit_{change}_never BEFORE {change} ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()
    """,
}


@event.listens_for(Base.metadata.tables["audit"], "after_create")
def _guard_audit(_table: Table, db: Connection, **_: Any) -> None:
    for change in ("UPDATE", "DELETE"):
        db.exec_driver_sql(_STAYS[db.dialect.name].format(change=change))
