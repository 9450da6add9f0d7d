"""Commands that serve: `bot`, `start`, `doctor`."""

import sys
from argparse import Namespace

from bot import app, opening
from bot.commands.asking import converse
from bot.commands.shared import ACTOR, OK, open_library
from bot.replies import say
from ingest import samples
from ingest.pipeline import ingest_paths


def bot(given: Namespace) -> int:
    with open_library(given) as (settings, library):
        return app.run(settings, library)


def start(given: Namespace) -> int:
    """Samples into an empty library, then Telegram where a token is set, else the terminal."""
    with open_library(given) as (settings, library):
        if not library.reports():
            print(say("cli.samples"), file=sys.stderr)
            list(ingest_paths(samples.paths(), library.store, actor=ACTOR))
        if not settings.telegram_token:
            return converse(library)
    return bot(given)


def doctor(given: Namespace) -> int:
    """Checks the settings, the data folder, the store and the token; each line says what it found."""
    with open_library(given) as (settings, library):
        print(say("cli.doctor_data", path=settings.data_dir.resolve()))
        held = library.reports()
        print(say("cli.doctor_reports", count=len(held), figures=sum(r.figures for r in held)))
        for report in held:
            library.store.passages(report.id)
        print(say("cli.doctor_shelves"))
        if waiting := opening.inbox(settings, library.store, ACTOR).waiting():
            print(say("cli.doctor_waiting", count=len(waiting), path=waiting[0].parent))
        if settings.fetch_hosts:
            print(say("cli.doctor_hosts", hosts=say("answer.comma").join(sorted(settings.fetch_hosts))))
        if not settings.telegram_token:
            print(say("cli.doctor_no_token"))
            return OK
        print(say("cli.doctor_telegram", name=app.whoami(settings)))
    return OK
