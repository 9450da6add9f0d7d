"""What stands beside a number and says what it counts: the rules are tried in the order of the list at the foot."""

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate

from ingest.cues import any_of, cue_words
from ingest.phrases import (
    LONGEST_NAME,
    closed,
    core,
    first_words,
    from_verb,
    is_weak,
    leading_verb,
    opened,
    shortened,
    tidy,
    trailing_verb,
    trimmed,
)
from ingest.places import Place
from ingest.zeros import noun_of
from knowledge import lexicon
from knowledge.numbers import unit_kind
from knowledge.tokens import cut, is_word

_FROM = re.compile(
    rf"{any_of('from')}(?:{any_of('apiece')})?(?:\x01+{any_of('of')}?)?$"
)  # 由上年的21.5%, 从每人每月9元
_HEDGE = f"{any_of('hedge')}?"
_BASE_VALUE = re.compile(rf"{any_of('compare')}[^,;、]{{0,8}}?(?:年|月|底|末|初|期){any_of('of')}?")
_TO = re.compile(rf"(?P<noun>[^,;、]{{0,8}}?)(?:{any_of('change')})?{any_of('to')}{_HEDGE}$")
_MOVED_TO = re.compile(rf"(?:{any_of('sum')})?{any_of('change')}{any_of('to')}(?:{any_of('apiece')}\x01*)?{_HEDGE}$")
_PREDICATE = re.compile(any_of("predicate"))
_DEFINITION = re.compile(rf"(?:{any_of('definition')})(?=[^、]{{1,20}}、)")
_OF = re.compile(rf"{any_of('of')}$")
_EACH = re.compile(any_of("each"))
_EACH_UNSAID = re.compile(rf"(?={any_of('growth')}(?:{any_of('to')}|{any_of('done')})?$)")
_NAMES = re.compile(rf"、|{any_of('and')}")
_AND_SO_ON = re.compile(rf"{any_of('and_so_on')}[^、]{{0,6}}$")
_CONSISTS = re.compile(any_of("consists"))
_CLAUSES = re.compile("[,;:。(]")
_ALL_KINDS = re.compile(rf"[一二两三四五六七八九十\d]+{any_of('kind')}")
_MEASURES = tuple(cue_words("measure"))
_LONGEST_TAIL = 4
_INSIDE = "中"


def none_of(place: Place) -> str | None:
    """无败诉案件: the noun is inside the span."""
    noun = noun_of(place.quantity)
    return place.left + noun if noun else None


def changed_from(place: Place) -> str | None:
    """由9天缩短为6天: the first is named by what stands before 由."""
    if not place.next or not _FROM.search(place.raw_left):
        return None
    to = _TO.match(place.sentence.words[place.quantity.end : place.next.quantity.start])
    return (trimmed(_FROM.sub("", place.raw_left)) or to["noun"]) if to else None


def changed_to(place: Place) -> str | None:
    """… and the second like the first."""
    return changed_from(place.previous) if place.previous else None


def respectively(place: Place) -> str | None:
    """甲、乙分别增长1%、2%: names by position."""
    each = each_of(place)
    if each is None or len(place.group) == 1:
        return None
    raw = place.group[0].raw_left
    told = closed(raw[: each.start()])
    names = _names(told, len(place.group)) if told else _named_before(place)
    if told and not names and is_weak(told):  # 清理论坛、展会,数量分别压减75%、95%
        names = [name + told for name in _named_before(place) or ()]
    said = place.left if place.coordinated and place.left else _MOVED_TO.sub("", raw[each.end() :])
    return trimmed((names[place.group.index(place)] if names else told) + said)


def one_of_a_pair(place: Place) -> str | None:
    """城乡低保标准提高到778元和485元: the first is that of 城镇, the second that of 农村."""
    pair = place.group[:2]
    if place not in pair or len(pair) == 1 or pair[1].left or place.right:
        return None
    names = _both_of_a_pair(closed(pair[0].raw_left), len(pair))
    return trimmed(names[pair.index(place)]) if names else None


def listed_after(place: Place) -> str | None:
    """6个县和36个部门已提交申请: one predicate for the whole list."""
    first, last = place.group[0], place.group[-1]
    if last is place or not place.right or leading_verb(first.left) or not _is_bare(first.left):
        return None
    predicate = _PREDICATE.search(last.right, 1)
    return trimmed(place.right + last.right[predicate.start() :]) if predicate else None


def noun_behind(place: Place) -> str | None:
    """购买11台自助设备: the noun, and what is said of it, follow."""
    if not place.right or (place.runs_on and not _wants_noun(place.left)):
        return None
    left = _led(place.whole_left if _joins(place) else place.left_of_noun)
    right = _noun_phrase(place, left)
    room = LONGEST_NAME - len(first_words(right, LONGEST_NAME // 2))
    left = shortened(left, room)
    return trimmed(_joined(left, first_words(right, LONGEST_NAME - len(left))))


def moved_to(place: Place) -> str | None:
    """时限压缩为7个工作日: the change is a role, no part of the name."""
    moved = _MOVED_TO.search(place.raw_left)
    return trimmed(place.raw_left[: moved.start()]) or None if moved and not place.right else None


def noun_before(place: Place) -> str | None:
    """办理各类登记95件; 较2020年的83.5% is named by what it is compared with."""
    return None if _BASE_VALUE.fullmatch(place.left) else place.left or None


def nothing_beside(_: Place) -> str | None:
    """共46676条: all of it comes from before."""
    return ""


OWN: tuple[Callable[[Place], str | None], ...] = (
    none_of,
    changed_from,
    changed_to,
    respectively,
    one_of_a_pair,
    listed_after,
    noun_behind,
    moved_to,
    noun_before,
    nothing_beside,
)


@lru_cache(maxsize=4096)
def own_of(place: Place) -> tuple[str, str]:
    """What stands beside the number, and the name of the rule that found it."""
    answers = ((rule(place), rule.__name__) for rule in OWN)
    return next((tidy(own), name) for own, name in answers if own is not None)


def each_of(place: Place) -> re.Match[str] | None:
    """The 分别 before the list that the quantity is in, or where it is left unsaid: 甲、乙增长1%、2%."""
    before = place.group[0].raw_left
    found = list(_EACH.finditer(before))
    return found[-1] if found else _EACH_UNSAID.search(before) if _as_many_rates(place.group) else None


def _as_many_rates(group: list[Place]) -> bool:
    """Whether a list is nothing but rates of one unit, which a subject alone would not have two of."""
    first, *others = group
    bare = not any(other.left or other.quantity.unit != first.quantity.unit for other in others)
    return bool(others) and bare and unit_kind(first.quantity.unit) == "rate"


def changes(place: Place) -> bool:
    return any(rule(place) is not None for rule in (changed_from, changed_to, moved_to))


def _noun_phrase(place: Place, left: str) -> str:
    """What follows the number, up to the predicate that leads to the next number, or to a list that spells it out."""
    right = place.right.removesuffix(part_inside(place))
    rest = (_PREDICATE if place.runs_on else _DEFINITION).search(right, 1)
    if place.runs_on and not rest and (deed := from_verb(right)) != right:
        return right.removesuffix(deed)
    if not rest or (rest[0] in cue_words("sum") and is_weak(left + right[: rest.start()])):
        return right
    return right[: rest.start()]


def part_inside(place: Place) -> str:
    """560项服务事项中“零跑动”的事项,从134项增加到332项: the number counts the whole, those behind it the part."""
    whole, inside, part = place.right.partition(_INSIDE)
    lends = place.next and inside and _INSIDE in cut(place.right) and not is_weak(whole)
    return inside + part if lends else ""


def _led(left: str) -> str:
    """What leads to the noun behind a number, its 的 kept."""
    lead = trimmed(left)
    of = _OF.search(left)
    return lead + of[0] if lead and of else lead


def _joined(left: str, right: str) -> str:
    """执法部门 + 部门聘请了顾问 → 执法部门聘请了顾问."""
    lengths = range(min(6, len(left), len(right)), 1, -1)
    shared = next((length for length in lengths if left.endswith(right[:length])), 0)
    return left + right[shared:]


def _is_bare(left: str) -> bool:
    """Nothing before the number, or only whose it is: 市直46个部门."""
    return not core(left) or left in cue_words("scope")


def _wants_noun(left: str) -> bool:
    """可办理11个区级部门的…: what stands before the number has no noun for it yet."""
    verb = trailing_verb(left)
    complete = leading_verb(left) and verb in cue_words("modifier")  # 拨付补贴
    return _is_bare(left) or bool(verb and not complete)


def _joins(place: Place) -> bool:
    """Whether the number before, too, stands before its noun, so that one phrase runs over both."""
    before = place.previous
    if before is None or not before.runs_on or unit_kind(before.quantity.unit) == "time":
        return False
    return _wants_noun(before.left)


def _names(text: str, count: int) -> list[str] | None:
    """As many names as there are numbers, the last one's common tail given to the others."""
    clauses = _CLAUSES.split(text)
    parts = _listed(clauses[-1], count) or _both_of_a_pair(clauses[-1], count)
    if parts:
        parts[-1], tail = _common_tail(parts[0], parts[-1])
        return _with_stem([part if part.endswith(tail) else part + tail for part in parts])
    told = _listed(clauses[-2], count) if len(clauses) > 1 and is_weak(clauses[-1]) else None
    return [part + clauses[-1] for part in told] if told else None


def _named_before(place: Place) -> list[str] | None:
    """案件集中在公安、自然资源等领域,分别为49件、27件: the list is a clause of its own."""
    clause = _clause_before(place)
    lead = _CONSISTS.search(clause)
    return _listed(_AND_SO_ON.sub("", clause[lead.end() :] if lead else clause), len(place.group))


def consisting(place: Place) -> str:
    """What is divided so: 案件."""
    clause = _clause_before(place) if len(place.group) > 1 and each_of(place) else ""
    lead = _CONSISTS.search(clause)
    return trimmed(clause[: lead.start()]) if lead else ""


def _clause_before(place: Place) -> str:
    """The clause right before a list."""
    sentence, start = place.sentence, place.group[0].left_start
    span = next(sentence.clauses_before(start), None)
    return "" if span is None or sentence.text[span[1] : start].strip(",;: ") else sentence.words[slice(*span)]


def _listed(clause: str, count: int) -> list[str] | None:
    """The last so many members of a list."""
    parts = [part for part in _NAMES.split(opened(clause)) if part][-count:]
    return parts if len(parts) == count else None


def _both_of_a_pair(clause: str, count: int) -> list[str] | None:
    """城乡低保标准 of two numbers is that of 城镇 and that of 农村."""
    both = (line.split() for line in lexicon.words("pairs.txt"))
    named = next(((pair, members) for pair, *members in both if pair in clause and len(members) == count), None)
    return [clause.replace(named[0], member) for member in named[1]] if named else None


def _with_stem(names: list[str]) -> list[str]:
    """生产安全事故起数、死亡人数: the second, too, is of the 生产安全事故."""
    first, *others = names
    measure = next((m for m in sorted(cue_words("derived"), key=len, reverse=True) if first.endswith(m)), "")
    stem = first.removesuffix(measure) if measure else ""
    return [first, *(stem + name if stem and opened(name) in cue_words("derived") else name for name in others)]


def _common_tail(first: str, last: str) -> tuple[str, str]:
    """The last name, and what it says for all: 城镇居民、农村居民人均住房面积 → 人均住房面积."""
    counted = _ALL_KINDS.search(last)
    if counted:
        return last[: counted.start()], last[counted.end() :]
    for length in range(min(_LONGEST_TAIL, len(first)), 1, -1):
        before, shared, after = last.partition(first[-length:])
        if shared and before:
            return last, after
    return last, "" if first.endswith(_MEASURES) else _beyond(first, last)


def _beyond(first: str, last: str) -> str:
    """What the last name says for all: 城镇、农村居民收入 → 居民收入, 刑事、治安案件 → 案件, 高铁、公路 → nothing."""
    ends = list(accumulate(map(len, cut(last))))
    if is_word(last[len(first) : ends[0]][1:] and last[len(first) : ends[0]]):
        ends.insert(0, len(first))  # 治安案件 is a word, and so is 案件
    own = min(ends[:-1] or [0], key=lambda end: abs(end - len(first)))
    tail = last[own:]
    return tail if tail.endswith(_MEASURES) or tail in cue_words("dependent") else ""
