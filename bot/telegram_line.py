"""The line to Telegram: how it is reached by the settings, the wait until it is, and the two ways to be called."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import ApplicationBuilder, Updater

from bot.replies import say
from bot.settings import PREFIX, Settings
from knowledge.errors import BadSetting, WenshuError

log = logging.getLogger(__name__)

KINDS = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY, Update.MY_CHAT_MEMBER]
SOON, LATER = 1.0, 30.0  # seconds between attempts to reach Telegram at the start
TIMEOUT = 10.0  # seconds for one call
TOKEN = PREFIX + "TELEGRAM_TOKEN"
SETTLED = 60.0  # seconds after which an instance that was alone is the one to stay
CONFLICTS = 2  # in that time: the first may be the last breath of an instance that was just stopped

Builder = ApplicationBuilder[Any, Any, Any, Any, Any, Any]


def builder(settings: Settings) -> Builder:
    """How Telegram is reached, by the settings."""
    if settings.telegram_token is None:
        raise BadSetting(TOKEN, say("bot.no_token"))
    built = (
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
        return built.proxy(proxy).get_updates_proxy(proxy)
    return built


def whoami(settings: Settings) -> str:
    """The name that Telegram knows the bot by; raises the line to read where it knows none or is out of reach."""

    async def asked() -> str:
        async with builder(settings).build().bot as bot:
            return str(bot.username)

    try:
        with token_trusted():
            return asyncio.run(asked())
    except TelegramError as error:
        raise WenshuError(say("bot.unreachable", why=error)) from error


async def reach(initialize: Callable[[], Awaitable[None]]) -> None:
    """Waits for Telegram as long as it takes, and says so once."""
    pause = SOON
    while True:
        try:
            with token_trusted():
                await initialize()
        except TelegramError as error:
            if pause == SOON:
                log.warning("%s%s", say("bot.unreachable", why=error), say("bot.trying_on"))
            await asyncio.sleep(pause)
            pause = min(pause * 2, LATER)
        else:
            return


@contextmanager
def token_trusted() -> Iterator[None]:
    """Says without the token that Telegram does not know it; the library's own error repeats it."""
    try:
        yield
    except InvalidToken:
        raise BadSetting(TOKEN, say("bot.wrong_token")) from None


class Line:
    """Brings updates until it is closed: polls for them, or is called by Telegram where a public address is set."""

    def __init__(self, updater: Updater, settings: Settings) -> None:
        self._updater = updater
        self._settings = settings
        self._opened = 0.0
        self._conflicts = 0
        self._second: asyncio.Future[None] | None = None

    async def serve(self) -> None:
        """Works until it is cancelled; raises where another instance receives with the same token."""
        self._opened = time.monotonic()
        self._second = asyncio.get_running_loop().create_future()
        await (self._be_called() if self._settings.webhook_url else self._poll())
        await self._second

    async def close(self) -> None:
        if self._updater.running:
            await self._updater.stop()

    async def _poll(self) -> None:
        await self._updater.start_polling(bootstrap_retries=-1, allowed_updates=KINDS, error_callback=self._note)

    async def _be_called(self) -> None:
        settings = self._settings
        host, _, port = settings.webhook_listen.rpartition(":")
        url, secret = settings.webhook_url, settings.webhook_secret
        if url is None or secret is None:  # without it anybody who finds the address could speak for Telegram
            raise BadSetting(PREFIX + "WEBHOOK_SECRET", say("bot.no_secret"))
        await self._updater.start_webhook(
            listen=host or "0.0.0.0",  # noqa: S104 - the setting says so
            port=int(port),
            url_path=(url.path or "").strip("/"),
            webhook_url=str(url),
            secret_token=secret.get_secret_value(),
            allowed_updates=KINDS,
            bootstrap_retries=-1,
        )

    def _note(self, error: TelegramError) -> None:
        """Polling goes on by itself after an error; but of two instances the one that came second goes."""
        if not isinstance(error, Conflict):
            log.warning(say("bot.interrupted", why=error))
            return
        if time.monotonic() - self._opened > SETTLED:
            log.warning(say("bot.conflict"))
            return
        self._conflicts += 1
        if self._conflicts >= CONFLICTS and self._second and not self._second.done():
            self._second.set_exception(WenshuError(say("bot.conflict")))
