"""Which reports a question is about: place and year are hard filters, never relaxed in silence."""

from collections.abc import Sequence
from typing import NamedTuple

from knowledge.models import Reason, Shelved
from knowledge.question import Question, Target


class Scope(NamedTuple):
    """The reports that a target covers, or what of it the library does not hold."""

    target: Target
    reports: tuple[Shelved, ...]
    reason: Reason | None = None
    missing: str | None = None
    held: tuple[str, ...] = ()
    absent: tuple[int, ...] = ()  # asked years without a report
    ahead: bool = False  # the year after the report's own: only its plans speak of it


def _years(reports: Sequence[Shelved]) -> tuple[str, ...]:
    return tuple(f"{year}年" for year in sorted({r.meta.year for r in reports}))


def _places(reports: Sequence[Shelved]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r.meta.region.label for r in reports))


def _of_place(target: Target, reports: Sequence[Shelved]) -> tuple[Shelved, ...]:
    codes = {region.code for region in target.regions}
    return tuple(r for r in reports if not codes or r.meta.region.code in codes)


def _of_publisher(question: Question, reports: tuple[Shelved, ...]) -> tuple[Shelved, ...]:
    """A bureau that is named (市司法局) leads to its own reports, where it has any."""
    own = tuple(r for r in reports if any(t in question.text for t in (publisher_name(r),)))
    return own or reports


def publisher_name(report: Shelved) -> str:
    """The publisher without its place: 厦门市司法局 → 司法局."""
    name = report.meta.publisher
    for part in report.meta.region.path:
        name = name.replace(part, "")
    return name


def _plans(question: Question) -> bool:
    return question.role == "plan"


def scope(question: Question, target: Target, reports: Sequence[Shelved]) -> Scope:
    """Reports of the target's place and years; without them what is missing and what exists."""
    placed = _of_place(target, reports)
    if not placed:
        return Scope(target, (), "no_place", target.said, _places(reports))
    placed = _of_publisher(question, placed)
    if not target.years:
        return Scope(target, placed)
    dated = tuple(r for r in placed if r.meta.year in target.years)
    absent = tuple(y for y in target.years if all(r.meta.year != y for r in dated))
    if dated:
        return Scope(target, dated, absent=absent, held=_years(placed))
    planned = tuple(r for r in placed if r.meta.year + 1 in target.years)
    if planned and _plans(question):
        return Scope(target, planned, ahead=True)
    return Scope(target, (), "no_year", "、".join(f"{y}年" for y in target.years), _years(placed), absent)
