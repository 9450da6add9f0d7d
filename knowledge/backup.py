"""Everything that cannot be made again, in one archive: the rows of every table, and the files reports came from.

Shelves are left out, since they are written anew from the texts. Rows are lines of JSON, so that what one database
gave another can take: a library moves from SQLite to PostgreSQL this way, and back.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Column, Connection, Engine, MetaData, Table, insert, select, update

from knowledge.archive import Archive, Manifest, opened, packing
from knowledge.catalogue import ShelfCard
from knowledge.database import create_tables, reached, snapshot
from knowledge.errors import BadFile, StoreUnavailable
from knowledge.models import Meta
from knowledge.originals import Originals
from knowledge.tables import AuditRow, Base, ReportRow, ShelfRow, VersionRow

_TABLES: Final = "tables/"
_FILES: Final = "files/"
_ENDING: Final = ".jsonl"
_BATCH: Final = 500  # rows that are in memory at a time
_REMADE: Final = frozenset({"clock", "shelves"})  # a restored library is one of its own, and writes its shelves anew
_NO_SHELF: Final = ShelfCard("restored", "", 0)  # on which versions stand until they are read again
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
