"""Files that the bot hands to administrators: figures as a table, everything as a backup; made behind the chat."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from telegram.error import TelegramError

from bot.asker import Asker
from bot.desks import Effect
from bot.engine import Works
from bot.layout import Action, Message, line
from bot.ledger import named, render_choice
from bot.replies import say
from bot.sender import Sender
from bot.shelf_list import ShelfList
from knowledge.errors import WenshuError

log = logging.getLogger(__name__)

MEGABYTE = 1 << 20
LARGEST = 50  # megabytes that Telegram lets a bot send

Make = Callable[[Path], Path]  # a file of the folder


class Papers:
    def __init__(self, works: Works, shelf_list: ShelfList, sender: Sender) -> None:
        self._works = works
        self._list = shelf_list
        self._sender = sender
        self._errands: set[asyncio.Task[None]] = set()
        self.presses: frozenset[Action] = frozenset({"export"})

    async def press(self, _action: Action, asker: Asker, subject: str, _: int) -> Effect | None:
        """The figures of the one report that was chosen."""
        known = await self._list.known(subject)
        if known is None or not known.live:
            return None
        caption = say("paper.one", what=named(known.now))
        return Effect(None, lambda: self._set_out(asker, caption, lambda folder: self._works.export([subject], folder)))

    async def export(self, asker: Asker, said: str) -> Message:
        """The figures of the report that is meant, or of all."""
        found = await self._list.meant(said, removed=False)
        if not found:
            return Message((line(say("choose.none", said=said) if said else say("library.none")),))
        if said and len(found) > 1:
            return render_choice("export", found, frozenset(), 0)
        wanted = [found[0].id] if said else []
        caption = say("paper.one", what=named(found[0])) if said else say("paper.all", count=len(found))
        self._set_out(asker, caption, lambda folder: self._works.export(wanted, folder))
        return Message((line(say("paper.exporting")),))

    async def backup(self, asker: Asker) -> Message:
        self._set_out(asker, say("paper.backup"), self._works.backup)
        return Message((line(say("paper.saving")),))

    def close(self) -> None:
        """Leaves undone what nobody waits for any more."""
        for errand in self._errands:
            errand.cancel()

    def _set_out(self, asker: Asker, caption: str, make: Make) -> None:
        errand = asyncio.create_task(self._bring(asker, caption, make))
        self._errands.add(errand)
        errand.add_done_callback(self._errands.discard)

    async def _bring(self, asker: Asker, caption: str, make: Make) -> None:
        """Makes the file and sends it, or says why not."""
        with TemporaryDirectory() as folder:
            try:
                file = await asyncio.to_thread(make, Path(folder))
                if file.stat().st_size > LARGEST * MEGABYTE:
                    await self._sender.say(asker, "paper.too_big", limit=LARGEST)
                else:
                    await self._sender.hand_over(asker, file, Message((line(caption),)))
            except WenshuError as error:
                await self._sender.tell(asker, str(error))
            except TelegramError as error:
                log.warning("a file did not get through: %s", error)
            except Exception:
                number = secrets.token_hex(3)
                log.exception("incident %s", number)
                await self._sender.say(asker, "chat.failed", number=number)
