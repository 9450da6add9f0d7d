"""When a file looks wrong: another place's or year's, the same once more under another name, or no report at all.

A doubt refuses nothing; it is shown to whoever put the file in, before it goes live. So it is silent on any report that
is what it says it is.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Literal

from knowledge.differences import Difference
from knowledge.intake import Book, count_figures
from knowledge.models import Frozen, Region, Shelved
from knowledge.periods import find_periods
from knowledge.regions import find_regions, is_within

_OFTEN: Final = 5  # mentions before another place or year is more than one that is told of
_TIMES: Final = 3  # as often as the report's own year; plans and targets name the next one, too
_FEW_FIGURES: Final = 5
_FEW_SECTIONS: Final = 2
_ENOUGH: Final = 10  # figures before a share of them says anything
_NEARLY_ALL: Final = 10  # one in ten is the same, or fewer
_COUNTED: Final = 20_000  # characters in which places and years are counted; more change no result

_DATED = re.compile(r"\D*\d{4}")  # 2019年, 截至2019年底; not 11月, which is of whatever year was told

Kind = Literal[
    "other_place", "other_year", "other_publisher", "all_changed", "held_already", "few_figures", "few_sections"
]  # fmt: skip


class Doubt(Frozen):
    """What looks wrong about a file."""

    kind: Kind
    stated: str = ""  # what the report is said to be: its place, its year, its publisher
    found: str = ""  # what speaks against it
    count: int = 0  # how often, how many


_Rule = Callable[[Book], Iterator[Doubt]]


def doubts(
    book: Book,
    held: Sequence[Shelved] = (),
    text_of: Callable[[Shelved], str] | None = None,
    difference: Difference | None = None,
) -> tuple[Doubt, ...]:
    """Every doubt about a file that was read.

    ``held`` are the reports of the library, ``text_of`` brings the text of one of them, ``difference`` is that between
    the report's live version and this one.
    """
    about_itself = (doubt for rule in RULES for doubt in rule(book))
    return (*about_itself, *_changed(difference), *(_held(book, held, text_of) if text_of else ()))


def other_place(book: Book) -> Iterator[Doubt]:
    """The body names another place, with its parts, more often than the report's own with its parts."""
    own = book.report.meta.region
    named = Counter(m.regions[0] for m in find_regions(_body(book)) if len(m.regions) == 1)
    others = {region: _times(named, region) for region in named if not _akin(region, own)}
    most = max(others, key=others.__getitem__, default=None)
    if most and others[most] >= _OFTEN and others[most] > _times(named, own):
        yield Doubt(kind="other_place", stated=own.label, found=most.label, count=others[most])


def other_year(book: Book) -> Iterator[Doubt]:
    """The body names another year several times as often as the one that is reported on."""
    own = book.report.meta.year
    years = Counter(
        p.years[0] for p in find_periods(_body(book)) if len(p.years) == 1 and re.match(r"\D*\d{4}", p.text)
    )
    for year, times in years.most_common(1):
        if year != own and times >= _OFTEN and times > _TIMES * years[own]:
            yield Doubt(kind="other_year", stated=str(own), found=str(year), count=times)


def other_publisher(book: Book) -> Iterator[Doubt]:
    """The publisher is a body of another place."""
    meta = book.report.meta
    mentions = find_regions(meta.publisher)
    if mentions and not any(_akin(region, meta.region) for region in mentions[0].regions):
        yield Doubt(kind="other_publisher", stated=meta.region.label, found=meta.publisher)


def few_figures(book: Book) -> Iterator[Doubt]:
    count = count_figures(book.passages)
    if count < _FEW_FIGURES:
        yield Doubt(kind="few_figures", count=count)


def few_sections(book: Book) -> Iterator[Doubt]:
    count = len({passage.path for passage in book.passages if passage.path})
    if count < _FEW_SECTIONS:
        yield Doubt(kind="few_sections", count=count)


RULES: tuple[_Rule, ...] = (other_place, other_year, other_publisher, few_figures, few_sections)


def _changed(difference: Difference | None) -> Iterator[Doubt]:
    """Hardly a figure of the live version is left."""
    if difference is None:
        return
    before = difference.same + len(difference.changed) + len(difference.gone)
    if before >= _ENOUGH and _NEARLY_ALL * difference.same <= before:
        yield Doubt(kind="all_changed", count=before - difference.same)


def _held(book: Book, held: Sequence[Shelved], text_of: Callable[[Shelved], str]) -> Iterator[Doubt]:
    """The same text is held as another report; only one with as many passages and figures can be it."""
    counted = (len(book.passages), count_figures(book.passages))
    text = _bare(book.report.text)
    for report in held:
        another = report.id != book.report.id and (report.passages, report.figures) == counted
        if another and _bare(text_of(report)) == text:
            meta = report.meta
            yield Doubt(kind="held_already", stated=meta.region.label, found=meta.publisher, count=meta.year)


def _body(book: Book) -> str:
    start, end = book.report.body
    return book.report.text[start : min(end, start + _COUNTED)]


def _bare(text: str) -> str:
    return "".join(text.split())


def _akin(one: Region, other: Region) -> bool:
    return is_within(one, other) or is_within(other, one)


def _times(named: Counter[Region], region: Region) -> int:
    return sum(times for other, times in named.items() if is_within(other, region))
