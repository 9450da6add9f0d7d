"""The chat from end to end of the bot: what is written or pressed, and what comes back."""

import logging
from pathlib import Path
from typing import Any

import pytest

from bot.logs import HIDDEN, Redacting
from tests.chatting import ADMIN, ASKED, GROUP, LI, VOICE, ZHANG, serving
from tests.fake_telegram import TOKEN, FakeTelegram, Refused

MENTION = "@wenshu_bot"
ANSWER = "51件"

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


# Buttons.


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


@pytest.mark.parametrize("label", ["👍", "👎"])
async def test_thumbs_are_thanked_for(label: str, tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        reply = await chat.ask(ZHANG, ASKED)
        assert "谢谢" in (await chat.tg.press(ZHANG, reply, label))["text"]


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


# Files.


async def test_administrator_sends_a_report(tmp_path: Path) -> None:
    async with serving(tmp_path) as chat:
        chat.tg.send_file(ADMIN, "../../etc/报告 2019.txt", b"text")
        told = (await chat.tg.reply(ADMIN))["text"]
        assert "已入库" in told
        assert "年度：2019" in told


async def test_file_in_a_group_is_taken_in_on_an_administrators_order(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        file = chat.tg.send_file(ZHANG, "报告.txt", b"text", GROUP)
        assert "只有管理员" in (await chat.ask(ZHANG, "/ingest", GROUP, reply_to_message=file))["text"]
        assert "已入库" in (await chat.ask(ADMIN, "/ingest", GROUP, reply_to_message=file))["text"]


FILES = [
    (ZHANG, b"text", None, "只有管理员"),
    (ADMIN, b"", None, "是空的"),
    (ADMIN, b"text", 21 << 20, "超过 20 MB"),
]


@pytest.mark.parametrize(("who", "data", "size", "expected"), FILES)
async def test_file_is_refused(who: int, data: bytes, size: int | None, expected: str, tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        chat.tg.send_file(who, "报告.txt", data, size=size)
        assert expected in (await chat.tg.reply(who))["text"]


# When Telegram or the bot fails.

LOST = [
    ("cut connection", ConnectionError()),
    ("bad gateway", Refused("Bad Gateway", 502)),
    ("flood", Refused("Too Many Requests: retry after 0", 429, retry_after=0)),
    ("markup", Refused("Bad Request: can't parse entities: oh")),
]


@pytest.mark.parametrize(("name", "error"), LOST)
async def test_answer_gets_through(
    name: str, error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sender.PAUSES", (0, 0))
    async with serving(tmp_path, access="open") as chat:
        chat.tg.fail("sendMessage", error)
        assert ANSWER in (await chat.ask(ZHANG, ASKED))["text"], name


async def test_answer_that_never_got_through_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.sender.PAUSES", (0,))
    monkeypatch.setattr("bot.inbox.PAUSE", 0.01)
    async with serving(tmp_path, access="open") as chat:
        chat.tg.fail("sendMessage", *[Refused("Bad Gateway", 502)] * 3)
        assert ANSWER in (await chat.ask(ZHANG, ASKED))["text"]


async def test_unanswered_question_is_answered_after_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.sender.PAUSES", ())
    async with FakeTelegram() as tg:
        async with serving(tmp_path, tg, access="open"):
            tg.fail("sendMessage", Refused("Bad Gateway", 502))
            tg.write(ZHANG, ASKED)
            await tg.called("sendMessage")
        async with serving(tmp_path, tg, access="open"):
            assert ANSWER in (await tg.reply(ZHANG))["text"]


async def test_question_too_old_to_answer_is_apologised_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.sender.PAUSES", ())
    async with FakeTelegram() as tg:
        async with serving(tmp_path, tg, access="open"):
            tg.fail("sendMessage", Refused("Bad Gateway", 502))
            tg.write(ZHANG, ASKED)
            await tg.called("sendMessage")
        monkeypatch.setattr("bot.inbox.FRESH", -1.0)
        for _ in range(2):  # the second start has nothing left to apologise for
            async with serving(tmp_path, tg, access="open") as chat:
                await chat.ask(LI, "/reports")
        assert "抱歉" in (await tg.reply(ZHANG))["text"]
        assert tg.unread(ZHANG) == 0


async def test_start_waits_for_telegram(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.app.SOON", 0.01)
    async with FakeTelegram() as tg:
        tg.fail("getMe", ConnectionError(), Refused("Bad Gateway", 502), ConnectionError())
        async with serving(tmp_path, tg, access="open") as chat:
            assert ANSWER in (await chat.ask(ZHANG, ASKED))["text"]


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
        assert chat.tg.menus["all_private_chats"] == ["ask", "reports", "help"]
        assert chat.tg.menus["chat"] == ["ask", "reports", "help", "ingest"]


def test_token_is_hidden_in_messages_arguments_and_tracebacks() -> None:
    error = ValueError(f"The token `{TOKEN}` was rejected")
    called = logging.LogRecord(
        "x", logging.ERROR, "x", 1, "POST %s", (f"/bot{TOKEN}/getMe",), (ValueError, error, None)
    )
    line = Redacting("%(message)s").format(called)
    assert TOKEN.split(":")[1] not in line
    assert line.count(HIDDEN) == 2
