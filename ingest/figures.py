"""Figures of a block: its quantities that state something, each with indicator, role, scope, period, quote."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import attrgetter, itemgetter

from ingest.clauses import Sentence, split_sentences
from ingest.cues import any_of, cue_words
from ingest.entries import row_figures
from ingest.exclusions import why_not
from ingest.heads import topic_of
from ingest.indicators import Named, name_indicator
from ingest.owns import changes, each_of
from ingest.places import Place, places_of
from ingest.roles import role_of
from ingest.sections import Block
from ingest.stated import Stated, figure_of
from ingest.zeros import find_zeros
from knowledge.models import Figure, Quantity
from knowledge.numbers import find_quantities, units_agree
from knowledge.periods import Period, find_periods

_FROM = re.compile(rf"{any_of('from')}$")
_FIRST_CLAUSE = re.compile("[,;:]")
_JOINT = re.compile(rf"\s*(?:[、,]|{any_of('and')})\s*")
_BY_KIND = re.compile(any_of("by_kind"))
_EARLIER = re.compile(rf"(?:^|(?<=[,;:。(]))在?({any_of('earlier')})")


@dataclass(frozen=True)
class _Reading:
    """What was worked out for one quantity, before it is put into the report's terms."""

    place: Place
    named: Named
    period: Period | None
    quote: tuple[int, int]


def read_figures(text: str, plain: str, block: Block) -> Iterator[Figure]:
    """Figures of one block in order; ``plain`` is the folded text."""
    if block.row:
        yield from row_figures(text, block.row, block)
        return
    running: Period | None = None
    lead = ""
    readings: list[_Reading] = []
    for span in split_sentences(plain, block):
        sentence = _sentence(plain, span, block, lead)
        if _BY_KIND.match(sentence.text):
            sentence = replace(sentence, divides=_counted(readings, sentence))
        readings = _readings(places_of(sentence), running)
        yield from (figure_of(text, _stated(reading)) for reading in readings)
        _, first = sentence.part_of(0)  # ;2019年为16%: what stands in a later part ends with the sentence
        opening = [p for p in sentence.opening_periods if p.end <= first and _goes_on(p, block)]
        running = opening[-1] if opening else running
        lead = "" if readings else _FIRST_CLAUSE.split(sentence.words, maxsplit=1)[0]


def _counted(before: list[_Reading], sentence: Sentence) -> str:
    """What was counted in the same unit before: 矛盾纠纷 of 调处矛盾纠纷213件。从类型看,邻里纠纷86件."""
    unit = next((quantity.unit for quantity in sentence.quantities), "")
    alike = (reading.place for reading in before if units_agree(reading.place.quantity.unit, unit))
    return next(filter(None, map(topic_of, alike)), "")


def _goes_on(period: Period, block: Block) -> bool:
    """Whether a period that opens a sentence is also that of the next; a review looks ahead for one sentence only."""
    year = block.year or max(period.years, default=0)
    looks_ahead = not block.ahead and any(y > year for y in period.years)
    return period.text not in cue_words("earlier") and not looks_ahead


def _readings(places: list[Place], running: Period | None) -> list[_Reading]:
    named = [name_indicator(place) for place in places]
    return [
        _Reading(place, name, _period(place) or running, quote)
        for place, name, quote in zip(places, named, _quotes(places, named), strict=True)
    ]


def _sentence(plain: str, span: tuple[int, int], block: Block, lead: str) -> Sentence:
    text = plain[slice(*span)]
    periods = tuple(sorted((*find_periods(text, block.year), *_earlier(text, block.year)), key=attrgetter("start")))
    stated = [_captioned(q, block.unit) for q in find_quantities(text) if not why_not(text, q, periods)]
    quantities = sorted((*stated, *find_zeros(text)), key=attrgetter("start"))
    return Sentence(text, span[0], tuple(quantities), periods, block, lead)


def _earlier(text: str, year: int | None) -> Iterator[Period]:
    """在之前…的基础上: the years before, the last of them for one."""
    for match in _EARLIER.finditer(text):
        years = (year - 1,) if year else ()
        yield Period(start=match.start(1), end=match.end(1), text=match[1], years=years, label=match[1])


def _captioned(quantity: Quantity, unit: str) -> Quantity:
    """A bare number of a table in the unit of its caption: 1,200 under (单位:万元) is 12000000元."""
    one = find_quantities(f"1{unit}") if unit and not quantity.unit else []
    return (
        quantity.model_copy(update={"value": quantity.value * one[0].value, "unit": one[0].unit}) if one else quantity
    )


def _stated(reading: _Reading) -> Stated:
    sentence, quantity, named = reading.place.sentence, reading.place.quantity, reading.named
    return Stated(
        quantity=quantity,
        span=(sentence.start + quantity.start, sentence.start + quantity.end),
        indicator=named.whole or sentence.block.topic,
        own=named.own,
        head=named.head,
        rule=named.rule,
        role=role_of(reading.place, reading.period),
        quote=reading.quote,
        year=sentence.block.year,
        period=reading.period,
        scope=_scope(reading.place),
    )


def _period(place: Place) -> Period | None:
    """Its own of as many years as there are numbers, else the nearest before it in its clause, else what opens one."""
    return _by_position(place) or _nearest(place)


def _by_position(place: Place) -> Period | None:
    """2016年至2018年、2016年、2017年和2018年分别为31件、38件、49件: the years one by one."""
    group = place.group
    if len(group) == 1:
        return None
    before = [p for p in place.sentence.periods if p.end <= group[0].quantity.start]
    series = before[-len(group) :]
    if len(series) == len(group) and all(len(p.years) == 1 for p in series) and _listed(place.sentence.text, series):
        return series[group.index(place)]
    if before and len(before[-1].years) == len(group) and each_of(place):
        year = before[-1].years[group.index(place)]
        return before[-1].model_copy(update={"years": (year,), "label": f"{year}年"})
    return None


def _listed(text: str, periods: list[Period]) -> bool:
    """Whether nothing but 、 or 和 stands between periods, and no two are the same."""
    between = (text[one.end : other.start] for one, other in pairwise(periods))
    return len({p.years for p in periods}) == len(periods) and all(_JOINT.fullmatch(gap) for gap in between)


def _nearest(place: Place) -> Period | None:
    sentence, start = place.sentence, place.quantity.start
    before = [p for p in sentence.periods if p.end <= start and _dates(place, p)]
    clause = max(sentence.text.rfind(mark, 0, start) for mark in ",;:")
    near = [p for p in before if p.start > clause]
    found = near or [p for p in before if p in sentence.opening_periods]
    return found[-1] if found else None


def _dates(place: Place, period: Period) -> bool:
    """Whether a period before a number may say when it was: not what it is compared with, started from, or a remark."""
    sentence, start = place.sentence, place.quantity.start
    if period in sentence.baselines:
        return not sentence.text[period.end : start].strip("的")  # 较2020年的83.5%: that one is of 2020
    if any(opened < period.start < closed < start for opened, closed in sentence.brackets):
        return False  # (2019年为144件),受理118件
    began = place.previous.quantity.start if place.previous and changes(place) else 0
    return not (period.end <= began and _FROM.search(sentence.text, 0, period.start))


def _scope(place: Place) -> str | None:
    """Whose figure it is, where a clause before the number in its ;-part opens with that; a closed bracket is past."""
    sentence, end = place.sentence, place.quantity.start
    floor = sentence.part_of(end)[0]
    found = [(start, said) for start, stop, said in sentence.scopes if floor <= start and stop <= end]
    past = [(opened, closed) for opened, closed in sentence.brackets if closed < end] if found else []
    said = [said for start, said in found if not any(opened < start < closed for opened, closed in past)]
    return said[-1] if said else None


def _quotes(places: list[Place], named: list[Named]) -> Iterator[tuple[int, int]]:
    """For each the ;-part that states it where that stands on its own, else the sentence; blanks off."""
    parts = [place.sentence.part_of(place.quantity.start) for place in places]
    for (start, end), group in groupby(zip(parts, places, named, strict=True), key=itemgetter(0)):
        held = list(group)
        sentence = held[0][1].sentence
        heads = {name.head for _, _, name in held}
        alone = all(head in sentence.text[start:end] or head not in sentence.text for head in heads)
        quote = _bared(sentence, (start, end) if alone else (0, len(sentence.text)))
        yield from (quote for _ in held)


def _bared(sentence: Sentence, span: tuple[int, int]) -> tuple[int, int]:
    part = sentence.text[slice(*span)]
    return sentence.start + span[1] - len(part.lstrip()), sentence.start + span[0] + len(part.rstrip())
