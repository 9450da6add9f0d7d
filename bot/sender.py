"""The one way out to Telegram: pages, buttons, and what to do when a message is refused or gets lost."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, TelegramError, TimedOut

from bot.asker import Asker
from bot.layout import Block, Button, Message, as_html, as_text, lines, pages
from bot.offers import data_of
from bot.replies import say

log = logging.getLogger(__name__)
T = TypeVar("T")

PATIENCE = 1.0  # seconds that an answer waits for the sign that it is coming
PAUSES = (0.5, 1, 2, 4, 8, 16)  # seconds before a lost message is sent again


class Sender:
    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    async def say(self, asker: Asker, name: str, /, **fields: object) -> None:
        """Sends one of the texts of replies.toml."""
        await self.tell(asker, say(name, **fields))

    async def tell(self, asker: Asker, text: str) -> None:
        await self.send(asker, Message(lines(text)))

    async def replace(self, asker: Asker, text: str) -> None:
        """Puts a text in place of the bot's own message that was pressed on, and takes its buttons away."""
        try:
            await persistently(lambda: self.bot.edit_message_text(text, asker.chat, asker.message))
        except BadRequest as refused:  # pressed twice: the text already stands there
            log.info("message %d was left as it is: %s", asker.message, refused)

    async def send(self, asker: Asker, message: Message, subject: str = "") -> None:
        """Sends a reply, in several messages if it must; ``subject`` is what its buttons are about."""
        parts = list(pages(message.blocks))
        for part in parts:
            buttons = _keyboard(message.buttons, subject) if part is parts[-1] else None
            try:
                await self._deliver(asker, part, buttons)
            except Forbidden:  # blocked by the person, or removed from the group: nobody is left to tell
                log.info("chat %d does not let the bot write", asker.chat)
                return

    async def typing(self, asker: Asker) -> None:
        """Shows that an answer is on its way; a sign that gets lost is no loss."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self.bot.send_chat_action(asker.chat, ChatAction.TYPING, message_thread_id=asker.thread)
        except (TelegramError, TimeoutError) as error:
            log.info("no typing in chat %d: %s", asker.chat, error)

    async def _deliver(self, asker: Asker, part: Sequence[Block], buttons: InlineKeyboardMarkup | None) -> None:
        try:
            await persistently(lambda: self._post(asker, as_html(part), ParseMode.HTML, buttons))
        except ChatMigrated as moved:
            await self._deliver(asker._replace(chat=moved.new_chat_id), part, buttons)
        except BadRequest as refused:
            if "parse" not in str(refused).lower():
                raise
            log.exception("Telegram could not read our markup")
            await persistently(lambda: self._post(asker, as_text(part), None, buttons))

    async def _post(self, asker: Asker, text: str, mode: str | None, buttons: InlineKeyboardMarkup | None) -> None:
        quoted = None if asker.private else ReplyParameters(asker.message, allow_sending_without_reply=True)
        await self.bot.send_message(
            asker.chat,
            text,
            parse_mode=mode,
            reply_markup=buttons,
            reply_parameters=quoted,
            message_thread_id=asker.thread,
        )


async def persistently(call: Callable[[], Awaitable[T]]) -> T:
    """Repeats a call that may not have got through: an answer that comes twice is better than none."""
    for pause in PAUSES:
        try:
            return await call()
        except TelegramError as error:
            if not is_lost(error):
                raise
            log.warning("Telegram was not reached: %s", error)
            await asyncio.sleep(pause)
    return await call()


def is_lost(error: Exception | None) -> bool:
    """Whether the call may not have got through; every other error is Telegram's considered answer."""
    return type(error) in (NetworkError, TimedOut, TelegramError)  # the last: an answer that is no JSON


async def acknowledge(query: CallbackQuery | None, text: str | None = None) -> None:
    """Answers a press of a button, or it would seem to hang; text stands in a window to be closed."""
    if query is None:
        return
    try:
        await persistently(lambda: query.answer(text, show_alert=text is not None))
    except BadRequest as refused:  # too old: the person has long stopped waiting for a sign
        log.info("press not acknowledged: %s", refused)


def _keyboard(rows: Sequence[Sequence[Button]], subject: str) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.label, callback_data=data_of(button, subject)) for button in row] for row in rows]
    )
