"""A file's text seen as a page: what stands above, in and below the report, under the names that rules ask for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from ingest.furniture import Field, Line, body_span, fields_of, is_body_name, lines_of
from knowledge import lexicon
from knowledge.models import Region
from knowledge.regions import Mention, find_regions, is_within
from knowledge.text import fold

_OPENING = 600  # characters in which a report says who speaks, and about which year
_SEARCHED = 20_000  # characters in which places are counted; more change no result
_SIGNATURE = 6  # lines
_TITLE_LINES = 3  # lines over which a title may be broken


class KindRow(lexicon.Row):
    name: str
    says: str
    titled: Literal["reviewed", "delivered"]
    by: str
    seen: str


@dataclass(frozen=True)
class Page:
    text: str
    given_title: str | None = None

    @cached_property
    def lines(self) -> list[Line]:
        return lines_of(self.text)

    @cached_property
    def body(self) -> tuple[int, int]:
        return body_span(self.text, self.lines)

    @cached_property
    def head(self) -> list[Line]:
        return [line for line in self.lines if line.end <= self.body[0]]

    @cached_property
    def inside(self) -> list[Line]:
        return [line for line in self.lines if self.body[0] < line.end and line.start < self.body[1]]

    @cached_property
    def opening(self) -> str:
        return self.text[self.body[0] : self.body[0] + _OPENING]

    @cached_property
    def headings(self) -> list[Line]:
        return [line for line in self.inside if line.is_heading]

    @cached_property
    def subtitles(self) -> list[Line]:
        """Lines above the body that carry no label: the assembly that heard the report, the speaker."""
        return [line for line in self.head if not line.is_labelled]

    @cached_property
    def signature(self) -> list[Line]:
        return [line for line in self.inside[-_SIGNATURE:] if not line.is_prose]

    @cached_property
    def signers(self) -> list[str]:
        return [line.tight for line in self.signature if is_body_name(line.tight)]

    @cached_property
    def publishers(self) -> list[str]:
        """Public bodies that the page's own fields name; 来源:解放日报 is none."""
        named = (re.split(r"[\s\[(【]", value)[0] for value in self.fields("publisher"))
        return [name for name in named if is_body_name(name)]

    def fields(self, field: Field) -> list[str]:
        return [value for name, value in self._fields if name == field and value]

    @cached_property
    def _fields(self) -> list[tuple[Field, str]]:
        return list(fields_of(line for line in self.lines if line.end <= self.body[0] or self.body[1] <= line.start))

    @cached_property
    def title(self) -> str:
        """The best of what may be the title; "" where the page shows none."""
        return self.given_title or max(self._titles(), key=_likeness, default="")

    def _titles(self) -> Iterator[str]:
        shown = [self.text[line.start : line.end] for line in self.head if not line.is_furniture]
        loose = [line.strip("#*\ufeff \t\u3000\xa0") for line in shown]
        for count in range(1, _TITLE_LINES + 1):
            for at in range(len(loose) - count + 1):
                yield "".join(loose[at : at + count])
        yield from self.fields("title")

    @cached_property
    def kind(self) -> KindRow:
        """The first kind whose words the title has or, where there is no title, the opening."""
        named = fold(self.title or self.opening)
        return next(kind for kind in _kinds() if re.search(kind.says, named))

    def first_place(self, texts: Iterable[str]) -> Region | None:
        """The first place in the texts that can be told from others of its name."""
        places = (self.settled(mention) for text in texts for mention in find_regions(text))
        return next(filter(None, places), None)

    def settled(self, mention: Mention) -> Region | None:
        """Of several regions of a name, the one whose parents the page names most; None where that is even."""
        if len(mention.regions) == 1:
            return mention.regions[0]
        kin = {region: self._times_above(region) for region in mention.regions}
        best = max(kin, key=kin.__getitem__)
        return best if list(kin.values()).count(kin[best]) == 1 else None

    def _times_above(self, region: Region) -> int:
        return sum(is_within(region, other) and other != region for other in self.named)

    @cached_property
    def named(self) -> list[Region]:
        """Every place that the page names and that can be no other, as often as it is named."""
        mentions = find_regions(self.text[:_SEARCHED])
        return [mention.regions[0] for mention in mentions if len(mention.regions) == 1]


def _likeness(title: str) -> tuple[bool, bool, bool, int]:
    """How much a line is like a title: it ends like one, names a place, names a year; of equals, the shorter."""
    ends = title.endswith(lexicon.words("title_endings.txt"))
    return ends, bool(find_regions(title)), bool(re.search(r"\d{4}|[〇零]", title)), -len(title)


@cache
def _kinds() -> tuple[KindRow, ...]:
    return lexicon.rows("kinds.toml", KindRow)
