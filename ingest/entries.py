"""Figures of a table's row: what a number counts is said by the row and the column, else by the caption.

::

    indicator = [caption] name header
    unit      = the cell's | the header's | the row's | the caption's
    period    = the name's | the header's | the caption's | the report's
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ingest.cues import any_of
from ingest.rows import Entry, Row
from ingest.sections import Block
from ingest.stated import Stated, figure_of, year_of
from ingest.tables import amount_of, is_unit, is_year, table_words
from knowledge.models import Figure, Quantity, Role
from knowledge.numbers import unit_kind
from knowledge.periods import Period, find_periods

_UNIT = re.compile(
    rf"\((?:{any_of('caption')}:?\s?)?([^()]{{1,6}})\)|{any_of('caption')}:\s?(\S{{1,4}})$|/([^/()]{{1,4}})$|([%‰])$"
)
_UNIT_NOTE = re.compile(rf"\(?{any_of('caption')}:.*")  # (单位:件、万元) says neither unit of which
_CN = "一二三四五六七八九十"
_NUMBERING = re.compile(rf"^(?:\(?[{_CN}\d]{{1,3}}\)?[、.](?!\d)|\([{_CN}\d]{{1,3}}\)|[①-⑳])\s*")
_LEAD = re.compile(rf"^(?:{'|'.join(table_words('caption_lead'))})\s?[{_CN}\d]{{1,3}}(?:[-—.]\d{{1,2}})?\s?[:、.]?")
_PART = re.compile(rf"^{any_of('part')}:?\s?")
_BASELINE = re.compile(rf"{any_of('baseline')}$")
_GROWTH = re.compile(any_of("growth"))
_PLAN = re.compile(any_of("plan"))
_REACH = 8  # characters before a period that tell what it is for
_EDGES = " :,、()"


@dataclass(frozen=True)
class _Label:
    """A name, a header or a caption, taken apart."""

    words: str
    unit: str = ""
    period: Period | None = None


@dataclass(frozen=True)
class _Reading:
    """A cell with the labels that speak of it."""

    entry: Entry
    row: Row
    name: _Label
    header: _Label
    captions: tuple[_Label, ...]

    @cached_property
    def quantity(self) -> Quantity | None:
        units = (self.header.unit, self.row.unit, self.name.unit, *(caption.unit for caption in self.captions))
        return amount_of(self.entry.cell.text, next(filter(None, units), ""))

    @property
    def period(self) -> Period | None:
        return next((label.period for label in (self.name, self.header, *self.captions) if label.period), None)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """What the number counts; () where neither its row nor its column says it."""
        said = tuple(dict.fromkeys(filter(None, (self.name.words, self.header.words))))
        alone = len(said) == 1 or self.name.words in table_words("total")
        subject = next((caption.words for caption in self.captions if caption.words), "") if alone else ""
        return (subject, *said) if said and subject else said


def row_figures(text: str, row: Row, block: Block) -> Iterator[Figure]:
    """The figures of a row in order; each quotes the row as it stands."""
    name = _label(row.name, block.year)
    captions = tuple(_caption(line, block.year) for line in row.caption)
    for entry in row.entries:
        reading = _Reading(entry, row, name, _header(entry.header, block.year), captions)
        if reading.quantity and reading.parts:
            yield figure_of(text, _stated(reading, reading.quantity, block))


def _stated(reading: _Reading, quantity: Quantity, block: Block) -> Stated:
    cell, row = reading.entry.cell, reading.row
    return Stated(
        quantity=quantity,
        span=(cell.start + quantity.start, min(cell.start + quantity.end, cell.end)),
        indicator=" ".join(reading.parts),
        own=reading.parts[-1],
        head=" ".join(reading.parts[:-1]),
        rule="table",
        role=_role(reading, quantity, block),
        quote=(row.start, row.end),
        year=block.year,
        period=reading.period,
    )


def _role(reading: _Reading, quantity: Quantity, block: Block) -> Role:
    """As in prose: what a section plans, but not what it recalls, and 同比增长 before what is a rate."""
    header = reading.entry.header
    rules: tuple[tuple[Role, bool], ...] = (
        ("plan", bool(block.ahead) and year_of(reading.period, block.year) == block.year),
        ("plan", bool(_PLAN.search(header))),
        ("change", bool(_GROWTH.search(header))),
        ("rate", unit_kind(quantity.unit) == "rate"),
        ("part", bool(_PART.match(reading.row.name))),
    )
    return next((role for role, holds in rules if holds), "only")


def _header(header: str, year: int | None) -> _Label:
    """数量 names nothing; 件 and 件数 name the unit alone, 受理件数 the unit too."""
    label = _label(header, year)
    counted = next((word for word in table_words("count") if label.words.endswith(word)), "")
    unit = label.words if is_unit(label.words) else counted[:-1]
    named = label.words not in (unit, counted, *table_words("amount"))
    return _Label(label.words if named else "", label.unit or unit, label.period)


def _caption(line: str, year: int | None) -> _Label:
    """表1 2019年行政执法情况统计表(单位:件): the table is about 行政执法."""
    label = _label(_LEAD.sub("", line), year)
    words = _UNIT_NOTE.sub("", label.words)
    while words.endswith(table_words("caption_tail")):
        words = next(words.removesuffix(tail) for tail in table_words("caption_tail") if words.endswith(tail))
    return _Label(words.strip(_EDGES), label.unit, label.period)


def _label(text: str, year: int | None) -> _Label:
    words = _PART.sub("", _NUMBERING.sub("", text))
    unit = next((match for match in _UNIT.finditer(words) if is_unit(_said(match))), None)
    if unit:
        words = words[: unit.start()] + words[unit.end() :]
    periods = _periods(words, year)
    for period in reversed(periods):
        words = words[: period.start] + words[period.end :]
    return _Label(words.strip(_EDGES), _said(unit) if unit else "", periods[0] if periods else None)


def _said(unit: re.Match[str]) -> str:
    return unit[unit.lastindex or 0]


def _periods(words: str, year: int | None) -> list[Period]:
    """When it was; a year that it is compared with (比上年增长) is part of the words."""
    dated = f"{words}年" if is_year(words) else words
    return [p for p in find_periods(dated, year) if not _BASELINE.search(words, max(0, p.start - _REACH), p.start)]
