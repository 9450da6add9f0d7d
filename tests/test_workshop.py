"""Strangers' files: whatever is in them, one clear line, within limits, and the next file is read as ever."""

import os
import socket
import threading
import time
from pathlib import Path

import pytest

from ingest import samples
from ingest.clean import Given, read_report
from ingest.messages import Skimmed
from ingest.passages import read_passages
from ingest.readers.plain import read_plain
from ingest.workshop import Workshop
from knowledge.errors import BadFile
from knowledge.intake import Book
from knowledge.regions import by_code
from tests.papers import PROSE, docx, page, paragraph, pdf, word, xlsx, zipped

LIMIT = 500 << 10  # kilobytes


def overlapping() -> bytes:
    """Two members of a directory that are one and the same in the file."""
    data = bytearray(zipped({"a.txt": PROSE, "b.txt": PROSE}))
    first = data.find(b"PK\x01\x02")
    second = data.find(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


def encrypted() -> bytes:
    data = bytearray(zipped({"a.txt": PROSE}))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def lying() -> bytes:
    """A member that is a thousand times longer than its archive's directory says."""
    data = bytearray(zipped({"a.txt": b"0" * 1_000_000}))
    at = data.find(b"PK\x01\x02") + 24
    data[at : at + 4] = (1000).to_bytes(4, "little")
    return bytes(data)


def declaring(entities: str, said: str = "&x;") -> bytes:
    return zipped({"word/document.xml": f"<!DOCTYPE w [{entities}]><w:document>{said}</w:document>"})


LAUGHS = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
BOMB = zipped({"a.txt": b"\0" * 210_000_000})

HOSTILE = [  # the name and bytes of a file, a part of what is said about it
    ("bomb.zip", BOMB, "炸弹"),
    ("nested.zip", zipped({"inner.zip": BOMB}), "炸弹"),
    ("zip.zip", zipped({"inner.zip": zipped({"a.txt": PROSE})}), "解压"),
    ("overlapping.zip", overlapping(), "炸弹"),
    ("lying.zip", lying(), "损坏"),
    ("many.zip", zipped({f"{i}.txt": "" for i in range(2001)}), "2000 个"),
    ("climbing.zip", zipped({"../../a.txt": PROSE}), "越出"),
    ("absolute.zip", zipped({"/etc/a.txt": PROSE}), "越出"),
    ("drive.zip", zipped({"C:\\a.txt": PROSE}), "越出"),
    ("encrypted.zip", encrypted(), "密码"),
    ("cut.zip", zipped({"a.txt": PROSE})[:-30], "不完整"),
    ("bomb.docx", zipped({"word/document.xml": b" " * 70_000_000}), "60 MB"),
    ("entity.docx", declaring('<!ENTITY x SYSTEM "file:///etc/passwd">'), "实体"),
    ("laughs.docx", declaring(LAUGHS, "&a9;"), "实体"),
    ("laughs.xlsx", zipped({"xl/workbook.xml": f"<!DOCTYPE w [{LAUGHS}]><x>&a9;</x>"}), "实体"),
    ("deep.docx", word("<w:sdt>" * 5000 + "</w:sdt>" * 5000), "XML"),
    ("cut.docx", docx(PROSE.splitlines())[:-100], "不完整"),
    ("far.xlsx", xlsx([["甲"], ["乙"], ["丙", *[None] * 16000, "丁"]]), "太大"),
    ("pages.pdf", pdf([[]] * 2000), "2000 页"),
    ("cut.pdf", pdf([["51"]])[:200], "不完整"),
    ("bomb.pdf", pdf([], b" " * 1_000_000_000), "过大"),
    ("large.html", b"<html>" + b"x" * 50_000_000, "8 MB"),
    ("deep.html", (f"<html><body>{'<div>' * 10_000}{PROSE}").encode(), "嵌套"),
    ("laughs.html", f"<!DOCTYPE html [{LAUGHS}]><html><body>&a9;".encode(), ""),
    ("parts.mht", b"MIME-Version: 1.0\n" + b"Content-Type: multipart/related; boundary=x\n\n--x\n" * 20_000, "太多"),
    ("empty.docx", b"", "空的"),
    *(
        (f"garbage.{suffix}", bytes(range(256)) * 999, "")
        for suffix in ("txt", "html", "docx", "pdf", "xlsx", "csv", "zip", "doc", "wps", "ofd")
    ),
]


@pytest.fixture
def put(tmp_path):
    def write(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def peak(workshop: Workshop) -> int:
    """The most memory that the worker has held, in kilobytes."""
    worker = workshop._worker
    status = Path(f"/proc/{worker._process.pid}/status") if worker else None
    lines = status.read_text().splitlines() if status and status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


@pytest.mark.parametrize(("name", "data", "why"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_a_hostile_file_is_refused_in_one_line(workshop, put, name, data, why):
    (refused,) = workshop.read(put(name, data))
    assert isinstance(refused, BadFile)
    assert why in refused.why
    assert "\n" not in str(refused)
    assert peak(workshop) < LIMIT


def test_nothing_is_fetched_for_a_document_that_asks_for_it(put):
    with socket.create_server(("127.0.0.1", 0)) as server, Workshop() as workshop:
        server.setblocking(False)
        target = f'TargetMode="External" Target="http://127.0.0.1:{server.getsockname()[1]}/"'
        data = word("".join(map(paragraph, PROSE.splitlines())), relations=f"<w:r {target}/>")
        assert isinstance(workshop.read(put("a.docx", data))[0], Book)
        fetching = page(PROSE.splitlines()).replace(
            "<body>", f'<body><img src="{target}"><iframe src="{target}"></iframe>'
        )
        assert isinstance(workshop.read(put("a.html", fetching.encode()))[0], Book)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_a_book_comes_back_as_it_would_be_read_here(workshop):
    for path in samples.paths():
        (book,) = workshop.read(path)
        report = read_report(read_plain(path.read_bytes(), path.name), path.name)
        passages = read_passages(report.text, report.body, report.meta.year)
        assert book == Book(report, passages, path.read_bytes())


def test_what_is_given_and_another_name_go_along(workshop, put):
    given = Given(region=by_code("350206"), year=2018)
    (book,) = workshop.read(put("upload-1.txt", PROSE.encode()), given, "报告.txt")
    assert (book.report.source, book.report.meta.region.name, book.report.meta.year) == ("报告.txt", "湖里区", 2018)


def test_a_member_of_a_zip_is_kept_as_its_own_file(workshop, put):
    member = docx(PROSE.splitlines())
    book, refused = workshop.read(put("a.zip", zipped({"b/一.docx": member, "c.txt": "短"})))
    assert (book.report.source, book.original) == ("a.zip/b/一.docx", member)
    assert (refused.source, "200 字" in refused.why) == ("a.zip/c.txt", True)


HUGE = "万亿千百十" * 500_000  # a number that takes up all the memory there is


def test_what_a_worker_dies_of_is_named_and_what_is_behind_it_is_read(put):
    inside = {"1.txt": PROSE, "2.txt": HUGE, "3.txt": PROSE, "4.txt": "短"}
    with Workshop() as workshop:
        first, huge, second, short = workshop.read(put("a.zip", zipped(inside)))
    assert [book.report.source for book in (first, second)] == ["a.zip/1.txt", "a.zip/3.txt"]
    assert (huge.source, "内存" in huge.why) == ("a.zip/2.txt", True)
    assert (short.source, "200 字" in short.why) == ("a.zip/4.txt", True)


def test_an_archive_that_kills_one_worker_after_the_other_is_given_up(put, monkeypatch):
    monkeypatch.setattr("ingest.workshop._DEATHS", 1)
    with Workshop() as workshop:
        dead, rest = workshop.read(put("a.zip", zipped({"1.txt": HUGE, "2.txt": PROSE})))
    assert (dead.source, "内存" in dead.why) == ("a.zip/1.txt", True)
    assert (rest.source, "其余的没有读" in rest.why) == ("a.zip", True)


def test_a_worker_that_says_nothing_is_a_refusal(put, monkeypatch):
    monkeypatch.setattr("ingest.workshop._Worker.answers", lambda *_: iter(()))
    with Workshop() as workshop:
        (refused,) = workshop.read(put("a.txt", PROSE.encode()))
    assert "出错中止" in refused.why


def test_any_text_can_be_skimmed_for_figures(workshop, put):
    (skimmed,) = workshop.skim(put("a.txt", "受理案件51件。".encode()))
    assert isinstance(skimmed, Skimmed)
    assert [figure.text for passage in skimmed.passages for figure in passage.figures] == ["51件"]


def test_a_worker_that_dies_is_followed_by_another(put):
    path = put("a.txt", PROSE.encode())
    with Workshop() as workshop:
        assert isinstance(workshop.read(path)[0], Book)
        workshop._worker._process.kill()
        workshop._worker._process.wait()
        assert isinstance(workshop.read(path)[0], Book)


def slow(put) -> Path:
    """A page of the largest size, whose elements take a while."""
    return put("slow.html", page([PROSE] * 17_000).encode()[:7_900_000])


def test_a_reading_is_cancelled_and_the_next_file_is_read(put):
    cancel = threading.Event()
    with Workshop() as workshop:
        threading.Timer(0.2, cancel.set).start()
        (refused,) = workshop.read(slow(put), cancel=cancel)
        assert "已取消" in refused.why
        assert isinstance(workshop.read(put("a.txt", PROSE.encode()))[0], Book)


def test_a_file_in_the_queue_can_be_cancelled_as_well(put):
    cancel = threading.Event()
    cancel.set()
    with Workshop() as workshop:
        workshop._turn.acquire()
        (refused,) = workshop.read(put("a.txt", PROSE.encode()), cancel=cancel)
        workshop._turn.release()
    assert refused.why == "已取消"


def test_a_file_that_takes_too_long_is_given_up(put, monkeypatch):
    monkeypatch.setattr("ingest.workshop._PATIENCE", 0.0)
    with Workshop() as workshop:
        (refused,) = workshop.read(put("a.txt", PROSE.encode()))
        assert "时间太长" in refused.why


def test_threads_take_turns(workshop, put):
    paths = [put(f"{i}.txt", PROSE.replace("51件", f"{i}件").encode()) for i in range(6)]
    read: dict[Path, str] = {}

    def one(path: Path) -> None:
        (book,) = workshop.read(path)
        read[path] = book.report.text

    threads = [threading.Thread(target=one, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(f"{i}件" in read[path] for i, path in enumerate(paths))


def test_the_worker_knows_no_secret_of_its_parent(monkeypatch, put):
    monkeypatch.setenv("WENSHU_TELEGRAM_TOKEN", "123:secret")
    with Workshop() as workshop:
        workshop.read(put("a.txt", PROSE.encode()))
        assert b"secret" not in Path(f"/proc/{workshop._worker._process.pid}/environ").read_bytes()


def test_what_is_no_file_or_is_being_written_is_said(workshop, put, tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe.txt")
    assert "普通文件" in workshop.read(tmp_path / "pipe.txt")[0].why
    assert "没有这个文件" in workshop.read(tmp_path / "gone.txt")[0].why
    growing = put("growing.txt", PROSE.encode())
    whole = Path.read_bytes

    def grows(path: Path) -> bytes:
        data = whole(path)
        path.write_bytes(data + b"51")
        os.utime(path, ns=(0, time.time_ns() + 1))
        return data

    monkeypatch.setattr(Path, "read_bytes", grows)
    assert "还在写入" in workshop.read(growing)[0].why
