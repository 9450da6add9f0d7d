"""Bringing passages and their figures to the table: all of a few reports, the nearest of many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from knowledge.match import Candidate, candidates
from knowledge.models import Passage, Shelved
from knowledge.store import Store

#: Reports that are read whole; of more, the vector query brings the nearest passages.
FEW = 3
#: Passages that an open question brings.
NEAREST = 80


#: Passages whose candidates are kept at hand.
CACHED = 10_000


@dataclass(frozen=True)
class Place:
    """A passage in its report, told apart by version and ordinal alone."""

    report: Shelved = field(compare=False)
    passage: Passage = field(compare=False)
    key: tuple[str, int, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", (self.report.id, self.report.version, self.passage.ordinal))


def _candidates(place: Place) -> tuple[Candidate, ...]:
    return tuple(candidates(place.report, place.passage))


class Retrieval:
    """What the store holds, as candidates; a version of a report never changes, so it is kept by version."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._read = lru_cache(maxsize=CACHED)(_candidates)

    def passages(self, reports: Sequence[Shelved], query: str) -> list[tuple[Shelved, Passage]]:
        """Passages of a few reports whole, of many the nearest to the query."""
        if len(reports) <= FEW:
            return [(report, passage) for report in reports for passage in self.store.passages(report.id)]
        wanted = {report.id for report in reports}
        return [(r, p) for r, p, _ in self.store.find(query, NEAREST) if r.id in wanted]

    def candidates(self, passages: Iterable[tuple[Shelved, Passage]]) -> list[Candidate]:
        return [c for report, passage in passages for c in self._read(Place(report, passage))]
