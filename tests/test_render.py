"""Replies: what each kind of answer looks like as text, what Telegram gets of it, and what it offers to press."""

from decimal import Decimal
from itertools import chain

import pytest

from bot.render import render_html, render_related, render_text
from knowledge.models import Computed
from tests.answering import answer, cited, excerpt, report
from tests.reading import Reader

REVIEWED = cited("全年办结复议案件{51件}，群众满意。", "复议案件 办结")
ELSEWHERE = cited("办结复议案件{38件}。", "复议案件 办结", report("南山市碧水区", code="990102"))
REPLIES = {
    "one figure": (
        answer("answered", figures=(REVIEWED,)),
        """
51件
南山市青山区 · 2019年 · 复议案件 办结

> 全年办结复议案件51件，群众满意。
《南山市青山区2019年度工作报告》三、(二)
""",
    ),
    "hedge, scope, period and role are said": (
        answer(
            "answered",
            figures=(
                cited(
                    "建成{600余个}站点", "站点", approx="余", scope="全市", period="截至11月底", year=2019, role="plan"
                ),
            ),
        ),
        """
600余个
南山市青山区 · 2019年 · 截至11月底 · 全市 · 站点 · 计划数

> 建成600余个站点
《南山市青山区2019年度工作报告》三、(二)
""",
    ),
    "a hedge outside of the figure goes before it; another year is the figure's own": (
        answer("answered", figures=(cited("2018年约{30场}", "培训", approx="约", period="2018年", year=2018),)),
        """
约30场
南山市青山区 · 2018年 · 培训

> 2018年约30场
《南山市青山区2019年度工作报告》三、(二)
""",
    ),
    "several figures of one sentence share it": (
        answer(
            "several",
            figures=(
                cited("受理{9件}，办结8件。", "复议 受理"),
                cited("受理9件，办结{8件}。", "复议 办结"),
            ),
            missing="复议 撤销",
        ),
        """
南山市青山区 · 2019年
• 9件　复议 受理
• 8件　复议 办结
没有找到：复议 撤销。

> 受理9件，办结8件。
《南山市青山区2019年度工作报告》三、(二)
""",
    ),
    "a comparison names its winner, and what was worked out as such": (
        answer(
            "several",
            figures=(REVIEWED, ELSEWHERE),
            computed=(Computed(what="差", value=Decimal(13), unit="件", parts=(0, 1)),),
            winner="南山市青山区",
            caution=("years", "indicators"),
        ),
        """
2019年 · 复议案件 办结
南山市青山区  51件
南山市碧水区  38件
计算：相差 13件（51件 与 38件）
较高的是南山市青山区。
注意：各数字不是同一年的，比较仅供参考。
注意：各报告的说法不同，口径未必一致。

> 全年办结复议案件51件，群众满意。
《南山市青山区2019年度工作报告》三、(二)

> 办结复议案件38件。
《南山市碧水区2019年度工作报告》三、(二)
""",
    ),
    "a trend says which years are missing and which there are": (
        answer("answered", figures=(REVIEWED,), missing="青山区2018年", held=("2019年", "2020年")),
        """
51件
南山市青山区 · 2019年 · 复议案件 办结
没有找到：青山区2018年。现有：2019年、2020年。

> 全年办结复议案件51件，群众满意。
《南山市青山区2019年度工作报告》三、(二)
""",
    ),
    "a question back": (
        answer("ambiguous", figures=(REVIEWED, ELSEWHERE)),
        """
报告里有几个相关的数字，您要的是哪一个？
2019年 · 复议案件 办结
• 51件　南山市青山区
• 38件　南山市碧水区

> 全年办结复议案件51件，群众满意。
《南山市青山区2019年度工作报告》三、(二)

> 办结复议案件38件。
《南山市碧水区2019年度工作报告》三、(二)
""",
    ),
    "words": (
        answer("passage", passages=(excerpt("问题有二。人手不足。下一步补齐。", "人手不足。"),)),
        """
> 问题有二。人手不足。下一步补齐。
《南山市青山区2019年度工作报告》一、
""",
    ),
    "about the library": (
        answer("passage", held=("《甲》", "《乙》")),
        """
共收录 2 份报告：
• 《甲》
• 《乙》
""",
    ),
    "no such place": (
        answer("not_found", reason="no_place", missing="北山区", held=("青山区", "碧水区")),
        """
没有“北山区”的报告。
现有：青山区、碧水区。
""",
    ),
    "no such year": (
        answer("not_found", reason="no_year", missing="2016年", held=("2019年", "2020年")),
        """
没有2016年的报告。
现有：2019年、2020年。
""",
    ),
    "not stated, something near is": (
        answer("not_found", reason="not_stated", missing="复议撤销", nearest=(REVIEWED,)),
        """
报告里没有“复议撤销”的数字。

相近的数字（口径不同，不是所问的数字）：
• 51件　南山市青山区 · 2019年 · 复议案件 办结

> 全年办结复议案件51件，群众满意。
《南山市青山区2019年度工作报告》三、(二)
""",
    ),
    "not stated, and nobody knows what": (
        answer("not_found", reason="not_stated"),
        """
报告里没有这个数字。
""",
    ),
    "assumed and carried over": (
        answer(
            "not_found", reason="no_year", missing="2016年", assumed=("青杉区→青山区",), carried={"place": "青山区"}
        ),
        """
没有2016年的报告。

按“青杉区→青山区”理解
沿用：青山区
""",
    ),
}


@pytest.mark.parametrize("name", REPLIES)
def test_text(name: str) -> None:
    given, expected = REPLIES[name]
    assert render_text(given) == expected.strip("\n")


@pytest.mark.parametrize("name", REPLIES)
def test_html_says_the_same_and_is_whole(name: str) -> None:
    given, _ = REPLIES[name]
    seen = Reader.read(render_html(given).html)
    assert seen.open == []
    assert "".join(seen.said.split()) == "".join(render_text(given).replace("> ", "").split())


def test_figure_is_bold_on_top_and_in_its_sentence() -> None:
    assert Reader.read(render_html(REPLIES["one figure"][0]).html).bold == ["51件", "51件"]


def test_markup_in_a_report_is_text() -> None:
    hostile = cited("<b>增速<5% & 更多{51件}", "<script>")
    html = render_html(answer("answered", figures=(hostile,))).html
    assert "&lt;b&gt;增速&lt;5% &amp; 更多<b>51件</b>" in html
    assert "<script>" not in html


def test_many_sentences_fold_into_one() -> None:
    many = tuple(cited("办结{51件}。", "办结", report(year=2010 + i)) for i in range(4))
    html = render_html(answer("several", figures=many)).html
    assert html.count("<blockquote expandable>") == 1
    assert html.count("度工作报告》三、(二)") == 4


BUTTONS = [
    ("one figure", ["查看原文", "复制", "分享", "👍", "👎"]),
    ("words", ["查看原文", "分享", "👍", "👎"]),
    ("about the library", []),
    ("a question back", ["南山市青山区 51件", "南山市碧水区 38件"]),
    ("not stated, something near is", ["复议案件 办结 51件"]),
    ("no such year", []),
]


@pytest.mark.parametrize(("name", "labels"), BUTTONS)
def test_buttons(name: str, labels: list[str]) -> None:
    message = render_html(REPLIES[name][0])
    assert [button.label for button in chain.from_iterable(message.buttons)] == labels


def test_related_figures_are_cited() -> None:
    message = render_related(answer("answered", figures=(REVIEWED,), related=(ELSEWHERE,)))
    assert "38件" in message.text
    assert "《南山市碧水区2019年度工作报告》" in message.text
