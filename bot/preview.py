"""What an administrator sees of a draft: what was read, what it would change, and what may be done about it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.engine import Changes, Review
from bot.layout import Action, Block, Button, Message, line
from bot.paging import Page, cut, turns
from bot.replies import say
from bot.tables import Draft
from knowledge.intake import Book, count_figures
from knowledge.models import Meta, Shelved

FIELDS = ("region", "year", "publisher")  # that may be corrected, in the order of the buttons
TOLD = 5  # doubts, or changed figures, that a preview shows itself
LISTED = 12  # lines on a page of a list
LINE = 200  # characters of such a line
ROWS = 12  # reports on a page of a summary
WHY = 80  # characters of a refusal in a list
NAME = 40  # characters of a file's name or a title in a list

Keyboard = tuple[tuple[Button, ...], ...]


class Place(NamedTuple):
    """Where a draft stands in its parcel."""

    at: int
    of: int


def render_preview(draft: Draft, book: Book, review: Review, place: Place) -> Message:
    """A report that waits for its word."""
    blocks = (
        line(_title(draft, review), bold=True),
        *(line(say("preview.doubt", what=doubt), bold=True) for doubt in _doubts(draft, review)),
        *map(line, _facts(book.report.meta, review)),
        line(say("preview.size", passages=len(book.passages), figures=count_figures(book.passages))),
        *map(line, _told(review)),
        line(say("preview.file", name=draft.source)),
    )
    return Message(blocks, (*_decisions(draft, review), *_around(draft, place)))


def _doubts(draft: Draft, review: Review) -> Sequence[str]:
    """What is to be seen before anything else; why it did not go live, where that was tried."""
    return [*([draft.why] if draft.why else []), *review.doubts[:TOLD]]


def _title(draft: Draft, review: Review) -> str:
    if draft.instead:
        return say("preview.correction")
    return say(f"preview.{review.outcome}", version=review.against)


def _facts(meta: Meta, review: Review) -> Iterator[str]:
    for name, value in facts(meta).items():
        where = review.origins.get(name)
        told = say("preview.read_in", value=value, where=where) if where else value
        yield say("preview.fact", name=say(f"field.{name}"), value=told)


def facts(meta: Meta) -> dict[str, str]:
    """What is known of a report, field by field, as people read it."""
    said = {
        "title": meta.title,
        "region": meta.region.label,
        "year": say("answer.year", year=meta.year),
        "publisher": meta.publisher,
        "kind": meta.kind,
        "date": meta.date,
        "number": meta.number,
    }
    return {name: value for name, value in said.items() if value}


def _told(review: Review) -> Iterator[str]:
    """What it would change, and what to look at before it does."""
    if review.changes:
        yield counted(review.changes)
    if review.findings:
        yield say("preview.findings", count=len(review.findings))


def counted(changes: Changes) -> str:
    """How many figures are new, changed and gone, and which changed."""
    sizes = {name: len(lines) for name, lines in changes._asdict().items()}
    shown = say("answer.comma").join(changes.changed[:TOLD])
    more = "…" if len(changes.changed) > TOLD else ""
    return say("preview.changes", **sizes, which=say("preview.which", shown=shown + more) if shown else "")


def _decisions(draft: Draft, review: Review) -> Iterator[tuple[Button, ...]]:
    yield (Button(say("button.correct" if draft.instead else "button.put"), "put", about=draft.id),)
    yield _corrections(draft)
    lists = []
    if review.changes and any(review.changes):
        lists.append(Button(say("button.changes"), "diff", about=draft.id))
    if review.findings:
        lists.append(Button(say("button.findings"), "sums", about=draft.id))
    if lists:
        yield tuple(lists)
    yield (Button(say("button.cancel"), "drop", about=draft.id),)


def _corrections(draft: Draft) -> tuple[Button, ...]:
    return tuple(Button(say(f"correct.{field}"), "fix", n, about=draft.id) for n, field in enumerate(FIELDS))


def _around(draft: Draft, place: Place) -> Keyboard:
    """The way to the parcel's other drafts, where there are any."""
    if place.of == 1:
        return ()
    back = Button(say("button.back"), "parcel", about=draft.parcel)
    return (*turns("draft", Page((), place.at, place.of), draft.parcel), (back,))


def render_unclear(draft: Draft, place: Place) -> Message:
    """A report of which something has to be said first."""
    keys = tuple(
        Button(say(f"supply.{field}"), "fix", FIELDS.index(field), about=draft.id) for field in draft.missing.split()
    )
    drop = (Button(say("button.cancel"), "drop", about=draft.id),)
    blocks = (
        line(say("preview.unclear"), bold=True),
        line(say("preview.file", name=draft.source)),
        *(line(say(f"lacks.{field}")) for field in draft.missing.split()),
    )
    return Message(blocks, (keys, drop, *_around(draft, place)))


def render_settled(draft: Draft, place: Place) -> Message:
    """A draft of which nothing is left to decide, and that left nothing behind."""
    text = say(f"draft.{draft.state}", name=draft.source, why=draft.why, title=draft.title)
    return Message((line(text),), _around(draft, place))


def render_receipt(draft: Draft, now: Shelved, place: Place) -> Message:
    """It is in; and the way back out."""
    outcome = "corrected" if draft.instead else "replaced" if draft.against else "new"
    meta = now.meta
    text = say(
        "upload.taken",
        outcome=say(f"outcome.{outcome}"),
        title=meta.title,
        place=meta.region.label,
        year=meta.year,
        publisher=meta.publisher,
        passages=now.passages,
        figures=now.figures,
    )
    keys = (_undo(draft, now), Button(say("button.see"), "card", about=now.id))
    head, *rest = text.split("\n")
    return Message((line(head, bold=True), *map(line, rest)), (keys, *_around(draft, place)))


def _undo(draft: Draft, now: Shelved) -> Button:
    about = f"{now.id}-{now.version}" + (f"-{draft.instead}" if draft.instead not in ("", now.id) else "")
    return Button(say("button.undo"), "undo", draft.against or 0, about=about)


def render_summary(parcel: str, drafts: Sequence[Draft], page: int = 0) -> Message:
    """What was sent together, in one message."""
    shown = cut(drafts, page, ROWS)
    ready = [draft for draft in drafts if is_clear(draft)]
    left = [draft for draft in drafts if draft.state == "waiting" and not is_clear(draft)]
    blocks = [
        line(say("batch.title", count=len(drafts)), bold=True),
        line(say("answer.comma").join(_tally(drafts))),
        *([line(say("batch.left", count=len(left)), bold=True)] if left else []),
        *(line(row(draft)) for draft in shown.items),
    ]
    return Message(tuple(blocks), (*_batch_keys(parcel, len(ready), len(left)), *turns("parcel", shown, parcel)))


def shortened(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - 1] + "…"


def is_clear(draft: Draft) -> bool:
    """Whether it may go live with others, on one word for all."""
    return draft.state == "waiting" and not draft.missing and not draft.doubtful


def _tally(drafts: Sequence[Draft]) -> Iterator[str]:
    """How many of each kind there are."""
    kinds = [_kind(draft) for draft in drafts]
    for kind in dict.fromkeys(kinds):
        yield say(f"batch.{kind}", count=kinds.count(kind))


def _kind(draft: Draft) -> str:
    if draft.state == "waiting":
        return "unclear" if draft.missing else draft.outcome
    return draft.state


def row(draft: Draft) -> str:
    """A draft in a list."""
    name = draft.title or draft.source
    lacking = say("answer.comma").join(say(f"field.{field}") for field in draft.missing.split())
    told = say(f"listed.{_kind(draft)}", name=shortened(name, NAME), why=shortened(draft.why, WHY), lacking=lacking)
    return say("listed.doubtful", what=told) if draft.doubtful and draft.state == "waiting" else told


def _batch_keys(parcel: str, ready: int, left: int) -> Keyboard:
    every = [(Button(say("button.put_all", count=ready), "putall", about=parcel),)] if ready else []
    one = (Button(say("button.one_by_one"), "draft", about=parcel),)
    drop = [(Button(say("button.cancel_all"), "dropall", about=parcel),)] if ready or left else []
    return (*every, one, *drop)


def render_list(title: str, lines: Sequence[str], turn: Button, back: Button) -> Message:
    """Lines under a title, a page at a time; ``turn`` says which page and what it is of."""
    shown = cut(lines, turn.number, LISTED)
    blocks: tuple[Block, ...] = (
        line(title, bold=True),
        *(line(say("answer.bullet") + shortened(text, LINE)) for text in shown.items),
    )
    return Message(blocks, (*turns(turn.action, shown, turn.about), (back,)))


def listed(changes: Changes) -> list[str]:
    """Every change, a line each; what is gone first, since it is what may be wrong."""
    named = {"gone": changes.gone, "changed": changes.changed, "new": changes.new}
    return [say(f"changed.{name}", what=text) for name, lines in named.items() for text in lines]


def render_waiting(drafts: Sequence[Draft], page: int = 0) -> Message:
    """Every draft that waits, a button each."""
    if not drafts:
        return Message((line(say("drafts.none")),))
    shown = cut(drafts, page, ROWS)
    keys = tuple((Button(row(draft), "one", about=draft.id),) for draft in shown.items)
    heading = line(say("drafts.all", count=len(drafts)), bold=True)
    return Message((heading,), (*keys, *turns("drafts", shown)))


def render_progress(parcel: str, text: str, stop: Action = "stop") -> Message:
    return Message((line(text),), ((Button(say("button.stop"), stop, about=parcel),),))
