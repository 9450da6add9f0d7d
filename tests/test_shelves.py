"""Shelves: what is put on one comes back as it was, and one that is damaged, foreign or out of reach says so."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge import shelf_writer
from knowledge.embedding import LexicalEmbedder
from knowledge.errors import StoreMismatch, StoreUnavailable
from knowledge.models import Passage, Shelved
from knowledge.places import Place
from knowledge.records import Record, owner, pack, record_id, unpack
from knowledge.shelf_writer import Order, write
from knowledge.shelves import Folder, Home, home, open_shelf
from tests import build

EMBEDDER = LexicalEmbedder()
REPORT = Shelved(id="r1", version=3, source="a.txt", meta=build.meta(), passages=2, figures=4)

QUOTE = "甲区办理案件51件"
LONG = Decimal("12345678901234567890.123456789")
PASSAGES = {
    "plain": build.passage(),
    "far into the report": build.passage(start=5000),
    "without figures or headings": build.passage("没有数字的一段", path=(), label=""),
    "line ends, tabs and quotes": build.passage('甲\r\n乙\t"丙"\\u0051\n'),
    "rare characters": build.passage("𠮷野家①²㎡\u200b\ufeff"),
    "a quote from outside": build.passage("其中维持27件", figures=(build.figure("其中维持27件", "27", quote=QUOTE),)),
    "a quote from before": build.passage(
        "其中维持27件", start=20, figures=(build.figure("其中维持27件", "27", offset=20, quote=QUOTE, quote_start=3),)
    ),
    "every digit": build.passage("共5件", figures=(build.figure("共5件", "5", value=LONG),)),
    "every field": build.passage(
        "约5件",
        figures=(
            build.figure("约5件", "5", approx="约", head="案件", role="rate", scope="全市", period="2019年", year=2019),
        ),
    ),
}


@pytest.mark.parametrize("passage", PASSAGES.values(), ids=PASSAGES)
def test_a_record_becomes_the_passage_it_was(passage: Passage) -> None:
    record = pack(REPORT, passage)
    assert unpack(record.document, record.metadata) == passage
    assert owner(record.id) == ("r1", 3)


def records(count: int) -> Iterator[Record]:
    return (pack(REPORT, build.passage(f"乙区组织第{n}类活动12场", n)) for n in range(count))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two shelves, written by workers: one of the passages above, one of so many that it has an index."""
    folder = tmp_path_factory.mktemp("shelves")
    passages = [passage.model_copy(update={"ordinal": n}) for n, passage in enumerate(PASSAGES.values())]
    for name, written in {"shelf-1": [pack(REPORT, p) for p in passages], "shelf-2": [*records(1000)]}.items():
        assert write(Order(place=Place(folder=folder), name=name), written) == len(written)
    return folder


@pytest.fixture
def folder(filled: Path, tmp_path: Path) -> Path:
    return shutil.copytree(filled, tmp_path / "shelves")


def test_a_shelf_gives_back_what_a_worker_wrote(folder: Path) -> None:
    ids = [record_id("r1", 3, n) for n in range(len(PASSAGES))]
    with closing(open_shelf(Folder(folder), "shelf-1", EMBEDDER.id)) as shelf:
        found = shelf.passages(ids)
    assert [found[record].model_copy(update={"ordinal": 0}) for record in ids] == list(PASSAGES.values())


def test_the_nearest_come_first(folder: Path) -> None:
    with closing(open_shelf(Folder(folder), "shelf-1", EMBEDDER.id)) as shelf:
        hits = shelf.nearest(EMBEDDER.embed(["行政复议案件多少件"]), 3)
    closeness = [close for _, close in hits]
    assert hits[0][0] in {record_id("r1", 3, 0), record_id("r1", 3, 1)}
    assert closeness == sorted(closeness, reverse=True)
    assert len(hits) == 3


def test_a_program_that_opens_the_shelf_embeds_as_we_did(folder: Path) -> None:
    client = Folder(folder).client("shelf-1")
    with closing(client):
        found = client.get_collection("shelf-1").query(query_texts=["没有数字的一段"], n_results=1)
    assert found["documents"] == [["没有数字的一段"]]


def _shorten(name: str) -> Callable[[Path], object]:
    return lambda shelf: [os.truncate(path, 10) for path in shelf.rglob(name)]


DAMAGES = {
    "lost": shutil.rmtree,
    "no database": lambda shelf: (shelf / "chroma.sqlite3").unlink(),
    "another's database": lambda shelf: (shelf / "chroma.sqlite3").write_bytes(b""),
    "a torn database": lambda shelf: os.truncate(shelf / "chroma.sqlite3", 5000),
    "a torn index": _shorten("index_metadata.pickle"),
    "no index": lambda shelf: [path.unlink() for path in shelf.rglob("header.bin")],
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_shelf_says_how_to_mend_it(folder: Path, damage: Callable[[Path], object]) -> None:
    damage(folder / "shelf-2")
    for _ in range(2):  # Chroma answers differently when it is asked again
        with pytest.raises(StoreMismatch, match="wenshu reindex"):
            _search(Folder(folder), "shelf-2")


def _search(there: Home, name: str, embedder: str = EMBEDDER.id) -> None:
    with closing(open_shelf(there, name, embedder)) as shelf:
        shelf.nearest(EMBEDDER.embed(["行政复议"]), 1)


def test_vectors_of_another_embedder_are_refused(folder: Path) -> None:
    with pytest.raises(StoreMismatch, match=f"{EMBEDDER.id}.*other-1.*wenshu reindex"):
        _search(Folder(folder), "shelf-1", embedder="other-1")


def test_a_passage_that_is_missing_is_no_empty_answer(folder: Path) -> None:
    with closing(open_shelf(Folder(folder), "shelf-1", EMBEDDER.id)) as shelf, pytest.raises(StoreMismatch):
        shelf.passages([record_id("r1", 3, 0), record_id("r1", 3, 99)])


def test_a_discarded_shelf_is_gone_with_all_its_files(folder: Path) -> None:
    Folder(folder).discard("shelf-1")
    Folder(folder).discard("shelf-1")
    assert [shelf.name for shelf in folder.iterdir()] == ["shelf-2"]


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[str]]:
    """The workers that were started, the last one last."""
    started = []
    start = subprocess.Popen

    def remember(*args, **options) -> subprocess.Popen[str]:
        started.append(start(*args, **options))
        return started[-1]

    monkeypatch.setattr(shelf_writer.subprocess, "Popen", remember)
    return started


def test_a_killed_worker_leaves_nothing(tmp_path: Path, workers: list[subprocess.Popen[str]]) -> None:
    def cut_short() -> Iterator[Record]:
        yield from records(2500)  # more than the pipe holds: the worker is at its second batch
        workers[-1].send_signal(signal.SIGKILL)

    with pytest.raises(StoreUnavailable, match="内容不变"):
        write(Order(place=Place(folder=tmp_path), name="shelf-1"), cut_short())
    assert not list(tmp_path.iterdir())


def test_a_reader_that_fails_stops_the_worker(tmp_path: Path, workers: list[subprocess.Popen[str]]) -> None:
    def failing() -> Iterator[Record]:
        yield from records(3)
        raise LookupError

    with pytest.raises(LookupError):
        write(Order(place=Place(folder=tmp_path), name="shelf-1"), failing())
    assert workers[-1].returncode == 1
    assert not list(tmp_path.iterdir())


def test_what_a_worker_complains_of_is_passed_on(tmp_path: Path) -> None:
    twice = [*records(1), *records(1)]
    with pytest.raises(StoreUnavailable, match="DuplicateIDError"):
        write(Order(place=Place(folder=tmp_path), name="shelf-1"), twice)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a Chroma server on loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = tmp_path_factory.mktemp("server")
    command = [
        Path(sys.executable).with_name("chroma"),
        "run",
        "--path",
        path,
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        assert running.stdout
        next(line for line in running.stdout if "listening" in line)
        yield f"http://127.0.0.1:{port}"
        running.kill()


def test_shelves_stand_on_a_server_as_in_a_folder(server: str, tmp_path: Path) -> None:
    place = Place(folder=tmp_path, url=server, token="secret")
    there = home(place)
    write(Order(place=place, name="shelf-1"), records(3))
    assert list(there.standing()) == ["shelf-1"]
    with closing(open_shelf(there, "shelf-1", EMBEDDER.id)) as shelf:
        found = shelf.passages([record_id("r1", 3, n) for n in range(3)])
        assert [pack(REPORT, passage) for passage in found.values()] == list(records(3))
        assert shelf.nearest(EMBEDDER.embed(["第2类活动"]), 1)[0][0] == record_id("r1", 3, 2)
    with pytest.raises(StoreMismatch, match="wenshu reindex"):
        _search(there, "shelf-1", embedder="other-1")
    there.discard("shelf-1")
    there.discard("shelf-1")
    assert not there.standing()
    with pytest.raises(StoreMismatch, match="wenshu reindex"):
        _search(there, "shelf-1")


def test_a_server_that_is_away_says_what_to_check(tmp_path: Path) -> None:
    there = home(Place(folder=tmp_path, url="http://127.0.0.1:1"))
    for ask in (lambda: _search(there, "shelf-1"), there.standing, lambda: there.discard("shelf-1")):
        with pytest.raises(StoreUnavailable, match="WENSHU_CHROMA_URL"):
            ask()
