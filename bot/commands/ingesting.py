"""Commands that bring reports in: `ingest`, from files, folders and the web, and `watch`, from the inbox."""

import asyncio
import signal
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from bot import opening
from bot.commands.shared import ACTOR, OK, REFUSED, agreed, open_library, print_json
from bot.progress import Progress
from bot.replies import say
from ingest.fetch import fetch, is_url
from ingest.inbox import Arrived, Inbox
from ingest.pipeline import Taken, documents, ingest_files
from knowledge.errors import BadFile, StoreUnavailable, WenshuError
from knowledge.store import Store

INTERRUPTED = 130
WATCHER = "inbox"


def ingest(given: Namespace) -> int:
    with open_library(given) as (settings, library), TemporaryDirectory() as folder:
        reception = _Reception(given, library.store, opening.inbox(settings, library.store, ACTOR))
        files = list(reception.gather(Path(folder), settings.fetch_hosts))
        if not (given.yes or given.dry_run) and not reception.replacement_agreed(files):
            return REFUSED
        return reception.take(files)


class _Reception:
    """Takes in what one command names, and says what became of each."""

    def __init__(self, given: Namespace, store: Store, inbox: Inbox) -> None:
        self._given = given
        self._told = opening.told(given)
        self._store = store
        self._inbox = inbox
        self._urls: dict[Path, str] = {}  # what was fetched, and from where
        self._outcomes: Counter[str] = Counter()

    def gather(self, folder: Path, hosts: frozenset[str]) -> Iterator[Path]:
        """Every file that is meant, what is on the web fetched into the folder; a URL that fails is shown at once."""
        for number, source in enumerate(self._given.sources):
            if not is_url(source):
                yield from documents(Path(source))
                continue
            place = folder / str(number)
            place.mkdir()
            if sys.stderr.isatty():
                print(say("cli.fetching", url=source), file=sys.stderr)
            try:
                file = asyncio.run(fetch(source, place, hosts))
            except BadFile as error:
                self._show(Taken(source=source, outcome="refused", why=error.why))
            else:
                self._urls[file] = source
                yield file

    def replacement_agreed(self, files: Sequence[Path]) -> bool:
        """At a terminal, what would be replaced is shown and asked about before anything changes."""
        if not sys.stdin.isatty():
            return True
        over = Progress(shown=not self._given.json).over(files)
        foreseen = ingest_files(over, self._store, actor=ACTOR, given=self._told, dry_run=True)
        replaced = [row for _, taken in foreseen for row in taken if row.outcome == "replaced"]
        for row in replaced:
            print(taken_line(row))
        return not replaced or agreed(say("cli.replace", count=len(replaced)), assumed=False)

    def take(self, files: Sequence[Path]) -> int:
        progress = Progress(shown=not self._given.json)
        dry = self._given.dry_run
        with progress.stoppable():
            over = progress.over(files)
            for file, taken in ingest_files(over, self._store, actor=ACTOR, given=self._told, dry_run=dry):
                for row in taken:
                    self._show(row.model_copy(update={"source": self._urls.get(file, row.source)}))
                if not dry and self._inbox.waits(file):
                    self._inbox.settle(file, taken)
        if not dry:
            tidy_up(self._store)
        for file in progress.left:
            self._show(Taken(source=self._urls.get(file, str(file)), outcome="skipped"))
        return self._ended()

    def _show(self, row: Taken) -> None:
        self._outcomes[row.outcome] += 1
        if self._given.json:
            print_json(row.model_dump())
        else:
            Progress.print(taken_line(row))

    def _ended(self) -> int:
        refused, skipped = self._outcomes["refused"], self._outcomes["skipped"]
        taken = self._outcomes.total() - refused - skipped
        if not self._given.json:
            print(say("cli.tried" if self._given.dry_run else "cli.ingested", taken=taken, refused=refused))
        if skipped:
            return INTERRUPTED
        return OK if taken and not refused else REFUSED


def tidy_up(store: Store) -> None:
    """Puts small shelves together now and then; what came in is in, whether or not that can be done now."""
    with suppress(StoreUnavailable):
        store.merge()


def taken_line(taken: Taken) -> str:
    return say(f"cli.taken_{taken.outcome}", t=taken)


def watch(given: Namespace) -> int:
    """Looks into the inbox again and again until a signal comes; what is at hand then is finished."""
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with open_library(given) as (settings, library):
        inbox = opening.inbox(settings, library.store, WATCHER)
        inbox.folder.mkdir(parents=True, exist_ok=True)  # before it is said that one may put something there
        print(say("cli.watching", path=inbox.folder), flush=True)
        trouble = ""
        while not stop.is_set():
            try:
                arrived = list(map(_told, inbox.look()))
                if any(one.fate == "done" for one in arrived):
                    tidy_up(library.store)
                trouble = ""
            except WenshuError as error:  # a store out of reach: the files stay where they are until it is back
                if str(error) != trouble:
                    print(trouble := str(error), file=sys.stderr, flush=True)
            stop.wait(given.every)
    return OK


def _told(arrived: Arrived) -> Arrived:
    """What arrived, once it has been told of."""
    for row in arrived.taken:
        print(taken_line(row))
    print(say(f"cli.arrived_{arrived.fate}", name=arrived.name, path=arrived.path), flush=True)
    return arrived
