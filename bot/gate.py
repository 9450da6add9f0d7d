"""The one door: every update passes it, whatever its kind, before anything else sees it."""

from telegram import Update
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot import people
from bot.admission import Admission
from bot.asker import Asker, Call, read_asker, read_call
from bot.replies import say
from bot.sender import Sender, acknowledge
from bot.tables import Database


class Gate:
    def __init__(self, admission: Admission, database: Database, sender: Sender) -> None:
        self._admission = admission
        self._database = database
        self._sender = sender
        self._met: set[int] = set()

    async def check(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Lets the update on to the handlers, or stops it here."""
        asker = read_asker(update)
        if asker is None:
            await acknowledge(update.callback_query, say("button.gone"))
            raise ApplicationHandlerStop
        await self._meet(asker)
        if not await self._admission.admits(asker) and not self._claims(update, asker):
            await self._turn_away(update, asker)
            raise ApplicationHandlerStop

    async def _meet(self, asker: Asker) -> None:
        if asker.private and asker.person not in self._met:
            await self._database.run(people.meet, asker.person, asker.name)
            self._met.add(asker.person)

    def _claims(self, update: Update, asker: Asker) -> bool:
        call = self._call(update)
        return bool(self._admission.claim.code and asker.private and call and call.command == "claim")

    async def _turn_away(self, update: Update, asker: Asker) -> None:
        """Says so to those who spoke to the bot; what people of a group say to each other passes in silence."""
        if update.callback_query:
            await acknowledge(update.callback_query, say("gate.no_entry"))
        elif self._call(update):
            await self._admission.apply(asker)

    def _call(self, update: Update) -> Call | None:
        return read_call(update.message, self._sender.bot.username) if update.message else None
