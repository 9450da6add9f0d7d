"""The chat from end to end of the bot: what is written or pressed, and what comes back."""

from pathlib import Path
from typing import Any

import pytest

from tests.chatting import ADMIN, ANSWER, ASKED, GROUP, LI, VOICE, ZHANG, serving
from tests.fake_telegram import FakeTelegram

MENTION = "@wenshu_bot"

PRIVATE = [
    (ASKED, ANSWER),
    (f"/ask {ASKED}", ANSWER),
    (f"/ask{ASKED}", ANSWER),
    (f"/ASK@wenshu_bot {ASKED}", ANSWER),
    (f"{MENTION}{ASKED}", ANSWER),
    ("/ask", "请在 /ask 后面写上问题"),
    ("你好", "请直接提问"),
    ("/start", "直接提问即可"),
    ("/help", "/reports 收录了哪些报告"),
    ("/reports", "南山市青山区：2019年"),
    ("/nothing", "没有这个命令"),
    ("/claim X", "口令不对"),
    ("/ingest", "请用 /ingest 回复一个文件"),
    ("败诉几件", "报告里没有“败诉”的数字"),
    ("坏了", "抱歉，出错了"),
]


@pytest.mark.parametrize(("text", "expected"), PRIVATE)
async def test_private(text: str, expected: str, tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        assert expected in (await chat.ask(ZHANG, text))["text"]
        assert chat.tg.refused == []


ADDRESSED = [
    f"/ask {ASKED}",
    f"/ask{ASKED}",
    f"/ask@wenshu_bot{ASKED}",
    f"{MENTION} {ASKED}",
    f"{MENTION}{ASKED}",
    f"{ASKED}{MENTION.upper()}",
]
NOT_ADDRESSED = [
    "今天开会",
    ASKED,
    f"/ask@other_bot {ASKED}",
    f"@wenshu_bot_two {ASKED}",
    "/nothing",
    "/start@other_bot",
    "/help",
]


@pytest.mark.parametrize("text", ADDRESSED)
async def test_group_question(text: str, tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        reply = await chat.ask(ZHANG, text, GROUP)
        assert ANSWER in reply["text"]
        assert chat.library.asked[-1][0] == ASKED


@pytest.mark.parametrize("text", NOT_ADDRESSED)
async def test_group_talk(text: str, tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        chat.tg.write(ZHANG, text, GROUP)
        await chat.ask(ZHANG, "/reports")  # the same person's updates are served in order
        assert chat.tg.unread(GROUP) == 0


async def test_reply_to_the_bot_in_a_group_is_a_question(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        first = await chat.ask(ZHANG, f"/ask {ASKED}", GROUP)
        second = await chat.ask(ZHANG, "2020年呢", GROUP, reply_to_message=first)
        assert "没有2020年的报告" in second["text"]


UNREADABLE: list[dict[str, Any]] = [
    VOICE,
    {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]},
    {"location": {"latitude": 24.4, "longitude": 118.1}},
]


@pytest.mark.parametrize("body", UNREADABLE)
async def test_what_is_no_text(body: dict[str, Any], tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        chat.tg.write(ZHANG, None, **body)
        assert "只看得懂文字" in (await chat.tg.reply(ZHANG))["text"]


# What a question leans on.


async def test_history_is_of_one_person_in_one_chat(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        for who, text, where in [
            (ZHANG, ASKED, ZHANG),
            (ZHANG, "/ask 2020年呢", GROUP),
            (LI, "/ask 复议案件", GROUP),
            (ZHANG, "你好", ZHANG),
            (ZHANG, "2020年呢", ZHANG),
            (ZHANG, "/ask 败诉几件", GROUP),
        ]:
            await chat.ask(who, text, where)
        histories = dict(chat.library.asked[i] for i in (-2, -1))
        assert histories == {"2020年呢": (ASKED,), "败诉几件": ("2020年呢",)}


async def test_reply_to_an_answer_leans_on_it_whoever_asked(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        theirs = await chat.ask(ZHANG, f"/ask {ASKED}", GROUP)
        await chat.ask(LI, "2020年呢", GROUP, reply_to_message=theirs)
        assert chat.library.asked[-1] == ("2020年呢", ("南山市青山区2019年复议案件 办结",))


async def test_history_survives_a_restart(tmp_path: Path) -> None:
    async with FakeTelegram() as tg:
        async with serving(tmp_path, tg, access="open") as chat:
            await chat.ask(ZHANG, ASKED)
        async with serving(tmp_path, tg, access="open") as chat:
            await chat.ask(ZHANG, "2020年呢")
            assert chat.library.asked == [("2020年呢", (ASKED,))]


async def test_history_is_forgotten_after_an_hour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with serving(tmp_path, access="open") as chat:
        await chat.ask(ZHANG, ASKED)
        monkeypatch.setattr("bot.dialogue.KEPT", -1.0)
        await chat.ask(ZHANG, "2020年呢")
        assert chat.library.asked[-1] == ("2020年呢", ())


async def test_questions_of_one_person_are_answered_in_order(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        for text in (ASKED, "2020年呢", "败诉几件"):
            chat.tg.write(ZHANG, text)
        for _ in range(3):
            await chat.tg.reply(ZHANG)
        assert chat.library.asked[-1] == ("败诉几件", (ASKED, "2020年呢"))


# Edits and repeats.


async def test_edited_question_is_answered_again_without_itself_as_history(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        question = chat.tg.write(ZHANG, "败诉几件")
        await chat.tg.reply(ZHANG)
        chat.tg.edit(question, ASKED)
        assert ANSWER in (await chat.tg.reply(ZHANG))["text"]
        assert chat.library.asked[-1] == (ASKED, ())


@pytest.mark.parametrize(("before", "after"), [(ASKED, ASKED), ("/reports", "/reports"), (f"/ask {ASKED}", "/ask x")])
async def test_edit_that_asks_nothing_new(before: str, after: str, tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        message = chat.tg.write(ZHANG, before)
        await chat.tg.reply(ZHANG)
        chat.tg.edit(message, after)
        assert "请直接提问" in (await chat.ask(ZHANG, "你好"))["text"]  # the next reply, with nothing in between


async def test_update_is_never_answered_twice(tmp_path: Path) -> None:
    async with FakeTelegram() as tg:
        async with serving(tmp_path, tg, access="open") as chat:
            await chat.ask(ZHANG, ASKED)
            tg.deliver({"message": tg.write(LI, ASKED)}, number=77)
            await tg.reply(LI)
            await tg.reply(LI)
        async with serving(tmp_path, tg, access="open") as chat:
            tg.deliver({"message": tg.write(LI, "复议案件")}, number=77)
            await tg.reply(LI)
            await chat.ask(ZHANG, "败诉几件")
            assert [question for question, _ in chat.library.asked] == ["复议案件", "败诉几件"]


# Around the answer.


async def test_typing_is_shown_in_private_before_the_answer(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        await chat.ask(ZHANG, ASKED)
        names = [name for name, _ in chat.tg.calls if name in ("sendChatAction", "sendMessage")]
        assert names == ["sendChatAction", "sendMessage"]


async def test_menus_differ_for_administrators(tmp_path: Path) -> None:
    async with serving(tmp_path) as chat:
        await chat.ask(ADMIN, "/start")
        await chat.tg.called("setMyCommands")
        await chat.ask(ADMIN, "/reports")
        assert chat.tg.menus["all_private_chats"] == ["ask", "reports", "coverage", "help"]
        assert chat.tg.menus["chat"] == [
            "ask",
            "reports",
            "coverage",
            "help",
            "ingest",
            "drafts",
            "report",
            "history",
            "rollback",
            "remove",
            "checks",
            "export",
            "backup",
            "audit",
            "stats",
            "unanswered",
            "people",
            "explain",
        ]
