"""The numbers that Word puts before paragraphs and never writes into them: 一、 (一) 1. 第三章.

::

    numId --num--> abstractNum --lvl--> (numFmt, lvlText "（%1）", start)
"""

from collections import defaultdict
from typing import NamedTuple

from ingest.readers.markup import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_DIGITS = "〇一二三四五六七八九"
_LEVELS = 9
_TENS = 10
_HUNDREDS = 100


class Level(NamedTuple):
    form: str
    shape: str
    start: int


class Numbering:
    """Counts through a document; ``next`` is called once for each numbered paragraph, in order."""

    def __init__(self, part: Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, str] = {}  # numId: the abstract list whose count it shares
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if part is not None:
            self._read(part)

    def _read(self, part: Element) -> None:
        abstract = {of.get(f"{W}abstractNumId"): _levels(of) for of in part.iter(f"{W}abstractNum")}
        for num in part.iter(f"{W}num"):
            identity, target = num.get(f"{W}numId"), value(num.find(f"{W}abstractNumId"))
            if identity and target in abstract:
                overrides = {int(o.get(f"{W}ilvl", 0)): o for o in num.iter(f"{W}lvlOverride")}
                self._levels[identity] = abstract[target] | {
                    at: level for override in overrides.values() for at, level in _levels(override).items()
                }
                self._lists[identity] = identity if overrides else target

    def next(self, identity: str, at: int) -> str:
        """What stands before the paragraph; "" for a bullet."""
        levels = self._levels.get(identity, {})
        if at not in levels:
            return ""
        counts = self._counts[self._lists[identity]]
        counts[at] = counts.get(at, levels[at].start - 1) + 1
        for deeper in range(at + 1, _LEVELS):
            counts.pop(deeper, None)
        if levels[at].form in ("bullet", "none"):
            return ""
        said = levels[at].shape
        for level in range(at + 1):
            if level in levels:
                said = said.replace(
                    f"%{level + 1}", numeral(counts.get(level, levels[level].start), levels[level].form)
                )
        return said


def _levels(of: Element) -> dict[int, Level]:
    return {int(level.get(f"{W}ilvl", 0)): _level(level) for level in of.iter(f"{W}lvl")}


def _level(level: Element) -> Level:
    start = value(level.find(f"{W}start")) or "1"
    return Level(
        form=value(level.find(f"{W}numFmt")) or "decimal",
        shape=value(level.find(f"{W}lvlText")) or "",
        start=int(start) if start.isdecimal() else 1,
    )


def value(element: Element | None) -> str:
    return "" if element is None else element.get(f"{W}val") or ""


def numeral(number: int, form: str) -> str:
    """A number as Word writes it in a list of this form.

    >>> numeral(12, "chineseCounting"), numeral(3, "decimalEnclosedCircle"), numeral(2, "upperLetter")
    ('十二', '③', 'B')
    """
    if "hinese" in form or form.startswith(("ideographDigital", "japaneseCounting", "taiwaneseCounting")):
        return _chinese(number)
    if "EnclosedCircle" in form and 1 <= number <= 2 * _TENS:
        return chr(ord("①") + number - 1)
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26)
        return letter if form == "upperLetter" else letter.lower()
    return str(number)


def _chinese(number: int) -> str:
    if not 0 < number < _HUNDREDS:
        return str(number)
    tens, ones = divmod(number, _TENS)
    lead = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return lead + (_DIGITS[ones] if ones else "")
