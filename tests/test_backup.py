"""Backup and restore: what was saved comes back whole, and what is damaged or hostile changes nothing."""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from bot.cli import main
from bot.tables import Base, Database, Known
from ingest import samples
from knowledge import archive
from knowledge.backup import unpacking
from knowledge.errors import BadFile, StoreUnavailable
from knowledge.store import Store, StoreSettings
from tests import build
from tests.test_cli import FLAGSHIP
from tests.test_store import NEW, OLD, put, shown


@pytest.fixture(autouse=True)
def _shelves_written_here(monkeypatch: pytest.MonkeyPatch) -> None:
    build.write_shelves_here(monkeypatch)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two versions of one report, a removed one, and a person of the chat."""
    with Store(StoreSettings(data=tmp_path / "data")) as store:
        put(store, OLD, original=b"\xff\x00")
        put(store, NEW, year=2019)
        put(store, OLD, "r2")
        store.remove("r2", "乙")
        Database(store.engine).now(lambda session: session.add(Known(id=-7, standing="allowed", name="某群")))
        yield store


@pytest.fixture
def saved(store: Store, tmp_path: Path) -> Path:
    store.backup(tmp_path / "库.zip", Base.metadata)
    return tmp_path / "库.zip"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    with Store(StoreSettings(data=tmp_path / "other")) as store:
        yield store


def restore(store: Store, path: Path) -> int:
    with unpacking(path) as backup:
        return store.restore(backup, Base.metadata, build.reread, "丙")


def test_a_library_comes_back_whole(store: Store, saved: Path, empty: Store) -> None:
    assert restore(empty, saved) == 3
    assert empty.reports() == store.reports()
    assert shown(empty) == NEW
    assert empty.history("r1") == store.history("r1")
    assert empty.acts()[1:] == store.acts()
    assert (empty.acts()[0].actor, empty.acts()[0].action) == ("丙", "restore")
    assert empty.original("r1", 1) == b"\xff\x00"
    empty.rollback("r1", 1, "丙")
    empty.rollback("r2", empty.before("r2"), "丙")
    assert (shown(empty), shown(empty, "r2")) == (OLD, OLD)
    assert empty.find("行政复议案件", 1)
    assert put(empty, OLD + NEW) == "replaced"
    names = Database(empty.engine).now(lambda session: [known.name for known in session.query(Known)])
    assert names == ["某群"]


def test_a_restored_library_is_one_of_its_own(store: Store, saved: Path, empty: Store) -> None:
    """On a shared Chroma server neither takes the other's shelves for its own lost ones."""
    restore(empty, saved)
    assert empty._catalogue.library() != store._catalogue.library()
    assert {card.name.split("-")[1] for card in empty._catalogue.shelves()} == {empty._catalogue.library()}


def test_a_backup_is_of_one_moment(store: Store, empty: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports come in before each table is written; what came after the first of them is in none."""
    add, turns = archive.Packer.add, iter("abcdefghijklmnopqrstuvwxyz")

    def adding(self: archive.Packer, name: str, chunks: Iterable[bytes]) -> int:
        put(store, OLD, next(turns))
        return add(self, name, chunks)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(archive.Packer, "add", adding)
        store.backup(tmp_path / "a.zip", Base.metadata)
    assert len(store.reports()) > 3
    restore(empty, tmp_path / "a.zip")
    assert {report.id for report in empty.reports()} == {"r1", "a"}
    assert (shown(empty), shown(empty, "a"), len(empty.acts())) == (NEW, OLD, 6)


def test_a_file_that_is_lost_is_counted_and_the_rest_is_saved(store: Store, empty: Store, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "data" / "files")
    assert store.backup(tmp_path / "a.zip", Base.metadata).lost == 1
    restore(empty, tmp_path / "a.zip")
    assert (shown(empty), empty.original("r1", 1)) == (NEW, b"")


def test_only_an_empty_library_is_filled(store: Store, saved: Path) -> None:
    before = (store.reports(), store.acts())
    with pytest.raises(StoreUnavailable, match="空库"):
        restore(store, saved)
    assert (store.reports(), store.acts()) == before


def test_a_restore_that_fails_late_leaves_things_as_they_were(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_args: object) -> int:
        raise StoreUnavailable("磁盘已满")

    monkeypatch.setattr("knowledge.stacks.write", failing)
    for data in (tmp_path / "data", tmp_path / "new"):
        before = lying(data)
        assert main(["restore", str(saved), "--data", str(data), "--yes"]) == 1
        assert lying(data) == before


def lying(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*") if path.name != "bot.lock"}


def rewritten(path: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    """The backup with other content, and a manifest that fits it."""
    with zipfile.ZipFile(path) as file:
        members = {name: file.read(name) for name in file.namelist()}
    manifest = json.loads(members.pop("manifest.json"))
    change(members)
    sums = {name: {"size": len(data), "sha256": sha256(data).hexdigest()} for name, data in members.items()}
    manifest = {**manifest, "members": sums}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
        file.writestr("manifest.json", json.dumps(manifest))


def row(table: str, **changed: object) -> Callable[[Path], None]:
    """The backup with something else in the first row of a table."""

    def change(members: dict[str, bytes]) -> None:
        first, *rest = members[f"tables/{table}.jsonl"].splitlines()
        first = json.dumps({**json.loads(first), **changed}).encode()
        members[f"tables/{table}.jsonl"] = b"\n".join([first, *rest])

    return lambda path: rewritten(path, change)


def member(name: str, content: bytes | None) -> Callable[[Path], None]:
    def change(members: dict[str, bytes]) -> None:
        members.pop(name, None)
        if content is not None:
            members[name] = content

    return lambda path: rewritten(path, change)


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0xFF
    path.write_bytes(content)


def appended(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("../../evil.txt", "x")


def newer(path: Path) -> None:
    with zipfile.ZipFile(path) as file:
        manifest = json.loads(file.read("manifest.json"))
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("manifest.json", json.dumps({**manifest, "format": 99}))


# what is done to a sound backup; what is said of it
DAMAGE = {
    "cut off": (lambda path: path.write_bytes(path.read_bytes()[:-30]), "损坏"),
    "a bit flipped": (flipped, "损坏"),
    "no zip": (lambda path: path.write_text("x"), "损坏"),
    "gone": (Path.unlink, "没有这个文件"),
    "of a newer version": (newer, "升级"),
    "a climbing path": (appended, "损坏"),
    "a climbing path in the manifest": (member("../../evil.txt", b"x"), "损坏"),
    "a file under another's hash": (member(f"files/{'0' * 64}", b"x"), "损坏"),
    "another zip": (lambda path: zipfile.ZipFile(path, "w").close(), "不是"),
    "a bomb": (member(f"files/{sha256(bytes(300_000)).hexdigest()}", bytes(300_000)), "大得"),
    "a table that nobody knows": (member("tables/users.jsonl", b"{}"), "损坏"),
    "no JSON": (member("tables/reports.jsonl", b"{"), "损坏"),
    "no row": (member("tables/reports.jsonl", b"[]"), "损坏"),
    "a column that nobody knows": (row("reports", password="x"), "损坏"),
    "a live version that is not there": (row("reports", live=9), "损坏"),
    "a number for a text": (row("versions", text=7), "损坏"),
    "a text for a number": (row("versions", passages="7"), "损坏"),
    "a number beyond bounds": (row("versions", passages=2**80), "损坏"),
    "nothing where something must be": (row("versions", text=None), "损坏"),
    "half a character": (row("versions", text="\ud800"), "损坏"),
    "no metadata": (row("versions", meta="{}"), "损坏"),
    "versions of no report": (member("tables/reports.jsonl", b""), "损坏"),
}


@pytest.mark.parametrize(("damage", "says"), DAMAGE.values(), ids=DAMAGE)
def test_a_backup_that_is_no_good_changes_nothing(
    saved: Path, empty: Store, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], object], says: str
) -> None:
    monkeypatch.setattr(archive, "_SMALL", 100_000)
    monkeypatch.setattr(archive, "_PACKED", 20)
    damage(saved)
    with pytest.raises(BadFile, match=says) as refused:
        restore(empty, saved)
    assert "\n" not in str(refused.value)
    assert (empty.reports(), empty.acts()) == ((), ())
    assert not list(saved.parent.parent.rglob("evil.txt"))


def test_what_a_row_names_becomes_no_path(saved: Path, empty: Store) -> None:
    row("versions", shelf="../../evil", original="../../evil")(saved)
    restore(empty, saved)
    assert {path.name.partition("-")[0] for path in (saved.parent / "other" / "shelves").iterdir()} == {"shelf"}
    assert empty.original("r1", 1) == b""


def test_the_command_line_saves_and_brings_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, other, file = tmp_path / "data", tmp_path / "other", tmp_path / "库.zip"

    def wenshu(*arguments: object) -> tuple[int, str]:
        code = main([str(argument) for argument in arguments])
        return code, "".join(capsys.readouterr())

    wenshu("ingest", samples.paths()[2], "--data", data)
    assert wenshu("backup", file, "--data", data)[0] == 0
    assert "--yes" in wenshu("backup", file, "--data", data)[1]
    (other / "inbox").mkdir(parents=True)
    assert wenshu("restore", file, "--data", other)[0] == 0
    assert wenshu("ask", FLAGSHIP, "--data", other)[1].startswith("51件")
    code, said = wenshu("restore", file, "--data", other)
    assert (code, "--yes" in said) == (1, True)
    assert wenshu("restore", file, "--data", other, "--yes")[0] == 0
    (aside,) = other.glob("before-restore-*")
    assert lying(other) == {*lying(aside), aside.name, "inbox"}
    assert "从备份恢复" in wenshu("reports", "audit", "--data", other)[1]
    assert wenshu("reports", "history", "becc875e9734", "--data", other)[1].startswith("第 1 版（现用）")
