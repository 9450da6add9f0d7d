"""The commands that keep the library: what comes in, what is shown of it, and how it is taken back."""

import json
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from bot.cli import main
from bot.progress import Progress
from ingest import samples
from knowledge.errors import StoreUnavailable
from knowledge.store import Store
from tests import build
from tests.shared import ROOT
from tests.test_pipeline import REPORT

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command in this process, on a data folder of its own: its exit code, and what it said."""
    build.write_shelves_here(monkeypatch)

    def run(*arguments: object) -> tuple[int, str]:
        code = main([*map(str, arguments), "--data", str(tmp_path / "data")])
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


@pytest.fixture
def reports(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{year}.txt" for year in (2018, 2019, 2021)]
    for path in paths:
        path.write_text(REPORT.format(year=path.stem), encoding="utf-8")
    return paths


class Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = samples.paths()[2].read_bytes() if self.path == "/report.txt" else b""
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:  # type: ignore[override]
        """Says nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Page) as server:
        Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_small_shelves_are_put_together(run: Run, reports: list[Path], tmp_path: Path) -> None:
    for year in range(2011, 2019):
        reports[0].write_text(REPORT.format(year=year), encoding="utf-8")
        assert run("ingest", reports[0])[0] == 0
    assert len(list((tmp_path / "data" / "shelves").iterdir())) == 1


def test_what_came_in_stays_in_where_shelves_cannot_be_put_together(
    run: Run, reports: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(_: Store) -> int:
        raise StoreUnavailable("够不着")

    monkeypatch.setattr(Store, "merge", unreachable)
    assert run("ingest", reports[0])[0] == 0


def test_files_and_the_web_come_in_together(
    run: Run, site: str, reports: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENSHU_FETCH_HOSTS", "127.0.0.1")
    code, said = run("ingest", reports[0], f"{site}/report.txt", f"{site}/gone.txt", "--json")
    rows = {row["source"]: row for row in map(json.loads, said.splitlines())}
    assert code == 1
    assert [rows[source]["outcome"] for source in (str(reports[0]), f"{site}/report.txt")] == ["new", "new"]
    assert "404" in rows[f"{site}/gone.txt"]["why"]


def test_no_address_of_the_house_is_asked_unless_the_settings_name_it(run: Run, site: str) -> None:
    code, said = run("ingest", f"{site}/report.txt")
    assert (code, "WENSHU_FETCH_HOSTS" in said) == (1, True)


def test_what_is_held_under_another_name_says_so(run: Run, reports: list[Path]) -> None:
    run("ingest", reports[0])
    reports[0].rename(reports[0].with_name("同一份.txt"))
    for options in ((), ("--dry-run",)):
        code, said = run("ingest", reports[0].with_name("同一份.txt"), *options)
        assert (code, "无变化" in said, "“2018.txt”相同" in said) == (0, True, True)


def test_ctrl_c_keeps_what_went_in_and_names_the_rest(
    run: Run, reports: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    over = Progress.over

    def pressing(self: Progress, files: list[Path]) -> Iterator[Path]:
        for file in over(self, files):
            signal.raise_signal(signal.SIGINT)
            yield file

    with monkeypatch.context() as pressed:
        pressed.setattr(Progress, "over", pressing)
        code, said = run("ingest", *reports)
    assert code == 130
    assert [line.split("　")[0] for line in said.splitlines()[:3]] == ["新增", "未处理", "未处理"]
    assert str(reports[2]) in said
    assert run("reports", "--json")[1].count("\n") == 1
    assert run("ingest", *reports)[0] == 0


def test_a_removed_report_is_found_and_comes_back_by_the_command_that_is_shown(run: Run, reports: list[Path]) -> None:
    run("ingest", reports[0])
    identity = json.loads(run("reports", "--json")[1])["report"]
    code, said = run("reports", "remove", identity, "--yes")
    command = shlex.split(said.strip().partition("要恢复：")[2])
    assert (code, command[0]) == (0, "wenshu")
    assert identity in run("reports", "list", "--removed")[1]
    assert "第 1 版　" in run("reports", "history", identity)[1]
    assert main(command[1:]) == 0
    assert "第 1 版（现用）" in run("reports", "history", identity)[1]
    assert run("reports", "list", "--removed")[1] == "没有移除过的报告。\n"
    assert [line.split("　")[2] for line in run("reports", "audit")[1].splitlines()[-3:]] == ["回退", "移除", "存入"]


def test_a_rollback_goes_one_version_back(run: Run, reports: list[Path]) -> None:
    run("ingest", reports[0])
    reports[0].write_text(REPORT.format(year=2018) + "另有提案155件。", encoding="utf-8")
    run("ingest", reports[0], "--yes")
    (identity,) = {json.loads(line)["report"] for line in run("reports", "--json")[1].splitlines()}
    assert "第 1 版" in run("reports", "rollback", identity)[1]
    code, said = run("reports", "rollback", identity)
    assert (code, identity in said) == (1, True)
    assert "第 2 版" in run("reports", "rollback", identity, "2")[1]
    live = [row["live"] for row in map(json.loads, run("reports", "history", identity, "--json")[1].splitlines())]
    assert live == [False, True]


def test_coverage_names_what_is_missing(run: Run, reports: list[Path]) -> None:
    assert "还没有报告" in run("reports", "coverage")[1]
    run("ingest", *reports)
    row = json.loads(run("reports", "coverage", "--json")[1])
    assert (row["region"], row["kind"]) == ("厦门市思明区", "法治政府建设情况报告")
    assert (sorted(row["years"]), row["missing"]) == (["2018", "2019", "2021"], [2020])
    assert run("reports", "coverage")[1].splitlines()[1].split() == [
        *("厦门市思明区", "法治政府建设情况报告", "有", "有", "－", "有", "2020")
    ]


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_figures_are_exported(run: Run, reports: list[Path], tmp_path: Path, name: str) -> None:
    run("ingest", *reports)
    code, said = run("reports", "export", "--out", tmp_path / name)
    assert (code, "3 份报告，60 个数字" in said) == (0, True)
    assert (tmp_path / name).stat().st_size > 1000


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["export", "--out", "a.pdf"], 2, ".xlsx"),
        (["export", "nothing", "--out", "a.csv"], 1, "nothing"),
        (["remove", "nothing", "--yes"], 1, "nothing"),
        (["rollback", "nothing"], 1, "nothing"),
        (["history", "nothing"], 1, "nothing"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(run: Run, arguments: list[str], code: int, says: str) -> None:
    found, said = run("reports", *arguments)
    assert (found, says in said, said.count("\n")) == (code, True, 1)


def test_what_waits_is_answered_on_the_command_line(run: Run, tmp_path: Path) -> None:
    waiting = tmp_path / "data" / "inbox" / "waiting"
    waiting.mkdir(parents=True)
    (waiting / "a.txt").write_text(REPORT.format(year=2019).replace("思明区", ""), encoding="utf-8")
    (waiting / "a.txt.txt").touch()
    assert "1 份等着补" in run("doctor")[1]
    assert run("ingest", waiting / "a.txt")[0] == 1
    assert run("ingest", waiting / "a.txt", "--region", "厦门市思明区")[0] == 0
    assert [path.name for path in waiting.iterdir()] == []
    assert (waiting.parent / "done" / "a.txt").exists()


def test_a_watched_folder_is_read_until_a_signal_comes(tmp_path: Path, reports: list[Path]) -> None:
    command = [sys.executable, "-m", "bot", "watch", "--every", "0.01", "--data", str(tmp_path / "data")]
    inbox = tmp_path / "data" / "inbox"
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as watching:
        assert watching.stdout
        try:
            assert str(inbox) in watching.stdout.readline()
            reports[0].rename(inbox / "a.txt")
            assert watching.stdout.readline().startswith("新增")
            assert str(inbox / "done" / "a.txt") in watching.stdout.readline()
        finally:
            watching.send_signal(signal.SIGTERM)
        assert watching.wait() == 0
