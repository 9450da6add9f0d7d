"""What each command of `wenshu` does; arguments in, exit code out."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot import opening, scoring
from bot.explain import explanation
from bot.render import cite, render_text
from bot.replies import say
from bot.settings import Settings, load_settings
from bot.wire import as_json, figure_fields
from ingest import samples
from ingest.load import load
from ingest.passages import read_passages
from ingest.pipeline import Taken, ingest_paths
from knowledge.library import Library
from knowledge.models import Passage, Report, Shelved
from knowledge.store import Store

OK, REFUSED, USAGE = 0, 1, 2
ACTOR = "cli"


@contextmanager
def _library(given: Namespace) -> Iterator[tuple[Settings, Library]]:
    settings = load_settings(given.data)
    with opening.store(settings) as store:
        yield settings, Library(store)


def _print_json(fields: object) -> None:
    print(json.dumps(fields, ensure_ascii=False))


def _fail(name: str, code: int = REFUSED, **fields: object) -> int:
    print(say(name, **fields), file=sys.stderr)
    return code


def _agreed(question: str, *, assumed: bool) -> bool:
    """Whether a person at a terminal says yes; in a pipe nobody is asked."""
    if assumed or not sys.stdin.isatty():
        return True
    return input(question).strip().lower() in say("cli.yes").split()


# -- ingest


def ingest(given: Namespace) -> int:
    with _library(given) as (_, library):
        told = opening.told(given)
        if not (given.yes or given.dry_run) and not _replacement_agreed(given, library.store):
            return REFUSED
        results = list(ingest_paths(given.paths, library.store, actor=ACTOR, given=told, dry_run=given.dry_run))
    for taken in results:
        _print_json(taken.model_dump()) if given.json else print(_taken_line(taken))
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
    return not replaced or _agreed(say("cli.replace", count=len(replaced)), assumed=False)


def _taken_line(taken: Taken) -> str:
    return say(f"cli.taken_{taken.outcome}", t=taken)


# -- ask


def ask(given: Namespace) -> int:
    if given.batch:
        return _batch(given) if given.out else _fail("cli.batch_out", USAGE)
    with _library(given) as (_, library):
        if given.explain:
            print(explanation(library.desk(given.question)))
        answer = library.ask(given.question)
    message = render_text(answer)
    _print_json(as_json(answer, message)) if given.json else print(message)
    return OK


def _batch(given: Namespace) -> int:
    """A line in, a line out; a line that cannot be read is named, the others go on."""
    broken = 0
    try:
        lines = given.batch.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return _fail("cli.batch_file", USAGE, file=given.batch)
    with _library(given) as (_, library), given.out.open("w", encoding="utf-8") as out:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                asked = json.loads(line)
                question, history, key = str(asked["question"]), list(asked.get("history") or ()), asked.get("id")
            except (ValueError, KeyError, TypeError, AttributeError):
                broken += 1
                _fail("cli.batch_line", file=given.batch, number=number)
                continue
            answer = library.ask(question, history)
            out.write(json.dumps(as_json(answer, render_text(answer), key), ensure_ascii=False) + "\n")
    return REFUSED if broken else OK


def chat(given: Namespace) -> int:
    with _library(given) as (_, library):
        return _converse(library)


def _converse(library: Library) -> int:
    """A conversation in the terminal, or with the lines of a pipe."""
    asking = sys.stdin.isatty()
    if asking:
        print(say("cli.welcome"))
    turns: list[str] = []
    for line in _typed(asking=asking):
        if line in say("cli.leave").split():
            break
        answer = library.ask(line, turns)
        print(render_text(answer) + "\n", flush=True)
        turns.append(line)
    return OK


def _typed(*, asking: bool) -> Iterator[str]:
    while True:
        try:
            line = input(say("cli.prompt") if asking else "").strip()
        except EOFError:
            return
        if line:
            yield line


# -- figures


def figures(given: Namespace) -> int:
    if opening.is_file(given.source):
        path = Path(given.source)
        text = load(path.read_bytes(), path.name)
        return _show_figures(path.name, read_passages(text, *opening.body_and_year(text, path.name)), given.json)
    with _library(given) as (_, library):
        if given.source not in {report.id for report in library.reports()}:
            return _fail("cli.no_report", what=given.source)
        return _show_figures(given.source, library.store.passages(given.source), given.json)


def _show_figures(name: str, passages: Iterable[Passage], as_lines: bool) -> int:
    for passage in passages:
        for figure in passage.figures:
            if as_lines:
                _print_json({"report": name} | figure_fields(figure))
            else:
                print(say("cli.figure", f=figure, approx=figure.approx or "", section=passage.label))
    return OK


# -- the library's own affairs


def reports(given: Namespace) -> int:
    with _library(given) as (_, library):
        if given.action == "list":
            return _list(library.reports(), as_lines=given.json)
        if not given.report or (given.action == "rollback" and given.version is None):
            return _fail("cli.which_report", USAGE)
        return _REPORT_ACTIONS[given.action](given, library)


def _list(held: Iterable[Shelved], *, as_lines: bool) -> int:
    lines = [_as_line(report, as_lines=as_lines) for report in held]
    print("\n".join(lines or ([] if as_lines else [say("cli.empty")])))
    return OK


def _as_line(report: Shelved, *, as_lines: bool) -> str:
    if as_lines:
        return json.dumps(opening.report_fields(report), ensure_ascii=False)
    return say("cli.report", r=report, place=report.meta.region.label, cite=cite(report, ""))


def _show(given: Namespace, library: Library) -> int:
    held = next((r for r in library.reports() if r.id == given.report), None)
    if held is None:
        return _fail("cli.no_report", what=given.report)
    print(_as_line(held, as_lines=given.json))
    if not given.json:
        for passage in library.store.passages(held.id):
            print(say("cli.passage", p=passage, heading=" / ".join(passage.path), count=len(passage.figures)))
    return OK


def _history(given: Namespace, library: Library) -> int:
    versions = library.store.history(given.report)
    for version in versions:
        print(say("cli.version", v=version))
    return OK if versions else _fail("cli.no_report", what=given.report)


def _rollback(given: Namespace, library: Library) -> int:
    now = library.store.rollback(given.report, given.version, ACTOR)
    print(say("cli.rolled_back", r=now, cite=cite(now, "")))
    return OK


def _remove(given: Namespace, library: Library) -> int:
    if not _agreed(say("cli.remove", what=given.report), assumed=given.yes):
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
    with _library(given) as (_, library):
        print(say("cli.reindexed", count=library.store.reindex(_reread)))
    return OK


# -- the bot


def bot(given: Namespace) -> int:
    from bot import app  # noqa: PLC0415  # Telegram's library costs 0.2 s that no other command needs

    with _library(given) as (settings, library):
        return app.run(settings, library)


def start(given: Namespace) -> int:
    """Samples into an empty library, then Telegram where a token is set, else the terminal."""
    with _library(given) as (settings, library):
        if not library.reports():
            print(say("cli.samples"), file=sys.stderr)
            list(ingest_paths(samples.paths(), library.store, actor=ACTOR))
        if not settings.telegram_token:
            return _converse(library)
    return bot(given)


def doctor(given: Namespace) -> int:
    """Checks the settings, the data folder, the store and the token; each line says what it found."""
    from bot import app  # noqa: PLC0415  # as in bot()

    with _library(given) as (settings, library):
        print(say("cli.doctor_data", path=settings.data_dir.resolve()))
        held = library.reports()
        print(say("cli.doctor_reports", count=len(held), figures=sum(r.figures for r in held)))
        for report in held:
            library.store.passages(report.id)
        print(say("cli.doctor_shelves"))
        if not settings.telegram_token:
            print(say("cli.doctor_no_token"))
            return OK
        print(say("cli.doctor_telegram", name=app.whoami(settings)))
    return OK


def evaluate(given: Namespace) -> int:
    """Scores the library on an administrator's own questions."""
    gold = scoring.read(given.gold)
    with _library(given) as (_, library):
        verdicts = [scoring.judge(item, library.ask(item.question, item.history)) for item in gold]
    tally = {name: verdicts.count(name) for name in scoring.VERDICTS}
    if given.json:
        _print_json({"questions": len(gold), **tally})
        return OK
    print(say("cli.scored", total=len(gold), **tally))
    for item, verdict in zip(gold, verdicts, strict=True):
        if verdict != "right":
            print(say("cli.fell_short", verdict=verdict, question=item.question))
    return OK
