"""An answer as people read it: the figure first, then where it stands, then the sentence that states it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain

from bot.layout import Block, Message, Run, as_text, line
from bot.offers import buttons, options
from bot.quotes import around
from bot.replies import say, says
from knowledge.models import Answer, Cited, Computed, Excerpt, Figure, Shelved, Status

HELD = 12  # places or years named where the asked one is missing
UNFOLDED = 2  # quotations that stand open; more of them are folded away
PASSAGES = 3

Blocks = tuple[Block, ...]


def render_text(answer: Answer) -> str:
    """The reply for a terminal, and the field ``message`` of programs."""
    return as_text(_blocks(answer))


def render_html(answer: Answer) -> Message:
    """The reply for Telegram, with what it offers to press."""
    return Message(_blocks(answer), buttons(answer))


def render_related(answer: Answer) -> Message:
    """The figures that stand beside those of the answer."""
    return Message((line(say("answer.related")), *_listed(answer.related), *_evidence(answer.related)))


def cite(report: Shelved, section: str) -> str:
    return say("answer.cite", title=report.meta.title.strip("《》"), section=section)


def _blocks(answer: Answer) -> Blocks:
    return (*_VIEWS[answer.status](answer), *_understanding(answer))


# One view a status.


def _stated(answer: Answer) -> Blocks:
    heading = _alone(answer.figures[0]) if len(answer.figures) == 1 else _listed(answer.figures)
    return (*heading, *_worked_out(answer), *_lacking(answer), *_evidence(answer.figures))


def _ambiguous(answer: Answer) -> Blocks:
    asked = options(answer)
    return (line(say("answer.which")), *_listed(asked), *_evidence(asked))


def _quoted(answer: Answer) -> Blocks:
    if not answer.passages:
        return _holdings(answer)
    return tuple(block for excerpt in answer.passages[:PASSAGES] for block in _excerpt(excerpt))


def _absent(answer: Answer) -> Blocks:
    blocks = [line(_why_absent(answer))]
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
    return (Block(_number(cited.figure)), line(_joined(_facets(cited).values())))


def _listed(several: Sequence[Cited]) -> Blocks:
    """A line each, under a heading with what they have in common."""
    facets = [_facets(cited) for cited in several]
    common = {k: v for k, v in facets[0].items() if len(several) > 1 and all(f.get(k) == v for f in facets)}
    heading = [line(_joined(common.values()))] if common else []
    return (*heading, *(_row(cited, own, common) for cited, own in zip(several, facets, strict=True)))


def _row(cited: Cited, facets: dict[str, str], common: dict[str, str]) -> Block:
    own = [value for name, value in facets.items() if name not in common]
    label = _joined(own or facets.values())
    return Block((Run(say("answer.bullet")), *_number(cited.figure), Run(say("answer.labelled", label=label))))


def _number(figure: Figure) -> tuple[Run, ...]:
    """The figure as it stands in the report; a hedge that stands outside of it goes before it."""
    hedge = f"hedge.{figure.approx}"
    return (*((Run(say(hedge)),) if says(hedge) else ()), Run(figure.text, bold=True))


def _facets(cited: Cited) -> dict[str, str]:
    """What tells one figure from another, in the order in which it is said."""
    figure, meta = cited.figure, cited.report.meta
    role = f"role.{figure.role}"
    facets = {
        "place": meta.region.label,
        "when": _when(figure, meta.year),
        "scope": figure.scope or "",
        "indicator": figure.indicator,
        "role": say(role) if says(role) else "",
    }
    return {name: value for name, value in facets.items() if value}


def _when(figure: Figure, reported: int) -> str:
    year = str(figure.year or reported)
    period = figure.period or ""
    return period if year in period else _joined(filter(None, (say("answer.year", year=year), period)))


def _worked_out(answer: Answer) -> Blocks:
    """What the reports do not say themselves, marked as such."""
    said = [_computed(item, answer.figures) for item in answer.computed]
    if answer.winner:
        said.append(say("answer.winner", place=answer.winner))
    return tuple(line(text) for text in (*said, *(say(f"caution.{reason}") for reason in answer.caution)))


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
    opened = (_flat(_sentence(group)) for group in sentences.values())
    return (Block(tuple(chain.from_iterable(opened)), "folded"),)


def _sentence(group: Sequence[Cited]) -> Blocks:
    first = group[0]
    spans = [(c.figure.start - c.figure.quote_start, c.figure.end - c.figure.quote_start) for c in group]
    return (Block(around(first.figure.quote, spans), "quote"), line(cite(first.report, first.section)))


def _flat(blocks: Blocks) -> Iterator[Run]:
    for block in blocks:
        yield from (*block.runs, Run("\n"))


def _excerpt(excerpt: Excerpt) -> Blocks:
    at = excerpt.text.find(excerpt.key) if excerpt.key else -1
    spans = [(at, at + len(excerpt.key))] if at >= 0 else []
    return (
        Block(around(excerpt.text, spans, room=len(excerpt.text)), "quote"),
        line(cite(excerpt.report, excerpt.section)),
    )


# Words around them.


def _why_absent(answer: Answer) -> str:
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


def _joined(parts: Iterable[str]) -> str:
    return say("answer.dot").join(parts)
