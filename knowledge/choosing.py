"""From verdicts to what is shown: the best, its equals, what stands beside it, what is near where nothing is right."""

from functools import cache

from knowledge import lexicon
from knowledge.fuzzy import closeness
from knowledge.match import Near
from knowledge.models import Cited
from knowledge.numbers import unit_kind, units_agree
from knowledge.question import AskedRole
from knowledge.rank import NEAR_TIE, Verdict
from knowledge.refusing import Reject
from knowledge.terms import plain, subjects
from knowledge.wants import Want

#: Figures that are offered beside an answer, or as near ones.
MOST_RELATED = 5
#: Figures that may answer equally; of more, the first is as good as any.
MOST_EQUAL = 2
_EQUAL = 2  # of the preference tuple: points, role
#: Closeness, of 100, that makes a rejected figure worth offering as a near one.
LEAST_NEAR = 25
#: Why a figure is refused that may still be what another place calls otherwise.
_BUT_FOR_A_NAME = (Reject.UNCOVERED, Reject.FOCUS, Reject.OUTCOME, Reject.SUBJECT)
#: Closeness of two names, of 100, that makes them one.
_LIKE = 66
#: Points that a figure may stand behind the first of its place for being called as those of the other places are.
_ALIGNING = 15
_CALLED_SO = 8  # of them, for being called the very same
#: Reports that one answer shows.
MOST_REPORTS = 12


def cited(verdict: Verdict) -> Cited:
    candidate = verdict.candidate
    return Cited(figure=candidate.figure, report=candidate.report, section=candidate.place.passage.label)


def _kinship(verdict: Verdict) -> tuple[bool, int]:
    """How near a refused figure is: of the same procedure first, then by closeness."""
    same = all(near > Near.PASSAGE for term, near in verdict.evidence.core if term.subject)
    return same, verdict.closeness


def uncovered(verdicts: list[Verdict], want: Want) -> str:
    """The asked words that the nearest figure does not cover, in the asker's words."""
    best = max(verdicts, key=_kinship, default=None)
    lacking = [t.text for t, near in best.evidence.core if near <= Near.PASSAGE] if best else []
    return "".join(lacking) or "".join(t.text for t in want.core)


def nearest(verdicts: list[Verdict]) -> tuple[Cited, ...]:
    near = sorted((v for v in verdicts if v.closeness >= LEAST_NEAR), key=_kinship, reverse=True)
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


def _kind(verdict: Verdict) -> str:
    return unit_kind(verdict.candidate.figure.unit)


def aligned(lists: list[list[Verdict]]) -> list[Verdict]:
    """One figure of each place, so chosen that they fit together: 办结66件 beside 审结64宗, not 收到121件.

    Each list is in order of preference; what is called as the others are may stand a little behind its first.
    """
    near = [[v for v in good if _kind(v) == _kind(good[0]) and _is_near(v, good[0])] for good in lists if good]

    def fitting(model: Verdict) -> list[Verdict]:
        return [max(good, key=lambda v: v.preference[0] + _fit(model, v)) for good in near]

    def together(row: list[Verdict]) -> int:
        return sum(v.preference[0] + _fit(row[0], v) for v in row)

    rows = [fitting(model) for good in near for model in good]
    return max(rows, key=together, default=[])


def _is_near(verdict: Verdict, best: Verdict) -> bool:
    return best.preference[0] - verdict.preference[0] <= _ALIGNING


def _fit(model: Verdict, verdict: Verdict) -> int:
    """Points for being called as another figure is, and counted in its kind of unit."""
    one, other = model.candidate.figure, verdict.candidate.figure
    if unit_kind(one.unit) != unit_kind(other.unit):
        return 0
    stages = {_stage(plain(one.own)), _stage(plain(other.own)), None}
    apart = _ALIGNING if len(stages) > len(("one stage", "none")) else 0
    return closeness(one.indicator, other.indicator) * _CALLED_SO // 100 - apart


class StageRow(lexicon.Row):
    words: tuple[str, ...]
    seen: str


@cache
def _stages() -> tuple[StageRow, ...]:
    return lexicon.rows("stages.toml", StageRow)


def _stage(said: str) -> int | None:
    """Where in its course a case is counted, by the row that says it; None where nothing does."""
    return next((i for i, row in enumerate(_stages()) if any(word in said for word in row.words)), None)


def like(models: list[Verdict], verdicts: list[Verdict]) -> list[Verdict]:
    """What one place says in other words: the refused figure whose name is that of what the other places answered with.

    处理行政复议案件51件 beside 审结行政复议案件64宗, 办理政协提案 beside 承办政协委员提案; the answer says that the
    words are not the same.
    """
    graded = [
        (_kinship(verdict)[0], likeness, verdict)
        for verdict in verdicts
        if verdict.reject in _BUT_FOR_A_NAME
        and not _is_another(verdict)
        and (likeness := max((_likeness(model, verdict) for model in models), default=0)) >= _LIKE
    ]
    likest = max(graded, key=lambda found: (*found[:2], found[2].preference), default=None)
    return [likest[2]] if likest else []


def _is_another(verdict: Verdict) -> bool:
    """Whether a figure itself names another procedure or stage: 行政诉讼 for 行政复议, 受理 for 办结, not for 收到."""
    own = plain(verdict.candidate.figure.own)
    if verdict.reject is Reject.OUTCOME:
        asked = {stage for term, _ in verdict.evidence.core if (stage := _stage(term.text)) is not None}
        return _stage(own) not in asked and any(outcome in own for outcome in lexicon.words("outcomes.txt"))
    return verdict.reject is Reject.SUBJECT and any(name in own for name in subjects())


def _likeness(model: Verdict, verdict: Verdict) -> int:
    one, other = model.candidate.figure, verdict.candidate.figure
    if unit_kind(one.unit) != unit_kind(other.unit) or one.role != other.role:
        return 0
    return closeness(one.own, other.own)


def of_kind_first(good: list[Verdict], kind: str | None) -> list[Verdict]:
    """What is counted in the same kind of unit goes first: only that compares."""
    return sorted(good, key=lambda v: _kind(v) != kind) if kind is not None else good


def best_kind(good: list[Verdict]) -> str | None:
    """The kind of unit that the best figure is counted in."""
    return _kind(good[0]) if good else None


def shared_kind(lists: list[list[Verdict]]) -> str | None:
    """The kind of unit that every place has a figure of, and that answers best over all of them."""
    points: list[dict[str, int]] = []
    for good in filter(None, lists):
        best: dict[str, int] = {}
        for verdict in good:
            best.setdefault(_kind(verdict), verdict.preference[0])
        points.append(best)
    common = set(points[0]).intersection(*points[1:]) if points else set()
    return max(common, key=lambda kind: (sum(best[kind] for best in points), kind), default=None)
