"""A file's documents at once, for tests that need no worker."""

from collections.abc import Iterator

from ingest.document import Document
from ingest.load import load
from knowledge.errors import BadFile


def loaded(data: bytes, name: str) -> Iterator[Document | BadFile]:
    """The documents, and what in an archive was refused; raises BadFile where the file itself is."""
    for part in load(data, name):
        try:
            yield part.read()
        except BadFile as refused:
            if part.name == name:
                raise
            yield refused
