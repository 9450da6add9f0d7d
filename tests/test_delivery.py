"""What leaves for Telegram comes exactly once, whatever is cut off: the line, the process, or both."""

from pathlib import Path

import pytest

from tests.chatting import ANSWER, ASKED, GROUP, LI, ZHANG, serving
from tests.fake_telegram import FakeTelegram, Swallowed


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.outbox.PAUSES", (0, 0))


def answers(tg: FakeTelegram, chat: int) -> list[str]:
    """What the bot's messages of the chat say now."""
    return [text for text in tg.standing(chat) if text.startswith(ANSWER)]


async def test_message_that_came_though_its_call_failed_is_not_sent_again(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        chat.tg.fail("sendMessage", Swallowed())
        await chat.ask(ZHANG, ASKED)
        await chat.ask(ZHANG, "你好")
        assert len(answers(chat.tg, ZHANG)) == 1


async def test_message_in_doubt_is_found_after_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.outbox.PAUSES", ())
    async with FakeTelegram() as tg:
        async with serving(tmp_path, tg, access="open"):
            tg.fail("sendMessage", Swallowed())  # came, and the process ends before it hears of that
            tg.write(ZHANG, ASKED)
            await tg.reply(ZHANG)
        async with serving(tmp_path, tg, access="open") as chat:
            found = await tg.reply(ZHANG)  # the edit that found it
            await tg.press(ZHANG, found, "查看原文")  # and gave it buttons that work
            assert "原文" not in (await tg.reply(ZHANG))["text"]
            await chat.ask(ZHANG, "你好")
        assert len(answers(tg, ZHANG)) == 1


async def test_of_two_people_each_keeps_his_own_answer_in_a_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.outbox.PAUSES", ())
    async with FakeTelegram() as tg:
        async with serving(tmp_path, tg, access="open"):
            tg.fail("sendMessage", Swallowed())
            tg.write(ZHANG, f"/ask {ASKED}", GROUP)
            await tg.reply(GROUP)
        tg.write(LI, "/ask 败诉几件", GROUP)
        async with serving(tmp_path, tg, access="open"):
            for _ in range(2):
                await tg.reply(GROUP)
        assert [text.split("\n")[0] for text in tg.standing(GROUP)] == [ANSWER, "报告里没有“败诉”的数字。"]


async def test_answer_that_was_sent_but_not_crossed_out_is_not_sent_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with FakeTelegram() as tg:
        with monkeypatch.context() as crash:
            crash.setattr("bot.inbox.cross_out", lambda _session, _number: None)
            async with serving(tmp_path, tg, access="open") as chat:
                await chat.ask(ZHANG, ASKED)
        async with serving(tmp_path, tg, access="open") as chat:
            await chat.ask(ZHANG, "你好")
        assert len(answers(tg, ZHANG)) == 1


async def test_other_messages_are_left_alone_by_the_search(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        first = await chat.ask(ZHANG, ASKED)
        chat.tg.fail("sendMessage", ConnectionError())
        await chat.ask(ZHANG, "败诉几件")
        assert chat.tg.standing(ZHANG)[0] == first["text"]
        assert len(chat.tg.standing(ZHANG)) == 2
