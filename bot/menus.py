"""The commands that Telegram lists behind the input field; a menu shows, it does not permit."""

import logging

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError

from bot.replies import texts

log = logging.getLogger(__name__)


async def show_menus(bot: Bot) -> None:
    """Sets the menus of everybody; the bot works without them, so that a refusal is only noted."""
    everybody = _commands("command.")
    try:
        await bot.set_my_commands(everybody, BotCommandScopeAllPrivateChats())
        await bot.set_my_commands(everybody, BotCommandScopeAllGroupChats())
    except TelegramError as error:
        log.warning("no menus: %s", error)


async def show_admin_menu(bot: Bot, admin: int) -> None:
    try:
        await bot.set_my_commands([*_commands("command."), *_commands("admin_command.")], BotCommandScopeChat(admin))
    except TelegramError as error:
        log.warning("no menu for %d: %s", admin, error)


def _commands(table: str) -> list[BotCommand]:
    return [BotCommand(name.removeprefix(table), text) for name, text in texts().items() if name.startswith(table)]
