"""Plain text, whatever of the usual Chinese encodings it is in.

Positions count characters of the text that comes out of here, which for a .txt is what ``Path.read_text`` gives,
without a byte order mark.
"""

import codecs
from typing import NoReturn

from knowledge import lexicon
from knowledge.errors import BadFile

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_COMMON = 0.05  # of the characters; official prose has 0.10 to 0.25, bytes read in a wrong encoding at most 0.001


def read_plain(data: bytes, source: str) -> str:
    text = decode(data, source)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode(data: bytes, source: str, declared: str = "") -> str:
    """The characters of a file that says its encoding by a mark, by a declaration, or not at all."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding) or _refuse(source)
    if b"\0" in data:
        raise BadFile(source, "这不是文本文件；若是 UTF-16 文本，请另存为 UTF-8 再导入")
    told = declared and _strictly(data, declared)
    return told or _strictly(data, "utf-8") or _chinese(_strictly(data, "gb18030")) or _refuse(source)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _chinese(text: str | None) -> str | None:
    """GB18030 makes characters of nearly any bytes, so the text has to look like prose as well."""
    foreign = [char for char in text or "" if not char.isascii()]
    common = set(lexicon.words("load_common.txt"))
    return text if sum(char in common for char in foreign) > _COMMON * len(foreign) else None


def _refuse(source: str) -> NoReturn:
    raise BadFile(source, "文字编码认不出来（只认 UTF-8、UTF-16 和 GB18030），请另存为 UTF-8 再导入")
