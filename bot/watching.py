"""The watched folder, as administrators see it: what it brought is told, and what is unclear waits as a draft."""

import asyncio
import hashlib
import logging
import time
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from telegram.error import TelegramError

from bot import drafts
from bot.backroom import Backroom
from bot.engine import Arrival, Watched
from bot.layout import Message, line
from bot.replies import say
from bot.showroom import Announce
from bot.tables import Database, Draft, Parcel
from bot.transport import FOLDER
from knowledge.errors import WenshuError

log = logging.getLogger(__name__)

EVERY = 5.0  # seconds between two looks
TOLD = 20  # reports of a file that are told one by one


class Watching:
    def __init__(self, inbox: Watched, backroom: Backroom, database: Database, announce: Announce) -> None:
        self._inbox = inbox
        self._backroom = backroom
        self._database = database
        self._announce = announce

    async def work(self) -> None:
        """Looks until it is cancelled; a library that is out of reach is said in the log, once."""
        trouble = ""
        while True:
            try:
                await self._look()
                trouble = ""
            except (WenshuError, SQLAlchemyError, TelegramError, OSError) as error:
                if str(error) != trouble:
                    log.warning("inbox: %s", trouble := str(error))
            await asyncio.sleep(EVERY)

    async def _look(self) -> None:
        for arrival in await asyncio.to_thread(self._inbox.look):
            if arrival.fate != "waiting":
                await self._announce(_told(arrival))
        for path in await asyncio.to_thread(self._inbox.waiting):
            await self._take_up(path)

    async def _take_up(self, path: Path) -> None:
        """Makes a draft of a file that waits, once."""
        key, now = await asyncio.to_thread(_key, path), time.time()
        if await self._database.run(drafts.find_parcel, key):
            return
        parcel = Parcel(id=key, chat=0, person=0, album=False, at=now, message=0, folder=str(path))
        origin = f"{FOLDER}{path}"
        draft = Draft(id=key, parcel=key, at=now, state="received", file=path.name, source=path.name, origin=origin)
        await self._database.run(drafts.enter, parcel, [draft])
        self._backroom.read(key)


def _told(arrival: Arrival) -> Message:
    heading = line(say(f"inbox.{arrival.fate}", name=arrival.name), bold=True)
    more = len(arrival.lines) - TOLD
    left = [line(say("inbox.more", count=more))] if more > 0 else []
    return Message((heading, *map(line, arrival.lines[:TOLD]), *left))


def _key(path: Path) -> str:
    """Tells this file from others that had its name."""
    found = path.stat()
    return "0-i" + hashlib.sha256(f"{path.name} {found.st_size} {found.st_mtime_ns}".encode()).hexdigest()[:16]
