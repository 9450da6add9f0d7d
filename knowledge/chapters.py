"""What a question asks of a report as a whole, such as its shortcomings: told by a chapter, not by the words asked."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from knowledge import lexicon
from knowledge.match import Place
from knowledge.text import fold


class ChapterRow(lexicon.Row):
    asks: str
    heads: str
    says: str
    seen: str


class Chapter(NamedTuple):
    asks: re.Pattern[str]
    heads: re.Pattern[str]
    says: re.Pattern[str]

    def places(self, places: Sequence[Place]) -> list[Place]:
        """The passages under its heading; where no report has one, those that speak most as it does."""
        headed = [place for place in places if self.heads.search(place.headings)]
        return headed or self._speaking(places)

    def _speaking(self, places: Sequence[Place]) -> list[Place]:
        most = max((self.told(place.passage.text) for place in places), default=0)
        return [place for place in places if most and self.told(place.passage.text) == most]

    def told(self, text: str) -> int:
        """How often a text speaks as the chapter does."""
        return len(self.says.findall(text))


@cache
def _chapters() -> tuple[Chapter, ...]:
    rows = lexicon.rows("chapters.toml", ChapterRow)
    return tuple(Chapter(re.compile(row.asks), re.compile(row.heads), re.compile(row.says)) for row in rows)


def chapter(question: str) -> Chapter | None:
    """The chapter that a question asks for, if it asks for one."""
    folded = fold(question)
    return next((found for found in _chapters() if found.asks.search(folded)), None)
