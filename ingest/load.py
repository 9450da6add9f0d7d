"""From a file's bytes to its text.

::

    name --suffix--> reader (READERS);  .txt, .md: bytes --encoding--> text --line ends--> text

A reader for another format is one function and one row of READERS. Positions count characters of the text
that comes out of here, which for a .txt is what ``Path.read_text`` gives, without a byte order mark.
"""

import codecs
from collections.abc import Callable
from pathlib import PurePath
from typing import NoReturn

from knowledge import lexicon
from knowledge.errors import BadFile

LARGEST = 20_000_000  # bytes; the longest annual report known is a fiftieth of it

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MAGIC = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Word、Excel 或压缩包"),
    (b"\xd0\xcf\x11\xe0", "旧版 Word 或 Excel"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"{\\rtf", "RTF"),
)
_COMMON = 0.05  # of the characters; official prose has 0.10 to 0.25, bytes read in a wrong encoding at most 0.001


def load(data: bytes, source: str) -> str:
    """The text of a file; raises BadFile where there is none to read."""
    suffix = PurePath(source).suffix.lower()
    if suffix not in READERS:
        raise BadFile(source, f"还读不了{suffix or '没有扩展名的'}文件，请把正文另存为 UTF-8 的 .txt 再导入")
    if not data.strip():
        raise BadFile(source, "文件是空的")
    if len(data) > LARGEST:
        raise BadFile(source, f"文件超过 {LARGEST // 1_000_000} MB，不像一份报告，请检查")
    return READERS[suffix](data, source)


def _read_text(data: bytes, source: str) -> str:
    text = _decode(data, source)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes, source: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding) or _refuse(source)
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise BadFile(source, f"这其实是{kind}文件，请把正文另存为 UTF-8 文本再导入")
    if b"\0" in data:
        raise BadFile(source, "这不是文本文件；若是 UTF-16 文本，请另存为 UTF-8 再导入")
    return _strictly(data, "utf-8") or _chinese(_strictly(data, "gb18030")) or _refuse(source)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _chinese(text: str | None) -> str | None:
    """GB18030 makes characters of nearly any bytes, so the text has to look like prose as well."""
    foreign = [char for char in text or "" if not char.isascii()]
    common = set(lexicon.words("load_common.txt"))
    return text if sum(char in common for char in foreign) > _COMMON * len(foreign) else None


def _refuse(source: str) -> NoReturn:
    raise BadFile(source, "文字编码认不出来（只认 UTF-8、UTF-16 和 GB18030），请另存为 UTF-8 再导入")


READERS: dict[str, Callable[[bytes, str], str]] = {".txt": _read_text, ".md": _read_text}

# What reports are published as, and no reader knows yet: named and refused rather than passed over in a folder.
UNREAD = frozenset({".pdf", ".doc", ".docx", ".wps", ".ofd", ".rtf", ".odt", ".htm", ".html", ".xls", ".xlsx"})


def is_document(name: str) -> bool:
    """Whether a file of a folder may be a report; program files and pictures are none."""
    return PurePath(name).suffix.lower() in UNREAD | READERS.keys()
