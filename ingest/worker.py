"""Reads files in a process of its own, so that what a stranger's file breaks or eats up is not the bot.

python -P -X utf8 -m ingest.worker      orders come in and answers go out by the socket that is its stdin
"""

import os
import resource
import socket
import sys
from base64 import b64encode
from collections.abc import Iterator
from itertools import islice

from ingest.clean import read_report
from ingest.framing import Broken, receive, send
from ingest.load import Part, load
from ingest.messages import OUT_OF_MEMORY, Begun, Finished, Message, Order, Read, Refused, Skimmed, pack
from ingest.reading import read_book, skim
from knowledge.errors import BadFile

_MEMORY = 420 << 20  # bytes of its own: the worker itself takes 210 MB, the longest PDF of a hundred tried 100 more
_FILE = 200 << 20  # bytes of a file that a converter writes
_CPU = 7  # seconds for a document; the longest report takes one, and a refusal is due within ten


def main() -> int:
    """The status to end with."""
    _limit()
    line = socket.socket(fileno=os.dup(0))
    while True:
        try:
            order, file = Order.model_validate_json(receive(line)), receive(line)
        except Broken:  # the workshop is closed
            return 0
        _wind_up()
        try:
            for answer in _answers(order, file):
                send(line, pack(answer))
                _wind_up()
        except MemoryError:  # a library that ran out of memory may be in any state
            return OUT_OF_MEMORY
        send(line, pack(Finished()))


def _limit() -> None:
    for what, most in ((resource.RLIMIT_DATA, _MEMORY), (resource.RLIMIT_FSIZE, _FILE), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(what, (most, most))


def _wind_up() -> None:
    """Gives the next document its time; the system kills a worker that takes more."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + _CPU, hard))


def _answers(order: Order, file: bytes) -> Iterator[Message]:
    try:
        for part in islice(load(file, order.name), order.after, None):
            yield Begun(name=part.name)
            yield _answer(order, part, file)
    except BadFile as refused:
        yield Refused.of(refused)


def _answer(order: Order, part: Part, file: bytes) -> Message:
    try:
        document = part.read()
        if order.skim:
            return Skimmed(name=document.name, passages=skim(document))
        book = read_book(read_report(document.text, document.name, order.given))
        return Read(book=book, original=None if document.data is file else b64encode(document.data).decode("ascii"))
    except BadFile as refused:
        return Refused.of(refused)


if __name__ == "__main__":
    sys.exit(main())
