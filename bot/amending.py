"""Correcting what is live: its file goes through the same door once more, with what is said about it."""

import asyncio
import secrets
import time
from pathlib import PurePath

from bot import drafts
from bot.asker import Asker
from bot.correcting import said_of
from bot.engine import Works
from bot.layout import Message
from bot.prompts import Prompts
from bot.tables import Database, Draft, Parcel
from bot.transport import Transport
from knowledge.models import Shelved


class Amending:
    def __init__(self, works: Works, transport: Transport, prompts: Prompts, database: Database) -> None:
        self._works = works
        self._transport = transport
        self._prompts = prompts
        self._database = database

    async def ask(self, asker: Asker, report: Shelved, field: str) -> Message:
        """Asks for the right value; a draft keeps the file meanwhile, and becomes one to confirm when it is said."""
        key = f"{asker.person}-c{secrets.token_hex(6)}"
        content, name = await asyncio.to_thread(self._file, report)
        now = time.time()
        parcel = Parcel(id=key, chat=asker.chat, person=asker.person, album=False, at=now, message=asker.message)
        draft = Draft(
            id=key,
            parcel=key,
            at=now,
            state="asking",
            file=name,
            source=name,
            given=said_of(report.meta, field).model_dump_json(),
            instead=report.id,
        )
        await self._database.run(drafts.enter, parcel, [draft])
        await self._transport.store(draft, content, name)
        return await self._prompts.ask(asker, draft, field)

    def _file(self, report: Shelved) -> tuple[bytes, str]:
        """The file that the live version was read from, or its text where the file was not kept."""
        content = self._works.keeper.original(report.id, report.version)
        if content:
            return content, report.source
        text = self._works.keeper.text(report.id, report.version)
        return text.encode(), f"{PurePath(report.source).stem}.txt"
