"""The one way out to Telegram: pages, buttons, pictures, and what to do when a message is refused."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple, TypeVar
from weakref import WeakValueDictionary

from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, InputFile, ReplyParameters
from telegram import Message as Posted
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError, TimedOut

from bot.asker import Asker
from bot.keyboards import keyboard
from bot.layout import Block, Message, as_html, as_text, lines, pages
from bot.outbox import Outbox, is_same, persistently
from bot.replies import say

log = logging.getLogger(__name__)
T = TypeVar("T")

PATIENCE = 1.0  # seconds that an answer waits for the sign that it is coming
PICTURE = "wenshu.png"
REMEMBERED = 256  # edited messages


class Letter(NamedTuple):
    """A single message, ready to leave."""

    to: Asker
    part: Sequence[Block]
    buttons: InlineKeyboardMarkup | None = None
    picture: bytes | None = None
    file: Path | None = None

    @property
    def quoted(self) -> ReplyParameters | None:
        """In a group an answer shows what it answers."""
        if self.to.private or not self.to.message:
            return None
        return ReplyParameters(self.to.message, allow_sending_without_reply=True)


class Standing:
    """What the messages that were edited last now say, so that none is edited into what it is."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, int], tuple[str, InlineKeyboardMarkup | None]] = OrderedDict()
        self._changing: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()

    def alone(self, to: Asker) -> asyncio.Lock:
        """Held while the message changes: of two edits at once nobody could tell which stands."""
        return self._changing.setdefault((to.chat, to.message), asyncio.Lock())

    def is_so(self, letter: Letter) -> bool:
        return self._known.get((letter.to.chat, letter.to.message)) == (as_html(letter.part), letter.buttons)

    def note(self, letter: Letter, *, there: bool) -> None:
        self.forget(letter.to)
        if there:
            self._known[letter.to.chat, letter.to.message] = (as_html(letter.part), letter.buttons)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def forget(self, to: Asker) -> None:
        self._known.pop((to.chat, to.message), None)


class Sender:
    def __init__(self, bot: Bot, outbox: Outbox) -> None:
        self.bot = bot
        self._outbox = outbox
        self._standing = Standing()

    async def say(self, asker: Asker, name: str, /, **fields: object) -> None:
        """Sends one of the texts of replies.toml."""
        await self.tell(asker, say(name, **fields))

    async def tell(self, asker: Asker, text: str) -> None:
        await self.send(asker, Message(lines(text)))

    async def send(self, asker: Asker, message: Message, subject: str = "") -> int:
        """Sends a reply, in several messages if it must; ``subject`` is what its buttons are about.

        Gives the id of the last one, 0 where the chat does not let the bot write.
        """
        parts = list(pages(message.blocks))
        sent = 0
        for part in parts:
            buttons = self._keyboard(message, subject) if part is parts[-1] else None
            sent = await self._deliver(Letter(asker, part, buttons))
            if not sent:
                break
        return sent

    async def hand_over(self, asker: Asker, file: Path, caption: Message) -> None:
        """Sends a file under its own name."""
        await self._deliver(Letter(asker, caption.blocks, file=file))

    async def show(self, asker: Asker, picture: bytes, caption: Message) -> None:
        await self._deliver(Letter(asker, caption.blocks, picture=picture))

    async def replace(self, asker: Asker, message: Message, subject: str = "") -> bool:
        """Puts a reply in place of the bot's own message that was pressed on; what does not fit follows it.

        Says whether that message was still there.
        """
        first, *rest = pages(message.blocks)
        buttons = self._keyboard(message, subject)
        letter = Letter(asker, first, None if rest else buttons)
        async with self._standing.alone(asker):
            there = self._standing.is_so(letter) or await self._tolerantly(
                asker, lambda: self._marked(letter, lambda text, mode: self._edit(letter, text, mode))
            )
            self._standing.note(letter, there=there)
        for part in rest:
            await self._deliver(Letter(asker, part, buttons if part is rest[-1] else None))
        return there

    async def offer(self, asker: Asker, message: Message, subject: str) -> None:
        """Puts other buttons under the message that was pressed on, and leaves its text alone."""
        buttons = self._keyboard(message, subject)
        edit = self.bot.edit_message_reply_markup
        self._standing.forget(asker)
        await self._tolerantly(asker, lambda: edit(asker.chat, asker.message, reply_markup=buttons))

    async def typing(self, asker: Asker) -> None:
        """Shows that an answer is on its way; a sign that gets lost is no loss."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self.bot.send_chat_action(asker.chat, ChatAction.TYPING, message_thread_id=asker.thread)
        except (TelegramError, TimeoutError) as error:
            log.info("no typing in chat %d: %s", asker.chat, error)

    async def leave(self, chat: int) -> None:
        try:
            await persistently(lambda: self.bot.leave_chat(chat))
        except (BadRequest, Forbidden) as error:  # it is out already
            log.info("chat %d was left before: %s", chat, error)

    def _keyboard(self, message: Message, subject: str) -> InlineKeyboardMarkup | None:
        return keyboard(message.buttons, subject, shares=bool(self.bot.bot.supports_inline_queries))

    async def _deliver(self, letter: Letter) -> int:
        """The message's id, 0 where the bot may not write; into a group that was upgraded, the chat that it became."""
        try:
            return await self._outbox.dispatch(
                letter.to.chat,
                lambda: self._marked(letter, lambda text, mode: self._post(letter, text, mode)),
                lambda message: self._mend(letter, message),
            )
        except ChatMigrated as moved:
            return await self._deliver(letter._replace(to=letter.to._replace(chat=moved.new_chat_id)))
        except Forbidden:  # blocked by the person, or removed from the group: nobody is left to tell
            log.info("chat %d does not let the bot write", letter.to.chat)
            return 0

    async def _mend(self, letter: Letter, message: int) -> object:
        there = letter._replace(to=letter.to._replace(message=message))
        return await self._marked(there, lambda text, mode: self._edit(there, text, mode))

    async def _marked(self, letter: Letter, call: Callable[[str, str | None], Awaitable[T]]) -> T:
        """Makes the call with markup, and without where Telegram cannot read it."""
        try:
            return await call(as_html(letter.part), ParseMode.HTML)
        except BadRequest as refused:
            if "parse" not in str(refused).lower():
                raise
            log.exception("Telegram could not read our markup")
            return await call(as_text(letter.part), None)

    async def _post(self, letter: Letter, text: str, mode: str | None) -> Posted:
        to = letter.to
        if letter.picture is not None:
            return await self.bot.send_photo(
                to.chat,
                InputFile(BytesIO(letter.picture), PICTURE),
                caption=text,
                parse_mode=mode,
                reply_parameters=letter.quoted,
                message_thread_id=to.thread,
            )
        if letter.file is not None:
            return await self.bot.send_document(
                to.chat, letter.file, caption=text, parse_mode=mode, reply_parameters=letter.quoted
            )
        return await self.bot.send_message(
            to.chat,
            text,
            parse_mode=mode,
            reply_markup=letter.buttons,
            reply_parameters=letter.quoted,
            message_thread_id=to.thread,
        )

    async def _edit(self, letter: Letter, text: str, mode: str | None) -> object:
        to = letter.to
        if letter.picture is not None or letter.file is not None:
            return await self.bot.edit_message_caption(to.chat, to.message, caption=text, parse_mode=mode)
        return await self.bot.edit_message_text(text, to.chat, to.message, parse_mode=mode, reply_markup=letter.buttons)

    async def _tolerantly(self, asker: Asker, edit: Callable[[], Awaitable[object]]) -> bool:
        """Whether the message now is as it should be."""
        try:
            await persistently(edit)
        except BadRequest as refused:
            if not is_same(refused):  # gone, or too old to be changed
                log.info("message %d was left as it is: %s", asker.message, refused)
                return False
        except Forbidden:
            log.info("chat %d does not let the bot write", asker.chat)
            return False
        return True


async def acknowledge(query: CallbackQuery | None, text: str | None = None) -> None:
    """Answers a press of a button, or it would seem to hang; text stands in a window to be closed."""
    if query is None:
        return
    try:
        await persistently(lambda: query.answer(text, show_alert=text is not None))
    except (BadRequest, TimedOut) as refused:  # too old: the person has long stopped waiting for a sign
        log.info("press not acknowledged: %s", refused)
