"""How exact a stated number is: the least and the most that its digits and its hedge leave open.

::

    51件       51              1.2万件   11500 … 12500      100余件   100 … 200
    59.3%      59.25 … 59.4    约100件   90 … 110           超92%     92 and more
"""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from knowledge.models import Quantity
from knowledge.numbers import unit_kind
from knowledge.text import fold

_NUMERAL = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_HALF: Final = Decimal("0.5")
_ABOUT: Final = Decimal("0.1")  # what 约, 近 and 不足 leave open, as a share: nobody says 约100件 of 80
_MOST: Final = 2  # 100余件 is less than 200
_NO_END: Final = Decimal("1e30")
_MORE_DIGITS: Final = Decimal("0.1")
_ROUND: Final = 10_000  # a number in words from here on is a round one: 十四万


class Margin(NamedTuple):
    """From the least to the most that a number may be."""

    low: Decimal
    high: Decimal

    def plus(self, other: "Margin") -> "Margin":
        return Margin(self.low + other.low, self.high + other.high)

    def meets(self, other: "Margin") -> bool:
        return self.low <= other.high and other.low <= self.high

    @property
    def size(self) -> "Margin":
        """Without the sign: 下降5% is stated as 5."""
        if self.low <= 0 <= self.high:
            return Margin(Decimal(0), max(-self.low, self.high))
        return Margin(*sorted((abs(self.low), abs(self.high))))


NOTHING: Final = Margin(Decimal(0), Decimal(0))


def margin(quantity: Quantity) -> Margin:
    """What the number may be in base units, by its last digit and its hedge.

    >>> from knowledge.numbers import find_quantities
    >>> [tuple(map(str, margin(q))) for q in find_quantities("51件、1.2万件、超92%")]
    [('51', '51'), ('11500.0', '12500.0'), ('92', '1E+30')]
    """
    value, step = quantity.value, last_digit(quantity)
    match quantity.approx:
        case "超" | "至少":
            return Margin(value, _NO_END)
        case "余":
            return Margin(value, value * _MOST)
        case "约":
            return Margin(value * (1 - _ABOUT), value * (1 + _ABOUT))
        case "近" | "不足":
            return Margin(value * (1 - _ABOUT), value)
    return Margin(value - step * _HALF, value + step * (1 if _is_share(quantity) else _HALF))


def last_digit(quantity: Quantity) -> Decimal:
    """What one of the last stated digit is worth; 0 for whole numbers without 万 or 亿, which are exact."""
    numeral = _NUMERAL.search(fold(quantity.text))
    if not numeral:
        return _trailing(quantity.value) if abs(quantity.value) >= _ROUND else Decimal(0)
    digits = Decimal(numeral[0].replace(",", ""))
    scale = abs(quantity.value) / digits if digits else Decimal(1)
    if not numeral[1] and scale == 1 and not _is_share(quantity):
        return Decimal(0)
    return scale.scaleb(-len(numeral[1] or ""))


def shown(expected: Decimal, stated: Quantity) -> Decimal:
    """What was worked out, with one digit more than what is stated instead."""
    step = min(last_digit(stated), Decimal(1)) * _MORE_DIGITS
    return expected.quantize(step) if step else expected


def _trailing(value: Decimal) -> Decimal:
    """What the zeros at its end make of one: 140000 → 10000."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))


def _is_share(quantity: Quantity) -> bool:
    """A percentage is rounded however few digits it has, and offices cut digits off as often as they round."""
    return unit_kind(quantity.unit) == "rate"
