"""Reports that are in the library: shown, traced back, taken back; each act asks first and can be undone."""

import asyncio
import re

from bot.amending import Amending
from bot.asker import Asker
from bot.desks import Effect, Press, effect_of
from bot.engine import Works
from bot.layout import Action, Button, Message, line
from bot.ledger import named, render_acts, render_card, render_choice, render_done, render_question, render_versions
from bot.preview import FIELDS, render_list
from bot.replies import say
from bot.shelf_list import Known, ShelfList

STEP = re.compile(r"(?P<report>[A-Za-z0-9_]+)-(?P<now>\d+)(?:-(?P<instead>[A-Za-z0-9_]+))?")
LOOKED_AT = 1000  # acts that can be paged through
PURPOSES: dict[str, Action] = {
    "report": "card",
    "history": "versions",
    "rollback": "versions",
    "remove": "remove",
    "checks": "found",
}
LISTS: tuple[Action, ...] = (*dict.fromkeys(PURPOSES.values()), "export")
OF_REMOVED = ("card", "versions")  # what can be done with a report that was taken back


class Registry:
    def __init__(self, works: Works, shelf_list: ShelfList, amending: Amending) -> None:
        self._works = works
        self._list = shelf_list
        self._amending = amending
        self._on: dict[Action, Press] = {
            "held": self._held,
            "card": self._card,
            "versions": self._versions,
            "goback": self._go_back,
            "goneback": self._gone_back,
            "remove": self._remove,
            "removed": self._removed,
            "undo": self._undo,
            "amend": self._amend,
            "found": self._found,
            "acts": self._acts,
        }
        self.presses = frozenset(self._on)

    async def press(self, action: Action, asker: Asker, subject: str, number: int) -> Effect | None:
        return effect_of(await self._on[action](asker, subject, number))

    async def choose(self, asker: Asker, command: str, said: str) -> Message:
        """What the command does to the one report that is meant, or the reports to choose from."""
        purpose = PURPOSES[command]
        found = await self._list.meant(said, removed=purpose in OF_REMOVED)
        if said and not found:
            return Message((line(say("choose.none", said=said)),))
        if said and len(found) == 1:
            effect = effect_of(await self._on[purpose](asker, found[0].id, 0))
            return (effect and effect.message) or Message((line(say("button.gone")),))
        return render_choice(purpose, found, await self._gone(), 0)

    async def audit(self, _: str) -> Message:
        return await self._acted(0)

    # Showing

    async def _gone(self) -> frozenset[str]:
        return frozenset(report.id for report in await self._list.removed())

    async def _held(self, _: Asker, subject: str, page: int) -> Message | None:
        purpose = next((action for action in LISTS if action == subject), None)
        if purpose is None:
            return None
        found = await self._list.meant("", removed=purpose in OF_REMOVED)
        return render_choice(purpose, found, await self._gone(), page)

    async def _card(self, _: Asker, subject: str, _page: int) -> Message | None:
        known = await self._list.known(subject)
        if known is None:
            return None
        findings = await asyncio.to_thread(self._works.findings, subject) if known.live else ()
        return render_card(known.now, known.versions, len(findings))

    async def _versions(self, _: Asker, subject: str, page: int) -> Message | None:
        known = await self._list.known(subject)
        if known is None:
            return None
        return render_versions(known.versions, await self._list.names([v.actor for v in known.versions]), page)

    async def _found(self, _: Asker, subject: str, page: int) -> Message | None:
        """What does not add up in a report."""
        known = await self._list.known(subject)
        if known is None:
            return None
        findings = await asyncio.to_thread(self._works.findings, subject)
        back = Button(say("button.back"), "card", about=subject)
        title = say("card.findings" if findings else "card.no_findings", what=named(known.now), count=len(findings))
        return render_list(title, findings, Button("", "found", page, about=subject), back)

    async def _acts(self, _: Asker, _subject: str, page: int) -> Message:
        return await self._acted(page)

    async def _acted(self, page: int) -> Message:
        acts = await asyncio.to_thread(self._works.keeper.acts, LOOKED_AT)
        names = await self._list.names(list({act.actor for act in acts}))
        return render_acts(acts, names, page)

    # Acting

    async def _go_back(self, _: Asker, subject: str, number: int) -> Message | None:
        known = await self._list.known(subject)
        if known is None or not known.has(number):
            return None
        yes = Button(say("button.go_back", version=number), "goneback", number, about=f"{subject}-{known.live}")
        return render_question(say("versions.sure", what=named(known.now), version=number), yes, subject)

    async def _gone_back(self, asker: Asker, subject: str, number: int) -> Message | None:
        """Points the report at another version, if it still stands where it stood when that was asked.

        A second press finds it done, and says so once more; so do the others.
        """
        step = STEP.fullmatch(subject)
        known = await self._list.known(step["report"]) if step else None
        if step is None or known is None or not known.has(number):
            return None
        if known.live not in (before := int(step["now"]), number):
            return _moved_on(known)
        await self._point(asker, known, number)
        text = say("versions.done", what=named(known.now), version=number)
        return render_done(text, known.now.id, number, before)

    async def _remove(self, _: Asker, subject: str, _number: int) -> Message | None:
        known = await self._list.known(subject)
        if known is None or not known.live:
            return None
        yes = Button(say("button.remove_yes"), "removed", about=f"{subject}-{known.live}")
        return render_question(say("remove.sure", what=named(known.now)), yes, subject)

    async def _removed(self, asker: Asker, subject: str, _: int) -> Message | None:
        step = STEP.fullmatch(subject)
        known = await self._list.known(step["report"]) if step else None
        if step is None or known is None:
            return None
        if known.live not in (before := int(step["now"]), 0):
            return _moved_on(known)
        await self._point(asker, known, 0)
        return render_done(say("remove.done", what=named(known.now)), known.now.id, 0, before)

    async def _undo(self, asker: Asker, subject: str, number: int) -> Message | None:
        """Back to how it was before, unless it has changed once more since.

        A correction that gave the report another id is undone in two steps; the first is no harm where it was done
        before a crash, and the second is what tells that it is all done.
        """
        step = STEP.fullmatch(subject)
        known = await self._list.known(step["report"]) if step else None
        if step is None or known is None or not (number == 0 or known.has(number)):
            return None
        if known.live not in (before := int(step["now"]), number):
            return _moved_on(known)
        if step["instead"] and known.live == before:
            await self._restore(asker, step["instead"])
        await self._point(asker, known, number)
        if step["instead"]:
            return await self._card(asker, step["instead"], 0)
        name = "undone.back" if number else "undone.removed"
        return render_done(say(name, what=named(known.now), version=number), known.now.id, number, before)

    async def _restore(self, asker: Asker, report: str) -> None:
        """Brings a report back that gave way to another id."""
        known = await self._list.known(report)
        if known and not known.live:
            await self._point(asker, known, known.now.version)

    async def _point(self, asker: Asker, known: Known, number: int) -> None:
        actor = f"telegram:{asker.person}"
        if number == known.live:
            return
        if number:
            await asyncio.to_thread(self._works.keeper.rollback, known.now.id, number, actor)
        else:
            await asyncio.to_thread(self._works.keeper.remove, known.now.id, actor)

    async def _amend(self, asker: Asker, subject: str, number: int) -> Message | None:
        known = await self._list.known(subject)
        if known is None or not known.live or number >= len(FIELDS):
            return None
        return await self._amending.ask(asker, known.now, FIELDS[number])


def _moved_on(known: Known) -> Message:
    """Somebody was quicker: how it stands."""
    card = render_card(known.now, known.versions, 0)
    return card._replace(blocks=(line(say("undone.moved_on"), bold=True), *card.blocks))
