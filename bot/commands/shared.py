"""What every command shares: the open library, printing, asking back."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from bot import opening
from bot.replies import say
from bot.settings import Settings, load_settings
from knowledge.library import Library

OK, REFUSED, USAGE = 0, 1, 2
ACTOR = "cli"


@contextmanager
def open_library(given: Namespace) -> Iterator[tuple[Settings, Library]]:
    settings = load_settings(given.data)
    with opening.store(settings) as store:
        yield settings, Library(store)


def print_json(fields: object) -> None:
    print(json.dumps(fields, ensure_ascii=False))


def fail(name: str, code: int = REFUSED, **fields: object) -> int:
    print(say(name, **fields), file=sys.stderr)
    return code


def agreed(question: str, *, assumed: bool) -> bool:
    """Whether a person at a terminal says yes; in a pipe nobody is asked."""
    if assumed or not sys.stdin.isatty():
        return True
    return input(question).strip().lower() in say("cli.yes").split()
