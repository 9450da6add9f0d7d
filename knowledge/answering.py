"""From a question that is understood to an answer: one function an intent."""

from collections.abc import Callable

from knowledge.alongside import in_order, partners, parts_of, side_by_side
from knowledge.chapters import chapter
from knowledge.choosing import (
    as_it_is,
    best_kind,
    both_ends,
    by_report,
    cited,
    equals,
    of_kind_first,
    related,
    uncovered,
)
from knowledge.comparing import compare, not_stated, rank, trend
from knowledge.desk import Desk, borrowing, must_name, quoting, without_publisher
from knowledge.models import Answer, Status
from knowledge.question import Intent
from knowledge.quoting import Sought, best_quote, excerpt
from knowledge.rank import Verdict, ranked
from knowledge.scope import Scope
from knowledge.wants import Want


def _refusal(desk: Desk) -> Answer | None:
    """No report for the place or the year: said before anything is looked up."""
    lacking = [s for s in desk.scopes if s.reason]
    if len(lacking) < len(desk.scopes):
        return None
    first = lacking[0]
    return desk.answer(status="not_found", reason=first.reason, missing=first.missing, held=first.held)


def _figure(desk: Desk) -> Answer:
    """One thing or several, of one place or of none."""
    place = desk.scopes[0]
    judged = [(want, desk.verdicts(want, place)) for want in desk.question.wants]
    picked = _picked(desk, [verdicts for _, verdicts in judged])
    chosen = [
        end
        for bests, (_, verdicts) in zip(picked, judged, strict=True)
        for best in bests
        for end in both_ends(desk.question.role, best, verdicts)
    ]
    if not chosen and place.reports and not (place.target.years or desk.question.done or place.planned):
        desk.scopes = [place._replace(planned=place.reports)]  # 人才资金提高到多少: stated as a plan alone
        return _figure(desk)
    lacking = [asked for asked, bests in zip(judged, picked, strict=True) if not bests]
    if not chosen:
        want, verdicts = lacking[0]
        return not_stated(desk, want, verdicts)
    missing = "、".join(uncovered(verdicts, want) for want, verdicts in lacking) or None
    return desk.answer(
        status=_how_many(place, chosen),
        figures=tuple(cited(v) for v in chosen),
        related=related(chosen, [v for _, verdicts in judged for v in verdicts]),
        missing=missing,
    )


def _picked(desk: Desk, judged: list[list[Verdict]]) -> list[list[Verdict]]:
    """What answers each want, each beside what answers the others."""
    good = [ranked(verdicts) for verdicts in judged]
    if len({r.meta.region.code for r in desk.scopes[0].reports}) > 1:
        return [by_report(of_kind_first(found, best_kind(found))) for found in good]
    row = side_by_side(good)
    taken = [best.candidate.figure.start for best in row if best]
    found = [
        _of_one(desk, [best, *(v for v in others if v.candidate.figure.start not in taken)], verdicts) if best else []
        for best, others, verdicts in zip(row, good, judged, strict=True)
    ]
    ordered = in_order(desk.question.wants, found, judged)
    desk.assumed += tuple(
        f"{_words(want)}→{bests[0].candidate.figure.own}"
        for want, before, bests in zip(desk.question.wants, found, ordered, strict=True)
        if bests and not before
    )
    return ordered


def _words(want: Want) -> str:
    """What must be covered, in the asker's words."""
    return "".join(term.text for term in want.core)


def _of_one(desk: Desk, good: list[Verdict], verdicts: list[Verdict]) -> list[Verdict]:
    """What one place has to say to a want: the best figure, its equals, or all that were listed."""
    good = [as_it_is(desk.question.role, good[0], verdicts), *good[1:]]
    if desk.question.parts and (parts := parts_of(good[0], verdicts)):
        return parts
    row = partners(good[0], verdicts, desk.question.abreast)
    return row if len(row) > 1 else equals(good)


def _how_many(place: Scope, chosen: list[Verdict]) -> Status:
    """Figures of places that share the name (鼓楼区) are offered to choose from, not given as the answer."""
    places = {v.candidate.report.meta.region.code for v in chosen}
    if len(place.target.regions) > 1 and not place.target.inside and len(places) > 1:
        return "ambiguous"
    return "several" if len(chosen) > 1 else "answered"


def _passage(desk: Desk) -> Answer:
    place = desk.scopes[0]
    want = without_publisher(desk.question.wants[0], place.reports)
    query = "".join(t.text for t in (*want.context, *want.terms))
    years = [y for y in place.target.years if all(report.meta.year < y for report in place.reports)]
    ahead = f"{years[0]}年" if years else ""
    places = desk.retrieval.places(place.reports, query)
    named = must_name(place) if place.borrowed and place.reports == place.borrowed else ""
    best = best_quote(want, places, Sought(ahead, named, chapter(desk.question.text)))
    if best is None:
        return desk.answer(status="not_found", reason="not_stated", missing=_words(want))
    return desk.answer(status="passage", passages=(excerpt(best, places, desk.retrieval.text(best.place.report)),))


def _chatter(desk: Desk) -> Answer:
    return desk.answer(status="not_found", reason="not_a_question")


def _library(desk: Desk) -> Answer:
    """What the library holds of the asked place: listed, nothing looked up."""
    asked = desk.scopes[0] if desk.scopes else None
    reports = asked.reports if asked else tuple(desk.reports)
    if not reports and asked:
        return desk.answer(status="not_found", reason=asked.reason, missing=asked.missing, held=asked.held)
    return desk.answer(status="passage", held=tuple(f"《{r.meta.title}》" for r in reports))


_BY_INTENT: dict[Intent, Callable[[Desk], Answer]] = {
    "figure": _figure,
    "compare": compare,
    "rank": rank,
    "trend": trend,
    "passage": _passage,
    "library": _library,
    "chatter": _chatter,
}


def answer(desk: Desk) -> Answer:
    """The answer to a question by its intent; a place or year that no report covers is refused first."""
    if desk.question.intent in ("library", "chatter"):
        return _BY_INTENT[desk.question.intent](desk)
    if desk.question.intent in ("figure", "compare", "rank"):
        desk.scopes = [borrowing(desk, place) for place in desk.scopes]
    if desk.question.intent == "passage":
        desk.scopes = [quoting(place) for place in desk.scopes]
    return _refusal(desk) or _BY_INTENT[desk.question.intent](desk)
