"""One candidate before a want: what the rules of refusal look at, and the words that none of them lets go."""

from typing import NamedTuple

from knowledge import lexicon
from knowledge.match import Evidence
from knowledge.models import Figure
from knowledge.question import AskedRole, Question
from knowledge.targets import Target
from knowledge.terms import Term, binds, opposites
from knowledge.wants import Want, is_outcome

_VERB = 2  # characters of the verb that a phrase opens with: 维持 of 维持原决定


class Asked(NamedTuple):
    """What a verdict needs to know of the question beside the want."""

    years: tuple[int, ...] = ()
    role: AskedRole | None = None
    given: tuple[str, ...] = ()
    base: str = ""  # what a growth that is asked for is counted from: 2016年底
    since: tuple[str, ...] = ()  # the stretches of time that it names: 自开设以来
    changes: bool = False  # asks how far a thing has moved: 提高了几个百分点
    named: str = ""  # a place or a year that the figure itself must name: the report is of another

    @classmethod
    def of(cls, question: Question, target: Target, role: AskedRole | None, named: str = "") -> "Asked":
        return cls(target.years, role, question.given, target.base, question.since, question.changes, named)


class Case(NamedTuple):
    """One candidate before the rules."""

    want: Want
    figure: Figure
    clause: str
    found: Evidence
    asked: Asked


def qualifies(term: Term) -> bool:
    """Whether a word tells a part from the whole: 农村, 刑事."""
    return term.text.startswith(lexicon.words("qualifiers.txt"))


def is_binding(term: Term) -> bool:
    """Whether a word that a figure lacks makes it another figure: an outcome, a procedure, a part of the whole."""
    outcome = is_outcome(term.text) or is_outcome(term.text[:_VERB])
    return outcome or term.subject or qualifies(term) or binds(term.text) or bool(opposites(term.text))
