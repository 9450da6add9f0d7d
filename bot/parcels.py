"""How something that was sent becomes a parcel: written down, told of, and handed to the backroom."""

from collections.abc import Sequence

from bot import drafts
from bot.asker import Asker, in_private
from bot.backroom import Backroom
from bot.preview import render_progress
from bot.replies import say
from bot.sender import Sender
from bot.tables import Database, Draft, Parcel


class Parcels:
    def __init__(self, backroom: Backroom, database: Database, sender: Sender) -> None:
        self._backroom = backroom
        self._database = database
        self._sender = sender

    async def take(self, wanted: Parcel, inside: Sequence[Draft]) -> bool:
        """Whether the person could be told of it, in private; it is worked on in any case."""
        parcel = await self._database.run(drafts.enter, wanted, inside)
        if not parcel.message:
            message = render_progress(parcel.id, say("progress.received", name=inside[0].source))
            there = await self._sender.send(_to(parcel), message)
            await self._database.run(drafts.show_at, parcel.id, {"message": there})
            parcel.message = there
        self._backroom.read(parcel.id)
        return bool(parcel.message)


def parcel_of(asker: Asker, key: str, *, album: bool = False) -> Parcel:
    """What somebody hands in; ``key`` tells it from everything else that he does."""
    person = asker.person
    return Parcel(
        id=f"{person}-{key}", chat=person, person=person, album=album, at=asker.at, message=0, language=asker.language
    )


def draft_in(parcel: Parcel, key: str, name: str, **facts: object) -> Draft:
    return Draft(
        id=f"{parcel.person}-{key}",
        parcel=parcel.id,
        at=parcel.at,
        **{"state": "received", "file": name, "source": name, "given": "{}", **facts},
    )


def _to(parcel: Parcel) -> Asker:
    return in_private(parcel.chat)
