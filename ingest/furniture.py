"""Where a report begins and ends in the page that shows it.

::

    page = head body tail
    head = (furniture | loose line)*         navigation, title, date, counters, in any order
    body = prose … prose                     from the first line of prose or row of a table to the last
    tail = (furniture | loose line)*         share buttons, attachments, the site's own names

A loose line is short and says nothing of its own: before the body a title may be one, after it a menu.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from knowledge import lexicon
from knowledge.text import fold

Field = Literal["title", "publisher", "date", "number", ""]

_PROSE = 30  # characters; titles seldom get so long without a pause
_PAUSE = re.compile(r"[,;。、:!?]")
_SENTENCE_END = re.compile(r"[。;:!?][”’)》]*$")
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\)|第[一二三四五六七八九十]+[章部])")
_DATED = re.compile(r"\d|年[一二三四五六七八九十]+月")
_FURNITURE = 120  # characters; a longer line is a paragraph, whatever words of a page or a title it holds
_BAR = "|"
_LOOSE = 16  # characters of the longest menu entry that is still no sentence


class LabelRow(lexicon.Row):
    field: Field
    words: tuple[str, ...]
    seen: str


class FurnitureRow(lexicon.Row):
    name: str
    pattern: str
    seen: str


@dataclass(frozen=True)
class Line:
    """A line of the page that is not blank, with its place in the text."""

    start: int
    end: int
    plain: str  # folded, trimmed

    @cached_property
    def tight(self) -> str:
        return self.plain.replace(" ", "")

    @cached_property
    def is_labelled(self) -> bool:
        return len(self.tight) <= _FURNITURE and bool(_labels().match(self.plain))

    @cached_property
    def is_furniture(self) -> bool:
        fits = len(self.tight) <= _FURNITURE and any(pattern.search(self.tight) for pattern in _patterns())
        return fits or self.is_labelled

    @cached_property
    def is_title(self) -> bool:
        """Ends like the title of a report, whatever pauses it holds (…情况、…安排的报告), and opens no section."""
        ends = len(self.tight) <= _FURNITURE and self.tight.endswith(lexicon.words("title_endings.txt"))
        return ends and not _NUMBERED.match(self.tight)

    @cached_property
    def is_heading(self) -> bool:
        return len(self.tight) <= _PROSE and not _SENTENCE_END.search(self.tight)

    @cached_property
    def is_prose(self) -> bool:
        """A heading, a sentence, or the address before one (各位代表:)."""
        if self.is_furniture or self.is_title:
            return False
        long = len(self.tight) > _PROSE and _PAUSE.search(self.tight)
        return bool(long or _SENTENCE_END.search(self.tight) or _NUMBERED.match(self.tight))

    @cached_property
    def is_loose(self) -> bool:
        """A menu entry; a line with a digit or a date, or the name of a public body, may belong to the report."""
        short = len(self.tight) <= _LOOSE and not _SENTENCE_END.search(self.tight)
        return short and not _DATED.search(self.tight) and not is_body_name(self.tight)


def lines_of(text: str) -> list[Line]:
    found = (Line(m.start(), m.end(), fold(m[0]).strip("\ufeff\u200b ")) for m in re.finditer(r"[^\n]+", text))
    return [line for line in found if line.plain]


def body_span(text: str, lines: list[Line]) -> tuple[int, int]:
    """Start and end of the body; all of the text where no line looks like prose."""
    first = next((i for i, line in enumerate(lines) if line.is_prose or _opens_table(lines[i : i + 2])), None)
    if first is None:
        return 0, len(text)
    inside = lines[first:]
    while len(inside) > 1 and (inside[-1].is_furniture or inside[-1].is_loose):
        inside.pop()
    return _trimmed(text, inside[0].start, inside[-1].end)


def _opens_table(lines: list[Line]) -> bool:
    """Whether two lines are rows of one table, rather than menus: equally many cells, and a digit in the second."""
    cells = [re.sub(r"^\|(.*)\|$", r"\1", line.plain).count(_BAR) for line in lines]
    alike = len(cells) > 1 and 0 < cells[0] == cells[1]
    return alike and bool(re.search(r"\d", lines[1].plain)) and not any(line.is_furniture for line in lines)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    inside = text[start:end]
    return start + len(inside) - len(inside.lstrip()), start + len(inside.rstrip())


def fields_of(lines: Iterable[Line]) -> Iterator[tuple[Field, str]]:
    """What labels of the page say: 发布日期:2020-04-01 文章来源:花都区人民政府 → date, publisher."""
    for line in lines:
        marks = list(_labels().finditer(line.plain))
        edges = [mark.start() for mark in marks] + [len(line.plain)]
        for mark, end in zip(marks, edges[1:], strict=True):
            yield _fields()[mark[1].replace(" ", "")], line.plain[mark.end() : end].strip()


def is_body_name(tight: str) -> bool:
    """Whether the text ends like the name of a public body: …人民政府, …司法局."""
    return tight.endswith(lexicon.words("bodies.txt") + lexicon.words("bodies_alone.txt"))


@cache
def _fields() -> dict[str, Field]:
    return {word: row.field for row in lexicon.rows("labels.toml", LabelRow) for word in row.words}


@cache
def _labels() -> re.Pattern[str]:
    """A label and its colon, with whatever spaces the page put into it: 名       称: …"""
    spaced = (r"\s*".join(word) for word in sorted(_fields(), key=len, reverse=True))
    return re.compile(rf"(?:^|(?<=[\s\[(【]))({'|'.join(spaced)})\s*:")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row.pattern) for row in lexicon.rows("furniture.toml", FurnitureRow))
