"""Several things asked at once: what the best figure leaves over, the figures beside it in its sentence say.

Two ways, the second only where the first brings nothing:

- **partners**: 低保、特困人均月标准 is answered by 低保1167元, and by 特困1937元 beside it, each of which says a word
  of the question that the other has not;
- **the order**: of three things asked, and three that a sentence lists, one is matched by its name in its place; the
  others are the ones in theirs, if nothing else in the reports goes by the names that were asked for.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from knowledge.cases import is_binding
from knowledge.departments import department_names
from knowledge.match import Near
from knowledge.models import Figure
from knowledge.numbers import unit_kind
from knowledge.rank import Verdict
from knowledge.refusing import Reject
from knowledge.terms import Term
from knowledge.wants import Want

#: Points that a figure is preferred by for standing in a sentence with another one that is asked for.
_TOGETHER = 12
_OF_ONE_WHOLE = 10  # the same for being parts of one whole
_REACH = 8  # figures of each list that are tried
_BEAM = 100  # rows that are kept while one list after the other is joined to them
_A_LIST = 3  # figures of places that make a list of them
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


def side_by_side(lists: Sequence[Sequence[Verdict]]) -> list[Verdict | None]:
    """One figure of each list, no two the same, so chosen that together they answer best.

    Several things asked at once mostly stand in one sentence: what stands with another of them is preferred. A list
    that is empty, or has nothing left, gets none.
    """
    rows: list[tuple[Verdict | None, ...]] = [()]
    for good in lists:
        longer = ((*row, verdict) for row in rows for verdict in (*good[:_REACH], None))
        rows = sorted(filter(_differ, longer), key=_together, reverse=True)[:_BEAM]
    return list(rows[0])


def _differ(row: Sequence[Verdict | None]) -> bool:
    starts = [(v.candidate.report.id, v.candidate.figure.start) for v in row if v]
    return len(starts) == len(set(starts))


def _together(row: Sequence[Verdict | None]) -> tuple[int, ...]:
    """Points of all, more for those of one sentence, and more yet for parts of one whole."""
    found = [v for v in row if v]
    sentences = Counter(map(_sentence, found))
    parts = Counter(_sentence(v) for v in found if v.candidate.figure.role == "part")
    company = _TOGETHER * _shared(sentences) + _OF_ONE_WHOLE * _shared(parts)
    return (
        sum(v.preference[0] for v in found) + company,
        *(sum(v.preference[i] for v in found) for i in (1, 2, 3)),
    )


def _shared(counts: Counter[tuple[str, int]]) -> int:
    return sum(n for n in counts.values() if n > 1)


def partners(best: Verdict, verdicts: Sequence[Verdict], items: Collection[str]) -> list[Verdict]:
    """The best figure, then what says the words that it leaves over, as far as they are `items` asked side by side."""
    row, said = [best], told(best)
    for verdict in sorted(_beside(best, verdicts), key=lambda v: v.preference, reverse=True):
        mine = told(verdict)
        if (mine - said) & set(items) and said - mine:
            row.append(verdict)
            said |= mine
    return row


def parts_of(whole: Verdict, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """What its sentence gives as the parts of a figure, and of no other one, in the order of the text."""
    figure = whole.candidate.figure
    found = [
        v
        for v in verdicts
        if _sentence(v) == _sentence(whole)
        and v.candidate.figure.role == "part"
        and v.candidate.figure.unit == figure.unit
        and v.candidate.figure.start > figure.start
    ]
    parts = sorted(found, key=lambda v: v.candidate.figure.start)
    heads = {"", *(v.candidate.figure.head for v in parts[:1])}  # 增加21项(即许可4项…),减少16项(即许可2项…)
    return [v for v in parts if v.candidate.figure.head in heads]


def row_of(best: Verdict, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The list that a figure opens or stands in: the parts of a whole, else what its sentence counts alike."""
    parts = parts_of(best, verdicts)
    figure = best.candidate.figure
    return parts if len(parts) > 1 else [v for v in _list_of(best, verdicts) if v.candidate.figure.unit == figure.unit]


def by_place(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The sentence that gives a figure for each of several places inside the report's own, if one does."""
    rows: dict[tuple[str, int, str], list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.reject in _BUT_FOR_A_WORD and verdict.candidate.elsewhere:
            rows[*_sentence(verdict), verdict.candidate.figure.unit].append(verdict)
    listed = [row for row in rows.values() if len(row) >= _A_LIST]
    best = max(listed, key=lambda row: max(v.preference for v in row), default=[])
    return sorted(best, key=lambda v: v.candidate.figure.start)


def in_order(wants: Sequence[Want], found: list[list[Verdict]], judged: Sequence[list[Verdict]]) -> list[list[Verdict]]:
    """What was found for each want; where a sentence lists as many figures as were asked, the rest by their order.

    Of two, the other one is left, whatever its place. A want whose words say what other figures of the reports count is
    not answered so, nor one that names a department, a procedure, an outcome or a part of the whole.
    """
    matched = {i: bests[0] for i, bests in enumerate(found) if bests}
    lacking = [i for i, bests in enumerate(found) if not bests]
    if not matched or not lacking or any(told(v) for i in lacking for v in judged[i]):
        return found
    if any(_tells_apart(term) for i in lacking for term in wants[i].core):
        return found
    first = min(matched)
    row = _list_of(matched[first], judged[first])
    starts = [v.candidate.figure.start for v in row]
    taken = [best.candidate.figure.start for best in matched.values()]
    free = [v for v in row if v.candidate.figure.start not in taken]
    if len(row) != len(found) or not set(taken) <= set(starts):
        return found
    if len(found) == len(("one", "other")):
        return [bests or free for bests in found]
    in_place = all(starts[i] == best.candidate.figure.start for i, best in matched.items())
    return [bests or [row[i]] for i, bests in enumerate(found)] if in_place else found


def _tells_apart(term: Term) -> bool:
    """Whether a word names a thing that no other figure may be passed off as."""
    return is_binding(term) or term.text in department_names()


def _list_of(best: Verdict, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The list that a figure stands in, in the order of the text, without the total that the rest add up to."""
    row = sorted([best, *_beside(best, verdicts)], key=lambda v: v.candidate.figure.start)
    whole = sum(v.candidate.figure.value for v in row)
    return [v for v in row if len(row) < len(("total", "one", "two")) or 2 * v.candidate.figure.value != whole]
