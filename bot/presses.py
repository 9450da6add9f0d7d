"""What happens when a button is pressed; a press carries ids only, and everything is looked up again."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple, cast

from telegram import CallbackQuery, Update
from telegram.ext import ContextTypes

from bot import answers
from bot.asker import Asker, read_asker
from bot.engine import Asks, Shelf
from bot.holdings import render_coverage, render_place, render_places
from bot.layout import Action, Message
from bot.offers import DATA
from bot.render import render_related
from bot.replies import say
from bot.rooms import Rooms
from bot.sender import Sender, acknowledge
from bot.sources import render_sources
from bot.tables import Database
from knowledge.models import Answer


class Press(NamedTuple):
    query: CallbackQuery
    asker: Asker
    action: Action
    subject: str
    number: int


OnAnswer = Callable[[Press, Answer], Awaitable[None]]
OnList = Callable[[Press], Awaitable[None]]


class Presses:
    def __init__(self, library: Asks, shelf: Shelf, rooms: Rooms, database: Database, sender: Sender) -> None:
        self._library = library
        self._shelf = shelf
        self._conversation = conversation = rooms.conversation
        self._office = rooms.office
        self._desks = {action: desk for desk in rooms.desks for action in desk.presses}
        feedback = rooms.feedback
        self._database = database
        self._sender = sender
        self._on_answers: dict[Action, OnAnswer] = {
            "source": self._source,
            "leaf": self._leaf,
            "related": self._related,
            "sibling": lambda press, answer: conversation.sibling(press.asker, answer, press.number),
            "pick": lambda press, answer: conversation.pick(press.asker, answer, press.number),
            "good": lambda press, answer: feedback.good(press.asker, press.subject, answer),
            "bad": lambda press, _: feedback.bad(press.asker, press.subject),
            "why": lambda press, answer: feedback.why(press.asker, press.subject, answer, press.number),
        }
        self._on_lists: dict[Action, OnList] = {
            "places": lambda press: self._list(press, render_places),
            "years": lambda press: self._list(press, render_coverage),
            "place": self._place,
        }

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query, asker = update.callback_query, read_asker(update)
        if query is None or asker is None:
            return
        known = DATA.fullmatch(query.data or "")
        press = Press(query, asker, cast("Action", known[1]), known[2], int(known[3])) if known else None
        if press and press.action in self._desks:
            await self._administer(press)
        elif press and press.action in self._on_lists:
            await acknowledge(query)
            await self._on_lists[press.action](press)
        elif not press or not await self._looked_up(press):
            await acknowledge(query, say("button.gone"))

    async def _looked_up(self, press: Press) -> bool:
        """Does what the button says, if it stands under a message that this chat really got."""
        kept = await self._database.run(answers.find, press.subject, press.asker.chat)
        if kept and press.action == "ask" and press.number < len(kept.questions):
            await acknowledge(press.query)
            await self._conversation.answer(press.asker, kept.questions[press.number], echo=True)
        elif kept and kept.answer and press.action in self._on_answers:
            await acknowledge(press.query, _word(press.action))
            await self._on_answers[press.action](press, kept.answer)
        else:
            return False
        return True

    async def _administer(self, press: Press) -> None:
        """What administrators alone may press, whoever sees the button."""
        if not await self._office.admits(press.asker):
            await acknowledge(press.query, say("gate.admins_only"))
            return
        desk = self._desks[press.action]
        effect = await desk.press(press.action, press.asker, press.subject, press.number)
        await acknowledge(press.query, None if effect else say("button.gone"))
        if effect and effect.message:
            await self._sender.replace(press.asker, effect.message)
        if effect and effect.then:
            effect.then()

    async def _source(self, press: Press, answer: Answer) -> None:
        await self._sender.send(press.asker, await self._leaf_of(press, answer, 0))

    async def _leaf(self, press: Press, answer: Answer) -> None:
        await self._sender.replace(press.asker, await self._leaf_of(press, answer, press.number))

    async def _leaf_of(self, press: Press, answer: Answer, page: int) -> Message:
        return await asyncio.to_thread(render_sources, answer, self._shelf, press.subject, page)

    async def _related(self, press: Press, answer: Answer) -> None:
        await self._sender.send(press.asker, render_related(answer), press.subject)

    async def _list(self, press: Press, render: Callable[..., Message]) -> None:
        held = await asyncio.to_thread(self._library.reports)
        await self._sender.replace(press.asker, render(held, press.number))

    async def _place(self, press: Press) -> None:
        held = await asyncio.to_thread(self._library.reports)
        await self._sender.replace(press.asker, render_place(held, press.subject, press.number))


def _word(action: Action) -> str | None:
    """What a window says to a press that shows nothing else."""
    return {"good": say("button.thanks"), "why": say("button.thanks"), "bad": say("button.what_was_wrong")}.get(action)
