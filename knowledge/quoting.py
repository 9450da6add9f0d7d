"""Answers in words: the passage that says it, cut to what a phone shows."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from knowledge.chapters import Chapter
from knowledge.fuzzy import closeness
from knowledge.match import Place, stands
from knowledge.models import Excerpt, Passage
from knowledge.terms import Term, plain
from knowledge.wants import Want

#: What two screens of a phone hold.
LONGEST = 560
_ALIKE = 4  # a heading that says the very words (存在问题) is worth a rare word or two
_SENTENCE = re.compile(r"[^。;；!?！？\n]+[。;；!?！？]?")


class Quote(NamedTuple):
    place: Place
    start: int  # of the key sentence
    end: int
    score: int


class Sought(NamedTuple):
    """What a quoted sentence must have beside the asked words."""

    ahead: str = ""  # the coming year where its plans are asked for: its section names it
    named: str = ""  # a place inside the report's own, which the sentence itself must name
    chapter: Chapter | None = None  # what is asked of the report as a whole


class Rarity:
    """How much a term tells passages apart: what half of them say tells nothing, nor what is in all their titles."""

    def __init__(self, terms: Sequence[Term], places: Sequence[Place]) -> None:
        titles = {place.report.meta.title for place in places}
        telling = [t for t in terms if not all(t.text in title for title in titles)] or terms
        self._weights = {t.text: 0 for t in terms}
        self._weights |= {
            t.text: t.weight * _rare(sum(_said(t, p.whole) for p in places), len(places)) for t in telling
        }

    def weigh(self, terms: Iterable[Term], text: str) -> int:
        """The word itself counts twice what one that may stand for it does."""
        return sum(self._weights[t.text] * (1 + (t.text in text)) for t in terms if _said(t, text))


def _rare(having: int, of: int) -> int:
    """0 where half have it, 1 below that, 2 below a fifth, 3 below a twentieth."""
    return sum(having * share <= of for share in (2, 5, 20))


def _said(term: Term, text: str) -> bool:
    return any(stands(word, text) for word in term.means)


def _sentences(passage: Passage) -> list[tuple[int, int]]:
    return [
        (passage.start + m.start(), passage.start + m.end()) for m in _SENTENCE.finditer(passage.text) if m[0].strip()
    ]


def best_quote(want: Want, places: Sequence[Place], sought: Sought) -> Quote | None:
    """The sentence that says most of what was asked; its heading counts as much, its neighbours a little."""
    rarity = Rarity(want.terms, places)
    within = sought.chapter.places(places) if sought.chapter else []
    looking = within or [place for place in places if sought.ahead in place.headings + place.topic] or list(places)
    quotes = [quote for place in looking if (quote := _best_of(want, place, rarity, sought.named))]
    best = max(quotes, key=lambda quote: quote.score, default=None)
    return best if best and (best.score or within) else None


def _best_of(want: Want, place: Place, rarity: Rarity, named: str) -> Quote | None:
    passage = place.passage
    around = rarity.weigh(want.terms, place.whole)
    heading = rarity.weigh(want.terms, place.headings)
    graded = [
        (rarity.weigh(want.terms, plain(passage.text[a - passage.start : b - passage.start])), a, b)
        for a, b in _sentences(passage)
        if named in passage.text[a - passage.start : b - passage.start]
    ]
    if not graded:
        return None
    score, start, end = max(graded, key=lambda g: (g[0], -g[1]))
    alike = closeness("".join(t.text for t in want.terms), place.passage.path[-1]) if place.passage.path else 0
    return Quote(place, start, end, 4 * score + 2 * around + 4 * heading + alike // _ALIKE)


def excerpt(quote: Quote, places: Sequence[Place], text: str) -> Excerpt:
    """The key sentence with as much of its section around it, whole sentences only, as a phone shows.

    `places` are passages of the report, `text` is the whole of it: 一是…二是… go on from passage to passage.
    """
    section = [
        p.passage for p in places if p.report == quote.place.report and p.passage.path == quote.place.passage.path
    ]
    spans = [span for passage in section for span in _sentences(passage)]
    low, high = _window(spans, next(i for i, (start, _) in enumerate(spans) if start == quote.start))
    start, end = spans[low][0], spans[high][1]
    shown = text[start:end]
    lead = len(shown) - len(shown.lstrip())
    return Excerpt(
        text=shown.strip(),
        key=text[quote.start : quote.end].strip(),
        section=quote.place.passage.label,
        start=start + lead,
        end=start + lead + len(shown.strip()),
        report=quote.place.report,
    )


def _window(spans: Sequence[tuple[int, int]], at: int) -> tuple[int, int]:
    """First and last of the sentences around one that fit a phone: what follows before what precedes."""
    low = high = at
    while True:
        if high + 1 < len(spans) and spans[high + 1][1] - spans[low][0] <= LONGEST:
            high += 1
        elif low and spans[high][1] - spans[low - 1][0] <= LONGEST:
            low -= 1
        else:
            return low, high
