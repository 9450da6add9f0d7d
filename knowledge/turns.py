"""Turns of a conversation: what a turn leaves out is taken over from the one before, and said."""

from collections.abc import Collection, Sequence

from knowledge import lexicon
from knowledge.departments import department_names
from knowledge.models import Region
from knowledge.question import Question, read_alone
from knowledge.terms import Term, names_something
from knowledge.wants import Want


def read_question(text: str, history: Sequence[str] = (), known: Collection[Region] = ()) -> Question:
    """A turn of a conversation, with what it leaves out taken over from the turns before."""
    before: Question | None = None
    for turn in history:
        earlier = _after(read_alone(turn, known), before)
        before = before if earlier.intent in ("chatter", "library") else earlier
    return _after(read_alone(text, known), before)


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


def _follows(this: Question) -> bool:
    """Whether a turn needs the one before: it leans on it, or lacks the place or what is counted."""
    if this.intent in ("library", "chatter"):
        return False
    placed = any(t.regions for t in this.targets)
    if this.compares and len(this.targets) == 1:
        return True  # 跟攸县比: with what was asked before
    return this.leans or not _says(this) or (not placed and this.intent != "rank")


def _says(question: Question) -> bool:
    """Whether the question says what is counted; of a plain 办理了多少 it does not."""
    told = ((want, t) for want in question.wants for t in want.terms if t.text not in department_names())
    return any(names_something(t) if want.unit else not t.soft for want, t in told)


def _with_place(this: Question, before: Question) -> Question:
    """The place, and with it the year, taken over from the turn before where this one names none."""
    if any(t.regions for t in this.targets) or (this.intent == "rank" and not _orders_the_same(this)):
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


def _orders_the_same(this: Question) -> bool:
    """从少到多排一下: what was asked before, in order; 各地排个名 is of all places."""
    everywhere = any(word in this.text for word in lexicon.words("everywhere_asked.txt"))
    return not (everywhere or _says(this) or any(t.years for t in this.targets))


def _with_year(this: Question, before: Question) -> Question:
    """那花都区呢: another place, the same year."""
    years = tuple(dict.fromkeys(y for t in before.targets for y in t.years))
    if not (this.leans or not _says(this)) or not years or any(t.years or t.relative for t in this.targets):
        return this
    targets = tuple(t.model_copy(update={"years": years}) for t in this.targets)
    return this.model_copy(
        update={"targets": targets, "carried": {**this.carried, "year": "、".join(f"{y}年" for y in years)}}
    )


def _about(want: Want) -> Term | None:
    """What a want was of: the procedure that it names, else the last thing."""
    named = [term for term in want.terms if not term.soft]
    return next((term for term in named if term.subject), named[-1] if named else None)


def _in_turn(want: Want, context: tuple[Term, ...], about: Term | None) -> Want:
    """A want of a later turn; 死亡人数呢 asks on for what was asked before (下降多少), whatever the noun counts."""
    asked = {"unit": None, "kind": None} if want.noun else {}
    return want.model_copy(update={"context": (*want.context, *context), "about": about, **asked})


def _with_wants(this: Question, before: Question) -> Question:
    """The indicator taken over whole, or, where this turn names one, kept as context."""
    if _says(this):
        context = tuple(dict.fromkeys(t for w in before.wants for t in (*w.terms, *w.context)))
        wants = tuple(_in_turn(w, context, _about(before.wants[0])) for w in this.wants)
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
        update={"wants": wants, "intent": intent, "role": this.role or (None if this.done else before.role),
                "carried": {**this.carried, "indicator": said}}
    )  # fmt: skip
