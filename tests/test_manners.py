"""How the bot behaves: it asks for patience, says when it is late, speaks the other's language, pages what is long."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from bot.replies import CHINESE, ENGLISH, read
from knowledge.models import Shelved
from tests.answering import report
from tests.chatting import ADMIN, ANSWER, ASKED, GROUP, LI, PASSAGES, ZHANG, serving
from tests.fake_telegram import FakeTelegram
from tests.test_replies import fields_of

PLACES: tuple[Shelved, ...] = tuple(
    report(f"南山市{i:02d}区", year, f"9901{i:02d}") for i in range(30) for year in (2019, 2020) if i or year == 2020
)


async def test_who_asks_too_fast_is_told_how_long_to_wait(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open", rate_per_minute=2) as chat:
        for _ in range(2):
            reply = await chat.ask(ZHANG, ASKED)
        assert "秒后再试" in (await chat.ask(ZHANG, ASKED))["text"]
        assert "秒后再试" in (await chat.tg.press(ZHANG, reply, "查看原文"))["text"]
        assert ANSWER in (await chat.ask(LI, ASKED))["text"]


async def test_minute_later_everything_is_served_again(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open", rate_per_minute=1) as chat:
        await chat.ask(ZHANG, ASKED, date=int(time.time()) - 70)
        assert ANSWER in (await chat.ask(ZHANG, ASKED))["text"]


async def test_talk_of_a_group_counts_for_nothing(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open", rate_per_minute=1) as chat:
        for _ in range(5):
            chat.tg.write(ZHANG, "今天开会", GROUP)
        assert ANSWER in (await chat.ask(ZHANG, ASKED))["text"]


@pytest.mark.parametrize(("age", "late"), [(0, False), (700, True)])
async def test_answer_to_an_old_question_says_when_it_was_asked(age: int, late: bool, tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        text = (await chat.ask(ZHANG, ASKED, date=int(time.time()) - age))["text"]
        assert ("让您久等" in text) is late
        assert ANSWER in text


# Languages.


ENGLISHMAN = {"from": {"id": ZHANG, "is_bot": False, "first_name": "Z", "language_code": "en-GB"}}
SPOKEN = [
    ("/help", "Ask in Chinese"),
    ("/reports", "2 reports"),
    ("2020年呢", "There is no report"),
    ("你好", "Hello"),
    (ASKED, f"{ANSWER}\n南山市青山区 · 2019 · 复议案件 办结"),
]


@pytest.mark.parametrize(("text", "expected"), SPOKEN)
async def test_english_where_telegram_speaks_it(text: str, expected: str, tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        assert expected in (await chat.ask(ZHANG, text, **ENGLISHMAN))["text"]
        assert "Hello" not in (await chat.ask(LI, "你好"))["text"]


async def test_administrator_reads_his_own_language(tmp_path: Path) -> None:
    async with serving(tmp_path) as chat:
        await chat.ask(ADMIN, "/reports")
        assert "You do not have access" in (await chat.ask(ZHANG, ASKED, **ENGLISHMAN))["text"]
        request = await chat.tg.reply(ADMIN)
        assert "申请使用" in request["text"]
        await chat.tg.press(ADMIN, request, "允许")
        assert "You have been given access" in (await chat.tg.reply(ZHANG))["text"]


@pytest.mark.parametrize("name", read(ENGLISH))
def test_english_text_has_its_chinese_one_with_the_same_fields(name: str) -> None:
    assert fields_of(read(ENGLISH)[name]) == fields_of(read(CHINESE)[name])


OF_THE_TERMINAL = ("cli", "setting", "explain", "bot", "example")


def test_everything_said_in_the_chat_is_said_in_english_too() -> None:
    spoken = {name for name in read(CHINESE) if name.split(".")[0] not in OF_THE_TERMINAL}
    assert spoken - read(ENGLISH).keys() == {"claim.offer"}  # which stands in the terminal


async def test_menus_and_description_stand_in_both(tmp_path: Path) -> None:
    async with serving(tmp_path) as chat:
        await chat.tg.called("setMyShortDescription")
        await chat.ask(ADMIN, "/start")
        assert chat.tg.menus["all_group_chats"] == ["ask"]
        assert chat.tg.menus["all_private_chatsen"] == chat.tg.menus["all_private_chats"]
        assert "南山市青山区2019年办理了多少行政复议案件" in chat.tg.profile["description"]


async def test_administrators_menu_is_brought_up_to_date_at_the_start(tmp_path: Path) -> None:
    async with FakeTelegram() as tg:
        async with serving(tmp_path, tg) as chat:
            await chat.ask(ADMIN, "/reports")
        tg.menus.clear()
        async with serving(tmp_path, tg) as chat:
            while "chaten" not in tg.menus:
                await tg.called_again("setMyCommands")
        assert "people" in tg.menus["chat"]


# Lists.


async def pressed(chat: Any, message: dict[str, Any], label: str) -> dict[str, Any]:
    """What a press puts in place of the message that it was made on."""
    await chat.tg.press(ZHANG, message, label)
    shown: dict[str, Any] = await chat.tg.reply(ZHANG)
    assert shown["message_id"] == message["message_id"]
    return shown


async def test_reports_are_paged_by_place(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        chat.library.held = PLACES
        first = await chat.ask(ZHANG, "/reports")
        assert "南山市01区：2019年、2020年" in first["text"]
        third = await pressed(chat, await pressed(chat, first, "下一页"), "下一页")
        assert "南山市29区" in third["text"]
        place = await pressed(chat, third, "南山市29区")
        assert [line[:7] for line in place["text"].split("\n")] == ["南山市29区", "• 2020年", "• 2019年"]
        assert (await pressed(chat, place, "返回"))["text"] == third["text"]


async def test_coverage_is_a_table_of_places_and_years(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        chat.library.held = PLACES
        first = await chat.ask(ZHANG, "/coverage")
        assert [line.split() for line in first["text"].split("\n")[1:4]] == [
            ["19", "20"],
            ["南山市00区", "－", "有"],
            ["南山市01区", "有", "有"],
        ]
        assert "南山市29区" in (await pressed(chat, first, "下一页"))["text"]


async def test_long_source_is_paged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    neighbour = PASSAGES[0].model_copy(update={"text": "很长的前一段。" * 400})
    monkeypatch.setattr("tests.chatting.PASSAGES", (neighbour, *PASSAGES[1:]))
    async with serving(tmp_path, access="open") as chat:
        await chat.tg.press(ZHANG, await chat.ask(ZHANG, ASKED), "查看原文")
        leaf = await chat.tg.reply(ZHANG)
        while "<b>51件</b>" not in leaf["html"]:
            leaf = await pressed(chat, leaf, "下一页")
        assert "很长的前一段" in (await pressed(chat, leaf, "上一页"))["text"]
        assert chat.tg.refused == []


async def test_hundred_people_at_once_get_their_answers(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        people = range(3000, 3100)
        for who in people:
            chat.tg.write(who, ASKED if who % 2 else "败诉几件")
        replies = await asyncio.gather(*(chat.tg.reply(who, patience=30) for who in people))
        assert [reply["text"].startswith(ANSWER) for reply in replies] == [bool(who % 2) for who in people]
