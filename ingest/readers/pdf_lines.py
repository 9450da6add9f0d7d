"""The lines of a page in the order of reading.

::

    page   = {band}                  a line across the gutter ends a band
    band   = left column, right column | one column
    line   = run {run}               runs far apart are columns or fields
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

_SAME_LINE = 0.5  # of the smaller height, by which two characters of one line overlap
_BLANK = 0.6  # of a character's width; typesetters put 0.25 between 汉字 and digits
_LATIN_BLANK = 0.15  # between letters or digits, which stand closer: 表1 2019年 is not 表12019年
_APART = 2.5  # characters; a wider gap is between columns
_GUTTER = (0.35, 0.65)  # of the page's width
_CROSSING = 0.2  # of the lines; a page in columns has a title and a table across them
_COLUMN = 0.25  # of the lines, at least, in each column
_WIDE = 0.2  # of the page's width: most lines of a column, but few cells of a table
_FEWEST = 8  # lines of a page in columns


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: "Box") -> bool:
        """Whether the other's centre lies inside."""
        x, y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return self.left <= x <= self.right and self.top <= y <= self.bottom


class Char(NamedTuple):
    text: str
    box: Box


class Table(NamedTuple):
    box: Box
    text: str


class Sheet(NamedTuple):
    """A page with what stands on it; ``top`` counts down from its upper edge."""

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    tables: tuple[Table, ...] = ()
    pictured: bool = False


@dataclass(frozen=True)
class Line:
    chars: tuple[Char, ...]
    sheet: Sheet
    column: int = 0

    @cached_property
    def box(self) -> Box:
        boxes = [char.box for char in self.chars]
        return Box(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )

    @cached_property
    def size(self) -> float:
        """The width of a character as wide as it is high."""
        heights = sorted(char.box.bottom - char.box.top for char in self.chars)
        widths = sorted(char.box.right - char.box.left for char in self.chars if not char.text.isascii())
        return widths[len(widths) // 2] if widths else heights[len(heights) // 2]

    @cached_property
    def text(self) -> str:
        parts = [self.chars[0].text]
        for before, char in pairwise(self.chars):
            parts.append(" " * _blanks(before, char, self.size) + char.text)
        return "".join(parts)


def lay_out(sheet: Sheet) -> list[Line | Table]:
    """Lines and tables of a page, in order."""
    free = [char for char in sheet.chars if not any(table.box.holds(char.box) for table in sheet.tables)]
    lines = [Line(tuple(run), sheet) for run in _runs(free)]
    gutter = _gutter(lines, sheet)
    if gutter is None:
        return sorted([*_rejoined(lines, sheet), *sheet.tables], key=lambda part: part.box.top)
    return list(_in_columns([*lines, *sheet.tables], gutter, sheet))


def _runs(chars: Iterable[Char]) -> Iterator[list[Char]]:
    """Characters of a line without a wide gap, lines from the top."""
    for row in _rows(chars):
        run: list[Char] = []
        for char in sorted(row, key=lambda char: char.box.left):
            if run and char.box.left - run[-1].box.right > _APART * (char.box.bottom - char.box.top):
                yield run
                run = []
            run.append(char)
        yield run


def _rows(chars: Iterable[Char]) -> Iterator[list[Char]]:
    """Characters that stand at one height."""
    row: list[Char] = []
    for char in sorted(chars, key=lambda char: (char.box.top + char.box.bottom) / 2):
        if row and not _is_level(row[-1].box, char.box):
            yield row
            row = []
        row.append(char)
    if row:
        yield row


def _is_level(box: Box, other: Box) -> bool:
    shared = min(box.bottom, other.bottom) - max(box.top, other.top)
    return shared > _SAME_LINE * min(box.bottom - box.top, other.bottom - other.top)


def _blanks(before: Char, char: Char, size: float) -> int:
    """None, one, or two between the cells of a table without rules."""
    gap = (char.box.left - before.box.right) / size
    latin = before.text.isascii() and char.text.isascii()
    return (gap > (_LATIN_BLANK if latin else _BLANK)) + (gap > _APART)


def _rejoined(lines: list[Line], sheet: Sheet) -> Iterator[Line]:
    """Runs of one height as one line, where a page is not in columns."""
    held: Line | None = None
    for line in lines:
        if held and _is_level(held.box, line.box) and line.box.left > held.box.right:
            held = Line(held.chars + line.chars, sheet)
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _gutter(lines: Sequence[Line], sheet: Sheet) -> float | None:
    """Where a page in two columns is parted."""
    if len(lines) < _FEWEST:
        return None
    low, high = (share * sheet.width for share in _GUTTER)
    edges = sorted({round(line.box.left) - 1 for line in lines if low < line.box.left < high})
    return next((x for x in edges if _parts(x, lines)), None)


def _parts(x: float, lines: Sequence[Line]) -> bool:
    sides = [line for line in lines if line.box.right <= x], [line for line in lines if line.box.left >= x]
    crossing = len(lines) - sum(map(len, sides))
    return crossing <= _CROSSING * len(lines) and all(_is_column(side, lines) for side in sides)


def _is_column(side: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Whether a good part of the page's lines stand on a side, and are lines of prose rather than cells."""
    wide = [line for line in side if line.box.right - line.box.left > _WIDE * line.sheet.width]
    return len(side) >= _COLUMN * len(lines) and len(wide) > len(side) - len(wide)


def _in_columns(parts: Sequence[Line | Table], gutter: float, sheet: Sheet) -> Iterator[Line | Table]:
    columns: tuple[list[Line | Table], list[Line | Table]] = ([], [])
    for part in sorted(parts, key=lambda part: part.box.top):
        if part.box.left < gutter < part.box.right:
            yield from _emptied(columns)
            yield part
        else:
            right = part.box.left >= gutter
            columns[right].append(Line(part.chars, sheet, right + 1) if isinstance(part, Line) else part)
    yield from _emptied(columns)


def _emptied(columns: tuple[list[Line | Table], list[Line | Table]]) -> Iterator[Line | Table]:
    for column in columns:
        yield from column
        column.clear()
