"""How far a long command has come: a bar on stderr where a person looks on, and Ctrl-C that stops between two files."""

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from tqdm import tqdm

from bot.replies import say

_FORM = "{percentage:3.0f}% |{bar:24}| {n_fmt}/{total_fmt} {desc}"


class Progress:
    """Hands out files one by one, shows which is being read, and stops handing out when it was told to."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown and sys.stderr.isatty()
        self._files: Sequence[Path] = ()
        self._handed_out = 0
        self.stopped = False

    def over(self, files: Sequence[Path]) -> Iterator[Path]:
        self._files, self._handed_out = files, 0
        with tqdm(total=len(files), bar_format=_FORM, disable=not self._shown, leave=False) as bar:
            for file in files:
                if self.stopped:
                    return
                self._handed_out += 1
                bar.set_description_str(file.name)
                yield file
                bar.update()

    @property
    def left(self) -> Sequence[Path]:
        """The files that were not handed out."""
        return self._files[self._handed_out :]

    @staticmethod
    def print(line: str) -> None:
        """A line on stdout, above the bar where there is one."""
        tqdm.write(line, file=sys.stdout)

    @contextmanager
    def stoppable(self) -> Iterator[None]:
        """Ctrl-C lets the file at hand be finished; pressed once more it ends the command as ever."""

        def stop(number: int, frame: FrameType | None) -> None:
            if self.stopped:
                signal.default_int_handler(number, frame)
            self.stopped = True
            tqdm.write(say("cli.stopping"), file=sys.stderr)

        before = signal.signal(signal.SIGINT, stop)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
