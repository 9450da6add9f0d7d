"""The figures of reports as rows of a table, as officials open one: what each says, where it stands, and whose it is."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from bot import spreadsheet
from bot.replies import say
from bot.spreadsheet import Column, Row, Sheet
from knowledge.models import Figure, Passage, Shelved

FIGURES = (
    Column("place", 16), Column("year", 7), Column("publisher", 24), Column("title", 36), Column("section", 12),
    Column("indicator", 32), Column("value", 14), Column("unit", 8), Column("text", 14), Column("approx", 7),
    Column("scope", 12), Column("period", 14), Column("role", 10), Column("quote", 70), Column("report", 15),
)  # fmt: skip
REPORTS = (
    Column("place", 16), Column("year", 7), Column("publisher", 24), Column("kind", 24), Column("title", 44),
    Column("date", 12), Column("version", 7), Column("passages", 8), Column("figures", 8), Column("source", 36),
    Column("report", 15),
)  # fmt: skip
