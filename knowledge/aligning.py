"""Several places side by side: figures of each, so chosen that they may be compared."""

from functools import cache

from knowledge import lexicon
from knowledge.choosing import kind_of, kinship
from knowledge.fuzzy import closeness
from knowledge.numbers import unit_kind
from knowledge.rank import Verdict
from knowledge.refusing import Reject
from knowledge.terms import plain, subjects

#: Points that a figure may stand behind the first of its place for being called as those of the other places are.
_ALIGNING = 15
_CALLED_SO = 8  # of them, for being called the very same
#: Closeness of two names, of 100, that makes them one.
_LIKE = 66
#: Why a figure is refused that may still be what another place calls otherwise.
_BUT_FOR_A_NAME = (Reject.UNCOVERED, Reject.FOCUS, Reject.OUTCOME, Reject.SUBJECT)


def aligned(lists: list[list[Verdict]]) -> list[Verdict]:
    """One figure of each place, so chosen that they fit together: 办结66件 beside 审结64宗, not 收到121件.

    Each list is in order of preference; what is called as the others are may stand a little behind its first.
    """
    near = [[v for v in good if kind_of(v) == kind_of(good[0]) and _is_near(v, good[0])] for good in lists if good]

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
        (kinship(verdict)[0], likeness, verdict)
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


def shared_kind(lists: list[list[Verdict]]) -> str | None:
    """The kind of unit that every place has a figure of, and that answers best over all of them."""
    points: list[dict[str, int]] = []
    for good in filter(None, lists):
        best: dict[str, int] = {}
        for verdict in good:
            best.setdefault(kind_of(verdict), verdict.preference[0])
        points.append(best)
    common = set(points[0]).intersection(*points[1:]) if points else set()
    return max(common, key=lambda kind: (sum(best[kind] for best in points), kind), default=None)
