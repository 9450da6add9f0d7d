"""A table of a file as lines of text: cells that span others are said again in each, so that every row stands alone.

::

    grid  = {title} rows {note}      a title or a note is one cell as wide as the table
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ingest.tables import table_text

_WIDEST = 60  # columns that a span may fill; more is no table that a person reads
_LONGEST = 2_000  # rows that a span may fill


class Spanned(NamedTuple):
    """A cell with the columns and rows that it covers."""

    text: str
    columns: int = 1
    rows: int = 1


def grid_text(rows: Iterable[Sequence[Spanned]]) -> str:
    """The table as ``ingest.tables`` reads it, its titles and notes as lines above and below."""
    placed = [row for row in filled(rows) if any(row)]
    inside = [i for i, row in enumerate(placed) if not _is_one(row)]
    if not inside:
        return "\n".join(row[0] for row in placed)
    first, last = inside[0], inside[-1] + 1
    titles, notes = ([row[0] for row in part] for part in (placed[:first], placed[last:]))
    return "\n".join([*titles, table_text(placed[first:last]), *notes])


def filled(rows: Iterable[Sequence[Spanned]]) -> list[list[str]]:
    """Rows of equally many cells, a spanning cell's text in each place that it covers."""
    placed: list[list[str]] = []
    hanging: dict[int, tuple[str, int]] = {}  # column: text and how many rows are still to come
    for row in rows:
        line: list[str] = []
        for cell in row:
            _hang(line, hanging)
            for _ in range(min(max(cell.columns, 1), _WIDEST)):
                if cell.rows > 1:
                    hanging[len(line)] = (cell.text, min(cell.rows, _LONGEST) - 1)
                line.append(cell.text)
        _hang(line, hanging)
        placed.append(line)
    width = max(map(len, placed), default=0)
    return [line + [""] * (width - len(line)) for line in placed]


def _hang(line: list[str], hanging: dict[int, tuple[str, int]]) -> None:
    """Puts in what cells above cover, up to the next free column."""
    while len(line) in hanging:
        text, left = hanging.pop(column := len(line))
        if left > 1:
            hanging[column] = (text, left - 1)
        line.append(text)


def _is_one(row: Sequence[str]) -> bool:
    """Whether one cell fills the row: a title, a note."""
    return len(set(row)) == 1 or (bool(row[0]) and not any(row[1:]))
