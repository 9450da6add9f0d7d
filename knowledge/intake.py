"""What comes in: books, and the plan of which of them become new versions."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from knowledge.catalogue import Standing
from knowledge.models import Finding, Frozen, Meta, Passage, Report, Shelved

Outcome = Literal["new", "replaced", "same"]


class Book(NamedTuple):
    """A report as it was read, what of it does not agree, and its file's bytes if they are to be kept."""

    report: Report
    passages: tuple[Passage, ...]
    original: bytes = b""
    findings: tuple[Finding, ...] = ()


class Receipt(Frozen):
    """What became of a book."""

    report: Shelved
    outcome: Outcome
    previous: int | None  # the version that was live before


class Step(NamedTuple):
    """What is to become of a book: the version that it will be, or already is."""

    book: Book
    outcome: Outcome
    number: int
    previous: int | None
    digest: str

    @property
    def shelved(self) -> Shelved:
        report, passages = self.book.report, self.book.passages
        return Shelved(
            id=report.id,
            version=self.number,
            source=report.source,
            meta=report.meta,
            passages=len(passages),
            figures=count_figures(passages),
        )


def plan(books: Iterable[Book], standings: Mapping[str, Standing]) -> Iterator[Step]:
    """One step a book, in order; of two books that are the same report, the later one replaces the earlier."""
    reached = dict(standings)
    for book in books:
        standing, digest = reached[book.report.id], fingerprint(book.report.meta, book.report.text)
        if standing.live and standing.digest == digest:
            yield Step(book, "same", standing.live, standing.live, digest)
            continue
        number = standing.last + 1
        reached[book.report.id] = Standing(number, number, digest)
        yield Step(book, "replaced" if standing.live else "new", number, standing.live, digest)


def count_figures(passages: Iterable[Passage]) -> int:
    return sum(len(passage.figures) for passage in passages)


def fingerprint(meta: Meta, text: str) -> str:
    """What makes a version the same as another; the document's number, read from the text alone, adds nothing to it."""
    return hashlib.sha256(f"{meta.model_dump_json(exclude={'number'})}\n{text}".encode()).hexdigest()
