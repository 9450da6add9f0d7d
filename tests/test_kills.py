"""A replacement that is killed at any moment: the old version whole or the new one whole, and the next attempt works."""

import random
from pathlib import Path

import pytest

from tests import build, kills


def test_a_replacement_that_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few moments of the many that ``python -m tests.kills`` tries."""
    build.write_shelves_here(monkeypatch)
    assert kills.rounds(tmp_path, 3, random.Random()).total() == 3
