"""What a workshop and its worker say to each other, as JSON.

The worker handles strangers' files, and is believed no further than these models go.
"""

import errno
import json
from base64 import b64decode
from typing import Annotated, Literal, Self

from pydantic import Field, TypeAdapter

from ingest.clean import Given
from knowledge.errors import BadFile, Unclear
from knowledge.intake import Book
from knowledge.models import Frozen, Passage

OUT_OF_MEMORY = errno.ENOMEM  # the status that a worker ends with


class Order(Frozen):
    """A file to be read, whose bytes follow; to be skimmed if any text will do."""

    name: str
    given: Given | None = None
    skim: bool = False
    after: int = 0  # so many of its documents, which have been dealt with


class Begun(Frozen):
    """A document's turn has come; what the worker says next, or dies of, is about it."""

    kind: Literal["begun"] = "begun"
    name: str


class Skimmed(Frozen):
    """The figures of a text, a report or not."""

    kind: Literal["skimmed"] = "skimmed"
    name: str
    passages: tuple[Passage, ...]


class Read(Frozen):
    kind: Literal["read"] = "read"
    book: Book  # without the file's bytes
    original: str | None  # base64, of a document that came in an archive

    def kept(self, file: bytes) -> Book:
        """The book with its document's own bytes."""
        return self.book._replace(original=file if self.original is None else b64decode(self.original))


class Refused(Frozen):
    kind: Literal["refused"] = "refused"
    source: str
    why: str
    missing: tuple[str, ...] = ()  # fields of the metadata that have to be asked for

    @classmethod
    def of(cls, error: BadFile) -> Self:
        return cls(source=error.source, why=error.why, missing=error.missing if isinstance(error, Unclear) else ())

    @property
    def error(self) -> BadFile:
        return Unclear(self.source, self.missing) if self.missing else BadFile(self.source, self.why)


class Finished(Frozen):
    kind: Literal["finished"] = "finished"


Message = Annotated[Begun | Read | Skimmed | Refused | Finished, Field(discriminator="kind")]
_MESSAGE: TypeAdapter[Message] = TypeAdapter(Message)


def pack(message: Frozen) -> bytes:
    """Every digit of a Decimal as it is, which a JSON number would not keep."""
    return json.dumps(message.model_dump(), ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


def _plain(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def unpack(said: bytes) -> Message:
    return _MESSAGE.validate_json(said)
