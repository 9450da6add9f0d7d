"""Files read away from the event loop, one after the other; the last few readings are kept."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from threading import Event

from bot.engine import Reads
from bot.replies import say
from bot.tables import Draft
from ingest.clean import Given
from knowledge.errors import BadFile
from knowledge.intake import Book
from knowledge.originals import Originals

KEPT = 4  # readings: what an administrator turns over in his hand; a whole archive is one of them

Reading = Sequence[Book | BadFile]


class Readings:
    def __init__(self, reader: Reads, files: Originals) -> None:
        self._reader = reader
        self._files = files
        self._turn = asyncio.Lock()
        self._kept: OrderedDict[tuple[str, str, str], Reading] = OrderedDict()
        self._now = ""  # the draft that is being read
        self._cancel = Event()  # its reading

    async def read(self, draft: Draft) -> Reading:
        """Everything in the draft's file, read with what was said about the draft."""
        key = _key(draft)
        async with self._turn:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            self._now, self._cancel = draft.id, Event()
            try:
                found = await asyncio.to_thread(self._read, draft, self._cancel)
            finally:
                self._now = ""
            if not self._cancel.is_set():
                self._kept[key] = found
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            return found

    async def one(self, draft: Draft) -> Book | BadFile:
        """The draft's own report."""
        return own(draft, await self.read(draft))

    def has(self, draft: Draft) -> bool:
        """Whether the draft can be shown without reading its file again."""
        return _key(draft) in self._kept

    def stop(self, drafts: Sequence[Draft]) -> None:
        """Ends the running read if it is of one of these."""
        if self._now in {draft.id for draft in drafts}:
            self.close()

    def close(self) -> None:
        """Ends the running read, whatever it is of."""
        self._cancel.set()

    def _read(self, draft: Draft, cancel: Event) -> Reading:
        given = Given.model_validate_json(draft.given)
        return self._reader.read(self._files.path(draft.digest), given, draft.file, cancel)


def own(draft: Draft, found: Reading) -> Book | BadFile:
    """Of what is in a file, the draft's."""
    part = draft.part or 0
    return found[part] if part < len(found) else BadFile(draft.source, say("draft.empty"))


def _key(draft: Draft) -> tuple[str, str, str]:
    return draft.digest, draft.file, draft.given
