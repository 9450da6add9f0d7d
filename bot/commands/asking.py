"""Commands that ask: `ask`, `chat`, `eval`."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator

from bot import scoring
from bot.commands.shared import OK, REFUSED, USAGE, fail, open_library, print_json
from bot.explain import explanation
from bot.render import render_text
from bot.replies import say
from bot.wire import as_json
from knowledge.library import Library


def ask(given: Namespace) -> int:
    if given.batch:
        return _batch(given) if given.out else fail("cli.batch_out", USAGE)
    with open_library(given) as (_, library):
        if given.explain:
            print(explanation(library.desk(given.question)))
        answer = library.ask(given.question)
    message = render_text(answer)
    print_json(as_json(answer, message)) if given.json else print(message)
    return OK


def _batch(given: Namespace) -> int:
    """A line in, a line out; a line that cannot be read is named, the others go on."""
    broken = 0
    try:
        lines = given.batch.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return fail("cli.batch_file", USAGE, file=given.batch)
    with open_library(given) as (_, library), given.out.open("w", encoding="utf-8") as out:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                asked = json.loads(line)
                question, history, key = str(asked["question"]), list(asked.get("history") or ()), asked.get("id")
            except (ValueError, KeyError, TypeError, AttributeError):
                broken += 1
                fail("cli.batch_line", file=given.batch, number=number)
                continue
            answer = library.ask(question, history)
            out.write(json.dumps(as_json(answer, render_text(answer), key), ensure_ascii=False) + "\n")
    return REFUSED if broken else OK


def chat(given: Namespace) -> int:
    with open_library(given) as (_, library):
        return converse(library)


def converse(library: Library) -> int:
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


def evaluate(given: Namespace) -> int:
    """Scores the library on an administrator's own questions."""
    gold = scoring.read(given.gold)
    with open_library(given) as (_, library):
        verdicts = [scoring.judge(item, library.ask(item.question, item.history)) for item in gold]
    tally: dict[str, int] = {name: verdicts.count(name) for name in scoring.VERDICTS}
    if given.json:
        print_json({"questions": len(gold), **tally})
        return OK
    print(say("cli.scored", total=len(gold), **tally))
    for item, verdict in zip(gold, verdicts, strict=True):
        if verdict != "right":
            print(say("cli.fell_short", verdict=verdict, question=item.question))
    return OK
