"""Files that people send through Telegram: how large they may be, and what they are called here."""

from pathlib import PurePath

from telegram import Document

from bot.replies import say

MEGABYTE = 1 << 20
LARGEST = 20  # megabytes that Telegram lets a bot fetch
LONGEST = 80  # characters of a file's name


def is_too_big(document: Document) -> bool:
    return (document.file_size or 0) > LARGEST * MEGABYTE


def safe_name(name: str | None) -> str:
    """A file's own name without its folders: nobody outside says where the bot writes."""
    name = PurePath((name or "").replace("\\", "/")).name
    kept = "".join(char for char in name if char.isprintable()).strip(". ")
    return kept[-LONGEST:] or say("upload.nameless")
