"""Paragraphs out of lines: what each page repeats is off, and lines that broke for want of room go on.

A line goes on in the next one if the next one's first word would not have fitted on it any more; neither indents
nor full stops have to be there for that.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.readers.pdf_lines import Line, Table

_MARGIN = 0.12  # of the page's height, where heads, feet and page numbers stand
_OUTERMOST = 2  # lines from the top or the bottom of a page
_REPEATED = 3  # pages with the same head; fewer may be a heading said again
_INDENT = 1.2  # characters
_SPACED = 1.9  # line heights to the next line of a paragraph at the most
_ROOM = 0.3  # characters by which typesetters squeeze a line
_BIGGER = 1.15  # a heading's characters beside those of the text
_MANY = 12  # lines of a page that is full enough to tell its own margins
_PAGE_NUMBER = re.compile(
    r"[-—–―·•~\s]*(?:第\s*)?(?:\d{1,3}|[ivxIVX]{1,6}|[一二三四五六七八九十]{1,3})(?:\s*页)?(?:\s*[/,，共]+\s*(?:共\s*)?\d{1,4}(?:\s*页)?)?[-—–―·•~\s]*"
)
_WORD = re.compile(r"[（《“‘(「『【]*(?:[\w.,%‰/:-]*[A-Za-z0-9%‰]|.)[，。、；：！？）》”’)」』】,;:!?％%]*", re.ASCII)
_HEADED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[章部])"
)
_STOPS = "，。、；：！？）》”’)」』】,;:!?"
_CELLS = "  "
_ENDED = ("。", "！", "？", "：", "；")
_LETTERS = re.compile(r"[A-Za-z]")


class _Margins(NamedTuple):
    left: float
    right: float


def paragraphs(pages: Sequence[Sequence[Line | Table]]) -> Iterator[str]:
    """The text of a document, a paragraph or a row of a table a line."""
    parts = [part for page in _without_furniture(pages) for part in page]
    margins = _margins([part for part in parts if isinstance(part, Line)])
    held = ""
    for part, following in pairwise([*parts, None]):
        if isinstance(part, Table):
            yield part.text
        elif part:
            held = _joined(held, part.text)
            if not (isinstance(following, Line) and _goes_on(part, following, margins)):
                yield held
                held = ""


def _without_furniture(pages: Sequence[Sequence[Line | Table]]) -> Iterator[list[Line | Table]]:
    outer = [{id(line): line for line in _outermost(page)} for page in pages]
    times = Counter(_shape(line) for lines in outer for line in lines.values())
    for page, lines in zip(pages, outer, strict=True):
        off = {
            identity
            for identity, line in lines.items()
            if _PAGE_NUMBER.fullmatch(line.text) or times[_shape(line)] >= _REPEATED
        }
        yield [part for part in page if id(part) not in off]


def _outermost(page: Sequence[Line | Table]) -> Iterator[Line]:
    """The lines in the upper and lower margin of a page."""
    lines = sorted((part for part in page if isinstance(part, Line)), key=lambda line: line.box.top)
    for line in {id(line): line for line in (*lines[:_OUTERMOST], *lines[-_OUTERMOST:])}.values():
        height = line.sheet.height
        if line.box.bottom < _MARGIN * height or line.box.top > (1 - _MARGIN) * height:
            yield line


def _shape(line: Line) -> tuple[str, int]:
    """What repeats of a head: its words, and where it stands, but not the page's number in it."""
    return re.sub(r"\d+", "#", line.text), round(line.box.top / line.size)


def _margins(lines: Iterable[Line]) -> dict[tuple[int, int], _Margins]:
    """Where the text of each column of each page begins and ends; short pages are set like the others."""
    columns: dict[int, list[Line]] = defaultdict(list)
    pages: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        columns[line.column].append(line)
        pages[line.sheet.number, line.column].append(line)
    return {key: _edges(own if len(own) >= _MANY else columns[key[1]]) for key, own in pages.items()}


def _edges(lines: Sequence[Line]) -> _Margins:
    """A stop at the end of a line may hang out of the column, and a table stick out: neither is measured."""
    prose = [line for line in lines if _CELLS not in line.text] or lines
    last = (next((char for char in reversed(line.chars) if char.text not in _STOPS), line.chars[-1]) for line in prose)
    return _Margins(min(line.box.left for line in prose), max(char.box.right for char in last))


def _goes_on(line: Line, following: Line, margins: dict[tuple[int, int], _Margins]) -> bool:
    here, there = margins[line.sheet.number, line.column], margins[following.sheet.number, following.column]
    size = line.size
    if (line.column == 0) != (following.column == 0) or _CELLS in line.text + following.text:
        return False  # what spans two columns stands apart, and so do the rows of a table
    if max(size, following.size) > _BIGGER * min(size, following.size):
        return False
    if following.box.left - there.left > _INDENT * size or _is_far(line, following):
        return False
    if line.text.endswith(_ENDED) and _HEADED.match(following.text):
        return False
    return here.right - line.box.right < _first_word(following) + _ROOM * size


def _is_far(line: Line, following: Line) -> bool:
    """Whether more than the space between two lines of a paragraph parts them, if they are in one column."""
    if (line.sheet.number, line.column) != (following.sheet.number, following.column):
        return False
    height = line.box.bottom - line.box.top
    return not 0 < following.box.top - line.box.top < _SPACED * height + line.size


def _first_word(line: Line) -> float:
    """The width of what cannot be parted at the beginning of a line."""
    word = _WORD.match("".join(char.text for char in line.chars))
    last = line.chars[max(0, (word.end() if word else 1) - 1)]
    return last.box.right - line.box.left


def _joined(held: str, text: str) -> str:
    letters = held and _LETTERS.match(held[-1]) and _LETTERS.match(text)
    return f"{held} {text}" if letters else held + text
