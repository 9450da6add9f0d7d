"""The buttons under drafts, and the plain words that do the same: each looks up what the draft is now."""

import asyncio
from collections.abc import Sequence

from bot import drafts
from bot.asker import Asker
from bot.desks import Effect, Press, effect_of
from bot.engine import Review
from bot.intake_rooms import IntakeRooms
from bot.layout import Action, Button, Message, line
from bot.preview import FIELDS, is_clear, listed, render_list, render_progress, render_waiting
from bot.prompts import Prompts
from bot.replies import say
from bot.sender import Sender
from bot.tables import Database, Draft
from knowledge.errors import BadFile


class DraftDesk:
    def __init__(self, rooms: IntakeRooms, prompts: Prompts, database: Database, sender: Sender) -> None:
        self._rooms = rooms
        self._backroom = rooms.backroom
        self._prompts = prompts
        self._database = database
        self._sender = sender
        self._on: dict[Action, Press] = {
            "put": self._put,
            "drop": self._drop,
            "one": self._one,
            "draft": self._nth,
            "parcel": self._parcel,
            "putall": self._put_all,
            "dropall": self._drop_all,
            "stop": self._stop,
            "fix": self._fix,
            "value": self._value,
            "diff": self._changes,
            "sums": self._findings,
            "drafts": self._drafts,
        }
        self.presses = frozenset(self._on)

    async def press(self, action: Action, asker: Asker, subject: str, number: int) -> Effect | None:
        return effect_of(await self._on[action](asker, subject, number))

    async def hear(self, asker: Asker, said: str) -> bool:
        """Whether an administrator's plain text was about a draft: a value that was asked for, or yes or no."""
        parcel = await self._prompts.hear(asker, said)
        if parcel:
            self._backroom.read(parcel)
        return parcel is not None or await self._decided(asker, said.strip().lower())

    async def _decided(self, asker: Asker, word: str) -> bool:
        """Yes or no as a reply, where there can be no doubt which draft is meant."""
        decision = next((name for name in ("put", "drop") if word in say(f"draft.words_{name}").split()), None)
        mine = await self._database.run(drafts.waiting_for, asker.person) if decision else ()
        if decision is None or not mine:
            return False
        if len(mine) > 1 or mine[0].missing:
            await self._sender.send(asker, render_waiting(mine))
            return True
        parcel = await self._database.run(drafts.find_parcel, mine[0].parcel)
        there = asker._replace(message=parcel.message if parcel else 0)
        effect = effect_of(await (self._put if decision == "put" else self._drop)(there, mine[0].id, 0))
        if effect and effect.message:
            await self._sender.replace(there, effect.message)
        if effect and effect.then:
            effect.then()
        return True

    # One draft

    async def _put(self, asker: Asker, subject: str, _: int) -> Effect | Message | None:
        draft = await self._database.run(drafts.find, subject)
        if draft is None:
            return None
        if not await self._database.run(drafts.claim, [draft.id], asker.person):
            return await self._view(asker, draft.parcel, draft.id)
        return await self._going_live(asker, draft.parcel, draft.id, say("progress.putting", name=draft.source))

    async def _going_live(self, asker: Asker, parcel: str, focus: str, text: str) -> Effect:
        await self._look_at(asker, parcel, focus)
        return Effect(Message((line(text),)), lambda: self._backroom.put(parcel))

    async def _drop(self, asker: Asker, subject: str, _: int) -> Effect | Message | None:
        draft = await self._database.run(drafts.find, subject)
        if draft is None:
            return None
        await self._cancel([draft], asker)
        return await self._view(asker, draft.parcel, draft.id)

    async def _cancel(self, chosen: Sequence[Draft], asker: Asker) -> None:
        await self._database.run(drafts.cancel, [draft.id for draft in chosen], asker.person)
        self._rooms.readings.stop(chosen)
        for draft in chosen:
            await self._rooms.transport.tidy(draft)

    async def _one(self, asker: Asker, subject: str, _: int) -> Effect | Message | None:
        draft = await self._database.run(drafts.find, subject)
        await self._prompts.forget(asker)
        return await self._view(asker, draft.parcel, draft.id) if draft else None

    async def _fix(self, asker: Asker, subject: str, number: int) -> Effect | Message | None:
        draft = await self._database.run(drafts.find, subject)
        if draft is None or number >= len(FIELDS):
            return None
        if draft.state != "waiting":
            return await self._view(asker, draft.parcel, draft.id)
        return await self._prompts.ask(asker, draft, FIELDS[number])

    async def _value(self, asker: Asker, subject: str, number: int) -> Effect | None:
        parcel = await self._prompts.choose(asker, subject, number)
        return self._again(parcel) if parcel else None

    async def _changes(self, asker: Asker, subject: str, page: int) -> Effect | Message | None:
        return await self._list(asker, subject, Button(say("button.changes"), "diff", page, about=subject))

    async def _findings(self, asker: Asker, subject: str, page: int) -> Effect | Message | None:
        return await self._list(asker, subject, Button(say("button.findings"), "sums", page, about=subject))

    async def _list(self, asker: Asker, subject: str, turn: Button) -> Effect | Message | None:
        """A list that hangs on a draft; where the draft has to be read again first, the draft."""
        draft = await self._database.run(drafts.find, subject)
        if draft is None:
            return None
        if draft.state != "waiting" or draft.missing or not self._rooms.readings.has(draft):
            return await self._view(asker, draft.parcel, draft.id)
        review = await self._review(draft)
        changes = listed(review.changes) if review.changes else []
        rows = changes if turn.action == "diff" else list(review.findings)
        return render_list(turn.label, rows, turn, Button(say("button.back"), "one", about=draft.id))

    async def _review(self, draft: Draft) -> Review:
        book = await self._rooms.readings.one(draft)
        if isinstance(book, BadFile):
            raise book
        return await asyncio.to_thread(self._rooms.works.review, book, draft.instead or None)

    # Several

    async def _nth(self, asker: Asker, subject: str, number: int) -> Effect | Message | None:
        every = await self._database.run(drafts.inside, subject)
        return await self._view(asker, subject, every[min(number, len(every) - 1)].id) if every else None

    async def _parcel(self, asker: Asker, subject: str, page: int) -> Effect | Message | None:
        known = await self._database.run(drafts.find_parcel, subject)
        return await self._view(asker, subject, "", page) if known else None

    async def _put_all(self, asker: Asker, subject: str, _: int) -> Effect | Message | None:
        """Everything that is clear; what is not waits to be looked at."""
        ready = [draft.id for draft in await self._database.run(drafts.inside, subject) if is_clear(draft)]
        count = await self._database.run(drafts.claim, ready, asker.person)
        if not count:
            return await self._parcel(asker, subject, 0)
        return await self._going_live(asker, subject, "", say("progress.putting_all", count=count))

    async def _drop_all(self, asker: Asker, subject: str, _: int) -> Effect | Message | None:
        await self._cancel(await self._database.run(drafts.inside, subject), asker)
        return await self._parcel(asker, subject, 0)

    async def _stop(self, asker: Asker, subject: str, _: int) -> Effect | Message | None:
        """Stops the reading; what was read already can still be put in."""
        await self._cancel(await self._database.run(drafts.in_state, subject, "received"), asker)
        return await self._parcel(asker, subject, 0)

    async def _drafts(self, _asker: Asker, _subject: str, page: int) -> Message:
        return render_waiting(await self._database.run(drafts.waiting), page)

    # Showing

    async def _look_at(self, asker: Asker, parcel: str, focus: str) -> None:
        """From here on the parcel is told of in the message that was pressed on."""
        where = {"chat": asker.chat, "message": asker.message, "language": asker.language, "focus": focus}
        await self._database.run(drafts.show_at, parcel, where)

    async def _view(self, asker: Asker, parcel: str, focus: str, page: int = 0) -> Effect | Message | None:
        """The parcel as it is now; a file that was read before a restart is read again first."""
        await self._look_at(asker, parcel, focus)
        found = await self._database.run(drafts.find_parcel, parcel)
        every = await self._database.run(drafts.inside, parcel)
        if found is None:
            return None
        if self._rooms.showroom.is_at_hand(found, every):
            await self._rooms.showroom.prompt(parcel)
            return await self._rooms.showroom.view(found, page)
        await self._database.run(drafts.read_again, focus or every[0].id)
        return self._again(parcel)

    def _again(self, parcel: str) -> Effect:
        return Effect(render_progress(parcel, say("progress.again")), lambda: self._backroom.read(parcel))
