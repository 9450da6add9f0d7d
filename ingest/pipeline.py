"""From files to the store: one file, or folders of them in batches; a bad file is named and the others go on."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Literal

from ingest.clean import Given
from ingest.kinds import is_document
from ingest.workshop import Workshop
from knowledge.errors import BadFile
from knowledge.intake import Outcome, count_figures
from knowledge.models import Frozen
from knowledge.store import Book, Receipt, Store

__all__ = ["Book", "Given", "Receipt", "Taken", "ingest_file", "ingest_paths"]

_BATCH = 200  # files that become one shelf; more would hold their passages in memory for no gain


class Taken(Frozen):
    """What became of a file: a row of the table that an administrator sees."""

    source: str  # the file as it was found, or a member of it: 年报.zip/2019.docx
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


def ingest_file(
    path: Path, store: Store, *, actor: str, given: Given | None = None, workshop: Workshop | None = None
) -> Receipt:
    """Reads a file that holds one report and makes it live; raises BadFile, with nothing stored."""
    with ExitStack() as closing:
        (book, *others) = (workshop or closing.enter_context(Workshop())).read(path, given)
    if isinstance(book, BadFile):
        raise book
    if others:
        raise BadFile(path.name, "压缩包里不止一份文件，请解压后逐份导入")
    return store.put([book], actor=actor)[0]


def ingest_paths(  # noqa: PLR0913 -- all but two are options
    paths: Iterable[Path],
    store: Store,
    *,
    actor: str,
    given: Given | None = None,
    dry_run: bool = False,
    workshop: Workshop | None = None,
) -> Iterator[Taken]:
    """What became of every document under the paths, in order; the good ones of a batch go live together."""
    files = (file for path in paths for file in _files(path))
    with ExitStack() as closing:
        reader = workshop or closing.enter_context(Workshop())
        while batch := list(islice(files, _BATCH)):
            read = [(file, book) for file in batch for book in reader.read(file, given)]
            books = [book for _, book in read if isinstance(book, Book)]
            outcomes = iter(_foreseen(books, store) if dry_run else _stored(books, store, actor))
            for file, book in read:
                yield _taken(file, book, next(outcomes)) if isinstance(book, Book) else _refused(file, book)


def _files(path: Path) -> Iterator[Path]:
    """The documents of a folder in the order of their names, hidden ones left out; or the file itself, there or not."""
    if not path.is_dir():
        yield path
        return
    for inside in sorted(path.iterdir()):
        if not inside.name.startswith(".") and (inside.is_dir() or is_document(inside.name)):
            yield from _files(inside)


def _stored(books: Sequence[Book], store: Store, actor: str) -> list[Outcome]:
    return [receipt.outcome for receipt in store.put(books, actor=actor)] if books else []


def _foreseen(books: Iterable[Book], store: Store) -> Iterator[Outcome]:
    """What would become of the books, were they put."""
    held = {report.id: report for report in store.reports()}
    for report, *_ in books:
        if report.id not in held:
            yield "new"
        elif held[report.id].meta == report.meta and store.text(report.id) == report.text:
            yield "same"
        else:
            yield "replaced"


def _taken(file: Path, book: Book, outcome: Outcome) -> Taken:
    meta = book.report.meta
    return Taken(
        source=str(file.parent / book.report.source),
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
    return Taken(source=str(file.parent / error.source), outcome="refused", why=error.why)
