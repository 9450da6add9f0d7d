"""Inline mode: what is offered behind the bot's name in any chat, and to whom."""

from pathlib import Path

import pytest

from tests.chatting import ANSWER, ASKED, GROUP, ZHANG, serving

OFFERED = [
    (ASKED, ["51件", "60件"]),
    ("复议案件", ["51件", "60件"]),
    ("败诉几件", []),
    ("2020年呢", []),
    ("你好", []),
    ("", []),
]


@pytest.mark.parametrize(("typed", "titles"), OFFERED)
async def test_offers(typed: str, titles: list[str], tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        offered = await chat.tg.type_inline(ZHANG, typed)
        assert [result["title"] for result in offered["results"]] == titles
        assert offered["is_personal"]
        assert titles or offered["button"]["text"]


async def test_offer_is_the_whole_answer_with_its_source(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        offered = (await chat.tg.type_inline(ZHANG, ASKED))["results"][0]
        text = offered["input_message_content"]["message_text"]
        assert text.startswith(f"<b>{ANSWER}</b>")
        assert "《南山市青山区2019年度工作报告》三、(二)" in text
        assert "南山市青山区" in offered["description"]


async def test_shared_answer_is_the_one_that_was_given(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        offered = await chat.ask(ZHANG, "复议案件")
        await chat.tg.press(ZHANG, offered, "受理")
        chosen = await chat.tg.reply(ZHANG)
        share = next(b for row in chosen["reply_markup"]["inline_keyboard"] for b in row if "switch_inline_query" in b)
        results = (await chat.tg.type_inline(ZHANG, share["switch_inline_query"]))["results"]
        assert [result["title"] for result in results] == ["60件"]


async def test_stranger_is_offered_nothing(tmp_path: Path) -> None:
    async with serving(tmp_path) as chat:
        offered = await chat.tg.type_inline(ZHANG, ASKED)
        assert offered["results"] == []
        assert "没有开通" in offered["button"]["text"]
        assert chat.library.asked == []


async def test_answer_that_was_shared_into_a_chat_is_no_question(tmp_path: Path) -> None:
    async with serving(tmp_path, access="open") as chat:
        bot = {"id": 110201543, "is_bot": True, "first_name": "问数", "username": "wenshu_bot"}
        for where in (ZHANG, GROUP):
            chat.tg.write(ZHANG, f"@wenshu_bot {ASKED}", where, via_bot=bot)
        await chat.ask(ZHANG, "你好")
        assert chat.tg.unread(GROUP) == 0
        assert [question for question, _ in chat.library.asked] == ["你好"]
