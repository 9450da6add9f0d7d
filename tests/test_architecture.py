"""The house keeps its walls: imports run one way, each library has one owner, no number is tuned in the dark."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("knowledge", "ingest", "bot")
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for room in ROOMS
    for path in sorted((ROOT / room).rglob("*.py"))
}

# Who may import a library; everything else is free for all.
OWNERS = {
    "chromadb": {"knowledge.shelves", "knowledge.embedding"},
    "jieba": {"knowledge.tokens"},
    "pypinyin": {"knowledge.sound"},
    "opencc": {"knowledge.text"},
    "rapidfuzz": {"knowledge.fuzzy"},
    "httpx": {"knowledge.shelves", "knowledge.embedding_service", "ingest.fetch"},
    "openpyxl": {"bot.spreadsheet"},
    "tqdm": {"bot.progress"},
    "matplotlib": {"bot.drawing"},
}
TELEGRAM_ROOM = "bot"


def imports(module: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def inner(module: str) -> set[str]:
    return {name for name in imports(module) if name in MODULES and name != module}


@pytest.mark.parametrize("module", MODULES)
def test_rooms_import_downwards(module: str) -> None:
    room = module.split(".", maxsplit=1)[0]
    allowed = ROOMS[: ROOMS.index(room) + 1]
    assert {name.split(".")[0] for name in inner(module)} <= set(allowed)


@pytest.mark.parametrize("module", MODULES)
def test_each_library_has_one_owner(module: str) -> None:
    used = {name.split(".")[0] for name in imports(module)}
    assert not {library for library, owners in OWNERS.items() if library in used and module not in owners}
    assert "telegram" not in used or module.startswith(TELEGRAM_ROOM)


def test_no_import_goes_round() -> None:
    below = {module: inner(module) for module in MODULES}
    while free := [module for module, names in below.items() if not names & below.keys()]:
        for module in free:
            del below[module]
    assert not below, "these import each other"


@pytest.mark.parametrize("module", [m for m in MODULES if not m.startswith("bot")])
def test_no_threshold_hides_in_a_function(module: str) -> None:
    """A tuned number stands at the top of its module, under a name and with its reason."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    bodies = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    floats = [
        n.lineno for body in bodies for n in ast.walk(body) if isinstance(n, ast.Constant) and type(n.value) is float
    ]
    assert not floats, f"float literals in lines {floats}"


@pytest.mark.parametrize("module", MODULES)
def test_functions_stay_small(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [f.name for f in functions if (f.end_lineno or f.lineno) - f.lineno >= 40]
    assert not long
