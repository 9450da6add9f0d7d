"""Reports that are in: found by place and year, looked at, taken back, corrected, exported; nobody else may."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.chatting import ADMIN, GROUP, LI, ZHANG, Chat, killed_at, serving, told
from tests.counter import EAST, WEST, Counter, file
from tests.fake_telegram import FakeTelegram

COMMANDS = ["drafts", "report", "history", "rollback", "remove", "checks", "export", "backup", "audit"]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ticker.PACE", 0.0)


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    async with serving(tmp_path, access="open") as served:
        served.counter.stock(file(), file(body="办结复议52件"), file(EAST), file(year=2020, body="勾"))
        yield served
        assert served.tg.refused == []


async def press(chat: Chat, message: dict[str, Any], label: str) -> dict[str, Any]:
    """What the message becomes."""
    await chat.tg.press(ADMIN, message, label)
    shown = await chat.tg.reply(ADMIN)
    assert shown["message_id"] == message["message_id"]
    return shown


@pytest.mark.parametrize("command", COMMANDS)
async def test_only_for_administrators_and_only_in_private(command: str, chat: Chat) -> None:
    for who, where in ((ZHANG, ZHANG), (ADMIN, GROUP)):
        assert "只供管理员" in (await chat.ask(who, f"/{command}@wenshu_bot", where))["text"]


CHOICES = [
    ("/report 西湖区2019", "第 2 版，正在使用"),
    ("/report 杭州市西湖区 2020年", "第 1 版，正在使用"),
    ("/report 玄武", "地区：南京市玄武区"),
    ("/report 西湖区", "共 2 份，点开查看"),
    ("/report r3201022019", "地区：南京市玄武区"),
    ("/report 西湖区2018", "没有符合“西湖区2018”的报告"),
    ("/report", "共 3 份"),
    ("/history 西湖区2019", "第 2 版（现用）"),
    ("/rollback 西湖区2019", "第 2 版（现用）"),
    ("/remove 玄武区", "移除南京市玄武区 2019年《南京市玄武区2019年度工作报告》，确定吗"),
    ("/remove", "移除哪一份"),
    ("/checks 西湖区2020", "1 处对不上\n• 50+2≠51"),
    ("/checks 玄武区", "没有发现对不上的数字"),
]


@pytest.mark.parametrize(("said", "expected"), CHOICES)
async def test_report_is_chosen_by_what_is_said(said: str, expected: str, chat: Chat) -> None:
    assert expected in (await chat.ask(ADMIN, said))["text"]


async def test_earlier_version_comes_back_and_goes_again(chat: Chat) -> None:
    chosen = await press(chat, await chat.ask(ADMIN, "/history"), "西湖区 2019年")
    assert "第 1 版　2026-03-01" in chosen["text"]
    assert "命令行" in chosen["text"]
    sure = await press(chat, chosen, "换回第 1 版")
    assert chat.counter.keeper.live["r3301062019"] == 2
    done = await press(chat, sure, "换回第 1 版")
    assert chat.counter.keeper.live["r3301062019"] == 1
    await press(chat, done, "撤销")
    assert chat.counter.keeper.live["r3301062019"] == 2
    assert {act.actor for act in chat.counter.keeper.log[-2:]} == {f"telegram:{ADMIN}"}


async def test_removed_report_is_found_and_comes_back(chat: Chat) -> None:
    sure = await chat.ask(ADMIN, "/remove 玄武区")
    done = await press(chat, sure, "确定移除")
    assert "已移除" in done["text"]
    assert "r3201022019" not in chat.counter.keeper.live
    history = await chat.ask(ADMIN, "/rollback 玄武区")
    await press(chat, await press(chat, history, "换回第 1 版"), "换回第 1 版")
    assert chat.counter.keeper.live["r3201022019"] == 1


async def test_press_on_what_has_moved_on_changes_nothing(chat: Chat) -> None:
    chosen = await press(chat, await chat.ask(ADMIN, "/history"), "西湖区 2019年")
    back = await press(chat, chosen, "换回第 1 版")
    done = await press(chat, await chat.ask(ADMIN, "/remove 西湖区2019"), "确定移除")
    assert "此后已有别的变动" in (await press_data(chat, back, 0))["text"]
    assert "r3301062019" not in chat.counter.keeper.live
    await press(chat, done, "撤销")
    await press(chat, back, "换回第 1 版")
    assert "此后已有别的变动" in (await press_data(chat, done, 0))["text"]
    assert chat.counter.keeper.live["r3301062019"] == 1


async def test_second_press_changes_nothing_of_what_the_first_said(chat: Chat) -> None:
    asked = await chat.ask(ADMIN, "/remove 玄武区")
    for word in ("确定移除", "撤销", "撤销"):
        done = await press(chat, asked, word)
        acts = len(chat.counter.keeper.log)
        await chat.tg.forge(ADMIN, asked, asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"])
        assert "最近" in (await chat.ask(ADMIN, "/audit"))["text"]  # is the next that is heard
        assert len(chat.counter.keeper.log) == acts
        asked = done


async def press_data(chat: Chat, message: dict[str, Any], row: int) -> dict[str, Any]:
    """A press on a button that no longer stands there."""
    await chat.tg.forge(ADMIN, message, message["reply_markup"]["inline_keyboard"][row][0]["callback_data"])
    return await chat.tg.reply(ADMIN)


async def test_live_report_is_corrected_and_that_is_undone(chat: Chat) -> None:
    card = await chat.ask(ADMIN, "/report 玄武区")
    await press(chat, card, "改年份")
    chat.tg.write(ADMIN, "2021")
    shown = await told(chat, "更正已入库的报告", "年度：2021年")
    assert shown["message_id"] == card["message_id"]
    assert sorted(chat.counter.keeper.live) == ["r3201022019", "r3301062019", "r3301062020"]
    await chat.tg.press(ADMIN, shown, "确认更正")
    done = await told(chat, "已更正")
    assert sorted(chat.counter.keeper.live) == ["r3201022021", "r3301062019", "r3301062020"]
    await chat.tg.press(ADMIN, done, "撤销")
    await told(chat, "第 1 版，正在使用", "年度：2019年")
    assert sorted(chat.counter.keeper.live) == ["r3201022019", "r3301062019", "r3301062020"]


async def test_kill_while_a_correction_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = Counter()
    counter.stock(file(EAST))
    async with FakeTelegram() as tg:
        async with serving(tmp_path, tg, counter) as chat:
            await press(chat, await chat.ask(ADMIN, "/report 玄武区"), "改年份")
            tg.write(ADMIN, "2021")
            await tg.press(ADMIN, await told(chat, "更正已入库的报告"), "确认更正")
            done = await told(chat, "已更正")
        with killed_at("tests.counter.Keeper.remove", monkeypatch) as reached:
            async with serving(tmp_path, tg, counter):
                pressing = asyncio.create_task(tg.press(ADMIN, done, "撤销"))
                await asyncio.to_thread(reached.wait, 10)
        pressing.cancel()
        async with serving(tmp_path, tg, counter) as chat:
            await told(chat, "年度：2019年")
        assert list(counter.keeper.live) == ["r3201022019"]


async def test_correction_that_is_given_up_leaves_nothing(chat: Chat) -> None:
    card = await chat.ask(ADMIN, "/report 玄武区")
    assert (await press(chat, await press(chat, card, "改地区"), "返回"))["text"] == card["text"]
    assert "没有等待确认" in (await chat.ask(ADMIN, "/drafts"))["text"]


async def test_acts_are_listed_with_the_people(chat: Chat) -> None:
    await press(chat, await chat.ask(ADMIN, "/remove 玄武区"), "确定移除")
    rows = (await chat.ask(ADMIN, "/audit"))["text"].split("\n")
    assert rows[0] == "最近 5 次操作"
    assert rows[1].endswith(f"人{ADMIN}　移除　{EAST} 2019年《{EAST}2019年度工作报告》　[r3201022019]")
    assert rows[-1].endswith(f"命令行　存入　{WEST} 2019年《{WEST}2019年度工作报告》　[r3301062019]　第 1 版")


EXPORTS = [("/export", b"all", "全部 3 份"), ("/export 玄武区", b"r3201022019", "玄武区")]


@pytest.mark.parametrize(("said", "content", "caption"), EXPORTS)
async def test_figures_are_exported(said: str, content: bytes, caption: str, chat: Chat) -> None:
    chat.tg.write(ADMIN, said)
    handed = await told(chat, caption)
    assert handed["document"]["file_name"] == "figures.xlsx"
    assert chat.tg.documents == [("figures.xlsx", content)]


async def test_one_report_is_exported_from_its_card(chat: Chat) -> None:
    await chat.tg.press(ADMIN, await chat.ask(ADMIN, "/report 玄武区"), "导出")
    await told(chat, "的数字")
    assert chat.tg.documents == [("figures.xlsx", b"r3201022019")]


@pytest.mark.parametrize(("size", "expected"), [(10, "wenshu restore"), ((50 << 20) + 1, "超过 50 MB")])
async def test_backup_is_sent_where_telegram_takes_it(size: int, expected: str, chat: Chat) -> None:
    chat.counter.size = size
    chat.tg.write(ADMIN, "/backup")
    await told(chat, expected)


FORGED = ["put:x:0", "one:x:0", "undo:r3201022019-7:0", "undo:nothing-1:0", "goneback:r3201022019-1:9", "held:x:0",
          "removed:r3201022019:0", "amend:r3201022019:7", "export:none:0", "value:x:0", "card:none:0"]  # fmt: skip


@pytest.mark.parametrize("data", FORGED)
async def test_forged_press_changes_nothing(data: str, chat: Chat) -> None:
    message = await chat.ask(ADMIN, "/report 玄武区")
    before = dict(chat.counter.keeper.live)
    assert "只有管理员" in (await chat.tg.forge(LI, message, data))["text"]
    await chat.tg.forge(ADMIN, message, data)
    assert chat.counter.keeper.live == before
