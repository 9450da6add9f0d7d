"""Numbers that state nothing: the rules are tried in the order of the list at the foot."""

import re
from collections.abc import Callable
from functools import cache
from typing import Literal

from pydantic import Field

from knowledge import lexicon
from knowledge.models import Quantity
from knowledge.numbers import unit_kind
from knowledge.periods import Period

RuleName = Literal[
    "ordinal",
    "named_series",
    "age_class",
    "group_class",
    "idiom",
    "fixed_count",
    "held_once",
    "one_each",
    "one_given",
    "denominator",
    "specification",
    "ordinal_unit",
    "span_of_years",
    "date_unit",
    "length_of_days",
    "year_unit",
    "occasion_unit",
    "round_unit",
]


class ExclusionRow(lexicon.Row):
    rule: RuleName
    words: tuple[str, ...] = Field(min_length=1)
    seen: str


_ROWS = lexicon.rows("exclusions.toml", ExclusionRow)
_CN = "零〇一二两三四五六七八九十百千万亿"
_CHINESE = re.compile(rf"[{_CN}]+")
_OPEN_QUOTE = re.compile(r"[“《‘「〔\[][^”》’」〕\]。,;]{0,40}$")
_CLOSE_QUOTE = re.compile(r"[^“《‘「〔\[。,;]{0,40}[”》’」〕\]]")
_NTH = re.compile(rf"第[{_CN}\d]{{1,3}}[\u4e00-\u9fff]?$|届[{_CN}]{{1,3}}次、$")  # 第八个五年, 十届六次、七次全会
_ONE = "一"
_ROUND = frozenset("百千万亿")
_REACH = 8
_LONGEST_QUOTE = 41

Rule = Callable[[str, Quantity, tuple[Period, ...]], bool]


@cache
def _words(rule: RuleName) -> tuple[str, ...]:
    return tuple(word for row in _ROWS if row.rule == rule for word in row.words)


def _before(text: str, quantity: Quantity) -> str:
    return text[max(0, quantity.start - _REACH) : quantity.start].rstrip()


def _after(text: str, quantity: Quantity) -> str:
    return text[quantity.end : quantity.end + _REACH]


def is_chinese(quantity: Quantity) -> bool:
    return bool(_CHINESE.match(quantity.text))


def part_of_a_period(_: str, quantity: Quantity, periods: tuple[Period, ...]) -> bool:
    """2019年 and 1至11月 say when."""
    return any(period.start < quantity.end and quantity.start < period.end for period in periods)


def day_of_a_month(text: str, quantity: Quantity, _: tuple[Period, ...]) -> bool:
    """15日 is a date, 15日内 a length of time."""
    return quantity.unit in _words("date_unit") and not _after(text, quantity).startswith(_words("length_of_days"))


def list_number(text: str, quantity: Quantity, _: tuple[Period, ...]) -> bool:
    """2、完善制度, (7)加强管理: the number of a heading."""
    before, after = _before(text, quantity), _after(text, quantity)
    opens = not text[: quantity.start].strip() and after.startswith(("、", "."))
    return not quantity.unit and (opens or (before.endswith("(") and after.startswith(")")))


def ordinal(text: str, quantity: Quantity, _: tuple[Period, ...]) -> bool:
    """第三次, 首批: which one, not how many."""
    before = _before(text, quantity)
    return before.endswith(_words("ordinal")) or bool(_NTH.search(before))


def quoted_name(text: str, quantity: Quantity, _: tuple[Period, ...]) -> bool:
    """“最多跑一次”, 《…十条措施》: a name that has a number in it; a quoted list of counts (“3家、5家”) is none."""
    before = _OPEN_QUOTE.search(text, max(0, quantity.start - _LONGEST_QUOTE), quantity.start)
    after = _CLOSE_QUOTE.match(text, quantity.end)
    if not before or not after:
        return False
    return is_chinese(quantity) or "、" not in before[0] + after[0]


def named_series(text: str, quantity: Quantity, _: tuple[Period, ...]) -> bool:
    """千亿级产业, 二期工程, 100强: what follows makes it a class or a name."""
    return _after(text, quantity).startswith(_words("named_series"))


def idiom(text: str, quantity: Quantity, _: tuple[Period, ...]) -> bool:
    """千家万户, 一次性: a turn of phrase; 三分之二 is no 三分."""
    near = text[max(0, quantity.start - 3) : quantity.end + 4]
    offset = min(3, quantity.start)
    counts = is_chinese(quantity) and unit_kind(quantity.unit) != "rate"
    return counts and any(
        near.find(word, max(0, offset - len(word) + 1), offset + len(quantity.text) + len(word)) >= 0
        for word in _words("idiom")
    )


def fixed_count(text: str, quantity: Quantity, _: tuple[Period, ...]) -> bool:
    """三项制度, 四个意识: the count is part of the name."""
    spoken = quantity.text[-len(quantity.unit) :] + _after(text, quantity)
    return is_chinese(quantity) and quantity.approx is None and spoken.startswith(_words("fixed_count"))


def uncounted_one(text: str, quantity: Quantity, _: tuple[Period, ...]) -> bool:
    """一个, 一项 are articles, unless a person or a day is counted, or somebody is given just one."""
    if not quantity.text.startswith(_ONE) or quantity.value != 1:
        return False
    before = _before(text, quantity)
    if quantity.unit in _words("occasion_unit"):
        return not before.endswith(_words("held_once"))
    if unit_kind(quantity.unit) in ("person", "time"):
        return quantity.unit in _words("year_unit")
    return not (before.endswith(_words("one_given")) or any(word in before for word in _words("one_each")))


def age_class(text: str, quantity: Quantity, _: tuple[Period, ...]) -> bool:
    """80岁以上老人: whom it concerns."""
    return unit_kind(quantity.unit) == "age" and _after(text, quantity).startswith(_words("age_class"))


def group_class(text: str, quantity: Quantity, _: tuple[Period, ...]) -> bool:
    """5人以上群体性案件: which ones are counted."""
    return _after(text, quantity).startswith(_words("group_class"))


def denominator(text: str, quantity: Quantity, _: tuple[Period, ...]) -> bool:
    """每10万人45台: for how many, not how many."""
    return _before(text, quantity).endswith(_words("denominator"))


def span_of_years(text: str, quantity: Quantity, _: tuple[Period, ...]) -> bool:
    """近三年, 未来五年: when."""
    return quantity.unit in _words("year_unit") and _before(text, quantity).endswith(_words("span_of_years"))


def specification(_: str, quantity: Quantity, __: tuple[Period, ...]) -> bool:
    """500千伏主干网架: what kind of grid."""
    return quantity.unit in _words("specification")


def spoken_ordinal(_: str, quantity: Quantity, __: tuple[Period, ...]) -> bool:
    """三期, 二轮: spoken, these units say which one."""
    return is_chinese(quantity) and quantity.unit in _words("ordinal_unit") and quantity.approx is None


def unhedged_round(_: str, quantity: Quantity, __: tuple[Period, ...]) -> bool:
    """百, 千, 万 alone count nothing: 万家, 千项; 近千项, 百余场 do."""
    if quantity.text[0] not in _ROUND or unit_kind(quantity.unit) == "rate":
        return False
    return quantity.approx in (None, "至少") and not quantity.unit.endswith(_words("round_unit"))


def clock_time(text: str, quantity: Quantity, _: tuple[Period, ...]) -> bool:
    """10:03 and 8时 of the page's own header."""
    return bool(re.match(r"[:：]\d", _after(text, quantity))) or bool(re.search(r"\d[:：]$", _before(text, quantity)))


NOT_A_FIGURE: tuple[Rule, ...] = (
    part_of_a_period,
    day_of_a_month,
    list_number,
    ordinal,
    quoted_name,
    idiom,
    named_series,
    age_class,
    group_class,
    fixed_count,
    uncounted_one,
    denominator,
    span_of_years,
    specification,
    spoken_ordinal,
    unhedged_round,
    clock_time,
)


def why_not(text: str, quantity: Quantity, periods: tuple[Period, ...]) -> str | None:
    """The name of the rule that finds no figure in the number; None where it is one."""
    return next((rule.__name__ for rule in NOT_A_FIGURE if rule(text, quantity, periods)), None)
