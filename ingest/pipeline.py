"""From files to the store, folders of them in batches; a bad file is named and the others go on."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from pathlib import Path
from typing import Literal, NamedTuple

from ingest.clean import Given
from ingest.kinds import is_document
from ingest.workshop import Workshop
from knowledge.errors import BadFile, Unclear
from knowledge.intake import Outcome, count_figures, fingerprint
from knowledge.models import Frozen, Report, Shelved
from knowledge.store import Book, Store

__all__ = ["Taken", "documents", "foreseen", "ingest_files", "ingest_paths"]

_BATCH = 200  # files that become one shelf; more would hold their passages in memory for no gain


class Taken(Frozen):
    """What became of a file: a row of the table that an administrator sees."""

    source: str  # the file as it was found, or a member of it: 年报.zip/2019.docx
    outcome: Outcome | Literal["refused", "skipped"]
    why: str | None = None  # of a refusal
    missing: tuple[str, ...] = ()  # what an administrator would have to add: region, year
    held: str | None = None  # the name under which the same content is held already
    report: str | None = None  # the report's id
    title: str = ""
    region: str = ""
    year: int | None = None
    publisher: str = ""
    kind: str = ""
    passages: int = 0
    figures: int = 0


def ingest_paths(  # noqa: PLR0913 -- all but two are options
    paths: Iterable[Path],
    store: Store,
    *,
    actor: str,
    given: Given | None = None,
    dry_run: bool = False,
    workshop: Workshop | None = None,
) -> Iterator[Taken]:
    """What became of every document under the paths, in order."""
    files = (file for path in paths for file in documents(path))
    for _, taken in ingest_files(files, store, actor=actor, given=given, dry_run=dry_run, workshop=workshop):
        yield from taken


def ingest_files(  # noqa: PLR0913 -- all but two are options
    files: Iterable[Path],
    store: Store,
    *,
    actor: str,
    given: Given | None = None,
    dry_run: bool = False,
    workshop: Workshop | None = None,
) -> Iterator[tuple[Path, tuple[Taken, ...]]]:
    """Each file with what became of what it holds, in order; the good ones of a batch go live together.

    A file is read when it is taken from ``files``, so that whoever hands them out sees how far it is.
    """
    remaining = iter(files)
    with _open(workshop) as reader:
        while batch := [(file, reader.read(file, given)) for file in islice(remaining, _BATCH)]:
            books = [book for _, read in batch for book in read if isinstance(book, Book)]
            fates = iter(_foreseen(books, store) if dry_run else _stored(books, store, actor))
            for file, read in batch:
                rows = (_taken(file, b, next(fates)) if isinstance(b, Book) else _refused(file, b) for b in read)
                yield file, tuple(rows)


def _open(workshop: Workshop | None) -> AbstractContextManager[Workshop]:
    """The workshop that was lent, which stays open, or one for the occasion."""
    return nullcontext(workshop) if workshop else Workshop()


def documents(path: Path) -> Iterator[Path]:
    """The documents of a folder in the order of their names, hidden ones left out; or the file itself, there or not."""
    if not path.is_dir():
        yield path
        return
    for inside in sorted(path.iterdir()):
        if not inside.name.startswith(".") and (inside.is_dir() or is_document(inside.name)):
            yield from documents(inside)


class _Fate(NamedTuple):
    """What becomes of a book, and the name under which the library has it."""

    outcome: Outcome
    held: str


def _stored(books: Sequence[Book], store: Store, actor: str) -> list[_Fate]:
    return [_Fate(r.outcome, r.report.source) for r in store.put(books, actor=actor)] if books else []


def foreseen(report: Report, held: Shelved | None, store: Store) -> Outcome:
    """What would become of a report, were it put over the one that is held."""
    if held is None:
        return "new"
    live = fingerprint(held.meta, store.text(held.id, held.version))
    return "same" if live == fingerprint(report.meta, report.text) else "replaced"


def _foreseen(books: Iterable[Book], store: Store) -> Iterator[_Fate]:
    """What would become of the books, were they put."""
    held = {report.id: report for report in store.reports()}
    for report in (book.report for book in books):
        before = held.get(report.id)
        yield _Fate(foreseen(report, before, store), before.source if before else report.source)


def _taken(file: Path, book: Book, fate: _Fate) -> Taken:
    meta = book.report.meta
    return Taken(
        source=str(file.parent / book.report.source),
        outcome=fate.outcome,
        held=fate.held if fate.outcome == "same" else None,
        report=book.report.id,
        title=meta.title,
        region=meta.region.label,
        year=meta.year,
        publisher=meta.publisher,
        kind=meta.kind,
        passages=len(book.passages),
        figures=count_figures(book.passages),
    )


def _refused(file: Path, error: BadFile) -> Taken:
    missing = error.missing if isinstance(error, Unclear) else ()
    return Taken(source=str(file.parent / error.source), outcome="refused", why=error.why, missing=missing)
