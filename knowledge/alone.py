"""Figures that are plainly meant though a word stands apart: nothing else in their sentence is counted so."""

from knowledge.cases import Case, is_binding
from knowledge.match import Near
from knowledge.numbers import ANY_COUNT, is_countable, unit_kind

_PERSON = "person"  # people of all kinds are counted alike
_COMMON = ("body", "case", "item")  # kinds of unit that so many things are counted in that they tell none of them
_BOTH = 2  # words that name a thing, whatever a third one says


def _asked_kind(case: Case) -> bool:
    return unit_kind(case.want.unit or "") == unit_kind(case.figure.unit)


def said_by_its_sentence(case: Case) -> bool:
    """双语宣讲团讲了几场: its sentence says all that was asked, and counts nothing else in 场."""
    unit, stated = case.want.unit, case.figure.unit
    exact = stated.startswith(unit or " ") or (_asked_kind(case) and is_countable(stated))
    named = len(case.found.core) > 1 or case.found.core[0][1] >= Near.CLAUSE
    told = named and exact and unit != ANY_COUNT and unit_kind(stated) != _PERSON
    return told and case.found.alone and case.found.whole


def named_but_for_a_word(case: Case) -> bool:
    """清出执法队伍多少人 is 清退执法人员47名: two words name it, one is the asker's own, and none of them binds."""
    core = case.found.core
    named = sum(near >= Near.INDICATOR for _, near in core)
    missing = [term for term, near in core if near <= Near.PASSAGE]
    exact = case.want.unit not in (None, ANY_COUNT) and _asked_kind(case)
    spare = len(missing) < _BOTH and not any(map(is_binding, missing))
    return exact and case.found.alone and named >= _BOTH and spare


def only_count(case: Case) -> bool:
    """长臂猿…恢复至7群42只 answers 长臂猿有几只, for all else that stands beside the number."""
    stated = unit_kind(case.figure.unit)
    exact = case.want.unit == case.figure.unit or (_asked_kind(case) and stated == _PERSON)
    return exact and stated not in _COMMON and case.found.alone
