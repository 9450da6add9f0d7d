"""Which report is meant: by its place and year, by words of its title, or by its id."""

import re
from collections.abc import Collection, Sequence

from knowledge.models import Region, Shelved
from knowledge.periods import find_periods
from knowledge.regions import find_regions, is_within

BARE = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")  # a year as people type it


def meant(said: str, reports: Sequence[Shelved]) -> list[Shelved]:
    """The reports that all of it fits: place, year, words of the title, in any order."""
    if exact := [report for report in reports if report.id == said.strip()]:
        return exact
    places = find_regions(said, {report.meta.region.code: report.meta.region for report in reports}.values())
    dated = [(period.start, period.end, period.years) for period in find_periods(said)]
    dated += [(bare.start(), bare.end(), (int(bare[0]),)) for bare in BARE.finditer(said)]
    words = _left(said, [*((p.start, p.end) for p in places), *((start, end) for start, end, _ in dated)])
    if not (places or dated or words):
        return []
    years = {year for *_, named in dated for year in named}
    fits = [report for report in reports if not years or report.meta.year in years]
    fits = [report for report in fits if all(word in report.meta.title or word in report.id for word in words)]
    for place in places:
        fits = _at(place.regions, fits)
    return fits


def _left(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """What is said beside places and years."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text.split()


def _at(places: Collection[Region], reports: Sequence[Shelved]) -> list[Shelved]:
    """Those of the place itself; where there are none, those of what lies in it."""
    own = [report for report in reports if report.meta.region in places]
    return own or [r for r in reports if any(is_within(r.meta.region, place) for place in places)]
