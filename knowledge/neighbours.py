"""A report against the one of the year before: what it says of that year, and by how much it says that figures grew.

Only figures of one name, scope and unit are compared, of whole years, where the other report states just one.
Money grows in constant prices and is revised, so of its growth nothing follows.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from knowledge import lexicon
from knowledge.margins import Margin, margin, shown
from knowledge.models import Discrepancy, Figure, Finding, Meta, Passage
from knowledge.numbers import unit_kind
from knowledge.text import fold

_HUNDRED: Final = Decimal(100)
_STATED: Final = ("only", "before", "after")
_UNCOUNTED: Final = ("money", "rate", "multiple", "time")
_AROUND: Final = 12  # characters behind a change in which its base may be told: 增长5%(按可比口径)
_YEARLY = re.compile(rf"^[,、(]?\s*(?:{'|'.join(sorted(lexicon.words('yearly.txt'), key=len, reverse=True))}).{{0,4}}$")

_Key = tuple[str, str | None, str]
_Known = Mapping[_Key, Sequence[Figure]]


def check_against(
    passages: Sequence[Passage], meta: Meta, other_passages: Sequence[Passage], other_meta: Meta
) -> tuple[Finding, ...]:
    """What does not agree with the same publisher's report of the year before; nothing for any other report."""
    if (meta.publisher, meta.kind, meta.year - 1) != (other_meta.publisher, other_meta.kind, other_meta.year):
        return ()
    known: defaultdict[_Key, list[Figure]] = defaultdict(list)
    for passage in other_passages:
        for figure in passage.figures:
            if _is_of(figure, other_meta.year):
                known[_key(figure)].append(figure)
    return (*_restated(passages, other_meta.year, known), *_grown(passages, meta.year, known))


def _restated(passages: Sequence[Passage], year: int, known: _Known) -> Iterator[Finding]:
    """2018年办结51件, said in the report of 2019."""
    for passage in passages:
        for figure in passage.figures:
            theirs = _theirs(figure, known) if _is_of(figure, year) else None
            if theirs and not margin(figure).meets(margin(theirs)):
                yield _finding("last_year", (figure,), theirs, theirs.value)


def _grown(passages: Sequence[Passage], year: int, known: _Known) -> Iterator[Finding]:
    """办结60件,同比增长20%."""
    for passage in passages:
        for figure, change in pairwise(passage.figures):
            theirs = _theirs(figure, known) if _is_of(figure, year) and _tells_growth(figure, change, passage) else None
            if theirs and not _growth(margin(figure), margin(theirs), change).meets(margin(change).size):
                moved = abs(_moved(figure.value, theirs.value, change))
                yield _finding("last_growth", (change, figure), theirs, shown(moved, change))


def _is_of(figure: Figure, year: int) -> bool:
    """Whether it states what there was in the whole of a year."""
    return figure.role in _STATED and figure.period == f"{year}年"


def _key(figure: Figure) -> _Key:
    return figure.indicator, figure.scope, figure.unit


def _theirs(figure: Figure, known: _Known) -> Figure | None:
    """The one figure of the other report that counts the same, and is not none."""
    found = known.get(_key(figure), ())
    return found[0] if len(found) == 1 and found[0].value else None


def _tells_growth(figure: Figure, change: Figure, passage: Passage) -> bool:
    """Whether the second tells how the first has moved since the year before: in per cent, or counted alike."""
    if change.role != "change" or change.unit not in ("%", figure.unit) or unit_kind(figure.unit) in _UNCOUNTED:
        return False
    between = fold(passage.text[figure.end - passage.start : change.start - passage.start])
    around = fold(passage.text[figure.end - passage.start : change.end - passage.start + _AROUND])
    return bool(_YEARLY.match(between)) and not any(word in around for word in lexicon.words("other_bases.txt"))


def _growth(now: Margin, then: Margin, change: Figure) -> Margin:
    ends = [_moved(new, old, change) for new in now for old in then if old]
    return Margin(min(ends), max(ends)).size


def _moved(new: Decimal, old: Decimal, change: Figure) -> Decimal:
    return _HUNDRED * (new - old) / old if change.unit == "%" else new - old


def _finding(rule: Discrepancy, figures: tuple[Figure, ...], theirs: Figure, expected: Decimal) -> Finding:
    stated, unit = figures[0].value, figures[0].unit
    return Finding(rule=rule, figures=figures, elsewhere=(theirs,), expected=expected, stated=stated, unit=unit)
