"""Buttons and files: what a press shows, what a forged one does not, and who may add a report."""

from pathlib import Path
from typing import Any

import pytest

from tests.chatting import ADMIN, ANSWER, ASKED, LI, ZHANG, serving
from tests.fake_telegram import FakeTelegram


async def test_examples_come_from_the_library_and_can_be_pressed(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        start = await chat.ask(ZHANG, "/start")
        labels = [row[0]["text"] for row in start["reply_markup"]["inline_keyboard"]]
        assert labels == ["南山市青山区2019年办理了多少行政复议案件"]
        await chat.tg.press(ZHANG, start, labels[0])
        reply = await chat.tg.reply(ZHANG)
        assert labels[0] in reply["text"]
        assert ANSWER in reply["text"]


BUTTONS = [
    (ASKED, "查看原文", ["三、化解纠纷", "前一段", "后一段", "<blockquote expandable>", "<b>51件</b>"]),
    (ASKED, "相关数据", ["60件", "《南山市青山区2019年度工作报告》"]),
    ("复议案件", "复议案件 受理", ["<b>60件</b>", "《南山市青山区2019年度工作报告》"]),
    ("败诉几件", "复议案件 办结", ["<b>51件</b>", "《南山市青山区2019年度工作报告》"]),
]


@pytest.mark.parametrize(("question", "label", "expected"), BUTTONS)
async def test_buttons_work_also_after_a_restart(
    question: str, label: str, expected: list[str], tmp_path: Path
) -> None:
    async with FakeTelegram() as tg:
        async with serving(tmp_path, tg, access="open") as chat:
            reply = await chat.ask(ZHANG, question)
        async with serving(tmp_path, tg, access="open"):
            await tg.press(ZHANG, reply, label)
            shown = await tg.reply(ZHANG)
        assert [part for part in expected if part not in shown["html"]] == []
        assert tg.refused == []


def labels(message: dict[str, Any]) -> list[str]:
    return [button["text"] for row in message["reply_markup"]["inline_keyboard"] for button in row]


async def test_thumb_up_is_thanked_for(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        reply = await chat.ask(ZHANG, ASKED)
        assert "谢谢" in (await chat.tg.press(ZHANG, reply, "👍"))["text"]
        assert labels(await chat.tg.reply(ZHANG)) == ["查看原文", "相关数据", "复制", "分享"]


async def test_thumb_down_asks_why_and_reaches_the_administrators(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        await chat.ask(ADMIN, "/reports")
        reply = await chat.ask(ZHANG, ASKED)
        assert "哪里不对" in (await chat.tg.press(ZHANG, reply, "👎"))["text"]
        asked = await chat.tg.reply(ZHANG)
        assert "谢谢" in (await chat.tg.press(ZHANG, asked, "答非所问"))["text"]
        assert labels(await chat.tg.reply(ZHANG)) == ["查看原文", "相关数据", "复制", "分享"]
        told = (await chat.tg.reply(ADMIN))["text"]
        assert [part for part in ("答非所问", ASKED, ANSWER, str(ZHANG)) if part not in told] == []


async def test_copied_text_is_the_figure_with_its_source(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        reply = await chat.ask(ZHANG, ASKED)
        copied = [button for row in reply["reply_markup"]["inline_keyboard"] for button in row if "copy_text" in button]
        expected = "南山市青山区 · 2019年 · 复议案件 办结：51件（《南山市青山区2019年度工作报告》三、(二)）"
        assert [button["copy_text"]["text"] for button in copied] == [expected]


async def test_asking_back_is_answered_in_place(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        offered = await chat.ask(ZHANG, "复议案件")
        await chat.tg.press(ZHANG, offered, "受理")
        shown = await chat.tg.reply(ZHANG)
        assert shown["message_id"] == offered["message_id"]
        assert shown["text"].startswith("60件")


async def test_related_figures_are_buttons_that_answer(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        await chat.tg.press(ZHANG, await chat.ask(ZHANG, ASKED), "相关数据")
        listed = await chat.tg.reply(ZHANG)
        await chat.tg.press(ZHANG, listed, "受理")
        shown = await chat.tg.reply(ZHANG)
        assert shown["message_id"] == listed["message_id"]
        assert shown["text"].startswith("60件")
        assert "查看原文" in labels(shown)


FORGED = ["", "x", "source:", "source:nosuchkey:0", "related:' OR 1=1:0", "ask:{key}:9", "allow:{key}:0", "allow:5:0",
          "drop:{key}:0", "source:{key}:0:1", "source:" + "A" * 57]  # fmt: skip


@pytest.mark.parametrize("data", FORGED)
async def test_forged_press_is_answered_and_does_nothing(data: str, tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        reply = await chat.ask(ZHANG, ASKED)
        key = reply["reply_markup"]["inline_keyboard"][0][0]["callback_data"].split(":")[1]
        pressed = await chat.tg.forge(ADMIN, reply, data.format(key=key))
        assert "失效" in pressed["text"]
        assert chat.tg.unread(ZHANG) == 0


async def test_answer_of_another_chat_is_out_of_reach(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        theirs = await chat.ask(ZHANG, ASKED)
        mine = await chat.ask(LI, ASKED)
        stolen = theirs["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        assert "失效" in (await chat.tg.forge(LI, mine, stolen))["text"]
