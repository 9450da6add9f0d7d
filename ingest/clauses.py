"""Sentences, and the stops that end what belongs to a quantity.

A *stop* is punctuation, a bracket that holds quantities, and between two quantities also 、 and 和.
Quotation marks, titles and brackets without quantities are seen through.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ingest.cues import any_of
from ingest.phrases import PERIOD_MARK
from ingest.sections import RUN_MARKER, Block
from knowledge.models import Quantity
from knowledge.periods import Period

QUANTITY_MARK = "\x02"
_VEIL = "\x03"
_LONGEST = 600  # a "sentence" without an end is cut at a comma
BASELINE = re.compile(rf"{any_of('baseline')}$")
_CARRIED_OVER = re.compile(any_of("carried_over"))
_CLAUSE_START = re.compile(r"(?:^|[,;:。(、\x01])\s*$")
_CLAUSE = rf"(?:^|(?<=[,;:(、\x01]))\s*(?:{any_of('part')})?"
_BODY = rf"(?!{any_of('preposition')})[\u4e00-\u9fff]{{0,2}}{any_of('level')}[\u4e00-\u9fff]{{0,8}}?{any_of('body')}"
_DOES = rf"(?={any_of('sum')}|{any_of('settled')}|{any_of('verb')}|{any_of('object')}|\x01)"
_SCOPE = re.compile(rf"{_CLAUSE}(?:({any_of('scope')})(?!、)|({_BODY}){_DOES})")
_REACH = 8  # characters before a period that tell what it is for
_END = re.compile(r"[。!?]")
_MAJOR = re.compile(r"[,;。!?()]|:(?!\s*[\u4e00-\u9fff]?\x02)")  # 总数:2431个 is one phrase
_QUOTED = re.compile(r"“[^“”]{0,60}”|《[^《》]{0,80}》|‘[^‘’]{0,60}’|「[^「」]{0,60}」")
_BRACKETED = re.compile(r"\([^()\x02]{0,80}\)")
_BRACKET = re.compile(r"[()]")
_COORDINATOR = re.compile(rf"、|{any_of('and')}")
_AND_SO_ON = re.compile(any_of("and_so_on"))


@dataclass(frozen=True, eq=False)
class Sentence:
    """A stretch up to 。 with its quantities and periods; spans count from the sentence's start."""

    text: str
    start: int
    quantities: tuple[Quantity, ...]
    periods: tuple[Period, ...]
    block: Block
    lead: str = ""  # how the sentence before it began, if that states no figure
    divides: str = ""  # what the sentence before it counted, if this one says how that divides

    @cached_property
    def words(self) -> str:
        """The text with its 一是 and its periods blanked, no part of an indicator; 比上年增长 keeps its year."""
        spans = [(p.start, p.end) for p in self.periods if p not in self.baselines]
        words = _masked(self.text, spans, PERIOD_MARK)
        return RUN_MARKER.sub(lambda match: PERIOD_MARK * len(match[0]), words, count=1)

    @cached_property
    def baselines(self) -> frozenset[Period]:
        """The periods that a figure is compared with: 比2016年底增长."""
        return frozenset(p for p in self.periods if BASELINE.search(self.text, max(0, p.start - _REACH), p.start))

    @cached_property
    def opening_periods(self) -> tuple[Period, ...]:
        """The periods that say when all that follows was, not which exam, nor what was left over from then."""
        opening = (p for p in self.periods if _CLAUSE_START.search(self.words, max(0, p.start - _REACH), p.start))
        inside = [p for p in self.periods if any(start < p.start < end for start, end in self.brackets)]
        return tuple(p for p in opening if p not in inside and not _CARRIED_OVER.match(self.text, p.end))

    @cached_property
    def scopes(self) -> tuple[tuple[int, int, str], ...]:
        """Whose figures a clause opens with, and where."""
        return tuple((*match.span(), match[1] or match[2]) for match in _SCOPE.finditer(self.words))

    @cached_property
    def shape(self) -> str:
        """The text with quantities marked and quotations veiled, so that only real stops are left."""
        shape = _masked(self.text, [(q.start, q.end) for q in self.quantities], QUANTITY_MARK)
        shape = _QUOTED.sub(lambda match: _veiled(match[0]), shape)
        for _ in range(2):
            shape = _BRACKETED.sub(lambda match: _VEIL * len(match[0]), shape)
        return shape

    @cached_property
    def stops(self) -> tuple[tuple[int, int], ...]:
        return tuple(sorted((*self.major_stops, *self._coordinators())))

    @cached_property
    def major_stops(self) -> tuple[tuple[int, int], ...]:
        return tuple(match.span() for match in _MAJOR.finditer(self.shape))

    def _coordinators(self) -> Iterator[tuple[int, int]]:
        """Between two quantities that no other stop parts: 、 or 和 that ends the first one's side."""
        for before, after in pairwise(self.quantities):
            if not _MAJOR.search(self.shape, before.end, after.start):
                found = list(_COORDINATOR.finditer(self.shape, before.end, after.start))
                if found:
                    yield self._parting(found, before.end, after.start).span()

    def _parting(self, found: list[re.Match[str]], start: int, end: int) -> re.Match[str]:
        """Of several: the one at the number itself, else 等 (A、B等), else 和, else the last."""
        if found[0].start() == start or len(found) == 1:
            return found[0]
        word = next((match for match in found if match[0] != "、"), None)
        return _AND_SO_ON.search(self.shape, found[-1].end(), end) or word or found[-1]

    @cached_property
    def brackets(self) -> tuple[tuple[int, int], ...]:
        """Where each bracket that closes opened and closed, inner ones before those round them."""
        found, open_ones = [], []
        for match in _BRACKET.finditer(self.shape):
            if match[0] == "(":
                open_ones.append(match.start())
            elif open_ones:
                found.append((open_ones.pop(), match.start()))
        return tuple(found)

    def clauses_before(self, position: int) -> Iterator[tuple[int, int]]:
        """Spans of the clauses without quantities before a position, nearest first."""
        return (span for span in self._bare_clauses if span[1] < position)

    @cached_property
    def _bare_clauses(self) -> tuple[tuple[int, int], ...]:
        """Spans of the clauses without quantities, last first."""
        stops = [-1, *(start for start, _ in self.major_stops)]
        spans = ((stop + 1, before) for before, stop in pairwise(reversed(stops)))
        return tuple(span for span in spans if QUANTITY_MARK not in self.shape[slice(*span)])

    def part_of(self, position: int) -> tuple[int, int]:
        """The span between semicolons that the position lies in."""
        end = self.shape.find(";", position)
        return self.shape.rfind(";", 0, position) + 1, len(self.shape) if end < 0 else end


def split_sentences(plain: str, block: Block) -> Iterator[tuple[int, int]]:
    """Spans of the block's sentences; one that does not end is cut at a comma."""
    shape = _QUOTED.sub(lambda match: _veiled(match[0]), plain[block.start : block.end])
    start = 0
    for match in _END.finditer(shape):
        yield from _bounded(shape, block.start, start, match.end())
        start = match.end()
    yield from _bounded(shape, block.start, start, len(shape))


def _bounded(shape: str, offset: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        comma = max(shape.rfind(mark, start + _LONGEST // 2, start + _LONGEST) for mark in ";,、") + 1
        cut = comma or start + _LONGEST
        yield offset + start, offset + cut
        start = cut
    if start < end:
        yield offset + start, offset + end


def _masked(text: str, spans: list[tuple[int, int]], mark: str) -> str:
    pieces, last = [], 0
    for start, end in spans:
        pieces += [text[last:start], mark * (end - start)]
        last = end
    return "".join([*pieces, text[last:]])


def _veiled(quotation: str) -> str:
    return "".join(QUANTITY_MARK if char == QUANTITY_MARK else _VEIL for char in quotation)
