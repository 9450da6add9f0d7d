"""What does not agree: within a report as noted when it was read, and with the reports of the years beside it."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from knowledge.catalogue import Listing
from knowledge.holdings import Snapshot
from knowledge.identity import report_id
from knowledge.models import Cited, Finding, Passage
from knowledge.neighbours import check_against

_KEPT: Final = 20_000  # reports whose findings stay in memory: most have none


class Findings:
    """Findings by version: a version's own are looked up once, those against a neighbour are worked out once."""

    def __init__(
        self, noted: Callable[[str, int], tuple[Finding, ...]], passages: Callable[[Listing], Sequence[Passage]]
    ) -> None:
        self._passages = passages
        self._noted = noted
        self.within = lru_cache(maxsize=_KEPT)(self._look_up)
        self._between = lru_cache(maxsize=_KEPT)(self._compare)

    def against(self, listing: Listing, snapshot: Snapshot) -> tuple[Finding, ...]:
        """What does not agree with the report of the year before, if that is held."""
        before = _beside(listing, snapshot, -1)
        return self._between(listing, before) if before else ()

    def concerning(self, cited: Sequence[Cited], snapshot: Snapshot) -> tuple[Finding, ...]:
        """Every finding that one of the figures is part of, each once."""
        found = (finding for one in cited for finding in self._about(one, snapshot))
        return tuple(dict.fromkeys(found))

    def _about(self, cited: Cited, snapshot: Snapshot) -> Iterator[Finding]:
        listing = snapshot.listings.get(cited.report.id)
        if not listing or listing.report.version != cited.report.version:
            return
        start = cited.figure.start
        mine = (*self.within(listing), *self.against(listing, snapshot))
        yield from (finding for finding in mine if any(figure.start == start for figure in finding.figures))
        after = _beside(listing, snapshot, 1)
        theirs = self._between(after, listing) if after else ()
        yield from (finding for finding in theirs if any(figure.start == start for figure in finding.elsewhere))

    def _look_up(self, listing: Listing) -> tuple[Finding, ...]:
        report = listing.report.id
        noted = self._noted(report, listing.report.version)
        return tuple(finding.model_copy(update={"report": report}) for finding in noted)

    def _compare(self, listing: Listing, before: Listing) -> tuple[Finding, ...]:
        sides = (self._passages(listing), listing.report.meta, self._passages(before), before.report.meta)
        ids = {"report": listing.report.id, "other": before.report.id}
        return tuple(finding.model_copy(update=ids) for finding in check_against(*sides))


def _beside(listing: Listing, snapshot: Snapshot, years: int) -> Listing | None:
    """The same publisher's report of the same kind, some years on or back."""
    meta = listing.report.meta
    return snapshot.listings.get(report_id(meta.publisher, meta.year + years, meta.kind))
