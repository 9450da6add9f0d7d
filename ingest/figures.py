"""Figures of a block: its quantities that state something, each with indicator, role, scope, period, quote."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.clauses import Place, Sentence, split_sentences
from ingest.cues import any_of
from ingest.exclusions import why_not
from ingest.indicators import Named, name_indicator
from ingest.roles import role_of
from ingest.sections import Block
from ingest.zeros import find_zeros
from knowledge.models import Figure, Quantity
from knowledge.numbers import find_quantities
from knowledge.periods import Period, find_periods

_BASELINE = re.compile(rf"{any_of('baseline')}$")
_CLAUSE_START = re.compile(r"(?:^|[,;:。(、是\x01])\s*$")
_SCOPE = re.compile(
    rf"(?:^|(?<=[,;:(、\x01]))\s*(?:{any_of('part')})?"
    rf"(?:({any_of('scope')})(?!、)|([\u4e00-\u9fff]{{0,2}}[市区县省州][\u4e00-\u9fff]{{0,8}}?{any_of('body')})(?={any_of('sum')}|{any_of('verb')}|[已对自\x01]))"
)


def read_figures(text: str, plain: str, block: Block, year: int | None) -> Iterator[Figure]:
    """Figures of one block in order; ``plain`` is the folded text."""
    running: Period | None = None
    sentence: Sentence | None = None
    for start, end in split_sentences(plain, block):
        sentence = _sentence(plain, (start, end), block, sentence, year)
        named = {place.index: name_indicator(place) for place in sentence.places}
        for place in sentence.places:
            period = _period(place) or running
            yield _figure(text, place, named[place.index], period, year)
        opening = [period for period in sentence.periods if opens_clause(sentence.text, period)]
        running = opening[-1] if opening else running


def _sentence(plain: str, span: tuple[int, int], block: Block, before: Sentence | None, year: int | None) -> Sentence:
    text = plain[slice(*span)]
    periods = tuple(find_periods(text, year))
    stated = [q for q in find_quantities(text) if not why_not(text, q, periods)]
    quantities = sorted((*stated, *find_zeros(text)), key=lambda quantity: quantity.start)
    return Sentence(text, span[0], tuple(quantities), periods, block, before and replace(before, before=None))


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
    """The nearest before the number in its own clause, else the nearest that opens a clause."""
    text, start = place.sentence.text, place.quantity.start
    before = [p for p in place.sentence.periods if p.end <= start and not _BASELINE.search(text, 0, p.start)]
    clause = max(text.rfind(mark, 0, start) for mark in ",;:")
    near = [p for p in before if p.start > clause]
    opening = [p for p in before if opens_clause(text, p)]
    return (near or opening or [None])[-1]


def opens_clause(text: str, period: Period) -> bool:
    """Whether the period says when all that follows was, not which exam or which catalogue."""
    return bool(_CLAUSE_START.search(text, 0, period.start))


def _scope(place: Place) -> str | None:
    """Whose figure it is, where a clause before the number in its ;-part opens with that."""
    floor = place.sentence.shape.rfind(";", 0, place.quantity.start) + 1
    found = [match[1] or match[2] for match in _SCOPE.finditer(place.sentence.words, floor, place.quantity.start)]
    return found[-1] if found else None


def _quote(place: Place) -> tuple[int, int]:
    """The sentence, without the blanks round it."""
    sentence = place.sentence
    text = sentence.text
    return (
        sentence.start + len(text) - len(text.lstrip()),
        sentence.start + len(text.rstrip()),
    )
