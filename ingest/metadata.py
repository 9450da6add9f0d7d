"""What a report says of itself: its place, year, publisher, date and number, each by the first rule that finds it.

A rule looks at the page and answers, or returns None to pass; the order of the rules is the order of trust.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Final, Generic, NamedTuple, TypeVar

from ingest.page import Page
from knowledge import lexicon
from knowledge.models import Region
from knowledge.numerals import parse_numeral
from knowledge.periods import find_periods
from knowledge.regions import find_regions, is_within
from knowledge.text import fold

T = TypeVar("T")

GIVEN: Final = "given"  # by an administrator
_FIRST_HALF = 6  # months; assemblies that hear about the past year meet in these
_FEWEST = 3  # mentions before the most frequent place or year counts for something
_COUNTED = 20_000  # characters in which years are counted
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(1[0-2]|0?[1-9])\s?[-/.月]\s?(3[01]|[12]\d|0?[1-9])(?!\d)")
_DATE_IN_WORDS = re.compile(
    r"([一二][〇○零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_YEAR_DIGITS = 4
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,10}[〔\[(【](?:19|20)\d\d[〕\])】]\s?(?:第\s?)?\d{1,5}\s?号")


class Read(NamedTuple, Generic[T]):
    """What was read, and the name of the rule that read it; None and "" where no rule found anything."""

    value: T | None
    origin: str

    def otherwise(self, value: T, origin: str) -> "Read[T]":
        """What is said where nothing was read."""
        return self if self.value is not None else Read(value, origin)


def first_found(rules: Iterable[Callable[[Page], T | None]], page: Page, told: T | None = None) -> Read[T]:
    """What an administrator told, else what the first rule that finds anything finds."""
    if told is not None:
        return Read(told, GIVEN)
    found = ((rule(page), rule.__name__) for rule in rules)
    return next((Read(value, name) for value, name in found if value is not None), Read(None, ""))


def title_on_page(page: Page) -> str | None:
    return page.title or None


TITLES = (title_on_page,)


def kind_in_title(page: Page) -> str | None:
    return page.kind.name if page.title else None


def kind_in_opening(page: Page) -> str | None:
    return page.kind.name


KINDS = (kind_in_title, kind_in_opening)


def place_in_title(page: Page) -> Region | None:
    return page.first_place([page.title])


def place_of_publisher(page: Page) -> Region | None:
    return page.first_place(page.signers + page.publishers)


def place_of_assembly(page: Page) -> Region | None:
    """在宁夏回族自治区第十三届人民代表大会…, above the body."""
    return page.first_place(line.plain for line in page.subtitles)


def place_most_named(page: Page) -> Region | None:
    """The place that is named most and that, with its parts, makes up most of all places named."""
    named = Counter(page.named)
    for region, times in named.most_common():
        kin = sum(count for other, count in named.items() if is_within(other, region))
        if times >= _FEWEST and 2 * kin > named.total():
            return region
    return None


PLACES = (place_in_title, place_of_publisher, place_of_assembly, place_most_named)


def year_in_title(page: Page) -> int | None:
    return next(iter(_years(page.title)), None)


def year_in_heading(page: Page) -> int | None:
    """一、2024年工作回顾, but not 三、2018年度的思路."""
    looks_back = (line.tight for line in page.headings if _says(line.tight, "review") and not _says(line.tight, "plan"))
    return next((year for heading in looks_back for year in _years(heading)), None)


def year_before_session(page: Page) -> int | None:
    """2025年1月18日在…会议上: about the year before; at a meeting in autumn, about the same year."""
    held = session_date(page)
    return held.year - (held.month <= _FIRST_HALF) if held else None


def year_before_title(page: Page) -> int | None:
    delivered = year_in_title(page)
    return delivered and delivered - 1


def year_in_opening(page: Page) -> int | None:
    return next(iter(_years(page.opening)), None)


def year_most_named(page: Page) -> int | None:
    start, end = page.body
    years = Counter(_years(page.text[start : min(end, start + _COUNTED)]))
    return next((year for year, times in years.most_common(1) if times >= _FEWEST), None)


YEARS = {  # by what the title of such a report is dated with
    "reviewed": (year_in_title, year_in_heading, year_in_opening, year_most_named),
    "delivered": (year_in_heading, year_before_session, year_before_title, year_in_opening, year_most_named),
}


def _years(text: str) -> list[int]:
    """Years that stand alone in the text, in order; a span (2015-2020年) is the life of a plan."""
    zeros = text.replace("○", "〇")
    return [period.years[0] for period in find_periods(zeros) if len(period.years) == 1]


def _says(heading: str, way: str) -> bool:
    return any(word in heading for word in lexicon.words(f"{way}_words.txt"))


def publisher_in_title(page: Page) -> str | None:
    """厦门市司法局 in 厦门市司法局关于2021年…的报告."""
    title = fold(page.title).replace(" ", "")
    for mention in find_regions(title):
        if body := _public_body().match(title, mention.end):
            return _in_full(page, title[mention.start : body.end()])
    return None


def publisher_signed(page: Page) -> str | None:
    return next(filter(None, (_in_full(page, name) for name in reversed(page.signers))), None)


def publisher_in_field(page: Page) -> str | None:
    return next(filter(None, (_in_full(page, name) for name in page.publishers)), None)


PUBLISHERS = (publisher_in_title, publisher_signed, publisher_in_field)


def _in_full(page: Page, name: str) -> str | None:
    """花都区人民政府 → 广州市花都区人民政府; None for 区司法局, which may be anyone's."""
    mention = next(iter(find_regions(name)), None)
    region = mention and page.settled(mention)
    return f"{region.label}{name[mention.end :]}" if region and mention and mention.start == 0 else None


@cache
def _public_body() -> re.Pattern[str]:
    endings = sorted(lexicon.words("bodies.txt"), key=len, reverse=True)
    return re.compile(rf"[^\d《]{{0,20}}?(?:{'|'.join(endings)})")


def date_in_field(page: Page) -> date | None:
    return next(filter(None, map(_date_in, page.fields("date"))), None)


def date_signed(page: Page) -> date | None:
    return next(filter(None, (_date_in(line.plain) for line in reversed(page.signature))), None)


def session_date(page: Page) -> date | None:
    return next(filter(None, (_date_in(line.plain) for line in page.subtitles)), None)


DATES = (date_in_field, date_signed, session_date)


def _date_in(text: str) -> date | None:
    found = _DATE.search(text) or _DATE_IN_WORDS.search(text)
    try:
        return date(*map(_number, found.groups())) if found else None
    except ValueError:  # 2021-02-30
        return None


def _number(numeral: str) -> int:
    """A part of a date: 2020, 01, 二〇二〇 digit by digit, 十九."""
    if numeral.isdecimal():
        return int(numeral)
    read = numeral if len(numeral) == _YEAR_DIGITS else [numeral]
    return int("".join(str(parse_numeral(part.replace("○", "〇"))) for part in read))


def number_in_field(page: Page) -> str | None:
    """文号: 甲府〔2020〕12号, but not the catalogue's 索引号, nor 文号: 无."""
    return next(filter(None, map(_number_of, page.fields("number"))), None)


def number_above(page: Page) -> str | None:
    """On a line of its own above the body, as documents carry it."""
    return next(filter(None, (_number_of(line.plain) for line in page.subtitles if not line.is_title)), None)


NUMBERS = (number_in_field, number_above)


def _number_of(text: str) -> str | None:
    found = _NUMBER.fullmatch(text.strip("() "))
    return found[0].replace(" ", "") if found else None
