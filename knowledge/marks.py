"""How a question says that it wants a number: 多少, 几件, 百分之几, 各多少, or a noun such as 满意率."""

import re
from functools import cache

from knowledge import lexicon
from knowledge.models import Frozen
from knowledge.numbers import unit_kind, unit_words

_FEE = 4  # characters of the noun whose last one is a mark: 律师 of 多少律师费
_NUMBER = re.compile("多少|几|百分|多(?=[高大长])")
PIECE = re.compile(r"[,;?!。:\n]+")


class MarkRow(lexicon.Row):
    """How a question says that it wants a number."""

    says: str  # a regular expression; {units} stands for any unit word
    kind: str  # count, rate, money
    each: bool = False  # asks for every item of the list before it
    names: bool = False  # the mark is part of what is asked for: 满意率
    moves: bool = False  # asks how far a thing has moved, in whatever unit: 涨了多少
    noun: bool = False  # names a count without a question word: 台数
    unit: str | None = None  # what a mark asks for that holds no unit word: 多久
    seen: str


class Mark(Frozen):
    start: int
    end: int
    each_at: int  # where its 各 stands: what it refers to ends there; what stands between is said of all of it
    unit: str | None
    kind: str
    each: bool
    names: bool
    noun: bool
    moves: bool


@cache
def _marks() -> tuple[tuple[re.Pattern[str], MarkRow], ...]:
    units = "|".join(map(re.escape, sorted(unit_words(), key=len, reverse=True)))
    rows = lexicon.rows("marks.toml", MarkRow)
    return tuple((re.compile(row.says.replace("{units}", units)), row) for row in rows)


def _begins_word(text: str, match: re.Match[str]) -> bool:
    """多少集装箱, 多少项目: what looks like a unit begins the thing itself."""
    unit = match.groupdict().get("unit")
    if not unit:
        return False
    return text[match.start("unit") :].startswith(lexicon.words("not_units.txt"))


def _before_number(said: str) -> int:
    """How much stands between 各 and the question word: 办理公证 of 分别办理公证多少件."""
    asks = _NUMBER.search(said)
    return asks.start() if asks else 0


def find_marks(text: str) -> list[Mark]:
    """Marks of a folded question, in order; where two overlap the earlier row counts."""
    found: list[Mark] = []
    for pattern, row in _marks():
        for match in pattern.finditer(text):
            free = all(match.end() <= m.start or m.end <= match.start() for m in found)
            if free and not _begins_word(text, match):
                found.append(
                    Mark(
                        start=match.start() + (_before_number(match[0]) if row.each and not row.names else 0),
                        end=match.end(),
                        each_at=match.start(),
                        unit=match.groupdict().get("unit") or row.unit,
                        **row.model_dump(include={"kind", "each", "names", "noun", "moves"}),
                    )
                )
    found = [_priced(text, mark) for mark in found]
    return _merged(text, sorted(found, key=lambda mark: mark.start))


def _priced(text: str, mark: Mark) -> Mark:
    """被骗走的钱,追回来多少: a bare 多少 asks for money where that was named before it."""
    bare = mark.kind == "count" and mark.unit is None and not (mark.names or mark.noun)
    money = bare and _money().search(text[: mark.start])
    return mark.model_copy(update={"kind": "money"}) if money else mark


@cache
def _money() -> re.Pattern[str]:
    return re.compile("|".join(lexicon.words("money_asked.txt")))


def _is_one(text: str, before: Mark, mark: Mark) -> bool:
    """Whether two marks ask once: 失业率平均是 多少, 零售总额 增速; but 成功率,满意率."""
    between = text[before.end : mark.start]
    return not (between.strip(" 的") if mark.names else PIECE.search(between))


def _asks_of(text: str, before: Mark, mark: Mark) -> bool:
    """总户数…涨了百分之几 asks how far the count moved; 多少律师费 for the fee."""
    between = text[before.end : mark.start]
    if before.names and before.kind == "rate" and mark.unit and unit_kind(mark.unit) == "rate":
        return True  # 到场的比例,比前一年高了几个点
    if PIECE.search(between) or mark.each:
        return False
    moved = before.noun and mark.kind == "rate" and not mark.names and bool(_changes().search(between))
    bare = before.kind != "rate" and before.unit is None and not (before.noun or before.names or before.each)
    return moved or (bare and mark.names and mark.kind == "money" and 0 < len(between) <= _FEE)


@cache
def _changes() -> re.Pattern[str]:
    return re.compile("|".join(lexicon.words("changes_asked.txt")))


def _merged(text: str, marks: list[Mark]) -> list[Mark]:
    """失业率平均是多少, 总额增长百分之几: a noun mark and the question word behind it are one mark."""
    merged: list[Mark] = []
    for mark in marks:
        before = merged[-1] if merged else None
        if before and _asks_of(text, before, mark):
            merged[-1] = mark
        elif before and before.names and not mark.each and _is_one(text, before, mark):
            bare = mark.kind == "count" and mark.unit is None
            merged[-1] = mark.model_copy(update={"kind": before.kind if bare else mark.kind})
        else:
            merged.append(mark)
    return merged
