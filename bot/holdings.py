"""What the library holds, as a list that fits a phone."""

from collections.abc import Sequence
from itertools import groupby

from bot.layout import Message, line
from bot.replies import say
from knowledge.models import Shelved

PLACES = 60  # listed one by one


def render_holdings(reports: Sequence[Shelved]) -> Message:
    """Places with their years, in the order of their codes."""
    if not reports:
        return Message((line(say("library.none")),))
    ordered = sorted(reports, key=lambda report: (report.meta.region.code, report.meta.year))
    rows = [_row(place, tuple(of)) for place, of in groupby(ordered, key=lambda report: report.meta.region.label)]
    more = [line(say("library.more", count=len(rows) - PLACES))] if len(rows) > PLACES else []
    return Message((line(say("library.holdings", count=len(reports))), *map(line, rows[:PLACES]), *more))


def _row(place: str, reports: Sequence[Shelved]) -> str:
    years = dict.fromkeys(say("answer.year", year=report.meta.year) for report in reports)
    return say("library.row", place=place, years=say("answer.comma").join(years))
