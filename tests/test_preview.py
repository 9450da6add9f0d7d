"""What an administrator sees of drafts: the blocks and the buttons of each kind of preview."""

import pytest

from bot.engine import Changes, Review
from bot.layout import Message
from bot.preview import Place, counted, render_preview, render_summary, render_unclear
from bot.tables import Draft
from tests.build import book

ALONE = Place(0, 1)


def draft(**facts: object) -> Draft:
    known = {"id": "1-m5", "parcel": "1-m5", "source": "报告.pdf", "state": "waiting", "missing": "", "why": ""}
    return Draft(**{**known, "instead": "", "title": "", "doubtful": False, **facts})


def keys(message: Message) -> list[list[str]]:
    return [[button.label for button in row] for row in message.buttons]


PREVIEWS = {
    "a new one": (
        draft(),
        Review("new"),
        """
📄 待入库：新报告
标题：甲区2019年度法治政府建设情况报告
地区：某市甲区
年度：2019年
发布单位：甲区人民政府
类型：法治政府建设情况报告
段落 2 个，数字 4 个
文件：报告.pdf
""",
    ),
    "one with everything to look at": (
        draft(why="刚刚有了变动"),
        Review(
            "replaced",
            against=3,
            changes=Changes(new=["调解 3件"], changed=["复议 51件→52件"]),
            doubts=["看起来像乙区的报告"],
            findings=["50+2≠51", "1+1≠3"],
            origins={"region": "标题", "year": "落款"},
        ),
        """
📄 待入库：将替换现有的第 3 版
⚠️ 刚刚有了变动
⚠️ 看起来像乙区的报告
标题：甲区2019年度法治政府建设情况报告
地区：某市甲区（标题）
年度：2019年（落款）
发布单位：甲区人民政府
类型：法治政府建设情况报告
段落 2 个，数字 4 个
与现有的相比：新增1、变更1（复议 51件→52件）、消失0
勾稽：2 处对不上
文件：报告.pdf
""",
    ),
}


@pytest.mark.parametrize("name", PREVIEWS)
def test_preview(name: str) -> None:
    of, review, expected = PREVIEWS[name]
    assert render_preview(of, book(), review, ALONE).text == expected.strip()


BUTTONS = [
    (draft(), Review("new"), ALONE, ["✅ 入库", "改地区 改年份 改发布单位", "取消"]),
    (
        draft(),
        Review("replaced", 1, Changes(gone=["a"]), findings=["b"]),
        ALONE,
        ["✅ 入库", "改地区 改年份 改发布单位", "数字变化 勾稽", "取消"],
    ),
    (draft(instead="r1"), Review("new"), ALONE, ["✅ 确认更正", "改地区 改年份 改发布单位", "取消"]),
    (
        draft(),
        Review("new"),
        Place(1, 3),
        ["✅ 入库", "改地区 改年份 改发布单位", "取消", "‹ 上一页 2/3 下一页 ›", "‹ 返回"],
    ),
]


@pytest.mark.parametrize(("of", "review", "place", "expected"), BUTTONS)
def test_first_button_is_the_word_and_the_last_the_way_out(
    of: Draft, review: Review, place: Place, expected: list[str]
) -> None:
    assert [" ".join(row) for row in keys(render_preview(of, book(), review, place))] == expected


COUNTED = [
    (Changes(), "与现有的相比：新增0、变更0、消失0"),
    (Changes(new=["a"] * 12, changed=["51件→52件"]), "与现有的相比：新增12、变更1（51件→52件）、消失0"),
    (Changes(changed=list("abcdef"), gone=["g"]), "与现有的相比：新增0、变更6（a、b、c、d、e…）、消失1"),
]


@pytest.mark.parametrize(("changes", "expected"), COUNTED)
def test_changes_in_a_line(changes: Changes, expected: str) -> None:
    assert counted(changes) == expected


def test_what_is_missing_has_a_button_each() -> None:
    shown = render_unclear(draft(missing="region year"), ALONE)
    assert keys(shown) == [["填地区", "填年份"], ["取消"]]
    assert "请直接发送地区" in shown.text
    assert "请直接发送年份" in shown.text


def test_summary_counts_what_became_of_each() -> None:
    every = [
        draft(outcome="new", title="甲区 2019年《甲》"),
        draft(outcome="replaced", title="乙区 2019年《乙》", doubtful=True),
        draft(missing="year", source="丙.txt"),
        draft(state="same", title="丁区 2019年《丁》"),
        draft(state="refused", why="不像一份报告", source="戊.txt"),
    ]
    shown = render_summary("1-m5", every)
    assert shown.text.split("\n") == [
        "📦 共 5 个文件",
        "新增 1 份、替换 1 份、缺信息 1 份、无变化 1 份、未读入 1 份",
        "⚠️ 2 份有疑问或缺信息，不会一起入库，请逐个查看",
        "🆕 甲区 2019年《甲》",
        "⚠️ 🔁 乙区 2019年《乙》",
        "❓ 丙.txt：缺年度",
        "＝ 丁区 2019年《丁》",
        "✗ 戊.txt：不像一份报告",
    ]
    assert keys(shown) == [["✅ 全部入库（1）"], ["逐个查看"], ["全部取消"]]


@pytest.mark.parametrize("count", [1, 12, 500])
def test_summary_of_any_length_fits_a_message(count: int) -> None:
    every = [draft(outcome="new", title="很" * 300, why="长" * 300) for _ in range(count)]
    assert len(render_summary("1-m5", every).text) < 4096
