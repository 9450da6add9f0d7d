"""Which answers are worth a picture, and what it shows: one bar a place, or a line over the years."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from bot.facets import cite, facets, hedge, in_common, joined
from bot.replies import say
from knowledge.models import Answer, Cited
from knowledge.numbers import units_agree

MOST_SOURCES = 4  # named in the foot of a picture


class Point(NamedTuple):
    label: str
    value: float
    text: str  # the figure as the report has it


class Chart(NamedTuple):
    """A picture before it is drawn."""

    form: Literal["bars", "line"]
    title: str
    heading: str  # what all points have in common besides what they count
    points: tuple[Point, ...]
    foot: tuple[str, ...]


def compares(several: Sequence[Cited]) -> bool:
    """Whether the figures are the same of different places or years, so that they can stand in one table."""
    spots = {_spot(cited) for cited in several}
    first = several[0].figure if several else None
    alike = all(first and units_agree(first.unit, cited.figure.unit) for cited in several)
    return alike and len(several) == len(spots) > 1


def labels(several: Sequence[Cited]) -> list[str]:
    """What each figure is called in a table or under a bar: its place, its year, or both."""
    said = [facets(cited) for cited in several]
    common = in_common(said)
    return [joined(own[name] for name in ("place", "when") if name in own and name not in common) for own in said]


def chart(answer: Answer) -> Chart | None:
    """The picture of a comparison, a ranking or a trend; None for every other answer."""
    if answer.status != "several" or not compares(answer.figures):
        return None
    common = in_common([facets(cited) for cited in answer.figures])
    shown = zip(labels(answer.figures), answer.figures, strict=True)
    return Chart(
        form="line" if _is_trend(answer.figures) else "bars",
        title=common.get("indicator", answer.question),
        heading=joined(value for name, value in common.items() if name != "indicator"),
        points=tuple(Point(label, float(c.figure.value), hedge(c.figure) + c.figure.text) for label, c in shown),
        foot=(*(say(f"caution.{reason}") for reason in answer.caution), *_foot(answer.figures)),
    )


def _is_trend(several: Sequence[Cited]) -> bool:
    places = {place for place, _ in map(_spot, several)}
    years = [year for _, year in map(_spot, several)]
    return len(places) == 1 and years == sorted(years)


def _spot(cited: Cited) -> tuple[str, int]:
    return cited.report.meta.region.code, cited.figure.year or cited.report.meta.year


def _foot(several: Sequence[Cited]) -> tuple[str, ...]:
    sources = dict.fromkeys(cite(cited.report, cited.section) for cited in several)
    shown = list(sources)[:MOST_SOURCES]
    more = [say("chart.more", count=len(sources))] if len(sources) > len(shown) else []
    return (say("chart.source"), *shown, *more)
