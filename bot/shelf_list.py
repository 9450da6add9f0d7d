"""What was ever put in, as the registry looks it up: reports, versions, and the people who acted on them."""

import asyncio
import re
from collections.abc import Sequence
from typing import NamedTuple

from bot import people
from bot.acts import Names
from bot.choosing import meant
from bot.engine import Keeps
from bot.tables import Database
from knowledge.models import Shelved
from knowledge.store import Version

PERSON = re.compile(r"telegram:(\d{1,19})")


class Known(NamedTuple):
    """A report that was put once, with all its versions."""

    now: Shelved  # the live version, or the last one there was
    versions: Sequence[Version]

    @property
    def live(self) -> int:
        """The number of the live version; 0 for none."""
        return next((version.report.version for version in self.versions if version.live), 0)

    def has(self, number: int) -> bool:
        return any(version.report.version == number for version in self.versions)


class ShelfList:
    def __init__(self, keeper: Keeps, database: Database) -> None:
        self._keeper = keeper
        self._database = database

    async def known(self, report: str) -> Known | None:
        versions = await asyncio.to_thread(self._keeper.history, report)
        if not versions:
            return None
        return Known(next((v for v in versions if v.live), versions[-1]).report, versions)

    async def meant(self, said: str, *, removed: bool) -> list[Shelved]:
        """The reports that the words fit; of no words, all."""
        every = [*await self.live(), *(await self.removed() if removed else ())]
        return await asyncio.to_thread(meant, said, every) if said.strip() else every

    async def live(self) -> Sequence[Shelved]:
        return await asyncio.to_thread(self._keeper.reports)

    async def removed(self) -> Sequence[Shelved]:
        return await asyncio.to_thread(self._keeper.removed)

    async def names(self, actors: Sequence[str]) -> Names:
        """Who the actors are, as people know them."""
        numbers = {actor: int(found[1]) for actor in actors if (found := PERSON.fullmatch(actor))}
        met = {actor: await self._database.run(people.find, number) for actor, number in numbers.items()}
        return {actor: known.name for actor, known in met.items() if known and known.name}
