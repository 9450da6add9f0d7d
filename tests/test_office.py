"""What administrators see and decide in the chat, and what nobody else does."""

from pathlib import Path

import pytest

from tests.chatting import ADMIN, ASKED, GROUP, LI, ZHANG, serving

COMMANDS = ["/stats", "/unanswered", "/people", "/explain 青山区"]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("who", "where"), [(ZHANG, ZHANG), (ADMIN, GROUP)])
async def test_only_for_administrators_and_only_in_private(command: str, who: int, where: int, tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        name, _, rest = command.partition(" ")
        reply = await chat.ask(who, f"{name}@wenshu_bot {rest}", where)
        assert "只供管理员" in reply["text"]


async def test_stats_count_what_was_asked(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        first = await chat.ask(ZHANG, ASKED)
        for question in ("败诉几件", "2020年呢", "你好"):
            await chat.ask(LI, question)
        await chat.tg.press(ZHANG, first, "👍")
        await chat.tg.reply(ZHANG)
        told = (await chat.ask(ADMIN, "/stats"))["text"]
        expected = ["提问 3 次，2 人", "答出 1 次（33%）", "没有这一年 1 次", "报告没有写 1 次", "👍 1　👎 0", "毫秒"]
        assert [part for part in expected if part not in told] == []


async def test_unanswered_questions_are_grouped(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        for who, question in ((ZHANG, "败诉几件"), (LI, "败诉几件"), (ZHANG, "2020年呢"), (ZHANG, ASKED)):
            await chat.ask(who, question)
        told = (await chat.ask(ADMIN, "/unanswered"))["text"].split("\n")
        assert told[1:] == ["2 次　败诉几件（报告没有写）", "1 次　2020年呢（没有这一年）"]


async def test_person_is_made_administrator_and_put_aside_again(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        await chat.ask(ZHANG, ASKED)
        for decision, told in (("设为管理员", "现在是管理员"), ("取消管理员", "不再是管理员"), ("拒绝", "已拒绝")):
            people = await chat.ask(ADMIN, "/people")
            await chat.tg.press(ADMIN, people, f"人{ZHANG}")
            await chat.tg.press(ADMIN, await chat.tg.reply(ADMIN), decision)
            assert told in (await chat.tg.reply(ADMIN))["text"]
        assert "没有开通" in (await chat.ask(ZHANG, ASKED))["text"]


DECISIONS = ["people:all:0", "person:{zhang}:0", "allow:{zhang}:0", "refuse:{zhang}:0", "admin:{zhang}:0", "gaps:all:0"]


@pytest.mark.parametrize("data", DECISIONS)
async def test_decision_of_somebody_else_is_refused(data: str, tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        message = await chat.ask(ZHANG, ASKED)
        pressed = await chat.tg.forge(ZHANG, message, data.format(zhang=ZHANG))
        assert "只有管理员" in pressed["text"]


@pytest.mark.parametrize(
    "data", ["refuse:{admin}:0", "dismiss:{admin}:0", "admin:-7:0", "admin:99:0", "dismiss:{zhang}:0"]
)
async def test_decision_that_nobody_may_take(data: str, tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        await chat.ask(ZHANG, ASKED)
        message = await chat.ask(ADMIN, "/people")
        pressed = await chat.tg.forge(ADMIN, message, data.format(admin=ADMIN, zhang=ZHANG))
        assert "失效" in pressed["text"]


async def test_people_are_paged(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        for who in range(2000, 2011):
            await chat.ask(who, "/help")
        people = await chat.ask(ADMIN, "/people")
        await chat.tg.press(ADMIN, people, "下一页")
        turned = await chat.tg.reply(ADMIN)
        assert turned["message_id"] == people["message_id"]
        assert [row[0]["text"] for row in turned["reply_markup"]["inline_keyboard"]][-1] == "‹ 上一页"
