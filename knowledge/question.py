"""Reading a question: its places and years, what it is after, and the things it asks for.

::

    text --fold--> places, years, roles --> intent --> wants (one for each thing asked for)
    history: each earlier turn read the same way; what the new turn lacks is carried over and said
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Literal

from pydantic import Field

from knowledge import lexicon
from knowledge.models import Frozen, Region
from knowledge.periods import Period, find_periods
from knowledge.regions import Mention, find_regions
from knowledge.terms import names_something
from knowledge.text import fold
from knowledge.wants import Want, find_marks, given_numbers, is_scope, read_wants

Intent = Literal["figure", "compare", "rank", "trend", "passage", "library", "chatter"]
AskedRole = Literal["both", "before", "after", "plan"]

_BASE = ("比", "较")  # 比上年增长: what is compared with, not what is asked for
_TITLE = re.compile(r"《[^》]*》")
_BARE_YEARS = re.compile(r"(?<![\d.〔\[])((?:19|20)\d\d)(?:\s?(?:到|至|-|—|~)\s?((?:19|20)\d\d))?(?![\d.%年〕\]])")
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


class Target(Frozen):
    """A place and the years asked for it; no regions: any place; no years: any year."""

    regions: tuple[Region, ...] = ()  # more than one where the name is ambiguous
    years: tuple[int, ...] = ()
    said: str = ""  # the place as it was typed
    inside: Literal["", "each", "some"] = ""  # the places inside it: all of 厦门各区, what there is of 福建的
    relative: str = ""  # 去年, 今年: a year that only the library can tell


class Question(Frozen):
    text: str
    intent: Intent
    targets: tuple[Target, ...]
    wants: tuple[Want, ...]
    role: AskedRole | None = None
    ascending: bool = False
    given: tuple[str, ...] = ()  # numbers that the question itself states
    carried: dict[str, str] = Field(default_factory=dict)
    leans: bool = False  # 那…呢: leans on what was asked before
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
def _leaning() -> re.Pattern[str]:
    """Turns that lean on the one before: 那…, 其中…, …呢."""
    return re.compile("|".join(lexicon.words("leaning.txt")))


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _bare_years(text: str) -> list[Period]:
    """思明2019 复议, 2018到2020: a thumbed year goes without its 年."""
    return [
        Period(
            start=m.start(), end=m.end(), text=m[0], years=tuple(range(int(m[1]), int(m[2] or m[1]) + 1)), label=m[0]
        )
        for m in _BARE_YEARS.finditer(text)
    ]


def _pair(text: str, mentions: list[Mention], periods: list[Period]) -> tuple[Target, ...]:
    """思明2019年跟咸宁2017年: each place with the years behind it; a place without takes those of all."""
    general = _years(periods)
    relative = next(
        (p.label for p in periods if p.relative and not p.years and text[p.start - 1 : p.start] not in _BASE), ""
    )
    if not mentions:
        return (Target(years=general, relative=relative),)
    bounds = [m.start for m in mentions[1:]] + [len(text)]
    between = [[p for p in periods if m.start < p.start < bound] for m, bound in zip(mentions, bounds, strict=True)]
    before = _years([p for p in periods if p.start < mentions[0].start])
    shared = general if len(mentions) == 1 or len(general) == 1 else before or _years(between[-1])
    return tuple(
        Target(
            regions=mention.regions,
            years=(_years(own) if len(mentions) > 1 else ()) or shared,
            said=mention.text,
            inside=_inside(text, mention),
            relative=relative,
        )
        for mention, own in zip(mentions, between, strict=True)
    )


def _years(periods: Iterable[Period]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(year for period in periods for year in period.years))


@cache
def _inside_cue() -> re.Pattern[str]:
    return re.compile("|".join(lexicon.words("inside.txt")))


def _inside(text: str, mention: Mention) -> Literal["", "each", "some"]:
    """厦门各区 means the districts; 福建的 the province itself, or what there is of it where it has no report."""
    behind = text[mention.end :]
    if _inside_cue().match(behind):
        return "some" if behind.lstrip("的").startswith("哪") else "each"
    province = any(len(region.path) == 1 for region in mention.regions)
    return "some" if province and behind.startswith("的") else ""


def _without_scope(text: str, mention: Mention) -> Mention:
    """咸宁市直部门: the 市 belongs to 市直."""
    if is_scope(text[mention.end - 1 : mention.end + 1]):
        return replace(mention, end=mention.end - 1, text=mention.text[:-1])
    return mention


def _outside_names(text: str, mentions: list[Mention]) -> list[Mention]:
    """A place in the name of a document (《湖北省定价目录》) counts only where no other is named."""
    titles = [m.span() for m in _TITLE.finditer(text)]
    outside = [m for m in mentions if not any(start < m.start < end for start, end in titles)]
    return outside or mentions


def _places(text: str, known: Collection[Region]) -> list[Mention]:
    """Mentions of places; a name that stands inside the one before (厦门市…思明区) narrows it, not adds."""
    mentions: list[Mention] = []
    for mention in _outside_names(text, [_without_scope(text, m) for m in find_regions(text, known)]):
        if not any(set(mention.regions) & set(m.regions) for m in mentions):
            mentions.append(mention)
    return mentions


def _intent(text: str, targets: tuple[Target, ...], wants: tuple[Want, ...]) -> Intent:
    found = next((intent for intent, cue in _intents() if cue.search(text)), None)
    asks_number = any(want.kind for want in wants)
    if found == "passage" and asks_number:
        found = None
    if found == "compare" and len(targets) > 2:  # noqa: PLR2004  # two are compared, more are ranked
        found = "rank"
    if found == "compare" and len(targets) < 2 and not any(len(t.years) > 1 for t in targets):  # noqa: PLR2004
        found = None
    if found is None and any(len(t.years) > 1 for t in targets):
        return "trend"
    return found or ("compare" if len(targets) > 1 else "figure")


def is_chatter(text: str) -> bool:
    """Whether a text is no question about reports: a greeting, the weather, nothing but punctuation."""
    folded = fold(text).strip()
    return not any(c.isalnum() for c in folded) or any(says.search(folded) for says in _chatter())


def _alone(text: str, known: Collection[Region]) -> Question:
    """A question read by itself."""
    folded = fold(text)[:LONGEST]
    if is_chatter(folded):
        return Question(text=text, intent="chatter", targets=(), wants=())
    mentions = _places(folded, known)
    periods = [*(p for p in find_periods(folded) if p.years or p.relative), *_bare_years(folded)]
    spans = [(m.start, m.end) for m in mentions] + [(p.start, p.end) for p in periods]
    rest = _blank(folded, spans)
    targets = _pair(folded, mentions, periods)
    cue = next(((role, found) for role, says in _roles() if (found := says.search(rest))), None)
    wants = read_wants(rest)
    intent = _intent(rest, targets, wants)
    if cue and intent != "passage":  # 目标, 改革之后 say which figure, not of what
        wants = read_wants(_blank(rest, [_unmarked(cue[1], rest)]))
    return Question(
        text=text,
        intent=intent,
        targets=targets,
        wants=wants,
        role=cue[0] if cue else None,
        ascending=bool(_ascending().search(rest)),
        given=given_numbers(rest),
        leans=bool(_leaning().search(folded)),
        compares=any(name == "compare" and cue.search(rest) for name, cue in _intents()),
    )


def _unmarked(cue: re.Match[str], text: str) -> tuple[int, int]:
    """The span of a cue without the 多少 or 几 that it may end in."""
    marks = [mark.start for mark in find_marks(text) if cue.start() < mark.start < cue.end()]
    return cue.start(), min(marks, default=cue.end())


@cache
def _ascending() -> re.Pattern[str]:
    return re.compile("|".join(lexicon.words("ascending.txt")))


def _with_place(this: Question, before: Question) -> Question:
    """The place, and with it the year, taken over from the turn before where this one names none."""
    if any(t.regions for t in this.targets) or this.intent == "rank":
        return this
    years = tuple(y for t in this.targets for y in t.years)
    if this.intent == "trend":
        years = (*(y for t in before.targets for y in t.years if y not in years), *years)
    relative = next((t.relative for t in this.targets), "")
    kept = {"years": years, "relative": relative} if years or relative else {}
    targets = tuple(t.model_copy(update=kept) for t in before.targets)
    carried = dict(this.carried)
    if any(t.regions for t in before.targets):
        carried["place"] = "、".join(t.said for t in before.targets)
    if not kept and any(t.years for t in before.targets):
        carried["year"] = "、".join(f"{y}年" for t in before.targets for y in t.years)
    return this.model_copy(update={"targets": targets, "carried": carried})


def _with_year(this: Question, before: Question) -> Question:
    """那花都区呢: another place, the same year."""
    years = tuple(dict.fromkeys(y for t in before.targets for y in t.years))
    if not (this.leans or not _says(this)) or not years or any(t.years or t.relative for t in this.targets):
        return this
    targets = tuple(t.model_copy(update={"years": years}) for t in this.targets)
    return this.model_copy(
        update={"targets": targets, "carried": {**this.carried, "year": "、".join(f"{y}年" for y in years)}}
    )


def _says(question: Question) -> bool:
    """Whether the question says what is counted; of a plain 办理了多少 it does not."""
    return any(names_something(t) if want.unit else not t.soft for want in question.wants for t in want.terms)


def _with_wants(this: Question, before: Question) -> Question:
    """The indicator taken over whole, or, where this turn names one, kept as context."""
    if _says(this):
        context = tuple(dict.fromkeys(t for w in before.wants for t in (*w.terms, *w.context)))
        wants = tuple(w.model_copy(update={"context": (*w.context, *context)}) for w in this.wants)
        return this.model_copy(update={"wants": wants})
    asked = this.wants[0]
    wants = tuple(
        w.model_copy(update={"unit": asked.unit, "kind": asked.kind} if asked.kind else {}) for w in before.wants
    )
    intent = before.intent if this.intent == "figure" else this.intent
    if intent in ("compare", "trend") and this.intent == "figure":
        intent = "compare" if len(this.targets) > 1 else "figure"
    said = "".join(t.text for t in before.wants[0].terms)
    return this.model_copy(
        update={"wants": wants, "intent": intent, "role": this.role or before.role,
                "carried": {**this.carried, "indicator": said}}
    )  # fmt: skip


def _follows(this: Question) -> bool:
    """Whether a turn needs the one before: it leans on it, or lacks the place or what is counted."""
    if this.intent in ("library", "chatter"):
        return False
    placed = any(t.regions for t in this.targets)
    return this.leans or not _says(this) or (not placed and this.intent != "rank")


def read_question(text: str, history: Sequence[str] = (), known: Collection[Region] = ()) -> Question:
    """A turn of a conversation, with what it leaves out taken over from the turns before."""
    before: Question | None = None
    for turn in history:
        earlier = _after(_alone(turn, known), before)
        before = before if earlier.intent in ("chatter", "library") else earlier
    return _after(_alone(text, known), before)


def _after(this: Question, before: Question | None) -> Question:
    if before is None or not _follows(this):
        return this
    if this.compares and len(this.targets) == 1 and this.targets[0].regions and before.targets:
        this = _with_year(this, before)
        update = {"targets": (*before.targets, *this.targets), "intent": "compare"}
        return _with_wants(this, before).model_copy(update=update)
    for carry in (_with_year, _with_place, _with_wants):
        this = carry(this, before)
    return this
