"""Where administrators hand in reports: files, archives, albums, addresses; and what waits for their word."""

import re
import time

from telegram import Message as Incoming

from bot import drafts
from bot.asker import Asker
from bot.layout import Message
from bot.parcels import Parcels, draft_in, parcel_of
from bot.preview import render_waiting
from bot.replies import say
from bot.sender import Sender
from bot.tables import Database
from bot.transport import TELEGRAM
from bot.uploads import LARGEST, is_too_big
from ingest.names import safe_name

URL = re.compile(r"https?://\S+", re.IGNORECASE)


class IntakeDesk:
    def __init__(self, parcels: Parcels, database: Database, sender: Sender) -> None:
        self._parcels = parcels
        self._database = database
        self._sender = sender

    async def take(self, asker: Asker, message: Incoming) -> None:
        """Takes a file in; those of an album belong together."""
        document = message.document
        if document is None:
            await self._sender.say(asker, "upload.reply_to_one")
            return
        album = message.media_group_id
        parcel = parcel_of(_timed(asker), f"a{album}" if album else _key(asker), album=bool(album))
        facts = {"state": "refused", "why": say("upload.too_big", limit=LARGEST)} if is_too_big(document) else {}
        name = safe_name(document.file_name or "", say("upload.nameless"))
        draft = draft_in(parcel, _key(asker), name, origin=TELEGRAM + document.file_id, **facts)
        await self._tell(asker, told=await self._parcels.take(parcel, [draft]))

    async def fetch(self, asker: Asker, said: str) -> None:
        """Takes in what is at the addresses."""
        addresses = URL.findall(said)
        if not addresses:
            await self._sender.say(asker, "upload.reply_to_one")
            return
        parcel = parcel_of(_timed(asker), _key(asker))
        inside = [
            draft_in(parcel, f"{_key(asker)}-u{number}", address, origin=address)
            for number, address in enumerate(addresses)
        ]
        await self._tell(asker, told=await self._parcels.take(parcel, inside))

    async def waiting(self, _: str = "") -> Message:
        """Everything that waits for somebody's word."""
        return render_waiting(await self._database.run(drafts.waiting))

    async def _tell(self, asker: Asker, *, told: bool) -> None:
        """In a group, where the rest of it goes on."""
        if not asker.private:
            await self._sender.say(asker, "upload.in_private" if told else "upload.write_first")


def _timed(asker: Asker) -> Asker:
    return asker._replace(at=asker.at or time.time())


def _key(asker: Asker) -> str:
    """The message that orders it, among all that the person wrote: the same one twice is one order."""
    return f"m{asker.message}" if asker.private else f"g{abs(asker.chat)}-{asker.message}"
