"""How far a command has come, and Ctrl-C between two files."""

import io
import signal
import sys
from pathlib import Path

import pytest

from bot.progress import Progress

FILES = [Path(name) for name in ("甲.txt", "乙.txt", "丙.txt")]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("terminal", "shown"), [(Terminal(), True), (io.StringIO(), True), (Terminal(), False)])
def test_a_bar_is_for_a_person_who_looks_on(
    monkeypatch: pytest.MonkeyPatch, terminal: io.StringIO, shown: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", terminal)
    assert list(Progress(shown=shown).over(FILES)) == FILES
    looked_on = terminal.isatty() and shown
    assert ("0/3 甲.txt" in terminal.getvalue()) == looked_on
    assert bool(terminal.getvalue()) == looked_on


def test_a_stop_lets_the_file_at_hand_be_finished_and_a_second_one_does_not() -> None:
    before = signal.getsignal(signal.SIGINT)
    progress = Progress(shown=False)
    done = []
    with progress.stoppable():
        for file in progress.over(FILES):
            signal.raise_signal(signal.SIGINT)
            done.append(file)
        assert (done, progress.left) == (FILES[:1], FILES[1:])
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) == before


def test_nothing_is_left_of_what_was_all_done() -> None:
    progress = Progress(shown=False)
    assert list(progress.over(FILES)) == FILES
    assert progress.left == []
