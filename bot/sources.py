"""Where a figure stands: its passage with the neighbours, as the report has them."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from bot.engine import Shelf
from bot.facets import cite
from bot.layout import Block, Kind, Message, Run, line, pages
from bot.paging import cut, turns
from bot.quotes import around
from bot.replies import say
from knowledge.models import Answer, Passage, Shelved

SHOWN = 3  # places of an answer; the rest is a question away
OPEN = 400  # characters of a passage that need not be folded
LEAF = 1500  # characters of a page: what a phone shows in a few screens


class Spot(NamedTuple):
    """Something that a reply quoted."""

    report: Shelved
    start: int
    text: str


def render_sources(answer: Answer, shelf: Shelf, key: str, page: int = 0) -> Message:
    """The passages that the answer was taken from, a page at a time; folded, with what was quoted in bold."""
    leaves = list(pages(_passages(answer, shelf), LEAF))
    shown = cut(leaves, page, 1)
    return Message(shown.items[0], turns("leaf", shown, key))


def _passages(answer: Answer, shelf: Shelf) -> tuple[Block, ...]:
    found: dict[tuple[str, int], list[Spot]] = {}
    for spot in _spots(answer):
        here = next((p for p in shelf.passages(spot.report.id) if p.start <= spot.start < p.end), None)
        if here and here.text[spot.start - here.start :].startswith(spot.text):
            found.setdefault((spot.report.id, here.ordinal), []).append(spot)
    shown = islice(found.items(), SHOWN)
    blocks = [block for (report, at), spots in shown for block in _shown(spots, at, shelf.passages(report))]
    return tuple(blocks) or (line(say("source.gone")),)


def _spots(answer: Answer) -> Iterator[Spot]:
    for cited in answer.figures:
        yield Spot(cited.report, cited.figure.start, cited.figure.text)
    for excerpt in answer.passages:
        yield Spot(excerpt.report, excerpt.start, excerpt.text)


def _shown(spots: Sequence[Spot], at: int, passages: Sequence[Passage]) -> tuple[Block, ...]:
    texts = {p.ordinal: p.text for p in passages if abs(p.ordinal - at) <= 1}
    here = next(p for p in passages if p.ordinal == at)
    spans = [(spot.start - here.start, spot.start - here.start + len(spot.text)) for spot in spots]
    kind: Kind = "quote" if len(here.text) <= OPEN else "folded"
    headings = (line(say("source.under", heading=heading)) for heading in here.path)
    return (
        line(cite(spots[0].report, "")),
        *headings,
        *_neighbour(texts.get(at - 1)),
        Block(around(here.text, spans, room=len(here.text)), kind),
        *_neighbour(texts.get(at + 1)),
    )


def _neighbour(text: str | None) -> tuple[Block, ...]:
    """What stands before or after, folded away: it gives the sentence its setting, and is not the answer."""
    return (Block((Run(text),), "folded"),) if text else ()
