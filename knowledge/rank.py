"""Which candidate answers a want: the one place where preference is argued.

A candidate that breaks a hard rule is refused, and the rule names why (`RULES`). What is left is compared by a
tuple, left to right:

1. **points**, the sum of what speaks for it, each part an integer that `explain` can show:
   *closeness* (0 to 100: how near the asked words stand to the number, heavier words first: what stands beside it
   or in its indicator says what is counted, its sentence or heading only where it stands), a little for what was
   said elsewhere in the conversation; minus *what nobody asked for* (行政复议案件51件 answers 行政复议案件 better than
   行政复议案件 维持27件); plus the *role* asked for (调整前), the *unit* (件 before 个), the *head* of the phrase
   (…区级部门 is about 部门) and the *scope* (全市, 市直).
2. **role**: a result before a part, the state after a change before the one before it.
3. **likeness** of the whole phrase, where all of the above is equal.
4. **place in the report**: earlier first; reports state the whole before its parts.

The weights were set on the public questions and on our own over other reports; the floors in tests/floors.json
hold them. Moving any threshold by a third changes no set of questions by more than one in a hundred.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from knowledge import lexicon
from knowledge.fuzzy import closeness
from knowledge.match import Candidate, Evidence, Near, evidence
from knowledge.models import Figure, Role
from knowledge.numbers import unit_kind, units_agree
from knowledge.question import AskedRole
from knowledge.terms import Term, counted_in, counted_subject, head_of, plain
from knowledge.wants import Want, is_outcome, is_scope

#: Share of the asked words, by weight in per cent, that may stand nowhere near the figure.
MOST_MISSING = 33
#: Share that may stand no nearer than its passage.
MOST_FAR = 33
#: Points of closeness, of 100, under the best that still count as answering equally.
NEAR_TIE = 4


_CASE, _ANY = "case", "个"


class Reject(StrEnum):
    """Why a candidate is not the answer, whatever else speaks for it."""

    UNIT = "the unit asked for is another"
    GIVEN = "the question itself states this number"
    PLAN = "a plan is not a result"
    ROLE = "the other end of a change was asked for"
    NAMED = "the report is of another place or year, and the figure does not name the one asked for"
    PERIOD = "the figure is of another year"
    SCOPE = "the figure is of another scope"
    SUBJECT = "it is about another procedure or institution"
    OUTCOME = "what became of the cases is another"
    FOCUS = "what is asked of it is not what it counts"
    MENTIONED = "it is about something else and only mentions it"
    UNCOVERED = "words that were asked for are not what it counts"


class Verdict(NamedTuple):
    candidate: Candidate
    evidence: Evidence
    reject: Reject | None
    closeness: int
    preference: tuple[int, ...]


class Asked(NamedTuple):
    """What a verdict needs to know of the question beside the want."""

    years: tuple[int, ...] = ()
    role: AskedRole | None = None
    given: tuple[str, ...] = ()
    named: str = ""  # a place or a year that the figure itself must name: the report is of another


_WHOLE = "全"
_MOST_EXTRA = 12  # a long indicator is not another thing for being long

_PART = 4  # a part answers a general question less well than the whole
_MENTIONED = 4  # two words beside the number that nobody asked for; with more it is another thing
_WANTED_ROLE = 20  # 调整前 asked: the figure before the change, however well another fits
_ENDS: dict[str, tuple[Role, ...]] = {
    "before": ("before",),
    "after": ("after",),
    "both": ("before", "after"),
    "plan": ("plan",),
}
_NO_COUNT = 12  # a bare 多少 asks for a count before a rate

_ROLE_ORDER: dict[Role, int] = {"only": 5, "after": 4, "part": 3, "rate": 3, "change": 2, "before": 1, "plan": 0}


def _share(graded: tuple[tuple[Term, Near], ...], limit: Near) -> int:
    """Weight of the terms found no nearer than `limit`, in per cent of all."""
    whole = sum(term.weight for term, _ in graded)
    return 100 * sum(term.weight for term, near in graded if near <= limit) // whole if whole else 0


def _closeness(graded: tuple[tuple[Term, Near], ...]) -> int:
    whole = sum(term.weight for term, _ in graded) * Near.OWN
    return 100 * sum(term.weight * near for term, near in graded) // whole if whole else 0


class Case(NamedTuple):
    """One candidate before the rules."""

    want: Want
    figure: Figure
    clause: str
    found: Evidence
    asked: Asked


def other_unit(case: Case) -> bool:
    """几件 is not answered by 56.06%, nor 多少钱 by 51件, nor 案件几件 by 12项."""
    want, stated = case.want, case.figure.unit
    if want.kind in ("rate", "money"):
        return unit_kind(stated) != want.kind
    if not stated:
        return False  # 860余处级干部: counted without a unit
    if f"{want.unit} {stated}" in lexicon.words("units_apart.txt"):
        return True
    if want.unit and want.unit not in lexicon.words("units_of_talk.txt") and not units_agree(want.unit, stated):
        return True
    if want.unit is None and not all(units_agree(unit, stated) for t in want.terms[-1:] for unit in counted_in(t.text)):
        return True  # 有多少律师 is no 听证2起
    counted = {unit_kind(unit) for term in want.terms for unit in counted_in(term.text)}
    cases = want.unit is not None and unit_kind(want.unit) == _CASE and _CASE in counted
    return cases and stated != _ANY and unit_kind(stated) != _CASE


def given_in_question(case: Case) -> bool:
    """从134项增加到多少项 is not answered by 134项."""
    return case.figure.text in case.asked.given


def planned(case: Case) -> bool:
    """计划完成23个 is no 已完成, unless a plan or a demand was asked for."""
    return case.figure.role == "plan" and case.asked.role != "plan"


def other_end(case: Case) -> bool:
    """调整之前原本多少 is not answered by what it is after."""
    role = case.asked.role
    return role in ("before", "after") and case.figure.role in ("before", "after") and case.figure.role != role


def not_of_it(case: Case) -> bool:
    """A city's figure in the province's report, last year's in this year's: only where the figure says so itself."""
    said = plain(case.figure.indicator + case.clause + (case.figure.period or "") + (case.figure.scope or ""))
    return case.asked.named not in said


def other_year(case: Case) -> bool:
    """A figure of 2016 that the report of 2017 recalls."""
    if case.figure.role == "plan" and case.asked.role == "plan":
        return False  # plans stand in the report of the year before
    return bool(case.asked.years) and case.figure.year is not None and case.figure.year not in case.asked.years


def other_scope(case: Case) -> bool:
    """市直部门的涉案金额 is not answered by the whole city's."""
    stated = plain(case.figure.indicator + (case.figure.scope or "") + case.clause)
    return any(scope not in stated for scope in case.want.scopes if not scope.startswith(_WHOLE))


def other_subject(case: Case) -> bool:
    """The procedure asked for is named neither in the sentence nor in the heading, or another is counted."""
    asked = [(term, near) for term, near in case.found.core if term.subject]
    if any(near <= Near.PASSAGE for _, near in asked):
        return True
    counted = counted_subject(case.figure.own)
    return bool(asked and counted) and not any(counted in word or word in counted for t, _ in asked for word in t.means)


def other_outcome(case: Case) -> bool:
    """受理 asked is not answered by 审结64宗, though the passage speaks of 受理."""
    return any(is_outcome(term.text) and near < Near.TOPIC for term, near in case.found.core)


def far_focus(case: Case) -> bool:
    """清理规范性文件…最后废止了几件 is not answered by 清理意见100余条, though the sentence goes on to 废止."""
    focus = [near for term, near in case.found.core if term.focus]
    return bool(focus) and max(focus) < Near.TOPIC


def beside_point(case: Case) -> bool:
    """有多少律师 is not answered by 抽调执法人员参与律师行业检查6名: one thing asked, and only mentioned."""
    if len(case.found.core) > 1 or case.want.context or case.found.extra <= _MENTIONED:
        return False
    means = next((term.means for term, _ in case.found.core), ())
    return not any(head_of(part).endswith(means) for part in (case.figure.own, case.figure.head))


def uncovered(case: Case) -> bool:
    """Too much of what was asked for stands nowhere near, or nothing of it right beside the figure."""
    core = case.found.core
    near = max((near for _, near in core), default=Near.OWN)
    nowhere = sum(near == Near.NOWHERE for _, near in core)
    return (
        near < Near.CLAUSE
        or nowhere > (len(core) - 1) // 2  # of two words asked, both must be found
        or _share(core, Near.NOWHERE) > MOST_MISSING
        or _share(core, Near.PASSAGE) > MOST_FAR
    )


#: In order: the first that applies names the refusal.
RULES: tuple[tuple[Reject, Callable[[Case], bool]], ...] = (
    (Reject.UNIT, other_unit),
    (Reject.GIVEN, given_in_question),
    (Reject.PLAN, planned),
    (Reject.ROLE, other_end),
    (Reject.NAMED, not_of_it),
    (Reject.PERIOD, other_year),
    (Reject.SCOPE, other_scope),
    (Reject.SUBJECT, other_subject),
    (Reject.OUTCOME, other_outcome),
    (Reject.FOCUS, far_focus),
    (Reject.MENTIONED, beside_point),
    (Reject.UNCOVERED, uncovered),
)


def _unit_points(want: Want, stated: str) -> int:
    """件 asked: 件 before 宗, 宗 before 个; no unit asked: that of the things asked for (案件 are counted in 件)."""
    asked = want.unit or next((unit for t in want.terms for unit in counted_in(t.text)), None)
    if asked is None:
        return -_NO_COUNT if want.kind == "count" and unit_kind(stated) == "rate" else 0
    return 8 if asked == stated else 6 if unit_kind(asked) == unit_kind(stated) else 0


def _head_points(want: Want, own: str) -> int:
    """The last noun of a phrase is what it is about: …区级部门 is about 部门, …区级部门的审批事项 is not."""
    last = want.terms[-1].means if want.terms else ()
    return 6 if plain(own).endswith(last) or head_of(own).endswith(last) else 0


def _scope_points(want: Want, scope: str | None) -> int:
    """全市 asked: what is said of the whole city first; nothing asked: a part's own figure last."""
    if not scope:
        return 0
    if want.scopes:
        return 10 if any(said in scope for said in want.scopes) else 0
    return -4 if is_scope(scope) and not scope.startswith(_WHOLE) else 0


def _preference(want: Want, candidate: Candidate, found: Evidence, asked: Asked) -> tuple[int, ...]:
    figure = candidate.figure
    borrowed = not any(t in want.terms for t, _ in found.core)
    points = _closeness(found.core) + _closeness(found.context) // 5 + _closeness(found.soft) // (2 if borrowed else 8)
    specificity = -min(2 * found.extra, _MOST_EXTRA) - min(found.extra_head // 2, _MOST_EXTRA // 2)
    return (
        points
        + specificity
        - (_PART if figure.role == "part" else 0)
        + (_WANTED_ROLE if figure.role in _ENDS.get(asked.role or "", ()) else 0)
        + _unit_points(want, figure.unit)
        + _head_points(want, figure.own)
        + _scope_points(want, figure.scope),
        _ROLE_ORDER[figure.role],
        closeness("".join(t.text for t in want.terms), figure.indicator),
        -candidate.figure.start,
    )


def judge(want: Want, candidate: Candidate, asked: Asked) -> Verdict:
    """The verdict on one candidate."""
    found = evidence(want, candidate)
    case = Case(want, candidate.figure, candidate.clause, found, asked)
    return Verdict(
        candidate=candidate,
        evidence=found,
        reject=next((reject for reject, applies in RULES if applies(case)), None),
        closeness=_closeness(found.core),
        preference=_preference(want, candidate, found, asked),
    )


def ranked(verdicts: list[Verdict]) -> list[Verdict]:
    """What was not rejected, best first."""
    return sorted((v for v in verdicts if v.reject is None), key=lambda v: v.preference, reverse=True)
