"""Messages on their way out: written down before they leave and when they have arrived, so that each comes once.

A call that a crash or the line cut off may or may not have put its message into the chat, and Telegram cannot be
asked. But a bot can edit its own messages and no others, and Telegram numbers messages upwards: the message in
doubt, if there is one, is the first unknown one beyond the last known that takes an edit.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from itertools import count, islice
from typing import NamedTuple, TypeVar
from weakref import WeakValueDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session
from telegram import Message
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut

from bot.tables import Database, Sent

log = logging.getLogger(__name__)
T = TypeVar("T")

PAUSES = (0.5, 1, 2, 4, 8, 16)  # seconds before a call that was cut off is made again
REACH = 12  # unknown messages that are tried for the one in doubt: others may have come in between
NEVER_LEFT = "httpx.ConnectError"  # how the library words that there was no line at all
SUPERGROUPS = -1_000_000_000_000  # below: chats that number their messages themselves; the others share one count

Mend = Callable[[int], Awaitable[object]]


class Slip(NamedTuple):
    """What is written down of a message: which of the replies to an update it is, and what is known of it."""

    update: int
    number: int
    chat: int
    after: int  # the last message known in the chat's count before it left
    message: int | None = None  # its id, once it has arrived
    doubtful: bool = False  # it has left before, and nobody knows whether it arrived


class Turn:
    """One update being served; its replies are numbered, so that they are known again when it is served again."""

    def __init__(self, update: int) -> None:
        self.update = update
        self.numbers = count()


_turn: ContextVar[Turn | None] = ContextVar("turn", default=None)


def begin_turn(update: int) -> None:
    """What this task sends from here on answers the update."""
    _turn.set(Turn(update))


class Outbox:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._latest: dict[int, int] = {}
        self._leaving: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def saw(self, chat: int, message: int) -> None:
        """Notes that the chat's count has come this far."""
        self._latest[_count(chat)] = max(message, self._latest.get(_count(chat), 0))

    async def dispatch(self, chat: int, post: Callable[[], Awaitable[Message]], mend: Mend) -> int:
        """The id of the message that ``post`` sends, or has sent; ``mend`` gives an older message the same content.

        One at a time leaves for a chat: of two in doubt nobody could tell which is which.
        """
        turn = _turn.get()
        number = next(turn.numbers) if turn else 0
        async with self._leaving.setdefault(chat, asyncio.Lock()):
            slip = Slip(turn.update if turn else 0, number, chat, self._latest.get(_count(chat), 0))
            if turn:
                slip = await self._database.run(_leave, slip)
            arrived = slip.message or await self._brought(slip, post, mend)
            self.saw(chat, arrived)
            if turn:
                await self._database.run(_arrive, slip, arrived)
        return arrived

    async def _brought(self, slip: Slip, post: Callable[[], Awaitable[Message]], mend: Mend) -> int:
        doubtful = slip.doubtful

        async def attempt() -> int:
            nonlocal doubtful
            found = await self._found(slip, mend) if doubtful else None
            try:
                return found or (await post()).message_id
            except TelegramError as error:
                doubtful = doubtful or not str(error).startswith(NEVER_LEFT)
                raise

        return await persistently(attempt)

    async def _found(self, slip: Slip, mend: Mend) -> int | None:
        """The message in doubt, mended; None where it never arrived."""
        if not slip.after:
            return None
        known = await self._database.run(_known, slip.chat, slip.after)
        for message in islice((i for i in count(slip.after + 1) if i not in known), REACH):
            try:
                await mend(message)
            except BadRequest as refused:
                if not is_same(refused):
                    continue
            return message
        return None


async def persistently(call: Callable[[], Awaitable[T]]) -> T:
    """Repeats a call that may not have got through; for one that would do harm twice, see ``Outbox``."""
    for pause in PAUSES:
        try:
            return await call()
        except TelegramError as error:
            if not is_lost(error):
                raise
            log.warning("Telegram was not reached: %s", error)
            await asyncio.sleep(pause)
    return await call()


def is_lost(error: Exception | None) -> bool:
    """Whether the call may not have got through; every other error is Telegram's considered answer."""
    return type(error) in (NetworkError, TimedOut, TelegramError)  # the last: an answer that is no JSON


def is_same(refused: BadRequest) -> bool:
    """Whether an edit was refused because the message already says so."""
    return "not modified" in str(refused)


def _count(chat: int) -> int:
    return chat if chat < SUPERGROUPS else 0


def _leave(session: Session, slip: Slip) -> Slip:
    """Writes down that the message leaves; of one that left before, what is known of it."""
    row = session.get(Sent, (slip.update, slip.number))
    if row is None:
        session.add(Sent(update_id=slip.update, number=slip.number, chat=slip.chat, after=slip.after))
        return slip
    return slip._replace(chat=row.chat, after=row.after, message=row.message, doubtful=True)


def _arrive(session: Session, slip: Slip, message: int) -> None:
    row = session.get(Sent, (slip.update, slip.number))
    if row:
        row.message = message


def _known(session: Session, chat: int, after: int) -> frozenset[int]:
    """Messages of the chat's count that are accounted for."""
    shared = Sent.chat >= SUPERGROUPS if _count(chat) == 0 else Sent.chat == chat
    found = session.scalars(select(Sent.message).where(shared, Sent.message > after)).all()
    return frozenset(message for message in found if message)
