"""Which candidate answers a want: the one place where preference is argued.

What no rule of `refusing` turns down is compared by a tuple, left to right:

1. **points**, the sum of what speaks for it, each part an integer that `explain` can show:
   *closeness* (0 to 100: how near the asked words stand to the number, heavier words first: what stands beside it
   or in its indicator says what is counted, its sentence or heading only where it stands), a little for what was
   said elsewhere in the conversation; minus *what nobody asked for* (行政复议案件51件 answers 行政复议案件 better than
   行政复议案件 维持27件) and what is of *places* inside the one asked for (襄阳经济总量); plus the *role* asked for
   (调整前), the *base* of a growth (比2016年底), a *total* (累计), the *unit* (件 before 个), the *head* of the phrase
   (…区级部门 is about 部门) and the *scope* (全市, 市直).
2. **role**: a result before a part, the state after a change before the one before it.
3. **likeness** of the whole phrase, where all of the above is equal.
4. **place in the report**: earlier first; reports state the whole before its parts.

The weights were set on the public questions and on our own over other reports; the floors in tests/floors.json
hold them. How far a word may be missing or far hardly matters (a third more: one question in a hundred); how much a
figure may say beside the point does (a word less lost three in a hundred of the provinces held out).
"""

from typing import NamedTuple

from knowledge import lexicon
from knowledge.cases import Asked, Case
from knowledge.fuzzy import closeness
from knowledge.match import Candidate, Evidence, Near, evidence
from knowledge.models import Figure, Role
from knowledge.numbers import unit_kind
from knowledge.refusing import RULES, WHOLE, Reject
from knowledge.terms import Term, counted_in, head_of, meanings, negations, plain
from knowledge.tokens import pairs
from knowledge.wants import Want, is_scope

#: Points of closeness, of 100, under the best that still count as answering equally.
NEAR_TIE = 4


_MOST_EXTRA = 12  # a long indicator is not another thing for being long
_PART = 4  # a part answers a general question less well than the whole
_ELSEWHERE = 20  # 湖北的经济总量 is not 襄阳、宜昌经济总量
_DEPARTMENT = 8  # the district's 罚没金额 is not that of 市场监管
_DENIED = 15  # 不再有效 is of what is no longer so, before all that was only looked over
_DUE = 20
_WANTED_ROLE = 20  # 调整前 asked: the figure before the change, however well another fits
_ENDS: dict[str, tuple[Role, ...]] = {
    "before": ("before",),
    "after": ("after",),
    "both": ("before", "after"),
    "plan": ("plan",),
}
_TOTAL = 10  # 累计 asked; a year's own figures are put so, too
_ALL_TIME = 8  # 累计22部 where what the year has added may be meant
_SAME_TIME = 12  # 自开设以来 asked: what is counted since then, before what is counted otherwise
_SAME_BASE = 20  # 比2016年底增长: not 同比增长
_VERY = 1  # 醉驾 is 醉驾318起 before 酒驾醉驾2346起
_LITERAL = 3  # 企业 is said by 企业 before 市场主体
_SAME_UNIT = 26  # 多少户 asked: 52.54万户 before 小区1343个
_SAME_UNIT_GUESSED = 8  # the unit that the thing asked for is usually counted in
_KIN_UNIT = 6
_PEOPLE = ("人", "名", "位")  # one unit under three names
_COUNTED = 10
_OTHER_HEAD = 4  # 涉律师处罚的听证 counts hearings
_NO_COUNT = 12  # a bare 多少 asks for a count before a rate or a length of time

_ROLE_ORDER: dict[Role, int] = {"only": 5, "after": 4, "part": 3, "rate": 3, "change": 2, "before": 1, "plan": 0}


class Verdict(NamedTuple):
    candidate: Candidate
    evidence: Evidence
    reject: Reject | None
    closeness: int
    preference: tuple[int, ...]


def _closeness(graded: tuple[tuple[Term, Near], ...]) -> int:
    whole = sum(term.weight for term, _ in graded) * Near.OWN
    return 100 * sum(term.weight * near for term, near in graded) // whole if whole else 0


def _unit_points(want: Want, stated: str) -> int:
    """件 asked: 件 before 宗, 宗 before 个; no unit asked: that of the things asked for (案件 are counted in 件)."""
    asked = want.unit or next((unit for t in want.terms for unit in counted_in(t.text)), None)
    if asked is None:
        return -_NO_COUNT if want.kind == "count" and unit_kind(stated) in ("rate", "time") else 0
    if asked == stated or (asked in _PEOPLE and stated in _PEOPLE):
        return _SAME_UNIT if want.unit else _SAME_UNIT_GUESSED
    return _KIN_UNIT if unit_kind(asked) == unit_kind(stated) else 0


def _is_total(candidate: Candidate) -> bool:
    """累计达到1016家, not 新认定60家."""
    return any(word in candidate.clause for word in lexicon.words("totals.txt"))


def _lacks_the_no(found: Evidence) -> bool:
    """Whether what is asked for is not so (不再有效), and nothing near the figure says that."""
    return any(near <= Near.PASSAGE and term.text.startswith(negations()) for term, near in found.core)


def _asks_total(want: Want, asked: Asked) -> bool:
    return asked.role == "total" or any(word in want.asked for word in lexicon.words("totals.txt"))


def _head_points(want: Want, own: str) -> int:
    """The last noun of a phrase is what it is about: …区级部门 is about 部门, …区级部门的审批事项 is not."""
    if want.scopes and want.terms[-1].soft and not want.thing:
        return 0  # 市直部门各多少个 says whose figure it is; 几个区级部门, what it counts
    last = want.terms[-1].means if want.terms else ()
    _, of, head = plain(own).rpartition("的")
    if of and not any(pair in want.asked for pair in pairs(head)):
        return -_OTHER_HEAD
    return 6 if plain(own).endswith(last) or head_of(own).endswith(last) else 0


def _due_points(want: Want, own: str, role: str | None) -> int:
    """应出庭133件 is what should be, 实际出庭121件 what is; 规定该出庭的 asks for the first."""
    before = (plain(own).partition(word) for term in want.core for word in term.means)
    due = any(found and _is_due(lead) for lead, found, _ in before)
    asked = role == "plan" or any(term.due for term in want.terms)
    return (_DUE if asked else -_DUE) if due else 0


def _is_due(before: str) -> bool:
    return before.endswith(lexicon.words("due.txt")) and not before.endswith(lexicon.words("not_due.txt"))


def _is_of_department(want: Want, candidate: Candidate) -> bool:
    """Whether a figure is said to be of one department that nobody asked for."""
    return any(name not in want.asked for name in candidate.departments)


def _part_points(want: Want, figure: Figure) -> int:
    """A part answers less well than the whole, but for one that is called by the very word that was asked for."""
    if figure.role != "part":
        return 0
    return _VERY if [plain(figure.own)] == [term.text for term in want.core] else -_PART


def _counts(want: Want, own: str) -> bool:
    """Whether what stands right behind the mark stands beside the number: 多少位“爱心妈妈”."""
    return bool(want.noun_behind) and any(word in plain(own) for word in meanings(want.noun_behind))


def _scope_points(want: Want, scope: str | None) -> int:
    """全市 asked: what is said of the whole city first; nothing asked: a part's own figure last."""
    if not scope:
        return 0
    if want.scopes:
        return 10 if any(said in scope for said in want.scopes) else 0
    return -4 if is_scope(scope) and not scope.startswith(WHOLE) else 0


def _preference(want: Want, candidate: Candidate, found: Evidence, asked: Asked) -> tuple[int, ...]:
    figure = candidate.figure
    borrowed = not want.scopes and not any(t in want.terms for t, _ in found.core)  # 市直部门 says whose it is
    points = _closeness(found.core) + _closeness(found.context) // 5 + _closeness(found.soft) // (2 if borrowed else 8)
    specificity = -min(2 * found.extra, _MOST_EXTRA) - min(found.extra_head // 2, _MOST_EXTRA // 2)
    return (
        points
        + specificity
        + _LITERAL * found.literal
        + _part_points(want, figure)
        + _due_points(want, figure.own, asked.role)
        - (_DENIED if _lacks_the_no(found) else 0)
        - (_DEPARTMENT if _is_of_department(want, candidate) else 0)
        - (_ELSEWHERE if candidate.elsewhere and not asked.named else 0)
        + (_WANTED_ROLE if figure.role in _ENDS.get(asked.role or "", ()) else 0)
        + (_SAME_TIME if any(said in (figure.period or "") for said in asked.since) else 0)
        + (_SAME_BASE if asked.base and asked.base in plain(figure.own) else 0)
        + (_TOTAL if asked.role == "total" and _is_total(candidate) else 0)
        - (_TOTAL if asked.role == "total" and figure.role == "part" else 0)
        - (_ALL_TIME if _is_total(candidate) and not _asks_total(want, asked) else 0)
        + _unit_points(want, figure.unit)
        + _head_points(want, figure.own)
        + (_COUNTED if _counts(want, figure.own) else 0)
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
