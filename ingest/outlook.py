"""Which sections look ahead, and the year that a section speaks of.

::

    section = ahead | back | undecided
    ahead   = a heading with a later year, or of a plan
    back    = a heading with the report's year or an earlier one, or of a review

A heading's year counts before its words. A section that none decides goes on as the one before it, until one of
its paragraphs opens with the coming year: 2025年是…收官之年.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from ingest.cues import any_of
from ingest.sections import Block

_YEAR = re.compile(r"(?:19|20)\d\d(?=\s?年)")
_OPENS_YEAR = re.compile(r"((?:19|20)\d\d)\s?年(?!\s?\d)")  # a date opens a page's header
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
_PLAN = re.compile(any_of("plan_heading"))
_REVIEW = re.compile(any_of("review_heading"))


class _Outlook(NamedTuple):
    ahead: bool | None
    year: int | None


def dated(plain: str, blocks: Iterable[Block], year: int | None) -> Iterator[Block]:
    """The blocks of a report on ``year``, in order, each with the year that it speaks of."""
    running = _Outlook(ahead=None, year=year)
    top: tuple[str, ...] = ()
    for block in blocks:
        if block.path[:1] != top:
            top = block.path[:1]
            running = _told(top, year) or running
        if year and _opens_with(plain, block, year + 1):
            running = _Outlook(ahead=True, year=year + 1)
        seen = _told(block.path, year) or running
        yield replace(block, ahead=seen.ahead, year=seen.year)


def _opens_with(plain: str, block: Block, year: int) -> bool:
    opening = _OPENS_YEAR.match(plain, block.start)
    return opening is not None and int(opening[1]) == year


def _told(headings: tuple[str, ...], year: int | None) -> _Outlook | None:
    """By the innermost heading with a year, else by the outermost that says anything."""
    rules = ((_by_year, tuple(reversed(headings))), (_by_words, headings))
    return next((told for rule, ladder in rules for heading in ladder if (told := rule(heading, year))), None)


def _by_year(heading: str, year: int | None) -> _Outlook | None:
    named = max((int(found) for found in _YEAR.findall(heading)), default=None)
    return _Outlook(named > year, max(named, year)) if year and named else None


def _by_words(heading: str, year: int | None) -> _Outlook | None:
    heading = _QUOTED.sub("", heading)  # “优才计划” is a name
    if _REVIEW.search(heading):
        return _Outlook(ahead=False, year=year)
    return _Outlook(ahead=True, year=year + 1 if year else None) if _PLAN.search(heading) else None
