"""From verdicts to what is shown: the best, its equals, what stands beside it, what is near where nothing is right."""

from knowledge.match import Near
from knowledge.models import Cited
from knowledge.numbers import unit_kind, units_agree
from knowledge.question import AskedRole
from knowledge.rank import NEAR_TIE, Verdict
from knowledge.wants import Want

#: Figures that are offered beside an answer, or as near ones.
MOST_RELATED = 5
#: Figures that may answer equally; of more, the first is as good as any.
MOST_EQUAL = 2
_EQUAL = 2  # of the preference tuple: points, role
#: Closeness, of 100, that makes a rejected figure worth offering as a near one.
LEAST_NEAR = 25
#: Reports that one answer shows.
MOST_REPORTS = 12


def cited(verdict: Verdict) -> Cited:
    candidate = verdict.candidate
    return Cited(figure=candidate.figure, report=candidate.report, section=candidate.place.passage.label)


def kinship(verdict: Verdict) -> tuple[bool, int]:
    """How near a refused figure is: of the same procedure first, then by closeness."""
    same = all(near > Near.PASSAGE for term, near in verdict.evidence.core if term.subject)
    return same, verdict.closeness


def uncovered(verdicts: list[Verdict], want: Want) -> str:
    """The asked words that the nearest figure does not cover, in the asker's words."""
    best = max(verdicts, key=kinship, default=None)
    lacking = [t.text for t, near in best.evidence.core if near <= Near.PASSAGE] if best else []
    return "".join(lacking) or "".join(t.text for t in want.core)


def nearest(verdicts: list[Verdict]) -> tuple[Cited, ...]:
    near = sorted((v for v in verdicts if v.closeness >= LEAST_NEAR), key=kinship, reverse=True)
    return tuple(cited(v) for v in near[:MOST_RELATED])


def related(best: list[Verdict], verdicts: list[Verdict]) -> tuple[Cited, ...]:
    """Other figures of the same sentences."""
    shown = {(v.candidate.report.id, v.candidate.figure.start) for v in best}
    sentences = {(v.candidate.report.id, v.candidate.figure.quote_start) for v in best}
    return tuple(
        cited(v)
        for v in verdicts
        if (v.candidate.report.id, v.candidate.figure.quote_start) in sentences
        and (v.candidate.report.id, v.candidate.figure.start) not in shown
    )[:MOST_RELATED]


def both_ends(role: AskedRole | None, best: Verdict, verdicts: list[Verdict]) -> list[Verdict]:
    """The state before and the state after, where both were asked for."""
    if role != "both":
        return [best]
    same = [
        v
        for v in verdicts
        if v.candidate.figure.quote_start == best.candidate.figure.quote_start
        and v.candidate.report.id == best.candidate.report.id
        and v.candidate.figure.role in ("before", "after")
        and units_agree(best.candidate.figure.unit, v.candidate.figure.unit)
    ]
    ends = sorted(same, key=lambda v: v.candidate.figure.start)
    return ends if best in ends else [best]


def as_it_is(role: AskedRole | None, best: Verdict, verdicts: list[Verdict]) -> Verdict:
    """Of 由9.5个工作日压缩到3.2个工作日 what it is now, unless what it was before is asked for."""
    if role in ("before", "both") or best.candidate.figure.role != "before":
        return best
    figure = best.candidate.figure
    after = (
        v
        for v in verdicts
        if v.reject is None
        and v.candidate.report.id == best.candidate.report.id
        and v.candidate.figure.quote_start == figure.quote_start
        and v.candidate.figure.role == "after"
        and v.candidate.figure.start > figure.start
        and units_agree(figure.unit, v.candidate.figure.unit)
    )
    return min(after, key=lambda v: v.candidate.figure.start, default=best)


def by_report(good: list[Verdict], slack: int = 5 * NEAR_TIE) -> list[Verdict]:
    """The best figure of each report, as far as it is about as close as the best of all."""
    seen: dict[str, Verdict] = {}
    for verdict in good:
        seen.setdefault(verdict.candidate.report.id, verdict)
    limit = good[0].preference[0] - slack if good else 0
    return [v for v in seen.values() if v.preference[0] >= limit or _is_named_so(v)][:MOST_REPORTS]


def _is_named_so(verdict: Verdict) -> bool:
    """Whether the figure's own name says every asked word, procedures among them: another report's words differ."""
    core = verdict.evidence.core
    return any(term.subject for term, _ in core) and all(near >= Near.INDICATOR for _, near in core)


def equals(good: list[Verdict]) -> list[Verdict]:
    """The best figure, and those of its sentence that answer just as well: 纠错率 is 直接14.1% and 综合21.9%."""
    best = good[0].candidate.figure
    return [
        v
        for v in good
        if v.preference[:_EQUAL] == good[0].preference[:_EQUAL]
        and v.candidate.figure.quote_start == best.quote_start
        and unit_kind(v.candidate.figure.unit) == unit_kind(best.unit)
    ][:MOST_EQUAL]


def kind_of(verdict: Verdict) -> str:
    """The kind of unit that a figure is counted in."""
    return unit_kind(verdict.candidate.figure.unit)


def of_kind_first(good: list[Verdict], kind: str | None) -> list[Verdict]:
    """What is counted in the same kind of unit goes first: only that compares."""
    return sorted(good, key=lambda v: kind_of(v) != kind) if kind is not None else good


def best_kind(good: list[Verdict]) -> str | None:
    """The kind of unit that the best figure is counted in."""
    return kind_of(good[0]) if good else None
