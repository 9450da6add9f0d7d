"""Who gets in: by which setting, for which kind of update, and what a stranger and an administrator see."""

from pathlib import Path

import pytest

from tests.chatting import ADMIN, ASKED, GROUP, LI, VOICE, ZHANG, serving
from tests.fake_telegram import ANONYMOUS, FakeTelegram

ENTRY = [
    # settings, who, where, let in
    ({"access": "open"}, ZHANG, ZHANG, True),
    ({"access": "open"}, ZHANG, GROUP, True),
    ({"access": "approval"}, ZHANG, ZHANG, False),
    ({"access": "approval"}, ADMIN, ADMIN, True),
    ({"access": "approval"}, ADMIN, GROUP, True),
    ({"access": "approval", "allowed_users": {ZHANG}}, ZHANG, ZHANG, True),
    ({"access": "approval", "allowed_users": {ZHANG}}, LI, LI, False),
    ({"access": "approval", "allowed_groups": {GROUP}}, ZHANG, GROUP, True),
    ({"access": "approval", "allowed_groups": {GROUP}}, ZHANG, ZHANG, False),
    ({"access": "approval", "allowed_groups": {-5}}, ZHANG, GROUP, False),
    ({"access": "list"}, ZHANG, ZHANG, False),
    ({"access": "list"}, ADMIN, ADMIN, True),
    ({"access": "list", "allowed_users": {ZHANG}}, ZHANG, ZHANG, True),
    # the account that fronts for anonymous administrators of any group is nobody
    ({"access": "list", "allowed_users": {ANONYMOUS["id"]}}, ANONYMOUS["id"], GROUP, False),
    ({"access": "list", "admin_ids": {ANONYMOUS["id"]}}, ANONYMOUS["id"], GROUP, False),
    ({"access": "list", "allowed_groups": {GROUP}}, ANONYMOUS["id"], GROUP, True),
]


@pytest.mark.parametrize(("settings", "who", "where", "let_in"), ENTRY)
async def test_entry(settings: dict[str, object], who: int, where: int, let_in: bool, tmp_path: Path) -> None:
    async with serving(tmp_path, **settings) as chat:
        anonymous = {"sender_chat": {"id": GROUP, "type": "supergroup"}} if who == ANONYMOUS["id"] else {}
        reply = await chat.ask(who, f"/ask {ASKED}", where, **anonymous)
        assert ("51件" in reply["text"]) is let_in
        assert bool(chat.library.asked) is let_in


async def test_stranger_is_told_his_id_and_let_in_by_an_administrator(tmp_path: Path) -> None:
    async with serving(tmp_path) as chat:
        await chat.ask(ADMIN, "/reports")
        assert str(ZHANG) in (await chat.ask(ZHANG, ASKED))["text"]
        request = await chat.tg.reply(ADMIN)
        assert str(ZHANG) in request["text"]
        await chat.tg.press(ADMIN, request, "允许")
        assert f"已允许 人{ZHANG}" in (await chat.tg.reply(ADMIN))["text"]
        assert "开通" in (await chat.tg.reply(ZHANG))["text"]
        assert "51件" in (await chat.ask(ZHANG, ASKED))["text"]


async def test_refused_stranger_stays_outside_and_is_announced_once(tmp_path: Path) -> None:
    async with serving(tmp_path) as chat:
        await chat.ask(ADMIN, "/reports")
        await chat.ask(ZHANG, ASKED)
        await chat.ask(ZHANG, ASKED)
        request = await chat.tg.reply(ADMIN)
        await chat.tg.press(ADMIN, request, "拒绝")
        assert "已拒绝" in (await chat.tg.reply(ADMIN))["text"]
        assert "51件" not in (await chat.ask(ZHANG, ASKED))["text"]
        assert chat.tg.unread(ADMIN) == 0


async def test_administrator_who_was_away_sees_who_waits(tmp_path: Path) -> None:
    async with serving(tmp_path) as chat:
        await chat.ask(ZHANG, ASKED)
        await chat.ask(ADMIN, "/start")
        assert str(ZHANG) in (await chat.tg.reply(ADMIN))["text"]
        assert chat.tg.refused == []  # nobody was written to who had not written first


async def test_approval_survives_a_restart(tmp_path: Path) -> None:
    async with FakeTelegram() as tg:
        async with serving(tmp_path, tg) as chat:
            await chat.ask(ADMIN, "/reports")
            await chat.ask(ZHANG, ASKED)
            await tg.press(ADMIN, await tg.reply(ADMIN), "允许")
            await tg.reply(ZHANG)
        async with serving(tmp_path, tg) as chat:
            assert "51件" in (await chat.ask(ZHANG, ASKED))["text"]


async def test_only_administrators_decide(tmp_path: Path) -> None:
    async with serving(tmp_path, allowed_users={LI}) as chat:
        await chat.ask(ADMIN, "/reports")
        await chat.ask(ZHANG, ASKED)
        request = await chat.tg.reply(ADMIN)
        mine = await chat.ask(LI, ASKED)
        pressed = await chat.tg.forge(LI, mine, request["reply_markup"]["inline_keyboard"][0][0]["callback_data"])
        assert "管理员" in pressed["text"]
        assert "51件" not in (await chat.ask(ZHANG, ASKED))["text"]


async def test_stranger_presses_in_vain(tmp_path: Path) -> None:
    async with serving(tmp_path, allowed_groups={GROUP}, access="list") as chat:
        shown = await chat.ask(ZHANG, f"/ask {ASKED}", GROUP)
        pressed = await chat.tg.forge(LI, shown | {"chat": {"id": LI, "type": "private"}}, "source:x:0")
        assert pressed["text"]
        assert chat.tg.unread(LI) == 0


async def test_group_talk_of_strangers_passes_in_silence(tmp_path: Path) -> None:
    async with serving(tmp_path) as chat:
        chat.tg.write(ZHANG, "今天开会", GROUP)
        chat.tg.write(ZHANG, None, GROUP, **VOICE)
        await chat.ask(ADMIN, "/reports")
        assert chat.tg.unread(GROUP) == 0


async def test_code_from_the_start_makes_the_first_administrator(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with serving(tmp_path, admin_ids=frozenset()) as chat:
        refusal = await chat.ask(ZHANG, "/claim AAAAAAAAAA")
        code = capsys.readouterr().out.split("/claim ")[1].split()[0]
        assert "口令不对" in refusal["text"]
        assert "管理员" in (await chat.ask(ZHANG, f"/claim {code.lower()}"))["text"]
        assert "51件" in (await chat.ask(ZHANG, ASKED))["text"]
        again = await chat.ask(LI, f"/claim {code}")
        assert str(LI) in again["text"]  # a stranger like any other: the code has been used


async def test_no_code_where_there_is_an_administrator(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with FakeTelegram() as tg:
        async with serving(tmp_path, tg, admin_ids=frozenset()) as chat:
            await chat.ask(ZHANG, "/start")
            code = capsys.readouterr().out.split("/claim ")[1].split()[0]
            await chat.ask(ZHANG, f"/claim {code}")
        async with serving(tmp_path, tg, admin_ids=frozenset()) as chat:
            assert "51件" in (await chat.ask(ZHANG, ASKED))["text"]
    assert "/claim" not in capsys.readouterr().out
