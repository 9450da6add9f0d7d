"""Files that people send through Telegram: how large they may be."""

from telegram import Document

MEGABYTE = 1 << 20
LARGEST = 20  # megabytes that Telegram lets a bot fetch


def is_too_big(document: Document) -> bool:
    return (document.file_size or 0) > LARGEST * MEGABYTE
