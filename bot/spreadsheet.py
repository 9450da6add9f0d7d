"""Tables as files that office programs open: .xlsx and .csv.

Texts come from reports, which anybody may have written: none of them may become a formula.
"""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # with these Excel takes a text for a formula
HARMLESS = "'"  # before such a text in a .csv, whose cells have no type
WIDE = 40  # characters: in a wider column lines are broken
HEAD = Font(bold=True)
TOP, BROKEN = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)


class Column(NamedTuple):
    head: str
    width: int  # in characters


class Sheet(NamedTuple):
    """A table; its rows are read once, in order."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]


def write_xlsx(path: Path, sheets: Iterable[Sheet]) -> None:
    """Writes the sheets one after the other, row by row, so that memory stays flat."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page: Worksheet = book.create_sheet(sheet.name)
        page.freeze_panes = "A2"
        for number, column in enumerate(sheet.columns, start=1):
            page.column_dimensions[get_column_letter(number)].width = column.width
        page.append([_head(page, column) for column in sheet.columns])
        for row in sheet.rows:
            page.append([_cell(page, *pair) for pair in zip(row, sheet.columns, strict=True)])
    book.save(path)


def _head(page: Worksheet, column: Column) -> Cell:
    cell: Cell = WriteOnlyCell(page, column.head)
    cell.font = HEAD
    return cell


def _cell(page: Worksheet, value: Value, column: Column) -> Cell:
    cell: Cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl makes a formula of what begins with =
    cell.alignment = BROKEN if column.width > WIDE else TOP
    return cell


def write_csv(path: Path, sheet: Sheet) -> None:
    """Writes one sheet, with the mark by which Excel knows UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.head for column in sheet.columns])
        writer.writerows([_inert(value) for value in row] for row in sheet.rows)


def _inert(value: Value) -> Value:
    return HARMLESS + value if isinstance(value, str) and value.startswith(FORMULA) else value
