"""Reading a question: its places and years, what it is after, and the things it asks for.

::

    text --fold--> targets (places, years), role --> intent --> wants (one for each thing asked for)
"""

import re
from collections.abc import Collection, Iterable
from functools import cache
from typing import Literal

from pydantic import Field

from knowledge import lexicon
from knowledge.models import Frozen, Region
from knowledge.periods import find_periods
from knowledge.regions import is_within
from knowledge.targets import Target, find_targets, spelled_out
from knowledge.text import fold
from knowledge.wants import JOINT, Want, abreast, given_numbers, read_sides, read_wants

Intent = Literal["figure", "compare", "rank", "trend", "passage", "library", "chatter"]
AskedRole = Literal["both", "before", "after", "plan", "total"]

_ASKS = re.compile("多少|几|百分")
_BESIDE = 3  # characters before a cue in which the 和 of a list stands: 和年末在册
LONGEST = 500  # characters of a question that are read


class IntentRow(lexicon.Row):
    intent: Intent
    cue: str
    seen: str


class ChatterRow(lexicon.Row):
    says: str
    seen: str


class RoleRow(lexicon.Row):
    role: AskedRole
    says: str
    seen: str


class Question(Frozen):
    text: str
    intent: Intent
    targets: tuple[Target, ...]
    wants: tuple[Want, ...]
    role: AskedRole | None = None
    ascending: bool = False
    abreast: frozenset[str] = frozenset()  # words that may each ask for a figure: 取缔和整改, 城镇 农村 居民收入
    given: tuple[str, ...] = ()  # numbers that the question itself states
    carried: dict[str, str] = Field(default_factory=dict)
    leans: bool = False  # 那…呢: leans on what was asked before
    since: tuple[str, ...] = ()  # stretches of time that are no plain years: 自开设以来, 截至11月底
    changes: bool = False  # asks how far a thing has moved: 提高了几个百分点
    done: bool = False  # asks for what was done: 改造了多少个
    parts: bool = False  # asks for all parts of a whole: 都是什么结果,每种各多少件
    compares: bool = False  # 跟花都区比哪个多: with what was asked before, where it names one place alone


@cache
def _intents() -> tuple[tuple[Intent, re.Pattern[str]], ...]:
    return tuple((r.intent, re.compile(r.cue)) for r in lexicon.rows("intents.toml", IntentRow))


@cache
def _roles() -> tuple[tuple[AskedRole, re.Pattern[str]], ...]:
    return tuple((r.role, re.compile(r.says)) for r in lexicon.rows("roles.toml", RoleRow))


@cache
def _chatter() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(r.says, re.IGNORECASE) for r in lexicon.rows("chatter.toml", ChatterRow))


@cache
def _any_of(name: str) -> re.Pattern[str]:
    """One pattern for a list of regular expressions."""
    return re.compile("|".join(lexicon.words(name)))


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _intent(text: str, targets: tuple[Target, ...], wants: tuple[Want, ...]) -> Intent:
    """The first intent whose cue stands in the text and that can be: one place alone cannot be compared."""
    several = len(targets) > 1 or any(len(t.years) > 1 for t in targets)
    asks_number = any(want.kind for want in wants)
    told = any(want.kind == "rate" or want.moves for want in wants)
    how_much = not several and told  # 比上年涨了多少: the report itself says
    impossible = {
        name for name, rules in (("compare", not several), ("passage", asks_number), ("trend", how_much)) if rules
    }
    found = next((name for name, cue in _intents() if name not in impossible and cue.search(text)), None)
    if found == "compare" and len(targets) > 2:  # noqa: PLR2004  # two are compared, more are ranked
        return "rank"
    if found is None and any(len(t.years) > 1 for t in targets):
        return "trend"
    return found or ("compare" if len(targets) > 1 else "figure")


def _compared(text: str, targets: tuple[Target, ...]) -> tuple[Want, ...]:
    """The things that a question compares within one place and year: 民事的多还是刑事的多."""
    several = len(targets) > 1 or any(len(t.years) > 1 for t in targets)
    asks = any(name in ("compare", "rank") and cue.search(text) for name, cue in _intents())
    return read_sides(text) if asks and not several else ()


def _told_by(intent: Intent, text: str) -> list[tuple[int, int]]:
    """The spans of the text that tell the intent."""
    return [found.span() for name, cue in _intents() if name == intent for found in cue.finditer(text)]


def is_chatter(text: str) -> bool:
    """Whether a text is no question about reports: a greeting, the weather, nothing but punctuation."""
    folded = fold(text).strip()
    return not any(c.isalnum() for c in folded) or any(says.search(folded) for says in _chatter())


def _put_together(text: str) -> str:
    """立了几个案 → 立案几个."""
    for verb in lexicon.words("separable.txt"):
        apart = rf"{verb[0]}(?:了?((?:多少|几)[个件起次宗]?){verb[1]}(?!件)|的{verb[1]}[子件])"
        text = re.sub(apart, rf"{verb}\1", text)
    return text


def read_alone(text: str, known: Collection[Region]) -> Question:
    """A question read by itself."""
    folded = spelled_out(_put_together(fold(text)[:LONGEST]))
    targets, spans = find_targets(folded, known)
    placed = any(target.regions or target.years for target in targets)
    if not placed and is_chatter(folded):
        return Question(text=text, intent="chatter", targets=(), wants=())
    rest = _blank(folded, spans)
    cue = next(((role, found) for role, says in _roles() if (found := says.search(rest))), None)
    wants = read_wants(rest)
    intent = _intent(rest, targets, wants)
    sides = _compared(rest, targets)
    compares = any(name == "compare" and cue.search(rest) for name, cue in _intents())
    if intent == "compare" and not compares and len(inner := _innermost(targets)) == 1:  # 福建头一家…在思明
        targets = inner
        intent = _intent(rest, targets, wants)
    if sides and intent not in ("library", "trend"):
        intent = "rank" if intent == "rank" or len(sides) > len(("one", "other")) else "compare"
    return Question(
        text=text,
        intent=intent,
        targets=targets,
        wants=sides or _wants(rest, intent, cue[1] if cue else None),
        role=cue[0] if cue else None,
        ascending=bool(_any_of("ascending.txt").search(rest)),
        abreast=abreast(rest),
        given=given_numbers(rest),
        leans=bool(_any_of("leaning.txt").search(folded)),
        since=tuple(p.text for p in find_periods(folded) if not p.text.rstrip("年").isdigit()),
        changes=bool(_any_of("changes_asked.txt").search(rest)),
        done=bool(_any_of("done_asked.txt").search(rest)),
        parts=intent == "figure" and bool(_any_of("parts_asked.txt").search(rest)),
        compares=compares,
    )


def _wants(text: str, intent: Intent, cue: re.Match[str] | None) -> tuple[Want, ...]:
    """What is asked for, without the words that say which end of it, how it went, or in what order."""
    spans = [_unmarked(cue, text)] if cue and intent != "passage" and not _is_item(cue, text) else []
    spans += _told_by(intent, text) if intent in ("trend", "rank") else []
    spans += [found.span() for found in _any_of("parts_asked.txt").finditer(text)] if intent == "figure" else []
    wants = read_wants(_blank(text, spans))
    if intent in ("compare", "rank") and _any_of("faster_asked.txt").search(text):  # 谁的收入涨得快
        wants = tuple(want.model_copy(update={"kind": "rate", "unit": None}) for want in wants)
    return wants


def _is_item(cue: re.Match[str], text: str) -> bool:
    """Whether a cue is one of several things asked: 新接收、解除和在册的各多少人."""
    return bool(JOINT.search(text[: cue.start()][-_BESIDE:]))


def _innermost(targets: tuple[Target, ...]) -> tuple[Target, ...]:
    """The targets that no other lies in."""
    return tuple(t for t in targets if not any(_holds(t, other) for other in targets))


def _holds(outer: Target, inner: Target) -> bool:
    pairs = [(a, b) for a in outer.regions for b in inner.regions]
    return bool(pairs) and all(a != b and is_within(b, a) for a, b in pairs)


def _unmarked(cue: re.Match[str], text: str) -> tuple[int, int]:
    """The span of a cue without the 多少 or 几 that it may end in."""
    asks = _ASKS.search(text, cue.start(), cue.end())
    return cue.start(), asks.start() if asks else cue.end()
