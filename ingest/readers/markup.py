"""Markup from strangers, parsed without entities, without network, and no deeper than a document goes."""

import re
from collections.abc import Container, Iterator
from typing import Any

from lxml import etree, html

from knowledge.errors import BadFile

Element = Any  # lxml says nothing of its types

_DEEPEST = 500  # levels; office software nests 30, the worst page seen 60
_DECLARATIONS = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")  # lxml takes no encoding from a text that is decoded already


def refuse_declarations(part: bytes, source: str) -> None:
    """Parts of office files never declare a document type, unless to have other files read or memory filled."""
    if any(mark in part for mark in _DECLARATIONS):
        raise BadFile(source, "文件里带有实体声明，不是正常的文件，出于安全不予读取，请用 Office 或 WPS 另存一份再导入")


def parse_xml(data: bytes, source: str) -> Element:
    """The root of a part of an office file."""
    refuse_declarations(data, source)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BadFile(source, "文件内部的 XML 有错误，请用 Word 或 WPS 打开后另存一份再导入") from error


def parse_html(text: str, source: str) -> Element:
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(_DECLARED.sub("", text), parser=parser)
    except etree.ParserError as error:
        raise BadFile(source, "网页里没有正文，请检查文件是否完整") from error
    if _is_deep(root):
        raise BadFile(source, f"网页嵌套超过 {_DEEPEST} 层，不像正常的网页，请把正文另存为 .txt 再导入")
    return root


def walk(root: Element, out: Container[Element] = ()) -> Iterator[tuple[str, Element]]:
    """("start", element) and ("end", element) over the tree, in order, without what is in those left out.

    Nothing is ever taken out of a tree, which costs lxml the square of its size.
    """
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start" and element in out:
            walker.skip_subtree()
        yield event, element


def _is_deep(root: Element) -> bool:
    depth = 0
    for event, _ in walk(root):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            return True
    return False
