"""Pages of government sites: the report out of the page that shows it, and of the rest what tells of it.

::

    page = {title | label | menu} main {label | menu}

The main part is the innermost element that holds nearly all sentences of the page that are no links. Of what stands
around it, lines that ``ingest.furniture`` can make use of are kept: titles, 来源, 发布时间.
"""

import email
import email.policy
import re
from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from ingest.furniture import lines_of
from ingest.readers.grid import Spanned, grid_text
from ingest.readers.markup import Element, parse_html, walk
from ingest.readers.plain import decode
from knowledge.errors import BadFile

_STRAY = 0.03  # of the sentences at the most stand outside of the main part: slogans, notes on browsers
_STRAYS = 4  # or so many, on the page of a short report
_LINKED = 0.6  # of a block's characters: a menu or a list of other pages
_FEWEST_LINKS = 3
_LONGEST_CELL = 200  # characters; a longer one holds paragraphs, and its table lays out the page

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_HEAD = 4_096  # bytes in which a page declares its encoding
_MARK = re.compile("[。；！？]")
_UNSEEN = frozenset({
    "script", "style", "noscript", "iframe", "template", "select", "button", "input", "textarea", "svg", "object",
    "nav", "footer", "aside", "audio", "video", "map", "title", "meta", "link",
})  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol",
    "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_LEAVES = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "span", "font", "b", "strong"})
_CELLS = ("td", "th")
_WRAPPED = re.compile(r"(?<=[^\x00-\xff])\s*\n\s*|\s*\n\s*(?=[^\x00-\xff])")  # 行政⏎复议 in the source
_BLANKS = re.compile(r"[ \t\r\f\n\xa0]+")
_TITLED = {"articletitle": "标题", "pubdate": "发布时间", "contentsource": "来源"}  # GB/T: what sites say of a page
_BREAK = "\u2028"  # the end of a line that is kept as it is
_HERE = "\ue000"  # stands for the main part while what is around it is read; no page holds it
_MOST_PARTS = 5_000  # lines that may begin a part; each costs time as long as all that is around it
_SITE = re.compile(r"\s*[_|]\s*|\s+-\s+")  # between a page's title and the site's


def read_html(data: bytes, source: str) -> str:
    said = _CHARSET.search(data[:_HEAD])
    charset = said[1].decode("ascii").lower() if said else ""
    encoding = "gb18030" if charset.startswith("gb") else charset
    return _Page(parse_html(decode(data, source, encoding), source)).text


def read_mhtml(data: bytes, source: str) -> str:
    """A page that a browser has saved with all that belongs to it."""
    if data.count(b"\n--") > _MOST_PARTS:
        raise BadFile(source, "网页文件里的部分太多，不像正常的网页，请把正文另存为 .txt 再导入")
    message = email.message_from_bytes(data, policy=email.policy.default)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    content = page.get_payload(decode=True) if page else None
    if not isinstance(content, bytes):
        raise BadFile(source, "网页文件里没有正文，请在浏览器里另存为 .html 再导入")
    return read_html(content, source)


class _Count(NamedTuple):
    """Characters of an element, of them in links, links, and sentence marks."""

    said: int = 0
    linked: int = 0
    links: int = 0
    marks: int = 0

    def plus(self, other: "_Count") -> "_Count":
        return _Count(*map(sum, zip(self, other, strict=True)))


class _Page:
    def __init__(self, root: Element) -> None:
        self._root = root
        _keep_lines(root)
        unseen = {of for of in root.iter() if of.tag in _UNSEEN or _HIDDEN.search(of.get("style") or "")}
        menus = {of for of, count in _counted(root, unseen).items() if _is_menu(of, count)}
        self._out = unseen | menus
        self._main = self._find_main()

    @property
    def text(self) -> str:
        lines = list(_render(self._root, self._out, self._main))
        at = lines.index(_HERE)
        main = _render(self._main, self._out)
        about = (*_about(self._root), *_useful(lines[:at]))
        return "\n".join((*about, *main, *_useful(lines[at + 1 :], labels_only=True)))

    def _find_main(self) -> Element:
        """Down from the page to where its sentences stand."""
        counts = _counted(self._root, self._out)
        total = counts[self._root].marks
        enough = total - max(_STRAYS, _STRAY * total)
        main, inner = self._root, self._root if enough > 0 else None
        while inner is not None and inner.tag not in _LEAVES and not (inner.tag == "table" and not _lays_out(inner)):
            main = inner
            inner = next((child for child in main if counts[child].marks >= enough), None)
        return main


def _about(root: Element) -> Iterator[str]:
    """What the page's own head says of it, in the words of a page that shows it."""
    told = {(meta.get("name") or "").lower(): meta.get("content") or "" for meta in root.iter("meta")}
    yield from (f"{label}：{told[name].strip()}" for name, label in _TITLED.items() if told.get(name, "").strip())
    if not told.get("articletitle"):
        yield from _useful(_SITE.split((root.findtext(".//title") or "").strip())[:1])


def _keep_lines(root: Element) -> None:
    """In <pre> a line ends where it ends in the source."""
    for element in (within for of in root.iter("pre") for within in of.iter()):
        element.text = (element.text or "").replace("\n", _BREAK)
        element.tail = (element.tail or "").replace("\n", _BREAK)


def _is_menu(element: Element, count: _Count) -> bool:
    if element.tag not in _BLOCKS or element.tag in ("html", "body"):
        return False
    return count.links >= _FEWEST_LINKS and count.linked > _LINKED * count.said


def _counted(root: Element, out: Container[Element]) -> dict[Element, _Count]:
    """What stands in each element, added up from the inside."""
    counts: dict[Element, _Count] = {}
    within = 0
    for event, element in walk(root, out):
        within += (1 if event == "start" else -1) * (element.tag == "a")
        if event == "start":
            own = _Count() if element in out else _count_of(element.text, within)
            counts[element] = own.plus(_Count(links=element.tag == "a"))
        elif (parent := element.getparent()) is not None:
            counts[parent] = counts[parent].plus(counts[element]).plus(_count_of(element.tail, within))
    return counts


def _count_of(text: str | None, within: int) -> _Count:
    said = len((text or "").strip())
    return _Count(said=said, linked=said if within else 0, marks=len(_MARK.findall(text or "")))


def _useful(lines: Iterable[str], *, labels_only: bool = False) -> Iterator[str]:
    """What tells of the report, without the sentences of other things; below the report only what is labelled."""
    text = "\n".join(lines)
    for line in lines_of(text):
        if line.is_labelled or not (labels_only or line.is_prose or line.is_loose):
            yield text[line.start : line.end].strip()


def _render(root: Element, out: Container[Element] = (), main: Element | None = None) -> Iterator[str]:
    """The lines of an element as they are seen, tables as rows, and a mark instead of the main part."""
    held: list[str] = []
    tables = {table for table in root.iter("table") if not _lays_out(table)} - {root}
    for event, element in walk(root, _Either(out, tables, (main,))):
        if element.tag in _BLOCKS or element is main:
            yield from _line(held)
        if event == "end":
            held.append(_tail(element, root))
        elif element is main:
            yield _HERE
        elif element in tables and element not in out:
            yield from grid_text(_rows(element)).split("\n")
        elif element not in out:
            held.append(_numbered(element) + (element.text or ""))
    yield from _line(held)


class _Either:
    """What is in one of several."""

    def __init__(self, *of: Container[Element]) -> None:
        self._of = of

    def __contains__(self, element: object) -> bool:
        return any(element in one for one in self._of)


def _tail(element: Element, root: Element) -> str:
    return "" if element is root else element.tail or ""


def _line(held: list[str]) -> Iterator[str]:
    lines = _WRAPPED.sub("", "".join(held)).split(_BREAK)
    held.clear()
    yield from filter(None, (_BLANKS.sub(" ", line).strip() for line in lines))


def _numbered(element: Element) -> str:
    """The number that a browser puts before an entry of a list."""
    parent = element.getparent()
    if element.tag != "li" or parent is None or parent.tag != "ol" or "none" in (parent.get("style") or ""):
        return ""
    start = parent.get("start") or "1"
    return f"{int(start if start.isdecimal() else 1) + sum(1 for _ in element.itersiblings('li', preceding=True))}. "


def _lays_out(table: Element) -> bool:
    """Whether a table is a page's scaffold: tables or paragraphs in it, or nothing side by side."""
    if table.find(".//table") is not None:
        return True
    rows = [[cell for cell in row if cell.tag in _CELLS] for row in table.iter("tr")]
    lengths = (len("".join(cell.itertext()).strip()) for row in rows for cell in row)
    return all(len(row) <= 1 for row in rows) or any(length > _LONGEST_CELL for length in lengths)


def _rows(table: Element) -> Iterator[list[Spanned]]:
    caption = table.find("caption")
    if caption is not None:
        yield [Spanned(" ".join(_render(caption)))]
    for row in table.iter("tr"):
        yield [
            Spanned(" ".join(_render(cell)), _spans(cell, "colspan"), _spans(cell, "rowspan"))
            for cell in row
            if cell.tag in _CELLS
        ]


def _spans(cell: Element, name: str) -> int:
    said = (cell.get(name) or "1").strip()
    return int(said) if said.isdecimal() and len(said) < len("10000") else 1
