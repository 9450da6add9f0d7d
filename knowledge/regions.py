"""Finding places in a text, as people name them: 福建省厦门市思明区, 厦门市的思明区, 思明.

::

    text --scan--> pieces, a name each --join--> 厦门市 + 思明区 --sift--> narrowed by the places around --> Mention

What a name may mean is :mod:`knowledge.gazetteer`'s business; here it is decided what is meant in this text.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

from knowledge import lexicon
from knowledge.departments import department_names
from knowledge.gazetteer import Called, by_code, children, is_within, names, parent
from knowledge.models import Region
from knowledge.text import fold
from knowledge.tokens import cut

__all__ = ["Mention", "by_code", "children", "find_regions", "is_within", "names", "parent"]

_YEAR = re.compile(r"\s*(?:(?:19|20)\d\d|\d\d\s?年)")
_WORD = 2  # characters of a name so short that it may arise between two words
_NEARBY = 8  # characters on either side that the word cutter sees; no word of the dictionary reaches further


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text; several regions where the text leaves open which one is meant (鼓楼区)."""

    start: int
    end: int
    text: str
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A name in the text and all that it may mean; joined to the parent before it: 厦门市的思明区."""

    start: int
    end: int
    name: str
    called: Called
    joined: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    """The folded text and the places that the library holds, which every rule may look at."""

    text: str
    held: frozenset[Region]

    def holds(self, piece: _Piece) -> bool:
        return not self.held.isdisjoint(piece.called.regions)

    def ends_word(self, at: int) -> bool:
        """Whether what follows is no letter of Chinese: 前进2020, 前进 复议, but not 合作交流."""
        return at == len(self.text) or not "\u3400" <= self.text[at] <= "\u9fff"

    def is_dated(self, at: int) -> bool:
        """Whether a year follows: people write 朝阳2019, but not 合作2019."""
        return bool(_YEAR.match(self.text, at))

    def names_a_body(self, at: int) -> bool:
        """Whether the name of a department follows."""
        return self.text.startswith(tuple(department_names()), at)

    def edges(self, piece: _Piece) -> set[int]:
        """Where words begin and end around the piece."""
        left = max(0, piece.start - _NEARBY)
        return set(accumulate(map(len, cut(self.text[left : piece.end + _NEARBY])), initial=left))


def find_regions(text: str, known: Collection[Region] = ()) -> list[Mention]:
    """Places in the order of the text; ``known`` are the library's own, which may go by a bare word (前进, 和平)."""
    reading = _Reading(fold(text), frozenset(known))
    pieces = [p for p in _joined(reading, _pieces(reading.text)) if not any(no(reading, p) for no in NO_PLACE)]
    around = _around(pieces)
    return [Mention(p.start, p.end, text[p.start : p.end], _meant(p, around, reading)) for p in pieces]


def _pieces(text: str) -> Iterator[_Piece]:
    """Names from left to right, the longest first."""
    at = 0
    while at < len(text) - 1:
        name = next((n for n in _longest_first().get(text[at : at + 2], ()) if text.startswith(n, at)), None)
        if name:
            yield _Piece(at, at + len(name), name, names()[name])
        at += len(name or " ")


@cache
def _longest_first() -> dict[str, tuple[str, ...]]:
    """Names by their first two characters, so that a place in the text costs one look-up where there is none."""
    starts: dict[str, list[str]] = {}
    for name in sorted(names(), key=len, reverse=True):
        starts.setdefault(name[:2], []).append(name)
    return {start: tuple(found) for start, found in starts.items()}


def _joined(reading: _Reading, pieces: Iterable[_Piece]) -> list[_Piece]:
    """厦门市 + (的) + 思明区 → one piece that means what lies in the parent."""
    chain: list[_Piece] = []
    for piece in pieces:
        inner = _inner(reading, chain[-1], piece) if chain else ()
        if inner:
            called = Called(inner, piece.called.brief)
            chain.append(replace(piece, start=chain.pop().start, called=called, joined=True))
        else:
            chain.append(piece)
    return chain


def _inner(reading: _Reading, outer: _Piece, piece: _Piece) -> tuple[Region, ...]:
    """The regions of a piece that lie in the one right before it."""
    between = reading.text[outer.end : piece.start].strip()
    if between and between not in lexicon.words("regions_joiners.txt"):
        return ()
    if _is_ordinary(piece) and not reading.holds(piece) and not reading.ends_word(piece.end):
        return ()
    return _lying_in(piece.called.regions, outer.called.regions)


def _lying_in(regions: Iterable[Region], outer: Collection[Region]) -> tuple[Region, ...]:
    return tuple(r for r in regions if r not in outer and any(is_within(r, o) for o in outer))


def _is_ordinary(piece: _Piece) -> bool:
    return piece.called.brief and piece.name in lexicon.words("regions_ordinary.txt")


def common_noun(_: _Reading, piece: _Piece) -> bool:
    """城区, 郊区 with no parent before it."""
    return not piece.joined and piece.name in lexicon.words("regions_generic.txt")


def ordinary_word(reading: _Reading, piece: _Piece) -> bool:
    """前进, 和平, unless the library holds a report of such a place, or a year follows."""
    meant = piece.joined or reading.holds(piece) or reading.is_dated(piece.end)
    return _is_ordinary(piece) and not meant


def part_of_words(reading: _Reading, piece: _Piece) -> bool:
    """新和 in 创新和管理, 任县 in 担任县长, 长治 in 长治久安; a province may begin a word (海南岛).

    花都城管, cut as 花 + 都城 + 管, is the 城管 of 花都 where the library holds that.
    """
    if len(piece.name) > _WORD:
        return False
    if reading.holds(piece) and reading.names_a_body(piece.end):
        return False
    edges = reading.edges(piece)
    whole = piece.end in edges or any(len(r.path) == 1 for r in piece.called.regions)
    return not whole or not (piece.joined or piece.start in edges)


NO_PLACE = (common_noun, ordinary_word, part_of_words)


def _around(pieces: Iterable[_Piece]) -> list[Region]:
    """The places that may narrow an ambiguous one, the nearest of kin first: those named, and the cities of those."""
    named = [region for piece in pieces for region in piece.called.regions]
    cities = [above for piece in pieces if (above := _city(piece.called.regions))]
    return sorted(named + cities, key=lambda region: -len(region.path))


def _city(regions: tuple[Region, ...]) -> Region | None:
    """The city of a district that can be no other: 玄武区 → 南京市, so that 玄武区和鼓楼区 are both Nanjing's."""
    above = parent(regions[0]) if len(regions) == 1 else None
    return above if above and len(above.path) > 1 else None


def _meant(piece: _Piece, around: Iterable[Region], reading: _Reading) -> tuple[Region, ...]:
    regions = piece.called.regions
    if reading.held.isdisjoint(regions) and not reading.held.isdisjoint(piece.called.past):
        regions = piece.called.past
    if _is_ordinary(piece) and reading.holds(piece):
        regions = tuple(r for r in regions if r in reading.held)
    province = any(len(r.path) == 1 for r in regions)  # 河南 beside 青海 is no county of Qinghai's
    inner = (_lying_in(regions, (other,)) for other in around if other not in regions and not province)
    regions = next(filter(None, inner), regions)
    return _foremost(regions, reading) if piece.called.brief else regions


def _foremost(regions: tuple[Region, ...], reading: _Reading) -> tuple[Region, ...]:
    """A short form means the highest place of that name (吉林: the province), or one that the library holds."""
    level = min(len(r.path) for r in regions)
    top = tuple(r for r in regions if len(r.path) == level)
    return top if not reading.held.isdisjoint(top) else top + tuple(r for r in regions if r in reading.held)
