"""Bringing passages to the table: all of a few reports, the nearest of many."""

from collections.abc import Sequence
from functools import lru_cache

from knowledge.match import Place
from knowledge.models import Shelved
from knowledge.spelling import Vocabulary
from knowledge.store import Store

#: Reports that are read whole, which misses nothing (36 provincial ones: 40 ms); of more, the vector query
#: brings the nearest passages.
FEW = 50
#: Passages that an open question brings.
NEAREST = 80
#: Passages that are kept with what was worked out of them: those of a hundred reports.
KEPT = 5_000
#: Vocabularies that are kept: one for each set of reports asked about.
VOCABULARIES = 32


class Retrieval:
    """What the store holds; a version of a report never changes, so it is kept by version."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._kept = lru_cache(maxsize=KEPT)(lambda place: place)
        self._words = lru_cache(maxsize=VOCABULARIES)(_vocabulary)

    def places(self, reports: Sequence[Shelved], query: str) -> list[Place]:
        """Passages of a few reports whole, of many the nearest to the query."""
        if len(reports) <= FEW:
            found = [
                (report, passage) for report in reports for passage in self.store.passages(report.id, report.version)
            ]
        else:
            among = {report.id for report in reports}
            found = [(r, p) for r, p, _ in self.store.find(query, NEAREST, among=among)]
        return [self._kept(Place(report, passage)) for report, passage in found]

    def text(self, report: Shelved) -> str:
        """The whole text of a report."""
        return self.store.text(report.id, report.version)

    def vocabulary(self, places: Sequence[Place]) -> Vocabulary:
        """The words of some passages, by their sound."""
        return self._words(tuple(places))


def _vocabulary(places: tuple[Place, ...]) -> Vocabulary:
    return Vocabulary(place.passage.text for place in places)
