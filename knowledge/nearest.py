"""An open question: the passages closest to its words, on whichever shelf they stand."""

from collections import defaultdict
from heapq import nlargest
from typing import TYPE_CHECKING, Final, NamedTuple

from knowledge.holdings import Snapshot
from knowledge.models import Passage, Shelved
from knowledge.records import owner

if TYPE_CHECKING:  # these load numpy and ChromaDB
    from knowledge.embedding import Vectors
    from knowledge.stacks import Stacks

_MOST: Final = 30_000  # rows of one answer; Chroma fails at 32,767


class Hit(NamedTuple):
    closeness: float
    record: str
    shelf: str


def nearest(stacks: "Stacks", snapshot: Snapshot, vector: "Vectors", n: int) -> list[tuple[Shelved, Passage, float]]:
    """The n live passages closest to the vector, the closest first."""
    best = nlargest(n, (hit for shelf in snapshot.shelves for hit in _on_shelf(stacks, snapshot, shelf, vector, n)))
    wanted = defaultdict(list)
    for hit in best:
        wanted[hit.shelf].append(hit.record)
    passages: dict[str, Passage] = {}
    for shelf, records in wanted.items():
        passages |= stacks.shelf(shelf).passages(records)
    return [(snapshot.listings[owner(hit.record)[0]].report, passages[hit.record], hit.closeness) for hit in best]


def _on_shelf(stacks: "Stacks", snapshot: Snapshot, shelf: str, vector: "Vectors", n: int) -> list[Hit]:
    """The closest on one shelf; asks for more as long as what is not in the snapshot takes the place of what is."""
    asked = n
    while True:
        found = stacks.shelf(shelf).nearest(vector, asked)
        live = [Hit(closeness, record, shelf) for record, closeness in found if _is_live(snapshot, record, shelf)]
        if len(live) >= n or len(found) < asked or asked == _MOST:
            return live[:n]
        asked = min(asked * 4, _MOST)


def _is_live(snapshot: Snapshot, record: str, shelf: str) -> bool:
    report, version = owner(record)
    listing = snapshot.listings.get(report)
    return listing is not None and (listing.report.version, listing.shelf) == (version, shelf)
