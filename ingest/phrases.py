"""Trimming a stretch of a sentence down to what is counted.

::

    stretch = {opener | period | scope} phrase {closer}
    phrase  = {verb} core
"""

import re
from functools import lru_cache

from ingest.cues import Name, any_of, cue_words
from knowledge.tokens import cut

PERIOD_MARK = "\x01"  # stands where a sentence has a period, one for each character
LONGEST_NAME = 40
_SHORTEST = 2

_LEANING = cue_words("dependent") | cue_words("derived")
_EDGE = r"[\s,;:、。!?\x01\-—…]"
_OPENERS = re.compile(rf"(?:{_EDGE}|{any_of('opener')}|{any_of('scope_lead')}|[)”])+")
_CLOSERS = re.compile(rf"(?:{any_of('closer')}|{_EDGE}|[(“])$")
_TAILS = re.compile(rf"(?:{any_of('tail')}|{_EDGE})$")
_TAIL_FIRST = re.compile(rf"(?:{any_of('tail')}|{_EDGE})+")
ACTION = rf"(?:{any_of('verb')}|{any_of('modifier')})"
_VERB = re.compile(any_of("verb"))
_MODIFIER = re.compile(any_of("modifier"))
_ENDS_IN_VERB = re.compile(rf"{ACTION}(?:{any_of('done')}|{any_of('of')})?$")
_DONE_BY_A_BODY = re.compile(rf".{{0,12}}{any_of('body')}(?:{any_of('settled')})?{ACTION}")
_VAGUE_DEED = re.compile(rf"{any_of('undergo')}{any_of('done')}?.{{2,8}}$")  # 县区进行了重点督察: of what?
_COMPARED = re.compile(rf"(?:{any_of('compare')})?.{{0,16}}?{any_of('growth')}(?:{any_of('to')}|{any_of('done')})?$")
_GROWTH = re.compile(rf"(?:{any_of('compare')}.{{0,16}})?{any_of('growth')}(?:{any_of('to')}|{any_of('done')})?$")
_INNER_SUM = re.compile(rf"(?<=[\u4e00-\u9fff”)》]){any_of('sum')}(?={any_of('verb')})")
_MEANS = re.compile(rf"{any_of('means')}[^,;]{{2,60}}?(?={any_of('toward')})")
REMARK = re.compile(r"\([^()]{0,80}\)")
_BLANKS = re.compile(r"[\s\x01]+")
_QUANTIFIER = re.compile(f"^{any_of('quantifier')}")


def trimmed(text: str) -> str:
    """The stretch without what leads up to it and what links it to its number.

    >>> trimmed("同时,累计办理各类登记共")
    '办理各类登记'
    """
    return tidy(closed(opened(text)))


@lru_cache(maxsize=4096)
def opened(text: str) -> str:
    while text:
        match = _OPENERS.match(text)
        length = match.end() if match else _light_opener(text)
        if not length:
            break
        text = text[length:]
    return text


def _light_opener(text: str) -> int:
    """共 opens 共办理, not 共享: a word of its own."""
    light = cue_words("light_opener")
    return int(text[0] in light and cut(text[:6])[0] == text[0])


@lru_cache(maxsize=4096)
def closed(text: str) -> str:
    return _stripped(text, _CLOSERS, "light_closer")


@lru_cache(maxsize=4096)
def tail_trimmed(text: str) -> str:
    """What follows a number, without the words that only close the statement (20个录音笔等)."""
    match = _TAIL_FIRST.match(text)
    text = text[match.end() :] if match else text
    if text and text[0] in cue_words("light_tail") and cut(text[:6])[0] == text[0]:
        text = text[1:]
    return _stripped(text, _TAILS, "light_tail")


def _stripped(text: str, pattern: re.Pattern[str], light: Name) -> str:
    """Off the end: what the pattern finds, and light words that stand alone."""
    while text:
        match = pattern.search(text)
        if match:
            text = text[: match.start()]
        elif text[-1] in cue_words(light) and cut(text[-6:])[-1] == text[-1]:
            text = text[:-1]
        else:
            break
    return text


def tidy(text: str) -> str:
    """Blanks out, a bracket or quotation mark without its partner out."""
    text = _BLANKS.sub("", text)
    for left, right in ("()", "“”", "《》"):
        if text.count(left) != text.count(right):
            text = text.replace(left, "").replace(right, "")
    return text.strip(",;:、。")


@lru_cache(maxsize=4096)
def leading_verb(text: str) -> str:
    """The verb that the phrase opens with; 宣传 opens 宣传法律, not 宣传单."""
    match = _VERB.match(text) or _MODIFIER.match(text)
    return match[0] if match and _ends_word(text, match.end()) else ""


def _ends_word(text: str, position: int) -> bool:
    """Whether a word ends at the position."""
    length = 0
    for word in cut(text[: position + 4]):
        length += len(word)
        if length >= position:
            break
    return length == position


@lru_cache(maxsize=4096)
def from_verb(text: str) -> str:
    """What is done, the subject off: 部门整改问题 → 整改问题; all of it where there is no verb."""
    start = 0
    for word in cut(text):
        if start and word in cue_words("verb"):
            return text[start:]
        start += len(word)
    return text


def action(text: str) -> str:
    """The verb that a phrase opens with, or that follows 共 in it: 各调委会共调处案件 → 调处."""
    inner = _INNER_SUM.search(text)
    return leading_verb(text) or (leading_verb(text[inner.end() :]) if inner else "")


def unsummed(text: str) -> str:
    """各调委会共调处案件 → 各调委会调处案件."""
    return _INNER_SUM.sub("", text)


def trailing_verb(text: str) -> str:
    """The verb that the phrase closes with: 前置审查, but not the one in 行政处罚, which is a noun."""
    match = _ENDS_IN_VERB.search(text)
    return match[0] if match and _ends_word(text, match.start()) else ""


@lru_cache(maxsize=4096)
def core(text: str) -> str:
    """What the phrase is about, the verbs in front of it off: 办理各类登记 → 各类登记.

    >>> core("收到行政复议申请"), core("审批事项"), core("维持")
    ('行政复议申请', '审批事项', '')
    """
    rest = first = opened(text)
    while verb := leading_verb(rest):
        if verb in cue_words("modifier") and (rest is not first or rest[len(verb) :] in _LEANING):
            break  # 注册 in 新增注册资本 and 审批 in 审批事项 belong to the noun, in 审批招商项目 it was done
        rest = opened(rest[len(verb) :])
    noun = closed(rest)
    return "" if noun in cue_words("modifier") and noun not in _LEANING else noun


@lru_cache(maxsize=4096)
def is_weak(text: str) -> bool:
    """Whether the phrase needs to be told what it counts: 维持, 涉及金额, 成功率, 同比增长."""
    if opened(before_growth(text)) in _LEANING or is_comparison(text):
        return True
    plain = _QUANTIFIER.sub("", core(_VAGUE_DEED.sub("", text)))
    return len(plain) < _SHORTEST or plain in _LEANING or bool(_DONE_BY_A_BODY.fullmatch(plain))


def is_derived(text: str) -> bool:
    """Whether the phrase measures something named before, or is only what was done to it: 涉及金额, 维持."""
    noun = _QUANTIFIER.sub("", core(text))
    return not noun or noun in cue_words("derived") or opened(text) in cue_words("derived") or is_comparison(text)


def is_comparison(text: str) -> bool:
    """同比增长, 比上年提高: how it moved, not what."""
    return bool(_COMPARED.fullmatch(text)) and not core(before_growth(text))


def before_growth(text: str) -> str:
    """What stands before the words of growth: 固定资产投资 in 固定资产投资增长."""
    match = _GROWTH.search(text)
    return text[: match.start()] if match else text


def shortened(text: str, longest: int = LONGEST_NAME) -> str:
    """The last words of the phrase that fit, whole words only, bracketed remarks given up first."""
    text = tidy(text)
    if len(text) <= longest:
        return text
    text = REMARK.sub("", text)
    kept = ""
    for word in reversed(cut(text[-3 * longest :])):
        if len(word) + len(kept) > longest:
            break
        kept = word + kept
    return opened(tidy(kept))


def first_words(text: str, longest: int) -> str:
    """The first words of the phrase that fit, bracketed remarks and means given up first."""
    if len(text) > longest:
        text = tidy(_MEANS.sub("", REMARK.sub("", text)))
    kept = ""
    for word in cut(text[: 3 * longest]):
        if len(word) + len(kept) > longest:
            break
        kept += word
    return tidy(kept)
