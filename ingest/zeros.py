"""None, stated in words: 无败诉案件 is a figure, and its value is 0."""

import re
from collections.abc import Iterator
from decimal import Decimal

from pydantic import Field

from knowledge import lexicon
from knowledge.models import Quantity


class ZeroRow(lexicon.Row):
    none: tuple[str, ...] = Field(min_length=1)
    nouns: tuple[str, ...] = Field(min_length=1)
    unit: str
    seen: str

    @property
    def pattern(self) -> re.Pattern[str]:
        none, nouns = (
            "|".join(map(re.escape, sorted(words, key=len, reverse=True))) for words in (self.none, self.nouns)
        )
        return re.compile(rf"(?<=[\u4e00-\u9fff,;。、:])(?:{none})(?P<noun>{nouns})(?=[,;。、)!]|$)")


_ROWS = tuple((row, row.pattern) for row in lexicon.rows("zeros.toml", ZeroRow))


def find_zeros(text: str) -> Iterator[Quantity]:
    """Statements that there was none, in folded text; the span takes in the noun."""
    for row, pattern in _ROWS:
        for match in pattern.finditer(text):
            yield Quantity(start=match.start(), end=match.end(), text=match[0], value=Decimal(0), unit=row.unit)


def noun_of(zero: Quantity) -> str | None:
    """What there was none of; None for any other quantity."""
    if zero.value or zero.text[:1].isdigit():
        return None
    found = (re.search(f"(?:{'|'.join(row.nouns)})$", zero.text) for row, _ in _ROWS)
    return next((match[0] for match in found if match), None)
