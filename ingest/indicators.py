"""Names what a quantity counts, standing on its own.

Two questions, each an ordered list of rules: what stands beside the number (``OWN``), and what must be
brought in from before for that to make sense alone (``HEADS``). A rule answers or passes (None).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from ingest.clauses import Place
from ingest.cues import any_of, cue_words
from ingest.phrases import (
    LONGEST_HEAD,
    LONGEST_NAME,
    PERIOD_MARK,
    action,
    core,
    first_words,
    is_setting,
    is_weak,
    leading_verb,
    opened,
    shortened,
    tidy,
    topic,
    trailing_verb,
    trimmed,
    unsummed,
)
from ingest.zeros import noun_of
from knowledge.numbers import unit_kind, units_agree
from knowledge.tokens import cut, pairs

_FROM = re.compile(rf"{any_of('from')}$")
_TO = re.compile(rf"^[^,;、]{{0,10}}{any_of('to')}(?:约|近|超|不足)?$")
_MOVED_TO = re.compile(
    rf"(?:{any_of('sum')})?{any_of('change')}{any_of('to')}(?:每[人户亩]\x01*)?(?:平均|约|近|超|超过|不足)?$"
)
_PREDICATE = re.compile(any_of("predicate"))
_DEFINITION = re.compile(rf"(?:{any_of('definition')})(?=[^、]{{1,20}}、)")
_WITHIN = re.compile(any_of("within"))
_LONGEST_CARRIED = 10  # a longer phrase after a comma mostly has a verb of its own
_EACH = re.compile(any_of("each"))
_MEASURES = tuple(cue_words("measure"))
_NAMES = re.compile(r"、|以及|和|及|与")
_ALL_KINDS = re.compile(r"[一二两三四五六七八九十\d]+(?:类|种|项|个|大类)")


@dataclass(frozen=True)
class Named:
    """The parts of an indicator and the rule that found what stands beside the number."""

    own: str
    head: str
    rule: str

    @property
    def whole(self) -> str:
        if not self.head or not self.own:
            return self.head or self.own
        glue = "" if leading_verb(self.head) == self.head else " "
        return self.head + glue + self.own


# --- what stands beside the number ------------------------------------------------------------------


def none_of(place: Place) -> str | None:
    """无败诉案件: the noun is inside the span."""
    return noun_of(place.quantity)


def changed_from(place: Place) -> str | None:
    """由8个工作日缩短为4个工作日: the first is named by what stands before 由."""
    if not place.next or not _FROM.search(place.raw_left) or not _TO.match(_between(place, place.next)):
        return None
    return trimmed(_FROM.sub("", place.raw_left))


def changed_to(place: Place) -> str | None:
    """… and the second like the first."""
    before = place.previous
    return changed_from(before) if before and changed_from(before) is not None else None


def respectively(place: Place) -> str | None:
    """甲、乙分别增长1%、2%: names by position."""
    group = _group(place)
    raw = group[0].raw_left
    each = None
    for each in _EACH.finditer(raw):
        pass
    if each is None or len(group) < 2:  # noqa: PLR2004 - one figure is nobody's list
        return None
    names = _names(raw[: each.start()], len(group))
    if not names:
        return None
    shared = _MOVED_TO.sub("", raw[each.end() :])
    return trimmed(names[group.index(place)] + shared)


def listed_after(place: Place) -> str | None:
    """6个县和36个部门已提交申请: one predicate for the whole list."""
    group = _group(place)
    last = group[-1]
    if last is place or not place.right or not _is_bare(group[0].left):
        return None
    predicate = _PREDICATE.search(last.right, 1)
    return trimmed(place.right + last.right[predicate.start() :]) if predicate else None


def noun_behind(place: Place) -> str | None:
    """购买11台自助设备: the noun, and what is said of it, follow."""
    if not place.right or (place.runs_on and not _wants_noun(place.left)):
        return None
    right = place.right
    rest = (_PREDICATE if place.runs_on else _DEFINITION).search(right, 1)
    left = _led(place.whole_left) if _joins(place) else _led(place.left_of_noun)
    if rest and not (rest[0] in cue_words("sum") and is_weak(left + right[: rest.start()])):
        right = right[: rest.start()]
    room = LONGEST_NAME - len(first_words(right, LONGEST_NAME // 2 + 4))
    return trimmed(_joined(shortened(left, room), first_words(right, LONGEST_NAME - min(len(left), room))))


def moved_to(place: Place) -> str | None:
    """时限压缩为7个工作日: the change is a role, no part of the name."""
    moved = _MOVED_TO.search(place.raw_left)
    if not moved or place.right:
        return None
    return trimmed(place.raw_left[: moved.start()]) or None


def noun_before(place: Place) -> str | None:
    """办理各类登记95件."""
    return place.left or None


def nothing_beside(_: Place) -> str | None:
    """共46676条: all of it comes from before."""
    return ""


OWN: tuple[Callable[[Place], str | None], ...] = (
    none_of,
    changed_from,
    changed_to,
    respectively,
    listed_after,
    noun_behind,
    moved_to,
    noun_before,
    nothing_beside,
)


def _joined(left: str, right: str) -> str:
    """执法部门 + 部门聘请了顾问 → 执法部门聘请了顾问."""
    for length in range(min(6, len(left), len(right)), 1, -1):
        if left.endswith(right[:length]):
            return left + right[length:]
    return left + right


def _led(left: str) -> str:
    """What leads to the noun behind a number, its 的 kept."""
    return trimmed(left) + ("的" if left.endswith("的") and trimmed(left) else "")


def _is_bare(left: str) -> bool:
    """Nothing before the number, or only whose it is: 市直46个部门."""
    return not core(left) or left in cue_words("scope")


def _wants_noun(left: str) -> bool:
    """可办理11个区级部门的…: what stands before the number has no noun for it yet."""
    return _is_bare(left) or bool(trailing_verb(left))


def _joins(place: Place) -> bool:
    """Whether the number before, too, stands before its noun, so that one phrase runs over both."""
    before = place.previous
    return before is not None and before.runs_on and _wants_noun(before.left)


def _between(first: Place, second: Place) -> str:
    return first.sentence.words[first.quantity.end : second.quantity.start]


def _group(place: Place) -> list[Place]:
    """The list that a quantity is in: neighbours joined by 、 or 和."""
    first = place
    while first.coordinated and first.previous:
        first = first.previous
    group = [first]
    while (following := group[-1].next) and following.coordinated:
        group.append(following)
    return group


def _names(text: str, count: int) -> list[str] | None:
    """As many names as there are numbers, the last one's common tail given to the others."""
    clause = re.split("[,;:。(]", text)[-1]
    parts = [part for part in _NAMES.split(opened(clause)) if part]
    if len(parts) < count:
        return None
    parts = parts[-count:]
    tail = _common_tail(parts)
    return [part if part.endswith(tail) else part + tail for part in parts]


def _common_tail(names: list[str]) -> str:
    """What the last name says for all: 城镇居民、农村居民人均可支配收入 → 人均可支配收入."""
    last = names[-1]
    counted = _ALL_KINDS.search(last)
    if counted:
        return last[counted.end() :]
    for length in range(min(4, len(names[0])), 1, -1):
        ending = names[0][-length:]
        if ending in last:
            return last[last.index(ending) + length :]
    tail = cut(last)[-1]
    return tail if tail.endswith(_MEASURES) and not names[0].endswith(_MEASURES) else ""


# --- what must be brought in ------------------------------------------------------------------------


def respective_siblings(place: Place, own: str) -> str | None:
    """新增主体5户,新增资本6元,分别增长1%和2%: heads by position among the figures before."""
    group = _group(place)
    if not is_weak(own) or not _EACH.search(group[0].raw_left):
        return None
    earlier = place.sentence.places[: group[0].index][-len(group) :]
    return _head_of(earlier[group.index(place)]) if len(earlier) == len(group) > 1 else None


def in_brackets(place: Place, own: str) -> str | None:
    """增加事项21项(即行政许可4项): the head stands before the bracket."""
    if place.bracket is None:
        return None
    anchors = [other for other in place.sentence.places[: place.index] if other.quantity.end <= place.bracket]
    if anchors and anchors[-1].quantity.end == place.bracket:
        return _unless_shared(_whole_of(anchors[-1]), own)
    return None


def part_of_whole(place: Place, own: str) -> str | None:
    """受理94件,其中维持27件: the head is what the whole counts."""
    if place.part_word is None:
        return None
    wholes = [other for other in place.sentence.places[: place.index] if other.quantity.end <= place.part_word]
    if not wholes:
        return None
    alike = [other for other in wholes if units_agree(other.quantity.unit, place.quantity.unit)]
    return _unless_shared(_head_of((alike or wholes)[-1]), own)


def parallel_noun(place: Place, own: str) -> str | None:
    """人大代表议案2件、建议112件: 建议 stands where 议案 stood."""
    before = place.previous
    if not before or not place.coordinated or own not in cue_words("dependent"):
        return None
    above, _ = _own(before)
    last = cut(above)[-1] if above else ""
    return above.removesuffix(last) or None if last in cue_words("dependent") else None


def carried_verb(place: Place, own: str) -> str | None:
    """购置记录仪108部,采集器13台: the verb goes on."""
    before = place.previous
    if not before or before.bracket != place.bracket or before.part_word != place.part_word or _changes(place):
        return None
    if leading_verb(opened(own)) or not (_goes_on(before, place) or (place.coordinated and core(own))):
        return None
    if not place.coordinated and (_needs_head(place, own) or trailing_verb(own) or len(own) > _LONGEST_CARRIED):
        return None
    above, _ = _own(before)
    return action(above) or trailing_verb(before.left) or carried_verb(before, above) or None


def set_before(place: Place, own: str) -> str | None:
    """专项治理开展以来,…: the clause that sets the scene for the sentence."""
    for start, end in place.sentence.clauses_before(place.left_start):
        clause = place.sentence.words[start:end]
        if not place.sentence.has_quantity(start, end) and is_setting(clause) and (told := topic(clause)):
            return _unless_shared(_fuller(told, place), own)
    return None


def told_after(place: Place, own: str) -> str | None:
    """投资36万元,建成了听证室: what the money went into follows."""
    if leading_verb(own) != own or unit_kind(place.quantity.unit) != "money" or place.index:
        return None
    following = re.match(r"\W?([^,;。\x02]{2,40})", place.sentence.words[place.quantity.end :])
    return topic(following[1]) or None if following else None


def told_before(place: Place, own: str) -> str | None:
    """解除矫正426人 after 接收服刑人员444人: the nearest before that shares a word with it, else the nearest."""
    if not _needs_head(place, own):
        return None
    told = _told(place)
    sharing = (head for head in told if set(pairs(head)) & set(pairs(own)))
    return next(sharing, told[0] if told else None)


def _told(place: Place) -> list[str]:
    """Topics of the clauses before that have no figures, and of the nearest figure that has a topic; nearest first."""
    figures = [other for other in place.sentence.places[: place.index] if _tells(other, place)]
    floor = figures[-1].quantity.end if figures else 0
    told = [
        topic(place.sentence.words[start:end])
        for start, end in place.sentence.clauses_before(place.left_start)
        if start >= floor and not place.sentence.has_quantity(start, end)
    ]
    return [head for head in (*told, *(_lent_by(figure, place) for figure in figures[-1:])) if head]


def told_by_sentence_before(place: Place, own: str) -> str | None:
    """加强信用体系建设,…。全市归集信息160万条: what the sentence before, without figures, began with."""
    before = place.sentence.before
    if not is_weak(own) or before is None or before.quantities:
        return None
    return topic(re.split("[,;:]", before.words, maxsplit=1)[0]) or None


def told_by_headline(place: Place, own: str) -> str | None:
    """三是开展专项治理。…检查100家单位: the run's own headline."""
    return topic(place.sentence.block.topic) or None if is_weak(own) else None


def told_by_heading(place: Place, own: str) -> str | None:
    if not is_weak(own) or not place.sentence.block.title:
        return None
    return topic(place.sentence.block.title) or None


def enough(_: Place, __: str) -> str | None:
    return ""


HEADS: tuple[Callable[[Place, str], str | None], ...] = (
    respective_siblings,
    in_brackets,
    part_of_whole,
    set_before,
    parallel_noun,
    carried_verb,
    told_after,
    told_before,
    told_by_sentence_before,
    told_by_headline,
    told_by_heading,
    enough,
)


def _fuller(told: str, place: Place) -> str:
    """专项治理 under the headline 行政执法突出问题专项治理 is that one."""
    headline = topic(place.sentence.block.topic)
    return headline if headline.endswith(told) else told


def _needs_head(place: Place, own: str) -> bool:
    """Weak by itself, or a time limit: 在24小时内储存至平台 leaves open what."""
    limit = unit_kind(place.quantity.unit) == "time" and _WITHIN.match(place.sentence.text, place.quantity.end)
    return is_weak(own) or bool(limit)


def _goes_on(before: Place, place: Place) -> bool:
    """A comma-list of like things; a period of its own starts another statement."""
    alike = units_agree(before.quantity.unit, place.quantity.unit)
    return alike and not place.right and place.edge in (",", "、") and PERIOD_MARK not in place.raw_left


def _changes(place: Place) -> bool:
    return any(rule(place) is not None for rule in (changed_from, changed_to, moved_to))


def list_opening(place: Place) -> str:
    """What stands before the first number of the list that a quantity is in."""
    return _group(place)[0].raw_left


def _tells(other: Place, place: Place) -> bool:
    """Whether a figure before can lend its topic: it has one of its own, and its bracket has not closed."""
    if other.bracket is not None and other.bracket != place.bracket:
        return False
    own, _ = _own(other)
    return not is_weak(own) and not (other.coordinated or carried_verb(other, own))


def _lent_by(figure: Place, place: Place) -> str:
    """A rate after a list is the rate of all of it: 议案2件、建议112件,满意率100%."""
    group = _group(figure)
    if len(group) > 1 and place not in group and unit_kind(place.quantity.unit) == "rate":
        owns = [_own(each)[0] for each in group]
        return "、".join(topic(own) or own for own in owns)
    return _head_of(figure)


def _head_of(place: Place) -> str:
    """What a figure lends to those after it: its own topic, or the one it was lent itself."""
    own, _ = _own(place)
    if own and not is_weak(own):
        return topic(own)
    return _head(place, own)


def _whole_of(place: Place) -> str:
    """What a figure lends to its own bracket: 增加事项 and 减少事项 must stay apart."""
    own, _ = _own(place)
    if not is_weak(own):
        return topic(own)
    return shortened(_head(place, own), LONGEST_HEAD - len(own)) + own


def _unless_shared(head: str, own: str) -> str:
    """党政机构32个,其中党委机构10个: 党委机构 says it all."""
    return "" if head and not is_weak(own) and head[-2:] == own[-2:] else head


def _own(place: Place) -> tuple[str, str]:
    for rule in OWN:
        own = rule(place)
        if own is not None:
            return tidy(own), rule.__name__
    return "", nothing_beside.__name__


def _head(place: Place, own: str) -> str:
    for rule in HEADS:
        head = rule(place, own)
        if head is not None:
            return unsummed(head) if head not in own else ""
    return ""


def name_indicator(place: Place) -> Named:
    """The indicator of the quantity at a place."""
    own, rule = _own(place)
    own = shortened(unsummed(own))
    return Named(own, shortened(_head(place, own), LONGEST_HEAD + 5), rule)
