"""All wording that people see, from replies.toml: one row a text, checked when it is loaded."""

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

_TABLES = TypeAdapter(dict[str, dict[str, str]])


@cache
def texts() -> dict[str, str]:
    """Every text by its name, ``table.row``; a row that is no text stops the start."""
    tables = _TABLES.validate_python(tomllib.loads((files("bot") / "replies.toml").read_text("utf-8")), strict=True)
    return {f"{table}.{row}": text for table, rows in tables.items() for row, text in rows.items()}


def say(name: str, /, **fields: object) -> str:
    """The text of that name with its fields filled in."""
    return texts()[name].format(**fields)


def says(name: str) -> bool:
    """Whether there is such a text: what goes without saying has none."""
    return name in texts()
