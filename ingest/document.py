"""What a reader hands on: the text of one document and the bytes that it was read from."""

from knowledge.models import Frozen


class Document(Frozen):
    name: str  # as people know it: 报告.docx, or 年报.zip/2019/报告.docx
    text: str
    data: bytes  # of the document alone, also where it came in an archive
