"""Which places have which kinds of report for which years, and where years are missing."""

from collections.abc import Iterable
from itertools import groupby

from knowledge.models import Frozen, Region, Shelved


class Coverage(Frozen):
    """The reports of one kind that a place has."""

    region: Region
    kind: str
    held: dict[int, tuple[str, ...]]  # ids of the reports by year: several bodies may report on the same

    @property
    def missing(self) -> tuple[int, ...]:
        """The years without a report between the first and the last."""
        return tuple(year for year in range(min(self.held), max(self.held)) if year not in self.held)


def coverage(reports: Iterable[Shelved]) -> tuple[Coverage, ...]:
    """One entry a place and kind, by the codes of the places."""
    ordered = sorted(reports, key=lambda r: (*_place_and_kind(r), r.meta.year, r.id))
    return tuple(_covered(list(group)) for _, group in groupby(ordered, key=_place_and_kind))


def _place_and_kind(report: Shelved) -> tuple[str, str]:
    return report.meta.region.code, report.meta.kind


def _covered(reports: list[Shelved]) -> Coverage:
    first = reports[0].meta
    by_year = groupby(reports, key=lambda r: r.meta.year)
    held = {year: tuple(report.id for report in of) for year, of in by_year}
    return Coverage(region=first.region, kind=first.kind, held=held)
