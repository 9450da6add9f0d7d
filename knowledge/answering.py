"""From a question that is understood to an answer: one small function an intent."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cached_property

from knowledge import quoting
from knowledge.match import Near, touches
from knowledge.models import Answer, Cited, Computed, Shelved, Status
from knowledge.numbers import unit_kind, units_agree
from knowledge.question import Intent, Question
from knowledge.rank import NEAR_TIE, Asked, Verdict, judge, ranked
from knowledge.retrieval import Retrieval
from knowledge.scope import Scope, publisher_name, scope
from knowledge.spelling import Vocabulary
from knowledge.terms import is_own_wording, parts
from knowledge.wants import Want

#: Figures that are offered beside an answer, or as near ones.
MOST_RELATED = 5
#: Figures that may answer equally; of more, the first is as good as any.
MOST_EQUAL = 2
_EQUAL = 2  # of the preference tuple: points, role
#: Closeness, of 100, that makes a rejected figure worth offering as a near one.
LEAST_NEAR = 25
#: Reports that one answer shows.
MOST_REPORTS = 12


def cited(verdict: Verdict) -> Cited:
    candidate = verdict.candidate
    return Cited(figure=candidate.figure, report=candidate.report, section=candidate.place.passage.label)


class Desk:
    """One question at work: its scopes, and what retrieval brings for each."""

    def __init__(self, question: Question, reports: Sequence[Shelved], retrieval: Retrieval) -> None:
        self.question = question
        self.reports = reports
        self.retrieval = retrieval
        today = datetime.now(UTC).date()
        self.scopes = [scope(question, target, reports, today) for target in question.targets]
        self.assumed = tuple(
            f"{s.target.relative}→{s.target.years[0]}年" for s in self.scopes if s.target.relative and s.target.years
        )

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What the reports in question say: the words that a typed one may have been meant to be."""
        places = (self.retrieval.places(s.reports, self.question.text) for s in self.scopes)
        return self.retrieval.vocabulary([place for found in places for place in found])

    def verdicts(self, want: Want, place: Scope) -> list[Verdict]:
        """Every figure that retrieval brings for a want, judged."""
        want = self._in_words_of(place, _without_publisher(want, place.reports))
        query = "".join(t.text for t in (*want.context, *want.terms))
        asked = Asked(place.target.years, self.question.role, self.question.given, _must_name(place))
        touched = (p for p in self.retrieval.places(place.reports, query) if touches(want, p))
        return [judge(want, candidate, asked) for p in touched for candidate in p.candidates]

    def _in_words_of(self, place: Scope, want: Want) -> Want:
        """Everyday words that the reports never use are the asker's own way of putting it, and need not be covered."""
        said = self.vocabulary
        split = (part for t in want.terms for part in ((t,) if any(map(said.says, t.means)) else parts(t)))
        terms = tuple(
            t.model_copy(update={"soft": True, "focus": False}) if is_own_wording(t) and not said.says(t.text) else t
            for t in split
        )
        return want.model_copy(update={"terms": terms}) if place.reports else want

    def answer(self, **fields: object) -> Answer:
        return Answer.model_validate({"question": self.question.text, "carried": self.question.carried, **fields})


def _must_name(place: Scope) -> str:
    """What a figure of a borrowed report must name itself: the place asked for, or the year."""
    if place.reports != place.borrowed:
        return ""
    around = all(r.meta.region not in place.target.regions for r in place.borrowed)
    return place.target.regions[0].name[:-1] if around else f"{place.target.years[0]}年"


def _without_publisher(want: Want, reports: Sequence[Shelved]) -> Want:
    """市司法局驻…窗口: who publishes the report need not stand beside its figures."""
    terms = tuple(t for t in want.terms if not all(t.text in publisher_name(r) for r in reports))
    return want.model_copy(update={"terms": terms}) if terms else want


def _refusal(desk: Desk) -> Answer | None:
    """No report for the place or the year: said before anything is looked up."""
    lacking = [s for s in desk.scopes if s.reason]
    if len(lacking) < len(desk.scopes):
        return None
    first = lacking[0]
    return desk.answer(status="not_found", reason=first.reason, missing=first.missing, held=first.held)


def _kinship(verdict: Verdict) -> tuple[bool, int]:
    """How near a refused figure is: of the same procedure first, then by closeness."""
    same = all(near > Near.PASSAGE for term, near in verdict.evidence.core if term.subject)
    return same, verdict.closeness


def _uncovered(verdicts: list[Verdict], want: Want) -> str:
    """The asked words that the nearest figure does not cover, in the asker's words."""
    best = max(verdicts, key=_kinship, default=None)
    lacking = [t.text for t, near in best.evidence.core if near <= Near.PASSAGE] if best else []
    return "".join(lacking) or "".join(t.text for t in want.core)


def _nearest(verdicts: list[Verdict]) -> tuple[Cited, ...]:
    near = sorted((v for v in verdicts if v.closeness >= LEAST_NEAR), key=_kinship, reverse=True)
    return tuple(cited(v) for v in near[:MOST_RELATED])


def _not_stated(desk: Desk, want: Want, verdicts: list[Verdict]) -> Answer:
    return desk.answer(
        status="not_found", reason="not_stated", missing=_uncovered(verdicts, want), nearest=_nearest(verdicts)
    )


def _related(best: list[Verdict], verdicts: list[Verdict]) -> tuple[Cited, ...]:
    """Other figures of the same sentences."""
    shown = {(v.candidate.report.id, v.candidate.figure.start) for v in best}
    sentences = {(v.candidate.report.id, v.candidate.figure.quote_start) for v in best}
    return tuple(
        cited(v)
        for v in verdicts
        if (v.candidate.report.id, v.candidate.figure.quote_start) in sentences
        and (v.candidate.report.id, v.candidate.figure.start) not in shown
    )[:MOST_RELATED]


def _both_ends(desk: Desk, best: Verdict, verdicts: list[Verdict]) -> list[Verdict]:
    """The state before and the state after, where both were asked for."""
    if desk.question.role != "both":
        return [best]
    same = [
        v
        for v in verdicts
        if v.candidate.figure.quote_start == best.candidate.figure.quote_start
        and v.candidate.report.id == best.candidate.report.id
        and v.candidate.figure.role in ("before", "after")
        and units_agree(best.candidate.figure.unit, v.candidate.figure.unit)
    ]
    ends = sorted(same, key=lambda v: v.candidate.figure.start)
    return ends if best in ends else [best]


def _by_report(good: list[Verdict], slack: int = 5 * NEAR_TIE) -> list[Verdict]:
    """The best figure of each report, as far as it is about as close as the best of all."""
    seen: dict[str, Verdict] = {}
    for verdict in good:
        seen.setdefault(verdict.candidate.report.id, verdict)
    limit = good[0].preference[0] - slack if good else 0
    return [v for v in seen.values() if v.preference[0] >= limit][:MOST_REPORTS]


def _equals(good: list[Verdict]) -> list[Verdict]:
    """The best figure, and those of its sentence that answer just as well: 纠错率 is 直接14.1% and 综合21.9%."""
    best = good[0].candidate.figure
    return [
        v
        for v in good
        if v.preference[:_EQUAL] == good[0].preference[:_EQUAL]
        and v.candidate.figure.quote_start == best.quote_start
        and v.candidate.figure.unit == best.unit
    ][:MOST_EQUAL]


def _beside(chosen: list[Verdict], good: list[Verdict]) -> list[Verdict]:
    """What stands in a sentence already shown goes first: several things asked at once stand together."""
    shown = {(v.candidate.report.id, v.candidate.figure.quote_start) for v in chosen}
    taken = {(v.candidate.report.id, v.candidate.figure.start) for v in chosen}

    def together(verdict: Verdict) -> tuple[int, ...]:
        figure, report = verdict.candidate.figure, verdict.candidate.report.id
        bonus = 12 if (report, figure.quote_start) in shown else 0
        return (verdict.preference[0] + bonus, *verdict.preference[1:])

    free = [v for v in good if (v.candidate.report.id, v.candidate.figure.start) not in taken]
    return sorted(free, key=together, reverse=True)


def _figure(desk: Desk) -> Answer:
    """One thing or several, of one place or of none."""
    place = desk.scopes[0]
    chosen: list[Verdict] = []
    judged: list[Verdict] = []
    lacking: list[tuple[Want, list[Verdict]]] = []
    for want in desk.question.wants:
        verdicts = desk.verdicts(want, place)
        judged += verdicts
        good = _beside(chosen, ranked(verdicts))
        if not good:
            lacking.append((want, verdicts))
            continue
        several = len({r.meta.region.code for r in place.reports}) > 1
        picked = _by_report(good) if several else _equals(good)
        chosen += [end for best in picked for end in _both_ends(desk, best, verdicts)]
    if not chosen:
        want, verdicts = lacking[0]
        return _not_stated(desk, want, verdicts)
    missing = "、".join(_uncovered(verdicts, want) for want, verdicts in lacking) or None
    return desk.answer(
        status=_how_many(place, chosen),
        figures=tuple(cited(v) for v in chosen),
        related=_related(chosen, judged),
        missing=missing,
    )


def _how_many(place: Scope, chosen: list[Verdict]) -> Status:
    """Figures of places that share the name (鼓楼区) are offered to choose from, not given as the answer."""
    places = {v.candidate.report.meta.region.code for v in chosen}
    if len(place.target.regions) > 1 and not place.target.inside and len(places) > 1:
        return "ambiguous"
    return "several" if len(chosen) > 1 else "answered"


def _alike_first(good: list[Verdict], chosen: list[Verdict]) -> list[Verdict]:
    """What is counted in the same kind of unit as the figures already chosen goes first: only that compares."""
    if not chosen:
        return good
    kind = unit_kind(chosen[0].candidate.figure.unit)
    return sorted(good, key=lambda v: unit_kind(v.candidate.figure.unit) != kind)


def _each_scope(desk: Desk) -> tuple[list[Verdict], list[str], list[Verdict]]:
    """The best figure for each want and each place or year, what is missing, and all that was judged."""
    chosen: list[Verdict] = []
    judged: list[Verdict] = []
    missing: list[str] = []
    for place in desk.scopes:
        if place.reason:
            missing.append(place.missing or "")
            continue
        for want in desk.question.wants:
            verdicts = desk.verdicts(want, place)
            judged += verdicts
            good = _alike_first(ranked(verdicts), chosen)
            by_year = {v.candidate.report.meta.year: v for v in reversed(good)}
            if not good:
                missing.append(place.target.said)
            chosen += [by_year[y] for y in sorted(by_year)] if len(place.target.years) > 1 else good[:1]
        missing += [f"{place.target.said}{year}年" for year in place.absent]
    return chosen, missing, judged


def _difference(figures: tuple[Cited, ...]) -> tuple[Computed, ...]:
    if len(figures) != 2 or not _alike(figures):  # noqa: PLR2004
        return ()
    a, b = (c.figure for c in figures)
    unit = a.unit if unit_kind(a.unit) != "rate" else "个百分点"
    return (Computed(what="差", value=abs(a.value - b.value), unit=unit, parts=(0, 1)),)


def _alike(figures: tuple[Cited, ...]) -> bool:
    return all(units_agree(figures[0].figure.unit, c.figure.unit) for c in figures)


def _winner(figures: tuple[Cited, ...]) -> str | None:
    best = max(figures, key=lambda c: c.figure.value, default=None)
    ties = [c for c in figures if best and c.figure.value == best.figure.value]
    return best.report.meta.region.label if best and len(ties) == 1 and _alike(figures) else None


def _caution(figures: tuple[Cited, ...]) -> tuple[str, ...]:
    """Why the figures may not compare: other years, other words for what is counted."""
    reasons = []
    if len({c.report.meta.year for c in figures}) > 1 and len({c.report.meta.region.code for c in figures}) > 1:
        reasons.append("years")
    if len({c.figure.indicator for c in figures}) > 1:
        reasons.append("indicators")
    return tuple(reasons)


def _compare(desk: Desk) -> Answer:
    chosen, missing, judged = _each_scope(desk)
    if not chosen:
        return _not_stated(desk, desk.question.wants[0], judged)
    figures = tuple(cited(v) for v in chosen)
    compares = len(figures) > 1 and len(desk.question.wants) == 1
    return desk.answer(
        status="several" if len(figures) > 1 else "answered",
        figures=figures,
        missing="、".join(missing) or None,
        computed=_difference(figures) if compares else (),
        winner=_winner(figures) if compares else None,
        caution=_caution(figures) if compares else (),
    )


def _trend(desk: Desk) -> Answer:
    chosen, missing, judged = _each_scope(desk)
    if not chosen:
        return _not_stated(desk, desk.question.wants[0], judged)
    figures = tuple(cited(v) for v in chosen)
    return desk.answer(
        status="several" if len(figures) > 1 else "answered",
        figures=figures,
        missing="、".join(missing) or None,
        held=desk.scopes[0].held,
        computed=_difference(figures),
    )


def _rank(desk: Desk) -> Answer:
    """Every report that states it, or the places that were named, in order."""
    want, place = desk.question.wants[0], desk.scopes[0]
    if len(desk.scopes) > 1:
        chosen, missing, judged = _each_scope(desk)
    else:
        judged, missing = desk.verdicts(want, place), []
        chosen = _by_report(ranked(judged))
    if not chosen:
        return _not_stated(desk, want, judged)
    kind = unit_kind(chosen[0].candidate.figure.unit)
    alike = [v for v in chosen if unit_kind(v.candidate.figure.unit) == kind]
    order = sorted(alike, key=lambda v: v.candidate.figure.value, reverse=not desk.question.ascending)
    figures = tuple(cited(v) for v in order)
    return desk.answer(
        status="several" if len(figures) > 1 else "answered",
        figures=figures,
        missing="、".join(missing) or None,
        winner=_winner(figures) if len(figures) > 1 and not desk.question.ascending else None,
        caution=_caution(figures),
    )


def _passage(desk: Desk) -> Answer:
    want, place = desk.question.wants[0], desk.scopes[0]
    query = "".join(t.text for t in (*want.context, *want.terms))
    best = quoting.best_quote(want, desk.retrieval.places(place.reports, query))
    if best is None:
        return desk.answer(status="not_found", reason="not_stated", missing="".join(t.text for t in want.core))
    return desk.answer(status="passage", passages=(quoting.excerpt(best),))


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
    "compare": _compare,
    "rank": _rank,
    "trend": _trend,
    "passage": _passage,
    "library": _library,
    "chatter": _chatter,
}


def answer(desk: Desk) -> Answer:
    """The answer to a question by its intent; a place or year that no report covers is refused first."""
    if desk.question.intent in ("library", "chatter"):
        return _BY_INTENT[desk.question.intent](desk)
    if desk.question.intent == "figure":
        desk.scopes = [_borrowing(desk, place) for place in desk.scopes]
    return _refusal(desk) or _BY_INTENT[desk.question.intent](desk)


def _borrowing(desk: Desk, place: Scope) -> Scope:
    """A place or year without a report of its own, answered from one that speaks of it, where a figure there does."""
    if not place.reason or not place.borrowed:
        return place
    lent = place._replace(reports=place.borrowed, reason=None)
    return lent if any(ranked(desk.verdicts(want, lent)) for want in desk.question.wants) else place
