"""What is done with drafts behind the chat: fetched, read, shown, put into the library; one after the other.

Nothing here is remembered but in the database: after a restart the work goes on where it was.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path

from telegram.error import TelegramError

from bot import drafts
from bot.engine import Review, Works
from bot.layout import Message
from bot.outbox import is_lost
from bot.preview import render_progress
from bot.readings import Readings, own
from bot.replies import say, speaking
from bot.showroom import Showroom
from bot.tables import Database, Draft, Parcel
from bot.ticker import Progress
from bot.transport import Transport
from knowledge.errors import BadFile, Unclear, WenshuError
from knowledge.intake import Book, Receipt

log = logging.getLogger(__name__)

GATHER = 1.0  # seconds that the rest of an album may take to arrive
PAUSE = 60.0  # seconds before another try, when Telegram could not be reached


class Backroom:
    def __init__(
        self, works: Works, transport: Transport, readings: Readings, showroom: Showroom, database: Database
    ) -> None:
        self._works = works
        self._transport = transport
        self._readings = readings
        self._showroom = showroom
        self._database = database
        self._progress = Progress(showroom.sender)
        self._incoming: asyncio.Queue[str] = asyncio.Queue()
        self._outgoing: asyncio.Queue[str] = asyncio.Queue()

    def read(self, parcel: str) -> None:
        """Has the parcel's files read, and shown."""
        self._incoming.put_nowait(parcel)

    def put(self, parcel: str) -> None:
        """Has the parcel's chosen drafts put into the library, and the outcome shown."""
        self._outgoing.put_nowait(parcel)

    async def work(self) -> None:
        """Works until it is cancelled; first on what a restart left."""
        await self._transport.sweep()
        for parcel in await self._database.run(drafts.unfinished, "received"):
            self.read(parcel)
        for parcel in await self._database.run(drafts.unfinished, "putting"):
            self.put(parcel)
        try:
            await asyncio.gather(self._serve(self._incoming, self._take_in), self._serve(self._outgoing, self._put))
        finally:
            self._readings.close()

    async def _serve(self, queue: asyncio.Queue[str], work: Callable[[Parcel], Awaitable[None]]) -> None:
        while True:
            parcel = await self._database.run(drafts.find_parcel, await queue.get())
            if parcel is None:
                continue
            with speaking(parcel.language):
                try:
                    await work(parcel)
                except TelegramError as error:
                    log.warning("parcel %s could not be shown: %s", parcel.id, error)
                    if is_lost(error):
                        asyncio.get_running_loop().call_later(PAUSE, queue.put_nowait, parcel.id)
                except Exception:  # the other parcels go on; this one waits for a press, or the next start
                    log.exception("parcel %s", parcel.id)

    # Reading

    async def _take_in(self, parcel: Parcel) -> None:
        while draft := await self._next(parcel):
            try:
                await self._read(parcel, draft)
            except BadFile as refused:
                await self._refuse(draft, refused.why)
            except TelegramError as error:
                if is_lost(error):
                    raise
                await self._refuse(draft, say("upload.not_fetched", why=error))
            except Exception:  # whatever it is, the other files go on
                log.exception("incident %s", number := secrets.token_hex(3))
                await self._refuse(draft, say("chat.failed", number=number))
        self._progress.done(parcel)
        await self._put_away(parcel)
        await self._showroom.prompt(parcel.id)
        await self._showroom.show(parcel.id)

    async def _next(self, parcel: Parcel) -> Draft | None:
        """The next draft to read; of an album, whose files come one by one, after a moment's wait for it."""
        left = await self._database.run(drafts.in_state, parcel.id, "received")
        if not left and parcel.album:
            await asyncio.sleep(GATHER)
            left = await self._database.run(drafts.in_state, parcel.id, "received")
        return left[0] if left else None

    async def _read(self, parcel: Parcel, draft: Draft) -> None:
        if draft.origin:
            await self._progress.tell(parcel, render_progress(parcel.id, say("progress.fetching", name=draft.source)))
            await self._transport.fetch(draft)
        if not await self._is_wanted(draft):
            return
        every = await self._database.run(drafts.inside, parcel.id)
        number = 1 + sum(one.state != "received" for one in every)
        async with self._progress.alive(parcel, lambda gone: _reading(draft, number, len(every), gone)):
            found = await self._readings.read(draft)
        if draft.part is None and len(found) > 1:
            await self._database.run(drafts.unpack, draft, len(found))
        else:
            await self._judge(draft, own(draft, found))

    async def _is_wanted(self, draft: Draft) -> bool:
        now = await self._database.run(drafts.find, draft.id)
        return now is not None and now.state == "received"

    async def _judge(self, draft: Draft, book: Book | BadFile) -> None:
        """What is to become of a draft that was read."""
        if isinstance(book, Unclear):
            facts = {"state": "waiting", "missing": " ".join(book.missing), "source": book.source}
            await self._database.run(drafts.note, draft.id, facts)
        elif isinstance(book, BadFile):
            await self._refuse(draft, book.why, source=book.source)
        else:
            review = await asyncio.to_thread(self._works.review, book, draft.instead or None)
            state = "same" if review.outcome == "same" else "waiting"
            await self._database.run(drafts.note, draft.id, {"state": state, **_facts(book, review)})
            await self._transport.tidy(draft)

    async def _refuse(self, draft: Draft, why: str, **facts: str) -> None:
        await self._database.run(drafts.note, draft.id, {"state": "refused", "why": why, **facts})
        await self._transport.tidy(draft)

    # Putting

    async def _put(self, parcel: Parcel) -> None:
        chosen = await self._database.run(drafts.in_state, parcel.id, "putting")
        try:
            await self._go_live(chosen)
        except WenshuError as error:
            log.warning("parcel %s did not go live: %s", parcel.id, error)
            await self._put_back(chosen, str(error))
        except Exception:  # nothing went live, or all of it, which the next try will see
            log.exception("incident %s", number := secrets.token_hex(3))
            await self._put_back(chosen, say("chat.failed", number=number))
        await self._put_away(parcel)
        await self._showroom.show(parcel.id)
        await self._tidy_up()

    async def _tidy_up(self) -> None:
        """Puts small shelves together now and then; if that fails, the next time will do."""
        try:
            await asyncio.to_thread(self._works.keeper.merge)
        except WenshuError as error:
            log.warning("shelves were left as they are: %s", error)

    async def _put_back(self, chosen: Sequence[Draft], why: str) -> None:
        """What did not go live waits again, and says why."""
        for draft in chosen:
            await self._database.run(drafts.put_back, draft.id, {"why": why})

    async def _go_live(self, chosen: Sequence[Draft]) -> None:
        """All of them at once, but for those that are no more what was shown."""
        fitting = [(draft, book) for draft in chosen if (book := await self._checked(draft))]
        for person in dict.fromkeys(draft.by for draft, _ in fitting):
            theirs = [draft for draft, _ in fitting if draft.by == person]
            books = [book for draft, book in fitting if draft.by == person]
            retired = {draft.instead for draft in theirs} - {"", *(book.report.id for book in books)}
            receipts = await asyncio.to_thread(
                self._works.keeper.put, books, actor=f"telegram:{person}", retiring=sorted(retired)
            )
            for draft, receipt in zip(theirs, receipts, strict=True):
                await self._settle(draft, receipt)

    async def _checked(self, draft: Draft) -> Book | None:
        """The draft's book, if it still does to the library what was shown; a draft that is in already is settled."""
        book = await self._readings.one(draft)
        if isinstance(book, BadFile):
            await self._database.run(drafts.put_back, draft.id, {"state": "refused", "why": book.why})
            return None
        review = await asyncio.to_thread(self._works.review, book, draft.instead or None)
        if review.outcome == "same" and review.against:  # by this very word, before a crash, or by another
            await self._database.run(drafts.settle, draft.id, {"version": review.against})
            await self._transport.tidy(draft)
        elif review.against != draft.against:
            changed = _facts(book, review) | {"why": say("draft.overtaken")}
            await self._database.run(drafts.put_back, draft.id, changed)
        else:
            return book
        return None

    async def _put_away(self, parcel: Parcel) -> None:
        """Lets the watched folder know of a file whose reports are in, or were in already."""
        every = await self._database.run(drafts.inside, parcel.id)
        if parcel.folder and all(draft.state in ("settled", "same") for draft in every):
            with suppress(FileNotFoundError):  # it was put away before a crash
                await asyncio.to_thread(self._works.inbox.settle, Path(parcel.folder))

    async def _settle(self, draft: Draft, receipt: Receipt) -> None:
        same = receipt.outcome == "same"  # as another of the parcel
        facts = {"version": receipt.report.version, "against": receipt.previous, "state": "same" if same else "settled"}
        await self._database.run(drafts.settle, draft.id, facts)
        await self._transport.tidy(draft)


def _facts(book: Book, review: Review) -> dict[str, object]:
    """What lists show of a draft without reading it again."""
    meta = book.report.meta
    return {
        "source": book.report.source,
        "report": book.report.id,
        "title": say("listed.report", place=meta.region.label, year=meta.year, title=meta.title),
        "outcome": review.outcome,
        "against": review.against,
        "doubtful": bool(review.doubts),
        "missing": "",
        "why": "",
    }


def _reading(draft: Draft, number: int, count: int, gone: int) -> Message:
    text = say("progress.reading", name=draft.source, number=number, count=count)
    return render_progress(draft.parcel, text + (say("progress.seconds", seconds=gone) if gone else ""))
