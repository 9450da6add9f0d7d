"""The stacks: every shelf of a library, opened when first read from and shared by the threads of a process."""

import time
from collections.abc import Collection, Iterable, Sequence
from threading import Lock
from typing import Final
from uuid import uuid4

from knowledge.catalogue import Listing, ShelfCard
from knowledge.embedding import Vectors
from knowledge.embedding_service import embedder
from knowledge.models import Passage, Shelved
from knowledge.places import Place, Service
from knowledge.records import pack, record_id
from knowledge.shelf_writer import Order, write
from knowledge.shelves import Shelf, home, open_shelf

_LINGER: Final = 60  # seconds that a shelf stays open for the reader who was about to read from it


class Stacks:
    """Opens, fills and clears shelves; ``mark`` begins the names of those that are ours."""

    def __init__(self, place: Place, service: Service | None, mark: str) -> None:
        self._place = place
        self._home = home(place)
        self._service = service
        self._embedder = embedder(service)
        self._mark = f"shelf-{mark}-"
        self._lock = Lock()
        self._open: dict[str, Shelf] = {}
        self._leaving: dict[str, float] = {}

    def passages(self, listing: Listing) -> tuple[Passage, ...]:
        """The passages of one version, in order."""
        report = listing.report
        ids = [record_id(report.id, report.version, ordinal) for ordinal in range(report.passages)]
        found = self.shelf(listing.shelf).passages(ids) if ids else {}
        return tuple(found[record] for record in ids)

    def shelf(self, name: str) -> Shelf:
        with self._lock:
            if name not in self._open:
                self._open[name] = open_shelf(self._home, name, self._embedder.id)
            return self._open[name]

    def vector(self, query: str) -> Vectors:
        return self._embedder.embed([query])

    def fill(self, entries: Iterable[tuple[Shelved, Sequence[Passage]]]) -> ShelfCard:
        """A new shelf with these passages on it, which nobody reads before the catalogue names it."""
        name = f"{self._mark}{uuid4().hex[:12]}"
        records = (pack(report, passage) for report, passages in entries for passage in passages)
        order = Order(place=self._place, name=name, service=self._service)
        return ShelfCard(name, self._embedder.id, write(order, records))

    def discard(self, name: str) -> None:
        self._home.discard(name)

    def standing(self) -> dict[str, float]:
        """Our shelves, named by the catalogue or not, and when each was last written to."""
        return {name: moment for name, moment in self._home.standing().items() if name.startswith(self._mark)}

    def keep(self, names: Collection[str]) -> None:
        """Closes, after a while, the open shelves that are not among these."""
        now = time.monotonic()
        with self._lock:
            self._leaving = {name: self._leaving.get(name, now) for name in self._open.keys() - names}
            for name, since in list(self._leaving.items()):
                if now - since > _LINGER:
                    del self._leaving[name]
                    self._open.pop(name).close()

    def close(self) -> None:
        with self._lock:
            for shelf in self._open.values():
                shelf.close()
            self._open.clear()
