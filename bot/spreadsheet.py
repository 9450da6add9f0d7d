"""Tables as files that office programs open: .xlsx and .csv. The only owner of openpyxl on the way out.

Texts come from reports, which anybody may have written: none of them may become a formula.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Value = str | int | Decimal | None
Row = Sequence[Value]

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # with these Excel takes a text for a formula
WRAPPED = 40  # a wider column breaks its lines
TOP = Alignment(vertical="top")
WRAP = Alignment(vertical="top", wrap_text=True)


class Column(NamedTuple):
    head: str
    width: int  # in characters


class Sheet(NamedTuple):
    """A table; the rows may be read only once."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Row]


def write_xlsx(path: Path, sheets: Iterable[Sheet]) -> None:
    """Writes the sheets one after the other, row by row, so that memory stays flat."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page: WriteOnlyWorksheet = book.create_sheet(sheet.name)
        page.freeze_panes = "A2"
        for number, column in enumerate(sheet.columns, start=1):
            page.column_dimensions[get_column_letter(number)].width = column.width
        page.append([_cell(page, column.head, HEAD) for column in sheet.columns])
        looks = [WRAP if column.width > WRAPPED else TOP for column in sheet.columns]
        for row in sheet.rows:
            page.append([_cell(page, value, look) for value, look in zip(row, looks, strict=True)])
    book.save(path)
