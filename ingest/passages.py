"""Passages, the unit of retrieval: a paragraph or a 一是 run of it, with the figures it states."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from ingest.figures import read_figures
from ingest.outlook import dated
from ingest.sections import Block, read_blocks
from ingest.tables import find_tables
from knowledge.models import Figure, Passage
from knowledge.text import fold

_SHORT = 80  # shorter runs join their neighbours under the same heading
_LONG = 500  # longer ones are cut between sentences
_SENTENCE_END = re.compile(r"[。!?;][”)]?")


@dataclass(frozen=True)
class _Piece:
    block: Block
    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


def read_passages(text: str, body: tuple[int, int], year: int | None) -> tuple[Passage, ...]:
    """Passages of a report in order, every figure in exactly one of them."""
    plain = fold(text)
    blocks = list(dated(plain, read_blocks(plain, body, find_tables(text, plain, body)), year))
    figures = [figure for block in blocks for figure in read_figures(text, plain, block)]
    pieces = [piece for block in blocks for piece in _cut(plain, block)]
    return tuple(_passage(text, ordinal, piece, figures) for ordinal, piece in enumerate(_joined(pieces)))


def _cut(plain: str, block: Block) -> Iterator[_Piece]:
    """A block in pieces of at most about ``_LONG`` characters, cut where a sentence ends."""
    start = block.start
    ends = [match.end() for match in _SENTENCE_END.finditer(plain, block.start, block.end)]
    for end, following in zip(ends, (*ends, block.end)[1:], strict=True):
        if following - start > _LONG:
            yield _Piece(block, start, end)
            start = end
    if start < block.end:
        yield _Piece(block, start, block.end)


def _joined(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    for _, group in groupby(pieces, key=lambda piece: piece.block.path):
        held: _Piece | None = None
        for piece in group:
            if held and min(held.length, piece.length) < _SHORT and piece.end - held.start <= _LONG:
                held = replace(held, end=piece.end)
                continue
            if held:
                yield held
            held = piece
        if held:
            yield held


def _passage(text: str, ordinal: int, piece: _Piece, figures: list[Figure]) -> Passage:
    within = slice(*(bisect_left(figures, edge, key=attrgetter("start")) for edge in (piece.start, piece.end)))
    return Passage(
        ordinal=ordinal,
        start=piece.start,
        end=piece.end,
        text=text[piece.start : piece.end],
        path=piece.block.path,
        label=piece.block.label,
        figures=tuple(figures[within]),
    )
