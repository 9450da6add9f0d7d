"""Why an answer is what it is: how the question was read, the candidates, and the verdict on each."""

from collections.abc import Iterator

from bot.replies import say
from knowledge.desk import Desk
from knowledge.rank import Verdict
from knowledge.terms import Term
from knowledge.wants import Want

MOST_CANDIDATES = 8


def explanation(desk: Desk) -> str:
    """The reading of the question and the verdicts on the nearest candidates, for administrators."""
    return "\n".join(_lines(desk)) + "\n"


def _lines(desk: Desk) -> Iterator[str]:
    question = desk.question
    yield say("explain.read", intent=question.intent, role=question.role or "-", assumed="、".join(desk.assumed) or "-")
    for place in desk.scopes:
        years = "、".join(map(str, place.target.years)) or "-"
        labels = "、".join(report.meta.region.label for report in place.reports) or place.reason or "-"
        yield say("explain.scope", said=place.target.said or "-", years=years, reports=labels)
        for want in question.wants:
            yield _want(want)
            verdicts = sorted(desk.verdicts(want, place), key=lambda v: (v.reject is None, v.preference), reverse=True)
            yield from map(_verdict, verdicts[:MOST_CANDIDATES])


def _want(want: Want) -> str:
    return say(
        "explain.want", terms=_terms(want.terms), context=_terms(want.context), unit=want.unit or want.kind or "-"
    )


def _terms(terms: tuple[Term, ...]) -> str:
    return " ".join(f"({term.text})" if term.soft else term.text for term in terms) or "-"


def _verdict(verdict: Verdict) -> str:
    found = " ".join(f"{term.text}:{near.name.lower()}" for term, near in verdict.evidence.core)
    return say(
        "explain.verdict",
        f=verdict.candidate.figure,
        verdict=verdict.reject.value if verdict.reject else "ok",
        points=verdict.preference[0],
        found=found,
    )
