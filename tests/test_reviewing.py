"""What does not agree and what changed, from a file to the answer and the command line."""

import json
from pathlib import Path

import pytest

from bot.cli import main
from bot.render import render_text
from bot.wire import as_json
from knowledge.library import Library
from knowledge.store import Store, StoreSettings
from tests import build

PAGE = """思明区{year}年法治政府建设情况报告

一、行政复议
{said}
二、普法宣传
组织普法宣传活动12场,发放宣传资料3000份,受众900人。坚持依法行政,规范执法行为,强化监督,各项任务扎实推进。
健全制度,规范执法,强化监督,各项任务扎实推进,群众满意度稳步提高。健全制度,规范执法,强化监督,各项任务扎实推进,群众满意度稳步提高。
三、行政执法
健全制度,规范执法,强化监督,各项任务扎实推进,群众满意度稳步提高。健全制度,规范执法,强化监督,各项任务扎实推进,群众满意度稳步提高。
"""
FIRST = "办结行政复议案件66件,其中维持27件,撤销30件,驳回12件。"
SECOND = "办结行政复议案件69件,其中维持27件,撤销30件,驳回12件。"
QUESTION = "思明区2019年行政复议维持几件"


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    build.write_shelves_here(monkeypatch)
    monkeypatch.chdir(tmp_path)


def put(said: str, year: int = 2019) -> None:
    path = Path(f"{year}.txt")
    path.write_text(PAGE.format(year=year, said=said), encoding="utf-8")
    assert main(["ingest", str(path), "--yes", "--json"]) == 0


def listed(capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    main(["reports", "--json"])
    return json.loads(capsys.readouterr().out.splitlines()[0])["report"]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert main(["reports", *arguments]) == 0
    return capsys.readouterr().out


def test_what_does_not_agree_stands_beside_the_answer() -> None:
    put(FIRST)
    with Store(StoreSettings(data=Path("data"))) as store:
        library = Library(store)
        answer = library.ask(QUESTION)
        said = "报告里这几个分项（27件、30件、12件）相加为69件（计算），超过所述合计66件"
        assert render_text(answer).splitlines()[2] == f"注意：{said}"
        (finding,) = as_json(answer, "")["findings"]
        assert (finding["rule"], finding["stated"], finding["expected"]) == ("parts_exceed", 66, 69)
        assert library.ask("思明区2019年普法宣传活动几场").findings == ()
        put(SECOND)
        assert library.ask(QUESTION).findings == ()


def test_a_finding_with_a_figure_that_is_not_in_the_text_is_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    put(FIRST)
    with Store(StoreSettings(data=Path("data"))) as store:
        text = store.text
        monkeypatch.setattr(store, "text", lambda *asked: text(*asked).replace("撤销30件", "撤销??件"))
        answer = Library(store).ask(QUESTION)
        assert [cited.figure.text for cited in answer.figures] == ["27件"]
        assert answer.findings == ()


def test_the_year_before_stands_beside_the_answers_of_both_years() -> None:
    put("2018年办结行政复议案件50件。", 2018)
    put("2019年办结行政复议案件69件。2018年办结行政复议案件55件。", 2019)
    with Store(StoreSettings(data=Path("data"))) as store:
        (report,) = (held for held in store.reports() if held.meta.year == 2018)
        (finding,) = Library(store).ask("思明区2018年办结行政复议案件几件").findings
        assert (finding.rule, finding.other, finding.stated, finding.expected) == ("last_year", report.id, 55, 50)


def test_checks_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    put(FIRST)
    put(SECOND, 2018)
    shown = run(capsys, "checks")
    assert shown.startswith("《思明区2019年法治政府建设情况报告》有 1 处数字对不上：")
    assert shown.endswith("共查 2 份报告，1 份有对不上的数字。\n")
    (line,) = run(capsys, "checks", "--json").splitlines()
    assert [figure["text"] for figure in json.loads(line)["figures"]] == ["66件", "27件", "30件", "12件"]
    assert "没有发现" in run(capsys, "checks", listed(capsys))


def test_versions_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    for said in (FIRST, SECOND, SECOND + "调解3件。"):
        put(said)
    report = listed(capsys)
    assert run(capsys, "diff", report).startswith("第 2 版 → 第 3 版：\n新增1、变更0、消失0")
    assert "变更1（66件→69件）" in run(capsys, "diff", report, "1")
    found = json.loads(run(capsys, "diff", report, "1", "2", "--json"))
    assert [(c["before"]["text"], c["after"]["text"]) for c in found["changed"]] == [("66件", "69件")]
    assert (found["before"], found["after"], found["new"], found["gone"]) == (1, 2, [], [])


WRONG = [
    (["diff", "nothing"], "没有“nothing”"),
    (["diff", "{report}"], "只有一个版本"),
    (["diff", "{report}", "1", "7"], "第 7 版"),
    (["checks", "nothing"], "没有“nothing”"),
]


@pytest.mark.parametrize(("arguments", "says"), WRONG)
def test_what_cannot_be_shown_is_said(arguments, says, capsys):
    put(FIRST)
    report = listed(capsys)
    assert main(["reports", *(argument.format(report=report) for argument in arguments)]) != 0
    assert says in capsys.readouterr().err
