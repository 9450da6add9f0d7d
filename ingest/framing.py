"""Messages between a workshop and its worker: eight bytes that say how long, then the message."""

import socket
from collections.abc import Callable

_LENGTH = 8
_CHUNK = 1 << 20
_LONGEST = 400_000_000  # bytes; more is no answer that a sound worker gives


class Broken(Exception):
    """The other side is gone, or says what cannot be."""


def nothing() -> None:
    """Waits as long as it takes."""


def send(line: socket.socket, message: bytes, check: Callable[[], None] = nothing) -> None:
    """Sends all of a message; ``check`` is called whenever the other side takes its time, and may raise."""
    left = memoryview(len(message).to_bytes(_LENGTH, "big") + message)
    while left:
        try:
            left = left[line.send(left[:_CHUNK]) :]
        except TimeoutError:
            check()
        except OSError as error:
            raise Broken from error


def receive(line: socket.socket, check: Callable[[], None] = nothing) -> bytes:
    length = int.from_bytes(_exactly(line, _LENGTH, check), "big")
    if length > _LONGEST:
        raise Broken
    return _exactly(line, length, check)


def _exactly(line: socket.socket, length: int, check: Callable[[], None]) -> bytes:
    got = bytearray()
    while len(got) < length:
        try:
            chunk = line.recv(min(_CHUNK, length - len(got)))
        except TimeoutError:
            check()
            continue
        except OSError as error:
            raise Broken from error
        if not chunk:
            raise Broken
        got += chunk
    return bytes(got)
