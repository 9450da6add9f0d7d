"""The wording: every text that the code says exists and gets its fields, and every text is said somewhere."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.replies import texts

ROOM = Path(__file__).parents[1] / "bot"


def said() -> Iterator[tuple[str, frozenset[str]]]:
    """Name and fields of each ``say(…)``; of a name put together at run time, its constant beginning and a star."""
    for path in sorted(ROOM.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say" and node.args:
                fields = frozenset(keyword.arg or "**" for keyword in node.keywords)
                yield from ((name, fields) for name in names(node.args[0]))


def names(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str() as name):
            yield name
        case ast.JoinedStr(values=[ast.Constant(value=str() as beginning), *_]):
            yield beginning + "*"
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*names(body), *names(orelse))


SAID = sorted(set(said()), key=lambda found: (found[0], sorted(found[1])))


def fields_of(text: str) -> frozenset[str]:
    return frozenset(field for _, field, _, _ in string.Formatter().parse(text) if field is not None)


@pytest.mark.parametrize(("name", "fields"), [found for found in SAID if not found[0].endswith("*")])
def test_what_is_said_exists_and_is_filled_in(name: str, fields: frozenset[str]) -> None:
    assert fields_of(texts()[name]) == fields


def test_no_text_is_left_over() -> None:
    spoken = {name for name, _ in SAID}
    beginnings = tuple(name.rstrip("*") for name in spoken if name.endswith("*"))
    looked_up = ("hedge.", "role.", "absent.")  # by a variable that holds the name
    left = [name for name in texts() if name not in spoken and not name.startswith((*beginnings, *looked_up))]
    assert left == []


def test_no_reply_is_worded_in_code() -> None:
    worded = [
        f"{path.name}:{node.lineno} {node.value}"
        for path in sorted(ROOM.glob("*.py"))
        if path.name not in ("cli.py", "commands.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" not in node.value
        if any("\u4e00" <= char <= "\u9fff" for char in node.value)
    ]
    assert worded == []
