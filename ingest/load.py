"""From a file's bytes to the text of the documents in it.

::

    bytes --kinds--> reader (_READERS) --> Document;  .zip: bytes --> members --> Document, each

A reader for another format is one module of ``ingest.readers`` and one row of ``_READERS``.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from ingest.document import Document
from ingest.kinds import Kind, is_document, kind_of
from ingest.readers.archive import members
from ingest.readers.docx import read_docx
from ingest.readers.html import read_html, read_mhtml
from ingest.readers.office import converted
from ingest.readers.package import Package
from ingest.readers.pdf import read_pdf
from ingest.readers.plain import read_plain
from ingest.readers.sheets import read_csv, read_xlsx
from knowledge.errors import BadFile

LARGEST = 20_000_000  # bytes of text or markup; the longest annual report known is a fiftieth of it
LARGEST_PAGE = 8_000_000  # of a page, whose elements take up fifty times as much while it is read
LARGEST_FILE = 100_000_000  # of a PDF with its pictures, or an archive

_READERS: dict[Kind, Callable[[bytes, str], str]] = {
    "text": read_plain,
    "html": read_html,
    "mhtml": read_mhtml,
    "csv": read_csv,
    "docx": read_docx,
    "xlsx": read_xlsx,
    "pdf": read_pdf,
    "doc": lambda data, source: read_docx(converted(data, source, ".doc", "docx"), source),
    "wps": lambda data, source: read_docx(converted(data, source, ".wps", "docx"), source),
    "rtf": lambda data, source: read_docx(converted(data, source, ".rtf", "docx"), source),
    "odt": lambda data, source: read_docx(converted(data, source, ".odt", "docx"), source),
    "xls": lambda data, source: read_xlsx(converted(data, source, ".xls", "xlsx"), source),
    "ods": lambda data, source: read_xlsx(converted(data, source, ".ods", "xlsx"), source),
}
_UNREAD: dict[Kind, str] = {
    "locked": "文件有打开密码，请去掉密码后再导入",
    "ofd": "还读不了 .ofd 文件，请用 OFD 阅读器或 WPS 另存为 .docx 或带文字的 .pdf 再导入",
    "picture": "这是图片，读不出文字，请导入报告的 Word、PDF 或网页文件",
    "packed": "只认 .zip 压缩包，请解压后改用 .zip 再导入",
    "slides": "这是演示文稿，不是报告，请导入报告的 Word、PDF 或网页文件",
    "zip": "压缩包里还有压缩包，不再往里解压，请解压后再导入",
}
_TEXTS = frozenset({"text", "mhtml", "csv"})


class Part(NamedTuple):
    """A document of a file that is still to be read."""

    name: str
    read: Callable[[], Document]  # raises BadFile


def load(data: bytes, name: str) -> Iterator[Part]:
    """The documents of a file, each read when it is asked for; raises BadFile where the file itself is refused."""
    if not data.strip():
        raise BadFile(name, "文件是空的")
    if len(data) > LARGEST_FILE:
        raise too_large(name, LARGEST_FILE)
    kind = kind_of(data, name)
    if kind == "zip":
        yield from _unpacked(data, name)
    else:
        yield Part(name, partial(_document, data, name, kind))


def too_large(name: str, limit: int) -> BadFile:
    return BadFile(name, f"文件超过 {limit // 1_000_000} MB，不像一份报告，请检查")


def _unpacked(data: bytes, name: str) -> Iterator[Part]:
    package, inside = members(data, name)
    documents = {f"{name}/{member}": member for member in inside if is_document(member)}
    if not documents:
        raise BadFile(name, "压缩包里没有报告文件")
    for path, member in documents.items():
        yield Part(path, partial(_member, package, member, path))


def _member(package: Package, member: str, name: str) -> Document:
    try:
        data = package.read(member)
    except BadFile as refused:
        raise BadFile(name, refused.why) from refused
    if not data.strip():
        raise BadFile(name, "文件是空的")
    return _document(data, name, kind_of(data, name))


def _document(data: bytes, name: str, kind: Kind) -> Document:
    if kind in _UNREAD:
        raise BadFile(name, _UNREAD[kind])
    limit = LARGEST_PAGE if kind == "html" else LARGEST if kind in _TEXTS else LARGEST_FILE
    if len(data) > limit:
        raise too_large(name, limit)
    try:
        text = _READERS[kind](data, name)
    except (BadFile, MemoryError):
        raise
    except Exception as error:
        raise BadFile(name, "文件损坏或格式不合规范，请用原来的软件打开后另存一份再导入") from error
    if not text.strip():
        raise BadFile(name, "文件里没有文字，请检查是不是导出时出了错")
    return Document(name=name, text=text, data=data)
