"""Commands that save the whole library and bring it back: `backup` and `restore`."""

from argparse import Namespace
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import opening
from bot.acts import local
from bot.app import alone
from bot.commands.shared import ACTOR, OK, fail, open_library
from bot.replies import say
from bot.settings import Settings, load_settings
from bot.tables import Base, Database
from ingest.pipeline import read_book
from knowledge.backup import Archive, unpacking

DATABASE = "wenshu.db"
ASIDE, UNDER_WAY = "before-restore-", "restoring-"
NOT_OURS = ("inbox", "bot.lock")  # of the data folder, and no part of the library


def backup(given: Namespace) -> int:
    if given.file.exists() and not given.yes:
        return fail("cli.backup_exists", file=given.file)
    with open_library(given) as (_, library):
        Database(library.store.engine)  # makes the chat's tables, where it never ran
        saved = library.store.backup(given.file, Base.metadata)
    size = given.file.stat().st_size
    print(say("cli.backed_up", file=given.file, size=size, versions=saved.versions, files=saved.files))
    return fail("cli.backup_lost", count=saved.lost) if saved.lost else OK


def restore(given: Namespace) -> int:
    """Builds the library beside the one that is there, and changes places when it is whole."""
    settings = load_settings(given.data)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with alone(settings.data_dir), unpacking(given.file) as archive:
        before = _library(settings.data_dir)
        if before and not given.yes:
            return fail("cli.restore_full", path=settings.data_dir)
        with TemporaryDirectory(dir=settings.data_dir, prefix=UNDER_WAY) as folder:
            count = _fill(settings.model_copy(update={"data_dir": Path(folder)}), archive)
            if before:
                aside = settings.data_dir / f"{ASIDE}{datetime.now().astimezone():%Y%m%d-%H%M%S}"
                _move(before, aside)
                print(say("cli.set_aside", path=aside))
            _move(_library(Path(folder)), settings.data_dir)
    print(say("cli.restored", count=count, at=local(archive.manifest.created)))
    return OK


def _fill(settings: Settings, archive: Archive) -> int:
    with opening.store(settings) as store:
        return store.restore(archive, Base.metadata, read_book, ACTOR)


def _library(folder: Path) -> list[Path]:
    """What makes up a library in a data folder, the database last: without it there is none."""
    ours = [p for p in folder.iterdir() if p.name not in NOT_OURS and not p.name.startswith((ASIDE, UNDER_WAY))]
    return sorted(ours, key=lambda path: path.name == DATABASE)


def _move(paths: Iterable[Path], folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for path in paths:
        path.rename(folder / path.name)
