"""Quantities in text: a number with its unit, as reports and questions write them.

::

    quantity  = percent | fraction | tenths | measured | bare
    percent   = 百分之 numeral | 千分之 numeral
    fraction  = 三分之二
    measured  = numeral [余|多] [万|亿] [余|多] unit [/ unit]
    bare      = numeral without a unit, before punctuation or with 余|多
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Literal

from pydantic import Field

from knowledge import lexicon
from knowledge.models import Hedge, Quantity
from knowledge.numerals import parse_numeral
from knowledge.text import fold


class UnitRow(lexicon.Row):
    kind: str
    units: tuple[str, ...] = Field(min_length=1)
    countable: bool = False
    seen: str


class HedgeRow(lexicon.Row):
    hedge: Hedge
    side: Literal["before", "inside", "after"]
    words: tuple[str, ...] = Field(min_length=1)
    seen: str


_UNIT_ROWS = lexicon.rows("units.toml", UnitRow)
_HEDGE_ROWS = lexicon.rows("hedges.toml", HedgeRow)
ANY_COUNT = "个"
_MONEY = frozenset(unit for row in _UNIT_ROWS if row.kind == "money" for unit in row.units)


def _alt(words: Iterable[str]) -> str:
    """Longest first, so that 个工作日 is not read as 个."""
    return "|".join(map(re.escape, sorted(set(words), key=len, reverse=True)))


def _hedge_words(side: str) -> dict[str, Hedge]:
    return {word: row.hedge for row in _HEDGE_ROWS if row.side == side for word in row.words}


_BEFORE, _AFTER, _INSIDE = _hedge_words("before"), _hedge_words("after"), _hedge_words("inside")

# Productions, smallest first. Every repetition is bounded and every number starts where no digit
# stands before it, so that a scan is linear in the text.
_CN = "零〇一二两三四五六七八九十百千万亿"
_ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,8})?(?!\d)|\d{1,3}(?: \d{3}){1,3}(?![\d.])|\d{1,15}(?:\.\d{1,8})?)"
_RANGE = r"(?:\d{1,9}(?:\.\d{1,4})?[-—–~至])?"  # 3至5天: one span, the value of its upper end
_SCALE = "万亿|千万|百万|十万|亿|万|千|百"
_FRESH = r"(?<![\d.%])(?<!\d,)(?:(?<![A-Za-z])|(?=\d{1,9}(?:\.\d{1,6})?[万亿]))"  # PM2.5 is a name, GDP1200亿元 none
_MIXED = rf"{_FRESH}{_RANGE}-?{_ARABIC}(?:\s?(?:亿|万)(?:\d{{1,4}}千?(?=[万\D]))?)?"
_CHINESE = rf"(?<![{_CN}第几数])(?![零〇](?!点))[{_CN}]{{1,14}}(?:点[零〇一二三四五六七八九]{{1,6}}[万亿]{{0,2}})?"
_MORE = f"(?:{_alt(_INSIDE)})"
_UNIT_WORDS = _alt(unit for row in _UNIT_ROWS for unit in row.units)
_KILO = _alt(unit for row in _UNIT_ROWS for unit in row.units if unit.startswith("千"))  # 148.7千克 are no 148700克
_PER = rf"(?:/(?:{_UNIT_WORDS}|月))?"  # 元/平方米
_UNIT = rf"(?!{_alt(lexicon.words('not_units.txt'))})(?:{_UNIT_WORDS})(?:\((?:{_UNIT_WORDS})\))?{_PER}"
_FRACTION = rf"(?<![{_CN}])(?P<whole>[二三四五六七八九十])分之(?P<parts>[一二三四五六七八九])(?![十百千万])"
_PERCENT = rf"(?P<of>百分之|千分之)(?P<part>[{_CN}点]{{1,12}}|\d{{1,9}}(?:\.\d{{1,6}})?)"
_MEASURED = (
    rf"(?P<number>{_MIXED}|{_CHINESE})\s?(?P<more>{_MORE}?)\s?(?P<scale>(?:(?!{_KILO})(?:{_SCALE}))?)(?P<more2>{_MORE}?)"
    rf"\s?(?P<unit>{_UNIT})"
)
_BARE = (
    rf"(?P<bare>(?<![\d.A-Za-z+\-/〔\[])(?<!\d,){_ARABIC})\s?(?P<myriad>(?:万亿|亿|万)?)(?P<many>{_MORE}?)"
    r"(?:(?<=[余多万亿])|(?=\s?(?:[,。;、)]|$)))(?![\d.A-Za-z+\-/〕\]%]|,\d)"
)
_QUANTITY = re.compile(f"{_PERCENT}|{_FRACTION}|{_MEASURED}|{_BARE}")
_HEDGED_BEFORE = re.compile(rf"({_alt(_BEFORE)})\s?$")
_HEDGED_AFTER = re.compile(rf"\s?({_alt(_AFTER)})")
_LONGEST_HEDGE = 6
_TENTHS = "成"


def find_quantities(text: str) -> list[Quantity]:
    """Every number of the text with its unit, left to right; spans count characters of the text given.

    >>> [(q.text, int(q.value), q.unit, q.approx) for q in find_quantities("惠及15万余人次,约占三成")]
    [('15万余人次', 150000, '人次', '余'), ('三成', 30, '%', None)]
    """
    plain = fold(text)
    found = (_quantity(match, plain, text) for match in _QUANTITY.finditer(plain))
    return [quantity for quantity in found if quantity]


def _quantity(match: re.Match[str], plain: str, text: str) -> Quantity | None:
    """None where the numeral states no definite number or a calendar year."""
    value = _value(match)
    if value is None or _is_calendar_year(match):
        return None
    start, end = match.span()
    end -= len(match[0]) - len(match[0].rstrip())
    unit = _unit(match)
    if unit == _TENTHS:
        value, unit = value * 10, "%"
    return Quantity(
        start=start, end=end, text=text[start:end], value=value, unit=unit, approx=_hedge(match, plain, end)
    )


def _is_calendar_year(match: re.Match[str]) -> bool:
    return match["unit"] == "年" and re.fullmatch(r"\d{4}", match["number"]) is not None


def _value(match: re.Match[str]) -> Decimal | None:
    if match["of"]:
        return parse_numeral(match["part"].lstrip("点"))
    if match["whole"]:
        return _percentage(match["parts"], match["whole"])
    if match["bare"]:
        return parse_numeral(match["bare"] + match["myriad"])
    number = match["number"]
    value = parse_numeral(re.split("[-—–~至]", number)[-1] + match["scale"])
    return -value if value is not None and number.startswith("-") else value


def _percentage(parts: str, whole: str) -> Decimal | None:
    """三分之二 as per cent, to two places: the text shown is the fraction itself."""
    above, below = parse_numeral(parts), parse_numeral(whole)
    return round(100 * above / below, 2) if above and below else None


def _unit(match: re.Match[str]) -> str:
    if match["whole"]:
        return "%"
    if match["of"]:
        return "%" if match["of"].startswith("百") else "‰"
    return match["unit"] or ""


def _hedge(match: re.Match[str], plain: str, end: int) -> Hedge | None:
    inside = match["more"] or match["more2"] or match["many"]
    if inside:
        return _INSIDE[inside]
    before = _HEDGED_BEFORE.search(plain[max(0, match.start() - _LONGEST_HEDGE) : match.start()])
    if before:
        return _BEFORE[before[1]]
    after = _HEDGED_AFTER.match(plain, end)
    return _AFTER[after[1]] if after else None


@cache
def _listed(unit: str) -> str:
    """The unit as the lexicon lists it: 台 of 台(套), 元 of 元/月; 吨/亩 stays what it is, for it is no weight."""
    plain = unit.split("(", maxsplit=1)[0]
    money, per, _ = plain.partition("/")
    return money if per and money in _MONEY else plain


@cache
def _kinds(unit: str) -> frozenset[str]:
    return frozenset(row.kind for row in _UNIT_ROWS if _listed(unit) in row.units)


@cache
def unit_words() -> tuple[str, ...]:
    """Every unit that the lexicon knows, longest first."""
    return tuple(sorted({unit for row in _UNIT_ROWS for unit in row.units}, key=len, reverse=True))


def unit_kind(unit: str) -> str:
    """What the unit counts, its main kind where it has several; "" for a unit nobody listed.

    >>> unit_kind("宗"), unit_kind("人次"), unit_kind("%")
    ('case', 'person', 'rate')
    """
    return next((row.kind for row in _UNIT_ROWS if _listed(unit) in row.units), "")


class SaidRow(lexicon.Row):
    nouns: tuple[str, ...]
    kind: str
    seen: str


@cache
def _said() -> dict[str, str]:
    return {noun: row.kind for row in lexicon.rows("said_by_units.toml", SaidRow) for noun in row.nouns}


def unit_says(noun: str, unit: str) -> bool:
    """Whether a unit says a noun of measure by itself: 平方米 says 面积."""
    return noun in _said() and _said()[noun] == unit_kind(unit)


@cache
def is_countable(unit: str) -> bool:
    """Whether a unit counts things, rather than measures them: 件, but not 吨."""
    return unit == "" or any(row.countable for row in _UNIT_ROWS if row.kind in _kinds(unit))


def units_agree(asked: str, stated: str) -> bool:
    """Whether a question for ``asked`` can be answered by a figure in ``stated``.

    >>> units_agree("件", "宗"), units_agree("个", "家"), units_agree("个", "元")
    (True, True, False)
    """
    if asked == stated or _kinds(asked) & _kinds(stated):
        return True
    return asked == ANY_COUNT and is_countable(stated)
