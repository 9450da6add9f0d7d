"""Keeping the stacks in order: few shelves, none of them half empty, nothing left lying about."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from knowledge.catalogue import Catalogue, Listing, ShelfCard
from knowledge.intake import Book, count_figures
from knowledge.models import Finding, Passage, Report, Shelved
from knowledge.registrar import Moved, Registrar
from knowledge.stacks import Stacks

Reader = Callable[[Report], Book]
Reading = tuple[Sequence[Passage], tuple[Finding, ...] | None]

_CROWD: Final = 8  # shelves of like size: an open query asks each of them, which takes a millisecond a shelf
_LARGE: Final = 10_000  # passages of a shelf that a bulk load filled: moving it again would cost more than it saves
_BATCH: Final = 500  # reports that are read again between two switches
_GRACE: Final = 6 * 3600.0  # seconds: whoever still writes has written something since


class Housekeeper:
    """Rearranges shelves under the eyes of readers; the catalogue sends them to the new place."""

    def __init__(self, catalogue: Catalogue, registrar: Registrar, stacks: Stacks) -> None:
        self._catalogue = catalogue
        self._registrar = registrar
        self._stacks = stacks

    def merge(self) -> int:
        """Puts crowded and half-empty shelves together, live apart from superseded; returns how many were cleared."""
        everything = {live: self._catalogue.listings(live=live) for live in (True, False)}
        cleared = _to_clear(self._catalogue.shelves(), everything[True])
        for listings in everything.values():
            if there := [listing for listing in listings if listing.shelf in cleared]:
                self._move(there, lambda listing: (self._stacks.passages(listing), None))
        self.sweep()
        return len(cleared)

    def reindex(self, reader: Reader) -> int:
        """Reads every version again, the live ones first, onto fresh shelves; returns how many there were."""

        def read_again(listing: Listing) -> Reading:
            book = reader(self._catalogue.report(listing.report.id, listing.report.version))
            return book.passages, book.findings

        count = 0
        for live in (True, False):
            listings = iter(self._catalogue.listings(live=live))
            while batch := list(islice(listings, _BATCH)):
                self._move(batch, read_again)
                count += len(batch)
        self.sweep()
        return count

    def sweep(self, grace: float = _GRACE) -> None:
        """Removes shelves that no version stands on, and those that a writer left unfinished long ago."""
        standing = self._stacks.standing()  # before the catalogue: what is entered in between is then known
        unused = self._catalogue.unused()
        known = {card.name for card in self._catalogue.shelves()}
        before = time.time() - grace
        lost = [name for name, written in standing.items() if name not in known and written < before]
        for name in (*unused, *lost):
            self._stacks.discard(name)
        if unused:
            self._registrar.forget(unused)

    def _move(self, listings: Sequence[Listing], read: Callable[[Listing], Reading]) -> None:
        moves: list[Moved] = []

        def entries() -> Iterator[tuple[Shelved, Sequence[Passage]]]:
            for listing in listings:
                passages, findings = read(listing)
                moves.append(Moved(listing, len(passages), count_figures(passages), findings))
                yield listing.report, passages

        card = self._stacks.fill(entries())
        self._registrar.move(moves, card)


def _to_clear(cards: Iterable[ShelfCard], live: Iterable[Listing]) -> set[str]:
    """Shelves that are half empty, and crowds of shelves whose sizes lie within a factor of eight.

    So every passage moves a few times in the life of a library, not with every upload.
    """
    wanted: Counter[str] = Counter()
    for listing in live:
        wanted[listing.shelf] += listing.report.passages
    hollow, crowds = set(), defaultdict(set)
    for card in cards:
        if 0 < wanted[card.name] < card.passages / 2:
            hollow.add(card.name)
        if card.passages < _LARGE:
            crowds[card.name in wanted, card.passages.bit_length() // 3].add(card.name)
    return hollow.union(*(crowd for crowd in crowds.values() if len(crowd) >= _CROWD))
