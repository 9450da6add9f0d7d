"""The session that README.md opens with is run as it stands there."""

import re
import shlex
from pathlib import Path

import pytest

from tests.shared import ROOT
from tests.test_cli import wenshu

SESSION = re.compile(r"```console\n(.*?)```", re.DOTALL)


def steps(readme: str) -> list[tuple[str, str]]:
    """Commands of the first session, each with what it prints."""
    session = SESSION.search((ROOT / readme).read_text(encoding="utf-8"))
    assert session, f"{readme} opens with a session"
    parts = re.split(r"^\$ ", session[1], flags=re.MULTILINE)[1:]
    return [(part.split("\n", 1)[0], part.split("\n", 1)[1].rstrip()) for part in parts]


@pytest.mark.parametrize(("command", "printed"), steps("README.md"), ids=[command for command, _ in steps("README.md")])
def test_the_session(sample_data: Path, command: str, printed: str) -> None:
    _, *arguments = shlex.split(command)
    assert wenshu(*arguments, "--data", sample_data).stdout.rstrip() == printed


def test_both_readmes_open_with_the_same_session() -> None:
    assert steps("README.md") == steps("README.zh-CN.md")
