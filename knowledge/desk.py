"""One question at work: the reports it is about, and every figure of theirs judged."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property

from knowledge.cases import Asked
from knowledge.match import touches
from knowledge.models import Answer, Shelved
from knowledge.question import Question
from knowledge.rank import Verdict, judge, ranked
from knowledge.retrieval import Retrieval
from knowledge.scope import Scope, publisher_names, scope
from knowledge.second_look import second_look
from knowledge.spelling import Vocabulary
from knowledge.terms import Term, is_own_wording, parts
from knowledge.wants import Want


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
        others = [report for scope in self.scopes if scope.target != place.target for report in scope.reports]
        want = self._in_words_of(place, without_publisher(want, place.reports, others))
        query = "".join(t.text for t in (*want.context, *want.terms))
        role = "plan" if place.reports and place.reports == place.planned else self.question.role
        asked = Asked.of(self.question, place.target, role, must_name(place))
        touched = (p for p in self.retrieval.places(place.reports, query) if touches(want, p))
        return second_look(want, [judge(want, candidate, asked) for p in touched for candidate in p.candidates])

    def _in_words_of(self, place: Scope, want: Want) -> Want:
        """Everyday words that the reports never use are the asker's own way of putting it, and need not be covered."""
        said = self.vocabulary
        split = [part for t in want.terms for part in ((t,) if any(map(said.says, t.means)) else _telling_parts(t))]
        own = [is_own_wording(t) and not any(map(said.says, t.means)) for t in split]
        if all(mine or t.soft or t.spoken for t, mine in zip(split, own, strict=True)):
            return want  # nothing else was asked for: what the reports do not say is what is missing
        terms = tuple(
            t.model_copy(update={"soft": True, "focus": False}) if mine else t
            for t, mine in zip(split, own, strict=True)
        )
        return want.model_copy(update={"terms": terms}) if place.reports else want

    def answer(self, **fields: object) -> Answer:
        return Answer.model_validate({"question": self.question.text, "carried": self.question.carried, **fields})


def _telling_parts(term: Term) -> tuple[Term, ...]:
    """The words of a compound, where they say something by themselves: not 社, 零 and 总额."""
    split = parts(term)
    return (term,) if all(part.soft for part in split) else split


def must_name(place: Scope) -> str:
    """What is told of a borrowed report must itself name: the place asked for, or the year."""
    if place.reports != place.borrowed:
        return ""
    around = all(r.meta.region not in place.target.regions for r in place.borrowed)
    return place.target.regions[0].name[:-1] if around else f"{place.target.years[0]}年"


def without_publisher(want: Want, reports: Sequence[Shelved], others: Sequence[Shelved] = ()) -> Want:
    """市司法局驻…窗口: who publishes the report, or another that it is compared with, stands beside no figure of it."""

    def names(term: Term, report: Shelved) -> bool:
        return any(term.text in name for name in publisher_names(report))

    publisher = tuple(t for t in want.terms if all(names(t, r) for r in reports) or any(names(t, r) for r in others))
    terms = tuple(t for t in want.terms if t not in publisher)
    return want.model_copy(update={"terms": terms, "publisher": publisher}) if terms else want


def quoting(place: Scope) -> Scope:
    """Words of a year to come stand in the report of the year before, of a place without one in that around it."""
    lent = place.planned or (place.borrowed if place.reason == "no_place" else ())
    return place._replace(reports=lent, reason=None) if place.reason and lent else place


def borrowing(desk: Desk, place: Scope) -> Scope:
    """A place or year without a report, answered from one that plans or speaks of it, where a figure there does."""
    if not place.reason:
        return place
    lent = (place._replace(reports=reports, reason=None) for reports in (place.planned, place.borrowed) if reports)
    return next((scope for scope in lent if any(ranked(desk.verdicts(w, scope)) for w in desk.question.wants)), place)
