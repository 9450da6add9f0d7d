"""Rows of a table: what names each of them, and which of its cells state a number under which header."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import Literal

from ingest.cues import cue_words
from ingest.tables import Cell, Line, Table, amount_of, is_corner, is_empty, is_unit, is_year, table_words

Kind = Literal["serial", "name", "unit", "number"]


@dataclass(frozen=True)
class Entry:
    """A cell under the numbers' headers."""

    cell: Cell
    header: str


@dataclass(frozen=True)
class Row:
    """A line of a table; one that states nothing, as a head does, has no entries."""

    start: int
    end: int
    name: str = ""
    unit: str = ""
    entries: tuple[Entry, ...] = ()
    caption: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Column:
    kind: Kind
    header: str


def rows_of(table: Table) -> Iterator[Row]:
    """The lines of a table in order, its heads first."""
    yield from (Row(head[0].start, head[-1].end) for head in table.heads)
    columns = _columns(table)
    names: tuple[str, ...] = ()
    for line in table.rows:
        if len(line) != len(columns):
            yield Row(line[0].start, line[-1].end)
            continue
        names = _names(line, columns, names)
        row = _row(line, columns, names, table.caption)
        yield row if row.name or len(table.rows) == 1 else replace(row, entries=())  # of several, whose would it be?


def _row(line: Line, columns: Sequence[_Column], names: tuple[str, ...], caption: tuple[str, ...]) -> Row:
    cells = list(zip(line, columns, strict=True))
    entries = [
        Entry(cell, column.header) for cell, column in cells if column.kind == "number" and not is_empty(cell.text)
    ]
    unit = next((cell.text for cell, column in cells if column.kind == "unit"), "")
    return Row(line[0].start, line[-1].end, _joined(names), unit, tuple(entries), caption)


def _names(line: Line, columns: Sequence[_Column], above: tuple[str, ...]) -> tuple[str, ...]:
    """The cells left of the numbers; where the first of several are empty, the ones above them go on."""
    left = takewhile(lambda pair: pair[1].kind != "number", zip(line, columns, strict=True))
    names = tuple(cell.text for cell, column in left if column.kind == "name")
    empty = len(list(takewhile(is_empty, names)))
    return above[:empty] + names[empty:] if empty < len(names) else names


def _columns(table: Table) -> list[_Column]:
    """What each column holds; the first that does not number the rows may name them."""
    width = len(table.rows[0])
    heads = tuple(_spread(table.heads))
    lines = [line for line in table.rows if len(line) == width]
    columns: list[_Column] = []
    for position in range(width):
        header = _joined(head[position] for head in heads)
        first = all(column.kind == "serial" for column in columns)
        columns.append(_Column(_kind(header, [line[position].text for line in lines], first=first), header))
    return columns


def _kind(header: str, cells: list[str], *, first: bool) -> Kind:
    if first and header in table_words("ordinal"):
        return "serial"
    stated = [cell for cell in cells if not is_empty(cell)]
    if header in cue_words("caption") and all(is_unit(cell) for cell in stated):
        return "unit"
    amounts = [amount for cell in stated if not (first and is_year(cell)) and (amount := amount_of(cell))]
    if first and (not header or is_corner(header)):
        return "serial" if amounts and not any(amount.unit for amount in amounts) else "name"  # 10万元以下 is a name
    return "number" if amounts else "name"


def _spread(heads: Sequence[Line]) -> Iterator[list[str]]:
    """The texts of each head; one that spans columns is said of each of them that the head below parts."""
    for head, below in pairwise(heads):
        texts = [head[0].text]
        for cell, under in zip(head[1:], below[1:], strict=True):
            spanned = not cell.text and under.text and len(texts) > 1
            texts.append(texts[-1] if spanned else cell.text)
        yield texts
    yield from ([cell.text for cell in head] for head in heads[-1:])


def _joined(texts: Sequence[str] | Iterator[str]) -> str:
    return " ".join(dict.fromkeys(text for text in texts if not is_empty(text)))
