"""The bot as its owner runs it: a process of its own, real reports, a real store, and Telegram on loopback."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from ingest import samples
from ingest.pipeline import ingest_paths
from knowledge.store import Store, StoreSettings
from tests.fake_telegram import TOKEN, FakeTelegram

ADMIN, ZHANG, STRANGER = 1, 1001, 1002
SENT = next(path for path in samples.paths() if path.name.startswith("siming"))
FLAGSHIP = "思明区2019年办理了多少行政复议案件"
PATIENCE = 30  # seconds that a process has to end


async def start(folder: Path, *arguments: str, **settings: str) -> Process:
    names = {f"WENSHU_{name.upper()}": value for name, value in settings.items()}
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(("WENSHU", "HTTP"))}
    command = (sys.executable, "-m", "bot", *arguments)
    return await asyncio.create_subprocess_exec(*command, cwd=folder, env=kept | names, stdout=PIPE, stderr=PIPE)


async def ended(process: Process) -> tuple[int | None, str]:
    """The exit code, and all that was printed."""
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode, (out + err).decode()


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds the sample reports but the one that an administrator will send."""
    data = tmp_path_factory.mktemp("held")
    with Store(StoreSettings(data=data)) as store:
        held = [path for path in samples.paths() if path != SENT]
        assert {taken.outcome for taken in ingest_paths(held, store, actor="tests")} == {"new"}
    return data


@pytest.fixture
def library(ingested: Path, tmp_path: Path) -> Path:
    copytree(ingested, tmp_path / "data")
    return tmp_path


@asynccontextmanager
async def serving(folder: Path, tg: FakeTelegram, stop: signal.Signals = signal.SIGTERM) -> AsyncIterator[None]:
    """The bot's process; ended by the signal it leaves cleanly and has said nothing it should not."""
    process = await start(
        folder,
        "bot",
        data_dir="data",
        telegram_token=TOKEN,
        telegram_base_url=f"{tg.url}/bot",
        telegram_base_file_url=f"{tg.url}/file/bot",
        admin_ids=str(ADMIN),
        allowed_users=str(ZHANG),
        log_level="DEBUG",
    )
    try:
        yield
    finally:
        process.send_signal(stop)
        code, printed = await ended(process)
        assert TOKEN.split(":")[1] not in printed
        assert stop == signal.SIGKILL or code == 0, printed


async def test_a_day_of_the_bot(library: Path) -> None:
    async with FakeTelegram() as tg:
        async with serving(library, tg):
            tg.write(ZHANG, FLAGSHIP)
            assert "没有“思明区”的报告" in (await tg.reply(ZHANG))["text"]

            tg.send_file(ADMIN, SENT.name, SENT.read_bytes())
            shown = await reply_that_says(tg, "待入库：新报告", ADMIN)
            assert "厦门市思明区" in shown["text"]
            await tg.press(ADMIN, shown, "入库")
            await reply_that_says(tg, "已入库", ADMIN)

            tg.write(ZHANG, FLAGSHIP)
            answer = await tg.reply(ZHANG)
            assert answer["text"].startswith("51件")
            assert "<b>51件</b>" in answer["html"].partition("<blockquote>")[2]
            assert "《厦门市思明区" in answer["text"]

            tg.write(ZHANG, "2020年呢")
            assert "2020年的报告" in (await tg.reply(ZHANG))["text"]

            await tg.press(ZHANG, answer, "查看原文")
            assert "<b>51件</b>" in (await tg.reply(ZHANG))["html"]

            tg.write(STRANGER, FLAGSHIP)
            assert str(STRANGER) in (await tg.reply(STRANGER))["text"]
            assert str(STRANGER) in (await tg.reply(ADMIN))["text"]
        assert tg.refused == []


async def test_what_was_asked_while_the_bot_was_down_is_answered(library: Path) -> None:
    async with FakeTelegram() as tg:
        async with serving(library, tg, stop=signal.SIGKILL):
            tg.write(ZHANG, "/start")
            start = await tg.reply(ZHANG)
            await tg.press(ZHANG, start, "年")
            assert "《" in (await tg.reply(ZHANG))["text"]
        tg.write(ZHANG, FLAGSHIP)
        async with serving(library, tg):
            await reply_that_says(tg, "没有“思明区”的报告")
            await tg.press(ZHANG, start, "年")
            assert "《" in (await tg.reply(ZHANG))["text"]
        assert ["《" in text for text in tg.standing(ZHANG)[1:]] == [True, False, True]


async def reply_that_says(tg: FakeTelegram, expected: str, who: int = ZHANG) -> dict[str, Any]:
    """Waits for it; a message is edited on the way there, and what was sent in the moment of a kill before."""
    while expected not in (said := await tg.reply(who))["text"]:
        continue
    return said


@pytest.mark.parametrize("moment", ["sendChatAction", "sendMessage"])
async def test_kill_while_it_answers_loses_and_doubles_nothing(moment: str, library: Path) -> None:
    async with FakeTelegram() as tg:
        async with serving(library, tg, stop=signal.SIGKILL):
            tg.write(ZHANG, FLAGSHIP)
            await tg.called(moment)
        async with serving(library, tg):
            tg.write(ZHANG, "/ask")
            await reply_that_says(tg, "请在 /ask 后面写上问题")
        assert [text[:10] for text in tg.standing(ZHANG)] == ["没有“思明区”的报告", "请在 /ask 后面"]


REFUSED = [
    ("no token", {}, "WENSHU_TELEGRAM_TOKEN：还没有填"),
    ("unknown token", {"telegram_token": TOKEN[:-5] + "wrong"}, "WENSHU_TELEGRAM_TOKEN：Telegram 不认这个令牌"),
    ("bad setting", {"access": "everyone"}, "WENSHU_ACCESS：只能是"),
]


@pytest.mark.parametrize(("name", "settings", "expected"), REFUSED)
async def test_start_that_cannot_be_ends_with_one_line(
    name: str, settings: dict[str, str], expected: str, tmp_path: Path
) -> None:
    async with FakeTelegram() as tg:
        process = await start(tmp_path, "bot", telegram_base_url=f"{tg.url}/bot", **settings)
        code, printed = await ended(process)
    assert code == 1, name
    assert printed.startswith(expected)
    assert printed.count("\n") == 1
    assert "wrong" not in printed


async def test_unreachable_telegram_is_waited_for_and_a_signal_still_ends_it(tmp_path: Path) -> None:
    process = await start(tmp_path, "bot", telegram_base_url="http://127.0.0.1:9/bot", telegram_token=TOKEN)
    assert process.stderr
    line = await asyncio.wait_for(process.stderr.readline(), PATIENCE)
    assert "连不上 Telegram" in line.decode()
    process.send_signal(signal.SIGTERM)
    assert (await ended(process))[0] == 0
