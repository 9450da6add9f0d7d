"""The two ways to be reached by Telegram, a second instance, and the figures for a monitoring system."""

import asyncio
import socket
from pathlib import Path

import aiohttp
import pytest

from bot.app import alone
from knowledge.errors import BadSetting, WenshuError
from tests.chatting import ANSWER, ASKED, ZHANG, serving
from tests.fake_telegram import PATIENCE, Refused

SECRET = "a_word-between-us"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
CONFLICT = "Conflict: terminated by other getUpdates request"


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        number: int = free.getsockname()[1]
    return number


async def test_webhook_needs_the_secret(port: int, tmp_path: Path) -> None:
    url = "https://wenshu.example/hook"
    listen = f"127.0.0.1:{port}"
    async with (
        serving(tmp_path, access="open", webhook_url=url, webhook_listen=listen, webhook_secret=SECRET) as chat,
        aiohttp.ClientSession() as http,
    ):
        await chat.tg.called("setWebhook")
        await listening(port)
        assert (chat.tg.webhook["url"], chat.tg.webhook["secret_token"]) == (url, SECRET)
        statuses = []
        for header in ({}, {HEADER: "guessed"}, {HEADER: SECRET}):
            update = chat.tg.deliver({"message": chat.tg.write(ZHANG, ASKED)})
            async with http.post(f"http://{listen}/hook", json=update, headers=header) as answer:
                statuses.append(answer.status)
        assert statuses == [403, 403, 200]
        assert ANSWER in (await chat.tg.reply(ZHANG))["text"]
        assert chat.tg.unread(ZHANG) == 0


async def listening(port: int) -> None:
    """Waits until somebody listens, which nobody announces."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.01)
            else:
                writer.close()
                return


async def test_webhook_without_a_secret_is_no_way_in(tmp_path: Path) -> None:
    async with serving(tmp_path, webhook_url="https://wenshu.example/hook") as chat:
        with pytest.raises(BadSetting, match="WENSHU_WEBHOOK_SECRET"):
            await asyncio.wait_for(chat.running, PATIENCE)


async def test_second_instance_goes(tmp_path: Path) -> None:
    async with serving(tmp_path) as chat:
        chat.tg.fail("getUpdates", *[Refused(CONFLICT, 409)] * 3)
        with pytest.raises(WenshuError, match="另有一个程序"):
            await asyncio.wait_for(chat.running, PATIENCE)


async def test_first_instance_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.telegram_line.SETTLED", -1.0)
    async with serving(tmp_path, access="open") as chat:
        chat.tg.fail("getUpdates", *[Refused(CONFLICT, 409)] * 2)
        assert ANSWER in (await chat.ask(ZHANG, ASKED))["text"]


def test_second_instance_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(WenshuError, match="已经有一个机器人"), alone(tmp_path):
        pass
    with alone(tmp_path):
        pass


async def test_metrics_are_served_where_a_setting_says_so(port: int, tmp_path: Path) -> None:
    async with serving(tmp_path, access="open", metrics_listen=f"127.0.0.1:{port}") as chat:
        await chat.ask(ZHANG, ASKED)
        await chat.ask(ZHANG, "败诉几件")
        async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/metrics") as answer:
            lines = (await answer.text()).split("\n")
        expected = {'wenshu_questions_30d{outcome="answered"} 1', 'wenshu_questions_30d{outcome="not_stated"} 1'}
        assert expected <= set(lines)
