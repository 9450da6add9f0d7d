"""The commands of the chat; what each may be used by is decided here, not by the menu that shows it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from telegram import Message as Incoming

from bot.admission import Admission
from bot.asker import Asker
from bot.engine import Asks
from bot.holdings import render_coverage, render_places
from bot.layout import Message, lines
from bot.menus import show_admin_menu
from bot.registry import PURPOSES
from bot.replies import say
from bot.rooms import Rooms
from bot.sender import Sender
from knowledge.models import Shelved

Command = Callable[[Asker, str, Incoming], Awaitable[None]]
Report = Callable[[str], Awaitable[Message]]
OnReports = Callable[[Asker, str], Awaitable[Message]]
Listing = Callable[[Sequence[Shelved]], Message]


class ChatCommands:
    def __init__(self, library: Asks, rooms: Rooms, admission: Admission, sender: Sender) -> None:
        self._library = library
        self._conversation = rooms.conversation
        self._office = office = rooms.office
        self._rooms = rooms
        self._admission = admission
        self._sender = sender
        self._named: dict[str, Command] = {
            "start": self._start,
            "help": self._help,
            "ask": self._ask,
            "reports": lambda asker, _, __: self._list(asker, render_places),
            "coverage": lambda asker, _, __: self._list(asker, render_coverage),
            "claim": self._claim,
            "ingest": self._ingest,
        }
        self._for_admins: dict[str, Report] = {
            "stats": office.stats,
            "unanswered": office.unanswered,
            "people": office.people,
            "explain": office.explain,
            "drafts": rooms.intake.waiting,
            "audit": rooms.registry.audit,
        }
        self._about_reports: dict[str, OnReports] = {
            **{name: partial(self._choose, name) for name in PURPOSES},
            "export": rooms.papers.export,
            "backup": lambda asker, _: rooms.papers.backup(asker),
        }

    async def run(self, name: str, asker: Asker, rest: str, message: Incoming) -> None:
        if name in self._for_admins:
            await self._report(asker, rest, self._for_admins[name])
        elif name in self._about_reports:
            await self._report(asker, rest, lambda said: self._about_reports[name](asker, said))
        else:
            await self._named.get(name, self._unknown)(asker, rest, message)

    async def document(self, asker: Asker, message: Incoming) -> None:
        """A file sent in private is a report to be taken in, if an administrator sends it."""
        if await self._admission.is_admin(asker.person):
            await self._rooms.intake.take(asker, message)
        else:
            await self._sender.say(asker, "upload.admins_only")

    async def wordless(self, asker: Asker, message: Incoming) -> None:
        """Something that is neither text nor file; a picture of an administrator is meant for a report."""
        pictured = bool(message.photo) and await self._office.admits(asker)
        await self._sender.say(asker, "upload.picture" if pictured else "chat.only_text")

    async def hear(self, asker: Asker, said: str) -> bool:
        """Whether plain text was no question, but what an administrator was asked for."""
        return await self._office.admits(asker) and await self._rooms.drafts.hear(asker, said)

    async def _choose(self, command: str, asker: Asker, said: str) -> Message:
        return await self._rooms.registry.choose(asker, command, said)

    async def _report(self, asker: Asker, rest: str, report: Report) -> None:
        """What only administrators see, and in private."""
        if not await self._office.admits(asker):
            await self._sender.say(asker, "chat.admins_in_private")
            return
        await self._sender.send(asker, await report(rest), "all")

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

    async def _list(self, asker: Asker, render: Listing) -> None:
        held = await asyncio.to_thread(self._library.reports)
        await self._sender.send(asker, render(held), "all")

    async def _claim(self, asker: Asker, rest: str, _message: Incoming) -> None:
        if not asker.private or not self._admission.claim.redeem(rest):
            await self._sender.say(asker, "claim.wrong")
            return
        await self._admission.appoint(asker)
        await self._sender.say(asker, "claim.done")
        await self._greet_admin(asker)

    async def _ingest(self, asker: Asker, rest: str, message: Incoming) -> None:
        """Takes in the file that the command replies to or stands under, or what is at an address."""
        file = next((one for one in (message, message.reply_to_message) if one and one.document), None)
        if file:
            await self.document(asker, file)
        elif rest and await self._admission.is_admin(asker.person):
            await self._rooms.intake.fetch(asker, rest)
        else:
            await self._sender.say(asker, "upload.reply_to_one" if not rest else "upload.admins_only")

    async def _unknown(self, asker: Asker, _rest: str, _message: Incoming) -> None:
        await self._sender.say(asker, "chat.unknown_command")
