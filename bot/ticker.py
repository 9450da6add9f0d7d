"""A message that tells how a long work goes: edited in place, and not more often than Telegram and people like."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from bot.asker import Asker, in_private
from bot.layout import Message
from bot.sender import Sender
from bot.tables import Parcel

PACE = 1.0  # seconds between two edits
BEAT = 3.0  # seconds after which a work that takes its time shows that it is alive


def place_of(parcel: Parcel) -> Asker:
    """Where a parcel's message stands."""
    return in_private(parcel.chat)._replace(message=parcel.message, language=parcel.language)


class Progress:
    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._shown: dict[str, float] = {}

    async def tell(self, parcel: Parcel, message: Message) -> None:
        """Shows how far it is, unless something was shown a moment ago."""
        now = time.monotonic()
        if parcel.message and now - self._shown.get(parcel.id, 0.0) >= PACE:
            self._shown[parcel.id] = now
            await self._sender.replace(place_of(parcel), message)

    def done(self, parcel: Parcel) -> None:
        self._shown.pop(parcel.id, None)

    @asynccontextmanager
    async def alive(self, parcel: Parcel, message: Callable[[int], Message]) -> AsyncIterator[None]:
        """Tells the seconds that have gone by, as long as the block lasts."""
        ticking = asyncio.create_task(self._tick(parcel, message))
        try:
            yield
        finally:
            ticking.cancel()
            with suppress(asyncio.CancelledError):
                await ticking

    async def _tick(self, parcel: Parcel, message: Callable[[int], Message]) -> None:
        began = time.monotonic()
        while True:
            await self.tell(parcel, message(round(time.monotonic() - began)))
            await asyncio.sleep(BEAT)
