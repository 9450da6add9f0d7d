"""Where every figure was refused: whether one of them is so plainly meant that a word of the asker's own may go.

逮着几起电鱼的: 电鱼 is said of one figure alone, which is counted in 起; that no report says 逮着 is how the asker puts
it. A word that says what another figure of the reports counts is never let go, nor is an outcome, a procedure or a
part of the whole.
"""

from collections import Counter

from knowledge.cases import is_binding
from knowledge.match import Near
from knowledge.numbers import ANY_COUNT, is_countable, unit_kind
from knowledge.rank import NEAR_TIE, Verdict
from knowledge.refusing import Reject
from knowledge.wants import Want

_FOR_A_WORD = (Reject.UNCOVERED, Reject.FOCUS)
_RARE = 2  # figures that a telling word may stand beside


def second_look(want: Want, verdicts: list[Verdict]) -> list[Verdict]:
    """The verdicts, with the refusal taken back for the one figure that is plainly meant, if there is one."""
    if any(v.reject is None for v in verdicts):
        return verdicts
    told = Counter(t.text for v in verdicts for t, near in v.evidence.core if near >= Near.INDICATOR)
    meant = [v for v in verdicts if v.reject in _FOR_A_WORD and _is_meant(want, v, told)]
    best = max(meant, key=lambda v: v.preference, default=None)
    if best is None or any(best.preference[0] - v.preference[0] <= NEAR_TIE for v in meant if v is not best):
        return verdicts
    return [v._replace(reject=None) if v is best else v for v in verdicts]


def _is_meant(want: Want, verdict: Verdict, told: Counter[str]) -> bool:
    """Whether a rare word names the figure, its unit is the one asked for, and less than half is the asker's own."""
    core = verdict.evidence.core
    rare = any(near == Near.OWN and told[t.text] <= _RARE and not t.spoken for t, near in core)
    rest = [t for t, near in core if near < Near.TOPIC]
    most = 2 * sum(t.weight for t in rest) <= sum(t.weight for t, _ in core)
    free = not any(told[t.text] or is_binding(t) for t in rest)
    return rare and most and free and _counted_so(want, verdict.candidate.figure.unit)


def _counted_so(want: Want, stated: str) -> bool:
    if want.kind in ("rate", "money"):
        return unit_kind(stated) == want.kind
    unit = want.unit or ""
    same = unit == stated or is_countable(unit)
    return unit not in ("", ANY_COUNT) and unit_kind(unit) == unit_kind(stated) and same
