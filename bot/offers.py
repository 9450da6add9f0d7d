"""What a reply offers to press, and the short data that Telegram sends back when it is pressed."""

import re

from bot.facets import facets, stated, subject
from bot.layout import Button
from bot.replies import say, texts
from knowledge.models import Answer, Cited

OPTIONS = 4  # that a question back offers
NEAR = 3  # figures shown where the asked one is not stated
LABEL = 24  # characters of a button that a phone shows
COPIED = 256  # characters that Telegram lets a button copy
SHARED = 200  # characters of a question that is asked again in another chat; Telegram takes 256
WIDE = 3  # reasons in a row

DATA = re.compile(r"([a-z]{1,10}):([A-Za-z0-9_-]{1,48}):(\d{1,3})")  # 64 bytes at most

Keyboard = tuple[tuple[Button, ...], ...]


def buttons(answer: Answer, *, judged: bool = False) -> Keyboard:
    """What an answer offers; to one that was judged, no thumbs any more."""
    if answer.status in ("ambiguous", "not_found"):
        return _options(answer)
    if not answer.figures and not answer.passages:
        return ()
    related = [Button(say("button.related"), "related")] if answer.related else []
    text = copied(answer)
    copy = [Button(say("button.copy"), "copy", text=text)] if text else []
    share = Button(say("button.share"), "share", text=shared(answer))
    thumbs = (Button(say("button.good"), "good"), Button(say("button.bad"), "bad"))
    first = (Button(say("button.source"), "source"), *related)
    return (first, (*copy, share, *(() if judged else thumbs)))


def reasons() -> Keyboard:
    """What may have been wrong with an answer."""
    rows = [Button(say(name), "why", number) for number, name in enumerate(reason_names())]
    return tuple(tuple(rows[i : i + WIDE]) for i in range(0, len(rows), WIDE))


def reason_names() -> tuple[str, ...]:
    return tuple(name for name in texts() if name.startswith("reason."))


def siblings(answer: Answer) -> Keyboard:
    """A button for each figure that stands beside those of the answer."""
    return tuple((Button(option(cited), "sibling", i),) for i, cited in enumerate(answer.related))


def _options(answer: Answer) -> Keyboard:
    """A button a figure; its number is the figure's place in what ``options`` gives."""
    places = {cited.report.meta.region.code for cited in options(answer)}
    return tuple((Button(option(cited, placed=len(places) > 1), "pick", i),) for i, cited in enumerate(options(answer)))


def options(answer: Answer) -> tuple[Cited, ...]:
    """The figures that a reply offers to press, in the order of its buttons."""
    return answer.figures[:OPTIONS] if answer.status == "ambiguous" else answer.nearest[:NEAR]


def option(cited: Cited, *, placed: bool = False) -> str:
    name = facets(cited)["place"] if placed else cited.figure.indicator
    short = name if len(name) <= LABEL else name[: LABEL - 1] + "…"
    return say("button.option", indicator=short, figure=cited.figure.text)


def copied(answer: Answer) -> str:
    """The figures with their sources, as many as the clipboard takes."""
    text = ""
    for line in map(stated, answer.figures):
        longer = f"{text}\n{line}".strip()
        if len(longer) > COPIED:
            break
        text = longer
    return text


def shared(answer: Answer) -> str:
    """A question that stands on its own, for the answer to be found again from another chat."""
    return (subject(answer) if answer.carried or not answer.question else answer.question)[:SHARED]


def data_of(button: Button, about: str) -> str:
    """Ids only, which are looked up again: Telegram takes 64 bytes, and anybody may send others."""
    return f"{button.action}:{button.about or about}:{button.number}"
