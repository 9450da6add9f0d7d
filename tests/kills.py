"""Kills a process at random moments of a replacement, and looks at what its readers see then.

By hand, at any number of moments: ``python -m tests.kills 100``.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.store import Store, StoreSettings
from tests import build
from tests.shared import ROOT

IDENTITY = "r1"
PARAGRAPHS = 400

REPLACING = """
import sys
from pathlib import Path
from knowledge.store import Store, StoreSettings
from tests import kills
data, number = sys.argv[1:]
with Store(StoreSettings(data=Path(data))) as store:
    print("ready", flush=True)
    kills.replace(store, int(number))
"""


def text(number: int) -> str:
    return "\n".join(f"第{n}科第{number}次办理行政复议案件{n}件。" for n in range(PARAGRAPHS))


def replace(store: Store, number: int) -> None:
    store.put([build.book(IDENTITY, text(number))], actor="甲")


def seen(store: Store) -> str:
    """What a reader sees; it must be one version whole."""
    (report,) = store.reports()
    passages = "\n".join(passage.text for passage in store.passages(report.id, report.version))
    assert passages == store.text(report.id, report.version)
    assert {hit.version for hit, _, _ in store.find("办理行政复议案件", 5)} == {report.version}
    return passages


class Replacement:
    """A process that puts the next version, with the worker that it starts."""

    def __init__(self, data: Path, number: int) -> None:
        command = [sys.executable, "-c", REPLACING, str(data), str(number)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self._process.stdout
        assert self._process.stdout.readline() == b"ready\n"

    def finished(self, within: float | None = None) -> bool:
        try:
            return self._process.wait(within) == 0
        except subprocess.TimeoutExpired:
            return False

    def kill(self, *, worker_too: bool) -> None:
        """A worker that is left alone may go on for a while; all of them are gone when this returns."""
        pid = self._process.pid
        with suppress(FileNotFoundError, ProcessLookupError):
            workers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split() if worker_too else []
            for victim in (*map(int, workers), pid):
                os.kill(victim, signal.SIGKILL)
        self.close()

    def close(self) -> None:
        assert self._process.stdout
        self._process.stdout.read()  # ends when the last process that holds it has ended
        self._process.stdout.close()
        self._process.wait()


def duration(data: Path, number: int) -> float:
    """How long a replacement takes that nobody disturbs."""
    replacement = Replacement(data, number)
    began = time.monotonic()
    assert replacement.finished()
    replacement.close()
    return time.monotonic() - began


def rounds(data: Path, times: int, chance: random.Random) -> Counter[str]:
    """What readers saw after each kill: the old version, or the new one; raises where it was anything else."""
    settings = StoreSettings(data=data)
    with Store(settings) as store:
        replace(store, 0)
    moments = duration(data, 1)
    tally: Counter[str] = Counter()
    for number in range(2, times + 2):
        replacement = Replacement(data, number)
        replacement.finished(within=chance.uniform(0, moments))
        replacement.kill(worker_too=chance.choice((True, False)))
        with Store(settings) as store:
            tally[{text(number - 1): "old", text(number): "new"}[seen(store)]] += 1
            replace(store, number)
            assert seen(store) == text(number)
            numbers = [version.report.version for version in store.history(IDENTITY)]
            assert numbers == list(range(1, number + 2))
    return tally


def main() -> None:
    times = int(sys.argv[1])
    with TemporaryDirectory() as folder:
        tally = rounds(Path(folder), times, random.Random())
        with Store(StoreSettings(data=Path(folder))) as store:
            left = len(list((Path(folder) / "shelves").iterdir()))
            store._housekeeper().sweep(grace=0)
            swept = left - len(list((Path(folder) / "shelves").iterdir()))
            whole = all(store.passages(IDENTITY, n) and store.text(IDENTITY, n) for n in range(1, times + 3))
    sys.stdout.write(f"{times} kills: {dict(tally)}; orphaned shelves swept: {swept}; every version whole: {whole}\n")


if __name__ == "__main__":
    main()
