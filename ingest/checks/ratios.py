"""Rates and growth that should follow from the counts beside them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ingest.checks.breakdowns import breakdowns, is_share
from ingest.checks.told import Told
from ingest.cues import any_of
from knowledge.margins import Margin, last_digit, margin, shown
from knowledge.models import Discrepancy, Figure, Finding
from knowledge.numbers import unit_kind, units_agree
from knowledge.tokens import cut

_Pair = tuple[Figure, Figure]  # a whole and its part

_HUNDRED: Final = Decimal(100)
_RATE = re.compile(rf"{any_of('rate')}$")
_MOVED = re.compile(
    rf"^\s*[,、(]?\s*(?:{any_of('compare')}|\d{{4}}年){{0,4}}{any_of('growth')}(?:{any_of('done')}|{any_of('hedge')})?$"
)
_COUNTS: Final = ("only", "part", "after", "before")


def wrong_rate(told: Told) -> Iterator[Finding]:
    """受理100件,办结95件,办结率98%: no counts that the rate may be of give it."""
    for index, rate in enumerate(told.figures):
        if rate.role != "rate" or rate.unit != "%":
            continue
        pairs = [pair for pair in (*_named(told, index), *_shared(told, index)) if _is_of(*pair)]
        if pairs and not any(_quotient(part, whole).meets(margin(rate)) for whole, part in pairs):
            whole, part = pairs[-1]
            yield _finding("rate", rate, (whole, part), _HUNDRED * part.value / whole.value)


def _named(told: Told, index: int) -> Iterator[_Pair]:
    """The counts that have all the words of the rate, of any before them: 成功调解4017宗 for 调解成功率."""
    rate = told.figures[index]
    words = cut(_RATE.sub("", rate.own)) if _RATE.search(rate.own) else []
    if not words or any(len(word) == 1 for word in words):
        return
    counts = [f for f in told.figures[:index] if _is_count(f) and f.year == rate.year]
    named = (figure for figure in counts if all(word in figure.own for word in words))
    yield from ((whole, part) for part in named for whole in counts)


def _shared(told: Told, index: int) -> Iterator[_Pair]:
    """其中民事案件60件,占60%: the count right before, of what it is said to be part of."""
    if is_share(told, index):
        part = told.figures[index - 1]
        found = (breakdown for breakdown in breakdowns(told) if part in breakdown.parts)
        yield from ((whole, part) for one in found for whole in (*one.earlier, one.whole))


def _is_count(figure: Figure) -> bool:
    return figure.role in _COUNTS and unit_kind(figure.unit) not in ("rate", "time", "multiple") and figure.value > 0


def _is_of(whole: Figure, part: Figure) -> bool:
    alike = whole.start < part.start and units_agree(whole.unit, part.unit)
    return alike and whole.value >= part.value and whole.scope == part.scope


def _quotient(part: Figure, whole: Figure) -> Margin:
    above, below = margin(part), margin(whole)
    return Margin(_HUNDRED * above.low / below.high, _HUNDRED * above.high / max(below.low, Decimal(1)))


def wrong_growth(told: Told) -> Iterator[Finding]:
    """由100件增加到120件,增长30%."""
    for index in range(2, len(told.figures)):
        first, second, change = told.figures[index - 2 : index + 1]
        if not _moves_it(told, index) or first.unit != second.unit:
            continue
        ends = _ends(first, second)
        if ends and _is_count_or_rate(ends[0]):
            before, after = ends
            expected = _change(before, after, change)
            if expected and not expected.meets(margin(change).size):
                yield _finding("growth", change, (before, after), _exactly(before, after, change))


def _ends(first: Figure, second: Figure) -> tuple[Figure, Figure] | None:
    """Which of two figures was before and which is after; None where that is not said."""
    for before, after in ((first, second), (second, first)):
        if before.role == "before" and after.role == "after":
            return before, after
        if before.year and after.year == before.year + 1 and {before.role, after.role} <= {"only", "before", "after"}:
            return before, after
    return None


def _moves_it(told: Told, index: int) -> bool:
    """同比增长 is said of the figure before, 制造业投资增长 and 结案增加 of another."""
    return told.figures[index].role == "change" and bool(_MOVED.match(told.before[index]))


def _is_count_or_rate(figure: Figure) -> bool:
    return unit_kind(figure.unit) != "multiple" and figure.value > 0


def _change(before: Figure, after: Figure, change: Figure) -> Margin | None:
    """What the change may be, without its direction; None where it is told in another unit than these have."""
    old, new = margin(before), margin(after)
    differences = [after_end - old_end for after_end in new for old_end in old]
    in_points = before.unit == "%" != change.unit and unit_kind(change.unit) == "rate"
    if in_points or change.unit == before.unit != "%":
        return Margin(min(differences), max(differences)).size
    if change.unit == "%" and before.unit != "%" and old.low > 0:
        shares = [_HUNDRED * (new_end - old_end) / old_end for new_end in new for old_end in old]
        return Margin(min(shares), max(shares)).size
    return None


def _exactly(before: Figure, after: Figure, change: Figure) -> Decimal:
    difference = abs(after.value - before.value)
    return difference if change.unit != "%" else _HUNDRED * difference / before.value


def increase_of(told: Told) -> Iterator[Finding]:
    """办理120件,比上年增加20件,增长30%: the change in numbers and in per cent do not fit."""
    for index in range(2, len(told.figures)):
        now, *changes = told.figures[index - 2 : index + 1]
        in_units = next((c for c in changes if c.unit == now.unit), None)
        in_share = next((c for c in changes if c.unit == "%" != now.unit), None)
        moved = _is_count(now) and _moves_it(told, index - 1) and _moves_it(told, index)
        if not in_units or not in_share or not moved:
            continue
        bases = [base for base in (now.value - in_units.value, now.value + in_units.value) if base > 0]
        shares = [_HUNDRED * in_units.value / base for base in bases]
        stated = margin(in_share).size
        if _is_exact(now, in_units) and shares and not any(stated.low <= share <= stated.high for share in shares):
            yield _finding("growth", in_share, (now, in_units), shares[0])


def _is_exact(*figures: Figure) -> bool:
    return all(figure.approx is None and not last_digit(figure) for figure in figures)


def _finding(rule: Discrepancy, stated: Figure, others: tuple[Figure, ...], expected: Decimal) -> Finding:
    worked_out = shown(expected, stated)
    return Finding(rule=rule, figures=(stated, *others), expected=worked_out, stated=stated.value, unit=stated.unit)
