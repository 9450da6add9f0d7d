"""The commands of the chat; what each may be used by is decided here, not by the menu that shows it."""

import asyncio
from collections.abc import Awaitable, Callable

from telegram import Message as Incoming

from bot.admission import Admission
from bot.asker import Asker
from bot.conversation import Conversation
from bot.engine import Asks
from bot.holdings import render_holdings
from bot.layout import Message, lines
from bot.menus import show_admin_menu
from bot.replies import say
from bot.sender import Sender
from bot.uploads import Uploads

Command = Callable[[Asker, str, Incoming], Awaitable[None]]


class ChatCommands:
    def __init__(
        self, library: Asks, conversation: Conversation, uploads: Uploads, admission: Admission, sender: Sender
    ) -> None:
        self._library = library
        self._conversation = conversation
        self._uploads = uploads
        self._admission = admission
        self._sender = sender
        self._named: dict[str, Command] = {
            "start": self._start,
            "help": self._help,
            "ask": self._ask,
            "reports": self._reports,
            "claim": self._claim,
            "ingest": self._ingest,
        }

    async def run(self, name: str, asker: Asker, rest: str, message: Incoming) -> None:
        await self._named.get(name, self._unknown)(asker, rest, message)

    async def document(self, asker: Asker, message: Incoming) -> None:
        """A file sent in private is a report to be taken in, if an administrator sends it."""
        if message.document is None or not await self._admission.is_admin(asker.person):
            await self._sender.say(asker, "upload.admins_only")
            return
        await self._uploads.take(asker, message.document)

    async def _start(self, asker: Asker, _rest: str, _message: Incoming) -> None:
        await self._conversation.suggest(asker, Message(lines(say("chat.start"))))
        if asker.private and await self._admission.is_admin(asker.person):
            await self._greet_admin(asker)

    async def _greet_admin(self, asker: Asker) -> None:
        await show_admin_menu(self._sender.bot, asker.person)
        await self._admission.show_waiting(asker)

    async def _help(self, asker: Asker, _rest: str, _message: Incoming) -> None:
        admin = await self._admission.is_admin(asker.person)
        text = say("chat.help") + (say("chat.help_admin") if admin else "")
        await self._conversation.suggest(asker, Message(lines(text)))

    async def _ask(self, asker: Asker, rest: str, _message: Incoming) -> None:
        if rest:
            await self._conversation.answer(asker, rest)
        else:
            await self._sender.say(asker, "chat.ask_what")

    async def _reports(self, asker: Asker, _rest: str, _message: Incoming) -> None:
        held = await asyncio.to_thread(self._library.reports)
        await self._sender.send(asker, render_holdings(held))

    async def _claim(self, asker: Asker, rest: str, _message: Incoming) -> None:
        if not asker.private or not self._admission.claim.redeem(rest):
            await self._sender.say(asker, "claim.wrong")
            return
        await self._admission.appoint(asker)
        await self._sender.say(asker, "claim.done")
        await self._greet_admin(asker)

    async def _ingest(self, asker: Asker, _rest: str, message: Incoming) -> None:
        """Takes in the file that the command replies to."""
        earlier = message.reply_to_message
        if earlier is None or earlier.document is None:
            await self._sender.say(asker, "upload.reply_to_one")
        else:
            await self.document(asker, earlier)

    async def _unknown(self, asker: Asker, _rest: str, _message: Incoming) -> None:
        await self._sender.say(asker, "chat.unknown_command")
