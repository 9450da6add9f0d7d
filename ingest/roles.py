"""What part a figure plays: the rules are tried in the order of the list at the foot."""

import re
from collections.abc import Callable

from ingest.cues import any_of, cue_words
from ingest.owns import changed_from, changed_to, moved_to
from ingest.places import Place
from knowledge.models import Role
from knowledge.numbers import unit_kind
from knowledge.periods import Period

_PLAN = re.compile(any_of("plan"))
_PROSPECT = re.compile(any_of("prospect"))
_GROWTH = re.compile(rf"{any_of('growth')}{any_of('hedge')}?$")
_MOVED = re.compile(rf"{any_of('change')}{any_of('to')}$")


def planned_section(place: Place, period: Period | None) -> Role | None:
    """Everything under 二、2020年工作计划, but what it recalls of 2019."""
    block = place.sentence.block
    recalls = block.year and period and period.years and period.years[-1] < block.year
    return "plan" if block.ahead and not recalls else None


def planned(place: Place, _: Period | None) -> Role | None:
    return "plan" if _says(_PLAN, place) else None


def hoped_for(place: Place, _: Period | None) -> Role | None:
    """预计增长5%, unless a heading says that it looks back: then it is an estimate of what was."""
    if place.sentence.block.ahead is False:
        return None
    return "plan" if _says(_PROSPECT, place) else None


def recalled(_: Place, period: Period | None) -> Role | None:
    """在之前取消15项的基础上,今年取消12项."""
    return "before" if period and period.text in cue_words("earlier") else None


def _says(word: re.Pattern[str], place: Place) -> bool:
    """Whether the word stands before the number, or before the list that it is in."""
    return any(word.search(at.sentence.shape, at.left_start, at.quantity.start) for at in (place.group[0], place))


def before_change(place: Place, _: Period | None) -> Role | None:
    return "before" if changed_from(place) is not None else None


def after_change(place: Place, _: Period | None) -> Role | None:
    moved = changed_to(place) is not None or moved_to(place) is not None or _MOVED.search(place.group[0].raw_left)
    return "after" if moved else None


def change(place: Place, _: Period | None) -> Role | None:
    """同比增长5.5%, 下降2件."""
    return "change" if any(_GROWTH.search(at.raw_left) for at in (place.group[0], place)) else None


def rate(place: Place, _: Period | None) -> Role | None:
    return "rate" if unit_kind(place.quantity.unit) == "rate" else None


def part(place: Place, _: Period | None) -> Role | None:
    return "part" if place.bracket is not None or place.part_word is not None else None


ROLES: tuple[Callable[[Place, Period | None], Role | None], ...] = (
    before_change,
    recalled,
    planned_section,
    planned,
    hoped_for,
    after_change,
    change,
    rate,
    part,
)


def role_of(place: Place, period: Period | None) -> Role:
    return next((role for rule in ROLES if (role := rule(place, period))), "only")
