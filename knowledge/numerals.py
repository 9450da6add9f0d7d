"""The value of a numeral, in Arabic or Chinese digits or both: 3万4000, 二亿一千七百万, 9.2万.

A numeral is a row of digits, ones of ten (十百千) and myriads (万亿); the value is built from left
to right, as it is read aloud. What states no definite number has no value: 两三, 几十, 一二三.
"""

import re
from decimal import Decimal

_DIGITS = {c: Decimal(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": Decimal(0), "两": Decimal(2)}
_TENS = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000)}
_MYRIADS = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_TOKEN = re.compile(r"\d+(?:\.\d+)?|.")
_POINT = re.compile(r"([零一二两三四五六七八九十百千万]+)点([零〇一二三四五六七八九]+)")
_SHORT = re.compile(r"(?<=万)[1-9一二三四五六七八九]$")  # 13万2 is 13万2千
_VAGUE = re.compile(r"[一二两三四五六七八九]{2}")  # 两三个, 三四十: between the two


def parse_numeral(text: str) -> Decimal | None:
    """A numeral without its unit; None where it states no definite number.

    >>> parse_numeral("一万五千亿"), parse_numeral("3万4000"), parse_numeral("三点六亿")
    (Decimal('1500000000000'), Decimal('34000'), Decimal('360000000.0'))
    """
    plain = _spoken_decimals(re.sub(r"[, \n]", "", text))
    return None if _VAGUE.search(plain) else _accumulate(_TOKEN.findall(_SHORT.sub(r"\g<0>千", plain)))


def _spoken_decimals(text: str) -> str:
    """三点六 → 3.6, so that one loop reads both."""

    def arabic(match: re.Match[str]) -> str:
        whole = _accumulate(_TOKEN.findall(match[1]))
        return f"{whole}.{''.join(str(_DIGITS[digit]) for digit in match[2])}"

    return _POINT.sub(arabic, text)


def _accumulate(signs: list[str]) -> Decimal:
    """``total`` holds what 亿 has closed, ``section`` what 十百千万 have built, ``digit`` what is open."""
    total = section = Decimal(0)
    digit: Decimal | None = None
    for sign in signs:
        if sign in _MYRIADS:
            bare = digit is None and not section  # 万余人 is ten thousand, 0万元 is nothing
            section = (Decimal(1) if bare else section + (digit or 0)) * _MYRIADS[sign]
            digit = None
        elif sign in _TENS:
            section += (1 if digit is None else digit) * _TENS[sign]
            digit = None
        else:
            digit = _DIGITS[sign] if sign in _DIGITS else Decimal(sign)
        if sign == "亿":
            total, section = total + section, Decimal(0)
    return total + section + (digit or 0)
