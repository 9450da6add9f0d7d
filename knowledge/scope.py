"""Which reports a question is about: place and year are hard filters, never relaxed in silence."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from knowledge import lexicon
from knowledge.departments import department_names
from knowledge.models import Reason, Region, Shelved
from knowledge.periods import find_periods
from knowledge.question import Question
from knowledge.regions import is_within
from knowledge.targets import Target


class Scope(NamedTuple):
    """The reports that a target covers, or what of it the library does not hold."""

    target: Target
    reports: tuple[Shelved, ...]
    reason: Reason | None = None
    missing: str | None = None
    held: tuple[str, ...] = ()
    absent: tuple[int, ...] = ()  # asked years without a report
    borrowed: tuple[Shelved, ...] = ()  # reports of another year or of a place around that may speak of it
    planned: tuple[Shelved, ...] = ()  # reports of the year before, which may have planned for it


def _years(reports: Sequence[Shelved]) -> tuple[str, ...]:
    return tuple(f"{year}年" for year in sorted({r.meta.year for r in reports}))


def _places(reports: Sequence[Shelved]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r.meta.region.label for r in reports))


def _of_place(target: Target, reports: Sequence[Shelved]) -> tuple[Shelved, ...]:
    codes = {region.code for region in target.regions}
    return tuple(r for r in reports if not codes or r.meta.region.code in codes)


def _of_publisher(question: Question, reports: tuple[Shelved, ...]) -> tuple[Shelved, ...]:
    """A bureau that is named (市司法局) leads to its own reports, where it has any."""
    own = tuple(r for r in reports if any(name in question.text for name in publisher_names(r)))
    return own or reports


def publisher_names(report: Shelved) -> tuple[str, ...]:
    """What the publisher may be called, its place off: 厦门市司法局 → 司法局, 司法厅, 司法部门."""
    name = publisher_name(report)
    return (name, *department_names().get(name, ()))


def publisher_name(report: Shelved) -> str:
    """The publisher without its place: 厦门市司法局 → 司法局."""
    name = report.meta.publisher
    for part in report.meta.region.path:
        name = name.replace(part, "")
    return name


def _inside(target: Target, reports: Sequence[Shelved]) -> tuple[Shelved, ...]:
    """Reports of the places inside the target's: 厦门各区 → 思明区."""
    return tuple(r for r in reports if any(_is_inner(r.meta.region, region) for region in target.regions))


def _is_inner(region: Region, outer: Region) -> bool:
    return region != outer and is_within(region, outer)


class RelativeRow(lexicon.Row):
    says: tuple[str, ...]
    back: int
    seen: str


@cache
def _back() -> dict[str, int]:
    rows = lexicon.rows("relative_years.toml", RelativeRow)
    return {word: row.back for row in rows for word in row.says}


def _dated(target: Target, placed: Sequence[Shelved], today: date) -> Target:
    """去年 as the calendar has it where that year is held, else as the newest report of the place has it."""
    back = next((back for word, back in _back().items() if target.relative.startswith(word)), None)
    if back is None or target.years:
        return target
    held = {r.meta.year for r in placed}
    calendar = next(iter(y for p in find_periods(target.relative, today.year) for y in p.years), today.year)
    return target.model_copy(update={"years": (calendar if calendar in held else max(held) - back,)})


def scope(question: Question, target: Target, reports: Sequence[Shelved], today: date) -> Scope:
    """Reports of the target's place and years; without them what is missing and what exists."""
    placed = _inside(target, reports) if target.inside == "each" else _of_place(target, reports)
    if not placed and target.inside:  # 宜宾各区县, of which none has a report: that of 宜宾 may list them
        placed = _inside(target, reports) or _of_place(target, reports)
    if not placed:
        around = tuple(r for r in reports if any(_is_inner(region, r.meta.region) for region in target.regions))
        held = _places(_inside(target, reports) or reports)
        return Scope(target, (), "no_place", target.said, held, borrowed=_of_years(target, around))
    placed = _of_publisher(question, placed)
    target = _dated(target, placed, today)
    if not target.years:
        return Scope(target, placed)
    dated = tuple(r for r in placed if r.meta.year in target.years)
    absent = tuple(y for y in target.years if all(r.meta.year != y for r in dated))
    if dated:
        return Scope(target, dated, absent=absent, held=_years(placed))
    planned = tuple(r for r in placed if r.meta.year + 1 in target.years)
    if planned and question.role == "plan":
        return Scope(target, planned, planned=planned)
    missing = target.said + "、".join(f"{y}年" for y in target.years)
    around = tuple(r for r in reports if any(_is_inner(region, r.meta.region) for region in target.regions))
    recalling = tuple(r for r in placed if r.meta.year > max(target.years))
    speaking = _of_years(target, around) or recalling
    ahead = () if question.done else planned
    return Scope(target, (), "no_year", missing, _years(placed), absent, borrowed=speaking, planned=ahead)


def _of_years(target: Target, reports: Sequence[Shelved]) -> tuple[Shelved, ...]:
    return tuple(r for r in reports if not target.years or r.meta.year in target.years)
