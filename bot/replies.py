"""All wording that people see, from replies.toml: one row a text, checked when it is loaded.

replies.en.toml has the same for those whose Telegram speaks English; what it lacks is said in Chinese.
"""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

CHINESE, ENGLISH = "zh", "en"
FILES = {CHINESE: "replies.toml", ENGLISH: "replies.en.toml"}

_TABLES = TypeAdapter(dict[str, dict[str, str]])
_spoken: ContextVar[str] = ContextVar("spoken", default=CHINESE)


@cache
def read(language: str) -> dict[str, str]:
    """Every text of a language by its name, ``table.row``; a row that is no text stops the start."""
    tables = _TABLES.validate_python(tomllib.loads((files("bot") / FILES[language]).read_text("utf-8")), strict=True)
    return {f"{table}.{row}": text for table, rows in tables.items() for row, text in rows.items()}


@cache
def _texts(language: str) -> dict[str, str]:
    return read(CHINESE) if language == CHINESE else {**read(CHINESE), **read(language)}


def texts() -> dict[str, str]:
    """Every text in the language that is spoken here."""
    return _texts(_spoken.get())


def speak(code: str | None) -> None:
    """From here on this task speaks the language that someone's Telegram is set to, if there are texts in it."""
    _spoken.set(_language(code))


@contextmanager
def speaking(code: str | None) -> Iterator[None]:
    """Speaks to somebody else than the one whose update is served."""
    before = _spoken.set(_language(code))
    try:
        yield
    finally:
        _spoken.reset(before)


def _language(code: str | None) -> str:
    return ENGLISH if code and code.lower().startswith(ENGLISH) else CHINESE


def say(name: str, /, **fields: object) -> str:
    """The text of that name with its fields filled in."""
    return texts()[name].format(**fields)


def says(name: str) -> bool:
    """Whether there is such a text: what goes without saying has none."""
    return name in texts()
