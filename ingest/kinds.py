"""What a file is, told by its bytes; its name decides only between kinds of text."""

import codecs
import re
from pathlib import PurePath
from typing import Literal

from ingest.readers.package import Package
from knowledge.errors import BadFile

Kind = Literal["text", "html", "mhtml", "csv", "docx", "xlsx", "pdf", "zip", "doc", "xls", "wps", "rtf", "odt", "ods",
               "locked", "ofd", "picture", "packed", "slides"]  # fmt: skip

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"RIFF", "picture"),
    (b"Rar!", "packed"),
    (b"7z\xbc\xaf", "packed"),
    (b"\x1f\x8b", "packed"),
)
_PDF = b"%PDF-"
_PDF_WITHIN = 1024  # bytes that may stand before the mark
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_WORD = "WordDocument".encode("utf-16-le")
_BOOK = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_PARTS: tuple[tuple[str, Kind], ...] = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "slides"),
    ("OFD.xml", "ofd"),
)
_SAID = "mimetype"
_OPEN: tuple[tuple[bytes, Kind], ...] = ((b"opendocument.text", "odt"), (b"opendocument.spreadsheet", "ods"))
_MIMETYPE = 200  # bytes within which an open document says that it is one
_SNIFFED = 2_000  # bytes in which text says what it is
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*){0,9}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MHTML = re.compile(rb"^(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*)*?content-type:\s*multipart/related", re.IGNORECASE)
_TEXTUAL = frozenset({".txt", ".md", ".csv"})
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NAMED: dict[str, Kind] = {".htm": "html", ".html": "html", ".shtml": "html", ".csv": "csv"}

NAMES = frozenset({
    ".txt", ".md", ".htm", ".html", ".shtml", ".mht", ".mhtml", ".docx", ".pdf", ".xlsx", ".csv", ".zip",
    ".doc", ".wps", ".rtf", ".odt", ".ods", ".xls", ".et", ".ofd", ".rar", ".7z",
})  # fmt: skip


def kind_of(data: bytes, name: str) -> Kind:
    """The kind of a file that is not empty; raises BadFile for a zip that cannot be opened."""
    magic = next((kind for mark, kind in _MAGIC if data.startswith(mark)), None)
    if magic and not (magic == "picture" and _is_text(data)):
        return magic
    if _PDF in data[:_PDF_WITHIN]:
        return "pdf"
    if data.startswith(_ZIP):
        return _zipped(data, name)
    if data.startswith(_OLE):
        return _old(data, name)
    return _written(data, name)


def needs_office(data: bytes) -> bool:
    """Whether the file may have to be converted, which takes its time."""
    return data.startswith((_OLE, b"{\\rtf")) or b"opendocument" in data[:_MIMETYPE]


def is_document(name: str) -> bool:
    """Whether a file of a folder may be a report; program files and pictures are none."""
    return PurePath(name).suffix.lower() in NAMES and not name.startswith("~$")


def _is_text(data: bytes) -> bool:
    """BM and RIFF may begin a text as well."""
    return data[:2].isalpha() and b"\0" not in data[:_SNIFFED]


def _zipped(data: bytes, name: str) -> Kind:
    package = Package(data, name)
    for part, kind in _PARTS:
        if part in package.names:
            return kind
    said = package.read(_SAID) if _SAID in package.names else b""
    return next((kind for mark, kind in _OPEN if mark in said), "zip")


def _old(data: bytes, name: str) -> Kind:
    if _LOCKED in data:
        return "locked"
    if _WORD in data:
        return "wps" if PurePath(name).suffix.lower() == ".wps" else "doc"
    if any(book in data for book in _BOOK):
        return "xls"
    raise _unknown(name)


def _written(data: bytes, name: str) -> Kind:
    head = data[:_SNIFFED]
    if _MHTML.search(head):
        return "mhtml"
    if _HTML.search(head):
        return "html"
    kind = _NAMED.get(suffix := PurePath(name).suffix.lower(), "text")
    if b"\0" in head and suffix not in _TEXTUAL and not head.startswith(_WIDE):
        raise _unknown(name)
    return kind


def _unknown(name: str) -> BadFile:
    return BadFile(name, "认不出这是什么文件，内容与扩展名不符或已损坏，请用原来的软件打开后另存一份再导入")
