"""What the bot writes down of itself: one line an event, and never a token."""

import logging
import re
import sys

TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")  # Telegram's shape, wherever it turns up
HIDDEN = "<token>"
NOISY = ("httpx", "httpcore", "telegram.ext.ExtBot")  # each prints addresses, which hold the token


class Redacting(logging.Formatter):
    """Hides tokens in the finished line, so that messages, arguments and tracebacks are all covered."""

    def format(self, record: logging.LogRecord) -> str:
        return TOKEN.sub(HIDDEN, super().format(record))


def start_logging(level: int) -> None:
    """Sends every log to stderr, redacted; question texts are only ever logged below INFO."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
