"""Reports on their way in, through the chat: sent, read, shown, corrected, put in, taken back; also over restarts."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot import drafts
from bot.engine import Arrival
from bot.tables import Database, Prompt
from knowledge.store import Store, StoreSettings
from tests.chatting import ADMIN, ASKED, GROUP, LI, ZHANG, Chat, killed_at, labels, serving, told
from tests.counter import BODY, EAST, WEST, Counter, file
from tests.fake_telegram import FakeTelegram

Json = dict[str, Any]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ticker.PACE", 0.0)
    monkeypatch.setattr("bot.backroom.GATHER", 0.0)
    monkeypatch.setattr("bot.watching.EVERY", 0.01)


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    async with serving(tmp_path, access="open") as served:
        yield served
        assert served.tg.refused == []


async def sent(chat: Chat, data: bytes, *parts: str, name: str = "报告.txt", **body: Any) -> Json:
    chat.tg.send_file(ADMIN, name, data, **body)
    return await told(chat, *parts)


async def test_new_report_is_shown_and_goes_live_on_a_word(chat: Chat) -> None:
    shown = await sent(chat, file(), "待入库：新报告")
    assert chat.counter.keeper.live == {}
    expected = ["地区：杭州市西湖区（标题）", "年度：2019年", "发布单位：杭州市西湖区人民政府", "段落 1 个", "报告.txt"]
    assert [part for part in expected if part not in shown["text"]] == []
    assert labels(shown) == ["✅ 入库", "改地区", "改年份", "改发布单位", "取消"]
    await chat.tg.press(ADMIN, shown, "入库")
    done = await told(chat, "已入库")
    assert done["message_id"] == shown["message_id"]
    assert chat.counter.keeper.live == {"r3301062019": 1}
    assert chat.counter.keeper.log[-1].actor == f"telegram:{ADMIN}"
    assert labels(done) == ["↩ 撤销", "查看"]
    assert await asyncio.to_thread(chat.counter.keeper.tidied.wait, timeout=5)


async def test_every_stage_is_told_in_one_message(chat: Chat) -> None:
    chat.counter.reader.gate.clear()
    chat.tg.send_file(ADMIN, "报告.txt", file())
    states = [await told(chat, part) for part in ("已收到", "正在下载", "正在读取 报告.txt（1/1）")]
    chat.counter.reader.gate.set()
    states.append(await told(chat, "待入库"))
    assert len({state["message_id"] for state in states}) == 1


async def test_questions_are_answered_while_a_file_is_read(chat: Chat) -> None:
    chat.counter.reader.gate.clear()
    await sent(chat, file(), "正在读取")
    for who in (ADMIN, ZHANG):
        chat.tg.write(who, ASKED)
        await told(chat, "51件", who=who)
    chat.counter.reader.gate.set()
    await told(chat, "待入库")


async def test_reading_is_stopped_by_its_button(chat: Chat) -> None:
    chat.counter.reader.gate.clear()
    reading = await sent(chat, file(), "正在读取")
    await chat.tg.press(ADMIN, reading, "取消")
    await told(chat, "已取消：报告.txt")
    chat.tg.send_file(ADMIN, "又.txt", file())
    await told(chat, "正在读取 又.txt")
    chat.counter.reader.gate.set()
    await told(chat, "待入库", "又.txt")
    assert chat.counter.reader.read_names == ["又.txt"]


async def put(chat: Chat, data: bytes) -> Json:
    await chat.tg.press(ADMIN, await sent(chat, data, "待入库"), "入库")
    return await told(chat, "✅")


async def test_replacement_shows_what_changes_and_is_undone(chat: Chat) -> None:
    await put(chat, file())
    shown = await sent(chat, file(body="办结复议52件,培训8场"), "将替换现有的第 1 版")
    assert "新增1、变更1（办结复议51件→办结复议52件）、消失1" in shown["text"]
    await chat.tg.press(ADMIN, shown, "数字变化")
    listed = await told(chat, "消失　应诉3件")
    assert "变更　办结复议51件→办结复议52件" in listed["text"]
    await chat.tg.press(ADMIN, listed, "返回")
    await chat.tg.press(ADMIN, await told(chat, "待入库"), "入库")
    await chat.tg.press(ADMIN, await told(chat, "已替换旧版"), "撤销")
    await told(chat, "已撤销", "回到第 1 版")
    assert chat.counter.keeper.live == {"r3301062019": 1}


async def test_undo_of_a_new_report_removes_it_and_is_undone_itself(chat: Chat) -> None:
    await chat.tg.press(ADMIN, await put(chat, file()), "撤销")
    undone = await told(chat, "已撤销", "不再使用")
    assert chat.counter.keeper.live == {}
    await chat.tg.press(ADMIN, undone, "撤销")
    await told(chat, "回到第 1 版")
    assert chat.counter.keeper.live == {"r3301062019": 1}


async def test_same_content_is_nothing_to_do(chat: Chat) -> None:
    await put(chat, file())
    shown = await sent(chat, file(), "没有改动，无需入库", name="另一个名字.txt")
    assert labels(shown) == []
    assert len(chat.counter.keeper.versions["r3301062019"]) == 1


async def test_doubts_and_sums_are_shown(chat: Chat) -> None:
    shown = await sent(chat, file(body="疑勾"), "⚠️ 看起来像别处的报告", "勾稽：1 处对不上")
    assert "<b>⚠️ 看起来像别处的报告</b>" in shown["html"]
    await chat.tg.press(ADMIN, shown, "勾稽")
    await told(chat, "• 50+2≠51")


REFUSED = [(b"x", None, "不像一份报告"), (b"", None, "文件是空的"), (file(), 21 << 20, "超过 20 MB")]


@pytest.mark.parametrize(("data", "size", "why"), REFUSED)
async def test_bad_file_is_refused_in_a_line(data: bytes, size: int | None, why: str, chat: Chat) -> None:
    shown = await sent(chat, data, "没有读入 报告.txt", why, size=size)
    assert labels(shown) == []
    assert list((chat.folder / "drafts").glob("*")) == []


# Corrections.


async def test_what_is_missing_is_asked_for_and_may_simply_be_said(chat: Chat) -> None:
    shown = await sent(chat, file(place="", year=""), "还差一点信息")
    assert labels(shown) == ["填地区", "填年份", "取消"]
    chat.tg.write(ADMIN, ASKED)  # no place but a question
    await told(chat, "51件")
    chat.tg.write(ADMIN, "西湖区")
    which = await told(chat, "有几个地方叫“西湖区”")
    assert labels(which)[:2] == ["江西省南昌市西湖区", "浙江省杭州市西湖区"] or len(labels(which)) > 2
    await chat.tg.press(ADMIN, which, "杭州市")
    year = await told(chat, "还差一点信息")
    assert labels(year) == ["填年份", "取消"]
    chat.tg.write(ADMIN, "2019年")
    done = await told(chat, "待入库", "杭州市西湖区", "2019年")
    assert done["message_id"] == shown["message_id"]


CORRECTIONS = [
    ("改地区", "请直接发送地区", "玄武区", "地区：南京市玄武区"),
    ("改年份", "这是哪一年的报告", "2020", "年度：2020年"),
    ("改发布单位", "请直接发送发布单位", "杭州市司法局", "发布单位：杭州市司法局"),
]


@pytest.mark.parametrize(("button", "question", "said", "expected"), CORRECTIONS)
async def test_field_is_corrected_in_place(button: str, question: str, said: str, expected: str, chat: Chat) -> None:
    shown = await sent(chat, file(), "待入库")
    await chat.tg.press(ADMIN, shown, button)
    await told(chat, question)
    chat.tg.write(ADMIN, said)
    corrected = await told(chat, "待入库", expected)
    assert corrected["message_id"] == shown["message_id"]


async def test_way_out_of_a_correction(chat: Chat) -> None:
    await chat.tg.press(ADMIN, await sent(chat, file(), "待入库"), "改年份")
    asked = await told(chat, "这是哪一年的报告")
    chat.tg.write(ADMIN, "不知道")
    await told(chat, "看不出是哪一年")
    await chat.tg.press(ADMIN, asked, "返回")
    await told(chat, "待入库", "2019年")
    chat.tg.write(ADMIN, ASKED)
    await told(chat, "51件")


async def test_year_is_chosen_by_its_button(chat: Chat) -> None:
    await chat.tg.press(ADMIN, await sent(chat, file(), "待入库"), "改年份")
    asked = await told(chat, "这是哪一年的报告")
    year = labels(asked)[0]
    await chat.tg.press(ADMIN, asked, year)
    await told(chat, "待入库", f"年度：{year}")


# Words and presses.


@pytest.mark.parametrize(("word", "live"), [("是", 1), ("入库", 1), ("取消", 0), ("OK", 1)])
async def test_plain_word_decides_about_the_one_draft(word: str, live: int, chat: Chat) -> None:
    await sent(chat, file(), "待入库")
    chat.tg.write(ADMIN, word)
    await told(chat, "已入库" if live else "已取消")
    assert len(chat.counter.keeper.live) == live


async def test_plain_word_decides_nothing_about_several(chat: Chat) -> None:
    await sent(chat, file(), "待入库")
    await sent(chat, file(EAST), "待入库")
    chat.tg.write(ADMIN, "入库")
    await told(chat, "2 份报告等待确认")
    assert chat.counter.keeper.live == {}


async def test_word_is_a_question_where_nothing_waits(chat: Chat) -> None:
    chat.tg.write(ADMIN, "是")
    await told(chat, "请直接提问")


async def test_second_press_and_second_administrator_put_nothing_twice(chat: Chat) -> None:
    shown = await sent(chat, file(), "待入库")
    data = shown["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    for who in (ADMIN, LI, ADMIN):
        await chat.tg.forge(who, shown, data)
    await told(chat, "已入库")
    assert "只有管理员" in (await chat.tg.forge(ZHANG, shown, data))["text"]
    assert len(chat.counter.keeper.log) == 1


async def test_report_that_changed_meanwhile_is_shown_again(chat: Chat) -> None:
    first = await sent(chat, file(), "待入库：新报告")
    await put(chat, file(body="办结复议50件"))
    await chat.tg.press(ADMIN, first, "入库")
    again = await told(chat, "刚刚有了变动", "将替换现有的第 1 版")
    await chat.tg.press(ADMIN, again, "入库")
    await told(chat, "已替换旧版")


async def test_failure_leaves_the_draft_waiting(chat: Chat) -> None:
    shown = await sent(chat, file(), "待入库")
    chat.counter.keeper.broken = True
    await chat.tg.press(ADMIN, shown, "入库")
    await told(chat, "磁盘已满", "待入库")
    chat.counter.keeper.broken = False
    await chat.tg.press(ADMIN, shown, "入库")
    await told(chat, "已入库")


async def test_error_of_ours_neither_ends_the_bot_nor_loses_the_draft(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("tests.counter.Keeper.put", lambda *_, **__: 1 / 0)
        await chat.tg.press(ADMIN, await sent(chat, file(), "待入库"), "入库")
        again = await told(chat, "抱歉，出错了", "待入库")
    await chat.tg.press(ADMIN, again, "入库")
    await told(chat, "已入库")


async def test_same_report_twice_in_an_archive_is_one_version(chat: Chat) -> None:
    shown = await sent(chat, file() + b"\n---\n" + file(), "新增 2 份", name="报告.zip")
    await chat.tg.press(ADMIN, shown, "全部入库")
    await told(chat, "已入库 1 份、无变化 1 份")
    assert len(chat.counter.keeper.log) == 1


# Several.

THREE = b"\n---\n".join((file(), file(EAST), b"x"))


async def test_archive_is_one_message_and_goes_in_whole(chat: Chat) -> None:
    shown = await sent(chat, THREE, "共 3 个文件", "新增 2 份、未读入 1 份", name="报告.zip")
    assert labels(shown) == ["✅ 全部入库（2）", "逐个查看", "全部取消"]
    assert "✗ 3.txt：不像一份报告" in shown["text"]
    await chat.tg.press(ADMIN, shown, "全部入库")
    await told(chat, "已入库 2 份、未读入 1 份")
    assert sorted(chat.counter.keeper.live) == ["r3201022019", "r3301062019"]
    assert chat.counter.reader.read_names == ["报告.zip"]


async def test_album_is_one_message(chat: Chat) -> None:
    chat.counter.reader.gate.clear()
    for number, place in enumerate((WEST, EAST)):
        chat.tg.send_file(ADMIN, f"{number}.txt", file(place), media_group_id="77")
    await told(chat, "正在读取")
    await told(chat, "51件") if chat.tg.write(ADMIN, ASKED) else None  # both are in by now
    chat.counter.reader.gate.set()
    shown = await told(chat, "共 2 个文件", "新增 2 份")
    await chat.tg.press(ADMIN, shown, "逐个查看")
    one = await told(chat, "待入库", "0.txt")
    await chat.tg.press(ADMIN, one, "下一页")
    two = await told(chat, "待入库", "1.txt")
    await chat.tg.press(ADMIN, two, "入库")
    await chat.tg.press(ADMIN, await told(chat, "已入库"), "返回")
    await told(chat, "新增 1 份、已入库 1 份")
    assert list(chat.counter.keeper.live) == ["r3201022019"]


async def test_what_is_doubtful_is_not_put_in_with_the_others(chat: Chat) -> None:
    shown = await sent(chat, file() + b"\n---\n" + file(EAST, body="疑"), "1 份有疑问或缺信息", name="报告.zip")
    await chat.tg.press(ADMIN, shown, "全部入库（1）")
    left = await told(chat, "已入库 1 份")
    assert labels(left) == ["逐个查看", "全部取消"]
    await chat.tg.press(ADMIN, left, "全部取消")
    await told(chat, "已取消 1 份")


# Where from.


async def test_address_is_fetched(chat: Chat) -> None:
    chat.counter.web["https://gov.example/2019.html"] = file()
    chat.tg.write(ADMIN, "/ingest https://gov.example/2019.html")
    await told(chat, "待入库", "2019.html")
    chat.tg.write(ADMIN, "/ingest https://gov.example/none")
    await told(chat, "没有读入 https://gov.example/none：下载不了")


async def test_file_in_a_group_is_confirmed_in_private(chat: Chat) -> None:
    await chat.ask(ADMIN, "/reports")
    theirs = chat.tg.send_file(ZHANG, "报告.txt", file(), GROUP)
    assert "请在私聊里确认" in (await chat.ask(ADMIN, "/ingest", GROUP, reply_to_message=theirs))["text"]
    await told(chat, "待入库")


async def test_strangers_file_is_no_draft(chat: Chat) -> None:
    chat.tg.send_file(ZHANG, "报告.txt", file())
    await told(chat, "只有管理员", who=ZHANG)
    assert "没有等待确认" in (await chat.ask(ADMIN, "/drafts"))["text"]


async def test_folder_tells_what_it_brought(chat: Chat) -> None:
    await chat.ask(ADMIN, "/reports")
    chat.counter.folder.brought.append(Arrival("甲.zip", "done", ["新增　甲区 2019年"]))
    await told(chat, "甲.zip 已入库\n新增　甲区 2019年")


@pytest.mark.parametrize("way", ["said", "asked for", "found again"])
async def test_unclear_file_of_the_folder_waits_as_a_draft(way: str, chat: Chat) -> None:
    await chat.ask(ADMIN, "/reports")
    left = chat.folder / "甲.txt"
    left.write_bytes(file(place=""))
    chat.counter.folder.held.append(left)
    asked = await told(chat, "还差一点信息", "甲.txt", "请直接发送地区")
    if way == "asked for":
        await chat.tg.press(ADMIN, asked, "填地区")
        await told(chat, "请直接发送地区")
    elif way == "found again":
        await chat.tg.press(ADMIN, asked, "填地区")
        await chat.tg.press(ADMIN, await told(chat, "请直接发送地区"), "返回")
        await told(chat, "还差一点信息")
        await chat.tg.press(ADMIN, await chat.ask(ADMIN, "/drafts"), "甲.txt")
        await told(chat, "还差一点信息")
    chat.tg.write(ADMIN, WEST)
    await chat.tg.press(ADMIN, await told(chat, "待入库"), "入库")
    await told(chat, "已入库")
    assert chat.counter.folder.held == []


# Restarts.


async def test_draft_waits_over_a_restart(tmp_path: Path) -> None:
    counter = Counter()
    async with FakeTelegram() as tg:
        async with serving(tmp_path, tg, counter) as chat:
            shown = await sent(chat, file(place=""), "还差一点信息")
        async with serving(tmp_path, tg, counter) as chat:
            chat.tg.write(ADMIN, WEST)
            await told(chat, "待入库", WEST)
        async with serving(tmp_path, tg, counter) as chat:
            listed = await chat.ask(ADMIN, "/drafts")
            assert labels(listed) == [f"🆕 {WEST} 2019年《{WEST}2019年度工作报告》"]
            await chat.tg.press(ADMIN, listed, WEST)
            await told(chat, "待入库")
            await chat.tg.press(ADMIN, shown, "取消")
            await told(chat, "已取消")


# Where the process ends, and whether that is behind the chat, where it is not waited for by anybody.
SENDING = [
    ("bot.drafts.enter", False),
    ("bot.drafts.show_at", False),
    ("bot.drafts.keep_bytes", True),
    ("bot.drafts.note", True),
]
PUTTING = [
    ("bot.drafts.claim", False),
    ("bot.drafts.in_state", True),
    ("tests.counter.Keeper.put", True),
    ("bot.drafts.settle", True),
]


async def dead(chat: Chat, reached: threading.Event, *, behind: bool) -> None:
    """Waits for the end: what ends behind the chat ends all of it, and closes."""
    await asyncio.to_thread(reached.wait, 10)
    if behind:
        await asyncio.wait([chat.running], timeout=10)


@pytest.mark.parametrize(("step", "behind"), SENDING)
async def test_kill_while_a_file_is_taken_in(
    step: str, behind: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = Counter()
    async with FakeTelegram() as tg:
        with killed_at(step, monkeypatch) as reached:
            async with serving(tmp_path, tg, counter) as chat:
                tg.send_file(ADMIN, "报告.txt", file())
                await dead(chat, reached, behind=behind)
        async with serving(tmp_path, tg, counter) as chat:
            await told(chat, "待入库")
            assert len(labels(await chat.ask(ADMIN, "/drafts"))) == 1
        assert len(tg.standing(ADMIN)) == 2  # the draft's and the list


@pytest.mark.parametrize(("step", "behind"), PUTTING)
async def test_kill_while_a_report_goes_live(
    step: str, behind: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = Counter()
    async with FakeTelegram() as tg:
        async with serving(tmp_path, tg, counter) as chat:
            shown = await sent(chat, file(), "待入库")
        with killed_at(step, monkeypatch) as reached:
            async with serving(tmp_path, tg, counter) as chat:
                pressing = asyncio.create_task(tg.press(ADMIN, shown, "入库"))
                await dead(chat, reached, behind=behind)
        pressing.cancel()
        async with serving(tmp_path, tg, counter) as chat:
            await told(chat, "已入库")
        assert [act.action for act in counter.keeper.log] == ["put"]
        assert BODY in counter.keeper.text("r3301062019")


async def test_of_fields_asked_for_at_once_one_is_waited_for(tmp_path: Path) -> None:
    with Store(StoreSettings(data=tmp_path)) as store:
        database = Database(store.engine)
        asked = [
            Prompt(chat=1, draft=f"d{n}", field="year", message=n, at=1.0, said="", pressed=True) for n in range(16)
        ]
        await asyncio.gather(*(database.run(drafts.ask, prompt) for prompt in asked))
        waiting = await database.run(drafts.asked, 1, 1.0)
        assert waiting is not None
        assert waiting.draft in {prompt.draft for prompt in asked}
