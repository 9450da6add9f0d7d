"""Trimming a stretch of a sentence down to what is counted.

::

    stretch = {opener | period | scope} phrase {closer}
    phrase  = {verb} core
"""

import re

from ingest.cues import any_of, cue_words
from knowledge.tokens import cut

PERIOD_MARK = "\x01"  # stands where a sentence has a period, one for each character
LONGEST_NAME = 40

_EDGE = r"[\s,;:、。!?\x01\-—…]"
_OPENERS = re.compile(rf"(?:{_EDGE}|{any_of('opener')}|{any_of('scope_lead')}|[)”])+")
_CLOSERS = re.compile(rf"(?:{any_of('closer')}|{_EDGE}|[(“])$")
_TAILS = re.compile(rf"(?:{any_of('tail')}|{_EDGE})$")
_TAIL_ONLY = re.compile(rf"(?:{any_of('tail')}|{_EDGE})+")
_VERB = re.compile(any_of("verb"))
_MODIFIER = re.compile(any_of("modifier"))
_DONE = re.compile(rf"(?:已|均已|已经|正在|即将|全部|完全)(?:{any_of('verb')}|{any_of('modifier')}|\S{{1,2}})*$")
_OBJECT = re.compile(rf"^(?:对|将|把|就|针对|围绕)(.{{2,24}}?)(?:进行|予以|给予|开展|依法|{any_of('verb')}|$)")
_LISTED_VERBS = re.compile(rf"(?:{any_of('verb')}、){{1,6}}{any_of('verb')}")
_COMPARED = re.compile(rf"^(?:{any_of('compare')})?(?:.{{0,16}})?(?:{any_of('growth')})(?:了|到|至|为)?$")
_ABOVE = re.compile(r"(?:中|方面|上|工作|情况|以来|期间|后|前|时|的基础)$")
_BLANKS = re.compile(r"[\s\x01]+")


def trimmed(text: str) -> str:
    """The stretch without what leads up to it and what links it to its number.

    >>> trimmed("同时,累计办理各类登记共")
    '办理各类登记'
    """
    return tidy(closed(opened(text)))


def opened(text: str) -> str:
    match = _OPENERS.match(text)
    return text[match.end() :] if match else text


def closed(text: str) -> str:
    return _stripped(text, _CLOSERS)


def tail_trimmed(text: str) -> str:
    """What follows a number, without the words that only close the statement (20个录音笔等)."""
    match = _TAIL_ONLY.match(text)
    return _stripped(text[match.end() :] if match else text, _TAILS)


def _stripped(text: str, pattern: re.Pattern[str]) -> str:
    while match := pattern.search(text):
        text = text[: match.start()]
    return text


def tidy(text: str) -> str:
    """Blanks out, a bracket or quotation mark without its partner out."""
    text = _BLANKS.sub("", text)
    for left, right in ("()", "“”", "《》"):
        if text.count(left) != text.count(right):
            text = text.replace(left, "").replace(right, "")
    return text.strip(",;:、。")


def leading_verb(text: str) -> str:
    match = _VERB.match(text) or _MODIFIER.match(text)
    return match[0] if match else ""


def core(text: str) -> str:
    """What the phrase is about, the verbs in front of it off: 办理各类登记 → 各类登记.

    >>> core("收到行政复议申请"), core("审批事项"), core("维持")
    ('行政复议申请', '审批事项', '')
    """
    rest = opened(text)
    while rest:
        match = _VERB.match(rest) or _noun_behind_modifier(rest)
        if not match:
            break
        rest = opened(rest[match.end() :])
    return closed(rest)


def _noun_behind_modifier(text: str) -> re.Match[str] | None:
    """审批 in 审批事项 belongs to the noun, in 审批招商项目 it is what was done."""
    match = _MODIFIER.match(text)
    if not match or text[match.end() :] in cue_words("dependent"):
        return None
    return match


def is_weak(text: str) -> bool:
    """Whether the phrase needs to be told what it counts: 维持, 涉及金额, 成功率, 同比增长."""
    if opened(text) in cue_words("dependent"):
        return True
    noun = core(text)
    plain = noun.lstrip("各类全市区省县其本个该").removeprefix("种")
    return len(noun) < 2 or plain in cue_words("dependent") or len(plain) < 2 or is_comparison(text)


def is_comparison(text: str) -> bool:
    return bool(_COMPARED.match(text))


def topic(text: str) -> str:
    """What a clause or an indicator is about, for the figures after it: 已受理的行政复议案件中 → 行政复议案件."""
    phrase = trimmed(text)
    phrase = _ABOVE.sub("", phrase)
    about = _OBJECT.match(phrase)
    if about:
        return shortened(core(about[1]) or about[1], 20)
    listed = None
    for listed in _LISTED_VERBS.finditer(phrase):
        pass
    if listed and len(phrase) - listed.end() >= 2:
        phrase = phrase[listed.end() :]
    settled = _DONE.sub("", phrase)
    noun = core(settled if len(settled) >= 2 else phrase)
    relative = noun.rfind("的")
    if 0 < relative < len(noun) - 3:
        noun = noun[relative + 1 :]
    return shortened(noun, 20)


def shortened(text: str, longest: int = LONGEST_NAME) -> str:
    """The last words of the phrase that fit, whole words only."""
    text = tidy(text)
    if len(text) <= longest:
        return text
    kept = ""
    for word in reversed(cut(text[-3 * longest :])):
        if len(word) + len(kept) > longest:
            break
        kept = word + kept
    return tidy(kept)
