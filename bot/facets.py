"""What is said of a figure beside its number: place, time, scope, what it counts, and where it stands."""

from collections.abc import Iterable, Sequence

from bot.replies import say, says
from knowledge.models import Answer, Cited, Figure, Shelved


def cite(report: Shelved, section: str) -> str:
    return say("answer.cite", title=report.meta.title.strip("《》"), section=section)


def facets(cited: Cited) -> dict[str, str]:
    """What tells one figure from another, in the order in which it is said."""
    figure, meta = cited.figure, cited.report.meta
    role = f"role.{figure.role}"
    said = {
        "place": meta.region.label,
        "when": when(figure, meta.year),
        "scope": figure.scope or "",
        "indicator": figure.indicator,
        "role": say(role) if says(role) else "",
    }
    return {name: value for name, value in said.items() if value}


def in_common(said: Sequence[dict[str, str]]) -> dict[str, str]:
    """The facets that several figures share; of one alone, none."""
    return {k: v for k, v in said[0].items() if len(said) > 1 and all(f.get(k) == v for f in said)}


def when(figure: Figure, reported: int) -> str:
    year = str(figure.year or reported)
    period = figure.period or ""
    return period if year in period else joined(filter(None, (say("answer.year", year=year), period)))


def hedge(figure: Figure) -> str:
    """The word that goes before a figure whose own text does not carry it."""
    name = f"hedge.{figure.approx}"
    return say(name) if says(name) else ""


def stated(cited: Cited) -> str:
    """The figure in one line with its source, as people paste it."""
    text = hedge(cited.figure) + cited.figure.text
    return say(
        "answer.line", what=joined(facets(cited).values()), figure=text, source=cite(cited.report, cited.section)
    )


def subject(answer: Answer) -> str:
    """What an answer is about, in words that another question may lean on."""
    if not answer.figures:
        return answer.question
    first = answer.figures[0]
    where = first.report.meta
    return say("chat.subject", place=where.region.label, year=where.year, indicator=first.figure.indicator)


def joined(parts: Iterable[str]) -> str:
    return say("answer.dot").join(parts)
