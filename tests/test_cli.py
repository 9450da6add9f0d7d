"""`wenshu` as a process: what it prints, what it writes, how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest import samples
from tests.shared import ROOT

FLAGSHIP = "思明区2019年办理了多少行政复议案件"
ANSWER_FIELDS = {
    "id", "question", "status", "figures", "related", "passages", "reason", "missing", "nearest", "computed",
    "findings", "assumed", "carried", "message", "took_ms",
}  # fmt: skip
FIGURE_FIELDS = {
    "value", "unit", "text", "approx", "indicator", "role", "region", "year", "period", "scope", "quote", "section",
    "report", "title", "source", "start", "end", "rule",
}  # fmt: skip


def wenshu(*arguments: object, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command as an installation without settings would."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WENSHU_")}
    command = [sys.executable, "-m", "bot", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=clean, input=typed, capture_output=True, text=True, check=False)


def test_ask_shows_the_figure_first_and_cites_it(sample_data: Path) -> None:
    done = wenshu("ask", FLAGSHIP, "--data", sample_data)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "51件"
    assert "《厦门市思明区2019年法治政府建设情况报告》" in done.stdout


def test_ask_json_has_every_field_of_the_contract(sample_data: Path) -> None:
    answer = json.loads(wenshu("ask", FLAGSHIP, "--json", "--data", sample_data).stdout)
    assert set(answer) == ANSWER_FIELDS
    assert set(answer["figures"][0]) == FIGURE_FIELDS
    assert (answer["figures"][0]["value"], answer["figures"][0]["unit"]) == (51, "件")
    assert answer["message"].startswith("51件")


def test_explain_says_how_the_question_was_read(sample_data: Path) -> None:
    said = wenshu("ask", FLAGSHIP, "--explain", "--data", sample_data).stdout
    assert "行政复议" in said
    assert "ok" in said


def test_batch_answers_line_by_line_and_names_a_broken_one(sample_data: Path, tmp_path: Path) -> None:
    asked, answered = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        json.dumps({"id": "a", "question": FLAGSHIP, "note": "ignored"}),
        "no json",
        json.dumps({"id": "b", "question": "那花都区呢", "history": [FLAGSHIP]}),
    ]
    asked.write_text("\n".join(lines), encoding="utf-8")
    done = wenshu("ask", "--batch", asked, "--out", answered, "--data", sample_data)
    answers = [json.loads(line) for line in answered.read_text(encoding="utf-8").splitlines()]
    assert [(a["id"], a["figures"][0]["text"]) for a in answers] == [("a", "51件"), ("b", "64宗")]
    assert done.returncode == 1
    assert "第 2 行" in done.stderr


def test_chat_reads_a_pipe_and_follows_up(sample_data: Path) -> None:
    said = wenshu("chat", "--data", sample_data, typed=f"{FLAGSHIP}\n\n那花都区呢\n").stdout
    assert "51件" in said
    assert "64宗" in said


def test_start_ingests_the_samples_into_an_empty_library(tmp_path: Path) -> None:
    done = wenshu("start", "--data", tmp_path / "fresh", typed=f"{FLAGSHIP}\n")
    assert done.returncode == 0
    assert "51件" in done.stdout


def test_figures_of_a_file_hold_their_spans() -> None:
    path = samples.paths()[0]
    text = path.read_text(encoding="utf-8")
    figures = [json.loads(line) for line in wenshu("figures", path, "--json").stdout.splitlines()]
    assert len(figures) > 20
    assert all(text[f["start"] : f["end"]] == f["text"] for f in figures)
    assert {f["report"] for f in figures} == {path.name}


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("空.txt", b"", "空"),
        ("图.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00", ""),
        ("便条.txt", "今天下午三点开会。".encode(), ""),
    ],
)
def test_a_bad_file_is_named_and_the_others_go_on(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(content)
    done = wenshu("ingest", tmp_path / name, samples.paths()[0], "--data", tmp_path / "data")
    refused, taken = done.stdout.splitlines()[:2]
    assert done.returncode == 1
    assert name in refused
    assert why in refused
    assert taken.startswith("新增")
    assert "Traceback" not in done.stderr


def test_the_same_report_in_gb18030_is_the_same_report(tmp_path: Path) -> None:
    path = samples.paths()[0]
    other = tmp_path / "旧编码.txt"
    other.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    data = tmp_path / "data"
    assert wenshu("ingest", path, "--data", data).stdout.startswith("新增")
    assert wenshu("ingest", other, "--data", data).stdout.startswith("无变化")


def test_a_dry_run_stores_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    tried = wenshu("ingest", samples.paths()[0], "--dry-run", "--data", data).stdout
    assert ("新增" in tried, "库没有改动" in tried, "完成" in tried) == (True, True, False)
    assert wenshu("reports", "--json", "--data", data).stdout == ""


def test_reports_are_listed(sample_data: Path) -> None:
    listed = [json.loads(line) for line in wenshu("reports", "--json", "--data", sample_data).stdout.splitlines()]
    assert {(r["region"], r["year"]) for r in listed} >= {("厦门市思明区", 2019), ("咸宁市", 2017)}


def test_eval_scores_ones_own_questions(sample_data: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(
        json.dumps({"question": FLAGSHIP, "accept": [{"value": 51, "unit": "件"}]})
        + "\n"
        + json.dumps({"question": "思明区2018年行政复议几件", "kind": "none"}),
        encoding="utf-8",
    )
    scores = json.loads(wenshu("eval", gold, "--json", "--data", sample_data).stdout)
    assert scores == {"questions": 2, "right": 2, "partial": 0, "silent": 0, "wrong": 0}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["bot"], "WENSHU_TELEGRAM_TOKEN"),
        (["figures", "没有这个文件"], "没有这个文件"),
        (["ask", "--batch", "没有.jsonl", "--out", "x.jsonl"], "没有.jsonl"),
        (["reports", "show", "nothing"], "nothing"),
    ],
)
def test_an_error_is_one_line_that_says_what_to_do(sample_data: Path, arguments: list[str], says: str) -> None:
    done = wenshu(*arguments, "--data", sample_data)
    assert done.returncode != 0
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
