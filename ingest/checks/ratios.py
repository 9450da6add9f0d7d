"""Rates and growth that should follow from the counts beside them."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ingest.checks.told import Told
from ingest.cues import any_of
from ingest.phrases import is_comparison
from knowledge.margins import Margin, last_digit, margin, shown
from knowledge.models import Figure, Finding
from knowledge.numbers import unit_kind, units_agree
from knowledge.tokens import cut

_RATE: Final = "率"
_HUNDRED: Final = Decimal(100)
_POINTS: Final = "个百分点"
_SHARE = re.compile(rf"^\s*[,、(]?\s*(?:{any_of('share')})(?:{any_of('hedge')})?$")
_COUNTS: Final = ("only", "part", "after", "before")


def wrong_rate(told: Told) -> Iterator[Finding]:
    """受理100件,办结95件,办结率98%: none of the counts that the rate names give it."""
    for index, rate in enumerate(told.figures):
        if rate.role != "rate" or rate.unit != "%":
            continue
        counts = [f for f in told.figures[:index] if _is_count(f) and f.year == rate.year]
        numerators = _named(rate, counts) or _shared(told, index, counts)
        pairs = [(whole, part) for part in numerators for whole in counts if _is_of(part, whole)]
        if pairs and not any(_quotient(part, whole).meets(margin(rate)) for whole, part in pairs):
            whole, part = pairs[-1]
            yield _finding("rate", rate, (whole, part), _HUNDRED * part.value / whole.value)


def _named(rate: Figure, counts: list[Figure]) -> list[Figure]:
    """The counts that have all the words of the rate: 成功调解4017宗 of 调解成功率."""
    words = cut(rate.own.removesuffix(_RATE)) if rate.own.endswith(_RATE) else []
    stem = [word for word in words if len(word) > 1]
    return [f for f in counts if stem and len(stem) == len(words) and all(word in f.own for word in stem)]


def _shared(told: Told, index: int, counts: list[Figure]) -> list[Figure]:
    """民事案件60件,占60%: the count right before."""
    before = told.figures[index - 1] if index else None
    return [before] if before in counts and before and _SHARE.match(told.before[index]) else []


def _is_count(figure: Figure) -> bool:
    return figure.role in _COUNTS and unit_kind(figure.unit) not in ("rate", "time", "multiple") and figure.value > 0


def _is_of(part: Figure, whole: Figure) -> bool:
    alike = whole.start < part.start and units_agree(whole.unit, part.unit)
    return alike and whole.value >= part.value and whole.scope == part.scope


def _quotient(part: Figure, whole: Figure) -> Margin:
    above, below = margin(part), margin(whole)
    return Margin(_HUNDRED * above.low / below.high, _HUNDRED * above.high / max(below.low, Decimal(1)))


def wrong_growth(told: Told) -> Iterator[Finding]:
    """由100件增加到120件,增长30%."""
    for index in range(2, len(told.figures)):
        first, second, change = told.figures[index - 2 : index + 1]
        if not _is_bare_change(change) or first.unit != second.unit:
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


def _is_bare_change(figure: Figure) -> bool:
    """同比增长 is said of the figure before, 制造业投资增长 of another."""
    return figure.role == "change" and is_comparison(figure.own)


def _is_count_or_rate(figure: Figure) -> bool:
    return unit_kind(figure.unit) != "multiple" and figure.value > 0


def _change(before: Figure, after: Figure, change: Figure) -> Margin | None:
    """What the change may be, without its direction; None where it is told in another unit than these have."""
    old, new = margin(before), margin(after)
    differences = [after_end - old_end for after_end in new for old_end in old]
    if change.unit in (before.unit, _POINTS) and (change.unit == before.unit) != (before.unit == "%"):
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
        if not in_units or not in_share or not all(map(_is_bare_change, changes)):
            continue
        bases = [base for base in (now.value - in_units.value, now.value + in_units.value) if base > 0]
        shares = [_HUNDRED * in_units.value / base for base in bases]
        stated = margin(in_share).size
        if _is_exact(now, in_units) and shares and not any(stated.low <= share <= stated.high for share in shares):
            yield _finding("growth", in_share, (now, in_units), shares[0])


def _is_exact(*figures: Figure) -> bool:
    return all(figure.approx is None and not last_digit(figure) for figure in figures)


def _finding(rule: str, stated: Figure, others: tuple[Figure, ...], expected: Decimal) -> Finding:
    return Finding.model_validate(
        {
            "rule": rule,
            "figures": (stated, *others),
            "expected": shown(expected, stated),
            "stated": stated.value,
            "unit": stated.unit,
        }
    )
