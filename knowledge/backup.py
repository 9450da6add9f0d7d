"""Everything that cannot be made again, in one archive: the rows of every table, and the files reports came from.

Shelves are left out, since they are written anew from the texts. Rows are lines of JSON, so that what one database
gave another can take: a library moves from SQLite to PostgreSQL this way, and back.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Column, Connection, Engine, MetaData, Table, func, insert, select, update
from sqlalchemy.exc import DataError, IntegrityError

from knowledge.archive import Archive, damaged, packing, unpacking
from knowledge.database import create_tables, reached, snapshot
from knowledge.errors import StoreUnavailable
from knowledge.models import Frozen, Meta
from knowledge.originals import Originals
from knowledge.tables import Base, ReportRow, ShelfRow, VersionRow

__all__ = ["Archive", "Saved", "load", "save", "unload", "unpacking"]

_TABLES: Final = "tables/"
_FILES: Final = "files/"
_ENDING: Final = ".jsonl"
_BATCH: Final = 500  # rows that are in memory at a time
_LARGEST: Final = 100_000_000  # bytes of a file; nothing a fifth of it is ever taken in
_REMADE: Final = frozenset({"clock", "shelves"})  # a restored library is one of its own, and writes its shelves anew
_NO_SHELF: Final = "restored"  # on which versions stand until they are read again
_WIDEST: Final = 63  # bits of a number that a database takes

Row = dict[str, Any]


class Saved(Frozen):
    """What went into a backup."""

    rows: dict[str, int]  # of each table
    files: int
    lost: int  # files that the catalogue names and the disk no longer has

    @property
    def versions(self) -> int:
        return self.rows[VersionRow.__tablename__]


def save(engine: Engine, originals: Originals, also: MetaData, path: Path) -> Saved:
    """Writes a backup of one moment, whoever goes on writing meanwhile; ``also`` are tables beside the catalogue's."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with packing(path, now) as packer, snapshot(engine) as db:
        rows = {name: packer.add(_member(name), _dumped(db, table)) for name, table in _tables(also).items()}
        named = select(VersionRow.original).distinct()
        kept = {digest: originals.has(digest) for digest in db.scalars(named) if digest}
        for digest in filter(kept.get, kept):
            packer.add(_FILES + digest, [originals.read(digest)])
    return Saved(rows=rows, files=sum(kept.values()), lost=len(kept) - sum(kept.values()))


def _tables(also: MetaData) -> dict[str, Table]:
    """Every table that is saved, those that others refer to first."""
    tables = (*Base.metadata.sorted_tables, *also.sorted_tables)
    return {table.name: table for table in tables if table.name not in _REMADE}


def _member(table: str) -> str:
    return f"{_TABLES}{table}{_ENDING}"


def _dumped(db: Connection, table: Table) -> Iterator[bytes]:
    query = select(table).order_by(*table.primary_key).execution_options(yield_per=_BATCH)
    for row in db.execute(query).mappings():
        yield json.dumps(dict(row), ensure_ascii=False).encode() + b"\n"


def load(archive: Archive, engine: Engine, originals: Originals, also: MetaData) -> None:
    """Puts a backup into a database whose tables are empty: all of it, or raises with nothing put."""
    tables = _tables(also)
    _check_names(archive, {_member(name) for name in tables})
    for digest in archive.names(_FILES):
        originals.keep(archive.read(_FILES + digest))
    create_tables(engine, also)
    with reached():
        try:
            with engine.begin() as db:
                _fill(db, archive, tables)
        except (ValueError, OverflowError, IntegrityError, DataError) as error:
            raise damaged(archive.path) from error


def unload(engine: Engine, also: MetaData) -> None:
    """Takes everything away again that was just put into a server's database; a folder is thrown away by its owner."""
    if engine.dialect.name == "sqlite":
        return
    with reached():
        for metadata in (also, Base.metadata):
            metadata.drop_all(engine)


def _check_names(archive: Archive, known: Collection[str]) -> None:
    """Every member is a table that we have, or a file of bearable size under the hash of its content."""
    for name, member in archive.manifest.members.items():
        is_file = name == _FILES + member.sha256 and member.size <= _LARGEST
        if not is_file and name not in known:
            raise damaged(archive.path)


def _fill(db: Connection, archive: Archive, tables: Mapping[str, Table]) -> None:
    if any(db.execute(select(table).limit(1)).first() for table in tables.values()):
        raise StoreUnavailable("数据库里已有内容，恢复只能进空库；请在 WENSHU_DATABASE_URL 里写一个空的库。")
    db.execute(insert(ShelfRow).values(name=_NO_SHELF, embedder="", passages=0, created=""))
    files = set(archive.names(_FILES))
    live: dict[str, int | None] = {}
    for name, table in tables.items():
        if _member(name) not in archive.manifest.members:  # a table that the library had not yet
            continue
        with closing(archive.rows(_member(name))) as rows:
            adapted = (_adapted(name, _checked(table, row), files) for row in rows)
            while batch := list(islice(adapted, _BATCH)):
                if name == ReportRow.__tablename__:
                    live |= {row["id"]: row.pop("live") for row in batch}  # refers to versions that are yet to come
                db.execute(insert(table), batch)
        _number_on(db, table)
    for report, number in live.items():
        db.execute(update(ReportRow).where(ReportRow.id == report).values(live=number))


def _checked(table: Table, row: Row) -> Row:
    """The row, if each of its values is what its column holds; raises ValueError."""
    for name, value in row.items():
        column = table.columns.get(name)
        if column is None or not _fits(value, column):
            raise ValueError(name)
    return row


def _fits(value: object, column: Column[Any]) -> bool:
    if value is None:
        return bool(column.nullable)
    wanted = column.type.python_type
    if wanted is int:
        return type(value) is int and value.bit_length() <= _WIDEST
    return isinstance(value, int | float) if wanted is float else isinstance(value, wanted)


def _adapted(table: str, row: Row, files: Collection[str]) -> Row:
    """The row as it belongs into a library that begins anew."""
    if table == ReportRow.__tablename__:
        return row | {"changed": 0}
    if table == VersionRow.__tablename__:
        Meta.model_validate_json(row["meta"])
        return row | {"shelf": _NO_SHELF, "original": row["original"] if row["original"] in files else None}
    return row


def _number_on(db: Connection, table: Table) -> None:
    """PostgreSQL counts apart from the rows, and has to be told how far they have come; SQLite sees for itself."""
    column = table.autoincrement_column
    if column is not None and db.dialect.name == "postgresql":
        counter = func.pg_get_serial_sequence(table.name, column.name)
        db.execute(select(func.setval(counter, func.coalesce(func.max(column), 1))))
