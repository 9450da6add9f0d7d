"""A file from the web: which addresses are asked, what the file is called, and what is refused in one line."""

import gzip
from asyncio import StreamReader, StreamWriter, Task, current_task, gather, sleep, start_server
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest

from ingest import fetch as module
from ingest.fetch import fetch
from knowledge.errors import BadFile

BODY = "思明区2019年报告".encode()
DRIP = b"drip"  # a body that comes a byte at a time and never ends


class Web:
    """A server on loopback; ``pages`` maps a path to head lines and a body."""

    def __init__(self) -> None:
        self.port = 0
        self.pages: dict[str, tuple[str, bytes]] = {}
        self.heads: list[str] = []
        self.visits: list[Task[None]] = []

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        self.visits.append(cast("Task[None]", current_task()))
        try:
            await self._answer(reader, writer)
        finally:
            writer.close()

    async def _answer(self, reader: StreamReader, writer: StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.heads.append(head)
        lines, body = self.pages[head.split()[1]]
        status, _, fields = lines.partition("\n")
        said = [f"HTTP/1.1 {status}", *filter(None, fields.split("\n")), "Connection: close", "", ""]
        writer.write("\r\n".join(said).encode() + body)
        if body == DRIP:
            while not writer.is_closing():
                writer.write(b".")
                await sleep(0.01)
        await writer.drain()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    web = Web()
    server = await start_server(web.serve, "127.0.0.1", 0)
    web.port = server.sockets[0].getsockname()[1]
    async with server:
        yield web
        for visit in web.visits:
            visit.cancel()
        await gather(*web.visits, return_exceptions=True)


async def got(web: Web, folder: Path, path: str = "/x.txt", host: str = "127.0.0.1") -> Path:
    return await fetch(web.url(path, host), folder, {host})


def lying(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def resolves(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    async def resolve(_host: str, _port: int) -> list[str]:
        return list(answers)

    monkeypatch.setattr(module, "resolve", resolve)


# path; headers; what the file is called
NAMES = [
    ("/a/%E6%8A%A5%E5%91%8A.txt", "", "报告.txt"),
    ("/content/post_1.html?x=1", "", "post_1.html"),
    ("/view.aspx?id=7", "Content-Type: text/html; charset=utf-8", "view.aspx.html"),
    ("/down", "Content-Type: application/pdf", "down.pdf"),
    ("/", "Content-Type: text/html", "127.0.0.1.html"),
    ("/down", "Content-Disposition: attachment; filename*=UTF-8''%E6%8A%A5%E5%91%8A.docx", "报告.docx"),
    ("/down", 'Content-Disposition: attachment; filename="../../etc/a.txt"', "a.txt"),
    ("/down", 'Content-Disposition: attachment; filename="%E6%8A%A5%E5%91%8A.txt"', "报告.txt"),
]


@pytest.mark.parametrize(("path", "fields", "name"), NAMES)
async def test_a_file_comes_under_its_own_name(web: Web, tmp_path: Path, path: str, fields: str, name: str) -> None:
    web.pages[path] = (f"200 OK\n{fields}", BODY)
    file = await got(web, tmp_path, path)
    assert (file.parent, file.name, file.read_bytes()) == (tmp_path, name, BODY)


# URL, what its host resolves to, what is said
REFUSED = [
    ("ftp://example.com/a.txt", "8.8.8.8", "http"),
    ("file:///etc/passwd", "8.8.8.8", "http"),
    ("http://user:secret@example.com/a.txt", "8.8.8.8", "密码"),
    ("http://127.0.0.1/a.txt", "", "公网"),
    ("http://[::1]/a.txt", "", "公网"),
    ("http://[::ffff:10.0.0.1]/a.txt", "", "公网"),
    ("http://[64:ff9b::7f00:1]/a.txt", "", "公网"),
    ("http://[2002:7f00:1::]/a.txt", "", "公网"),
    ("http://169.254.169.254/latest/meta-data", "", "公网"),
    ("http://192.168.1.1/a.txt", "", "公网"),
    ("http://2130706433/a.txt", "127.0.0.1", "规范"),
    ("http://0177.0.0.1/a.txt", "127.0.0.1", "写"),
    ("http://0x7f.1/a.txt", "127.0.0.1", "规范"),
    ("http://inside.example/a.txt", "10.1.2.3", "WENSHU_FETCH_HOSTS"),
    ("http://half.example/a.txt", "8.8.8.8 127.0.0.1", "公网"),
    ("http://local.example/a.txt", "fe80::1", "公网"),
    ("http://many.example/a.txt", "224.0.0.1", "公网"),
]


@pytest.mark.parametrize(("url", "addresses", "says"), REFUSED)
async def test_only_what_is_public_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, addresses: str, says: str
) -> None:
    resolves(monkeypatch, *addresses.split())
    with pytest.raises(BadFile, match=says) as refused:
        await fetch(url, tmp_path)
    assert "\n" not in str(refused.value)
    assert not lying(tmp_path)


async def test_the_address_that_was_checked_is_the_one_that_is_asked(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolves(monkeypatch, "127.0.0.1")  # a name that no name server knows
    web.pages["/x.txt"] = ("200 OK", BODY)
    await got(web, tmp_path, host="reports.example")
    assert f"Host: reports.example:{web.port}\r\n" in web.heads[0]


async def test_an_address_that_cannot_be_reached_is_passed_over(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolves(monkeypatch, "127.0.0.9", "127.0.0.1")
    web.pages["/x.txt"] = ("200 OK", BODY)
    assert (await got(web, tmp_path, host="reports.example")).read_bytes() == BODY
    resolves(monkeypatch, "127.0.0.9", "127.0.0.8")
    with pytest.raises(BadFile, match="下载不了"):
        await got(web, tmp_path, host="reports.example")


async def test_a_redirect_is_followed_and_checked(web: Web, tmp_path: Path) -> None:
    web.pages["/old"] = ("302 Found\nLocation: /new.txt", b"")
    web.pages["/new.txt"] = ("200 OK", BODY)
    assert (await got(web, tmp_path, "/old")).name == "new.txt"
    for where, says in (
        (web.url("/new.txt", "127.0.0.2"), "公网"),
        ("file:///etc/passwd", "http"),
        (web.url("/old"), "转了"),
    ):
        web.pages["/old"] = (f"302 Found\nLocation: {where}", b"")
        with pytest.raises(BadFile, match=says):
            await got(web, tmp_path, "/old")


# head, body, what is said
BAD = {
    "too large": ("200 OK", b"x" * 1001, "超过"),
    "too large when unpacked": ("200 OK\nContent-Encoding: gzip", gzip.compress(b"x" * 100_000), "超过"),
    "packed and cut off": ("200 OK\nContent-Encoding: gzip", gzip.compress(BODY)[:-9], "不完整"),
    "not packed": ("200 OK\nContent-Encoding: gzip", BODY, "下载不了"),
    "packed in a way of its own": ("200 OK\nContent-Encoding: br", BODY, "压缩"),
    "cut off": ("200 OK\nContent-Length: 500", BODY, "下载不了"),
    "not there": ("404 Not Found", b"", "404"),
    "no http": ("garbage", b"", "下载不了"),
    "dripping": ("200 OK", DRIP, "秒"),
    "dripping in the head": ("200 OK\nX-Long: ", DRIP, "秒"),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
async def test_what_is_no_good_is_refused_in_one_line(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: tuple[str, bytes, str]
) -> None:
    head, body, says = bad
    monkeypatch.setattr(module, "LARGEST", 1000)
    if body == DRIP:  # which never ends; any other server has all the time that a busy machine takes
        monkeypatch.setattr(module, "_PATIENCE", 0.2)
    web.pages["/x.txt"] = (head, body)
    with pytest.raises(BadFile, match=says) as refused:
        await got(web, tmp_path)
    assert "\n" not in str(refused.value)
    assert not lying(tmp_path)


async def test_what_a_server_packs_unasked_is_unpacked(web: Web, tmp_path: Path) -> None:
    web.pages["/x.txt"] = ("200 OK\nContent-Encoding: gzip", gzip.compress(BODY))
    assert (await got(web, tmp_path)).read_bytes() == BODY


async def test_no_proxy_of_the_environment_is_used(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    web.pages["/x.txt"] = ("200 OK", BODY)
    assert (await got(web, tmp_path)).read_bytes() == BODY


async def test_a_host_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def resolve(_host: str, _port: int) -> list[str]:
        raise OSError

    monkeypatch.setattr(module, "resolve", resolve)
    with pytest.raises(BadFile, match=r"nowhere\.example"):
        await fetch("http://nowhere.example/a.txt", tmp_path)
