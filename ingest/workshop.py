"""Has files read by a worker process: within limits of time and memory, and one that dies is followed by another."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock
from types import TracebackType
from typing import Final, Self

from pydantic import ValidationError

from ingest.clean import Given
from ingest.framing import Broken, receive, send
from ingest.kinds import needs_office
from ingest.load import LARGEST_FILE, too_large
from ingest.messages import Finished, Message, Order, Read, Refused, Skimmed, pack, unpack
from knowledge.errors import BadFile
from knowledge.intake import Book

_COMMAND: Final = (sys.executable, "-P", "-X", "utf8", "-m", "ingest.worker")
_PACKAGE: Final = str(Path(__file__).parents[1])
_PASSED_ON: Final = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT")  # no secrets
_ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # more would eat up the memory allowed
_TICK = 0.05  # seconds after which a wait looks whether it is cancelled
_PATIENCE = 20.0  # seconds for a document; the worker's own limit, of processor time, is half of it
_PATIENCE_WITH_OFFICE = 60.0  # LibreOffice takes ten seconds to start for the first time
_DYING = 1.0  # seconds to the end of a worker that has hung up
_LONGEST = 900.0  # seconds for an archive
_CANCELLED = "已取消"
_GONE = {
    -signal.SIGXCPU: "读取花的时间太长，像是过大或恶意构造的文件，不予读取",
    -signal.SIGKILL: "读取时超过了内存限度，像是过大或恶意构造的文件，不予读取",
}
_CRASHED = "读取时程序出错中止，文件可能损坏或过大，请用原来的软件打开后另存一份再导入"


class Workshop:
    """Reads one file at a time, whichever thread asks; the worker starts with the first file."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._worker: _Worker | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def read(
        self, path: Path, given: Given | None = None, name: str | None = None, cancel: Event | None = None
    ) -> list[Book | BadFile]:
        """The reports in a file, with what was refused of it; ``cancel`` ends the reading with a refusal."""
        name = name or path.name
        try:
            file = _bytes(path, name)
        except BadFile as refused:
            return [refused]
        answers = self._asked(Order(name=name, given=given), file, cancel or Event())
        return [_read(answer, file) for answer in answers if isinstance(answer, Read | Refused)]

    def skim(self, path: Path) -> list[Skimmed | BadFile]:
        """The figures of whatever texts a file holds, reports or not."""
        try:
            file = _bytes(path, path.name)
        except BadFile as refused:
            return [refused]
        answers = self._asked(Order(name=path.name, skim=True), file, Event())
        return [_skimmed(answer) for answer in answers if isinstance(answer, Skimmed | Refused)]

    def close(self) -> None:
        with self._turn:
            self._dismiss()

    def _asked(self, order: Order, file: bytes, cancel: Event) -> list[Message]:
        """What the worker answers; if it does not live to say that it has finished, a refusal stands last."""
        while not self._turn.acquire(timeout=_TICK):
            if cancel.is_set():
                return [Refused(source=order.name, why=_CANCELLED)]
        answers: list[Message] = []
        try:
            if self._worker and self._worker.has_gone():
                self._dismiss()
            self._worker = self._worker or _Worker()
            answers.extend(self._worker.answers(order, file, cancel))
        except _Stopped as stopped:
            answers.append(Refused(source=order.name, why=stopped.why))
            self._dismiss()
        except BaseException:
            self._dismiss()  # what it would still say belongs to nobody
            raise
        finally:
            self._turn.release()
        return answers

    def _dismiss(self) -> None:
        if self._worker:
            self._worker.kill()
        self._worker = None


class _Stopped(Exception):
    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class _Watch:
    """Calls off a wait that is cancelled, or longer than a document or an archive may take."""

    def __init__(self, patience: float, cancel: Event) -> None:
        self._patience = patience
        self._cancel = cancel
        self._end = time.monotonic() + _LONGEST
        self.wind_up()

    def wind_up(self) -> None:
        self._due = min(time.monotonic() + self._patience, self._end)

    def check(self) -> None:
        if self._cancel.is_set():
            raise _Stopped(_CANCELLED)
        if time.monotonic() > self._due:
            raise _Stopped(_GONE[-signal.SIGXCPU])


class _Worker:
    def __init__(self) -> None:
        self._line, theirs = socket.socketpair()
        self._line.settimeout(_TICK)
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        path = os.pathsep.join(filter(None, (_PACKAGE, os.environ.get("PYTHONPATH"))))
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 -- our own module, by our own interpreter
                _COMMAND,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**environment, **_ONE_THREAD, "PYTHONPATH": path},
                start_new_session=True,  # a group of its own, which dies with the converters that it started
            )

    def answers(self, order: Order, file: bytes, cancel: Event) -> Iterator[Message]:
        watch = _Watch(_PATIENCE_WITH_OFFICE if needs_office(file) else _PATIENCE, cancel)
        count = 0
        try:
            send(self._line, pack(order), watch.check)
            send(self._line, file, watch.check)
            while not isinstance(answer := unpack(receive(self._line, watch.check)), Finished):
                yield answer
                count += 1
                watch.wind_up()
        except (Broken, ValidationError) as broken:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_DYING)
            raise _Stopped(_GONE.get(self._process.returncode or 0, _CRASHED)) from broken
        if not count:
            raise _Stopped(_CRASHED)
        if answer.retires:
            self.kill()

    def has_gone(self) -> bool:
        return self._process.poll() is not None

    def kill(self) -> None:
        """Ends the worker and all that it started."""
        self._line.close()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _read(answer: Read | Refused, file: bytes) -> Book | BadFile:
    return answer.kept(file) if isinstance(answer, Read) else answer.error


def _skimmed(answer: Skimmed | Refused) -> Skimmed | BadFile:
    return answer if isinstance(answer, Skimmed) else answer.error


def _bytes(path: Path, name: str) -> bytes:
    """All of a file that nobody is writing."""
    try:
        before = path.stat()
        if not stat.S_ISREG(before.st_mode):
            raise BadFile(name, "这不是普通文件，请检查路径")
        if before.st_size > LARGEST_FILE:
            raise too_large(name, LARGEST_FILE)
        data = path.read_bytes()
        after = path.stat()
    except FileNotFoundError as error:
        raise BadFile(name, "没有这个文件，请检查路径") from error
    except OSError as error:
        raise BadFile(name, "文件打不开，请检查有没有读取权限") from error
    if (len(data), after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise BadFile(name, "文件还在写入，请等它写完再导入")
    return data
