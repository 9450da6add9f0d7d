"""What an indicator must bring in from before to stand alone: the rules are tried in the order of the list at the foot.

``""`` is an answer (nothing is needed), ``None`` passes to the next rule.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from ingest.cues import any_of, cue_words
from ingest.headings import told_by_heading, told_by_headline, told_by_sentence_before
from ingest.owns import changes, consisting, each_of, own_of, part_inside
from ingest.phrases import (
    PERIOD_MARK,
    action,
    core,
    is_comparison,
    is_derived,
    is_weak,
    leading_verb,
    opened,
    shortened,
    trailing_verb,
    unsummed,
)
from ingest.places import Place
from ingest.sums import sum_of_parts
from ingest.topics import LONGEST_HEAD, is_setting, topic
from knowledge import lexicon
from knowledge.numbers import unit_kind, units_agree
from knowledge.tokens import cut, pairs

_WITHIN = re.compile(any_of("within"))
_NEXT_CLAUSE = re.compile(r"[,;]([^,;。]{2,40})")
_QUANTIFIER = re.compile(f"^{any_of('quantifier')}")
_LEFT_OVER = re.compile(any_of("carried_over"))
_TOTAL = re.compile("|".join(lexicon.words("totals.txt")))
_LONGEST_CARRIED = 10  # a longer phrase after a comma mostly has a verb of its own


def counted_again(place: Place) -> str | None:
    """培训执法人员3期240人次: the same, in another unit."""
    return _own(place.previous) or None if place.previous and place.follows_on and not _own(place) else None


def respective_siblings(place: Place) -> str | None:
    """新增主体5户,新增资本6元,分别增长1%和2%: heads by position among the figures before."""
    group = place.group
    if not is_weak(_own(place)) or len(group) == 1 or not each_of(place):
        return None
    siblings = group[0].earlier[-len(group) :]
    if len(siblings) < len(group):
        return None
    sibling = siblings[group.index(place)]
    return _own(sibling) or topic_of(sibling)


def one_kind_of(place: Place) -> str | None:
    """调处矛盾纠纷213件。从类型看,邻里纠纷86件: each is of what the sentence before counted."""
    whole = place.sentence.divides
    return _unless_shared(whole, _own(place)) if whole and not is_derived(_own(place)) else None


def divided(place: Place) -> str | None:
    """案件集中在公安、自然资源等领域,分别为49件、27件: each is of the 案件."""
    whole = consisting(place)
    return whole if whole and not is_weak(whole) else None


def in_brackets(place: Place) -> str | None:
    """增加事项21项(即行政许可4项): the head stands before the bracket."""
    if place.bracket is None:
        return None
    anchors = [other for other in place.earlier if other.quantity.end == place.bracket]
    return _unless_shared(_whole_of(anchors[-1]), _own(place)) if anchors else None


def part_of_whole(place: Place) -> str | None:
    """受理94件,其中维持27件: the head is what the whole counts."""
    if place.part_word is None:
        return None
    wholes = [other for other in place.earlier if other.quantity.end <= place.part_word]
    alike = [other for other in wholes if units_agree(other.quantity.unit, place.quantity.unit)]
    if not wholes:
        return None
    whole = (alike or wholes)[-1]
    return _unless_shared(topic_of(whole) or _whole_of(whole), _own(place))


def set_before(place: Place) -> str | None:
    """专项治理开展以来,…: the clause that sets the scene for the sentence."""
    clauses = (place.sentence.words[slice(*span)] for span in place.sentence.clauses_before(place.left_start))
    told = next(filter(None, (topic(clause) for clause in clauses if is_setting(clause))), None)
    return _unless_shared(_fuller(told, place), _own(place)) if told else None


def parallel_noun(place: Place) -> str | None:
    """代表议案3件、建议20件: 建议 stands where 议案 stood."""
    if not place.previous or not place.coordinated or _own(place) not in cue_words("dependent"):
        return None
    above = _own(place.previous)
    last = cut(above)[-1] if above else ""
    return above.removesuffix(last) or None if last in cue_words("dependent") else None


def total_of_added(place: Place) -> str | None:
    """新增地铁运营里程43公里、总里程达到879公里: a total is of what was added to."""
    before, own = place.previous, _own(place)
    noun = _QUANTIFIER.sub("", own)
    if not before or noun == own or not units_agree(before.quantity.unit, place.quantity.unit):
        return None
    added = core(_own(before))
    return added.removesuffix(noun) or None if added.endswith(noun) else None


def named_as_before(place: Place) -> str | None:
    """孤儿补贴标准提高到1200元和1700元: the second has no name but that of the first."""
    before = place.previous
    return topic_of(before) or _own(before) or None if before and place.coordinated and not _own(place) else None


def carried_verb(place: Place) -> str | None:
    """购置记录仪108部,采集器13台: the verb goes on."""
    before, own = place.previous, _own(place)
    if not before or core(own) != opened(own) or changes(place) or each_of(place):
        return None
    if (before.bracket, before.part_word) != (place.bracket, place.part_word) or (before.right and not place.right):
        return None
    if not (core(own) and own not in cue_words("derived") if place.coordinated else _goes_on(before, place)):
        return None
    if place.right:  # 聘请3名律师、5名会计师, but not 36个部门、15个镇街共配备…
        opening = place.group[0].left
        return leading_verb(opening) or trailing_verb(opening) or None
    verb = action(_own(before)) or trailing_verb(before.left) or _carried(before)
    return None if is_comparison(verb or "") else verb


def told_after(place: Place) -> str | None:
    """投资36万元,建成了听证室: what the money went into follows."""
    own = _own(place)
    if not leading_verb(own) or not is_weak(own) or unit_kind(place.quantity.unit) != "money" or place.index:
        return None
    end = place.next.quantity.start if place.next else len(place.sentence.words)
    following = _NEXT_CLAUSE.match(place.sentence.words, place.quantity.end, end)
    return topic(following[1]) or None if following else None


def told_before(place: Place) -> str | None:
    """解除矫正426人 after 接收服刑人员444人: the nearest before that shares a word with it, else the nearest."""
    if not _needs_head(place):
        return None
    told = _told(place)
    own = _own(place)
    return next((head for head in told if _share_a_word(head, own)), told[0] if told else None)


def told_in_general(place: Place) -> str | None:
    """受理申请30件,维持12件; 立案1200起,同比下降5%: a word that says little is better than none."""
    own = _own(place)
    if not place.previous or not is_derived(own) or (place.coordinated and not is_comparison(own)):
        return None
    owns = (_own(other) for other in reversed(place.earlier) if place.sees(other))
    return next((other for other in owns if core(other)), _whole_of(place.previous)) or None


def enough(_: Place) -> str | None:
    """处理行政复议案件51件 needs nothing."""
    return ""


HEADS: tuple[Callable[[Place], str | None], ...] = (
    counted_again,
    sum_of_parts,
    respective_siblings,
    one_kind_of,
    divided,
    in_brackets,
    part_of_whole,
    set_before,
    parallel_noun,
    total_of_added,
    named_as_before,
    carried_verb,
    told_after,
    told_before,
    told_by_sentence_before,
    told_by_headline,
    told_by_heading,
    told_in_general,
    enough,
)


@lru_cache(maxsize=4096)
def head_of(place: Place) -> str:
    head = next(head for rule in HEADS if (head := rule(place)) is not None)
    head = "" if head in _own(place) else unsummed(head)
    return _all_there_is(head) if _TOTAL.search(place.group[0].raw_left) else head


def _all_there_is(head: str) -> str:
    """总部新认定60家,累计达到1016家: the second are not newly so."""
    for word in lexicon.words("added.txt"):
        head = head.replace(word, "")
    return head


@lru_cache(maxsize=4096)
def topic_of(place: Place) -> str:
    """What a figure lends to those after it: its own topic, or the one it was lent itself."""
    own = _own(place)
    return head_of(place) if is_weak(own) else topic(own)


def _own(place: Place) -> str:
    return own_of(place)[0]


@lru_cache(maxsize=4096)
def _carried(place: Place) -> str | None:
    return carried_verb(place)


def _told(place: Place) -> list[str]:
    """Topics of the clauses before that have no figures, and of the nearest figure that has a topic; nearest first."""
    figure = next((other for other in reversed(place.earlier) if _tells(other, place)), None)
    floor = figure.quantity.end if figure else 0
    spans = (span for span in place.sentence.clauses_before(place.left_start) if span[0] >= floor)
    told = [topic(place.sentence.words[slice(*span)]) for span in spans]
    return [head for head in (*told, _lent_by(figure, place) if figure else "") if head]


def _tells(other: Place, place: Place) -> bool:
    """Whether a figure before lends its topic: it has one, its bracket has not closed, and what asks has need of it.

    走访企业 after 召开会议 has its own object; 涉及金额 and 维持 have none.
    """
    own = _own(other)
    if other.coordinated or is_weak(own) or not place.sees(other) or _carried(other) or _LEFT_OVER.search(own):
        return False
    return bool(topic_of(other)) and (is_derived(_own(place)) or _share_a_word(own, _own(place)))


def _share_a_word(one: str, other: str) -> bool:
    return not set(pairs(one)).isdisjoint(pairs(other))


def _lent_by(figure: Place, place: Place) -> str:
    """A rate after a list is the rate of all of it: 议案2件、建议112件,满意率100%."""
    if part_inside(figure):
        return topic(figure.right)
    group = figure.group
    if len(group) == 1 or place in group or unit_kind(place.quantity.unit) != "rate":
        return topic_of(figure)
    return "、".join(topic(_own(each)) or _own(each) for each in group if not is_comparison(_own(each)))


def _whole_of(place: Place) -> str:
    """What a figure lends to its own bracket: 增加事项 and 减少事项 must stay apart."""
    own = _own(place)
    return shortened(head_of(place), LONGEST_HEAD - len(own)) + own if is_weak(own) else topic(own)


def _unless_shared(head: str, own: str) -> str:
    """公益机构9个,其中养老机构4个: 养老机构 says it all."""
    return "" if head and not is_weak(own) and head[-2:] == own[-2:] else head


def _fuller(told: str, place: Place) -> str:
    """专项治理 under the headline 行政执法突出问题专项治理 is that one."""
    headline = topic(place.sentence.block.topic)
    return headline if headline.endswith(told) else told


def _needs_head(place: Place) -> bool:
    """Weak by itself, or a time limit: 在24小时内储存至平台 leaves open what."""
    limit = unit_kind(place.quantity.unit) == "time" and _WITHIN.match(place.sentence.text, place.quantity.end)
    return is_weak(_own(place)) or bool(limit)


def _goes_on(before: Place, place: Place) -> bool:
    """Whether a comma-list of like things goes on: short nouns in one unit; a period of its own starts anew."""
    own = _own(place)
    if place.edge not in (",", "、") or place.right or PERIOD_MARK in place.raw_left or len(own) > _LONGEST_CARRIED:
        return False
    alike = units_agree(before.quantity.unit, place.quantity.unit)
    return alike and not _needs_head(place) and cue_words("verb").isdisjoint(cut(own))
