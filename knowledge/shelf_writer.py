"""Writes a shelf in a process of its own: writing to Chroma stops every thread of the process that does it.

The parent sends an order, the records, and last their number, each as a line of JSON. A parent that
dies sends no number; the worker then takes down what it put up, as it does when anything else fails.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, suppress
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

from knowledge.embedding import Embedder
from knowledge.embedding_service import embedder
from knowledge.errors import StoreUnavailable, WenshuError
from knowledge.models import Frozen
from knowledge.places import Place, Service
from knowledge.records import Record, embedded_text, unpack
from knowledge.shelves import Home, Shelf, home, make_shelf, open_shelf

_BATCH: Final = 1000  # smaller ones are written more slowly, larger ones no faster
_COMMAND: Final = (sys.executable, "-P", "-X", "utf8", "-m", "knowledge.shelf_writer")
_PACKAGE: Final = str(Path(__file__).parents[1])


class Order(Frozen):
    """What a worker is asked to write, and where."""

    place: Place
    name: str
    service: Service | None = None


def write(order: Order, records: Iterable[Record]) -> int:
    """Has a worker write the shelf and returns its number of passages; raises StoreUnavailable if it could not."""
    path = os.pathsep.join(filter(None, (_PACKAGE, os.environ.get("PYTHONPATH"))))  # this package, wherever we started
    with TemporaryFile("w+", encoding="utf-8") as complaints:
        worker = subprocess.Popen(  # noqa: S603 -- our own module, by our own interpreter
            _COMMAND,
            stdin=subprocess.PIPE,
            stderr=complaints,
            text=True,
            env={**os.environ, "PYTHONPATH": path},
            process_group=0,  # Ctrl-C is for us to hear, who may want to finish what is being written
        )
        count = 0
        with suppress(BrokenPipeError), worker:  # a worker that gives up says why on its stderr
            count = _send(worker.stdin, order, records)
        if worker.returncode:
            with suppress(StoreUnavailable):
                home(order.place).discard(order.name)
            raise StoreUnavailable(f"没有写入，库里的内容不变：{_reason(worker.returncode, complaints)}")
    return count


def _send(pipe: IO[str] | None, order: Order, records: Iterable[Record]) -> int:
    count = 0
    print(order.model_dump_json(), file=pipe)
    for count, record in enumerate(records, start=1):  # noqa: B007 -- sent last
        print(json.dumps(record), file=pipe)
    print(count, file=pipe)
    return count


def _reason(code: int, complaints: IO[str]) -> str:
    complaints.seek(0)
    last = complaints.read().strip().rpartition("\n")[2]
    return last or f"写入进程中止（{code}），请检查内存和磁盘空间后重试。"


def main() -> None:
    """The worker: reads an order and its records from stdin."""
    order = Order.model_validate_json(sys.stdin.readline())
    there = home(order.place)
    with ExitStack() as undo:
        undo.callback(there.discard, order.name)
        build(there, order.name, embedder(order.service), _received(sys.stdin))
        undo.pop_all()


def _received(lines: Iterable[str]) -> Iterator[Record]:
    count = 0
    for line in lines:
        match json.loads(line):
            case [identity, document, metadata]:
                count += 1
                yield Record(identity, document, metadata)
            case announced if announced == count:
                return
    raise StoreUnavailable("传来的段落不完整，没有写入。")


def build(there: Home, name: str, by: Embedder, records: Iterable[Record]) -> None:
    """Writes the shelf, opens it as a reader will, and looks whether all of it is there."""
    count = 0
    samples: list[Record] = []
    with closing(make_shelf(there, name, by)) as shelf:
        for batch in _batches(records):
            shelf.add(batch, by.embed([embedded_text(record) for record in batch]))
            count += len(batch)
            samples.append(batch[0])
    with closing(open_shelf(there, name, by.id)) as shelf:
        if not (shelf.count() == count and all(_is_found(shelf, record, by) for record in samples)):
            raise StoreUnavailable(f"书架 {name} 写完后检查不符，请检查磁盘后重试。")
    there.seal(name)


def _is_found(shelf: Shelf, record: Record, by: Embedder) -> bool:
    """Whether a reader gets the record back as it was, and finds something under its words."""
    there = shelf.passages([record.id])[record.id] == unpack(record.document, record.metadata)
    return there and bool(shelf.nearest(by.embed([embedded_text(record)]), 1))


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    remaining = iter(records)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


if __name__ == "__main__":
    try:
        main()
    except WenshuError as error:
        sys.exit(str(error))
