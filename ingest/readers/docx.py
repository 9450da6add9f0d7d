"""Word files: paragraphs with the numbers that Word shows before them, tables in their place, the last wording.

Insertions that wait for approval are in, deletions out; footnotes, comments, heads and feet of pages are left out.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ingest.readers.grid import Spanned, grid_text
from ingest.readers.markup import Element, parse_xml
from ingest.readers.numbering import Numbering, W, value
from ingest.readers.package import Package
from knowledge.errors import BadFile

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OUT = {  # what a reader of the final document does not see; a Fallback repeats its Choice
    f"{W}del", f"{W}moveFrom", f"{W}delText", f"{W}instrText", f"{W}pPr", f"{W}rPr", f"{W}sectPr", f"{_MC}Fallback",
    f"{W}rt",
}  # fmt: skip
_HIDDEN = f"{W}rPr/{W}vanish"
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_DOCUMENT = "word/document.xml"
_PARTS = ("word/numbering.xml", "word/styles.xml")
_DEEPEST = 20  # tables in tables


class _Style(NamedTuple):
    name: str
    based: str
    list: str
    level: str


class _Word:
    """What a paragraph's text depends on beside itself."""

    def __init__(self, package: Package, source: str) -> None:
        parts = {name: parse_xml(package.read(name), source) for name in _PARTS if name in package.names}
        self.numbering = Numbering(parts.get(_PARTS[0]))
        styles = parts.get(_PARTS[1])
        found = () if styles is None else styles.iter(f"{W}style")
        self._styles = {style.get(f"{W}styleId"): _style(style) for style in found}

    def repeats(self, paragraph: Element) -> bool:
        """Whether a paragraph belongs to the table of contents."""
        style = self._styles.get(value(paragraph.find(f"{W}pPr/{W}pStyle")))
        return style is not None and style.name.lower().startswith("toc ")

    def number(self, paragraph: Element) -> str:
        """The number before a paragraph, its own or its style's."""
        told = paragraph.find(f"{W}pPr")
        if told is None:
            return ""
        identity, level = _list_of(told)
        style, seen = value(told.find(f"{W}pStyle")), set[str]()
        while style in self._styles and style not in seen:
            seen.add(style)
            styled = self._styles[style]
            identity, level, style = identity or styled.list, level or styled.level, styled.based
        return self.numbering.next(identity, int(level) if level.isdecimal() else 0)


def read_docx(data: bytes, source: str) -> str:
    package = Package(data, source)
    body = parse_xml(package.read(_DOCUMENT), source).find(f"{W}body")
    if body is None:
        raise BadFile(source, "Word 文件里没有正文，请用 Word 或 WPS 打开后另存一份再导入")
    return "\n".join(_blocks(body, _Word(package, source)))


def _blocks(parent: Element, word: _Word, depth: int = 0) -> Iterator[str]:
    """The paragraphs and tables in an element; what merely wraps them (content controls, insertions) is looked into."""
    for child in parent:
        if child.tag in _OUT:
            continue
        if child.tag == f"{W}p":
            yield from _paragraph(child, word)
        elif child.tag == f"{W}tbl":
            yield _table(child, word, depth + 1)
        elif len(child):
            yield from _blocks(child, word, depth)


def _paragraph(paragraph: Element, word: _Word) -> Iterator[str]:
    if word.repeats(paragraph):
        return
    text = "".join(_text(paragraph))
    number = word.number(paragraph) if text.strip() else ""
    yield number + (text.lstrip() if number else text)
    for box in paragraph.iter(f"{W}txbxContent"):
        if not any(above.tag in _OUT for above in box.iterancestors()):
            yield from _blocks(box, word)


def _text(parent: Element) -> Iterator[str]:
    """The text of a paragraph without that of the boxes anchored in it."""
    for child in parent:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _OUT and child.tag != f"{W}txbxContent" and child.find(_HIDDEN) is None:
            yield from _text(child)


def _table(table: Element, word: _Word, depth: int) -> str:
    """The rows of a table; one that lays out a page, with tables in it or one cell wide, is the text in it."""
    rows = [list(_cells(row)) for row in table.iter(f"{W}tr") if _owner(row) is table]
    nested = any(cell.find(f".//{W}tbl") is not None for row in rows for cell in row)
    if depth < _DEEPEST and (nested or all(len(row) <= 1 for row in rows)):
        return "\n".join(line for row in rows for cell in row for line in _blocks(cell, word, depth))
    return grid_text(_spanned(rows, word))


def _owner(row: Element) -> Element:
    return next(row.iterancestors(f"{W}tbl"))


def _cells(row: Element) -> Iterator[Element]:
    return (cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row)


def _spanned(rows: list[list[Element]], word: _Word) -> Iterator[list[Spanned]]:
    """Rows with the text of cells that go on from above said again."""
    above: dict[int, str] = {}
    for row in rows:
        line: list[Spanned] = []
        column = 0
        for cell in row:
            width, goes_on = _span(cell)
            text = above.get(column, "") if goes_on else " ".join(" ".join(_blocks(cell, word)).split())
            above[column] = text
            line.append(Spanned(text, width))
            column += width
        yield line


def _span(cell: Element) -> tuple[int, bool]:
    """How many columns a cell covers, and whether it continues the one above."""
    told = cell.find(f"{W}tcPr")
    if told is None:
        return 1, False
    width, merge = value(told.find(f"{W}gridSpan")), told.find(f"{W}vMerge")
    return int(width) if width.isdecimal() else 1, merge is not None and value(merge) in ("", "continue")


def _style(style: Element) -> _Style:
    told = style.find(f"{W}pPr")
    return _Style(
        value(style.find(f"{W}name")), value(style.find(f"{W}basedOn")), *(("", "") if told is None else _list_of(told))
    )


def _list_of(told: Element) -> tuple[str, str]:
    """The list that a paragraph or style belongs to, and the level in it."""
    listed = told.find(f"{W}numPr")
    return ("", "") if listed is None else (value(listed.find(f"{W}numId")), value(listed.find(f"{W}ilvl")))
