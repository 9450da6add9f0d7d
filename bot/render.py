"""An answer as people read it: the figure first, then where it stands, then the sentence that states it."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import chain, islice

from bot.charts import compares, labels
from bot.facets import cite, facets, hedge, in_common, joined
from bot.layout import Block, Message, Run, as_text, line, table
from bot.offers import buttons, options, siblings
from bot.quotes import around
from bot.replies import say, says
from bot.review import finding_line
from knowledge.models import Answer, Cited, Computed, Excerpt, Figure, Status

HELD = 12  # places or years named where the asked one is missing
UNFOLDED = 2  # quotations that stand open; more of them are folded away
PASSAGES = 3
NOTES = 2  # of figures that do not agree; the administrators' list has all

Blocks = tuple[Block, ...]


def render_text(answer: Answer) -> str:
    """The reply for a terminal, and the field ``message`` of programs."""
    return as_text(_blocks(answer))


def render_html(answer: Answer) -> Message:
    """The reply for Telegram, with what it offers to press."""
    return Message(_blocks(answer), buttons(answer))


def render_related(answer: Answer) -> Message:
    """The figures that stand beside those of the answer."""
    blocks = (line(say("answer.related")), *_listed(answer.related), *_evidence(answer.related))
    return Message(blocks, siblings(answer))


def _blocks(answer: Answer) -> Blocks:
    return (*_VIEWS[answer.status](answer), *_understanding(answer))


# One view a status.


def _stated(answer: Answer) -> Blocks:
    said = (*_figures(answer.figures), *_worked_out(answer), *_noted(answer), *_lacking(answer))
    return (*said, *_evidence(answer.figures))


def _figures(several: Sequence[Cited]) -> Blocks:
    if len(several) == 1:
        return _alone(several[0])
    return _compared(several) if compares(several) else _listed(several)


def _ambiguous(answer: Answer) -> Blocks:
    asked = options(answer)
    return (line(say("answer.which")), *_listed(asked), *_evidence(asked))


def _quoted(answer: Answer) -> Blocks:
    if not answer.passages:
        return _holdings(answer)
    return tuple(block for excerpt in answer.passages[:PASSAGES] for block in _excerpt(excerpt))


def _absent(answer: Answer) -> Blocks:
    blocks = [line(why_absent(answer))]
    if answer.held:
        blocks.append(line(say("answer.held", what=_enumerated(answer.held))))
    near = options(answer)
    if near:
        blocks += [line(), line(say("answer.near")), *_listed(near), *_evidence(near)]
    return tuple(blocks)


_VIEWS: dict[Status, Callable[[Answer], Blocks]] = {
    "answered": _stated,
    "several": _stated,
    "ambiguous": _ambiguous,
    "passage": _quoted,
    "not_found": _absent,
}


# Figures.


def _alone(cited: Cited) -> Blocks:
    return (Block(_number(cited.figure)), line(joined(facets(cited).values())))


def _listed(several: Sequence[Cited]) -> Blocks:
    """A line each, under a heading with what they have in common."""
    said = [facets(cited) for cited in several]
    common = in_common(said)
    heading = [line(joined(common.values()))] if common else []
    return (*heading, *(_row(cited, own, common) for cited, own in zip(several, said, strict=True)))


def _compared(several: Sequence[Cited]) -> Blocks:
    """The same of several places or years, as a table under what they have in common."""
    common = in_common([facets(cited) for cited in several])
    rows = [
        (label, hedge(cited.figure) + cited.figure.text) for label, cited in zip(labels(several), several, strict=True)
    ]
    return (*([line(joined(common.values()), bold=True)] if common else []), table(rows))


def _row(cited: Cited, said: dict[str, str], common: dict[str, str]) -> Block:
    own = [value for name, value in said.items() if name not in common]
    label = joined(own or said.values())
    return Block((Run(say("answer.bullet")), *_number(cited.figure), Run(say("answer.labelled", label=label))))


def _number(figure: Figure) -> tuple[Run, ...]:
    before = hedge(figure)
    return (*((Run(before),) if before else ()), Run(figure.text, bold=True))


def _worked_out(answer: Answer) -> Blocks:
    """What the reports do not say themselves, marked as such."""
    said = [_computed(item, answer.figures) for item in answer.computed]
    if answer.winner:
        said.append(say("answer.winner", place=answer.winner))
    return tuple(line(text) for text in (*said, *(say(f"caution.{reason}") for reason in answer.caution)))


def _noted(answer: Answer) -> Blocks:
    """What the figures do not agree with."""
    return tuple(line(say("answer.note", what=finding_line(finding))) for finding in answer.findings[:NOTES])


def _computed(item: Computed, figures: Sequence[Cited]) -> str:
    shown = say(f"sign.{item.what}").join(figures[i].figure.text for i in item.parts)
    return say(f"computed.{item.what}", value=_decimal(item.value), unit=item.unit, parts=shown)


def _decimal(value: Decimal) -> str:
    return f"{round(value, 2).normalize():f}"


def _lacking(answer: Answer) -> Blocks:
    if not answer.missing:
        return ()
    held = say("answer.held", what=_enumerated(answer.held)) if answer.held else ""
    return (line(say("answer.lacking", what=answer.missing) + held),)


# What the reports say.


def _evidence(several: Sequence[Cited]) -> Blocks:
    """The sentences that state the figures, each once with its source; folded together where there are many."""
    sentences: dict[tuple[str, int], list[Cited]] = {}
    for cited in several:
        sentences.setdefault((cited.report.id, cited.figure.quote_start), []).append(cited)
    if len(sentences) <= UNFOLDED:
        return tuple(block for group in sentences.values() for block in _sentence(group))
    blocks = chain.from_iterable(_sentence(group) for group in sentences.values())
    runs = chain.from_iterable((Run("\n"), *block.runs) for block in blocks)
    return (Block(tuple(islice(runs, 1, None)), "folded"),)


def _sentence(group: Sequence[Cited]) -> Blocks:
    first = group[0]
    spans = [(c.figure.start - c.figure.quote_start, c.figure.end - c.figure.quote_start) for c in group]
    return (Block(around(first.figure.quote, spans), "quote"), line(cite(first.report, first.section)))


def _excerpt(excerpt: Excerpt) -> Blocks:
    at = excerpt.text.find(excerpt.key) if excerpt.key else -1
    spans = [(at, at + len(excerpt.key))] if at >= 0 else []
    return (
        Block(around(excerpt.text, spans, room=len(excerpt.text)), "quote"),
        line(cite(excerpt.report, excerpt.section)),
    )


# Words around them.


def why_absent(answer: Answer) -> str:
    name = f"absent.{answer.reason or 'not_stated'}"
    if not answer.missing and says(f"{name}_unnamed"):
        return say(f"{name}_unnamed")
    return say(name, what=answer.missing or "")


def _holdings(answer: Answer) -> Blocks:
    if not answer.held:
        return (line(say("library.none")),)
    return (
        line(say("library.holdings", count=len(answer.held))),
        *(line(say("answer.bullet") + title) for title in answer.held),
    )


def _understanding(answer: Answer) -> Blocks:
    """What was assumed, and what was taken over from the conversation."""
    notes = [say("answer.assumed", what=what) for what in answer.assumed]
    if answer.carried:
        notes.append(say("answer.carried", what=_enumerated(tuple(answer.carried.values()))))
    return (line(), *map(line, notes)) if notes else ()


def _enumerated(items: Sequence[str]) -> str:
    shown = say("answer.comma").join(items[:HELD])
    return shown if len(items) <= HELD else say("answer.and_more", shown=shown, count=len(items))
