"""From a document to what is stored of it, or to its figures alone."""

from ingest.clean import Given, read_report
from ingest.document import Document
from ingest.passages import read_passages
from knowledge.errors import BadFile
from knowledge.intake import Book
from knowledge.models import Passage


def read_book(document: Document, given: Given | None) -> Book:
    """The report in a document with its passages and figures; raises BadFile where it is none."""
    report = read_report(document.text, document.name, given)
    return Book(report, read_passages(report.text, report.body, report.meta.year), document.data)


def skim(document: Document) -> tuple[Passage, ...]:
    """The passages of any text: of a report its body, else all of it, of no known year."""
    try:
        return read_book(document, None).passages
    except BadFile:
        return read_passages(document.text, (0, len(document.text)), None)
