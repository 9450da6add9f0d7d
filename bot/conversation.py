"""A question in a chat: its history, its answer, and what is kept of both."""

import asyncio
import logging
import time
from datetime import datetime

from sqlalchemy.orm import Session

from bot import answers, dialogue
from bot.asker import Asker
from bot.charts import Chart, chart
from bot.drawing import draw
from bot.engine import Asks
from bot.examples import Examples
from bot.facets import subject
from bot.layout import Button, Message, line, lines
from bot.offers import options
from bot.render import render_html
from bot.replies import say
from bot.sender import Sender
from bot.tables import Database
from knowledge.errors import WenshuError
from knowledge.models import Answer, Cited

log = logging.getLogger(__name__)

STALE = 600.0  # seconds after which an answer says when it was asked for
SLOW = 1.0  # seconds until a group, too, sees that an answer is on its way: there a sign costs an answer


class Conversation:
    def __init__(self, library: Asks, database: Database, sender: Sender) -> None:
        self._library = library
        self._database = database
        self._sender = sender
        self._examples = Examples(library)

    async def examples(self) -> tuple[str, ...]:
        """Questions that the library answers; looking for them the first time loads dictionaries and shelves."""
        try:
            return await asyncio.to_thread(self._examples.questions)
        except WenshuError as error:
            log.warning("%s", error)
            return ()

    async def answer(self, asker: Asker, question: str, *, echo: bool = False) -> None:
        """Answers a question where it was asked; ``echo`` repeats it, where it was pressed rather than typed."""
        found = await self._ask(asker, question)
        if found.reason == "not_a_question":
            await self.suggest(asker, render_html(found))
            return
        message = _preceded(render_html(found), asker, question if echo else "")
        key = await self._database.run(_note, asker, question, found)
        await self._sender.send(asker, message, key)
        await self._illustrate(asker, found)

    async def _ask(self, asker: Asker, question: str) -> Answer:
        signing = asyncio.create_task(self._sign(asker))
        try:
            history = await self._history(asker)
            found = await asyncio.to_thread(self._library.ask, question, history)
            if asker.private:
                await signing
            return found
        finally:
            signing.cancel()

    async def _sign(self, asker: Asker) -> None:
        await asyncio.sleep(0 if asker.private else SLOW)
        await self._sender.typing(asker)

    async def _history(self, asker: Asker) -> tuple[str, ...]:
        """The asker's own questions; last the one, whoever asked it, whose answer he replies to."""
        own = await self._database.run(dialogue.history, asker, time.time())
        kept = await self._database.run(answers.find, asker.about, asker.chat) if asker.about else None
        return (*own, subject(kept.answer)) if kept and kept.answer else own

    async def _illustrate(self, asker: Asker, answer: Answer) -> None:
        """A picture of what compares; a reply without one is still an answer."""
        shown = chart(answer)
        picture = await asyncio.to_thread(draw, shown) if shown else None
        if shown and picture:
            await self._sender.show(asker, picture, _caption(shown))

    async def pick(self, asker: Asker, answer: Answer, number: int) -> None:
        """Puts one of the figures that a message offered in its place; the next question may lean on it."""
        offered = options(answer)
        if number < len(offered):
            await self._put(asker, offered[number])

    async def sibling(self, asker: Asker, answer: Answer, number: int) -> None:
        """The same of a figure beside the answer."""
        if number < len(answer.related):
            await self._put(asker, answer.related[number])

    async def _put(self, asker: Asker, cited: Cited) -> None:
        chosen = Answer(question="", status="answered", figures=(cited,))
        await self._database.run(dialogue.remember, asker, subject(chosen), time.time())
        key = await self._database.run(answers.keep, asker, time.time(), chosen)
        await self._sender.replace(asker, render_html(chosen), key)

    async def suggest(self, asker: Asker, message: Message) -> None:
        """Sends a message with questions to press that the library is known to answer."""
        questions = await self.examples()
        key = await self._database.run(answers.keep_questions, asker, time.time(), questions)
        buttons = tuple((Button(question, "ask", i),) for i, question in enumerate(questions))
        await self._sender.send(asker, message._replace(buttons=buttons), key)


def _note(session: Session, asker: Asker, question: str, found: Answer) -> str:
    now = time.time()
    dialogue.remember(session, asker, question, now)
    return answers.keep(session, asker, now, found, question)


def _preceded(message: Message, asker: Asker, echoed: str) -> Message:
    """The reply behind what it answers, where the person can no longer see that."""
    late = asker.at and time.time() - asker.at > STALE
    before = [say("chat.waited", when=datetime.fromtimestamp(asker.at).astimezone())] if late else []
    before += [say("chat.asked", question=echoed)] if echoed else []
    return message._replace(blocks=(*map(line, before), *([line()] if before else []), *message.blocks))


def _caption(shown: Chart) -> Message:
    return Message(lines(say("chart.caption", title=shown.title, heading=shown.heading).strip()))
