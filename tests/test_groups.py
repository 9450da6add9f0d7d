"""Groups: asked for when the bot is added, left where it may not be, followed when their id changes."""

from pathlib import Path
from typing import Any

import pytest

from tests.chatting import ADMIN, ANSWER, ASKED, GROUP, LI, ZHANG, Chat, serving

QUESTION = f"/ask {ASKED}"
UPGRADED = -1_000_000_000_555


async def added(chat: Chat, by: int) -> dict[str, Any]:
    chat.tg.membership(by, GROUP, "left", "member")
    return await chat.tg.reply(GROUP)


async def test_group_of_an_administrator_is_let_in_at_once(tmp_path: Path) -> None:
    async with serving(tmp_path) as chat:
        assert "大家好" in (await added(chat, ADMIN))["text"]
        assert ANSWER in (await chat.ask(ZHANG, QUESTION, GROUP))["text"]


async def test_group_waits_for_an_administrator(tmp_path: Path) -> None:
    async with serving(tmp_path) as chat:
        await chat.ask(ADMIN, "/reports")
        assert str(GROUP) in (await added(chat, ZHANG))["text"]
        request = await chat.tg.reply(ADMIN)
        assert ANSWER not in (await chat.ask(ZHANG, QUESTION, GROUP))["text"]
        await chat.tg.press(ADMIN, request, "允许")
        assert "已允许" in (await chat.tg.reply(ADMIN))["text"]
        assert "大家好" in (await chat.tg.reply(GROUP))["text"]
        assert ANSWER in (await chat.ask(ZHANG, QUESTION, GROUP))["text"]
        assert chat.tg.unread(ADMIN) == 0


async def test_refused_group_is_left_with_a_word(tmp_path: Path) -> None:
    async with serving(tmp_path) as chat:
        await chat.ask(ADMIN, "/reports")
        await added(chat, ZHANG)
        await chat.tg.press(ADMIN, await chat.tg.reply(ADMIN), "拒绝")
        assert "退出" in (await chat.tg.reply(GROUP))["text"]
        await chat.tg.called("leaveChat")
        assert chat.tg.left == [GROUP]


@pytest.mark.parametrize("allowed", [frozenset(), frozenset({-5})])
async def test_group_off_the_list_is_left_with_a_word(allowed: frozenset[int], tmp_path: Path) -> None:
    async with serving(tmp_path, access="list", allowed_groups=allowed) as chat:
        assert "退出" in (await added(chat, ZHANG))["text"]
        await chat.tg.called("leaveChat")


async def test_being_let_in_oneself_lets_no_group_in(tmp_path: Path) -> None:
    async with serving(tmp_path, allowed_users={ZHANG}) as chat:
        assert "没有开通" in (await chat.ask(ZHANG, QUESTION, GROUP))["text"]


@pytest.mark.parametrize("settings", [{"allowed_groups": {GROUP}}, {}])
async def test_group_is_followed_to_its_new_id(settings: dict[str, Any], tmp_path: Path) -> None:
    async with serving(tmp_path, **settings) as chat:
        await added(chat, ADMIN)
        answer = await chat.ask(ZHANG, QUESTION, GROUP)
        chat.tg.write(ZHANG, None, GROUP, migrate_to_chat_id=UPGRADED)
        chat.tg.write(ZHANG, None, UPGRADED, migrate_from_chat_id=GROUP)
        assert ANSWER in (await chat.ask(ZHANG, QUESTION, UPGRADED))["text"]
        moved = answer | {"chat": answer["chat"] | {"id": UPGRADED}}
        await chat.tg.press(LI, moved, "查看原文")
        assert "三、化解纠纷" in (await chat.tg.reply(UPGRADED))["text"]


async def test_blocked_person_is_not_served_in_an_allowed_group(tmp_path: Path) -> None:
    async with serving(tmp_path, allowed_groups={GROUP}) as chat:
        await chat.ask(ADMIN, "/reports")
        await chat.ask(ZHANG, ASKED)
        await chat.tg.press(ADMIN, await chat.tg.reply(ADMIN), "拒绝")
        await chat.tg.reply(ADMIN)
        assert ANSWER not in (await chat.ask(ZHANG, QUESTION, GROUP))["text"]
        assert ANSWER in (await chat.ask(LI, QUESTION, GROUP))["text"]
        assert chat.tg.left == []
