"""What the settings and the arguments of a command open: the store, and what was told of a file."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from bot.replies import say
from bot.settings import Settings
from ingest.clean import Given
from ingest.inbox import Inbox
from ingest.workshop import Workshop
from knowledge.errors import BadSetting
from knowledge.models import Region, Shelved
from knowledge.regions import find_regions
from knowledge.store import Service, Store, StoreSettings


def store(settings: Settings) -> Store:
    """The store that the settings name."""
    token = settings.chroma_token
    return Store(
        StoreSettings(
            data=settings.data_dir,
            database_url=str(settings.database_url) if settings.database_url else None,
            chroma_url=str(settings.chroma_url) if settings.chroma_url else None,
            chroma_token=token.get_secret_value() if token else None,
            embedding=_embedding(settings),
        )
    )


def inbox(settings: Settings, store: Store, actor: str, workshop: Workshop | None = None) -> Inbox:
    """The watched folder of the data folder."""
    return Inbox(settings.data_dir, store, actor, workshop)


def _embedding(settings: Settings) -> Service | None:
    """The office's own embedding service, where the settings name one."""
    if settings.embedding_url is None:
        return None
    if not settings.embedding_model:
        raise BadSetting("WENSHU_EMBEDDING_MODEL", say("cli.embedding_model"))
    key = settings.embedding_key
    secret = key.get_secret_value() if key else None
    return Service(url=str(settings.embedding_url), model=settings.embedding_model, key=secret)


def told(given: Namespace) -> Given:
    """What the person says of the file beside what stands in it."""
    region = _region(given.region) if given.region else None
    return Given(region=region, year=given.year, publisher=given.publisher, title=given.title)


def _region(said: str) -> Region:
    found = find_regions(said)
    if len(found) != 1 or len(found[0].regions) != 1:
        raise BadSetting("--region", say("cli.which_region", said=said))
    return found[0].regions[0]


def report_fields(report: Shelved) -> dict[str, Any]:
    """A report of the library, as `wenshu reports --json` writes it."""
    meta = report.meta
    return {
        "report": report.id,
        "version": report.version,
        "source": report.source,
        "title": meta.title,
        "region": meta.region.label,
        "year": meta.year,
        "publisher": meta.publisher,
        "kind": meta.kind,
        "date": meta.date,
        "number": meta.number,
        "passages": report.passages,
        "figures": report.figures,
    }


def is_file(source: str) -> bool:
    """Whether the words of the command line name a file rather than a report of the library."""
    return Path(source).is_file()
