"""Several things asked at once: what the best figure leaves over, the figures beside it in its sentence say.

Two ways, the second only where the first brings nothing:

- **partners**: 低保、特困人均月标准 is answered by 低保1167元, and by 特困1937元 beside it, each of which says a word
  of the question that the other has not;
- **the last one**: of three things asked, and three that a sentence lists, two are matched by their names; the third
  is the one left over, if nothing else in the reports goes by the name that was asked for.
"""

from collections.abc import Collection, Sequence

from knowledge.match import Near
from knowledge.models import Figure
from knowledge.numbers import unit_kind
from knowledge.rank import Verdict
from knowledge.refusing import Reject

#: Why a figure is refused that may still answer one of several things asked at once.
_BUT_FOR_A_WORD = (None, Reject.SCOPE, Reject.UNCOVERED, Reject.FOCUS, Reject.OPPOSITE, Reject.SIBLING)


def _sentence(verdict: Verdict) -> tuple[str, int]:
    return verdict.candidate.report.id, verdict.candidate.figure.quote_start


def _alike(one: Figure, other: Figure) -> bool:
    """Whether two figures may stand in one list: counted in a kind, results both or plans both."""
    return (unit_kind(one.unit), one.role) == (unit_kind(other.unit), other.role)


def _beside(best: Verdict, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """What stands in a list with the best figure and is refused for no more than a word, in the order of the text."""
    found = [
        v
        for v in verdicts
        if v.reject in _BUT_FOR_A_WORD
        and _sentence(v) == _sentence(best)
        and _alike(v.candidate.figure, best.candidate.figure)
        and v.candidate.figure.start != best.candidate.figure.start
    ]
    return sorted(found, key=lambda v: v.candidate.figure.start)


def told(verdict: Verdict) -> frozenset[str]:
    """The asked words that stand in the indicator."""
    return frozenset(term.text for term, near in verdict.evidence.core if near >= Near.INDICATOR)


def partners(best: Verdict, verdicts: Sequence[Verdict], items: Collection[str]) -> list[Verdict]:
    """The best figure, then what says the words that it leaves over, as far as they are `items` asked side by side."""
    row, said = [best], told(best)
    for verdict in sorted(_beside(best, verdicts), key=lambda v: v.preference, reverse=True):
        mine = told(verdict)
        if (mine - said) & set(items) and mine & said and said - mine:
            row.append(verdict)
            said |= mine
    return row


def with_last_one(found: list[list[Verdict]], judged: Sequence[list[Verdict]]) -> list[list[Verdict]]:
    """What was found for each want; the only want without an answer gets the only figure of the list that is left."""
    lacking = [i for i, bests in enumerate(found) if not bests]
    matched = [(bests[0], verdicts) for bests, verdicts in zip(found, judged, strict=True) if bests]
    if len(lacking) != 1 or not matched or any(told(v) for v in judged[lacking[0]]):
        return found
    first, verdicts = matched[0]
    taken = {best.candidate.figure.start for best, _ in matched}
    row = [first, *_beside(first, verdicts)]
    free = [v for v in row if v.candidate.figure.start not in taken]
    if len(free) != 1 or len(row) != len(found):
        return found
    return [bests or free for bests in found]
