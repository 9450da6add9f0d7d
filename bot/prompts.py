"""Corrections: a draft's field is asked for, and the next message of the person says it."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from bot import drafts
from bot.asker import Asker
from bot.correcting import corrected, read_places, read_value, years_near
from bot.layout import Button, Message, lines
from bot.replies import say
from bot.sender import Sender
from bot.tables import Database, Draft, Prompt
from ingest.clean import Given

OFFERED = 8  # places of one name that are buttons
WIDE = 4  # short candidates in a row

Candidate = tuple[str, object]  # as its button says it, and the value


class Prompts:
    def __init__(self, database: Database, sender: Sender) -> None:
        self._database = database
        self._sender = sender

    async def ask(self, asker: Asker, draft: Draft, field: str) -> Message:
        """Asks in the preview's place; the next message says the value, unless a button does."""
        prompt = Prompt(
            chat=asker.chat, draft=draft.id, field=field, message=asker.message, at=time.time(), said="", pressed=True
        )
        await self._database.run(drafts.ask, prompt)
        return _question(prompt, draft)

    async def forget(self, asker: Asker) -> None:
        await self._database.run(drafts.answered, asker.chat)

    async def hear(self, asker: Asker, said: str) -> str | None:
        """The parcel that is to be read again, if what was said is the value that was asked for.

        An empty id where it was taken for an attempt at one, and answered.
        """
        prompt = await self._database.run(drafts.asked, asker.chat, time.time())
        draft = await self._database.run(drafts.find, prompt.draft) if prompt else None
        if prompt is None or draft is None:
            return None
        value = read_value(prompt.field, said)
        if value is not None:
            return await self._database.run(_correct, prompt, value)
        if prompt.field == "region" and read_places(said):
            prompt.said = said
            await self._database.run(drafts.ask, prompt)
            await self._sender.replace(asker._replace(message=prompt.message), _question(prompt, draft))
        elif prompt.pressed:
            await self._sender.say(asker, f"prompt.not_{prompt.field}")
        else:
            return None
        return ""

    async def choose(self, asker: Asker, draft: str, number: int) -> str | None:
        """The parcel that is to be read again with the candidate of that number; None where it is not offered."""
        prompt = await self._database.run(drafts.asked, asker.chat, time.time())
        offered = _candidates(prompt) if prompt and prompt.draft == draft else ()
        if prompt is None or number >= len(offered):
            return None
        return await self._database.run(_correct, prompt, offered[number][1])


def _correct(session: Session, prompt: Prompt, value: object) -> str | None:
    """Keeps the value, and sends the draft's parcel back to be read; None where the draft waits no more."""
    drafts.answered(session, prompt.chat)
    draft = drafts.find(session, prompt.draft)
    given = corrected(Given.model_validate_json(draft.given), prompt.field, value) if draft else None
    if draft is None or given is None or not drafts.correct(session, draft.id, given):
        return None
    drafts.show_at(session, draft.parcel, {"chat": prompt.chat, "message": prompt.message, "focus": draft.id})
    return draft.parcel


def _question(prompt: Prompt, draft: Draft) -> Message:
    name = "prompt.which" if prompt.said else f"prompt.{prompt.field}"
    keys = [Button(label, "value", n, about=prompt.draft) for n, (label, _) in enumerate(_candidates(prompt))]
    wide = 1 if prompt.field == "region" else WIDE
    rows = tuple(tuple(keys[i : i + wide]) for i in range(0, len(keys), wide))
    asking = draft.state == "asking"  # then there is nothing to show of it yet
    back = Button(say("button.back"), "card" if asking else "one", about=draft.instead if asking else draft.id)
    return Message(lines(say(name, said=prompt.said)), (*rows, (back,)))


def _candidates(prompt: Prompt) -> Sequence[Candidate]:
    if prompt.field == "region":
        return [("".join(region.path), region) for region in read_places(prompt.said)[:OFFERED]]
    if prompt.field == "year":
        now = datetime.fromtimestamp(prompt.at, UTC).year
        return [(say("answer.year", year=year), year) for year in years_near(now)]
    return ()
