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
from ingest.messages import OUT_OF_MEMORY, Begun, Finished, Message, Order, Read, Refused, Skimmed, pack, unpack
from knowledge.errors import BadFile
from knowledge.intake import Book

_COMMAND: Final = (sys.executable, "-P", "-X", "utf8", "-m", "ingest.worker")
_PACKAGE: Final = str(Path(__file__).parents[1])
_PASSED_ON: Final = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT")  # no secrets
_ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # more would eat up the memory allowed
_TICK = 0.05  # seconds after which a wait looks whether it is cancelled
_PATIENCE = 15.0  # seconds for a document; the worker's own limit, of processor time, is half of it
_PATIENCE_WITH_OFFICE = 60.0  # LibreOffice takes ten seconds to start for the first time
_DYING = 1.0  # seconds to the end of a worker that has hung up
_LONGEST = 900.0  # seconds for an archive
_DEATHS = 3  # of workers for one archive
_CANCELLED = "已取消"
_TOO_LONG = "读取花的时间太长，像是过大或恶意构造的文件，不予读取"
_TOO_MUCH = "读取时超过了内存限度，像是过大或恶意构造的文件，不予读取"
_TOO_MANY = "压缩包里过大或恶意构造的文件太多，其余的没有读，请解压后只导入报告"
_GONE = {-signal.SIGXCPU: _TOO_LONG, -signal.SIGKILL: _TOO_MUCH, OUT_OF_MEMORY: _TOO_MUCH}
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
        """What the worker answers, in its turn."""
        while not self._turn.acquire(timeout=_TICK):
            if cancel.is_set():
                return [Refused(source=order.name, why=_CANCELLED)]
        try:
            answers = self._answers(order, file, _Watch(file, cancel))
        except BaseException:
            self._dismiss()  # what it would still say belongs to nobody
            raise
        finally:
            self._turn.release()
        return answers or [Refused(source=order.name, why=_CRASHED)]

    def _answers(self, order: Order, file: bytes, watch: "_Watch") -> list[Message]:
        """The answers, a refusal for what a worker dies of; another goes on with what an archive holds behind it."""
        answers: list[Message] = []
        for _ in range(_DEATHS):
            name = order.name
            try:
                for answer in self._ready().answers(order, file, watch):
                    if isinstance(answer, Begun):
                        name = answer.name
                    else:
                        answers.append(answer)
            except _Stopped as stopped:
                self._dismiss()
                name = order.name if stopped.ends else name
                answers.append(Refused(source=name, why=stopped.why))
                if name == order.name:
                    return answers
                order = order.model_copy(update={"after": len(answers)})
            else:
                return answers
        return [*answers, Refused(source=order.name, why=_TOO_MANY)]

    def _ready(self) -> "_Worker":
        if self._worker and self._worker.has_gone():
            self._dismiss()
        self._worker = self._worker or _Worker()
        return self._worker

    def _dismiss(self) -> None:
        if self._worker:
            self._worker.kill()
        self._worker = None


class _Stopped(Exception):
    """A document is not read to its end; the file is not either, where that ``ends`` it."""

    def __init__(self, why: str, *, ends: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.ends = ends


class _Watch:
    """Calls off a wait that is cancelled, or longer than a document or an archive may take."""

    def __init__(self, file: bytes, cancel: Event) -> None:
        self._patience = _PATIENCE_WITH_OFFICE if needs_office(file) else _PATIENCE
        self._cancel = cancel
        self._end = time.monotonic() + _LONGEST
        self.wind_up()

    def wind_up(self) -> None:
        self._due = min(time.monotonic() + self._patience, self._end)

    def check(self) -> None:
        if self._cancel.is_set():
            raise _Stopped(_CANCELLED, ends=True)
        if (now := time.monotonic()) > self._due:
            raise _Stopped(_TOO_LONG, ends=now > self._end)


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

    def answers(self, order: Order, file: bytes, watch: _Watch) -> Iterator[Message]:
        watch.wind_up()
        try:
            send(self._line, pack(order), watch.check)
            send(self._line, file, watch.check)
            while not isinstance(answer := unpack(receive(self._line, watch.check)), Finished):
                yield answer
                watch.wind_up()
        except (Broken, ValidationError) as broken:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_DYING)
            raise _Stopped(_GONE.get(self._process.returncode or 0, _CRASHED)) from broken

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
