"""Who an update comes from, and whether and how it speaks to the bot."""

import re
from typing import NamedTuple

from telegram import Message, Update

from bot.offers import DATA

COMMAND = re.compile(r"/([a-z]+)(?:@([a-z0-9_]+))?\s*(.*)", re.IGNORECASE | re.DOTALL)
IN_GROUPS = frozenset({"ask", "ingest"})  # without a name behind it, any other may be meant for another bot


class Asker(NamedTuple):
    """Whom an answer goes to, and where."""

    person: int  # a person's id; the negative id of a group or channel that speaks for itself
    name: str
    chat: int
    private: bool
    message: int  # that is answered
    thread: int | None = None
    about: str | None = None  # the kept answer that the message replies to
    at: float = 0.0  # when it was sent, where that is known
    language: str = ""  # that the person's Telegram speaks


class Call(NamedTuple):
    """What is said to the bot: a command with the rest of its line, or a text."""

    text: str
    command: str | None = None


def in_private(person: int) -> Asker:
    """Someone to write to who has not just asked."""
    return Asker(person, "", chat=person, private=True, message=0)


def read_asker(update: Update) -> Asker | None:
    """None for what nobody in particular says, such as the news of a channel.

    An anonymous administrator of a group, or a channel that comments there, counts as that chat: the
    account that Telegram puts in front of them is shared by all groups and is never let in as a person.
    """
    message, user = update.effective_message, update.effective_user
    if user and update.inline_query:  # typed in some chat that the bot does not know: he is alone with it
        return in_private(user.id)._replace(name=user.full_name, language=user.language_code or "")
    if message is None or user is None:
        return None
    sender = None if update.callback_query else message.sender_chat
    return Asker(
        person=sender.id if sender else user.id,
        name=(sender.effective_name or "") if sender else user.full_name,
        chat=message.chat_id,
        private=message.chat.type == message.chat.PRIVATE,
        message=message.message_id,
        thread=message.message_thread_id if message.is_topic_message else None,
        about=_kept_under(message.reply_to_message),
        at=0.0 if update.callback_query else (message.edit_date or message.date).timestamp(),
        language=user.language_code or "",
    )


def _kept_under(message: Message | None) -> str | None:
    """The id that the buttons of one of the bot's messages carry."""
    rows = message.reply_markup.inline_keyboard if message and message.reply_markup else ()
    data = [button.callback_data for row in rows for button in row if isinstance(button.callback_data, str)]
    known = DATA.fullmatch(data[0]) if data else None
    return known[2] if known else None


def read_call(message: Message, username: str) -> Call | None:
    """What the message asks of the bot; None where it is not for the bot to read.

    Telegram marks neither /ask思明区 as a command nor @bot思明区 as a mention, since a Chinese character
    may belong to a name: both are read from the text itself.
    """
    if message.via_bot:  # an answer that someone shared, or another bot's
        return None
    text = (message.text or message.caption or "").strip()
    private = message.chat.type == message.chat.PRIVATE
    command = COMMAND.match(text)
    if command:
        return _command(message, command, username, private=private)
    mention = re.compile(rf"@{re.escape(username)}(?![a-z0-9_])", re.IGNORECASE | re.ASCII)
    if private or mention.search(text) or _replies_to(message, username):
        return Call(mention.sub(" ", text).strip())
    return None


def _command(message: Message, command: re.Match[str], username: str, *, private: bool) -> Call | None:
    name, to, rest = command[1].lower(), command[2], command[3].strip()
    if message.forward_origin:  # someone else's order, only shown
        return None
    if to and to.lower() != username.lower():
        return None
    return Call(rest, name) if private or to or name in IN_GROUPS else None


def _replies_to(message: Message, username: str) -> bool:
    earlier = message.reply_to_message
    return bool(earlier and earlier.from_user and earlier.from_user.username == username)
