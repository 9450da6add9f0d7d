"""From a report to what is stored of it, and from any text to its figures."""

from ingest.checks import check
from ingest.clean import read_report
from ingest.document import Document
from ingest.passages import read_passages
from knowledge.errors import BadFile
from knowledge.intake import Book
from knowledge.models import Passage, Report


def read_book(report: Report, original: bytes = b"") -> Book:
    """The report with its passages, its figures, and what of them does not agree."""
    passages = read_passages(report.text, report.body, report.meta.year)
    return Book(report, passages, original, check(report, passages))


def skim(document: Document) -> tuple[Passage, ...]:
    """The passages of any text: of a report its body, else all of it, of no known year."""
    try:
        return read_book(read_report(document.text, document.name)).passages
    except BadFile:
        return read_passages(document.text, (0, len(document.text)), None)
