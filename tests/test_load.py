import codecs

import pytest

from ingest.load import UNREAD, is_document, load
from knowledge.errors import BadFile

PROSE = "2019年，全区依法办理行政复议案件51件，工作报告如下。\n一、推进法治政府建设\n"

READ = [  # the bytes of a file, the text in it
    (PROSE.encode(), PROSE),
    (codecs.BOM_UTF8 + PROSE.encode(), PROSE),
    (PROSE.encode("gb18030"), PROSE),
    (PROSE.encode("utf-16"), PROSE),
    (codecs.BOM_UTF16_BE + PROSE.encode("utf-16-be"), PROSE),
    (PROSE.replace("\n", "\r\n").encode(), PROSE),
    (PROSE.replace("\n", "\r").encode("gb18030"), PROSE),
]

REFUSED = [  # the name and bytes of a file, a part of what is said about it
    ("report.txt", b"", "空的"),
    ("report.txt", b" \n\n ", "空的"),
    ("report.txt", b"x" * 20_000_001, "20 MB"),
    ("report.txt", b"%PDF-1.7\n...", "PDF"),
    ("report.txt", b"PK\x03\x04....", "Word"),
    ("report.txt", PROSE.encode("utf-16-le"), "UTF-16"),
    ("report.txt", b"\x00\x01\x02", "不是文本"),
    ("report.txt", "行政複議案件五十一件,政府工作報告如下。".encode("big5"), "编码"),
    ("report.txt", PROSE.encode()[:-2], "编码"),
    ("report.txt", "été, où, à côté, déjà vu, garçon".encode("latin-1"), "编码"),
    ("report.pdf", b"%PDF-1.7", ".txt"),
    ("report", PROSE.encode(), "扩展名"),
]


@pytest.mark.parametrize(("data", "text"), READ)
def test_encodings_and_line_ends(data, text):
    assert load(data, "report.txt") == text


def test_positions_are_those_of_a_text_file_as_python_reads_it(tmp_path):
    path = tmp_path / "报告.TXT"
    path.write_bytes("一\r\n二\r三\n行政复议51件".encode())
    assert load(path.read_bytes(), path.name) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "data", "why"), REFUSED)
def test_what_cannot_be_read_is_said_in_one_line(name, data, why):
    with pytest.raises(BadFile) as refused:
        load(data, name)
    assert refused.value.source == name
    assert why in refused.value.why
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["a.txt", "A.MD", *(f"a{suffix}" for suffix in UNREAD)])
def test_documents_of_a_folder(name):
    assert is_document(name)
    assert not is_document(f"{name}.py")
