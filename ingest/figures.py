"""Figures of a block: its quantities that state something, each with indicator, role, scope, period, quote."""

import re
from collections.abc import Iterator

from ingest.clauses import Place, Sentence, split_sentences
from ingest.cues import any_of
from ingest.exclusions import why_not
from ingest.indicators import Named, name_indicator
from ingest.roles import role_of
from ingest.sections import Block
from knowledge.models import Figure, Quantity
from knowledge.numbers import find_quantities
from knowledge.periods import Period, find_periods

_SCOPE = re.compile(any_of("scope"))


def read_figures(text: str, plain: str, block: Block, year: int | None) -> Iterator[Figure]:
    """Figures of one block in order; ``plain`` is the folded text."""
    running: Period | None = None
    for start, end in split_sentences(plain, block):
        sentence = _sentence(plain, start, end, block, year)
        named = {place.index: name_indicator(place) for place in sentence.places}
        for place in sentence.places:
            period = _period(place) or running
            yield _figure(text, place, named[place.index], period, year)
        running = sentence.periods[-1] if sentence.periods else running


def _sentence(plain: str, start: int, end: int, block: Block, year: int | None) -> Sentence:
    text = plain[start:end]
    periods = tuple(find_periods(text, year))
    quantities = tuple(q for q in find_quantities(text) if not why_not(text, q, periods))
    return Sentence(text, start, quantities, periods, block)


def _figure(text: str, place: Place, named: Named, period: Period | None, year: int | None) -> Figure:
    sentence, quantity = place.sentence, place.quantity
    start, end = sentence.start + quantity.start, sentence.start + quantity.end
    quote_start, quote_end = _quote(place)
    return Figure(
        **_measure(quantity),
        start=start,
        end=end,
        text=text[start:end],
        indicator=named.whole or sentence.block.topic,
        own=named.own,
        head=named.head,
        role=role_of(place, year),
        scope=_scope(place),
        period=period.label if period else (f"{year}年" if year else None),
        year=period.years[-1] if period and period.years else year,
        quote=text[quote_start:quote_end],
        quote_start=quote_start,
        rule=named.rule,
    )


def _measure(quantity: Quantity) -> dict[str, object]:
    return quantity.model_dump(include={"value", "unit", "approx"})


def _period(place: Place) -> Period | None:
    before = [period for period in place.sentence.periods if period.end <= place.quantity.start]
    return before[-1] if before else None


def _scope(place: Place) -> str | None:
    """The nearest word of scope before the number in its ;-part."""
    floor = place.sentence.shape.rfind(";", 0, place.quantity.start) + 1
    found = _SCOPE.findall(place.sentence.text, floor, place.quantity.start)
    return found[-1] if found else None


def _quote(place: Place) -> tuple[int, int]:
    """The sentence, without the blanks round it."""
    sentence = place.sentence
    text = sentence.text
    return (
        sentence.start + len(text) - len(text.lstrip()),
        sentence.start + len(text.rstrip()),
    )
