"""Names what a quantity counts, standing on its own.

Two questions, each an ordered list of rules: what stands beside the number (``OWN``), and what must be
brought in from before for that to make sense alone (``HEADS``). A rule answers or passes (None).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from ingest.clauses import Place
from ingest.cues import any_of
from ingest.phrases import (
    LONGEST_NAME,
    core,
    is_comparison,
    is_weak,
    leading_verb,
    opened,
    shortened,
    tidy,
    topic,
    trimmed,
)

_FROM = re.compile(rf"{any_of('from')}$")
_TO = re.compile(rf"^[^,;、]{{0,10}}{any_of('to')}(?:约|近|超|不足)?$")
_CHANGED_TO = re.compile(rf"(?:{any_of('change')})(?:了)?{any_of('to')}?$")
_PREDICATE = re.compile(any_of("predicate"))
_EACH = re.compile(any_of("each"))
_NAMES = re.compile(r"、|以及|和|及|与")
_ALL_KINDS = re.compile(r"[一二两三四五六七八九十\d]+(?:类|种|项|个|大类)")
_FUNCTION = re.compile(r"^(?:之|每|等$)")
_LONGEST_HEAD = 20


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
        return shortened(self.head + glue + self.own, LONGEST_NAME + 10)


# --- what stands beside the number ------------------------------------------------------------------


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
    return trimmed(names[group.index(place)] + raw[each.end() :])


def listed_after(place: Place) -> str | None:
    """6个县和36个部门已提交申请: one predicate for the whole list."""
    group = _group(place)
    last = group[-1]
    if last is place or not place.right or core(group[0].left) or leading_verb(group[0].left):
        return None
    predicate = _PREDICATE.search(last.right)
    return trimmed(place.right + last.right[predicate.start() :]) if predicate and predicate.start() else None


def noun_behind(place: Place) -> str | None:
    """购买11台自助设备: the noun, and what is said of it, follow."""
    if not place.right or (place.runs_on and core(place.left)):
        return None
    if len(place.left) + len(place.right) <= LONGEST_NAME:
        return trimmed(place.left + place.right)
    return trimmed(shortened(place.left, LONGEST_NAME // 2) + _first_words(place.right))


def noun_before(place: Place) -> str | None:
    """办理各类登记95件."""
    return place.left or None


def nothing_beside(_: Place) -> str | None:
    """共46676条: all of it comes from before."""
    return ""


OWN: tuple[Callable[[Place], str | None], ...] = (
    changed_from,
    changed_to,
    respectively,
    listed_after,
    noun_behind,
    noun_before,
    nothing_beside,
)


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
    return ""


def _first_words(text: str) -> str:
    return re.split(r"[,;]|并(?![联购])", text)[0][: LONGEST_NAME // 2 + 4]


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
        return _unless_shared(_head_of(anchors[-1]), own)
    return None


def part_of_whole(place: Place, own: str) -> str | None:
    """受理94件,其中维持27件: the head is what the whole counts."""
    if place.part_word is None:
        return None
    wholes = [other for other in place.sentence.places[: place.index] if other.quantity.end <= place.part_word]
    if not wholes:
        return None
    return _unless_shared(_head_of(wholes[-1]), own)


def carried_verb(place: Place, own: str) -> str | None:
    """购置记录仪108部,采集器13台: the verb goes on."""
    before = place.previous
    if not before or is_weak(own) or before.bracket != place.bracket or place.part_word != before.part_word:
        return None
    if leading_verb(opened(own)) or not (place.coordinated or before.quantity.unit == place.quantity.unit):
        return None
    if place.edge not in (",", "、") and not place.coordinated:
        return None
    return leading_verb(_own(before)[0]) or carried_verb(before, _own(before)[0]) or None


def told_before(place: Place, own: str) -> str | None:
    """解除矫正426人 after 接收服刑人员444人; 保留24项 after 清理中介服务事项: the nearest that has a topic."""
    if not is_weak(own):
        return None
    figures = [other for other in place.sentence.places[: place.index] if _tells(other, place)]
    figure = figures[-1] if figures else None
    floor = figure.quantity.end if figure else 0
    for start, end in place.sentence.clauses_before(place.left_start):
        if start < floor:
            break
        if not place.sentence.has_quantity(start, end) and (told := topic(place.sentence.words[start:end])):
            return told
    return _head_of(figure) if figure else None


def told_by_headline(place: Place, own: str) -> str | None:
    """三是开展专项治理。…检查100家单位: the run's own headline."""
    return topic(place.sentence.block.topic) or None if is_weak(own) else None


def told_by_heading(place: Place, own: str) -> str | None:
    if not is_weak(own) or not place.sentence.block.path:
        return None
    return topic(place.sentence.block.path[-1].split("、")[-1].split(")")[-1].split(".")[-1]) or None


def enough(_: Place, __: str) -> str | None:
    return ""


HEADS: tuple[Callable[[Place, str], str | None], ...] = (
    respective_siblings,
    in_brackets,
    part_of_whole,
    carried_verb,
    told_before,
    told_by_headline,
    told_by_heading,
    enough,
)


def _tells(other: Place, place: Place) -> bool:
    """Whether a figure before can lend its topic: it has one, and is not inside a bracket that has closed."""
    if other.bracket is not None and other.bracket != place.bracket:
        return False
    own = _own(other)[0]
    return not is_weak(own) and not is_comparison(own)


def _head_of(place: Place) -> str:
    """What a figure lends to those after it: its own topic, or the one it was lent itself."""
    own, _ = _own(place)
    if own and not is_weak(own):
        return topic(own)
    return _head(place, own)


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
            return head if head not in own else ""
    return ""


def name_indicator(place: Place) -> Named:
    """The indicator of the quantity at a place."""
    own, rule = _own(place)
    own = shortened(own)
    return Named(own, shortened(_head(place, own), _LONGEST_HEAD + 5), rule)
