"""Why a candidate is not the answer, whatever else speaks for it: one named rule for each reason.

A rule sees one case, a candidate before a want, and says whether it applies; their order is written once, in `RULES`.
"""

from collections.abc import Callable
from enum import StrEnum

from knowledge import lexicon
from knowledge.alone import named_but_for_a_word, only_count, said_by_its_sentence
from knowledge.cases import Case, qualifies
from knowledge.match import Near
from knowledge.numbers import ANY_COUNT, unit_kind, units_agree
from knowledge.regions import find_regions
from knowledge.terms import (
    Term,
    counted_in,
    counted_subject,
    head_of,
    is_growth,
    is_measure,
    is_share,
    meanings,
    opposites,
    plain,
    subjects,
)
from knowledge.wants import is_outcome

#: Share of the asked words, by weight in per cent, that may stand nowhere near the figure.
MOST_MISSING = 33
#: Share that may stand no nearer than its passage.
MOST_FAR = 33
_MENTIONED = 5  # two words beside the number that nobody asked for, and a general noun; with more it is another thing
_ENOUGH = 3  # words that name a thing whole, whatever else its sentence calls it
_A_NAME = 5  # characters of a term so long that it names the very thing: 地区生产总值
_KIND = 2  # characters that say what kind of procedure it is: 调解 of 行政调解
_NOUN_LENGTHS = (4, 3, 2)  # of the noun that a phrase ends in, the longest first
_DONE = "已"
_YEAR_ON_YEAR = "同比"
_CASE = "case"
_MEASURED = ("rate", "money")  # kinds of want that say by themselves what the answer is counted in
_POINTS = "百分点"  # how far a rate has moved, or lies apart from another
WHOLE = "全"  # 全市, 全区: the whole place, not a part of it


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
    OPPOSITE = "it is of the other side"
    SIBLING = "another figure of its sentence is the one so named"
    CONTEXT = "it is not of what was asked before"
    MENTIONED = "it is about something else and only mentions it"
    UNCOVERED = "words that were asked for are not what it counts"


def _share(graded: tuple[tuple[Term, Near], ...], limit: Near) -> int:
    """Weight of the terms found no nearer than `limit`, in per cent of all."""
    whole = sum(term.weight for term, _ in graded)
    return 100 * sum(term.weight for term, near in graded if near <= limit) // whole if whole else 0


def _apart(asked: str, stated: str) -> bool:
    return f"{asked} {stated}" in lexicon.words("units_apart.txt")


def other_unit(case: Case) -> bool:
    """几件 is not answered by 56.06%, nor 多少钱 by 51件."""
    want, stated = case.want, case.figure.unit
    if want.moves and case.figure.role == "change":
        return False
    if want.kind in _MEASURED:
        in_points = stated.endswith(_POINTS)
        wrong = not in_points if (want.unit or "").endswith(_POINTS) else in_points and not case.asked.changes
        return unit_kind(stated) != want.kind or wrong
    if not stated or not want.unit:
        return False  # 860余处级干部: counted without a unit
    loose = want.unit in lexicon.words("units_of_talk.txt")
    return _apart(want.unit, stated) or not (loose or units_agree(want.unit, stated))


def uncounted_so(case: Case) -> bool:
    """有多少律师 is no 听证2起: what is named last, where no unit is; 特困人员呢 asks on for what was asked before."""
    want, stated = case.want, case.figure.unit
    asks_on = bool(want.context) and (want.kind is None or (want.about is not None and case.figure.role == "part"))
    if not stated or want.unit or asks_on or want.kind in _MEASURED:
        return False
    return not all(units_agree(unit, stated) for term in want.terms[-1:] for unit in counted_in(term.text))


def other_thing(case: Case) -> bool:
    """What the mark itself counts is never counted so: 几个部门 is no 信息53539条, 案件几件 no 12项."""
    want, stated = case.want, case.figure.unit
    if want.kind in _MEASURED or not stated:
        return False
    if want.unit == ANY_COUNT and stated != ANY_COUNT and _is_other_noun(case):
        return True
    if stated == ANY_COUNT:
        return _another_is_counted(case) or _thing_is_elsewhere(case)
    counted = {unit_kind(unit) for term in want.terms for unit in counted_in(term.text)}
    cases = want.unit is not None and unit_kind(want.unit) == _CASE and _CASE in counted
    return any(_never(unit, stated) for unit in counted_in(want.thing)) or (cases and unit_kind(stated) != _CASE)


def _is_other_noun(case: Case) -> bool:
    """多少个领域 is no 不予处罚79起: what is counted in another unit must at least be called so."""
    noun = case.want.noun_behind
    return bool(noun) and not any(word in plain(case.figure.indicator) for word in meanings(noun))


def _another_is_counted(case: Case) -> bool:
    """办了几件 is no 11个区级部门: 个 counts what stands behind it."""
    own = plain(case.figure.own)
    noun = next((units for length in _NOUN_LENGTHS if (units := counted_in(own[-length:]))), ())
    unit = case.want.unit or ANY_COUNT
    agrees = any(units_agree(unit, counted) and not _apart(unit, counted) for counted in noun)
    return unit != ANY_COUNT and bool(noun) and not agrees


def _thing_is_elsewhere(case: Case) -> bool:
    """多少个律师 is no 85个社区: 个 counts the thing only where it stands beside it."""
    thing = case.want.thing
    return bool(thing) and not any(word in plain(case.figure.indicator) for word in meanings(thing))


def _never(counted: str, stated: str) -> bool:
    """Whether what is counted so is never stated so; cases are stated in all ways: 出庭应诉35人次."""
    return unit_kind(counted) != _CASE and (_apart(counted, stated) or not units_agree(counted, stated))


def given_in_question(case: Case) -> bool:
    """从134项增加到多少项 is not answered by 134项."""
    return case.figure.text in case.asked.given


def planned(case: Case) -> bool:
    """计划完成23个 is no 已完成, unless a plan or a demand was asked for."""
    return case.figure.role == "plan" and case.asked.role != "plan"


def other_measure(case: Case) -> bool:
    """投资多了百分之几 is no 占投资的比重, nor 占全年的比例 a 同比改善."""
    own, asked = case.figure.own, case.want.asked
    if case.want.kind != "rate" or is_share(own) == is_share(asked):
        return False
    return case.asked.changes if is_share(own) else case.figure.role == "change" or _YEAR_ON_YEAR in own


def other_end(case: Case) -> bool:
    """调整之前原本多少 is not answered by what it is after."""
    role, clause = case.asked.role, plain(case.clause)
    if case.want.moves and case.want.unit and case.figure.role != "change":
        return True  # 比上年多了几个 is not how many there are
    if role == "total" and any(word in clause and word not in case.want.asked for word in lexicon.words("added.txt")):
        return True  # 累计多少家 is no 新增13家
    if role == "plan" and case.figure.role != "plan" and _DONE in clause:
        return True  # 即将承接 is no 已承接
    return role in ("before", "after") and case.figure.role in ("before", "after") and case.figure.role != role


def not_of_it(case: Case) -> bool:
    """A city's figure in the province's report, last year's in this year's: only where the figure says so itself."""
    figure, named = case.figure, case.asked.named
    said = plain(figure.indicator + case.clause + (figure.period or "") + (figure.scope or ""))
    if not named or named in said:
        return False
    before = find_regions(figure.quote[: figure.start - figure.quote_start])
    return not before or named not in before[-1].text  # the last place named before it is the one it is of


def other_year(case: Case) -> bool:
    """A figure of 2016 that the report of 2017 recalls."""
    if case.figure.role == "plan" and case.asked.role == "plan":
        return False  # plans stand in the report of the year before
    return bool(case.asked.years) and case.figure.year is not None and case.figure.year not in case.asked.years


def other_scope(case: Case) -> bool:
    """市直部门的涉案金额 is not answered by the whole city's."""
    figure = case.figure
    stated = plain(figure.indicator + (figure.scope or "") + case.clause)
    inside = plain(figure.quote)  # 镇街 do what their sentence says; what is 市直 must say so itself
    within = lexicon.words("scopes_inside.txt")
    asked = [scope for scope in case.want.scopes if not scope.startswith(WHOLE)]
    faces = ((scope, inside if figure.role == "part" or scope in within else stated) for scope in asked)
    return not all(any(said in face for said in meanings(scope)) for scope, face in faces)


def other_part(case: Case) -> bool:
    """农村居民收入 asked is not answered by 居民收入, nor 二审败诉 by what a sentence says of 一审."""
    if any(qualifies(term) and near < Near.TOPIC for term, near in case.found.core):
        return True
    others = [other for term, near in case.found.core if near == Near.NOWHERE for other in opposites(term.text)]
    return any(other in case.figure.quote for other in others)


def other_subject(case: Case) -> bool:
    """The procedure asked for is named neither in the sentence nor in the heading, or another is counted."""
    asked = [(term, near) for term, near in case.found.core if term.subject]
    if any(near <= Near.PASSAGE or (near <= Near.TOPIC and _rival(term, case)) for term, near in asked):
        return True
    counted = counted_subject(case.figure.own)
    said = [word for term, _ in case.found.core for word in (term.text, *term.means)]
    return bool(asked and counted) and not any(counted in word or word in counted for word in said)


def _rival(term: Term, case: Case) -> bool:
    """Whether the figure is said to be of another of its kind: 人民调解 where 行政调解 was asked for."""
    indicator = plain(case.figure.indicator)
    kin = (name for name in subjects() if name != term.text and name[-_KIND:] == term.text[-_KIND:])
    return any(name in indicator and name not in term.means and term.text not in name for name in kin)


def other_outcome(case: Case) -> bool:
    """受理 asked is not answered by 审结64宗, though the passage speaks of 受理; 受理案件的标的额 is a 标的额."""
    own = any(term.focus and near == Near.OWN and not is_outcome(term.text) for term, near in case.found.core)
    derived = case.figure.role == "change"  # 收到申请458件,同比增长37.5%: of what its sentence says
    told = any(near == Near.OWN and is_outcome(term.text) for term, near in case.found.core)  # 审结的…维持几件
    loose = derived or told or (own and unit_kind(case.figure.unit) != _CASE)
    least = Near.SENTENCE if loose else Near.TOPIC
    return any(is_outcome(term.text) and near < least for term, near in case.found.core)


def far_focus(case: Case) -> bool:
    """清理规范性文件…最后废止了几件 is not answered by 清理意见100余条, though the sentence goes on to 废止."""
    focus = [near for term, near in case.found.core if term.focus]
    if not focus or max(focus) >= Near.TOPIC or said_by_its_sentence(case) or named_but_for_a_word(case):
        return False
    if max(focus) == Near.SENTENCE and _is_named_part(case):
        return False
    return max(focus) < Near.SENTENCE or not _is_named_whole(case)


def _is_named_part(case: Case) -> bool:
    """调处的物业纠纷几件: 物业纠纷 is a part of what was 调处."""
    rest = [near for term, near in case.found.core if not term.focus]
    return case.figure.role == "part" and bool(rest) and min(rest) >= Near.INDICATOR


def _is_named_whole(case: Case) -> bool:
    """上传的许可和处罚信息多少条: most words name the figure, all its sentence, and the unit is the one asked for."""
    nears = [near for _, near in case.found.core]
    named = sum(near >= Near.INDICATOR for near in nears) >= _ENOUGH and min(nears) >= Near.SENTENCE
    return named and case.figure.unit == case.want.unit


def of_other_side(case: Case) -> bool:
    """进口规模 is not answered by 出口规模, nor a lawsuit of 二审 by one of 一审."""
    named = plain(case.figure.indicator)
    core = [term.text for term, _ in case.found.core]
    before = [term.text for term, _ in case.found.context if not _replaced(term.text, case)]
    return any(word not in named and any(other in named for other in opposites(word)) for word in (*core, *before))


def _replaced(word: str, case: Case) -> bool:
    """Whether a later turn has put another member in its place: 微博几条, 微信公众号呢."""
    said = "".join(word for term, _ in case.found.core for word in (term.text, *term.means))
    return any(other in said for other in (word, *opposites(word)))


def another_of_list(case: Case) -> bool:
    """不合格案卷多少卷 is not answered by 评查案卷320卷,不合格案卷7卷 with its first number."""
    return bool(case.found.lost) and case.asked.role != "total"


def of_something_else(case: Case) -> bool:
    """合格率多少, asked on after 抽检农药, is not that of 种子: a measure by itself is of what was asked before."""
    measured = case.want.kind in _MEASURED and all(term.soft or is_measure(term) for term in case.want.terms)
    return measured and case.found.about < Near.SENTENCE


def beside_point(case: Case) -> bool:
    """有多少律师 is not answered by 抽调执法人员参与律师行业检查6名: one thing asked, and only mentioned."""
    if len(case.found.core) > 1 or case.want.context or case.found.extra <= _MENTIONED or only_count(case):
        return False
    means = next((term.means for term, _ in case.found.core), ())
    return not any(head_of(part).endswith(means) for part in (case.figure.own, case.figure.head))


def _weighty(core: tuple[tuple[Term, Near], ...]) -> tuple[tuple[Term, Near], ...]:
    """Without everyday words that stand nowhere near, where another word says what it is of."""
    rest = tuple((term, near) for term, near in core if not (term.spoken and near <= Near.PASSAGE))
    named = any(near >= Near.INDICATOR and not (term.spoken or is_growth(term)) for term, near in rest)
    return rest if named else core


def uncovered(case: Case) -> bool:
    """Too much of what was asked for stands nowhere near, or nothing of it right beside the figure."""
    if said_by_its_sentence(case) or named_but_for_a_word(case):
        return False
    core = _weighty(case.found.core)
    near = max((near for term, near in core if not is_growth(term)), default=Near.OWN)
    nowhere = sum(near == Near.NOWHERE for _, near in core)
    return (
        near < Near.CLAUSE
        or nowhere > (len(core) - 1) // 2  # of two words asked, both must be found
        or any(near == Near.NOWHERE and len(term.text) >= _A_NAME for term, near in core)
        or _share(core, Near.NOWHERE) > MOST_MISSING
        or _share(core, Near.PASSAGE) > MOST_FAR
    )


#: In order: the first that applies names the refusal.
RULES: tuple[tuple[Reject, Callable[[Case], bool]], ...] = (
    (Reject.UNIT, other_unit),
    (Reject.UNIT, uncounted_so),
    (Reject.UNIT, other_thing),
    (Reject.GIVEN, given_in_question),
    (Reject.PLAN, planned),
    (Reject.ROLE, other_measure),
    (Reject.ROLE, other_end),
    (Reject.NAMED, not_of_it),
    (Reject.PERIOD, other_year),
    (Reject.SCOPE, other_scope),
    (Reject.SCOPE, other_part),
    (Reject.SUBJECT, other_subject),
    (Reject.OUTCOME, other_outcome),
    (Reject.FOCUS, far_focus),
    (Reject.OPPOSITE, of_other_side),
    (Reject.SIBLING, another_of_list),
    (Reject.CONTEXT, of_something_else),
    (Reject.MENTIONED, beside_point),
    (Reject.UNCOVERED, uncovered),
)
