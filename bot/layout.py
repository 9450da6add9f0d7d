"""A reply before any channel's markup: blocks of runs, and the two writers that make a text of them."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import Literal, NamedTuple
from unicodedata import east_asian_width

LIMIT = 4096  # of one Telegram message, in UTF-16 units, counted after the markup is gone
MARKS = 90  # Telegram drops the formatting beyond a hundred entities without a word

Kind = Literal["line", "quote", "folded", "table"]
Action = Literal[
    "source", "leaf", "related", "sibling", "pick", "ask", "copy", "share",
    "good", "bad", "why",
    "places", "place", "years", "gaps",
    "allow", "refuse", "admin", "dismiss", "person", "people",
    "put", "drop", "draft", "one", "fix", "value", "nothing", "diff", "sums",
    "parcel", "putall", "dropall", "stop", "drafts",
    "held", "card", "versions", "goback", "goneback", "remove", "removed", "undo", "amend", "found", "checks",
    "acts", "export",
]  # fmt: skip

QUOTES = ("quote", "folded")


class Run(NamedTuple):
    """A stretch of text in one weight."""

    text: str
    bold: bool = False


class Block(NamedTuple):
    """A line of the reply, or a quotation; ``folded`` is a quotation that opens when it is tapped."""

    runs: tuple[Run, ...] = ()
    kind: Kind = "line"

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    def cut(self, at: int) -> tuple["Block", "Block"]:
        """The block up to a position of its text, and the rest of it."""
        head: list[Run] = []
        tail: list[Run] = []
        for run in self.runs:
            head.append(run._replace(text=run.text[: max(at, 0)]))
            tail.append(run._replace(text=run.text[max(at, 0) :]))
            at -= len(run.text)
        return self._replace(runs=_filled(head)), self._replace(runs=_filled(tail))


class Button(NamedTuple):
    """What a reply offers to press; ``number`` says which of its options is meant."""

    label: str
    action: Action
    number: int = 0
    text: str = ""  # that is copied or shared
    about: str = ""  # what it is about, where not all under the message are about the same


class Message(NamedTuple):
    """A reply as a channel shows it."""

    blocks: tuple[Block, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()

    @property
    def html(self) -> str:
        return as_html(self.blocks)

    @property
    def text(self) -> str:
        return as_text(self.blocks)


def _filled(runs: Sequence[Run]) -> tuple[Run, ...]:
    return tuple(run for run in runs if run.text)


def line(text: str = "", *, bold: bool = False) -> Block:
    return Block(_filled([Run(text, bold)]))


def table(rows: Sequence[Sequence[str]]) -> Block:
    """Rows under each other, their columns aligned where a Chinese character is as wide as two letters."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    padded = (
        "  ".join(cell + " " * (room - width(cell)) for cell, room in zip(row, widths, strict=True)) for row in rows
    )
    return Block((Run("\n".join(line.rstrip() for line in padded)),), "table")


def width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def lines(text: str) -> tuple[Block, ...]:
    return tuple(line(part) for part in text.split("\n"))


def units(text: str) -> int:
    """Length as Telegram counts it: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def as_text(blocks: Sequence[Block]) -> str:
    """Plain text for a terminal; a quotation is set apart and marked at its left edge."""
    if not blocks:
        return ""
    parts = [_plain(blocks[0])]
    for before, block in pairwise(blocks):
        opens = block.kind in QUOTES and before.kind not in QUOTES and before.runs
        parts.append(("\n\n" if opens else "\n") + _plain(block))
    return "".join(parts)


def _plain(block: Block) -> str:
    if block.kind not in QUOTES:
        return block.text
    return "\n".join(f"> {part}" for part in block.text.split("\n"))


def as_html(blocks: Sequence[Block]) -> str:
    return "\n".join(_html(block) for block in blocks)


def _html(block: Block) -> str:
    inner = "".join(f"<b>{_escaped(run.text)}</b>" if run.bold else _escaped(run.text) for run in block.runs)
    if block.kind == "line":
        return inner
    if block.kind == "table":
        return f"<pre>{inner}</pre>"
    return f"<blockquote{' expandable' if block.kind == 'folded' else ''}>{inner}</blockquote>"


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def pages(blocks: Sequence[Block], limit: int = LIMIT) -> Iterator[tuple[Block, ...]]:
    """The blocks in as few messages as Telegram's limit allows; a block is divided only if it must be."""
    page: tuple[Block, ...] = ()
    for block in (piece for whole in blocks for piece in _pieces(whole, limit)):
        if page and not _fits((*page, block), limit):
            yield page
            page = ()
        page = (*page, block)
    if page:
        yield page


def _fits(page: tuple[Block, ...], limit: int) -> bool:
    marks = sum(run.bold for block in page for run in block.runs) + sum(block.kind != "line" for block in page)
    return marks <= MARKS and units(as_text(page)) <= limit


def _pieces(block: Block, limit: int) -> Iterator[Block]:
    """The block itself where it fits into a message, else parts of it, at line ends where there are any."""
    while not _fits((block,), limit):
        head, rest = _halved(block)
        yield from _pieces(head, limit)
        block = rest
    yield block


def _halved(block: Block) -> tuple[Block, Block]:
    text = block.text
    middle = len(text) // 2
    end = text.rfind("\n", 1, middle)
    if end < 0:
        return block.cut(middle)
    head, rest = block.cut(end)
    return head, rest.cut(1)[1]
