"""What people think of an answer: a thumb, what was wrong, and the administrators hear of it."""

import time

from bot import answers
from bot.admission import Admission
from bot.asker import Asker
from bot.layout import Message, lines
from bot.offers import buttons, reason_names, reasons
from bot.render import render_text
from bot.replies import say, speaking
from bot.sender import Sender
from bot.tables import Database, Vote
from knowledge.models import Answer


class Feedback:
    def __init__(self, admission: Admission, database: Database, sender: Sender) -> None:
        self._admission = admission
        self._database = database
        self._sender = sender

    async def good(self, asker: Asker, key: str, answer: Answer) -> None:
        await self._database.run(answers.vote, _vote(asker, key, good=True))
        await self._sender.offer(asker, Message((), buttons(answer, judged=True)), key)

    async def bad(self, asker: Asker, key: str) -> None:
        """Counts at once, and asks what was wrong in place of the other buttons."""
        await self._database.run(answers.vote, _vote(asker, key, good=False))
        await self._sender.offer(asker, Message((), reasons()), key)

    async def why(self, asker: Asker, key: str, answer: Answer, number: int) -> None:
        names = reason_names()
        if number >= len(names):
            return
        await self._database.run(answers.vote, _vote(asker, key, good=False, why=names[number]))
        await self._sender.offer(asker, Message((), buttons(answer, judged=True)), key)
        with speaking(None):
            text = say(
                "feedback.wrong",
                name=asker.name,
                id=asker.person,
                why=say(names[number]),
                question=answer.question or say("feedback.picked"),
                answer=render_text(answer),
            )
        await self._admission.tell_admins(Message(lines(text)))


def _vote(asker: Asker, key: str, *, good: bool, why: str = "") -> Vote:
    return Vote(reply=key, person=asker.person, good=good, why=why, at=time.time())
