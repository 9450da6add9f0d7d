"""Small files of the formats that reports come in, made from the lines of a text."""

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from openpyxl import Workbook

PROSE = (
    "思明区2019年法治政府建设情况报告\n\n一、行政复议\n"
    + "依法办理行政复议案件51件，其中维持27件，规范执法行为。\n" * 10
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(members: Mapping[str, str | bytes], *, utf8: bool = True) -> bytes:
    """A zip; where ``utf8`` is off, its names are bytes of a code page, as older Windows writes them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr((zipfile.ZipInfo if utf8 else _InCodePage)(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


class _InCodePage(zipfile.ZipInfo):
    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 -- zipfile's own name
        return self.filename.encode("cp437"), self.flag_bits


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def word(body: str, **parts: str) -> bytes:
    """A .docx around what stands in its body; further parts by their names in word/."""
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    more = {f"word/{name}.xml": f'<w:{name} xmlns:w="{W}">{inner}</w:{name}>' for name, inner in parts.items()}
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **more})


def docx(lines: Iterable[str]) -> bytes:
    return word("".join(map(paragraph, lines)))


def page(lines: Iterable[str]) -> str:
    return "<html><body>" + "".join(f"<p>{escape(line)}</p>" for line in lines) + "</body></html>"


def xlsx(rows: Iterable[Sequence[Any]], merged: Iterable[str] = (), title: str = "Sheet1") -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pdf(pages: Iterable[Iterable[str]], content: bytes = b"") -> bytes:
    """A PDF of lines in letters and digits, one font for all; or of one page with the content given."""
    streams = [content] if content else [_lines(lines) for lines in pages]
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    kids = b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(len(streams)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(streams)), font]
    for stream in streams:
        packed = zlib.compress(stream, 9)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>>>"
            % (len(objects) + 2)
        )
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed))
    return _assembled(objects)


def _lines(lines: Iterable[str]) -> bytes:
    return b"".join(
        b"BT /F 12 Tf 72 %d Td (%s) Tj ET\n" % (650 - 20 * i, line.encode()) for i, line in enumerate(lines)
    )


def _assembled(objects: Sequence[bytes]) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        len(out),
    )
