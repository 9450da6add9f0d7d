"""Periods in text: the stretch of time that a figure, or a question, is about.

::

    period = [自|截至] date [至 date] [以来]
    date   = year [month | part] | month | part | 全年 | 每年
    year   = 2019年 | 二〇一九年 | 19年 | 今年
"""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Literal

from pydantic import Field

from knowledge import lexicon
from knowledge.models import Frozen
from knowledge.text import fold


class Period(Frozen):
    """A stretch of time as it stands in a text."""

    start: int
    end: int
    text: str
    years: tuple[int, ...]  # every year it touches; empty: the text names none and none was given
    label: str  # as a person says it, with the year put in: 今年1至11月 → 2017年1至11月
    relative: bool = False  # counted from the reader's or the report's year: 今年, 去年
    since: bool = False  # open at its end: 从2018年起, 2018年以来


Kind = Literal["relative", "part", "whole", "open", "from", "until", "since", "no_year_before", "no_year_after"]


class PeriodRow(lexicon.Row):
    kind: Kind
    words: tuple[str, ...] = Field(min_length=1)
    offset: int = 0
    seen: str


_ROWS = lexicon.rows("periods.toml", PeriodRow)
_OFFSETS = {word: row.offset for row in _ROWS if row.kind == "relative" for word in row.words}


def _words(kind: Kind) -> list[str]:
    return [word for row in _ROWS if row.kind == kind for word in row.words]


def _alt(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_CENTURY = 2000
_PLAUSIBLE = range(2000, 2040)  # what two digits may stand for
_CN = "零〇一二三四五六七八九"
_CN_DIGITS = str.maketrans(_CN, "00123456789")

# Productions, smallest first.
_TO = r"\s?(?:至|到|[-—–~]{1,2})\s?"
_YEAR4 = rf"(?<!\d)(?:19|20)\d\d\s?年|[一二][{_CN}]{{3}}年"
_YEAR2 = (
    "".join(f"(?<!{re.escape(word)})" for word in _words("no_year_before"))
    + rf"(?<![\d.])\d\d年(?!{_alt(_words('no_year_after'))})"
)
_YEAR = rf"(?:{_YEAR4}|{_YEAR2}|{_alt(_OFFSETS)})"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])日"
_MONTH = rf"(?<![\d.])(?:1[0-2]|0?[1-9])月(?:份|底|末|初|中旬|上旬|下旬|{_DAY})?"
_CN_MONTH = r"(?<![一二三四五六七八九十])(?:十[一二]?|[一二三四五六七八九])月"
_CN_MONTHS = (
    rf"(?:(?:十|[一二三四五六七八九])月?{_TO})?{_CN_MONTH}(?:份|底|末|初|中旬|上旬|下旬)"  # 三月 alone may be a time
)
_MONTHS = rf"(?:{_CN_MONTHS}|(?<![\d.])(?:1[0-2]|0?[1-9])(?:月(?:份|{_DAY})?)?{_TO}(?:{_YEAR4})?{_MONTH}|{_MONTH})"
_PART = rf"(?:{_alt(_words('part'))})"
_BARE_PART = rf"(?:{_alt(word for word in _words('part') if len(word) > 1)})"
_YEARS = rf"(?<!\d)(?:19|20)\d\d年?{_TO}(?:{_YEAR4}|\d\d年)"
_DATE = rf"(?:{_YEARS}|{_YEAR}\s?度?(?:\s?{_MONTHS}|{_PART})?|{_MONTHS}|{_BARE_PART}|{_alt(_words('whole'))})"
_EDGED = rf"(?:(?:{_alt(_words('from') + _words('until'))})\s?)?{_DATE}(?:{_alt(_words('since'))})?"
_YEARS_ON = r"近?(?:[两二三四五六七八九十]{1,3}|\d{1,2})多?年来"
_SINCE_EVENT = rf"{_YEARS_ON}|自[\u4e00-\u9fff]{{1,8}}以来|[\u4e00-\u9fff]{{2}}至今"
_PERIOD = re.compile(rf"{_alt(_words('open'))}|{_EDGED}|{_SINCE_EVENT}")
_ANY_YEAR = re.compile(
    rf"(?P<four>(?:19|20)\d\d)|(?P<cn>[一二][{_CN}]{{3}})年|(?P<two>\d\d)年(?!来)|(?P<relative>{_alt(_OFFSETS)})"
)
_OPEN_START = re.compile(rf"^(?:{_alt(_words('from'))}).*(?:以来|至今|起)$|(?:以来|至今|起)$")
_RANGE = re.compile(rf"\d年?{_TO}(?:\d\d(?:\d\d)?)年")


def find_periods(text: str, year: int | None = None) -> list[Period]:
    """Every period of the text, left to right; ``year`` is what 今年, 11月 and 全年 refer to.

    >>> [(p.label, p.years) for p in find_periods("今年1至11月新增5件,比2016年底多", 2017)]
    [('2017年1至11月', (2017,)), ('2016年底', (2016,))]
    """
    plain = fold(text)
    reads = (_Reading(match, year) for match in _PERIOD.finditer(plain))
    return [
        Period(
            start=read.start,
            end=read.end,
            text=text[read.start : read.end],
            years=read.years,
            label=read.label,
            relative=read.relative,
            since=read.since,
        )
        for read in reads
        if read.plausible
    ]


class _Reading:
    """One match, worked out against the year given."""

    def __init__(self, match: re.Match[str], year: int | None) -> None:
        self.start, self.end = match.span()
        self.text = match[0]
        self.year = year

    @cached_property
    def named(self) -> list[int | None]:
        """The years that the text names, in order; None where it names one that is not known."""
        return [self._named_year(match) for match in _ANY_YEAR.finditer(self.text)]

    def _named_year(self, match: re.Match[str]) -> int | None:
        if match["relative"]:
            return None if self.year is None else self.year + _OFFSETS[match["relative"]]
        if match["two"]:
            return _CENTURY + int(match["two"])
        return int(match["four"] or match["cn"].translate(_CN_DIGITS))

    @property
    def plausible(self) -> bool:
        return all(year is None or year in range(1900, 2100) for year in self.named) and not (
            re.search(r"(?<!\d)\d\d年", self.text) and any(year not in _PLAUSIBLE for year in self.named)
        )

    @property
    def relative(self) -> bool:
        return any(word in self.text for word in _OFFSETS)

    @property
    def since(self) -> bool:
        return bool(_OPEN_START.search(self.text))

    @property
    def years(self) -> tuple[int, ...]:
        known = [year for year in self.named if year is not None]
        if self.named and not known:
            return ()
        if not self.named:
            return () if self.year is None or self._timeless else (self.year,)
        last = self.year if self.year is not None and self.since else known[-1]
        first = known[0]
        if _RANGE.search(self.text) or last != known[-1]:
            return tuple(range(first, max(first, min(last, first + 50)) + 1))
        return tuple(dict.fromkeys(known))

    @property
    def _timeless(self) -> bool:
        """每年 and 历年 lie in no year; 目前 lies in the report's."""
        return self.text in _words("open") and "前" not in self.text

    @property
    def label(self) -> str:
        text = self.text.replace(" ", "")
        if self.year is None:
            return text
        for word in sorted(_OFFSETS, key=len, reverse=True):
            if word in text:
                return text.replace(word, f"{self.year + _OFFSETS[word]}年", 1)
        if text in _words("whole"):
            return f"{self.year}年"
        return text if self.named else self._with_year(text)

    def _with_year(self, text: str) -> str:
        """截至11月底 → 截至2017年11月底."""
        dated = re.search(rf"\d{{1,2}}(?:月|[-—–~至到]{{1,2}}\d)|{_CN_MONTHS}|{_BARE_PART}", text)
        return f"{text[: dated.start()]}{self.year}年{text[dated.start() :].removeprefix('年')}" if dated else text
