from datetime import date

import pytest
from openpyxl import Workbook

from ingest.readers.sheets import shown
from tests.loading import loaded
from tests.papers import xlsx
from tests.test_html import figures

FIELDS = [
    "市场监管",
    "生态环境",
    "城市管理",
    "交通运输",
    "文化旅游",
    "农业农村",
    "卫生健康",
    "应急管理",
    "劳动保障",
    "住房建设",
    "自然资源",
    "教育体育",
]
HEADS = [["执法领域", "案件数（件）", None, "罚没金额（万元）"], [None, "2018年", "2019年", None]]
ROWS = [["思明区2019年行政执法情况统计表"], *HEADS, *([field, 120 + i, 130 + i, 8.5] for i, field in enumerate(FIELDS))]
MERGED = ("A1:D1", "A2:A3", "B2:C2", "D2:D3")

SHOWN = [  # a value, its format, what a person sees
    (51, "General", "51"),
    (51.0, "General", "51"),
    (0.1 + 0.2, "General", "0.3"),
    (0.9817, "0.0%", "98.2%"),
    (0.98, "0%", "98%"),
    (1234.5, "#,##0.00", "1,234.50"),
    (1234, "#,##0", "1,234"),
    (51, '0"件"', "51件"),
    (-3.5, "0.0;[Red]-0.0", "-3.5"),
    (date(2019, 3, 1), "yyyy-mm-dd", "2019年3月1日"),
    (date(2019, 3, 1), 'yyyy"年"m"月"', "2019年3月"),
    (None, "General", ""),
    ("甲\n乙", "General", "甲 乙"),
]


def text_of(data, name="a.xlsx"):
    (document,) = loaded(data, name)
    return document.text


@pytest.mark.parametrize(("value", "form", "text"), SHOWN)
def test_a_cell_says_what_it_shows(value, form, text):
    cell = Workbook().worksheets[0]["A1"]
    cell.value = value
    cell.number_format = form
    assert shown(cell) == text


def test_a_sheet_is_a_table_under_its_title():
    lines = text_of(xlsx(ROWS, MERGED)).split("\n")
    assert lines[:4] == [
        "思明区2019年行政执法情况统计表",
        "执法领域 | 案件数（件） | 案件数（件） | 罚没金额（万元）",
        "执法领域 | 2018年 | 2019年 | 罚没金额（万元）",
        "市场监管 | 120 | 130 | 8.5",
    ]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (xlsx(ROWS, MERGED), "a.xlsx"),
        ("\n".join(",".join(str(cell or "") for cell in row) for row in ROWS).encode("gb18030"), "a.csv"),
    ],
)
def test_figures_of_a_sheet_come_out_as_rows(data, name):
    read = figures(text_of(data, name))
    assert ("8.5", "教育体育 罚没金额", "table") in read
    assert len(read) == 3 * len(FIELDS)


def test_sheets_bear_their_names_and_empty_rows_part_tables():
    text = text_of(xlsx([["甲", 1], ["乙", 2], [None, None], ["丙", 3], ["丁", 4]], title="行政复议"))
    assert text == "行政复议\n甲 | 1\n乙 | 2\n\n丙 | 3\n丁 | 4"
