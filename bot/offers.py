"""What a reply offers to press, and the short data that Telegram sends back when it is pressed."""

import re

from bot.layout import Button
from bot.replies import say
from knowledge.models import Answer, Cited

OPTIONS = 4  # that a question back offers
NEAR = 3  # figures shown where the asked one is not stated
LABEL = 24  # characters of a button that a phone shows

DATA = re.compile(r"([a-z]{1,10}):([A-Za-z0-9_-]{1,20}):(\d{1,2})")

Keyboard = tuple[tuple[Button, ...], ...]


def buttons(answer: Answer) -> Keyboard:
    if answer.status in ("ambiguous", "not_found"):
        return _options(answer)
    if not answer.figures and not answer.passages:
        return ()
    source = [Button(say("button.source"), "source")]
    related = [Button(say("button.related"), "related")] if answer.related else []
    return ((*source, *related, Button(say("button.good"), "good"), Button(say("button.bad"), "bad")),)


def _options(answer: Answer) -> Keyboard:
    """A button a figure; its number is the figure's place in what ``options`` gives."""
    return tuple((Button(_option(cited), "pick", i),) for i, cited in enumerate(options(answer)))


def options(answer: Answer) -> tuple[Cited, ...]:
    """The figures that a reply offers to press, in the order of its buttons."""
    return answer.figures[:OPTIONS] if answer.status == "ambiguous" else answer.nearest[:NEAR]


def _option(cited: Cited) -> str:
    name = cited.figure.indicator
    short = name if len(name) <= LABEL else name[: LABEL - 1] + "…"
    return say("button.option", indicator=short, figure=cited.figure.text)


def data_of(button: Button, subject: str) -> str:
    """Ids only, which are looked up again: Telegram takes 64 bytes, and anybody may send others."""
    return f"{button.action}:{subject}:{button.number}"
