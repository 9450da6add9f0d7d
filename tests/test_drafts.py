"""Reports on their way in, through the chat: sent, read, shown, corrected, put in, taken back; also over restarts."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.chatting import ADMIN, ASKED, GROUP, LI, ZHANG, Chat, serving
from tests.counter import BODY, EAST, WEST, Counter, file
from tests.fake_telegram import FakeTelegram

Json = dict[str, Any]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ticker.PACE", 0.0)
    monkeypatch.setattr("bot.backroom.GATHER", 0.0)


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    async with serving(tmp_path, access="open") as served:
        yield served
        assert served.tg.refused == []


async def told(chat: Chat, *parts: str, who: int = ADMIN) -> Json:
    """The next state of a message that says all of this."""
    while True:
        message = await chat.tg.reply(who)
        if all(part in message["text"] for part in parts):
            return message


async def sent(chat: Chat, data: bytes, *parts: str, name: str = "报告.txt", **body: Any) -> Json:
    chat.tg.send_file(ADMIN, name, data, **body)
    return await told(chat, *parts)


def labels(message: Json) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


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
