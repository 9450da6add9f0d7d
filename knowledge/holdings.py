"""What is live at this moment, kept in memory and brought up to date by what changed since the last look."""

from collections.abc import Collection, Mapping
from threading import Lock
from typing import NamedTuple

from knowledge.catalogue import Catalogue, Listing
from knowledge.models import Shelved


class Snapshot(NamedTuple):
    """The live reports of one generation; never changed, only replaced."""

    generation: int
    listings: Mapping[str, Listing]
    reports: tuple[Shelved, ...]
    shelves: frozenset[str]

    def only(self, reports: Collection[str]) -> "Snapshot":
        """As if nothing else were held."""
        return _snapshot(self.generation, {key: self.listings[key] for key in reports if key in self.listings})


class Holdings:
    """The current snapshot; asking for it costs one small query."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = Lock()
        self._snapshot = _snapshot(-1, {})

    def now(self) -> Snapshot:
        """What is live, whichever process changed it last."""
        generation = self._catalogue.generation()  # before the changes: what comes between is fetched twice, not lost
        if generation > self._snapshot.generation:
            with self._lock:
                seen = self._snapshot
                if generation > seen.generation:
                    changed = {**seen.listings, **self._catalogue.changes(seen.generation)}
                    live = {report: listing for report, listing in changed.items() if listing}
                    self._snapshot = _snapshot(generation, live)
        return self._snapshot


def _snapshot(generation: int, listings: Mapping[str, Listing]) -> Snapshot:
    reports = sorted((listing.report for listing in listings.values()), key=_order)
    return Snapshot(generation, listings, tuple(reports), frozenset(listing.shelf for listing in listings.values()))


def _order(report: Shelved) -> tuple[str, int, str, str]:
    return report.meta.region.code, report.meta.year, report.meta.kind, report.id
