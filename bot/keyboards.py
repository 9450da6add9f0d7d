"""Buttons as Telegram takes them."""

from collections.abc import Sequence

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.layout import Button
from bot.offers import data_of


def keyboard(rows: Sequence[Sequence[Button]], subject: str, *, shares: bool) -> InlineKeyboardMarkup | None:
    """The buttons under a message; without those that share where the bot's inline mode is off."""
    shown = ([_key(button, subject) for button in row if shares or button.action != "share"] for row in rows)
    kept = [row for row in shown if row]
    return InlineKeyboardMarkup(kept) if kept else None


def _key(button: Button, subject: str) -> InlineKeyboardButton:
    if button.action == "copy":
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(button.text))
    if button.action == "share":
        return InlineKeyboardButton(button.label, switch_inline_query=button.text)
    return InlineKeyboardButton(button.label, callback_data=data_of(button, subject))
