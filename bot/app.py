"""The bot as a process: puts the rooms together, reaches Telegram, serves until it is told to stop."""

import asyncio
import logging
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Engine
from telegram import LinkPreviewOptions, Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    Defaults,
    MessageHandler,
    TypeHandler,
    Updater,
    filters,
)

from bot.admission import Admission
from bot.chat_commands import ChatCommands
from bot.conversation import Conversation
from bot.engine import Asks, Ingest, Shelf
from bot.gate import Gate
from bot.handlers import Handlers
from bot.inbox import Inbox, InTurn
from bot.logs import start_logging
from bot.menus import show_menus
from bot.presses import Presses
from bot.replies import say
from bot.sender import Sender
from bot.settings import PREFIX, Settings
from bot.tables import Database
from bot.uploads import Uploads
from ingest.pipeline import ingest_file
from knowledge.errors import BadSetting, WenshuError
from knowledge.intake import Receipt
from knowledge.library import Library

log = logging.getLogger(__name__)

KINDS = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY]
STOPS = (signal.SIGINT, signal.SIGTERM)
SOON, LATER = 1.0, 30.0  # seconds between attempts to reach Telegram at the start
TIMEOUT = 10.0  # seconds for one call
TOKEN = PREFIX + "TELEGRAM_TOKEN"
Builder = ApplicationBuilder[Any, Any, Any, Any, Any, Any]
App = Application[Any, Any, Any, Any, Any, Any]
WRITTEN = filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL


def run(settings: Settings, library: Library) -> int:
    """Serves the chat until SIGTERM or Ctrl-C; raises BadSetting without a token that Telegram knows."""
    start_logging(settings.level)

    def ingest(path: Path, actor: str) -> Receipt:
        return ingest_file(path, library.store, actor=actor)

    service = Service(settings, library, library.store, library.store.engine, ingest)
    asyncio.run(service.serve())
    return 0


def whoami(settings: Settings) -> str:
    """The name that Telegram knows the bot by; raises the line to read where it knows none or is out of reach."""

    async def asked() -> str:
        async with _builder(settings).build().bot as bot:
            return str(bot.username)

    try:
        with _token_trusted():
            return asyncio.run(asked())
    except TelegramError as error:
        raise WenshuError(say("bot.unreachable", why=error)) from error


class Service:
    def __init__(self, settings: Settings, library: Asks, shelf: Shelf, engine: Engine, ingest: Ingest) -> None:
        database = Database(engine)
        self._inbox = Inbox(database)
        self._app = _application(settings, self._inbox)
        self._updater = cast("Updater", self._app.updater)  # none only for applications built without one
        sender = Sender(self._app.bot)
        self._admission = Admission(settings, database, sender)
        self._conversation = conversation = Conversation(library, database, sender)
        commands = ChatCommands(library, conversation, Uploads(ingest, sender), self._admission, sender)
        self._handlers = Handlers(commands, conversation, self._inbox, database, sender)
        presses = Presses(shelf, conversation, self._admission, database, sender)
        self._app.add_handler(TypeHandler(Update, Gate(self._admission, database, sender).check), group=-1)
        self._app.add_handler(MessageHandler(WRITTEN, self._handlers.message))
        self._app.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, self._handlers.edited))
        self._app.add_handler(CallbackQueryHandler(presses.press))
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
        await asyncio.gather(self._reach(), self._conversation.prepare())
        await show_menus(self._app.bot)
        await self._offer_claim()
        late = await self._inbox.resume(self._app.bot)
        await self._app.start()
        for update in late:
            await self._handlers.too_late(update)
        await self._updater.start_polling(bootstrap_retries=-1, allowed_updates=KINDS, error_callback=_note)
        log.info("serving as @%s", self._app.bot.username)
        await asyncio.Event().wait()

    async def _reach(self) -> None:
        """Waits for Telegram as long as it takes, and says so once."""
        pause = SOON
        while True:
            try:
                with _token_trusted():
                    await self._app.initialize()
            except TelegramError as error:
                if pause == SOON:
                    log.warning("%s%s", say("bot.unreachable", why=error), say("bot.trying_on"))
                await asyncio.sleep(pause)
                pause = min(pause * 2, LATER)
            else:
                return

    async def _offer_claim(self) -> None:
        if not await self._admission.has_admin():
            sys.stdout.write(say("claim.offer", code=self._admission.claim.open()) + "\n")
            sys.stdout.flush()

    async def _close(self) -> None:
        if self._updater.running:
            await self._updater.stop()
        if self._app.running:
            await self._app.stop()
        await self._app.shutdown()


def _application(settings: Settings, inbox: Inbox) -> App:
    return (
        _builder(settings)
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .rate_limiter(AIORateLimiter(max_retries=5))
        .concurrent_updates(InTurn(inbox))
        .update_queue(inbox)
        .build()
    )


def _builder(settings: Settings) -> Builder:
    """How Telegram is reached, by the settings."""
    if settings.telegram_token is None:
        raise BadSetting(TOKEN, say("bot.no_token"))
    builder = (
        ApplicationBuilder()
        .token(settings.telegram_token.get_secret_value())
        .base_url(str(settings.telegram_base_url).rstrip("/"))
        .base_file_url(str(settings.telegram_base_file_url).rstrip("/"))
        .connect_timeout(TIMEOUT)
        .read_timeout(TIMEOUT)
        .pool_timeout(TIMEOUT)
    )
    if settings.telegram_proxy:
        proxy = str(settings.telegram_proxy)
        return builder.proxy(proxy).get_updates_proxy(proxy)
    return builder


@contextmanager
def _token_trusted() -> Iterator[None]:
    """Says without the token that Telegram does not know it; the library's own error repeats it."""
    try:
        yield
    except InvalidToken:
        raise BadSetting(TOKEN, say("bot.wrong_token")) from None


def _note(error: TelegramError) -> None:
    """Polling goes on by itself after an error; a line is enough, and a second instance deserves its own."""
    log.warning(say("bot.conflict") if isinstance(error, Conflict) else say("bot.interrupted", why=error))
