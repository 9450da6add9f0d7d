"""What Telegram shows of the bot before anything is said: its commands and its description, in each language.

A menu shows, it does not permit; and the bot works without, so that a refusal is only noted.
"""

import logging
from collections.abc import Awaitable, Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.replies import ENGLISH, say, speaking, texts

log = logging.getLogger(__name__)

LANGUAGES = (None, ENGLISH)  # the first is for everybody who has no menu of his own language
DESCRIPTION, SHORT = 512, 120  # characters that Telegram takes


async def show_bot(bot: Bot, examples: Sequence[str]) -> None:
    """Sets the menus of everybody, and the description that people read before they press START."""
    for language in LANGUAGES:
        with speaking(language):
            await _set_commands(bot, ("command.",), BotCommandScopeAllPrivateChats(), language)
            await _set_commands(bot, ("group_command.",), BotCommandScopeAllGroupChats(), language)
            about = "\n".join([say("profile.description"), *(say("answer.bullet") + text for text in examples)])
            await _try(bot.set_my_description(about[:DESCRIPTION], language))
            await _try(bot.set_my_short_description(say("profile.short")[:SHORT], language))


async def show_admin_menu(bot: Bot, admin: int) -> None:
    for language in LANGUAGES:
        with speaking(language):
            await _set_commands(bot, ("command.", "admin_command."), BotCommandScopeChat(admin), language)


async def _set_commands(bot: Bot, tables: Sequence[str], scope: BotCommandScope, language: str | None) -> None:
    named = [
        (name.partition(".")[2], text) for table in tables for name, text in texts().items() if name.startswith(table)
    ]
    commands = [BotCommand(name, text) for name, text in named]
    await _try(bot.set_my_commands(commands, scope, language_code=language))


async def _try(call: Awaitable[object]) -> None:
    try:
        await call
    except TelegramError as error:
        log.warning("not shown: %s", error)
