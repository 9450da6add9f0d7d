"""What the library holds: places with their years, the reports of a place, and where years are missing."""

from collections.abc import Sequence
from itertools import groupby

from bot.facets import cite
from bot.layout import Block, Button, Message, line, table
from bot.paging import cut, turns
from bot.replies import say
from knowledge.coverage import Coverage, coverage
from knowledge.models import Region, Shelved

PLACES = 12  # on a page, each with a button
ROWS = 20  # on a page of the table
YEARS = 6  # columns that a phone shows beside a place; the latest
IN_A_ROW = 2


def render_places(reports: Sequence[Shelved], page: int = 0) -> Message:
    """Places with their years, in the order of their codes, and a button for each."""
    if not reports:
        return Message((line(say("library.none")),))
    groups = _by_place(reports)
    shown = cut(groups, page, PLACES)
    rows = [line(say("library.row", place=place.label, years=_years(of))) for place, of in shown.items]
    keys = [Button(place.label, "place", shown.page, about=place.code) for place, _ in shown.items]
    keyboard = tuple(tuple(keys[i : i + IN_A_ROW]) for i in range(0, len(keys), IN_A_ROW))
    heading = line(say("library.holdings", count=len(reports)))
    return Message((heading, *rows), (*keyboard, *turns("places", shown)))


def render_place(reports: Sequence[Shelved], code: str, page: int) -> Message:
    """The reports of one place, the latest first; back to the page that it was chosen on."""
    of = [report for report in reports if report.meta.region.code == code]
    if not of:
        return render_places(reports)
    rows = (_report(report) for report in sorted(of, key=lambda report: report.meta.year, reverse=True))
    return Message(
        (line(of[0].meta.region.label, bold=True), *rows),
        ((Button(say("button.back"), "places", page, about="all"),),),
    )


def render_coverage(reports: Sequence[Shelved], page: int = 0) -> Message:
    """Places by years, with a mark where there is a report; a table for each kind of report."""
    if not reports:
        return Message((line(say("library.none")),))
    years = sorted({report.meta.year for report in reports})[-YEARS:]
    rows = coverage(reports)
    kinds = sorted({row.kind for row in rows})
    shown = cut(sorted(rows, key=lambda row: row.kind), page, ROWS)
    heading = line(say("library.coverage", count=len(reports), first=years[0], last=years[-1]))
    blocks = [heading]
    for kind, of in groupby(shown.items, key=lambda row: row.kind):
        blocks += [line(kind, bold=True)] if len(kinds) > 1 else []
        blocks.append(_covered(list(of), years))
    return Message(tuple(blocks), turns("years", shown))


def _covered(rows: Sequence[Coverage], years: Sequence[int]) -> Block:
    head = ("", *(say("library.short_year", year=year % 100) for year in years))
    return table([head, *((row.region.label, *_marks(row, years)) for row in rows)])


def _by_place(reports: Sequence[Shelved]) -> list[tuple[Region, list[Shelved]]]:
    ordered = sorted(reports, key=lambda report: (report.meta.region.code, report.meta.year))
    return [(of[0].meta.region, of) for of in (list(g) for _, g in groupby(ordered, key=lambda r: r.meta.region.code))]


def _years(reports: Sequence[Shelved]) -> str:
    return say("answer.comma").join(dict.fromkeys(say("answer.year", year=report.meta.year) for report in reports))


def _marks(row: Coverage, years: Sequence[int]) -> list[str]:
    return [say("library.held" if year in row.held else "library.missing") for year in years]


def _report(report: Shelved) -> Block:
    return line(say("library.report", year=report.meta.year, source=cite(report, ""), figures=report.figures))
