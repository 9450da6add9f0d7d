"""Who may use the bot and who may run it; by ids alone, and an empty list lets nobody in."""

import secrets
from collections.abc import Sequence

from bot import people
from bot.asker import Asker, in_private
from bot.layout import Button, Message, lines
from bot.people import Standing
from bot.replies import say, speaking
from bot.sender import Sender
from bot.settings import Settings
from bot.tables import Database, Known

LEGIBLE = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # no 0 and O, no 1 and I
CODE = 10  # characters of the code that makes an administrator
TAG = 4  # characters of the code that an applicant and the administrators both see


class Claim:
    """A one-time code that makes the first administrator of an installation that names none."""

    def __init__(self) -> None:
        self.code: str | None = None

    def open(self) -> str:
        self.code = _legible(CODE)
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
        """Whether the person may ask in this chat: a group needs to be let in itself, whoever is in it."""
        settings = self._settings
        standing = await self._database.run(people.standings, {asker.person, asker.chat})
        if asker.person in settings.admin_ids or standing[asker.person] == "admin":
            return True
        if standing[asker.person] == "refused":
            return False
        if settings.access == "open":
            return asker.private or standing[asker.chat] != "refused"
        if not asker.private:
            return asker.chat in settings.allowed_groups or standing[asker.chat] == "allowed"
        return asker.person in settings.allowed_users or (
            settings.access == "approval" and standing[asker.person] == "allowed"
        )

    async def is_admin(self, person: int) -> bool:
        standing = await self._database.run(people.standings, {person})
        return person in self._settings.admin_ids or standing[person] == "admin"

    def is_owner(self, person: int) -> bool:
        """An administrator by the settings, whom nobody can put aside from a chat."""
        return person in self._settings.admin_ids

    async def has_admin(self) -> bool:
        return bool(self._settings.admin_ids or await self._database.run(people.having, "admin"))

    async def reachable_admins(self) -> Sequence[Known]:
        """Administrators that the bot may write to."""
        return await self._database.run(people.reachable, self._settings.admin_ids)

    async def appoint(self, asker: Asker) -> None:
        await self._database.run(people.place, asker.person, asker.name, "admin")

    async def place(self, who: int, name: str, standing: Standing) -> None:
        await self._database.run(people.place, who, name, standing)

    async def apply(self, asker: Asker) -> None:
        """Tells a stranger his id and, once, the administrators of him."""
        known = await self._database.run(people.find, asker.person)
        if self._settings.access == "list" or (known and known.standing == "refused"):
            await self._sender.say(asker, "gate.closed", id=asker.person)
            return
        code = await self.announce(known or Known(id=asker.person, name=asker.name, standing="stranger", code=""))
        await self._sender.say(asker, "gate.applied", id=asker.person, code=code)

    async def announce(self, applicant: Known) -> str:
        """Tells the administrators, once, who wants to be let in; the code that he is told, too."""
        if applicant.standing != "stranger":
            return applicant.code
        applicant.code = applicant.code or _legible(TAG)
        await self._database.run(people.place, applicant.id, applicant.name, "stranger", applicant.code)
        for admin in await self.reachable_admins():
            await self._ask_about(applicant, admin)
        await self._database.run(people.place, applicant.id, applicant.name, "waiting")  # last: a crash tells again
        return applicant.code

    async def show_waiting(self, admin: Asker) -> None:
        me = Known(id=admin.person, language=admin.language)
        for known in await self._database.run(people.having, "waiting"):
            await self._ask_about(known, me)

    async def tell_admins(self, message: Message) -> Sequence[Asker]:
        """Where they were told."""
        there = [in_private(admin.id) for admin in await self.reachable_admins()]
        return [to._replace(message=await self._sender.send(to, message)) for to in there]

    async def settle(self, who: int, standing: Standing) -> Known | None:
        """Keeps the decision, and tells whom it concerns; None where nobody of that id was ever met."""
        before = await self._database.run(people.standings, {who})
        known = await self._database.run(people.settle, who, standing)
        if known and before[who] not in (standing, "admin"):  # to whom it makes a difference
            with speaking(known.language):
                await self._tell_outcome(known)
        return known

    async def _tell_outcome(self, known: Known) -> None:
        """A person who is let in hears of it; a group hears either, and is left if it is refused."""
        group = known.id < 0
        to = in_private(known.id)._replace(private=not group)
        if known.standing == "allowed" and (group or known.reachable):
            await self._sender.say(to, "group.welcome" if group else "gate.welcome")
        elif known.standing == "refused" and group:
            await self._sender.say(to, "group.closed")
            await self._sender.leave(known.id)

    async def _ask_about(self, who: Known, admin: Known) -> None:
        with speaking(admin.language):
            text = say("gate.group" if who.id < 0 else "gate.stranger", name=who.name, id=who.id, code=who.code)
            buttons = (Button(say("button.allow"), "allow"), Button(say("button.refuse"), "refuse"))
            await self._sender.send(in_private(admin.id), Message(lines(text), (buttons,)), str(who.id))


def _legible(length: int) -> str:
    return "".join(secrets.choice(LEGIBLE) for _ in range(length))
