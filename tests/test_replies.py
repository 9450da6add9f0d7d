"""The wording: every text that the code says exists and gets its fields, and every text is said somewhere."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.replies import texts

ROOM = Path(__file__).parents[1] / "bot"
SPOKEN_IN_CODE = {"cli.py"}  # argparse takes its own help
NODES = [(path, node) for path in sorted(ROOM.rglob("*.py")) for node in ast.walk(ast.parse(path.read_text("utf-8")))]
CONSTANTS = {str(node.value) for _, node in NODES if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def said() -> Iterator[tuple[str, frozenset[str]]]:
    """Name and fields of each ``say("table.row", …)``, of whichever speaker."""
    for _, node in NODES:
        if isinstance(node, ast.Call) and "say" in (getattr(node.func, "id", ""), getattr(node.func, "attr", "")):
            fields = frozenset(keyword.arg or "**" for keyword in node.keywords)
            names = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            yield from ((str(name), fields) for name in names)


def fields_of(text: str) -> frozenset[str]:
    """The fields of a template; of f.text, f."""
    return frozenset(field.split(".")[0] for _, field, _, _ in string.Formatter().parse(text) if field is not None)


@pytest.mark.parametrize(("name", "fields"), sorted(set(said()), key=str))
def test_what_is_said_exists_and_is_filled_in(name: str, fields: frozenset[str]) -> None:
    assert fields_of(texts()[name]) == fields or "**" in fields


def test_no_text_is_left_over() -> None:
    tables = tuple(constant for constant in CONSTANTS if constant.endswith((".", "_")))  # say(f"caution.{reason}")
    left = [name for name in texts() if name not in CONSTANTS and not name.startswith(tables)]
    assert left == []


def test_no_reply_is_worded_in_code() -> None:
    worded = [
        f"{path.name}:{node.lineno} {node.value}"
        for path, node in NODES
        if path.name not in SPOKEN_IN_CODE and isinstance(node, ast.Constant) and isinstance(node.value, str)
        if "\n" not in node.value and any("\u4e00" <= char <= "\u9fff" for char in node.value)
    ]
    assert worded == []
