"""What administrators see and decide in the chat: people, figures of use, questions without an answer."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable

from bot import people, usage
from bot.admission import Admission
from bot.asker import Asker
from bot.desks import Effect, effect_of
from bot.engine import Asks
from bot.explain import explanation
from bot.layout import Action, Block, Button, Message, Run, line, lines
from bot.paging import cut, turns
from bot.people import Standing
from bot.replies import say
from bot.tables import Database, Known

WHO = re.compile(r"-?\d{1,19}")
SHOWN = 10  # people on a page
DECISIONS: dict[Action, Standing] = {"allow": "allowed", "refuse": "refused", "admin": "admin", "dismiss": "allowed"}

Show = Callable[[Asker, str, int], Awaitable[Message | None]]


class Office:
    def __init__(self, library: Asks, admission: Admission, database: Database) -> None:
        self._library = library
        self._admission = admission
        self._database = database
        self._shows: dict[Action, Show] = {"people": self._page, "person": self._person, "gaps": self._gaps}
        self.presses = frozenset({*DECISIONS, *self._shows})

    async def admits(self, asker: Asker) -> bool:
        """Administrators, and only where nobody else reads along."""
        return asker.private and await self._admission.is_admin(asker.person)

    async def press(self, action: Action, asker: Asker, subject: str, number: int) -> Effect | None:
        if action in self._shows:
            return effect_of(await self._shows[action](asker, subject, number))
        return effect_of(await self._decide(asker, _who(subject), action))

    async def people(self, _: str) -> Message:
        return await self._listed(0)

    async def stats(self, _: str) -> Message:
        waiting = await self._database.run(people.having, "waiting")
        return usage.render_usage(await self._database.run(usage.usage, time.time()), len(waiting))

    async def unanswered(self, _: str) -> Message:
        return usage.render_unanswered(await self._database.run(usage.unanswered, time.time()))

    async def explain(self, question: str) -> Message:
        """Why a question is answered as it is."""
        if not question:
            return Message(lines(say("chat.explain_what")))
        text = await asyncio.to_thread(lambda: explanation(self._library.desk(question)))
        return Message((Block((Run(text.strip()),), "folded"),))

    async def _page(self, _asker: Asker, _subject: str, number: int) -> Message:
        return await self._listed(number)

    async def _gaps(self, _asker: Asker, _subject: str, number: int) -> Message:
        return usage.render_unanswered(await self._database.run(usage.unanswered, time.time()), number)

    async def _listed(self, number: int) -> Message:
        known = await self._database.run(people.everybody)
        if not known:
            return Message((line(say("people.none")),))
        shown = cut(known, number, SHOWN)
        keys = tuple(
            (Button(self._named("people.row", who), "person", shown.page, about=str(who.id)),) for who in shown.items
        )
        heading = line(say("people.all", count=len(known)), bold=True)
        return Message((heading,), (*keys, *turns("people", shown)))

    async def _person(self, asker: Asker, subject: str, number: int) -> Message | None:
        known = await self._database.run(people.find, _who(subject))
        return self._card(asker, known, number) if known else None

    def _card(self, asker: Asker, known: Known, page: int) -> Message:
        """One person or group, with what may be decided about it."""
        possible = [action for action in DECISIONS if self._may(asker, known, action)]
        keys = tuple(Button(say(f"button.{action}"), action, page, about=str(known.id)) for action in possible)
        back = (Button(say("button.back"), "people", page, about="all"),)
        return Message((line(self._named("people.card", known)),), (*((keys,) if keys else ()), back))

    def _named(self, text: str, known: Known) -> str:
        kind = "group" if known.id < 0 else "person"
        standing = "admin" if self._admission.is_owner(known.id) else known.standing
        said = {"kind": say(f"kind.{kind}"), "standing": say(f"standing.{standing}")}
        return say(text, name=known.name or known.id, id=known.id, **said)

    def _may(self, asker: Asker, known: Known, action: Action) -> bool:
        """Nobody decides about himself or an administrator of the settings; a group is no administrator."""
        if known.id == asker.person or self._admission.is_owner(known.id):
            return False
        if (known.standing == "admin") != (action == "dismiss"):  # an administrator is first made a person again
            return False
        return DECISIONS[action] != known.standing and (known.id > 0 or action != "admin")

    async def _decide(self, asker: Asker, who: int, action: Action) -> Message | None:
        known = await self._database.run(people.find, who)
        if known is None or not self._may(asker, known, action):
            return None
        await self._admission.settle(who, DECISIONS[action])
        return Message(lines(say(f"decided.{action}", name=known.name or who, id=who)))


def _who(subject: str) -> int:
    return int(subject) if WHO.fullmatch(subject) else 0
