"""Tables, ruled or pasted: each number is named by its row and column, and stands where it is said to stand."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.passages import read_passages
from ingest.tables import table_text
from knowledge.models import plain_number

RULED = [
    ("项目 | 数量(件)\n警告 | 120\n罚款 | 35", ["警告 120 件", "罚款 35 件"]),
    ("项目\t受理\t办结\n复议\t12件\t10件", ["复议 受理 12 件", "复议 办结 10 件"]),
    ("类别    件数    人数\n警告    120    80\n罚款    35    —", ["警告 120 件", "警告 80 人", "罚款 35 件"]),
    ("受理   办结\n复议   12   10\n应诉   8   7",
     ["复议 受理 12 ", "复议 办结 10 ", "应诉 受理 8 ", "应诉 办结 7 "]),
    ("| 项目 | 数量 |\n|---|---|\n| 警告 | 120件 |", ["警告 120 件"]),
    ("项目 | 金额（万元）\n罚款 | １，２００", ["罚款 金额 12000000 元"]),
    ("项目 | 金额/万元 | 占比%\n罚款 | 98.5 | 40.2", ["罚款 金额 985000 元", "罚款 占比 40.2 %"]),
    ("指标 | 单位 | 本年 | 同比增长\n罚款 | 万元 | 30 | 5%\n检查 | 次 | 40 | -2.5%",
     ["罚款 300000 元", "罚款 同比增长 5 %", "检查 40 次", "检查 同比增长 -2.5 %"]),
    ("行政处罚情况(单位:件)\n项目 | 数量\n警告 | 7\n罚款 | 9", ["行政处罚 警告 7 件", "行政处罚 罚款 9 件"]),
    ("表2 2018年信访统计表\n单位：件\n项目 | 受理 | 办结\n来信 | 8 | 6", ["来信 受理 8 件", "来信 办结 6 件"]),
    ("复议情况表\n项目 | 受理 | 办结\n合计 | 8件 | 6件", ["复议 合计 受理 8 件", "复议 合计 办结 6 件"]),
    ("序号 | 项目 | 数量(件)\n1 | 警告 | 12\n2 | 罚款 | 35", ["警告 12 件", "罚款 35 件"]),
    ("项目 | 受理 | 办结\n复议 | — | 10件\n应诉 | 8件 |  ", ["复议 办结 10 件", "应诉 受理 8 件"]),
    ("项目 | 受理 |  | 办结 | \n | 本级 | 下级 | 本级 | 下级\n复议 | 1件 | 2件 | 3件 | 4件",
     ["复议 受理 本级 1 件", "复议 受理 下级 2 件", "复议 办结 本级 3 件", "复议 办结 下级 4 件"]),
    ("项目 | 受理 | 受理\n项目 | 来信 | 来访\n信访 | 5件 | 6件", ["信访 受理 来信 5 件", "信访 受理 来访 6 件"]),
    ("地区 | 类别 | 数量\n东区 | 警告 | 3件\n | 罚款 | 4件", ["东区 警告 3 件", "东区 罚款 4 件"]),
    ("地区 | 类别 | 数量\n东区 | 警告 | 3件\n西区 |  | 4件", ["东区 警告 3 件", "西区 4 件"]),
    ("文件 | 本年制发件数 | 有效件数\n规章 | 0 | 7", ["规章 制发件数 0 件", "规章 有效件数 7 件"]),
    ("培训情况\n时间 | 参加人数\n1月 | 20\n2月 | 30", ["培训 参加人数 20 人", "培训 参加人数 30 人"]),
    ("项目 | 数量 | 备注\n警告 | 3件 | 见附件\n罚款 | 4件 | ", ["警告 3 件", "罚款 4 件"]),
    ("标的金额类别 | 件数\n10万元以下 | 3\n10万元以上 | 4", ["10万元以下 3 件", "10万元以上 4 件"]),
    ("警告 | 120件\n罚款 | 35件", ["警告 120 件", "罚款 35 件"]),
    ("表1    复议案件情况    单位：件\n类别    受理    办结\n合计    8    6\n公安    3    2",
     ["复议案件 合计 受理 8 件", "复议案件 合计 办结 6 件", "公安 受理 3 件", "公安 办结 2 件"]),
    ("单位：件、万元\n项目 | 数量 | 金额(万元)\n罚款 | 5 | 0", ["罚款 5 ", "罚款 金额 0 元"]),
    ("受理 | 办结\n12件 | 10件", ["受理 12 件", "办结 10 件"]),
    ("项目 | 数量\n1.警告 | 3件\n其中：当场作出 | 2件", ["警告 3 件", "当场作出 2 件"]),
    ("项目 | 金额(万元) | 数量\n罚款 | 5 | 2000", ["罚款 金额 50000 元", "罚款 2000 "]),
    ("项目 | 数量\n罚没金额(万元) | 5.5", ["罚没金额 55000 元"]),
    ("项目 | 数量\n宣传 | 约30场\n培训 | 20余场", ["宣传 30 场", "培训 20 场"]),
]  # fmt: skip

PASTED = [
    ("项目\n受理\n办结\n复议\n12\n10\n应诉\n8\n7",
     ["复议 受理 12 ", "复议 办结 10 ", "应诉 受理 8 ", "应诉 办结 7 "]),
    ("执法情况\n项目\n数量(件)\n警告\n120\n罚款\n35", ["执法 警告 120 件", "执法 罚款 35 件"]),
    ("序号\n项目\n件数\n1\n警告\n120\n2\n罚款\n35\n合计共两类。", ["警告 120 件", "罚款 35 件"]),
    ("单位：万元\n\n指标\n\n收入\n\n支出\n\n甲局\n\n5\n\n—\n\n乙局\n\n6\n\n3",
     ["甲局 收入 50000 元", "乙局 收入 60000 元", "乙局 支出 30000 元"]),
]  # fmt: skip

LEFT_ALONE = [
    "发布日期:2020年9月3日    来源:司法局\n浏览次数    分享到",
    "项目\n受理\n办结\n复议\n12\n应诉\n8\n7",  # a cell is missing: whose is 8?
    "项目\n加强学习\n完善制度\n一、总体情况",
    "首页 | 要闻 | 公开\n信箱 | 留言 | 登录",
    "甲 | 乙 | 丙\n丁 | 戊 | 己\n庚 | 辛 | 壬\n癸 | 子 | 丑\n警告 | 3件 | 4件",  # four heads are none
    "警告 | 3件 | 4件\n罚款 | 5件 | 6件",  # no heads: which is which?
    "执法  情况  报告\n共检查  51  家",  # typeset wide
    "项目 | 数量\n | 12件\n警告 | —",  # a row without its name
    "受理 | 办结\n12件 | 10件\n8件 | 7件",  # rows without names
    "月份 | 受理\n1 | 12件\n2 | 10件",  # nor are these any
    "项目 | 受理\n复议 | 12件 | 10件",  # the head does not fit
]


def figures_of(text, year=2019):
    return [figure for passage in read_passages(text, (0, len(text)), year) for figure in passage.figures]


def of_tables(text):
    return [figure for figure in figures_of(text) if figure.rule == "table"]


@pytest.mark.parametrize(("text", "expected"), RULED + PASTED)
def test_row_and_column_name_the_number(text, expected):
    assert [f"{f.indicator} {plain_number(f.value)} {f.unit}" for f in of_tables(text)] == expected
    assert figures_of(text) == of_tables(text)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_in_doubt_is_no_table(text):
    assert of_tables(text) == []


TIMES = [
    ("项目 | 2018年 | 2019年\n警告 | 3件 | 4件", [("2018年", 2018), ("2019年", 2019)]),
    ("项目 | 2018 | 2019\n警告 | 3件 | 4件", [("2018年", 2018), ("2019年", 2019)]),
    ("年份 | 受理 | 办结\n2018 | 3件 | 4件", [("2018年", 2018)] * 2),
    ("2018年执法情况\n项目 | 数量\n警告 | 3件", [("2018年", 2018)]),
    ("时间 | 办结\n1月 | 3件\n2月 | 4件", [("2019年1月", 2019), ("2019年2月", 2019)]),
    ("项目 | 上年 | 本年\n警告 | 3件 | 4件", [("2018年", 2018), ("2019年", 2019)]),
    ("项目 | 数量 | 比上年增长\n警告 | 3件 | 4%", [("2019年", 2019)] * 2),
    ("项目\n2018年\n2019年\n警告\n3\n4\n罚款\n5\n6", [("2018年", 2018), ("2019年", 2019)] * 2),
]


@pytest.mark.parametrize(("text", "expected"), TIMES)
def test_period(text, expected):
    assert [(f.period, f.year) for f in of_tables(text)] == expected


ROLES = [
    ("项目 | 数量\n警告 | 3件", ["only"]),
    ("项目 | 数量 | 同比增长\n警告 | 3件 | 4%", ["only", "change"]),
    ("项目 | 办结率\n警告 | 98%", ["rate"]),
    ("项目 | 数量\n其中：警告 | 3件", ["part"]),
    ("二、2020年工作计划\n项目 | 数量\n培训 | 3场", ["plan"]),
    ("二、2020年工作计划\n项目 | 2019年 | 2020年\n培训 | 3场 | 5场", ["only", "plan"]),
]


@pytest.mark.parametrize(("text", "expected"), ROLES)
def test_role(text, expected):
    assert [f.role for f in of_tables(text)] == expected


def test_quote_is_the_row():
    text = "全年办案情况如下。\n项目 | 受理 | 办结\n复议 | 12件 | 10件\n全市发文3件。"
    assert [f.quote for f in figures_of(text)] == ["复议 | 12件 | 10件"] * 2 + ["全市发文3件。"]


def test_a_table_stands_under_its_heading():
    passages = read_passages("一、执法\n项目 | 数量\n警告 | 3件\n二、复议\n办结51件。", (0, 100), 2019)
    assert [(p.label, [f.text for f in p.figures]) for p in passages] == [("一、", ["3件"]), ("二、", ["51件"])]


def test_rows_of_a_file_are_written_as_they_are_read():
    text = table_text([["项目", "甲|乙", ""], ["警\n告", "3件", "4件"]])
    assert text == "项目 | 甲/乙 | \n警 告 | 3件 | 4件"


WORDS = st.sampled_from(
    ["项目", "警告", "受理(件)", "2018", "2019年", "12", "1,200", "-3.5%", "—", "", "约30", "合计", "10万元以下"]
)
GRIDS = st.lists(st.lists(WORDS | st.text(max_size=4), min_size=1, max_size=5), min_size=1, max_size=6)
JOINTS = st.sampled_from([" | ", "\t", "   ", "\n", "|"])


@settings(deadline=None)
@given(rows=GRIDS, joint=JOINTS, year=st.none() | st.integers(2000, 2030))
def test_whatever_the_cells_every_figure_stands_in_its_row(rows, joint, year):
    text = "\n".join(joint.join(row) for row in rows)
    for figure in figures_of(text, year):
        assert text[figure.start : figure.end] == figure.text != ""
        assert text[figure.quote_start :].startswith(figure.quote)
        assert figure.quote_start <= figure.start < figure.end <= figure.quote_start + len(figure.quote)


COUNTS = st.lists(st.integers(0, 99_999), min_size=3, max_size=3)


@settings(deadline=None)
@given(counts=st.lists(COUNTS, min_size=1, max_size=8))
def test_every_number_of_a_table_is_read_once(counts):
    names = "甲乙丙丁戊己庚辛"
    rows = [["类别", "受理(件)", "办结(件)", "未结(件)"]] + [
        [name, *map(str, line)] for name, line in zip(names, counts, strict=False)
    ]
    read = [(f.indicator, plain_number(f.value)) for f in figures_of(table_text(rows))]
    columns = ("受理", "办结", "未结")
    assert read == [
        (f"{name} {column}", count)
        for name, line in zip(names, counts, strict=False)
        for column, count in zip(columns, line, strict=True)
    ]


@pytest.mark.parametrize("scrap", ["|", "\t", "  3", "项目\n", "项目\n3\n", "3|", "警告|3\n", "-|-\n"])
def test_a_text_without_an_end_is_read(scrap):
    text = scrap * (60_000 // len(scrap))
    assert all(text[f.start : f.end] == f.text for f in figures_of(text))
