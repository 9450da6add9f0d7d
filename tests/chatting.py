"""The whole bot against the small Telegram, with a library that answers from a table."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.app import Service
from bot.settings import Settings
from knowledge.database import connect
from knowledge.desk import Desk
from knowledge.models import Answer, Passage, Shelved
from tests.answering import answer, cited, report
from tests.counter import Counter, Keeper
from tests.fake_telegram import TOKEN, FakeTelegram

ADMIN, ZHANG, LI = 1, 1001, 1002
GROUP = -1001
VOICE = {"voice": {"file_id": "v", "file_unique_id": "v", "duration": 1}}

ASKED = "青山区2019年办结了多少复议案件"
ANSWER = "51件"
FIGURE = cited("全年办结复议案件{51件}，群众满意。", "复议案件 办结", at=100)
BESIDE = cited("全年受理复议案件{60件}。", "复议案件 受理", at=100)
ANSWERS = {
    ASKED: answer("answered", figures=(FIGURE,), related=(BESIDE,)),
    "2020年呢": answer("not_found", reason="no_year", missing="2020年", held=("2019年",)),
    "复议案件": answer("ambiguous", figures=(FIGURE, BESIDE)),
    "败诉几件": answer("not_found", reason="not_stated", missing="败诉", nearest=(FIGURE,)),
    "南山市青山区2019年办理了多少行政复议案件": answer("answered", figures=(FIGURE,)),
}
PASSAGES = (
    Passage(ordinal=0, start=0, end=100, text="前一段" + "。" * 97),
    Passage(ordinal=1, start=100, end=120, text="全年办结复议案件51件，群众满意。", path=("三、化解纠纷",)),
    Passage(ordinal=2, start=120, end=124, text="后一段。"),
)


class TableLibrary:
    """Answers the questions of the table; anything else is no question."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.held: tuple[Shelved, ...] = (report(), report("南山市碧水区", 2020, "990102"))

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        if not question.startswith("南山市"):  # the bot's own, looking for examples; people say it shorter
            self.asked.append((question, tuple(history)))
        if question == "坏了":
            raise RuntimeError
        found = ANSWERS.get(question, answer("not_found", reason="not_a_question"))
        return found.model_copy(update={"question": question})

    def desk(self, question: str, history: Sequence[str] = ()) -> Desk:
        raise NotImplementedError

    def reports(self) -> tuple[Shelved, ...]:
        return self.held


class Shelf(Keeper):
    """Has passages of the reports that the answers are of."""

    def passages(self, report: str) -> tuple[Passage, ...]:
        return super().passages(report) if report in self.live else PASSAGES


class Chat:
    """A bot that serves, and the Telegram in front of it."""

    def __init__(
        self, tg: FakeTelegram, library: TableLibrary, counter: Counter, folder: Path, running: asyncio.Task[None]
    ) -> None:
        self.tg = tg
        self.library = library
        self.counter = counter
        self.folder = folder
        self.running = running

    async def ask(self, who: int, text: str, chat: int | None = None, **body: Any) -> dict[str, Any]:
        self.tg.write(who, text, chat, **body)
        return await self.tg.reply(chat or who)


@asynccontextmanager
async def serving(
    folder: Path, tg: FakeTelegram | None = None, counter: Counter | None = None, **settings: Any
) -> AsyncIterator[Chat]:
    """Runs the bot in this process; again on the same folder and Telegram it is the bot after a restart."""
    async with AsyncExitStack() as stack:
        telegram = tg or await stack.enter_async_context(FakeTelegram())
        library = TableLibrary()
        behind = counter or Counter(Shelf())
        service = Service(
            Settings.model_validate(
                {
                    "telegram_token": TOKEN,
                    "telegram_base_url": f"{telegram.url}/bot",
                    "telegram_base_file_url": f"{telegram.url}/file/bot",
                    "admin_ids": frozenset({ADMIN}),
                    "data_dir": folder,
                    **settings,
                }
            ),
            library,
            behind.works,
            connect(f"sqlite:///{folder / 'bot.db'}"),
        )
        running = asyncio.create_task(service.serve())
        try:
            yield Chat(telegram, library, behind, folder, running)
        finally:
            running.cancel()
            await asyncio.wait([running])


async def told(chat: Chat, *parts: str, who: int = ADMIN) -> dict[str, Any]:
    """The next state of a message that says all of this."""
    while True:
        message = await chat.tg.reply(who)
        if all(part in message.get("text", message.get("caption", "")) for part in parts):
            return message


def labels(message: dict[str, Any]) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


@contextmanager
def killed_at(step: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Within it the process ends where the step is about to be taken; the event tells that it has."""
    reached = threading.Event()

    def die(*_: object, **__: object) -> None:
        reached.set()
        raise asyncio.CancelledError  # goes through every handler of errors, as a kill does

    with monkeypatch.context() as patched:
        patched.setattr(step, die)
        yield reached
