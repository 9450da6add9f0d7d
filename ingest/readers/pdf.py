"""PDF files with a text layer: pages --> lines --> paragraphs, tables in their place.

pdfium says where each character stands, quickly and whatever the file; pdfplumber is asked for the tables of a
page that has ruled lines. A file without text is a scan, and says so.
"""

import io
import itertools
from collections.abc import Iterator
from typing import Any

import pdfplumber
import pypdfium2

from ingest.readers.grid import Spanned, grid_text
from ingest.readers.pdf_lines import Box, Char, Line, Sheet, Table, lay_out
from ingest.readers.pdf_paragraphs import paragraphs
from knowledge.errors import BadFile

_MOST_PAGES = 500
_PICTURE = 0.5  # of the page, which a scan fills and a photograph beside text does not
_SCANNED = 0.2  # of the pages; a report may have a cover and plates without text
_GARBLED = 0.1  # of the characters in no known script: a font without its table of characters
_FEWEST_CHARS = 10  # of a page that has text; a scanner's stamp is shorter
_FEWEST_RULES = 4  # paths of a page with a table
_MOST_RULES = 5_000  # a drawing or a map, which no search for tables should be let into
_SCAN = "这是扫描件，里面是图片，没有文字：请导入 Word 或网页版，或先用文字识别（OCR）软件转成带文字的 PDF"


def read_pdf(data: bytes, source: str) -> str:
    document = _open(data, source)
    if len(document) > _MOST_PAGES:
        raise BadFile(source, f"PDF 有 {len(document)} 页，超过 {_MOST_PAGES} 页，请只保留报告的部分再导入")
    sheets = list(_sheets(document, data))
    scanned = sum(len(sheet.chars) < _FEWEST_CHARS and sheet.pictured for sheet in sheets)
    if scanned > max(1, _SCANNED * len(sheets)) or (scanned and not any(sheet.chars for sheet in sheets)):
        raise BadFile(source, _SCAN)
    chars = [char.text for sheet in sheets for char in sheet.chars]
    if sum(_is_garbled(char) for char in chars) > _GARBLED * len(chars):
        raise BadFile(source, "PDF 里的文字是乱码（字体没有编码表），请导入 Word 或网页版")
    return "\n".join(paragraphs([lay_out(sheet) for sheet in sheets]))


def _open(data: bytes, source: str) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise BadFile(source, "PDF 有打开密码，请去掉密码后再导入") from error
        raise BadFile(source, "PDF 损坏或不完整（也许还没有传完），请重新取得一份再导入") from error


def _sheets(document: pypdfium2.PdfDocument, data: bytes) -> Iterator[Sheet]:
    for number in range(len(document)):
        page = document[number]
        width, height = page.get_size()
        chars = list(_chars(page.get_textpage(), height))
        rules, pictured = _drawn(page, width * height)
        tables = tuple(_tables(data, number, chars)) if _FEWEST_RULES <= rules <= _MOST_RULES else ()
        page.close()
        yield Sheet(number, width, height, tuple(chars), tables, pictured)


def _chars(text: Any, height: float) -> Iterator[Char]:
    """The visible characters of a page; blanks are told from gaps."""
    said = text.get_text_range()
    if len(said) != text.count_chars():  # characters beyond U+FFFF count twice on one side
        said = "".join(text.get_text_range(i, 1) or " " for i in range(text.count_chars()))
    for index, char in enumerate(said):
        if not char.isspace() and char.isprintable():
            left, bottom, right, top = text.get_charbox(index, loose=True)
            yield Char(char, Box(left, height - top, right, height - bottom))


def _drawn(page: Any, area: float) -> tuple[int, bool]:
    """How many paths a page has, and whether a picture fills it."""
    rules, pictured = 0, False
    for drawn in itertools.islice(page.get_objects(max_depth=2), _MOST_RULES + 1):
        if drawn.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH:
            rules += 1
        elif drawn.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = drawn.get_bounds()
            pictured = pictured or (right - left) * (top - bottom) > _PICTURE * area
    return rules, pictured


def _tables(data: bytes, number: int, chars: list[Char]) -> Iterator[Table]:
    with pdfplumber.open(io.BytesIO(data), pages=[number + 1]) as file:
        found = file.pages[0].find_tables()
    for table in found:
        rows = [[Box(*cell) for cell in row.cells if cell] for row in table.rows]
        if sum(len(row) > 1 for row in rows) > 1:
            yield Table(Box(*table.bbox), grid_text(_spanned(rows, chars)))


def _spanned(rows: list[list[Box]], chars: list[Char]) -> Iterator[list[Spanned]]:
    """Rows of cells with what each spans, told by the edges of all."""
    edges = sorted({round(cell.left) for row in rows for cell in row})
    tops = sorted({round(cell.top) for row in rows for cell in row})
    for row in rows:
        yield [
            Spanned(
                _said(cell, chars),
                sum(round(cell.left) <= edge < round(cell.right) - 1 for edge in edges),
                sum(round(cell.top) <= top < round(cell.bottom) - 1 for top in tops),
            )
            for cell in row
        ]


def _said(cell: Box, chars: list[Char]) -> str:
    inside = tuple(char for char in chars if cell.holds(char.box))
    lines = lay_out(Sheet(0, cell.right, cell.bottom, inside))
    return "".join(line.text for line in lines if isinstance(line, Line))


def _is_garbled(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff" or char == "\ufffd"
