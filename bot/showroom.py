"""A parcel as its message shows it: the one draft in it, the one that is looked at, or a summary of all."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

from bot import drafts
from bot.asker import Asker
from bot.engine import Works
from bot.layout import Message, line
from bot.preview import (
    Place,
    render_preview,
    render_receipt,
    render_settled,
    render_summary,
    render_unclear,
)
from bot.readings import Readings
from bot.replies import say
from bot.sender import Sender
from bot.tables import Database, Draft, Parcel, Prompt
from bot.ticker import place_of
from knowledge.errors import BadFile

Announce = Callable[[Message], Awaitable[Sequence[Asker]]]  # tells all administrators, and says where


class Showroom:
    def __init__(
        self,
        works: Works,
        readings: Readings,
        database: Database,
        sender: Sender,
        announce: Announce,
    ) -> None:
        self.sender = sender
        self._works = works
        self._readings = readings
        self._database = database
        self._announce = announce

    async def show(self, parcel: str) -> None:
        """Puts what there is to say of a parcel into its message, or into a new one where that is gone."""
        found = await self._database.run(drafts.find_parcel, parcel)
        if found is None:
            return
        message = await self.view(found)
        if not found.chat:
            for there in await self._announce(message):
                await self._expect(found, there.chat, there.message)
        elif not (found.message and await self.sender.replace(place_of(found), message)):
            sent = await self.sender.send(place_of(found), message)
            await self._database.run(drafts.show_at, parcel, {"message": sent})

    async def prompt(self, parcel: str) -> None:
        """Lets what a draft lacks be simply said, where it is clear which draft would be meant."""
        found = await self._database.run(drafts.find_parcel, parcel)
        if found and found.chat:  # nobody has been told of the others yet
            await self._expect(found, found.chat, found.message)

    async def _expect(self, parcel: Parcel, chat: int, message: int) -> None:
        shown = _looked_at(parcel, await self._database.run(drafts.inside, parcel.id))
        if shown is None or not shown.missing or shown.state != "waiting":
            return
        field = shown.missing.split()[0]
        prompt = Prompt(chat=chat, draft=shown.id, field=field, message=message, at=time.time(), said="", pressed=False)
        await self._database.run(drafts.ask, prompt)

    async def view(self, parcel: Parcel, page: int = 0) -> Message:
        every = await self._database.run(drafts.inside, parcel.id)
        if not every:
            return Message((line(say("draft.none")),))
        shown = _looked_at(parcel, every)
        if shown:
            return await self._single(shown, Place(every.index(shown), len(every)))
        return render_summary(parcel.id, every, page)

    def is_at_hand(self, parcel: Parcel, every: Sequence[Draft]) -> bool:
        """Whether the parcel can be shown without reading a file again."""
        draft = _looked_at(parcel, every)
        return draft is None or draft.state != "waiting" or bool(draft.missing) or self._readings.has(draft)

    async def _single(self, draft: Draft, place: Place) -> Message:
        if draft.state == "settled":
            return await self._receipt(draft, place)
        if draft.state != "waiting":
            return render_settled(draft, place)
        if draft.missing:
            return render_unclear(draft, place)
        book = await self._readings.one(draft)
        if isinstance(book, BadFile):
            return Message((line(str(book)),))
        review = await asyncio.to_thread(self._works.review, book, draft.instead or None)
        return render_preview(draft, book, review, place)

    async def _receipt(self, draft: Draft, place: Place) -> Message:
        versions = await asyncio.to_thread(self._works.keeper.history, draft.report)
        now = next((version.report for version in versions if version.report.version == draft.version), None)
        return render_receipt(draft, now, place) if now else render_settled(draft, place)


def _looked_at(parcel: Parcel, every: Sequence[Draft]) -> Draft | None:
    """The one draft that the parcel's message shows; None where it shows all."""
    return every[0] if len(every) == 1 else next((draft for draft in every if draft.id == parcel.focus), None)
