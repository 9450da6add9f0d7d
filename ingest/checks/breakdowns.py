"""Parts and their whole: 办结66件,其中维持27件,撤销10件.

A breakdown that says 其中 need not name all its parts, and they may overlap (民营企业90家, 规上企业80家). So parts that
are less than their whole are only wrong where the text claims to name all of them, and parts that are more only where
they divide the whole in one way, or where one of them alone is more.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import takewhile
from typing import Final, NamedTuple

from ingest.checks.told import Told
from ingest.cues import any_of, cue_words
from knowledge import lexicon
from knowledge.margins import NOTHING, Margin, margin
from knowledge.models import Discrepancy, Figure, Finding
from knowledge.numbers import unit_kind
from knowledge.tokens import cut

_ALL = re.compile(rf"^\s*[,:(]?\s*({any_of('exhausts')})")
_SOME = re.compile(rf"(?:^|[,:(])\s*(?:{'|'.join(sorted(cue_words('part') - cue_words('exhausts')))})")
_BESIDES = re.compile(any_of("besides"))
_AND_SO_ON = re.compile(rf"^\s*{any_of('and_so_on')}")
_ON = re.compile(rf"^[^,;:]{{0,20}}?(?:[,、]|{any_of('and')})")
_SUMMED = re.compile(rf"[,、]\s*{any_of('total')}")
_EACH = re.compile(any_of("each"))
_SHARE = re.compile(rf"^\s*[,、(]?\s*(?:{any_of('share')})(?:{any_of('hedge')})?$")
_PER = re.compile(any_of("per"))
_ENDS = re.compile(r"\s*(?:[,、;)]|$)")
_REMARK = re.compile(r"\([^()]*\)")
_COUNTS: Final = ("only", "part", "after")
_FEWEST: Final = 2
_TAIL: Final = 2  # characters that names of one kind of thing share: 民事案件, 刑事案件


class Breakdown(NamedTuple):
    whole: Figure
    earlier: tuple[Figure, ...]  # others before it that might be the whole instead
    parts: tuple[Figure, ...]
    complete: bool  # by what the text says


def unequal_parts(told: Told) -> Iterator[Finding]:
    """受理100件(民事60件、刑事30件): all parts are named and do not make up the whole."""
    for whole, _, parts, complete in breakdowns(told):
        if complete and total(parts).high < margin(whole).low:
            yield finding("parts_differ", whole, parts)


def excessive_parts(told: Told) -> Iterator[Finding]:
    """受理121件,其中维持100件,撤销50件: parts that are more than what they are part of."""
    for whole, earlier, parts, complete in breakdowns(told):
        most = max(margin(figure).high for figure in (whole, *earlier))
        alone = next((part for part in parts if margin(part).low > most and _is_of_its_kind(told, part)), None)
        if alone:
            yield finding("parts_exceed", whole, (alone,))
        elif total(parts).low > margin(whole).high and (complete or divides(parts)):
            yield finding("parts_exceed", whole, parts)


def breakdowns(told: Told) -> Iterator[Breakdown]:
    """Every breakdown of the stretch; one that stands within another is one of its own."""
    for first in range(1, len(told.figures)):
        complete = _claims(told, first)
        if not complete and not _SOME.search(_REMARK.sub("", told.before[first])):
            continue
        *earlier, whole = [None, *_wholes(told, first)]
        parts = tuple(_parts(told, first))
        if whole and parts and _comparable(whole, parts) and not _BESIDES.search(told.between(whole, parts[0])):
            complete = complete and whole is told.figures[first - 1] and _is_all(told, first, parts)
            yield Breakdown(whole, tuple(filter(None, earlier)), parts, complete)


def _wholes(told: Told, first: int) -> Iterator[Figure]:
    """The figures before that the parts may be of: counted alike, no rate for each of many, no bracket closed since."""
    around = told.bracket(first)
    for index in range(first):
        figure, bracket = told.figures[index], told.bracket(index)
        open_still = bracket is None or (around is not None and bracket[0] <= around[0] and around[1] <= bracket[1])
        counted = figure.role != "change" and not _PER.search(told.before[index])
        if open_still and counted and figure.unit == told.figures[first].unit:
            yield figure


def _claims(told: Told, first: int) -> bool:
    """Whether the figure opens a list of all parts: (即…, 分别为…, or a bracket right behind the whole."""
    opening = told.before[first]
    own_bracket = opening.startswith("(") and told.bracket(first) is not None
    return bool(_ALL.match(opening)) or (own_bracket and not _SOME.search(opening))


def _parts(told: Told, first: int) -> Iterator[Figure]:
    """The figures of the list that opens here, those in brackets of their own and rates left out."""
    unit, bracket = told.figures[first].unit, told.bracket(first)
    nested = bracket is None and bool(_SOME.search(told.text[: told.spans[first - 1][1]]))
    for index in range(first, len(told.figures)):
        figure = told.figures[index]
        if bracket and told.spans[index][0] > bracket[1]:
            return
        if told.bracket(index) != bracket or figure.role == "change" or is_share(told, index):
            continue
        if figure.unit != unit or (index > first and (nested or not _goes_on(told, index))):
            return
        yield figure


def _goes_on(told: Told, index: int) -> bool:
    """Whether the list goes on to this figure: a comma and a name, nothing that starts anew or sums up."""
    opening = told.before[index].rpartition(")")[2]
    return bool(_ON.match(opening)) and not (
        _SOME.search(opening) or _SUMMED.search(opening) or _BESIDES.search(opening)
    )


def _is_all(told: Told, first: int, parts: Sequence[Figure]) -> bool:
    """Whether nothing of the list was left out: two parts or more, no 等, no 各, all figures of its bracket."""
    last = told.figures.index(parts[-1])
    bracket = told.bracket(first)
    inside = [i for i in range(first, len(told.figures)) if bracket and told.bracket(i) == bracket]
    each = any(_EACH.search(told.before[index]) for index in range(first + 1, last + 1))
    missed = bool(bracket) and len(inside) != len(parts)
    return len(parts) >= _FEWEST and not each and not missed and not _AND_SO_ON.match(told.behind[last])


def _is_of_its_kind(told: Told, part: Figure) -> bool:
    """Whether it counts what its whole counts: 市直13个部门 are no problems, though 3251个 problems stand before."""
    return part.unit not in cue_words("kind") or bool(_ENDS.match(told.behind[told.figures.index(part)]))


def _comparable(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Counts of one period, both done or both planned; percentages of a percentage are no parts of it."""
    planned = whole.role == "plan"
    alike = all(part.role == "plan" if planned else part.role in _COUNTS for part in parts)
    same_time = all(part.year == whole.year for part in parts)
    return alike and same_time and unit_kind(whole.unit) not in ("rate", "time", "multiple")


def is_share(told: Told, index: int) -> bool:
    """占60%, said of the figure right before."""
    return index > 0 and told.figures[index].unit == "%" and bool(_SHARE.match(told.before[index]))


def divides(parts: Sequence[Figure]) -> bool:
    """Whether the names divide a whole in one way: 维持、撤销 as outcomes, 民事案件、刑事案件 by what they share."""
    names = [part.own for part in parts]
    if len(names) < _FEWEST or len(set(names)) < len(names):
        return False
    return all(name.endswith(lexicon.words("outcomes.txt")) for name in names) or _share_a_tail(names)


def _share_a_tail(names: Sequence[str]) -> bool:
    """发现问题 and 整改问题 share one, too, but as deeds that follow each other; 核准类项目 are a kind, no deed."""
    shared = takewhile(lambda ends: len(set(ends)) == 1, zip(*(reversed(name) for name in names), strict=False))
    tail = "".join(ends[0] for ends in shared)[::-1]
    heads = [name.removesuffix(tail) for name in names]
    if not tail.startswith(tuple(cue_words("kind"))):
        return len(tail) >= _TAIL and all(head and cut(head)[0] not in cue_words("verb") for head in heads)
    return all(heads)


def total(parts: Iterable[Figure]) -> Margin:
    made = NOTHING
    for part in parts:
        made = made.plus(margin(part))
    return made


def finding(rule: Discrepancy, whole: Figure, parts: Sequence[Figure]) -> Finding:
    made = sum((part.value for part in parts), Decimal(0))
    return Finding(rule=rule, figures=(whole, *parts), expected=made, stated=whole.value, unit=whole.unit)
