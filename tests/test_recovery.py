"""When Telegram or the bot fails: every question is answered or apologised for, and no log holds the token."""

import logging
from pathlib import Path

import pytest

from bot.logs import HIDDEN, Redacting
from tests.chatting import ANSWER, ASKED, LI, ZHANG, serving
from tests.fake_telegram import TOKEN, FakeTelegram, Refused

LOST = [
    ("cut connection", ConnectionError()),
    ("garbled answer", ValueError()),
    ("bad gateway", Refused("Bad Gateway", 502)),
    ("flood", Refused("Too Many Requests: retry after 0", 429, retry_after=0)),
    ("markup", Refused("Bad Request: can't parse entities: oh")),
]


@pytest.mark.parametrize(("name", "error"), LOST)
async def test_answer_gets_through(
    name: str, error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.outbox.PAUSES", (0, 0))
    async with serving(tmp_path, access="open") as chat:
        chat.tg.fail("sendMessage", error)
        assert ANSWER in (await chat.ask(ZHANG, ASKED))["text"], name


async def test_answer_that_never_got_through_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.outbox.PAUSES", (0,))
    monkeypatch.setattr("bot.inbox.PAUSE", 0.01)
    async with serving(tmp_path, access="open") as chat:
        chat.tg.fail("sendMessage", *[Refused("Bad Gateway", 502)] * 3)
        assert ANSWER in (await chat.ask(ZHANG, ASKED))["text"]


async def _stopped_before_answering(tmp_path: Path, tg: FakeTelegram) -> None:
    async with serving(tmp_path, tg, access="open"):
        tg.fail("sendMessage", Refused("Bad Gateway", 502))
        tg.write(ZHANG, ASKED)
        await tg.called("sendMessage")


async def test_unanswered_question_is_answered_after_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.outbox.PAUSES", ())
    async with FakeTelegram() as tg:
        await _stopped_before_answering(tmp_path, tg)
        async with serving(tmp_path, tg, access="open"):
            assert ANSWER in (await tg.reply(ZHANG))["text"]


async def test_question_too_old_to_answer_is_apologised_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.outbox.PAUSES", ())
    async with FakeTelegram() as tg:
        await _stopped_before_answering(tmp_path, tg)
        monkeypatch.setattr("bot.inbox.FRESH", -1.0)
        for _ in range(2):  # the second start has nothing left to apologise for
            async with serving(tmp_path, tg, access="open") as chat:
                await chat.ask(LI, "/reports")
        assert "抱歉" in (await tg.reply(ZHANG))["text"]
        assert tg.unread(ZHANG) == 0


async def test_start_waits_for_telegram(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram_line.SOON", 0.01)
    async with FakeTelegram() as tg:
        tg.fail("getMe", ConnectionError(), Refused("Bad Gateway", 502), ConnectionError())
        async with serving(tmp_path, tg, access="open") as chat:
            assert ANSWER in (await chat.ask(ZHANG, ASKED))["text"]


def test_token_is_hidden_in_messages_arguments_and_tracebacks() -> None:
    error = ValueError(f"The token `{TOKEN}` was rejected")
    called = logging.LogRecord(
        "x", logging.ERROR, "x", 1, "POST %s", (f"/bot{TOKEN}/getMe",), (ValueError, error, None)
    )
    line = Redacting("%(message)s").format(called)
    assert TOKEN.split(":")[1] not in line
    assert line.count(HIDDEN) == 2
