"""The place of a quantity in its sentence: what stands round it, worked out when asked for."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from ingest.clauses import QUANTITY_MARK, Sentence
from ingest.cues import any_of
from ingest.phrases import PERIOD_MARK, tail_trimmed, trimmed
from knowledge.models import Quantity

_COORDINATOR = re.compile(rf"、|{any_of('and')}|{any_of('and_so_on')}")
_PART = re.compile(any_of("part"))
_CLAUSE_OPEN = re.compile(r"[,;:()。、\x01]")
_SUMMED = re.compile(rf"{any_of('sum')}(?={any_of('verb')})")
_NAMES = r"(?:[^、]{2,12}、)"
_MEMBERS = re.compile(
    rf"{_NAMES}{{1,12}}[^、]{{2,12}}{any_of('and_so_on')}$|{_NAMES}{{2,12}}[^、]{{1,12}}{any_of('member')}$"
)


_LOOK_BACK = 24


@dataclass(frozen=True, eq=False)
class Place:
    """Where a quantity stands; ``row`` holds the places of all quantities of the sentence."""

    sentence: Sentence
    index: int
    row: "list[Place]"

    @property
    def quantity(self) -> Quantity:
        return self.sentence.quantities[self.index]

    @property
    def previous(self) -> "Place | None":
        return self.row[self.index - 1] if self.index else None

    @property
    def next(self) -> "Place | None":
        return self.row[self.index + 1] if self.index + 1 < len(self.row) else None

    @property
    def earlier(self) -> "list[Place]":
        """The quantities before it, as far back as a reader looks."""
        return self.row[max(0, self.index - _LOOK_BACK) : self.index]

    @cached_property
    def _left_stop(self) -> tuple[int, int]:
        """The nearest stop or quantity before."""
        stops = self.sentence.stops
        before = bisect_right(stops, self.quantity.start, key=itemgetter(1))
        stop = stops[before - 1] if before else (0, 0)
        if self.previous and self.previous.quantity.end > stop[0]:
            return self.previous.quantity.start, self.previous.quantity.end
        return stop

    @cached_property
    def _right_stop(self) -> int:
        stops = self.sentence.stops
        after = bisect_left(stops, self.quantity.end, key=itemgetter(0))
        stop = stops[after][0] if after < len(stops) else len(self.sentence.text)
        return min(stop, self.next.quantity.start) if self.next else stop

    @cached_property
    def edge(self) -> str:
        """What parts the quantity from what stands before: a comma, 、, a bracket, a quantity's mark."""
        start, end = self._left_stop
        return self.sentence.shape[start:end]

    @property
    def left_start(self) -> int:
        return self._left_stop[1]

    @cached_property
    def raw_left(self) -> str:
        return self.sentence.words[self._left_stop[1] : self.quantity.start]

    @cached_property
    def left(self) -> str:
        """What stands between the stop before and the number, trimmed."""
        return trimmed(self.left_of_noun if self.right else self._own_left)

    @property
    def _own_left(self) -> str:
        """部门共下达通知书8份: 部门 belongs to the number before."""
        return self.raw_left[_last_end(_SUMMED, self.raw_left) :] if self.follows_on else self.raw_left

    @property
    def left_of_noun(self) -> str:
        """甲县、乙县等5个县: the names are members of what follows."""
        return self._own_left[_last_end(_MEMBERS, self._own_left) :]

    @cached_property
    def whole_left(self) -> str:
        """The same over the number before, too: 窗口可办理11个部门的80个事项 → 窗口可办理部门的."""
        if self.follows_on and self.previous:
            return self.previous.left_of_noun + self.raw_left
        return self.left_of_noun

    @cached_property
    def right(self) -> str:
        """What follows it; 累计8个、总数第一 says something else behind the 、."""
        raw = self.sentence.words[self.quantity.end : self._right_stop]
        if raw.startswith("、"):
            return ""
        return tail_trimmed(raw).replace(PERIOD_MARK, "")

    @property
    def follows_on(self) -> bool:
        """Whether the number before leads straight to this one."""
        return self.edge.startswith(QUANTITY_MARK)

    @property
    def runs_on(self) -> bool:
        """Whether what follows leads straight to the next number: 专题6期播出50多次."""
        return self.next is not None and self._right_stop == self.next.quantity.start

    @cached_property
    def coordinated(self) -> bool:
        """Whether it continues a list that the number before is in: 议案2件、建议112件."""
        return self.previous is not None and bool(_COORDINATOR.fullmatch(self.edge))

    @cached_property
    def group(self) -> "list[Place]":
        """The list that it is in: neighbours joined by 、 or 和."""
        first = last = self.index
        while self.row[first].coordinated:
            first -= 1
        while last + 1 < len(self.row) and self.row[last + 1].coordinated:
            last += 1
        return self.row[first : last + 1]

    @cached_property
    def brackets(self) -> tuple[int, ...]:
        """Where the brackets opened that it stands in, innermost first."""
        start = self.quantity.start
        return tuple(opened for opened, closed in self.sentence.brackets if opened < start < closed)

    @cached_property
    def bracket(self) -> int | None:
        return next(iter(self.brackets), None)

    def sees(self, other: "Place") -> bool:
        """Whether what is said of the other one holds here: its bracket, if any, has not closed."""
        return other.bracket is None or other.bracket in self.brackets

    @cached_property
    def part_word(self) -> int | None:
        """Where the 其中 stands that makes it part of a whole, if any: in its own ;-part and bracket."""
        floor = max(self.sentence.part_of(self.quantity.start)[0], self.bracket or 0)
        found = [
            match.start()
            for match in _PART.finditer(self.sentence.shape, floor, self.quantity.start)
            if self._opens_clause(match.start()) and not self._closed_since(match.start())
        ]
        return found[-1] if found else None

    def _opens_clause(self, position: int) -> bool:
        return position == 0 or bool(_CLAUSE_OPEN.match(self.sentence.shape[position - 1]))

    def _closed_since(self, position: int) -> bool:
        """Whether the bracket that the position stands in has closed before the quantity."""
        between = self.sentence.shape[position : self.quantity.start]
        return between.count(")") > between.count("(")


def places_of(sentence: Sentence) -> list[Place]:
    row: list[Place] = []
    row.extend(Place(sentence, index, row) for index in range(len(sentence.quantities)))
    return row


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=0)
