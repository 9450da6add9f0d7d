"""From files to the store: one file, or folders of them in batches; a bad file is named and the others go on."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Literal

from ingest.checks import check
from ingest.clean import Given, read_report
from ingest.load import is_document, load
from ingest.passages import read_passages
from knowledge.errors import BadFile
from knowledge.intake import Outcome, count_figures, fingerprint
from knowledge.models import Frozen, Report
from knowledge.store import Book, Receipt, Store

__all__ = ["Book", "Given", "Receipt", "Taken", "ingest_file", "ingest_paths", "read_book", "read_file"]

_BATCH = 200  # files that become one shelf; more would hold their passages in memory for no gain


class Taken(Frozen):
    """What became of a file: a row of the table that an administrator sees."""

    source: str  # the file as it was found
    outcome: Outcome | Literal["refused"]
    why: str | None = None  # of a refusal
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
    """What became of every file under the paths, in order; the good ones of a batch go live together."""
    files = (file for path in paths for file in _files(path))
    while batch := list(islice(files, _BATCH)):
        read = [_read(file, given) for file in batch]
        books = [book for book in read if isinstance(book, Book)]
        outcomes = iter(_foreseen(books, store) if dry_run else _stored(books, store, actor))
        for file, book in zip(batch, read, strict=True):
            yield _taken(file, book, next(outcomes)) if isinstance(book, Book) else _refused(file, book)


def _files(path: Path) -> Iterator[Path]:
    """The documents of a folder in the order of their names, hidden ones left out; or the file itself, there or not."""
    if not path.is_dir():
        yield path
        return
    for inside in sorted(path.iterdir()):
        if not inside.name.startswith(".") and (inside.is_dir() or is_document(inside.name)):
            yield from _files(inside)


def _read(path: Path, given: Given | None) -> Book | BadFile:
    try:
        return read_file(path, given)
    except BadFile as error:
        return error


def _stored(books: Sequence[Book], store: Store, actor: str) -> list[Outcome]:
    return [receipt.outcome for receipt in store.put(books, actor=actor)] if books else []


def _foreseen(books: Iterable[Book], store: Store) -> Iterator[Outcome]:
    """What would become of the books, were they put."""
    held = {report.id: report for report in store.reports()}
    for report, *_ in books:
        if report.id not in held:
            yield "new"
        elif fingerprint(held[report.id].meta, store.text(report.id)) == fingerprint(report.meta, report.text):
            yield "same"
        else:
            yield "replaced"


def _taken(file: Path, book: Book, outcome: Outcome) -> Taken:
    meta = book.report.meta
    return Taken(
        source=str(file),
        outcome=outcome,
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
    return Taken(source=str(file), outcome="refused", why=error.why)
