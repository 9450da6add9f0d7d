"""Commands that keep the library: `figures`, `reports`, `reindex`."""

import json
import shlex
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from pathlib import Path

from bot import opening
from bot.acts import version_line
from bot.commands.accounts import audit, export_figures, show_coverage
from bot.commands.reviewing import checks, diff
from bot.commands.shared import ACTOR, OK, REFUSED, agreed, fail, open_library, print_json
from bot.facets import cite
from bot.replies import say
from bot.wire import figure_fields
from ingest.reading import read_book
from ingest.workshop import Workshop
from knowledge.errors import BadFile
from knowledge.library import Library
from knowledge.models import Passage, Shelved
from knowledge.store import Version


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
        return _REPORT_ACTIONS[given.action](given, library)


def _listed(given: Namespace, library: Library) -> int:
    held = library.store.removed() if given.removed else library.reports()
    for report in held:
        print(_as_line(report, as_lines=given.json))
    if not held and not given.json:
        print(say("cli.none_removed" if given.removed else "cli.empty"))
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
        print_json(_version_fields(version)) if given.json else print(version_line(version))
    return OK if versions else fail("cli.no_report", what=given.report)


def _version_fields(version: Version) -> dict[str, object]:
    written = {"live": version.live, "created": version.created, "actor": version.actor}
    return opening.report_fields(version.report) | written


def _rollback(given: Namespace, library: Library) -> int:
    version = given.version or given.number or library.store.before(given.report)
    if version is None:
        return fail("cli.no_earlier", what=given.report)
    now = library.store.rollback(given.report, version, ACTOR)
    print(say("cli.rolled_back", r=now, cite=cite(now, "")))
    return OK


def _remove(given: Namespace, library: Library) -> int:
    """Shows what is to go, asks, and says which command brings it back."""
    held = next((r for r in library.reports() if r.id == given.report), None)
    if held is None:
        return fail("cli.no_report", what=given.report)
    if not agreed(say("cli.remove", what=_as_line(held, as_lines=False)), assumed=given.yes):
        return REFUSED
    library.store.remove(held.id, ACTOR)
    data = f" --data {shlex.quote(str(given.data))}" if given.data else ""
    print(say("cli.removed", r=held, cite=cite(held, ""), data=data))
    return OK


_REPORT_ACTIONS: dict[str, Callable[[Namespace, Library], int]] = {
    "list": _listed,
    "show": _show,
    "history": _history,
    "diff": diff,
    "checks": checks,
    "rollback": _rollback,
    "remove": _remove,
    "export": export_figures,
    "coverage": show_coverage,
    "audit": audit,
}


def reindex(given: Namespace) -> int:
    with open_library(given) as (_, library):
        print(say("cli.reindexed", count=library.store.reindex(read_book)))
    return OK
