"""Sentences and the places of their quantities, with what stands round each, worked out when asked for.

A *stop* ends what belongs to a quantity: punctuation, a bracket that holds quantities, and between two
quantities also 、 and 和. Quotation marks, titles and brackets without quantities are seen through.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ingest.cues import any_of
from ingest.phrases import PERIOD_MARK, tail_trimmed, trimmed
from ingest.sections import Block
from knowledge.models import Quantity
from knowledge.periods import Period

QUANTITY_MARK = "\x02"
_VEIL = "\x03"
_LONGEST = 600  # a "sentence" without an end is cut at a comma
_MARKER = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,2}(?:是|要)|\(?[一二三四五六七八九十\d]{1,3}(?:\)、?|[、.](?!\d)))"
)
_END = re.compile(r"[。!?]")
_MAJOR = re.compile(r"[,;。!?()\n]|:(?!\s*[\u4e00-\u9fff]?\x02)")  # 总数:2431个 is one phrase
_QUOTED = re.compile(r"“[^“”]{0,60}”|《[^《》]{0,80}》|‘[^‘’]{0,60}’|「[^「」]{0,60}」")
_BRACKETED = re.compile(r"\([^()\x02]{0,80}\)")
_COORDINATOR = re.compile(rf"、|{any_of('and')}")
_AND_SO_ON = re.compile("等(?!级)")
_PART = re.compile(any_of("part"))
_SUMMED = re.compile(rf"(?:共|共计|累计|合计)(?={any_of('verb')})")
_MEMBERS = re.compile(
    r"(?:[^、]{2,12}、){1,12}[^、]{2,12}(?:等|\))$|(?:[^、]{2,12}、){2,12}[^、]{2,12}(?:局|委|办|县|区|市|镇|乡|厅|院)$"
)


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=0)


@dataclass(frozen=True)
class Sentence:
    """A stretch up to 。 with its quantities and periods; spans count from the sentence's start."""

    text: str
    start: int
    quantities: tuple[Quantity, ...]
    periods: tuple[Period, ...]
    block: Block
    before: "Sentence | None" = None  # the sentence before it in the block

    @cached_property
    def words(self) -> str:
        """The text with its periods and its 一是 blanked: they are no part of an indicator."""
        words = _masked(self.text, [(p.start, p.end) for p in self.periods], PERIOD_MARK)
        return _MARKER.sub(lambda match: PERIOD_MARK * len(match[0]), words, count=1)

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
        major = [match.span() for match in _MAJOR.finditer(self.shape)]
        return tuple(sorted(major + list(self._coordinators())))

    def _coordinators(self) -> Iterator[tuple[int, int]]:
        """Between two quantities that no other stop parts: 、 or 和 that ends the first one's side."""
        for before, after in zip(self.quantities, self.quantities[1:], strict=False):
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
    def places(self) -> tuple["Place", ...]:
        return tuple(Place(self, index) for index in range(len(self.quantities)))

    def clauses_before(self, position: int) -> Iterator[tuple[int, int]]:
        """Spans between major stops before a position, nearest first."""
        stops = [match.start() for match in _MAJOR.finditer(self.shape, 0, position)]
        for start, end in zip(reversed([-1, *stops[:-1]]), reversed(stops), strict=False):
            yield start + 1, end

    def has_quantity(self, start: int, end: int) -> bool:
        return QUANTITY_MARK in self.shape[start:end]


@dataclass(frozen=True)
class Place:
    """Where a quantity stands in its sentence."""

    sentence: Sentence
    index: int

    @property
    def quantity(self) -> Quantity:
        return self.sentence.quantities[self.index]

    @cached_property
    def previous(self) -> "Place | None":
        return self.sentence.places[self.index - 1] if self.index else None

    @cached_property
    def next(self) -> "Place | None":
        places = self.sentence.places
        return places[self.index + 1] if self.index + 1 < len(places) else None

    @cached_property
    def _left_stop(self) -> tuple[int, int]:
        """The nearest stop or quantity before."""
        stops = [stop for stop in self.sentence.stops if stop[1] <= self.quantity.start]
        stop = stops[-1] if stops else (0, 0)
        if self.previous and self.previous.quantity.end > stop[0]:
            return self.previous.quantity.start, self.previous.quantity.end
        return stop

    @cached_property
    def _right_stop(self) -> int:
        ends = [start for start, _ in self.sentence.stops if start >= self.quantity.end]
        if self.next:
            ends.append(self.next.quantity.start)
        return min(ends, default=len(self.sentence.text))

    @property
    def edge(self) -> str:
        """What parts the quantity from what stands before: a comma, 、, a bracket, a quantity's mark."""
        start, end = self._left_stop
        return self.sentence.shape[start:end][:1]

    @property
    def left_start(self) -> int:
        return self._left_stop[1]

    @property
    def raw_left(self) -> str:
        return self.sentence.words[self._left_stop[1] : self.quantity.start]

    @cached_property
    def left(self) -> str:
        """What stands between the stop before and the number, trimmed."""
        return trimmed(self.left_of_noun if self.right else self._own_left)

    @property
    def _own_left(self) -> str:
        """部门共下达通知书8份: 部门 belongs to the number before."""
        return self.raw_left[_last_end(_SUMMED, self.raw_left) :] if self.edge == QUANTITY_MARK else self.raw_left

    @property
    def left_of_noun(self) -> str:
        """甲县、乙县等5个县: the names are members of what follows."""
        return self._own_left[_last_end(_MEMBERS, self._own_left) :]

    @property
    def whole_left(self) -> str:
        """The same over the numbers that it runs on from: 窗口可办理11个部门的80个事项 → 窗口可办理部门的."""
        if self.edge == QUANTITY_MARK and self.previous:
            return self.previous.whole_left + self.raw_left
        return self.left_of_noun

    @cached_property
    def right(self) -> str:
        raw = self.sentence.words[self.quantity.end : self._right_stop]
        return tail_trimmed(raw).replace(PERIOD_MARK, "")

    @property
    def runs_on(self) -> bool:
        """Whether what follows leads straight to the next quantity: 专题6期播出50多次."""
        return self.next is not None and self._right_stop == self.next.quantity.start

    @property
    def coordinated(self) -> bool:
        """Whether it continues a list that the quantity before is in: 议案2件、建议112件."""
        return self.previous is not None and bool(_COORDINATOR.match(self.edge))

    @cached_property
    def bracket(self) -> int | None:
        """Where the bracket opened that it stands in, if any and if it closes."""
        if ")" not in self.sentence.shape[self.quantity.end :]:
            return None
        depth = 0
        for position in range(self.quantity.start - 1, -1, -1):
            char = self.sentence.shape[position]
            depth += (char == ")") - (char == "(")
            if depth < 0:
                return position
        return None

    @cached_property
    def part_word(self) -> int | None:
        """Where the 其中 stands that makes it part of a whole, if any: in its own ;-part, outside closed brackets."""
        floor = max(self.sentence.shape.rfind(";", 0, self.quantity.start), (self.bracket or 0) - 1) + 1
        found = [
            match.start()
            for match in _PART.finditer(self.sentence.shape, floor, self.quantity.start)
            if self._opens_clause(match.start()) and not self._closed_since(match.start())
        ]
        return found[-1] if found else None

    def _opens_clause(self, position: int) -> bool:
        return position == 0 or bool(re.match(r"[,;:()。、\x01]", self.sentence.shape[position - 1]))

    def _closed_since(self, position: int) -> bool:
        """Whether the bracket that the position stands in has closed before the quantity."""
        between = self.sentence.shape[position : self.quantity.start]
        return between.count(")") > between.count("(")


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
        cut = max(shape.rfind(mark, start + _LONGEST // 2, start + _LONGEST) for mark in ";,、") + 1
        cut = cut or start + _LONGEST
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
