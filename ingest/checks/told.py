"""A stretch of text with the figures that it tells: what rules of arithmetic look at."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from knowledge.models import Figure, Passage
from knowledge.text import fold

_STRETCH = re.compile(r"[^。!?;\n]+")
_BRACKET = re.compile(r"[()]")


@dataclass(frozen=True, eq=False)
class Told:
    """What stands between two full stops or semicolons, folded; spans count from its start."""

    text: str
    figures: tuple[Figure, ...]
    spans: tuple[tuple[int, int], ...]

    @cached_property
    def before(self) -> tuple[str, ...]:
        """What leads from one figure to the next, the first from the start."""
        edges = [(0, 0), *self.spans]
        return tuple(self.text[left[1] : right[0]] for left, right in pairwise(edges))

    def between(self, one: Figure, other: Figure) -> str:
        """Everything from the end of a figure to the start of a later one."""
        left, right = (self.spans[self.figures.index(figure)] for figure in (one, other))
        return self.text[left[1] : right[0]]

    @cached_property
    def behind(self) -> tuple[str, ...]:
        """What follows each figure, up to the next or the end."""
        return (*self.before[1:], self.text[self.spans[-1][1] :])

    @cached_property
    def brackets(self) -> tuple[tuple[int, int], ...]:
        """Where each bracket that closes opened and closed."""
        found, opened = [], []
        for match in _BRACKET.finditer(self.text):
            if match[0] == "(":
                opened.append(match.start())
            elif opened:
                found.append((opened.pop(), match.start()))
        return tuple(found)

    def bracket(self, index: int) -> tuple[int, int] | None:
        """The innermost bracket that the figure stands in."""
        start = self.spans[index][0]
        return max(((a, b) for a, b in self.brackets if a < start < b), default=None)


def read_told(passages: Sequence[Passage]) -> Iterator[Told]:
    """The stretches of the passages that tell two figures or more; rows of tables are no prose."""
    for passage in passages:
        text = fold(passage.text)
        for match in _STRETCH.finditer(text):
            start, end = (passage.start + edge for edge in match.span())
            within = tuple(f for f in passage.figures if start <= f.start and f.end <= end and f.rule != "table")
            if len(within) > 1:
                yield Told(match[0], within, tuple((f.start - start, f.end - start) for f in within))
