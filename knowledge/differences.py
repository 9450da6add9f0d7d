"""What is different between two versions of a report: figures that are new, that are gone, and whose value changed.

Figures of both sides are paired off in rounds, the surest first. A figure that moved, or whose sentence was put in
other words, is the same one; of several that are alike, as many are paired as both sides have.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import NamedTuple

from knowledge.fuzzy import alike, closeness
from knowledge.models import Figure, Frozen, Passage

#: How alike the names of a figure must be, of 100, to be the same thing put otherwise: 办结案件 and 办结各类案件.
_ALIKE = 60
#: The same of two sentences of which only the number is another: most of their words are the same.
_RESAID = 80


class Change(NamedTuple):
    """A figure whose value is another now."""

    before: Figure
    after: Figure


class Difference(Frozen):
    """What a reader of the new version finds that he did not find before, each in the order of its text."""

    new: tuple[Figure, ...] = ()
    gone: tuple[Figure, ...] = ()
    changed: tuple[Change, ...] = ()
    same: int = 0  # figures that both versions state

    @property
    def anything(self) -> bool:
        return bool(self.new or self.gone or self.changed)


class _Seen(NamedTuple):
    """A figure with the heading it stands under."""

    figure: Figure
    section: tuple[str, ...]


_Key = Callable[[_Seen], Hashable]
_Group = Sequence[_Seen]
_Grades = dict[tuple[int, int], int]  # by the positions of two figures in their groups
_Alike = Callable[[_Group, _Group], _Grades]


def compare(before: Sequence[Passage], after: Sequence[Passage]) -> Difference:
    """The difference between the figures of two versions."""
    old, new = _seen(before), _seen(after)
    same = [pair for key in _SAME for pair in _paired(old, new, key)]
    same += _nearest(old, new, _value, _named_alike)
    changed = [pair for key in _CHANGED for pair in _paired(old, new, key)]
    changed += _nearest(old, new, _kind, _said_alike)
    return Difference(
        new=tuple(seen.figure for seen in new),
        gone=tuple(seen.figure for seen in old),
        changed=tuple(sorted((Change(a.figure, b.figure) for a, b in changed), key=lambda pair: pair.after.start)),
        same=len(same),
    )


def _seen(passages: Iterable[Passage]) -> list[_Seen]:
    return [_Seen(figure, passage.path) for passage in passages for figure in passage.figures]


def _meant(seen: _Seen) -> Hashable:
    """What the figure states, but for its value."""
    figure = seen.figure
    return figure.indicator, figure.scope, figure.period, figure.role, figure.unit


def _value(seen: _Seen) -> Hashable:
    return seen.figure.value, seen.figure.unit, seen.figure.approx


def _kind(seen: _Seen) -> Hashable:
    return seen.figure.unit, seen.figure.role, seen.figure.period


_SAME: tuple[_Key, ...] = (
    lambda seen: (_meant(seen), _value(seen), seen.section),
    lambda seen: (_meant(seen), _value(seen)),
    lambda seen: (_value(seen), seen.figure.quote),
    lambda seen: (_value(seen), seen.figure.indicator),
)
_CHANGED: tuple[_Key, ...] = (
    lambda seen: (_meant(seen), seen.section),
    _meant,
)


def _paired(old: list[_Seen], new: list[_Seen], key: _Key) -> list[tuple[_Seen, _Seen]]:
    """Figures of equal keys, in order, taken off both lists."""
    waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
    for index, seen in reversed(list(enumerate(old))):
        waiting[key(seen)].append(index)
    pairs = [(queue.pop(), index) for index, seen in enumerate(new) if (queue := waiting.get(key(seen)))]
    return _taken(old, new, pairs)


def _nearest(old: list[_Seen], new: list[_Seen], key: _Key, alike_of: _Alike) -> list[tuple[_Seen, _Seen]]:
    """Of figures of equal keys the pairs that are most alike, the most alike first, taken off both lists."""
    groups: defaultdict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, items in enumerate((old, new)):
        for index, seen in enumerate(items):
            groups[key(seen)][side].append(index)
    graded = [
        (grade, mine[i], theirs[j])
        for mine, theirs in groups.values()
        if mine and theirs
        for (i, j), grade in alike_of([old[index] for index in mine], [new[index] for index in theirs]).items()
    ]
    left, right, pairs = set[int](), set[int](), []
    for _, a, b in sorted(graded, key=lambda found: (-found[0], abs(found[1] - found[2]))):
        if a not in left and b not in right:
            left.add(a)
            right.add(b)
            pairs.append((a, b))
    return _taken(old, new, pairs)


def _taken(old: list[_Seen], new: list[_Seen], pairs: Sequence[tuple[int, int]]) -> list[tuple[_Seen, _Seen]]:
    found = [(old[a], new[b]) for a, b in pairs]
    for items, taken in ((old, {a for a, _ in pairs}), (new, {b for _, b in pairs})):
        items[:] = [seen for index, seen in enumerate(items) if index not in taken]
    return found


def _named_alike(ones: _Group, others: _Group) -> _Grades:
    """The same number of what is named alike, or in what is said alike."""
    names = alike([seen.figure.indicator for seen in ones], [seen.figure.indicator for seen in others], _ALIKE)
    quotes = alike([seen.figure.quote for seen in ones], [seen.figure.quote for seen in others], _ALIKE)
    return {pair: max(names.get(pair, 0), quotes.get(pair, 0)) for pair in names.keys() | quotes.keys()}


def _said_alike(ones: _Group, others: _Group) -> _Grades:
    """Another number of what is both named and said all but alike."""
    names = alike([seen.figure.indicator for seen in ones], [seen.figure.indicator for seen in others], _RESAID)
    quotes = {(i, j): closeness(ones[i].figure.quote, others[j].figure.quote) for i, j in names}
    return {pair: quote for pair, quote in quotes.items() if quote >= _RESAID}
