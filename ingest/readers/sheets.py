"""Spreadsheets: each sheet as a table under its name, numbers and dates as the sheet shows them."""

import csv
import io
import re
import warnings
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import groupby
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from ingest.readers.grid import Spanned, grid_text
from ingest.readers.markup import refuse_declarations
from ingest.readers.package import Package
from ingest.readers.plain import read_plain
from knowledge.errors import BadFile

_MOST_ROWS = 20_000
_MOST_COLUMNS = 200
_LARGEST = 15_000_000  # bytes of a sheet's XML; 20,000 rows of ten columns are ten million
_TOO_LARGE = f"表格太大（超过 {_MOST_ROWS} 行或 {_MOST_COLUMNS} 列），不像报告的附表，请只保留需要的部分"
_DECIMALS = re.compile(r"0\.(0+)")
_MOST_DECIMALS = 10  # of a number in no format; more are noise of floating point
_GENERAL = "General"
_BAR = " | "
_UNNAMED = re.compile(r"(?i)sheet\s?\d*|工作表\s?\d*")  # names that a program gives say nothing
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|[_*].')


def read_csv(data: bytes, source: str) -> str:
    text = read_plain(data, source)
    lines = text.split("\n")
    separator = max(",;\t", key=lambda sign: sum(line.count(sign) for line in lines))
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    except csv.Error as error:
        raise BadFile(source, "表格文件的格式有错误，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入") from error
    return _tables([Spanned(cell.strip()) for cell in row] for row in rows)


def read_xlsx(data: bytes, source: str) -> str:
    package = Package(data, source)
    for name in package.names:
        if name.endswith((".xml", ".rels")):
            part = package.read(name)
            refuse_declarations(part, source)
            if len(part) > _LARGEST:
                raise BadFile(source, _TOO_LARGE)
    with warnings.catch_warnings(action="ignore"):  # what openpyxl does not know of a sheet's looks is no matter here
        book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return "\n\n".join(filter(None, (_sheet(sheet, source) for sheet in seen)))


def _sheet(sheet: Worksheet, source: str) -> str:
    if sheet.max_row > _MOST_ROWS or sheet.max_column > _MOST_COLUMNS:
        raise BadFile(source, _TOO_LARGE)
    spans = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    covered = {
        (row, column): (area.min_row, area.min_col)
        for area in spans.values()
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    rows = [[Spanned(shown(_top(sheet, cell, covered))) for cell in row] for row in sheet.iter_rows()]
    tables = _tables(rows)
    titled = _BAR not in tables.partition("\n")[0]
    return tables if titled or _UNNAMED.fullmatch(sheet.title) else f"{sheet.title}\n{tables}"


def _top(sheet: Worksheet, cell: Any, covered: dict[tuple[int, int], tuple[int, int]]) -> Any:
    """The cell itself, or the first of those that it is merged with."""
    at = covered.get((cell.row, cell.column))
    return sheet.cell(*at) if at else cell


def _tables(rows: Iterable[list[Spanned]]) -> str:
    """Rows as text; an empty one parts two tables."""
    parts = (
        grid_text(_narrowed(list(group)))
        for full, group in groupby(rows, key=lambda row: any(c.text for c in row))
        if full
    )
    return "\n\n".join(parts)


def _narrowed(rows: list[list[Spanned]]) -> Iterator[list[Spanned]]:
    """Rows without the columns at either side that are empty in all of them."""
    used = [column for row in rows for column, cell in enumerate(row) if cell.text]
    return (row[min(used) : max(used) + 1] for row in rows)


def shown(cell: Cell) -> str:
    """A cell's value as its format shows it."""
    value = cell.value
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime | date | time):
        return _dated(value, cell.number_format)
    if isinstance(value, int | float):
        return number_shown(value, cell.number_format or _GENERAL)
    return " ".join(str(value).split())


def _dated(value: datetime | date | time, form: str) -> str:
    if isinstance(value, time):
        return value.isoformat("minutes")
    day = f"{value.year}年{value.month}月"
    return f"{day}{value.day}日" if "d" in form.lower() else day


def number_shown(value: float, form: str) -> str:
    """A number as its format shows it.

    >>> number_shown(0.9817, "0.0%"), number_shown(1234.5, "#,##0.00"), number_shown(51.0, "General")
    ('98.2%', '1,234.50', '51')
    >>> number_shown(0.1 + 0.2, "General"), number_shown(51, '0"件"'), number_shown(3, "@")
    ('0.3', '51件', '3')
    """
    positive = form.partition(";")[0]
    plain = _QUOTED.sub("", positive)
    ending = "".join(re.findall(r'"([^"]*)"\s*$', positive))
    percent = "%" in plain
    exact = Decimal(repr(value)) * (100 if percent else 1)
    found = _DECIMALS.search(plain)
    if found or "0" in plain:
        places = len(found[1]) if found else 0
        said = f"{exact:,.{places}f}" if "," in plain else f"{exact:.{places}f}"
    else:
        said = f"{round(exact, _MOST_DECIMALS).normalize():f}"
    return said + ("%" if percent else "") + ending
