"""Answers in words: the passage that says it, cut to what a phone shows."""

import re
from typing import NamedTuple

from knowledge.match import Place, stands
from knowledge.models import Excerpt, Passage
from knowledge.terms import Term, plain
from knowledge.wants import Want

#: What two screens of a phone hold.
LONGEST = 420
_SENTENCE = re.compile(r"[^。;；!?！？\n]+[。;；!?！？]?")


class Quote(NamedTuple):
    place: Place
    start: int  # of the key sentence
    end: int
    score: int


def _weight(terms: tuple[Term, ...], text: str) -> int:
    return sum(t.weight for t in terms if any(stands(word, text) for word in t.means))


def _sentences(passage: Passage) -> list[tuple[int, int]]:
    return [
        (passage.start + m.start(), passage.start + m.end()) for m in _SENTENCE.finditer(passage.text) if m[0].strip()
    ]


def best_quote(want: Want, place: Place) -> Quote | None:
    """The sentence of a passage that says most of what was asked; its heading counts too, its neighbours a little."""
    passage = place.passage
    around = _weight(want.terms, place.whole)
    heading = _weight(want.terms, plain("".join(passage.path)))
    graded = [
        (_weight(want.terms, plain(passage.text[a - passage.start : b - passage.start])), a, b)
        for a, b in _sentences(passage)
    ]
    if not graded:
        return None
    score, start, end = max(graded, key=lambda g: (g[0], -g[1]))
    return Quote(place, start, end, 4 * score + 2 * around + heading)


def excerpt(quote: Quote) -> Excerpt:
    """The key sentence with as much around it, whole sentences only, as a phone shows."""
    passage = quote.place.passage
    spans = _sentences(passage)
    at = next(i for i, (a, _) in enumerate(spans) if a == quote.start)
    low = high = at
    while True:
        behind = spans[high + 1][1] - spans[low][0] if high + 1 < len(spans) else LONGEST + 1
        before = spans[high][1] - spans[low - 1][0] if low else LONGEST + 1
        if behind <= LONGEST:
            high += 1
        elif before <= LONGEST:
            low -= 1
        else:
            break
    start, end = spans[low][0], spans[high][1]
    text = passage.text[start - passage.start : end - passage.start]
    lead = len(text) - len(text.lstrip())
    return Excerpt(
        text=text.strip(),
        key=passage.text[quote.start - passage.start : quote.end - passage.start].strip(),
        section=passage.label,
        start=start + lead,
        end=start + lead + len(text.strip()),
        report=quote.place.report,
    )
