"""What happens when a button is pressed; a press carries ids only, and everything is looked up again."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from telegram import CallbackQuery, Update
from telegram.ext import ContextTypes

from bot import answers
from bot.admission import Admission
from bot.asker import Asker, read_asker
from bot.conversation import Conversation
from bot.engine import Shelf
from bot.offers import DATA
from bot.render import render_related
from bot.replies import say
from bot.sender import Sender, acknowledge
from bot.sources import render_sources
from bot.tables import Database
from knowledge.models import Answer

STRANGER = re.compile(r"-?\d+")


class Press(NamedTuple):
    query: CallbackQuery
    asker: Asker
    action: str
    subject: str
    number: int


OnAnswer = Callable[[Press, Answer], Awaitable[None]]


class Presses:
    def __init__(
        self, shelf: Shelf, conversation: Conversation, admission: Admission, database: Database, sender: Sender
    ) -> None:
        self._shelf = shelf
        self._conversation = conversation
        self._admission = admission
        self._database = database
        self._sender = sender
        self._on_answers: dict[str, OnAnswer] = {
            "source": self._source,
            "related": self._related,
            "good": self._vote,
            "bad": self._vote,
            "pick": self._pick,
        }

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query, asker = update.callback_query, read_asker(update)
        if query is None or asker is None:
            return
        known = DATA.fullmatch(query.data or "")
        press = Press(query, asker, known[1], known[2], int(known[3])) if known else None
        if press and press.action in ("allow", "refuse"):
            await self._settle(press)
        elif not press or not await self._looked_up(press):
            await acknowledge(query, say("button.gone"))

    async def _looked_up(self, press: Press) -> bool:
        """Does what the button says, if it stands under a message that this chat really got."""
        kept = await self._database.run(answers.find, press.subject, press.asker.chat)
        if kept and press.action == "ask" and press.number < len(kept.questions):
            await acknowledge(press.query)
            await self._conversation.answer(press.asker, kept.questions[press.number], echo=True)
        elif kept and kept.answer and press.action in self._on_answers:
            await self._on_answers[press.action](press, kept.answer)
        else:
            return False
        return True

    async def _source(self, press: Press, answer: Answer) -> None:
        await acknowledge(press.query)
        await self._sender.send(press.asker, await asyncio.to_thread(render_sources, answer, self._shelf))

    async def _related(self, press: Press, answer: Answer) -> None:
        await acknowledge(press.query)
        await self._sender.send(press.asker, render_related(answer))

    async def _vote(self, press: Press, _: Answer) -> None:
        good = press.action == "good"
        await self._database.run(answers.vote, press.subject, press.asker.person, time.time(), good=good)
        await acknowledge(press.query, say("button.thanks"))

    async def _pick(self, press: Press, answer: Answer) -> None:
        await acknowledge(press.query)
        await self._conversation.pick(press.asker, answer, press.number)

    async def _settle(self, press: Press) -> None:
        """An application is decided by administrators alone, whoever sees the button."""
        if not await self._admission.is_admin(press.asker.person):
            await acknowledge(press.query, say("gate.admins_only"))
            return
        allowed = press.action == "allow"
        who = int(press.subject) if STRANGER.fullmatch(press.subject) else 0
        known = await self._admission.settle(who, allowed=allowed)
        await acknowledge(press.query, None if known else say("button.gone"))
        if known:
            text = say("gate.allowed" if allowed else "gate.refused", name=known.name, id=who)
            await self._sender.replace(press.asker, text)
