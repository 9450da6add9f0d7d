"""Commands that keep the library: `ingest`, `figures`, `reports`, `reindex`."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from pathlib import Path

from bot import opening
from bot.commands.shared import ACTOR, OK, REFUSED, USAGE, agreed, fail, open_library, print_json
from bot.facets import cite
from bot.replies import say
from bot.wire import figure_fields
from ingest.passages import read_passages
from ingest.pipeline import Taken, ingest_paths
from ingest.workshop import Workshop
from knowledge.errors import BadFile
from knowledge.library import Library
from knowledge.models import Passage, Report, Shelved
from knowledge.store import Store


def ingest(given: Namespace) -> int:
    with open_library(given) as (_, library):
        told = opening.told(given)
        if not (given.yes or given.dry_run) and not _replacement_agreed(given, library.store):
            return REFUSED
        results = list(ingest_paths(given.paths, library.store, actor=ACTOR, given=told, dry_run=given.dry_run))
    for taken in results:
        print_json(taken.model_dump()) if given.json else print(_taken_line(taken))
    refused = [taken for taken in results if taken.outcome == "refused"]
    if not given.json:
        print(say("cli.ingested", taken=len(results) - len(refused), refused=len(refused)))
    return REFUSED if refused or not results else OK


def _replacement_agreed(given: Namespace, store: Store) -> bool:
    """At a terminal, what would be replaced is shown and asked about before anything changes."""
    if not sys.stdin.isatty():
        return True
    foreseen = ingest_paths(given.paths, store, actor=ACTOR, given=opening.told(given), dry_run=True)
    replaced = [taken for taken in foreseen if taken.outcome == "replaced"]
    for taken in replaced:
        print(_taken_line(taken))
    return not replaced or agreed(say("cli.replace", count=len(replaced)), assumed=False)


def _taken_line(taken: Taken) -> str:
    return say(f"cli.taken_{taken.outcome}", t=taken)


def figures(given: Namespace) -> int:
    if opening.is_file(given.source):
        return _show_file(Path(given.source), given.json)
    with open_library(given) as (_, library):
        if given.source not in {report.id for report in library.reports()}:
            return fail("cli.no_report", what=given.source)
        return _show_figures(given.source, library.store.passages(given.source), given.json)


def _show_file(path: Path, as_lines: bool) -> int:
    """The figures of each document in a file; what cannot be read is said, and the others go on."""
    with Workshop() as workshop:
        read = workshop.skim(path)
    for document in read:
        if isinstance(document, BadFile):
            print(document, file=sys.stderr)
        else:
            _show_figures(document.name, document.passages, as_lines)
    return REFUSED if any(isinstance(document, BadFile) for document in read) else OK


def _show_figures(name: str, passages: Iterable[Passage], as_lines: bool) -> int:
    for passage in passages:
        for figure in passage.figures:
            if as_lines:
                print_json({"report": name} | figure_fields(figure))
            else:
                print(say("cli.figure", f=figure, approx=figure.approx or "", section=passage.label))
    return OK


def reports(given: Namespace) -> int:
    with open_library(given) as (_, library):
        if given.action == "list":
            return _list(library.reports(), as_lines=given.json)
        if not given.report or (given.action == "rollback" and given.version is None):
            return fail("cli.which_report", USAGE)
        return _REPORT_ACTIONS[given.action](given, library)


def _list(held: Iterable[Shelved], *, as_lines: bool) -> int:
    lines = [_as_line(report, as_lines=as_lines) for report in held]
    for line in lines or ([] if as_lines else [say("cli.empty")]):
        print(line)
    return OK


def _as_line(report: Shelved, *, as_lines: bool) -> str:
    if as_lines:
        return json.dumps(opening.report_fields(report), ensure_ascii=False)
    return say("cli.report", r=report, place=report.meta.region.label, cite=cite(report, ""))


def _show(given: Namespace, library: Library) -> int:
    held = next((r for r in library.reports() if r.id == given.report), None)
    if held is None:
        return fail("cli.no_report", what=given.report)
    print(_as_line(held, as_lines=given.json))
    if not given.json:
        for passage in library.store.passages(held.id):
            print(say("cli.passage", p=passage, heading=" / ".join(passage.path), count=len(passage.figures)))
    return OK


def _history(given: Namespace, library: Library) -> int:
    versions = library.store.history(given.report)
    for version in versions:
        print(say("cli.version", v=version))
    return OK if versions else fail("cli.no_report", what=given.report)


def _rollback(given: Namespace, library: Library) -> int:
    now = library.store.rollback(given.report, given.version, ACTOR)
    print(say("cli.rolled_back", r=now, cite=cite(now, "")))
    return OK


def _remove(given: Namespace, library: Library) -> int:
    if not agreed(say("cli.remove", what=given.report), assumed=given.yes):
        return REFUSED
    library.store.remove(given.report, ACTOR)
    print(say("cli.removed", what=given.report))
    return OK


_REPORT_ACTIONS: dict[str, Callable[[Namespace, Library], int]] = {
    "show": _show,
    "history": _history,
    "rollback": _rollback,
    "remove": _remove,
}


def _reread(report: Report) -> tuple[Passage, ...]:
    return read_passages(report.text, report.body, report.meta.year)


def reindex(given: Namespace) -> int:
    with open_library(given) as (_, library):
        print(say("cli.reindexed", count=library.store.reindex(_reread)))
    return OK
