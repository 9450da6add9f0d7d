import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.furniture import FurnitureRow, LabelRow, body_span, fields_of, lines_of
from knowledge import lexicon

PAGES = [  # pages; the body stands between the bars
    # a title, a date line, share buttons
    "某区2019年工作情况报告\n时间:2020-02-12 09:52\n\n  |2019年,全区依法行政。\n一、做法\n成效明显。|\n扫一扫在手机上查看当前页面\n分享到:",
    # a trail, a site's own lines, the title twice
    "headerBg\n首页 > 政务公开\n某市报告\n发布者:区司法局   浏览次数:84178\n某市报告\n|全市工作如下:\n共办理51件。|\n\n相关附件:",
    # fields as a table in front
    "索引号 : 011336714/2020 文       号 : 无\n名       称: 某市报告 发布日期: 2020年09月03日\n有效性: 有效\n|各区人民政府:\n情况如下。|",
    # who heard it, who read it
    "2025年某省政府工作报告\n——2025年1月18日在某省第十四届人民代表大会第三次会议上\n省长 某某\n|各位代表:\n现在报告工作。|\n",
    # a signature is the report's own; a menu below it is not
    "某区报告\n|工作如下。\n\n某区人民政府\n2020年1月19日|\n\n重要\n通知\n\n  • i某市微信\n",
    # a title that pauses
    "某市2020年工作完成情况、2021年工作安排的报告\n|一、主要工作\n办理51件。|\n打印 关闭",
    # a section's heading that ends like a title
    "某市报告\n|一、2020年工作情况\n办理51件。|\n",
    # a paragraph that speaks of codes to scan, and no full stop
    "某市报告\n|" + "群众扫码即可办理，" * 16 + "共办理51件|\n扫码分享",
    # a list of projects ends the report, in lines that are no sentences
    "某省报告\n|一、惠民工程\n主办单位:省交通运输厅,各州、市人民政府|\n",
    # nothing but prose; no prose at all; nothing
    "|全区依法办理行政复议案件51件。|",
    "|目录\n名单|",
    "||",
]


@pytest.mark.parametrize("page", PAGES)
def test_the_body_stands_between_the_furniture(page):
    text = page.replace("|", "")
    start, end = body_span(text, lines_of(text))
    assert f"{text[:start]}|{text[start:end]}|{text[end:]}" == page


@pytest.mark.parametrize("row", lexicon.rows("furniture.toml", FurnitureRow), ids=lambda row: row.name)
def test_every_pattern_knows_the_line_that_made_it_needed(row):
    (line,) = lines_of(row.seen)
    assert line.is_furniture
    assert not line.is_labelled


@pytest.mark.parametrize("row", lexicon.rows("labels.toml", LabelRow), ids=lambda row: row.seen)
def test_every_label_is_found_before_its_colon(row):
    assert row.field in [field for field, _ in fields_of(lines_of(row.seen))]
    assert all([field for field, _ in fields_of(lines_of(f"{word}: 值"))] == [row.field] for word in row.words)


def test_a_line_may_hold_several_fields():
    line = "发布日期:2020-04-01 10:29    文章来源:某区人民政府     【 字体:   】  访问量: -"
    assert list(fields_of(lines_of(line))) == [
        ("date", "2020-04-01 10:29"),
        ("publisher", "某区人民政府     【"),
        ("", "】"),
        ("", "-"),
    ]


@given(st.text(alphabet="一、(二)。:>2019年某区报告\n \u3000\ufeff来源", max_size=80))
def test_a_body_lies_in_any_text(text):
    start, end = body_span(text, lines_of(text))
    assert 0 <= start <= end <= len(text)
