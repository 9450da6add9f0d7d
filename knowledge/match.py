"""How near the asked words stand to a figure: the evidence that ranking weighs."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

from knowledge import lexicon
from knowledge.departments import department_names
from knowledge.fuzzy import mostly_said, shortened
from knowledge.models import Figure, Passage, Shelved
from knowledge.numbers import unit_says, units_agree
from knowledge.regions import find_regions, is_within
from knowledge.terms import Term, content_words, implied_by, known_word, meanings, negations, parts, plain, subjects
from knowledge.tokens import pairs
from knowledge.wants import Want

_HEAD = 2  # characters of the head of a compound: 复议 of 行政复议
_SETTLED = "办结"
_LIST = "、"
_CLAUSE_ENDS = ",;:。!?\n(（，；：、"


class Near(IntEnum):
    """Where a term is found, from nowhere to right beside the number."""

    NOWHERE = 0
    PASSAGE = 1
    SENTENCE = 2
    TOPIC = 3  # its headings, or the sentence that opens the passage
    CLAUSE = 4
    INDICATOR = 5
    OWN = 6


_AROUND = (Near.TOPIC, Near.SENTENCE)


@dataclass(frozen=True)
class Place:
    """A passage in its report, told apart by version and ordinal alone; what is worked out of it is kept."""

    report: Shelved = field(compare=False)
    passage: Passage = field(compare=False)
    key: tuple[str, int, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", (self.report.id, self.report.version, self.passage.ordinal))

    @cached_property
    def headings(self) -> str:
        """All its headings, plain."""
        return plain(" ".join(self.passage.path))

    @cached_property
    def topic(self) -> str:
        """Its heading and the sentence that opens it, plain."""
        return plain(" ".join(self.passage.path[-1:]) + self.passage.text.split("。")[0])

    @cached_property
    def whole(self) -> str:
        """All its headings and its text, plain."""
        return self.headings + plain(self.passage.text)

    @cached_property
    def candidates(self) -> tuple["Candidate", ...]:
        return tuple(Candidate(f, self, _clause(self.passage, i)) for i, f in enumerate(self.passage.figures))


@dataclass(frozen=True)
class Candidate:
    """A figure where it stands, with the plain texts around it."""

    figure: Figure
    place: Place
    clause: str

    @property
    def report(self) -> Shelved:
        return self.place.report

    @cached_property
    def faces(self) -> tuple[tuple[Near, str], ...]:
        """Plain texts, nearest first."""
        figure = self.figure
        return (
            (Near.OWN, plain(figure.own or _lent(figure))),
            (Near.INDICATOR, plain(figure.indicator + (figure.scope or ""))),
            (Near.CLAUSE, plain(self.clause)),
            (Near.TOPIC, self.place.topic),
            (Near.SENTENCE, plain(figure.quote)),
            (Near.PASSAGE, self.place.whole),
        )

    @cached_property
    def extras(self) -> tuple[tuple[str, bool], ...]:
        """Content words of what stands beside the number."""
        return content_words(self.figure.own)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """What stands beside the numbers that its sentence gives as parts of it, plain."""
        figure = self.figure
        return tuple(
            plain(other.own)
            for other in self.place.passage.figures
            if other.quote_start == figure.quote_start and other.start > figure.start
            if other.role == "part" and other.unit == figure.unit
        )

    @cached_property
    def counted_beside(self) -> tuple[str, ...]:
        """Units of the other figures of its sentence."""
        figure = self.figure
        others = (other for other in self.place.passage.figures if other.quote_start == figure.quote_start)
        return tuple(other.unit for other in others if other.start != figure.start)

    @cached_property
    def departments(self) -> tuple[str, ...]:
        """Names of departments in its indicator."""
        indicator = plain(self.figure.indicator)
        return tuple(name for name in department_names() if name in indicator)

    @cached_property
    def elsewhere(self) -> tuple[str, ...]:
        """Places other than the report's own and those around it that stand beside the number: 襄阳、宜昌经济总量."""
        home = self.report.meta.region
        return tuple(m.text for m in find_regions(self.figure.own) if not any(is_within(home, r) for r in m.regions))

    @cached_property
    def head_words(self) -> tuple[tuple[str, bool], ...]:
        """Content words of what was brought in from before."""
        return content_words(self.figure.head)


def _lent(figure: Figure) -> str:
    """The one name that comes from before: 公园 of 累计973座, but not 许可、处罚 of 共42条."""
    return "" if _LIST in figure.head else figure.head


def _clause(passage: Passage, index: int) -> str:
    """The stretch around a figure that holds no other: between its neighbours and the nearest punctuation."""
    figures, figure = passage.figures, passage.figures[index]
    low = max(passage.start, figures[index - 1].end if index else 0)
    high = min(passage.end, figures[index + 1].start if index + 1 < len(figures) else passage.end)
    before = passage.text[low - passage.start : figure.start - passage.start]
    behind = passage.text[figure.end - passage.start : high - passage.start]
    left = max(before.rfind(c) for c in _CLAUSE_ENDS) + 1
    right = min((i for c in _CLAUSE_ENDS if (i := behind.find(c)) >= 0), default=len(behind))
    return before[left:] + figure.text + behind[:right]


def stands(word: str, text: str) -> bool:
    """Whether a word stands in a plain text, and not only behind a negation (不予受理 is no 受理)."""
    at = text.find(word)
    while at >= 0:
        if not _is_negated(text[:at]):
            return True
        at = text.find(word, at + 1)
    return False


def _nearly(term: Term, text: str) -> bool:
    """Whether a text says a term in nearly its own characters: most of a long one, 闲置土地 for 闲置地."""
    return mostly_said(term.text, text) or (not term.subject and shortened(term.text, text))


def _is_negated(before: str) -> bool:
    """Whether what a text ends in turns the next word into its opposite: 不予, but not the 没 of 罚没."""
    return before.endswith(negations()) and not before.endswith(lexicon.words("no_negations.txt"))


def _wider(term: Term, asked: Collection[Term]) -> tuple[str, ...]:
    """Longer asked words that hold the term within: 公开 asked beside 信息公开申请 is said once more, or not at all."""
    holding = (other for other in asked if term.focus and term.text in other.text[:-1])
    return tuple(other.text for other in holding if not other.text.endswith(term.text))


def _without(text: str, words: Collection[str]) -> str:
    for word in words:
        text = text.replace(word, " ")
    return text


def nearness(term: Term, candidate: Candidate, wider: Collection[str] = ()) -> Near:
    """The nearest place around a figure where the term, or what may stand for it, is found; not inside `wider` ones."""
    if unit_says(term.text, candidate.figure.unit) or _is_settled(term, candidate):
        return Near.OWN
    for near, face in candidate.faces:
        text = _without(face, wider)
        if any(stands(word, text) for word in term.means) or _nearly(term, text):
            if near in _AROUND and _head_stands(term, candidate):
                return Near.INDICATOR
            return max(near, _by_parts(term, candidate), _implied(term, candidate))
    return max(_by_parts(term, candidate), _implied(term, candidate))


def _in_sentence(term: Term, candidate: Candidate) -> bool:
    sentence = plain(candidate.figure.quote)
    return any(stands(word, sentence) for word in term.means) or _nearly(term, sentence)


def _by_parts(term: Term, candidate: Candidate) -> Near:
    """举报污染 is said where 举报 and 污染 are, as near as the farther of them."""
    split = parts(term)
    telling = len(split) > 1 and all(len(part.text) > 1 or known_word(part.text) for part in split)  # no 社 and 零
    return min(nearness(part, candidate) for part in split) if telling else Near.NOWHERE


def _is_settled(term: Term, candidate: Candidate) -> bool:
    """办理建议246件 are settled: what is handled of that kind is done with."""
    _, own = candidate.faces[0]
    return _SETTLED in term.means and own.endswith(lexicon.words("handled.txt"))


def _implied(term: Term, candidate: Candidate) -> Near:
    """败诉率 is of 行政诉讼, whether its sentence says so or not."""
    _, indicator = candidate.faces[1]
    return Near.TOPIC if any(word in indicator for word in implied_by(term.text)) else Near.NOWHERE


def _head_stands(term: Term, candidate: Candidate) -> bool:
    """Under a heading or behind a subject that says 人民调解 whole, 调解4066宗 says enough; 行政调解 does not."""
    _, indicator = candidate.faces[1]
    head = term.text[-_HEAD:]
    says = term.subject and len(term.text) > _HEAD and any(stands(word, indicator) for word in meanings(head))
    return says and not any(name in indicator for name in subjects() - {head, *term.means})


class Evidence(NamedTuple):
    """What matching found out about one candidate and one want."""

    core: tuple[tuple[Term, Near], ...]
    soft: tuple[tuple[Term, Near], ...]
    context: tuple[tuple[Term, Near], ...]
    about: Near  # where what the turn before asked of stands
    whole: bool  # its own sentence says all that was asked
    alone: bool  # no other figure of its sentence is counted in the unit asked for
    literal: int  # asked words that stand in its indicator themselves, not only by what may stand for them
    lost: tuple[Term, ...]  # asked words that a later figure of its sentence has beside it, and this one has not
    extra: int  # content words beside the number that nobody asked for
    extra_head: int  # the same of what was brought in from before


def _unasked(words: tuple[tuple[str, bool], ...], asked: str) -> int:
    """How much was said beyond what was asked: two for a word that says something, one for a general one."""
    return sum(1 if general else 2 for word, general in words if not any(pair in asked for pair in pairs(word)))


def touches(want: Want, place: Place) -> bool:
    """Whether a passage says any of what must be covered; of one that does not, no figure can be the answer."""
    return any(word in place.whole or mostly_said(term.text, place.whole) for term in want.core for word in term.means)


def _is_lost(term: Term, near: Near, candidate: Candidate, asked: str) -> bool:
    """Whether a part of the figure is what was meant: 不合格 of 其中不合格案卷7卷, where 不合格案卷 is asked for."""
    elsewhere = near == Near.SENTENCE or (near > Near.SENTENCE and term.text not in candidate.faces[1][1])
    words = term.means if near == Near.SENTENCE else (term.text,)
    parts = (own for own in candidate.parts if own.startswith(words))
    return elsewhere and any(not _unasked(content_words(own), asked) for own in parts)


def evidence(want: Want, candidate: Candidate) -> Evidence:
    """What speaks for and against a candidate as the answer to a want."""
    core = tuple((t, nearness(t, candidate, _wider(t, want.core))) for t in want.core)
    return Evidence(
        core=core,
        about=nearness(want.about, candidate) if want.about else Near.OWN,
        whole=all(near >= Near.CLAUSE or _in_sentence(t, candidate) for t, near in core),
        alone=not any(units_agree(want.unit or "", unit) for unit in candidate.counted_beside),
        literal=sum(near >= Near.INDICATOR and t.text in candidate.faces[1][1] for t, near in core),
        lost=tuple(t for t, near in core if _is_lost(t, near, candidate, want.asked)),
        soft=tuple((t, nearness(t, candidate)) for t in want.terms if t not in want.core),
        context=tuple((t, nearness(t, candidate)) for t in want.context),
        extra=_unasked(candidate.extras, want.asked),
        extra_head=_unasked(candidate.head_words, want.asked),
    )
