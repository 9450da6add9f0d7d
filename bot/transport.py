"""Where the bytes of drafts come from, and where they lie until it is decided: nothing sent is lost on a restart."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from telegram import Bot

from bot import drafts
from bot.engine import Works
from bot.outbox import persistently
from bot.replies import say
from bot.tables import Database, Draft
from knowledge.errors import BadFile
from knowledge.originals import Originals

TELEGRAM = "telegram:"  # before the id of a file that Telegram keeps
FOLDER = "folder:"  # before a path of this machine; what has neither is a URL
DOWNLOAD = 120.0  # seconds that a file of 20 MB may take


class Transport:
    def __init__(self, works: Works, files: Originals, database: Database, bot: Bot) -> None:
        self._works = works
        self._files = files
        self._database = database
        self._bot = bot
        self._storing = asyncio.Lock()  # or a file is thrown away for one draft that another has just been given

    async def fetch(self, draft: Draft) -> None:
        """Gets the draft's file onto this disk; raises BadFile where there is none to be had."""
        with TemporaryDirectory() as folder:
            path = await self._brought(draft, Path(folder))
            name = draft.file if draft.origin.startswith(TELEGRAM) else path.name
            await self.store(draft, await asyncio.to_thread(path.read_bytes), name)

    async def store(self, draft: Draft, content: bytes, name: str) -> None:
        """Keeps the bytes for the draft."""
        if not content:
            raise BadFile(name, say("draft.empty"))
        async with self._storing:
            digest = await asyncio.to_thread(self._files.keep, content) or ""
            await self._database.run(drafts.keep_bytes, draft.id, digest, name)
        draft.digest, draft.file, draft.source, draft.origin = digest, name, name, ""

    async def _brought(self, draft: Draft, folder: Path) -> Path:
        if draft.origin.startswith(FOLDER):
            return Path(draft.origin.removeprefix(FOLDER))
        if not draft.origin.startswith(TELEGRAM):
            return await self._works.fetch(draft.origin, folder)
        path = folder / "upload"
        file = await persistently(lambda: self._bot.get_file(draft.origin.removeprefix(TELEGRAM)))
        await persistently(lambda: file.download_to_drive(path, read_timeout=DOWNLOAD))
        return path

    async def tidy(self, draft: Draft) -> None:
        """Throws a file away that no draft needs any more; the library keeps its own."""
        async with self._storing:
            if draft.digest and not await self._database.run(drafts.is_wanted, draft.digest):
                await asyncio.to_thread(self._files.discard, draft.digest)

    async def sweep(self) -> None:
        """Throws away the files that nothing refers to: what a crash between two steps left."""
        async with self._storing:
            wanted = await self._database.run(drafts.wanted)
            await asyncio.to_thread(self._files.keep_only, wanted)
