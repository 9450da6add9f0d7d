"""Where every figure was refused: whether one of them is so plainly meant that a word of the asker's own may go.

Two ways; neither lets an outcome, a procedure, a part of the whole or another word that binds go:

- **a telling word**: 逮着几起电鱼的: 电鱼 is said of one figure alone, which is counted in 起; that no report says 逮着
  is how the asker puts it. A word that says what another figure of the reports counts is never let go.
- **standing out**: of three words or more, one that few figures have names it, its unit is the one asked for, and no
  other figure comes near it: 前进区复工那会儿,三天里头有几家美发店开了门.

The second way was set on all refused questions of our own: it brings back one in five of those that the reports
answer, and none of those that they do not.
"""

from collections import Counter
from collections.abc import Sequence

from knowledge.cases import is_binding
from knowledge.match import Near
from knowledge.numbers import ANY_COUNT, is_countable, unit_kind
from knowledge.rank import NEAR_TIE, Verdict
from knowledge.refusing import Reject
from knowledge.wants import Want

_FOR_A_WORD = (Reject.UNCOVERED, Reject.FOCUS)
#: Why a figure is refused that another one must leave behind to stand out.
_RIVALS = (*_FOR_A_WORD, Reject.MENTIONED, Reject.SUBJECT, Reject.OUTCOME, Reject.SCOPE, Reject.SIBLING, Reject.CONTEXT)
_MEASURED = ("rate", "money")
_RARE = 2  # figures that a telling word may stand beside
_FEW = 4  # the same of a word that a figure must have to stand out
_AHEAD = 20  # points that it must be ahead by
_WORDS = 3  # that must have been asked; one more where no unit tells what is counted
_MOST_MISSING = 60  # share of the asked words, by weight in per cent, that may be the asker's own


def second_look(want: Want, verdicts: list[Verdict]) -> list[Verdict]:
    """The verdicts, with the refusal taken back for the one figure that is plainly meant, if there is one."""
    if any(v.reject is None for v in verdicts):
        return verdicts
    told = Counter(t.text for v in verdicts for t, near in v.evidence.core if near >= Near.INDICATOR)
    best = _told(want, verdicts, told) or _standing_out(want, verdicts, told)
    return [v._replace(reject=None) if v is best else v for v in verdicts]


def _told(want: Want, verdicts: Sequence[Verdict], told: Counter[str]) -> Verdict | None:
    """The one figure that a telling word names."""
    meant = [v for v in verdicts if v.reject in _FOR_A_WORD and _is_meant(want, v, told)]
    return _first_by(NEAR_TIE + 1, meant)


def _standing_out(want: Want, verdicts: Sequence[Verdict], told: Counter[str]) -> Verdict | None:
    """The one figure that leaves all others behind."""
    best = _first_by(_AHEAD, [v for v in verdicts if v.reject in _RIVALS])
    return best if best and best.reject in _FOR_A_WORD and _stands_out(want, best, told) else None


def _first_by(points: int, verdicts: Sequence[Verdict]) -> Verdict | None:
    """The best of them, where it is so many points ahead of the next."""
    ordered = sorted(verdicts, key=lambda v: v.preference, reverse=True)
    ahead = len(ordered) == 1 or (len(ordered) > 1 and ordered[0].preference[0] - ordered[1].preference[0] >= points)
    return ordered[0] if ahead else None


def _is_meant(want: Want, verdict: Verdict, told: Counter[str]) -> bool:
    """Whether a rare word names the figure, its unit is the one asked for, and less than half is the asker's own."""
    core = verdict.evidence.core
    rare = any(near == Near.OWN and told[t.text] <= _RARE and not t.spoken for t, near in core)
    rest = [t for t, near in core if near < Near.TOPIC]
    most = 2 * sum(t.weight for t in rest) <= sum(t.weight for t, _ in core)
    free = not any(told[t.text] or is_binding(t) for t in rest)
    return rare and most and free and _counted_so(want, verdict.candidate.figure.unit)


def _stands_out(want: Want, verdict: Verdict, told: Counter[str]) -> bool:
    core, stated = verdict.evidence.core, verdict.candidate.figure.unit
    missing = [t for t, near in core if near <= Near.PASSAGE]
    named = any(near >= Near.INDICATOR and told[t.text] <= _FEW for t, near in core) or verdict.evidence.whole
    spare = 100 * sum(t.weight for t in missing) <= _MOST_MISSING * sum(t.weight for t, _ in core)
    measured = want.kind in _MEASURED
    counted = measured or (bool(want.unit) and unit_kind(want.unit or "") == unit_kind(stated))
    enough = len(core) >= _WORDS + measured
    return enough and named and spare and counted and not any(map(is_binding, missing))


def _counted_so(want: Want, stated: str) -> bool:
    if want.kind in _MEASURED:
        return unit_kind(stated) == want.kind
    unit = want.unit or ""
    same = unit == stated or is_countable(unit)
    return unit not in ("", ANY_COUNT) and unit_kind(unit) == unit_kind(stated) and same
