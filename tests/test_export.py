"""Figures as tables: numbers are numbers, texts are never formulas, and a table is whole or not there."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.export import write_table
from knowledge.errors import WenshuError
from knowledge.intake import count_figures
from knowledge.library import Library
from knowledge.models import Passage, Shelved
from tests import build

TEXT = "办结率达到59.3%,其中维持27件。"
HEADS = [
    "地区",
    "年度",
    "发布单位",
    "报告",
    "章节",
    "指标",
    "数值",
    "单位",
    "原文写法",
    "约数",
    "口径",
    "时期",
    "角色",
    "原句",
    "报告编号",
]


def held(title: str = "甲区报告", **figure: object) -> tuple[Shelved, list[Passage]]:
    one = build.figure("维持27件", "27", **figure)
    passages = [build.passage(TEXT, figures=(one,))]
    report = Shelved(
        id="r1", version=2, source="a.txt", meta=build.meta(title=title), passages=1, figures=count_figures(passages)
    )
    return report, passages


def csv_rows(path: Path) -> list[list[str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")  # by which Excel knows UTF-8
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_every_figure_of_a_library_is_a_row(library: Library, tmp_path: Path) -> None:
    reports = library.reports()
    count = write_table(tmp_path / "a.xlsx", ((r, library.store.passages(r.id)) for r in reports))
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["数字", "报告"]
    figures, listed = book.worksheets
    assert [cell.value for cell in figures[1]] == HEADS
    assert figures.freeze_panes == "A2"
    assert count == sum(report.figures for report in reports) == figures.max_row - 1
    assert [row[0].value for row in listed.iter_rows(min_row=2)] == [r.meta.region.label for r in reports]
    found = {(row[0].value, row[1].value, row[8].value): row[6].value for row in figures.iter_rows(min_row=2)}
    assert found["厦门市思明区", 2019, "51件"] == 51
    assert all(type(row[6].value) in (int, float) for row in figures.iter_rows(min_row=2))


def test_both_forms_say_the_same(tmp_path: Path) -> None:
    for name in ("a.csv", "a.XLSX"):
        assert write_table(tmp_path / name, [held(value=Decimal("0.5"), approx="约", scope="全市")]) == 1
    head, row = csv_rows(tmp_path / "a.csv")
    assert head == HEADS
    assert row[:7] == ["某市甲区", "2019", "甲区人民政府", "甲区报告", "一、(1)", "维持", "0.5"]
    assert row[7:] == ["件", "27件", "约", "全市", "", "数量", "维持27件", "r1"]
    sheet = load_workbook(tmp_path / "a.XLSX").worksheets[0]
    assert ["" if cell.value is None else str(cell.value) for cell in sheet[2]] == row


FORMULAS = ['=HYPERLINK("http://evil")', "+1", "-1", "@SUM(A1)", "＝1+1", "\t=1", "\r=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula(tmp_path: Path, text: str) -> None:
    for name in ("a.csv", "a.xlsx"):
        write_table(tmp_path / name, [held(title=text, indicator=text)])
    row = csv_rows(tmp_path / "a.csv")[1]
    assert (row[3], row[5]) == ("'" + text, "'" + text)
    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert {sheet["D2"].data_type, sheet["F2"].data_type} == {"s"}


def test_what_excel_cannot_hold_is_left_out(tmp_path: Path) -> None:
    write_table(tmp_path / "a.xlsx", [held(title="甲\x00区\x0b")])
    assert load_workbook(tmp_path / "a.xlsx").worksheets[0]["D2"].value == "甲区"


def test_a_table_that_cannot_be_finished_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")

    def failing():
        yield held()
        raise WenshuError

    with pytest.raises(WenshuError):
        write_table(path, failing())
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]
    assert path.read_text() == "old"
    with pytest.raises(WenshuError, match=r"b\.csv"):
        write_table(tmp_path / "none" / "b.csv", [held()])
