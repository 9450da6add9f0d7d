"""What administrators review of a report: where metadata was read, what changed, what is doubtful, what disagrees."""

from collections.abc import Iterable, Sequence

from bot.facets import cite, hedge
from bot.layout import Block, Message, Run, line
from bot.quotes import around
from bot.replies import say
from ingest.doubts import Doubt
from knowledge.differences import Difference
from knowledge.models import Figure, Finding, Shelved
from knowledge.store import Store

CHANGED = 3  # changes that the line about a difference names
PARTS = 8  # parts of a whole that a note names


def origin(name: str) -> str:
    """Where a piece of metadata was read, in words; "" where it was not."""
    return say(f"origin.{name}") if name else ""


# What disagrees.


def findings_of(report: str, store: Store) -> tuple[Finding, ...]:
    """What does not agree within a live report, and with that of the year before."""
    return (*store.findings(report), *store.findings_against(report))


def finding_line(finding: Finding) -> str:
    """A finding in one line: every figure as stated, and what is worked out marked as such."""
    stated, *others = map(_stated, finding.figures)
    alone = "_alone" if finding.rule == "parts_exceed" and len(others) == 1 else ""
    return say(
        f"finding.{finding.rule}{alone}",
        stated=stated,
        others=_named(others),
        theirs=_named([_stated(figure) for figure in finding.elsewhere]),
        expected=f"{finding.expected.normalize():f}",
        unit=finding.unit,
        what=finding.figures[0].indicator,
    )


def render_findings(report: Shelved, findings: Sequence[Finding]) -> Message:
    """What does not agree in a report, each with the sentence that states it."""
    if not findings:
        return Message((line(say("review.no_findings", report=cite(report, ""))),))
    blocks = [line(say("review.findings", report=cite(report, ""), count=len(findings)), bold=True)]
    for finding in findings:
        blocks += [line(say("answer.bullet") + finding_line(finding)), _sentence(finding)]
    return Message(tuple(blocks))


def _sentence(finding: Finding) -> Block:
    first = finding.figures[0]
    beside = [figure for figure in finding.figures if figure.quote_start == first.quote_start]
    spans = [(figure.start - first.quote_start, figure.end - first.quote_start) for figure in beside]
    return Block(around(first.quote, sorted(spans)), "quote")


def _stated(figure: Figure) -> str:
    return hedge(figure) + figure.text


def _named(figures: Sequence[str]) -> str:
    shown = say("answer.comma").join(figures[:PARTS])
    return shown if len(figures) <= PARTS else say("answer.and_more", shown=shown, count=len(figures))


# What changed.


def difference_line(difference: Difference) -> str:
    """How many figures are new, changed and gone, with the first of those that changed."""
    if not difference.anything:
        return say("review.no_difference", same=difference.same)
    changes = [_change(change.before, change.after) for change in difference.changed[:CHANGED]]
    more = say("review.more") if len(difference.changed) > CHANGED else ""
    named = say("review.named", what=say("answer.comma").join(changes) + more) if changes else ""
    counts = {name: len(getattr(difference, name)) for name in ("new", "gone", "changed")}
    return say("review.difference", **counts, named=named, same=difference.same)


def render_difference(difference: Difference) -> Message:
    """The line, and under it every figure that is new, that changed, or that is gone."""
    changed = (change_line(change.before, change.after) for change in difference.changed)
    return Message(
        (
            line(difference_line(difference), bold=True),
            *_listed("review.changed", changed),
            *_listed("review.new", map(labelled, difference.new)),
            *_listed("review.gone", map(labelled, difference.gone)),
        )
    )


def _listed(heading: str, items: Iterable[str]) -> tuple[Block, ...]:
    """A heading over lines that fold away where there are many."""
    shown = [say("answer.bullet") + item for item in items]
    return (line(say(heading)), Block((Run("\n".join(shown)),), "folded")) if shown else ()


def _change(before: Figure, after: Figure) -> str:
    return say("review.change", before=_stated(before), after=_stated(after))


def change_line(before: Figure, after: Figure) -> str:
    """What a figure was and is, and what it counts."""
    return _change(before, after) + say("answer.labelled", label=after.indicator)


def labelled(figure: Figure) -> str:
    return _stated(figure) + say("answer.labelled", label=figure.indicator)


# What is doubtful.


def doubt_lines(doubts: Iterable[Doubt]) -> tuple[str, ...]:
    """Each doubt in one line that says what to check."""
    return tuple(say(f"doubt.{d.kind}", stated=d.stated, found=d.found, count=d.count) for d in doubts)
