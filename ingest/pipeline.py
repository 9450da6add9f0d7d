"""From files to the store: one file, or folders of them in batches; a bad file is named and the others go on."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Literal, NamedTuple

from ingest.checks import check
from ingest.clean import Given, read_report
from ingest.load import is_document, load
from ingest.passages import read_passages
from knowledge.errors import BadFile, Unclear
from knowledge.intake import Outcome, count_figures, fingerprint
from knowledge.models import Frozen, Report
from knowledge.store import Book, Receipt, Store

__all__ = [
    "Book",
    "Given",
    "Receipt",
    "Taken",
    "documents",
    "ingest_file",
    "ingest_files",
    "ingest_paths",
    "read_book",
    "read_file",
]

_BATCH = 200  # files that become one shelf; more would hold their passages in memory for no gain


class Taken(Frozen):
    """What became of a file: a row of the table that an administrator sees."""

    source: str  # the file as it was found
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


def read_file(path: Path, given: Given | None = None) -> Book:
    """The report in a file with its passages and figures; raises BadFile where there is none."""
    data = _bytes(path)
    return read_book(read_report(load(data, path.name), path.name, given), data)


def read_book(report: Report, original: bytes = b"") -> Book:
    """The report with its passages, its figures, and what of them does not agree."""
    passages = read_passages(report.text, report.body, report.meta.year)
    return Book(report, passages, original, check(report, passages))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise BadFile(path.name, "没有这个文件，请检查路径") from error
    except OSError as error:
        raise BadFile(path.name, "文件打不开，请检查有没有读取权限") from error


def ingest_file(path: Path, store: Store, *, actor: str, given: Given | None = None) -> Receipt:
    """Reads a file and makes it live; raises BadFile, with nothing stored."""
    return store.put([read_file(path, given)], actor=actor)[0]


def ingest_paths(
    paths: Iterable[Path], store: Store, *, actor: str, given: Given | None = None, dry_run: bool = False
) -> Iterator[Taken]:
    """What became of every file under the paths, in order."""
    files = (file for path in paths for file in documents(path))
    for _, taken in ingest_files(files, store, actor=actor, given=given, dry_run=dry_run):
        yield from taken


def ingest_files(
    files: Iterable[Path], store: Store, *, actor: str, given: Given | None = None, dry_run: bool = False
) -> Iterator[tuple[Path, tuple[Taken, ...]]]:
    """Each file with what became of what it holds, in order; the good ones of a batch go live together.

    A file is read when it is taken from ``files``, so that whoever hands them out sees how far it is.
    """
    remaining = iter(files)
    while batch := [(file, _read(file, given)) for file in islice(remaining, _BATCH)]:
        books = [book for _, read in batch for book in read if isinstance(book, Book)]
        fates = iter(_foreseen(books, store) if dry_run else _stored(books, store, actor))
        for file, read in batch:
            yield file, tuple(_taken(file, b, next(fates)) if isinstance(b, Book) else _refused(file, b) for b in read)


def documents(path: Path) -> Iterator[Path]:
    """The documents of a folder in the order of their names, hidden ones left out; or the file itself, there or not."""
    if not path.is_dir():
        yield path
        return
    for inside in sorted(path.iterdir()):
        if not inside.name.startswith(".") and (inside.is_dir() or is_document(inside.name)):
            yield from documents(inside)


def _read(path: Path, given: Given | None) -> list[Book | BadFile]:
    try:
        return [read_file(path, given)]
    except BadFile as error:
        return [error]


class _Fate(NamedTuple):
    """What becomes of a book, and the name under which the library has it."""

    outcome: Outcome
    held: str


def _stored(books: Sequence[Book], store: Store, actor: str) -> list[_Fate]:
    return [_Fate(r.outcome, r.report.source) for r in store.put(books, actor=actor)] if books else []


def _foreseen(books: Iterable[Book], store: Store) -> Iterator[_Fate]:
    """What would become of the books, were they put."""
    held = {report.id: report for report in store.reports()}
    for report, *_ in books:
        if report.id not in held:
            yield _Fate("new", report.source)
        elif fingerprint(held[report.id].meta, store.text(report.id)) == fingerprint(report.meta, report.text):
            yield _Fate("same", held[report.id].source)
        else:
            yield _Fate("replaced", report.source)


def _taken(file: Path, book: Book, fate: _Fate) -> Taken:
    meta = book.report.meta
    return Taken(
        source=str(file),
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
    return Taken(source=str(file), outcome="refused", why=error.why, missing=missing)
