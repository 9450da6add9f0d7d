"""Updates are written down before Telegram learns that they arrived, and crossed out once they are answered."""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy import delete, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from telegram import Bot, Update
from telegram.ext import BaseUpdateProcessor

from bot.asker import read_asker
from bot.outbox import Outbox, begin_turn
from bot.replies import speak
from bot.tables import Arrived, Database, Sent

log = logging.getLogger(__name__)

REMEMBERED = 2 * 86400.0  # Telegram repeats an unconfirmed update for one day
FRESH = 3600.0  # a question older than this is apologised for rather than answered
TRIES = 2  # a question that twice went down with the process is not tried again
PAUSE = 60.0  # before another try, when Telegram could not be reached
AT_ONCE = 256


def enter(session: Session, number: int, body: str, now: float) -> bool:
    """Whether the update is new; if so it is stored."""
    old = select(Arrived.update_id).where(Arrived.at < now - REMEMBERED)
    session.execute(delete(Sent).where(Sent.update_id.in_(old)))
    session.execute(delete(Arrived).where(Arrived.update_id.in_(old)))
    if session.get(Arrived, number):
        return False
    session.add(Arrived(update_id=number, at=now, body=body))
    return True


def cross_out(session: Session, number: int) -> None:
    """The update is dealt with; its text is no longer kept."""
    session.execute(update(Arrived).where(Arrived.update_id == number).values(body=None))


def take_up(session: Session, now: float) -> tuple[list[str], list[str]]:
    """Unfinished updates from before a crash: those to answer now, and those to apologise for."""
    again: list[str] = []
    late: list[str] = []
    for row in session.scalars(select(Arrived).where(Arrived.body.is_not(None)).order_by(Arrived.update_id)):
        row.tries += 1
        fresh = row.at > now - FRESH and row.tries <= TRIES
        (again if fresh else late).append(row.body or "")
    return again, late


class Inbox(asyncio.Queue[object]):
    """The queue between Telegram and the handlers; the updater confirms an update only after ``put`` returns."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database
        self._postponed: set[int] = set()

    async def put(self, item: object) -> None:
        if await self._is_new(item):
            await super().put(item)

    async def _is_new(self, item: object) -> bool:
        if not isinstance(item, Update) or item.inline_query:  # nobody waits for what he typed on the way
            return True
        try:
            return await self._database.run(enter, item.update_id, item.to_json(), time.time())
        except SQLAlchemyError:  # an answer that could be lost is better than none, and polling must go on
            log.exception("update %d could not be written down", item.update_id)
            return True

    async def resume(self, bot: Bot) -> list[Update]:
        """Queues what a crash left unanswered; what is too late for an answer is handed back."""
        again, late = await self._database.run(take_up, time.time())
        for left in _read(again, bot):
            self.put_nowait(left)
        return _read(late, bot)

    def postpone(self, late: Update) -> None:
        """Keeps an update that could not be answered for another try, here or after a restart."""
        self._postponed.add(late.update_id)
        asyncio.get_running_loop().call_later(PAUSE, self.put_nowait, late)

    async def finish(self, done: Update) -> None:
        if done.inline_query:
            return
        if done.update_id in self._postponed:
            self._postponed.discard(done.update_id)
        else:
            await self._database.run(cross_out, done.update_id)


def _read(bodies: list[str], bot: Bot) -> list[Update]:
    return [Update.de_json(json.loads(body), bot) for body in bodies]


def serve(served: Update) -> None:
    """What this task sends from here on answers the update, in the language of whoever sent it."""
    begin_turn(served.update_id)
    speak(served.effective_user.language_code if served.effective_user else None)


class InTurn(BaseUpdateProcessor):
    """Serves everybody at once, but each person in the order of asking: a question may follow on the one before."""

    def __init__(self, inbox: Inbox, outbox: Outbox) -> None:
        super().__init__(AT_ONCE)
        self._inbox = inbox
        self._outbox = outbox
        self._busy: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        if not isinstance(update, Update):
            await coroutine
            return
        if update.effective_message:
            self._outbox.saw(update.effective_message.chat_id, update.effective_message.message_id)
        asker = read_asker(update)
        turn = self._busy.setdefault(asker.person if asker else 0, asyncio.Lock())
        async with turn:
            serve(update)
            await coroutine
        await self._inbox.finish(update)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to put away."""
