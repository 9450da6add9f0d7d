"""Reports that administrators send: fetched, read, stored, and told back as they were understood."""

import asyncio
import logging
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from telegram import Document

from bot.asker import Asker
from bot.engine import Ingest
from bot.outbox import persistently
from bot.replies import say
from bot.sender import Sender
from knowledge.errors import WenshuError
from knowledge.intake import Receipt

log = logging.getLogger(__name__)

MEGABYTE = 1 << 20
LARGEST = 20  # megabytes that Telegram lets a bot fetch
LONGEST = 80  # characters of a file's name


class Uploads:
    def __init__(self, ingest: Ingest, sender: Sender) -> None:
        self._ingest = ingest
        self._sender = sender
        self._one_by_one = asyncio.Lock()

    async def take(self, asker: Asker, document: Document) -> None:
        """Puts a file into the library and says what was read from it, or why it was not."""
        if (document.file_size or 0) > LARGEST * MEGABYTE:
            await self._sender.say(asker, "upload.too_big", limit=LARGEST)
            return
        await self._sender.typing(asker)
        async with self._one_by_one:
            told = await self._told(asker, document)
        await self._sender.tell(asker, told)

    async def _told(self, asker: Asker, document: Document) -> str:
        with TemporaryDirectory() as folder:
            path = Path(folder) / _safe(document.file_name)
            file = await persistently(document.get_file)
            await persistently(lambda: file.download_to_drive(path))
            try:
                receipt = await asyncio.to_thread(self._ingest, path, f"telegram:{asker.person}")
            except WenshuError as refused:
                log.info("a file of %d was refused: %s", asker.person, type(refused).__name__)
                return str(refused)
        return _taken(receipt)


def _safe(name: str | None) -> str:
    """A file's own name without its folders: nobody outside says where the bot writes."""
    name = PurePath((name or "").replace("\\", "/")).name
    kept = "".join(char for char in name if char.isprintable()).strip(". ")
    return kept[-LONGEST:] or say("upload.nameless")


def _taken(receipt: Receipt) -> str:
    report = receipt.report
    return say(
        "upload.taken",
        outcome=say(f"outcome.{receipt.outcome}"),
        title=report.meta.title,
        place=report.meta.region.label,
        year=report.meta.year,
        publisher=report.meta.publisher,
        passages=report.passages,
        figures=report.figures,
    )
