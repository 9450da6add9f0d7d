"""The one door: every update passes it, whatever its kind, before anything else sees it."""

import math
import time

from telegram import Update
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot import people
from bot.admission import Admission
from bot.asker import Asker, Call, read_asker, read_call
from bot.groups import Groups
from bot.inline import nothing
from bot.limits import Limit
from bot.replies import say
from bot.sender import Sender, acknowledge
from bot.tables import Database


class Gate:
    def __init__(self, admission: Admission, groups: Groups, limit: Limit, database: Database, sender: Sender) -> None:
        self._admission = admission
        self._groups = groups
        self._limit = limit
        self._database = database
        self._sender = sender
        self._met: dict[int, tuple[str, str]] = {}

    async def check(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Lets the update on to the handlers, or stops it here."""
        asker = None if await self._groups.hear(update) else read_asker(update)
        if asker is None:
            await acknowledge(update.callback_query, say("button.gone"))
            raise ApplicationHandlerStop
        await self._meet(update, asker)
        if not await self._admission.admits(asker) and not self._claims(update, asker):
            await self._turn_away(update, asker)
            raise ApplicationHandlerStop
        await self._pace(update, asker)

    async def _meet(self, update: Update, asker: Asker) -> None:
        """Notes who may be written to: he who wrote to the bot himself."""
        known = (asker.name, asker.language)
        if asker.private and not update.inline_query and self._met.get(asker.person) != known:
            await self._database.run(people.meet, asker.person, *known)
            self._met[asker.person] = known

    def _claims(self, update: Update, asker: Asker) -> bool:
        call = self._call(update)
        return bool(self._admission.claim.code and asker.private and call and call.command == "claim")

    async def _turn_away(self, update: Update, asker: Asker) -> None:
        """Says so to those who spoke to the bot; what people of a group say to each other passes in silence."""
        if update.callback_query:
            await acknowledge(update.callback_query, say("gate.no_entry"))
        elif update.inline_query:
            await nothing(update.inline_query, say("gate.no_entry"))
        elif self._call(update) and asker.private:
            await self._admission.apply(asker)
        elif self._call(update):
            await self._group_away(update, asker)

    async def _group_away(self, update: Update, asker: Asker) -> None:
        """A group that may not use the bot is told so; in one that may, this person is not let in himself."""
        title = update.effective_chat.effective_name if update.effective_chat else None
        group = asker._replace(person=asker.chat, name=title or "")
        if await self._admission.admits(group):
            await self._sender.say(asker, "gate.closed", id=asker.person)
        else:
            await self._groups.knock(group)

    async def _pace(self, update: Update, asker: Asker) -> None:
        """Stops who asks more often than anybody can read; an administrator may send an album, and press on."""
        if not (update.callback_query or self._call(update)) or await self._admission.is_admin(asker.person):
            return
        wait = self._limit.wait(asker.person, asker.at or time.time())
        if not wait:
            return
        word = say("gate.too_many", seconds=math.ceil(wait))
        if update.callback_query:
            await acknowledge(update.callback_query, word)
        else:
            await self._sender.tell(asker, word)
        raise ApplicationHandlerStop

    def _call(self, update: Update) -> Call | None:
        return read_call(update.message, self._sender.bot.username) if update.message else None
