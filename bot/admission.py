"""Who may use the bot and who may run it; by ids alone, and an empty list lets nobody in."""

import secrets

from bot import people
from bot.asker import Asker, in_private
from bot.layout import Button, Message, lines
from bot.replies import say
from bot.sender import Sender
from bot.settings import Settings
from bot.tables import Database, Known

LEGIBLE = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no 0 and O, no 1 and I
CODE = 10  # characters


class Claim:
    """A one-time code that makes the first administrator of an installation that names none."""

    def __init__(self) -> None:
        self.code: str | None = None

    def open(self) -> str:
        self.code = "".join(secrets.choice(LEGIBLE) for _ in range(CODE))
        return self.code

    def redeem(self, said: str) -> bool:
        """Whether this is the code; it works once."""
        fits = self.code is not None and secrets.compare_digest(self.code.encode(), said.strip().upper().encode())
        if fits:
            self.code = None
        return fits


class Admission:
    def __init__(self, settings: Settings, database: Database, sender: Sender) -> None:
        self.claim = Claim()
        self._settings = settings
        self._database = database
        self._sender = sender

    async def admits(self, asker: Asker) -> bool:
        settings = self._settings
        listed = asker.person in settings.allowed_users or asker.chat in settings.allowed_groups
        if settings.access == "open" or listed or await self.is_admin(asker.person):
            return True
        return settings.access == "approval" and await self._standing(asker.person) == "allowed"

    async def is_admin(self, person: int) -> bool:
        return person in self._settings.admin_ids or await self._standing(person) == "admin"

    async def has_admin(self) -> bool:
        return bool(self._settings.admin_ids or await self._database.run(people.having, "admin"))

    async def appoint(self, asker: Asker) -> None:
        await self._database.run(people.place, asker.person, asker.name, "admin")

    async def apply(self, asker: Asker) -> None:
        """Tells a stranger his id and, once, the administrators of him."""
        standing = await self._standing(asker.person)
        if self._settings.access == "list" or standing == "refused":
            await self._sender.say(asker, "gate.closed", id=asker.person)
            return
        await self._sender.say(asker, "gate.applied", id=asker.person)
        if standing == "stranger":
            await self._database.run(people.place, asker.person, asker.name, "waiting")
            for admin in await self._database.run(people.reachable, self._settings.admin_ids):
                await self._ask_about(asker.person, asker.name, in_private(admin))

    async def show_waiting(self, admin: Asker) -> None:
        for known in await self._database.run(people.having, "waiting"):
            await self._ask_about(known.id, known.name, admin)

    async def settle(self, who: int, *, allowed: bool) -> Known | None:
        """Keeps the decision, and tells the person that he is let in; None where there is no such application."""
        known = await self._database.run(people.decide, who, "allowed" if allowed else "refused")
        if known and allowed and known.reachable:
            await self._sender.say(in_private(who), "gate.welcome")
        return known

    async def _standing(self, person: int) -> str:
        return await self._database.run(people.standing, person)

    async def _ask_about(self, who: int, name: str, admin: Asker) -> None:
        buttons = (Button(say("button.allow"), "allow"), Button(say("button.refuse"), "refuse"))
        text = say("gate.stranger", name=name, id=who)
        await self._sender.send(admin, Message(lines(text), (buttons,)), str(who))
