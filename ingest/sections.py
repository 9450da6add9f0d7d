"""The heading ladder of a report: 一、 (一) 1. (1), and the 一是 runs inside a paragraph.

::

    report = {heading line | paragraph}
    paragraph = [marker title 。] run {run}
    run = [一是 …] sentence {sentence}

A heading may stand on a line of its own or open a paragraph; real reports are sloppy about both
(``1、``, ``1加强…``, ``)加强…``).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.cues import any_of
from ingest.rows import Row, rows_of
from ingest.tables import Table
from knowledge.numbers import find_quantities
from knowledge.periods import find_periods

_CN = "一二三四五六七八九十"
_LADDER = (
    (1, re.compile(rf"第?[{_CN}]{{1,3}}(?:、|部分|章|节)\s?")),
    (2, re.compile(rf"\(?[{_CN}]{{1,3}}\)、?|\)(?=[\u4e00-\u9fff])")),
    (3, re.compile(r"\d{1,2}\s?(?:[.、](?!\d)|(?=[\u4e00-\u9fff]))")),
    (4, re.compile(r"\(\d{1,2}\)、?|[①-⑳]")),
)
RUN_MARKER = re.compile(rf"^\s*(?:[{_CN}]{{1,2}}(?:是|要)|\(?[{_CN}\d]{{1,3}}(?:\)、?|[、.](?!\d)))")
_PLAN_LINE = re.compile(rf"(?:19|20)\d\d\s?年[^,。;:]{{0,12}}{any_of('plan_heading')}[^,。;:]{{0,6}}$")
_NUMBERED = re.compile(r"\d{1,2}\s?[.、]")
_RUN = re.compile(rf"(?:(?<=[。;:,!?、])|(?<=[。;:]”))\s?(?=[{_CN}]{{1,2}}(?:是|要)(?!否))")
_RUN_TOPIC = re.compile(rf"(?:{RUN_MARKER.pattern[1:]})?([^。;:]{{2,40}})[。:]")
_TERMINAL = re.compile(r"[。!?;:…”)》]\s*$")
_WORDS = re.compile(r"[\u4e00-\u9fff].*[\u4e00-\u9fff]")
_CAPTION = re.compile(rf"{any_of('caption')}:?\s?([\u4e00-\u9fff%‰]{{1,4}})\s*(?:\)|$)")
_CELL = re.compile(r"\d[\d,.]*%?$")
_NARROW = re.compile(r"[\dA-Za-z.%]")  # half as wide as characters
_LONGEST_TITLE = 60
_INDENT = 6  # half characters by which a paragraph's first line may be narrower than its second
_WRAPPED = 20  # a line this long that ends in no punctuation was cut by its page


@dataclass(frozen=True)
class Block:
    """A run of sentences under one heading: what one sentence may take its subject from another in."""

    start: int
    end: int
    path: tuple[str, ...] = ()
    label: str = ""
    title: str = ""  # the nearest heading, its number off
    topic: str = ""  # the run's own headline: 三是认真开展专项治理工作。
    unit: str = ""  # what a table's caption says its bare numbers count: (单位:件)
    row: Row | None = None  # the line of a table that it is
    year: int | None = None  # the year that it speaks of: the report's, or the coming one where it looks ahead
    ahead: bool | None = None  # whether it says what is planned, or what was done; None: no heading tells


@dataclass(frozen=True)
class _Heading:
    level: int
    number: str
    title: str
    end: int  # where the text under it begins, if it stands on the same line


@dataclass
class _Ladder:
    """The headings that a line stands under."""

    steps: list[_Heading] = field(default_factory=list)

    def climb(self, heading: _Heading) -> None:
        self.steps = [step for step in self.steps if step.level < heading.level] + [heading]

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(step.number + step.title for step in self.steps)

    @property
    def title(self) -> str:
        return self.steps[-1].title if self.steps else ""

    @property
    def label(self) -> str:
        return "".join(step.number for step in self.steps)


def read_blocks(plain: str, body: tuple[int, int], tables: Iterable[Table] = ()) -> Iterator[Block]:
    """Blocks of the (folded) text in order, a table's lines one each."""
    ladder, start = _Ladder(), body[0]
    for table in tables:
        yield from _prose(plain, (start, table.start), ladder)
        heading = _block(plain, table.start, table.start, ladder)
        yield from (replace(heading, start=row.start, end=row.end, row=row) for row in rows_of(table))
        start = table.end
    yield from _prose(plain, (start, body[1]), ladder)


def _prose(plain: str, body: tuple[int, int], ladder: _Ladder) -> Iterator[Block]:
    """Blocks between two tables; lines without two Chinese characters are no prose."""
    unit = ""
    for start, end in _paragraphs(plain, body):
        line = plain[start:end]
        caption = _CAPTION.search(line)
        unit = caption[1] if caption else "" if _TERMINAL.search(line) else unit
        heading = _heading(line)
        if heading:
            ladder.climb(heading)
        if heading and heading.end >= len(line) and not find_quantities(heading.title):
            continue
        for run_start, run_end in _runs(line):
            yield replace(_block(plain, start + run_start, start + run_end, ladder), unit=unit)


def _block(plain: str, start: int, end: int, ladder: _Ladder) -> Block:
    """A headline is a first sentence that states no figure and has others after it."""
    first = _RUN_TOPIC.match(plain, start, end)
    topic = first[1] if first and first.end() < end and not find_quantities(first[1]) else ""
    return Block(start, end, ladder.path, ladder.label, ladder.title, topic)


def _paragraphs(plain: str, body: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Spans of paragraphs, blanks off, lines that a page has cut joined again."""
    held: tuple[int, int] | None = None
    for line in re.finditer(r"[^\n]+", plain[body[0] : body[1]]):
        start, end = _trimmed(plain, body[0] + line.start(), body[0] + line.end())
        if start == end:
            continue
        if held and _continues(plain[slice(*held)], plain[start:end]):
            held = (held[0], end)
            continue
        if held and _WORDS.search(plain, *held):
            yield held
        held = (start, end)
    if held and _WORDS.search(plain, *held):
        yield held


def _trimmed(plain: str, start: int, end: int) -> tuple[int, int]:
    line = plain[start:end]
    return start + len(line) - len(line.lstrip()), start + len(line.rstrip())


def _continues(held: str, line: str) -> bool:
    """Whether a line belongs to what is held: a page has cut it there, or it is the number of a table's row."""
    if _CELL.fullmatch(line):
        return len(held) <= _LONGEST_TITLE and not _TERMINAL.search(held) and not _CELL.search(held)
    return _is_cut(held, line) and not _heading(line)


def _is_cut(held: str, line: str) -> bool:
    """A page cuts the lines of a paragraph at one width; what is wider is a paragraph under a headline."""
    last = held[held.rfind("\n") + 1 :]
    cut = len(last) >= _WRAPPED and "," in held and not _TERMINAL.search(last)
    return cut and _width(line) <= _width(last) + _INDENT


def _width(line: str) -> int:
    return 2 * len(line) - len(_NARROW.findall(line))


def _heading(line: str) -> _Heading | None:
    for level, marker in _LADDER:
        match = marker.match(line)
        if match and not _is_count(line, match[0]):
            return _titled(line, level, match)
    return _Heading(1, "", line, len(line)) if _PLAN_LINE.match(line) else None


def _is_count(line: str, marker: str) -> bool:
    """3个部门 and 2019年 open a sentence, 3加强 a section."""
    if _NUMBERED.match(marker) or not marker[0].isdigit():
        return False
    opening = line[:12]
    starts = [q.start for q in find_quantities(opening)] + [p.start for p in find_periods(opening)]
    return 0 in starts


def _titled(line: str, level: int, marker: re.Match[str]) -> _Heading:
    number = marker[0].strip()
    stop = line.find("。", marker.end())
    if stop < 0 and len(line) <= _LONGEST_TITLE:
        return _Heading(level, number, line[marker.end() :].strip(), len(line))
    if 0 < stop <= marker.end() + _LONGEST_TITLE:
        return _Heading(level, number, line[marker.end() : stop].strip(), stop + 1)
    return _Heading(
        level, number, re.split("[,。;:]", line[marker.end() :], maxsplit=1)[0][:_LONGEST_TITLE], marker.end()
    )


def _runs(line: str) -> Iterator[tuple[int, int]]:
    stops = [0, *(match.end() for match in _RUN.finditer(line)), len(line)]
    return ((start, end) for start, end in pairwise(stops) if line[start:end].strip())
