"""What Telegram brings, by kind; each handler reads the update and calls one room."""

import logging
import secrets

from telegram import Message as Incoming
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot import dialogue
from bot.asker import Asker, Call, read_asker, read_call
from bot.chat_commands import ChatCommands
from bot.conversation import Conversation
from bot.inbox import Inbox, serve
from bot.outbox import is_lost
from bot.replies import say
from bot.sender import Sender, acknowledge
from bot.tables import Database

log = logging.getLogger(__name__)


class Handlers:
    def __init__(
        self, commands: ChatCommands, conversation: Conversation, inbox: Inbox, database: Database, sender: Sender
    ) -> None:
        self._commands = commands
        self._conversation = conversation
        self._inbox = inbox
        self._database = database
        self._sender = sender

    async def message(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        asker, message = read_asker(update), update.message
        call = read_call(message, self._sender.bot.username) if message else None
        if asker and message and call:
            await self._called(asker, call, message)

    async def _called(self, asker: Asker, call: Call, message: Incoming) -> None:
        if call.command:
            await self._commands.run(call.command, asker, call.text, message)
        elif message.document:
            await self._commands.document(asker, message)
        elif call.text:
            await self._spoken(asker, call.text)
        else:  # a sticker, a voice, a photo; in a group also a mention without a word
            await self._commands.wordless(asker, message)

    async def _spoken(self, asker: Asker, text: str) -> None:
        """A question, but for what an administrator was asked for."""
        if not await self._commands.hear(asker, text):
            await self._conversation.answer(asker, text)

    async def edited(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answers what a question now says; Telegram also reports edits that leave the text alone."""
        asker, message = read_asker(update), update.edited_message
        call = read_call(message, self._sender.bot.username) if message else None
        if not asker or not call or call.command or not call.text:
            return
        if await self._database.run(dialogue.asked, asker) != call.text:
            await self._conversation.answer(asker, call.text)

    async def failed(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Tells whoever asked that it went wrong; the details are in the log under the same number."""
        if not isinstance(update, Update):
            log.error("outside of any update", exc_info=context.error)
            return
        if is_lost(context.error) and not update.inline_query:
            log.warning("update %d waits until Telegram is reached again", update.update_id)
            self._inbox.postpone(update)
            return
        number = secrets.token_hex(3)
        log.error("incident %s", number, exc_info=context.error)
        await self._apologise(update, say("chat.failed", number=number))

    async def too_late(self, update: Update) -> None:
        """Apologises for a question that was lost with the process that should have answered it."""
        serve(update)
        try:
            await self._apologise(update, say("chat.too_late"))
        except TelegramError as error:  # stays in the inbox, for the next start to try
            log.warning("no apology for update %d: %s", update.update_id, error)
        else:
            await self._inbox.finish(update)

    async def _apologise(self, update: Update, text: str) -> None:
        asker = read_asker(update)
        message = update.effective_message
        if update.callback_query:
            await acknowledge(update.callback_query, text)
        elif asker and message and read_call(message, self._sender.bot.username):
            await self._sender.tell(asker, text)
