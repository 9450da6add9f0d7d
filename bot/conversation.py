"""A question in a chat: its history, its answer, and what is kept of both."""

import asyncio
import logging
import time

from bot import answers, dialogue
from bot.asker import Asker
from bot.engine import Asks
from bot.examples import Examples
from bot.layout import Button, Message, line
from bot.offers import options
from bot.render import render_html
from bot.replies import say
from bot.sender import Sender
from bot.tables import Database
from knowledge.errors import WenshuError
from knowledge.models import Answer

log = logging.getLogger(__name__)


class Conversation:
    def __init__(self, library: Asks, database: Database, sender: Sender) -> None:
        self._library = library
        self._database = database
        self._sender = sender
        self._examples = Examples(library)

    async def prepare(self) -> None:
        """Looks for the examples before anybody asks: the first question would wait for dictionaries and shelves."""
        try:
            await asyncio.to_thread(self._examples.questions)
        except WenshuError as error:
            log.warning("%s", error)

    async def answer(self, asker: Asker, question: str, *, echo: bool = False) -> None:
        """Answers a question where it was asked; ``echo`` repeats it, where it was pressed rather than typed."""
        found = await self._ask(asker, question)
        if found.reason == "not_a_question":
            await self.suggest(asker, render_html(found))
            return
        await self._database.run(dialogue.remember, asker, question, time.time())
        message = render_html(found)
        if echo:
            message = message._replace(blocks=(line(say("chat.asked", question=question)), line(), *message.blocks))
        await self._send(asker, message, found)

    async def _ask(self, asker: Asker, question: str) -> Answer:
        history = await self._history(asker)
        asking = asyncio.to_thread(self._library.ask, question, history)
        if not asker.private:  # where Telegram allows 20 calls a minute, a sign of typing costs an answer
            return await asking
        _, found = await asyncio.gather(self._sender.typing(asker), asking)
        return found

    async def _history(self, asker: Asker) -> tuple[str, ...]:
        """The asker's own questions; last the one, whoever asked it, whose answer he replies to."""
        own = await self._database.run(dialogue.history, asker, time.time())
        kept = await self._database.run(answers.find, asker.about, asker.chat) if asker.about else None
        return (*own, _subject(kept.answer)) if kept and kept.answer else own

    async def pick(self, asker: Asker, answer: Answer, number: int) -> None:
        """Shows one of the figures that an earlier reply offered; the next question may lean on it."""
        offered = options(answer)
        if number >= len(offered):
            return
        chosen = Answer(question="", status="answered", figures=(offered[number],))
        await self._database.run(dialogue.remember, asker, _subject(chosen), time.time())
        await self._send(asker, render_html(chosen), chosen)

    async def suggest(self, asker: Asker, message: Message) -> None:
        """Sends a message with questions to press that the library is known to answer."""
        questions = await asyncio.to_thread(self._examples.questions)
        key = await self._database.run(answers.keep, asker.chat, time.time(), None, questions)
        buttons = tuple((Button(question, "ask", i),) for i, question in enumerate(questions))
        await self._sender.send(asker, message._replace(buttons=buttons), key)

    async def _send(self, asker: Asker, message: Message, answer: Answer) -> None:
        key = await self._database.run(answers.keep, asker.chat, time.time(), answer)
        await self._sender.send(asker, message, key)


def _subject(answer: Answer) -> str:
    """What an answer is about, in words that a question after it may lean on."""
    if not answer.figures:
        return answer.question
    first = answer.figures[0]
    where = first.report.meta
    return say("chat.subject", place=where.region.label, year=where.year, indicator=first.figure.indicator)
