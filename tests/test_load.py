import codecs

import pytest

from ingest.kinds import NAMES, is_document
from knowledge.errors import BadFile
from tests.loading import loaded
from tests.papers import PROSE as REPORT
from tests.papers import docx, page, pdf, zipped

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
    ("report.html", b"<html>" + b"x" * 8_000_001, "8 MB"),
    ("report.txt", b"%PDF-1.7\n...", "PDF 损坏"),
    ("report.txt", b"PK\x03\x04....", "损坏或不完整"),
    ("report.txt", PROSE.encode("utf-16-le"), "UTF-16"),
    ("report.txt", b"\x00\x01\x02", "不是文本"),
    ("report.docx", b"\x00\x01\x02", "认不出"),
    ("report.doc", b"\xd0\xcf\x11\xe0\x00\x01", "认不出"),
    ("report.txt", "行政複議案件五十一件,政府工作報告如下。".encode("big5"), "编码"),
    ("report.txt", PROSE.encode()[:-2], "编码"),
    ("report.txt", "été, où, à côté, déjà vu, garçon".encode("latin-1"), "编码"),
    ("report.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "密码"),
    ("report.ofd", zipped({"OFD.xml": "<OFD/>"}), ".ofd"),
    ("report.jpg", b"\xff\xd8\xff\xe0", "图片"),
    ("report.rar", b"Rar!\x1a\x07", ".zip"),
    ("report.pptx", zipped({"ppt/presentation.xml": "<p/>"}), "演示文稿"),
    ("report.zip", zipped({"__MACOSX/a.txt": PROSE, "a.exe": "MZ"}), "没有报告文件"),
]

AS_WHAT_THEY_ARE = [  # a name that is not its type, and the bytes
    ("report.txt", docx(REPORT.splitlines())),
    ("report.docx", page(REPORT.splitlines()).encode()),
    ("report.doc", page(REPORT.splitlines()).encode()),
    ("report.txt", pdf([["2019", "51"]])),
    ("report.pdf", REPORT.encode()),
    ("report", REPORT.encode()),
]


def text_of(data, name="report.txt"):
    (document,) = loaded(data, name)
    return document.text


@pytest.mark.parametrize(("data", "text"), READ)
def test_encodings_and_line_ends(data, text):
    assert text_of(data) == text


def test_positions_are_those_of_a_text_file_as_python_reads_it(tmp_path):
    path = tmp_path / "报告.TXT"
    path.write_bytes("一\r\n二\r三\n行政复议51件".encode())
    assert text_of(path.read_bytes(), path.name) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "data"), AS_WHAT_THEY_ARE)
def test_bytes_tell_what_a_file_is(name, data):
    assert "51" in text_of(data, name)


@pytest.mark.parametrize(("name", "data", "why"), REFUSED)
def test_what_cannot_be_read_is_said_in_one_line(name, data, why):
    with pytest.raises(BadFile) as refused:
        list(loaded(data, name))
    assert refused.value.source == name
    assert why in refused.value.why
    assert "\n" not in str(refused.value)


def test_a_zip_is_read_member_by_member_and_a_bad_one_is_named():
    inside = {
        "2019/报告.txt": PROSE.encode("gb18030"),
        "2020/scan.docx": b"\0\0",
        "b.zip": zipped({"a.txt": PROSE}),
        ".hidden.txt": PROSE,
        "__MACOSX/2019/报告.txt": b"\0",
        "notes.py": "pass",
    }
    read = list(loaded(zipped(inside), "年报.zip"))
    assert [(one.source, one.why[:3]) for one in read if isinstance(one, BadFile)] == [
        ("年报.zip/2020/scan.docx", "认不出"),
        ("年报.zip/b.zip", "压缩包"),
    ]
    (document,) = (one for one in read if not isinstance(one, BadFile))
    assert (document.name, document.text, document.data) == ("年报.zip/2019/报告.txt", PROSE, PROSE.encode("gb18030"))


def test_names_in_a_zip_from_chinese_windows():
    (document,) = loaded(zipped({"报告甲.txt".encode("gb18030").decode("cp437"): PROSE}, utf8=False), "a.zip")
    assert document.name == "a.zip/报告甲.txt"


@pytest.mark.parametrize("name", ["a.txt", "A.MD", *(f"a{suffix}" for suffix in sorted(NAMES))])
def test_documents_of_a_folder(name):
    assert is_document(name)
    assert not is_document(f"{name}.py")
    assert not is_document(f"~${name}")
