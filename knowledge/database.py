"""One engine for every table of the project: SQLite in the data folder, or any database by URL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, MetaData, create_engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError

from knowledge.errors import BadSetting, StoreUnavailable

_PRAGMAS = (
    "busy_timeout = 30000",  # first: the next line, too, may have to wait for another process
    "journal_mode = WAL",  # readers go on while one process writes
    "foreign_keys = ON",
)


def connect(url: str | URL) -> Engine:
    """An engine for the URL; raises BadSetting for a URL that names no database we could use."""
    try:
        engine = create_engine(url, pool_pre_ping=True)
    except (ArgumentError, ImportError) as error:  # ImportError: the driver is not installed
        why = f"用不了这个地址（{error}），应为 postgresql+psycopg://用户:密码@主机/库 这样的写法，并装有它的驱动。"
        raise BadSetting("WENSHU_DATABASE_URL", why) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def create_tables(engine: Engine, tables: MetaData) -> None:
    """Creates the tables that are missing, also when several processes start at once."""
    with reached(), engine.begin() as db:
        if engine.dialect.name == "sqlite":
            db.exec_driver_sql("BEGIN IMMEDIATE")  # or two of them find the same table missing
        tables.create_all(db)


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the database as it is at this moment, however long it reads and whoever writes."""
    with reached(), engine.connect() as db:
        if engine.dialect.name == "sqlite":
            db.exec_driver_sql("BEGIN")  # Python's driver leaves this out before a SELECT
        else:
            db.execution_options(isolation_level="REPEATABLE READ")
        yield db


@contextmanager
def reached() -> Iterator[None]:
    """Turns a database that fails into the line that a person can act on."""
    try:
        yield
    except DBAPIError as error:
        raise StoreUnavailable(
            f"数据库用不了（{error.orig}）。请检查 WENSHU_DATABASE_URL 是否正确、数据目录是否可写、磁盘是否已满。"
        ) from error
