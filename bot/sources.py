"""Where a figure stands: its passage with the neighbours, as the report has them."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.engine import Shelf
from bot.facets import cite
from bot.layout import Block, Message, Run, line, pages
from bot.paging import cut, turns
from bot.replies import say
from knowledge.models import Answer, Passage, Shelved

SHOWN = 3  # places of an answer; the rest is a question away
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
    shown: dict[tuple[str, int], tuple[Block, ...]] = {}
    for spot in _spots(answer):
        passages = shelf.passages(spot.report.id)
        here = next((p for p in passages if p.start <= spot.start < p.end), None)
        if here and here.text[spot.start - here.start :].startswith(spot.text):
            shown.setdefault((spot.report.id, here.ordinal), _shown(spot, here, passages))
    blocks = [block for found in list(shown.values())[:SHOWN] for block in found]
    return tuple(blocks) or (line(say("source.gone")),)


def _spots(answer: Answer) -> Iterator[Spot]:
    for cited in answer.figures:
        yield Spot(cited.report, cited.figure.start, cited.figure.text)
    for excerpt in answer.passages:
        yield Spot(excerpt.report, excerpt.start, excerpt.text)


def _shown(spot: Spot, here: Passage, passages: tuple[Passage, ...]) -> tuple[Block, ...]:
    start = spot.start - here.start
    end = start + len(spot.text)
    near = {p.ordinal: p.text for p in passages if abs(p.ordinal - here.ordinal) == 1}
    before, after = near.get(here.ordinal - 1), near.get(here.ordinal + 1)
    runs = (
        Run(f"{before}\n\n" if before else ""),
        Run(here.text[:start]),
        Run(here.text[start:end], bold=True),
        Run(here.text[end:]),
        Run(f"\n\n{after}" if after else ""),
    )
    headings = (line(say("source.under", heading=heading)) for heading in here.path)
    return (line(cite(spot.report, "")), *headings, Block(tuple(run for run in runs if run.text), "folded"))
