"""Where every figure was refused: whether one of them is so plainly meant that a word of the asker's own may go.

建宁2023年逮着几起电鱼的: 电鱼 is said of one figure alone, which is counted in 起; that no report says 逮着 is how the
asker puts it. A word that says what another figure of the reports counts is never let go, nor is an outcome, a
procedure or a part of the whole.
"""

from collections import Counter

from knowledge import lexicon
from knowledge.match import Near
from knowledge.numbers import is_countable, unit_kind
from knowledge.rank import NEAR_TIE, Verdict
from knowledge.refusing import Reject
from knowledge.terms import Term
from knowledge.wants import Want, is_outcome

_FOR_A_WORD = (Reject.UNCOVERED, Reject.FOCUS)
_RARE = 2  # figures that a telling word may stand beside
_ANY = "个"
_WORD = 2  # characters of the verb that a phrase opens with: 维持原决定


def second_look(want: Want, verdicts: list[Verdict]) -> list[Verdict]:
    """The verdicts, with the refusal taken back for the one figure that is plainly meant, if there is one."""
    if any(v.reject is None for v in verdicts):
        return verdicts
    told = Counter(t.text for v in verdicts for t, near in v.evidence.core if near >= Near.INDICATOR)
    meant = [v for v in verdicts if _is_meant(want, v, told)]
    best = max(meant, key=lambda v: v.preference, default=None)
    if best is None or any(best.preference[0] - v.preference[0] <= NEAR_TIE for v in meant if v is not best):
        return verdicts
    return [v._replace(reject=None) if v is best else v for v in verdicts]


def _is_meant(want: Want, verdict: Verdict, told: Counter[str]) -> bool:
    core = verdict.evidence.core
    telling = any(near == Near.OWN and told[t.text] <= _RARE and not t.spoken for t, near in core)
    rest = [t for t, near in core if near < Near.TOPIC]
    most = sum(t.weight for t in rest) <= sum(t.weight for t, _ in core) // 2
    plain = telling and most and _counted_so(want, verdict)
    return verdict.reject in _FOR_A_WORD and plain and not any(_holds(t, told) for t in rest)


def _counted_so(want: Want, verdict: Verdict) -> bool:
    stated = unit_kind(verdict.candidate.figure.unit)
    if want.kind in ("rate", "money"):
        return stated == want.kind
    same = want.unit == verdict.candidate.figure.unit or is_countable(want.unit or "")
    return want.unit not in (None, _ANY) and unit_kind(want.unit or "") == stated and same


def _holds(term: Term, told: Counter[str]) -> bool:
    """Whether a word that does not stand beside a figure refuses it for good."""
    part = term.text.startswith(lexicon.words("qualifiers.txt"))
    return bool(told[term.text]) or term.subject or part or any(map(is_outcome, (term.text, term.text[:_WORD])))
