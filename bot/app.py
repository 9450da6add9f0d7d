"""The bot as a process: puts the rooms together, reaches Telegram, serves until it is told to stop."""

import asyncio
import fcntl
import logging
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Engine
from telegram import LinkPreviewOptions, Update
from telegram.ext import (
    AIORateLimiter,
    Application,
    CallbackQueryHandler,
    Defaults,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    Updater,
    filters,
)

from bot.admission import Admission
from bot.amending import Amending
from bot.chat_commands import ChatCommands
from bot.conversation import Conversation
from bot.draft_desk import DraftDesk
from bot.engine import Asks, Works
from bot.feedback import Feedback
from bot.gate import Gate
from bot.groups import Groups
from bot.handlers import Handlers
from bot.inbox import Inbox, InTurn
from bot.inline import Inline
from bot.intake_desk import IntakeDesk
from bot.intake_rooms import IntakeRooms, intake_rooms
from bot.limits import Limit
from bot.logs import start_logging
from bot.menus import show_admin_menu, show_bot
from bot.metrics import metrics
from bot.office import Office
from bot.outbox import Outbox
from bot.papers import Papers
from bot.parcels import Parcels
from bot.presses import Presses
from bot.prompts import Prompts
from bot.registry import Registry
from bot.replies import say
from bot.rooms import Rooms
from bot.sender import Sender
from bot.settings import Settings
from bot.shelf_list import ShelfList
from bot.tables import Database
from bot.telegram_line import Line, builder, reach, whoami
from bot.watching import Watching
from bot.works import works
from ingest.workshop import Workshop
from knowledge.errors import WenshuError
from knowledge.library import Library

__all__ = ["Service", "run", "whoami"]

log = logging.getLogger(__name__)

STOPS = (signal.SIGINT, signal.SIGTERM)
LOCK = "bot.lock"
DRAFTS = "drafts"  # of the data folder: files that wait for an administrator's word
App = Application[Any, Any, Any, Any, Any, Any]
WRITTEN = filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL


def run(settings: Settings, library: Library) -> int:
    """Serves the chat until SIGTERM or Ctrl-C; raises BadSetting without a token that Telegram knows."""
    start_logging(settings.level)
    with alone(settings.data_dir), Workshop() as workshop:
        rooms_behind = works(settings, library.store, workshop)
        service = Service(settings, library, rooms_behind, library.store.engine)
        asyncio.run(service.serve())
    return 0


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Refuses a second bot on the same data; the system lets go of the lock however the process ends."""
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise WenshuError(say("bot.second")) from None
        yield


class Service:
    def __init__(self, settings: Settings, library: Asks, works: Works, engine: Engine) -> None:
        self._settings = settings
        self._database = database = Database(engine)
        self._inbox = Inbox(database)
        outbox = Outbox(database)
        self._app = _application(settings, self._inbox, outbox)
        self._line = Line(cast("Updater", self._app.updater), settings)  # none only for one built without it
        self._sender = sender = Sender(self._app.bot, outbox)
        self._admission = admission = Admission(settings, database, sender)
        self._conversation = conversation = Conversation(library, database, sender)
        self._intake = intake = intake_rooms(works, settings.data_dir / DRAFTS, database, sender, admission.tell_admins)
        rooms = self._rooms(library, intake)
        self._papers = rooms.papers
        self._watching = Watching(works.inbox, intake.backroom, database, admission.tell_admins)
        commands = ChatCommands(library, rooms, admission, sender)
        self._handlers = Handlers(commands, conversation, self._inbox, database, sender)
        presses = Presses(library, works.keeper, rooms, database, sender)
        groups = Groups(settings, admission, database, sender)
        gate = Gate(admission, groups, Limit(settings.rate_per_minute), database, sender)
        self._handle(gate, presses, Inline(library, database))

    def _rooms(self, library: Asks, intake: IntakeRooms) -> Rooms:
        database, sender, admission = self._database, self._sender, self._admission
        prompts = Prompts(database, sender)
        shelf_list = ShelfList(intake.works.keeper, database)
        return Rooms(
            conversation=self._conversation,
            feedback=Feedback(admission, database, sender),
            office=Office(library, admission, database),
            intake=IntakeDesk(Parcels(intake.backroom, database, sender), database, sender),
            drafts=DraftDesk(intake, prompts, database, sender),
            registry=Registry(intake.works, shelf_list, Amending(intake.works, intake.transport, prompts, database)),
            papers=Papers(intake.works, shelf_list, sender),
        )

    def _handle(self, gate: Gate, presses: Presses, inline: Inline) -> None:
        self._app.add_handler(TypeHandler(Update, gate.check), group=-1)
        self._app.add_handler(MessageHandler(WRITTEN, self._handlers.message))
        self._app.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, self._handlers.edited))
        self._app.add_handler(CallbackQueryHandler(presses.press))
        self._app.add_handler(InlineQueryHandler(inline.offer))
        self._app.add_error_handler(self._handlers.failed)

    async def serve(self) -> None:
        """Works until a signal comes; then finishes what runs, takes nothing new, and returns."""
        working = asyncio.create_task(self._work())
        for number in STOPS:
            asyncio.get_running_loop().add_signal_handler(number, working.cancel)
        try:
            with suppress(asyncio.CancelledError):
                await working
        finally:
            await self._close()

    async def _work(self) -> None:
        _, examples = await asyncio.gather(reach(self._app.initialize), self._conversation.examples())
        await self._offer_claim()
        late = await self._inbox.resume(self._app.bot)
        await self._app.start()
        for update in late:
            await self._handlers.too_late(update)
        async with metrics(self._settings.metrics_listen, self._database):
            log.info("serving as @%s", self._app.bot.username)
            await asyncio.gather(
                self._line.serve(), self._show(examples), self._intake.backroom.work(), self._watching.work()
            )

    async def _show(self, examples: Sequence[str]) -> None:
        """Everybody's menus, and those of the administrators, whose commands may be others than before."""
        await show_bot(self._app.bot, examples)
        for admin in await self._admission.reachable_admins():
            await show_admin_menu(self._app.bot, admin.id)

    async def _offer_claim(self) -> None:
        if not await self._admission.has_admin():
            sys.stdout.write(say("claim.offer", code=self._admission.claim.open()) + "\n")
            sys.stdout.flush()

    async def _close(self) -> None:
        await self._line.close()
        self._papers.close()
        if self._app.running:
            await self._app.stop()
        await self._app.shutdown()


def _application(settings: Settings, inbox: Inbox, outbox: Outbox) -> App:
    return (
        builder(settings)
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .rate_limiter(AIORateLimiter(max_retries=5))
        .concurrent_updates(InTurn(inbox, outbox))
        .update_queue(inbox)
        .build()
    )
