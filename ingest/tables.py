"""Tables in the text of a report: lines of cells, and the cells that a page has pasted one a line.

::

    table  = {head} row {row}
    head   = cell part cell {part cell}      a row without a number
    part   = tab | "|" | two blanks or more
    pasted = corner cell {cell} {name number {number}}      each on a line of its own

A file that holds real tables is written down with ``table_text`` and read here like any other text. What has no
such shape is left to the reading of prose.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, groupby, takewhile
from typing import Literal, NamedTuple

from pydantic import Field

from ingest.cues import any_of
from knowledge import lexicon
from knowledge.models import Quantity
from knowledge.numbers import find_quantities
from knowledge.periods import find_periods
from knowledge.text import fold

Name = Literal["corner", "ordinal", "amount", "count", "total", "empty", "caption_tail", "caption_lead"]

_BAR = "|"
_BARS = re.compile(r"\|")
_GAPS = re.compile("  +")
_LINE = re.compile(r"[^\n]*(?:\n|$)")  # also the empty ones, which end a table
_UNIT_LINE = re.compile(rf"\(?{any_of('caption')}:")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_CAPTION = re.compile(r".{0,59}[^。!?;,]")
_PASTED = re.compile(r"[^。!?;,]{1,20}")  # what may be a header or a row's name on a line of its own
_LONGEST_LINE = 2_000  # a longer one is no row that a person reads
_MOST_HEADS = 3
_MOST_PASTED = 12  # columns; a longer run of short lines is a list
_LONGEST_NUMBER = 24
_LONGEST_HEDGE = 2
_LONGEST_CORNER = 8
_CAPTIONS = 3  # lines: its number, what it is about, the unit
_PAIR = 2
_FEWEST_SPACED = 2


class TableWords(lexicon.Row):
    name: Name
    words: tuple[str, ...] = Field(min_length=1)
    seen: str


class Cell(NamedTuple):
    """What stands between two parts of a line, folded, blanks off; the span counts in the report."""

    start: int
    end: int
    text: str


Line = tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """Lines of equally many cells under their heads; the last lines above it may be its caption."""

    caption: tuple[str, ...]
    heads: tuple[Line, ...]
    rows: tuple[Line, ...]

    @property
    def start(self) -> int:
        return (*self.heads, *self.rows)[0][0].start

    @property
    def end(self) -> int:
        return self.rows[-1][-1].end


@cache
def table_words(name: Name) -> tuple[str, ...]:
    return next(row.words for row in lexicon.rows("tables.toml", TableWords) if row.name == name)


def table_text(rows: Sequence[Sequence[str]]) -> str:
    """The rows of a file's own table as text that ``find_tables`` reads: a line each, cells parted by bars.

    A row that begins and ends with an empty cell stands between bars, which are not taken for empty cells then.
    """
    cleaned = ([" ".join(cell.replace("|", "/").split()) for cell in row] for row in rows)
    lines = [(" | ".join(row), row[0] or row[-1]) for row in cleaned]
    return "\n".join(line if ended else f"| {line} |" for line, ended in lines)


def find_tables(text: str, plain: str, body: tuple[int, int]) -> Iterator[Table]:
    """The tables between two positions of a text in order; ``plain`` is the folded text, whose tabs are blanks."""
    laid = fold(text.replace("\t", _BAR)) if "\t" in text else plain
    lines = (_line(laid, *line.span()) for line in _LINE.finditer(laid, *body))
    above = _before(laid, body[0])
    for parted, group in groupby(lines, key=lambda line: len(line) > 1):
        if parted:
            yield from _ruled(laid, list(group), above)
        else:
            above = [cell for line in group for cell in line if cell.text]
            yield from _pasted(above)


def _before(laid: str, start: int) -> list[Cell]:
    """The lines before the body, which may begin with a table under its title."""
    lines = [_line(laid, *line.span()) for line in _LINE.finditer(laid, 0, start)]
    return [cell for line in lines[-_CAPTIONS:] for cell in line if cell.text]


def amount_of(text: str, unit: str = "") -> Quantity | None:
    """The quantity that a cell is, a bare number in the unit given; None where the cell says anything else.

    >>> [(q.value, q.unit) for q in [amount_of("1,200", "万元")] if q], amount_of("见附件")
    ([(Decimal('12000000'), '元')], None)
    """
    if len(text) > _LONGEST_NUMBER:
        return None
    alone, one = _whole(text), _whole(f"1{unit}")
    if alone and one and not alone.unit:
        return alone.model_copy(update={"value": alone.value * one.value, "unit": one.unit})
    return alone or _whole(text + unit)  # a bare -3.5 is a quantity with its unit alone


def is_year(text: str) -> bool:
    return bool(_BARE_YEAR.fullmatch(text))


def is_unit(text: str) -> bool:
    amount = amount_of(f"1{text}")
    return amount is not None and bool(amount.unit)


def is_corner(text: str) -> bool:
    """Whether a header says what the rows are: 项目, 执法领域."""
    return len(text) <= _LONGEST_CORNER and text.endswith(table_words("corner"))


def is_empty(text: str) -> bool:
    return not text or text in table_words("empty") or not text.strip("-—:=")


@lru_cache(maxsize=4096)  # a table says the same few things many times
def _whole(text: str) -> Quantity | None:
    """A number with nothing beside it but its hedge."""
    for quantity in find_quantities(text)[:1]:
        beside = len(text) - (quantity.end - quantity.start)
        if not beside or (quantity.approx and beside <= _LONGEST_HEDGE):
            return quantity
    return None


def _is_number(text: str) -> bool:
    """12 and 12件, but neither 2019 nor 3月."""
    return amount_of(text) is not None and not is_year(text) and not find_periods(text)


def _line(laid: str, start: int, end: int) -> Line:
    """The cells of a line; just one where nothing parts it."""
    start, end, line = _cell(laid, start, end)
    if len(line) > _LONGEST_LINE:
        return (Cell(start, end, line),)
    if len(line) > 1 and line[0] == line[-1] == _BAR:
        start, end = start + 1, end - 1
    edges = [edge.span() for edge in (_BARS if _BAR in line else _GAPS).finditer(laid, start, end)]
    starts, ends = [start, *(after for _, after in edges)], [*(before for before, _ in edges), end]
    return tuple(_cell(laid, *span) for span in zip(starts, ends, strict=True))


def _cell(laid: str, start: int, end: int) -> Cell:
    cell = laid[start:end]
    text = cell.strip()
    start += len(cell) - len(cell.lstrip()) if text else 0
    return Cell(start, start + len(text), text)


def _ruled(laid: str, lines: list[Line], above: list[Cell]) -> Iterator[Table]:
    """Lines of cells as a table, if a row of numbers stands under heads that fit it."""
    first = next((i for i, line in enumerate(lines) if any(_is_number(cell.text) for cell in line)), len(lines))
    if first == len(lines) or first > _MOST_HEADS:
        return
    if len(lines) - first < _FEWEST_SPACED and _BAR not in laid[lines[0][0].start : lines[-1][-1].end]:
        return  # one line may be wide by its typesetting alone
    titles = list(takewhile(_is_title, lines[:first]))
    heads = [_cornered(line, len(lines[first])) for line in lines[len(titles) : first]]
    pairs = len(lines[first]) == _PAIR and len(lines) > 1  # names and numbers explain themselves
    if all(len(head) == len(lines[first]) for head in heads) and (heads or pairs):
        yield Table(_captions([*above, *chain(*titles)]), tuple(heads), tuple(lines[first:]))


def _is_title(line: Line) -> bool:
    """A title and (单位:件) beside it on one line are a caption, no head."""
    return any(_UNIT_LINE.match(cell.text) for cell in line)


def _cornered(head: Line, width: int) -> Line:
    """A head whose corner is left out gets it back, empty."""
    left_out = len(head) == width - 1 and not is_corner(head[0].text)
    return (Cell(head[0].start, head[0].start, ""), *head) if left_out else head


def _pasted(cells: list[Cell]) -> Iterator[Table]:
    """Tables among the single cells of lines: the head tells the rhythm, two rows or more must keep it."""
    position = 0
    while position < len(cells):
        head = _head_of(cells, position)
        rows = list(_rows_of(cells, position + len(head), len(head))) if len(head) > 1 else []
        if len(rows) > 1:
            yield Table(_captions(cells[max(0, position - _CAPTIONS) : position]), (head,), tuple(rows))
        position += len(head) * (1 + len(rows)) if len(rows) > 1 else 1


def _head_of(cells: list[Cell], position: int) -> Line:
    """From the corner to the first number; if the corner does not number the rows, the last is the first row's name."""
    if not is_corner(cells[position].text):
        return ()
    run = tuple(
        takewhile(
            lambda cell: _PASTED.fullmatch(cell.text) and not _is_number(cell.text),
            cells[position : position + _MOST_PASTED],
        )
    )
    return run if cells[position].text in table_words("ordinal") else run[:-1]


def _rows_of(cells: list[Cell], start: int, width: int) -> Iterator[Line]:
    rows = (tuple(cells[at : at + width]) for at in range(start, len(cells) - width + 1, width))
    return takewhile(_keeps_time, rows)


def _keeps_time(row: Line) -> bool:
    """[number] name number {number}, an empty cell standing for a number."""
    numbers = [_is_number(cell.text) for cell in row]
    named = row[1:] if numbers[0] else row
    counts = named[1:]
    return (
        bool(counts)
        and bool(_PASTED.fullmatch(named[0].text))
        and not _is_number(named[0].text)
        and all(_is_number(cell.text) or is_empty(cell.text) for cell in counts)
    )


def _captions(above: Sequence[Cell]) -> tuple[str, ...]:
    """The last lines above a table that are no sentence, nearest first."""
    return tuple(cell.text for cell in above[: -_CAPTIONS - 1 : -1] if _CAPTION.fullmatch(cell.text))
