"""What a clause or an indicator is about, for the figures after it: narrowed down, in the order at the foot."""

import re
from collections.abc import Callable
from functools import lru_cache

from ingest.cues import any_of
from ingest.phrases import (
    ACTION,
    REMARK,
    before_growth,
    closed,
    core,
    is_weak,
    opened,
    shortened,
    tidy,
    trailing_verb,
)

LONGEST_HEAD = 20

_SETTING = re.compile(rf"(?:{any_of('running')})?{any_of('setting')}$")
_TITLE = re.compile(rf"《([^《》]{{2,60}}?)(?:{any_of('instrument')})?》(?:\([^()]{{0,20}}\))?$")
_ON = re.compile(any_of("on"))
_AND_SO_ON = re.compile(rf"、[^、]{{1,20}}{any_of('and_so_on')}([^、]{{2,20}})$")
_OBJECT = re.compile(rf"(?:^|[,、])[^,、]{{0,4}}?{any_of('object')}(.{{2,24}}?)(?:{any_of('undergo')}|{ACTION}|$)")
_UNDERGOES = re.compile(rf"(.{{2,20}}?){any_of('undergo')}")
_SETTLED = re.compile(rf"{any_of('settled')}(?:{ACTION}){{1,3}}$")
_LISTED_VERBS = re.compile(rf"{ACTION}(?:、{ACTION}){{1,6}}")
_ABSTRACT = re.compile(rf"{any_of('abstract')}$")
_ACTOR = re.compile(rf".{{0,16}}?(?:{any_of('body')}|{any_of('actor')})(?:{any_of('sum')})?(?={any_of('verb')})")
_RELATIVE = re.compile(rf"(.+){any_of('of')}(.*)")


def is_setting(text: str) -> bool:
    """Whether a clause sets the scene for the whole sentence: …开展以来, …案件中."""
    return bool(_SETTING.search(tidy(text)))


@lru_cache(maxsize=4096)
def topic(text: str) -> str:
    """What the text is about; "" where that would say too little.

    >>> topic("已受理的行政复议案件中"), topic("将规范性文件上报备案"), topic("涉及金额")
    ('行政复议案件', '规范性文件', '')
    """
    for narrow in NARROWINGS:
        text = narrow(text)
    return "" if is_weak(text) else shortened(text, LONGEST_HEAD)


def without_setting(text: str) -> str:
    """专项治理开展以来 → 专项治理."""
    return _SETTING.sub("", tidy(closed(text)))


def inside_title(text: str) -> str:
    """印发《关于公布清理结果的决定》 → 公布清理结果."""
    title = _TITLE.search(text)
    return _ON.split(title[1])[-1] if title else text


def behind_members(text: str) -> str:
    """低保、临时救助等救助资金 → 救助资金."""
    members = _AND_SO_ON.search(text)
    return members[1] if members else text


def object_of_deed(text: str) -> str:
    """将规范性文件上报备案 → 规范性文件."""
    about = _OBJECT.search(text)
    return about[1] if about and not is_weak(about[1]) else text


def what_undergoes(text: str) -> str:
    """权责清单进行调整 → 权责清单."""
    undergoes = _UNDERGOES.match(text)
    return undergoes[1] if undergoes else text


def without_deed(text: str) -> str:
    """上级下放的事项已承接 → 上级下放的事项."""
    return _SETTLED.sub("", opened(REMARK.sub("", text))) or text


def behind_listed_verbs(text: str) -> str:
    """关于取消、下放、调整审批事项 → 审批事项."""
    ends = (listed.end() for listed in _LISTED_VERBS.finditer(text))
    return next((text[end:] for end in ends if not is_weak(text[end:])), text)


def without_abstraction(text: str) -> str:
    """普法宣传工作 → 普法宣传."""
    return _ABSTRACT.sub("", text)


def without_actor(text: str) -> str:
    """仲裁委收到仲裁案件 → 仲裁案件."""
    actor = _ACTOR.match(text)
    return core(text[actor.end() :]) if actor and not is_weak(text[actor.end() :]) else text


def last_noun(text: str) -> str:
    """已受理的行政复议案件 → 行政复议案件; 市政府制定文件的报送备案 keeps its first half."""
    relative = _RELATIVE.fullmatch(text)
    if not relative:
        return text
    before, after = relative.groups()
    if is_weak(after):
        return text if trailing_verb(before) else before
    return str(after)


NARROWINGS: tuple[Callable[[str], str], ...] = (
    without_setting,
    inside_title,
    behind_members,
    object_of_deed,
    what_undergoes,
    without_deed,
    behind_listed_verbs,
    core,
    before_growth,
    without_abstraction,
    without_actor,
    last_noun,
)
