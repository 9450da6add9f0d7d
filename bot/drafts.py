"""Reports on their way into the library, as the database remembers them.

::

    received --read--> waiting --yes--> putting --put--> settled
      |  ^                |--no--> cancelled
      |  └── correction ──┤
      |--> refused, same  |
                       asking   a live report whose correction is still to be said

Nothing leaves a state but by one of these functions, each of which looks whether it is still there: so a press that
comes twice, or from two people at once, does its work once.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Literal, cast

from sqlalchemy import CursorResult, Delete, Update, delete, exists, func, insert, select, update
from sqlalchemy.orm import Session

from bot.tables import Draft, Parcel, Prompt
from ingest.clean import Given

State = Literal["received", "waiting", "putting", "settled", "same", "refused", "cancelled", "asking"]

OPEN: tuple[State, ...] = ("received", "waiting", "putting", "asking")  # their files are still needed
Facts = Mapping[str, object]  # columns and what they now say

KEPT = 90 * 86400.0  # seconds that a settled draft is remembered, for the buttons under it
PATIENCE = 900.0  # seconds that a question waits for its value


def open_parcel(session: Session, wanted: Parcel) -> Parcel:
    """The parcel of that id, made where there is none: a message that comes twice is one parcel."""
    _forget(session, wanted.at)
    known = session.get(Parcel, wanted.id)
    if known:
        return known
    session.add(wanted)
    return wanted


def _forget(session: Session, now: float) -> None:
    over = Draft.state.not_in(OPEN) | (Draft.state == "asking")
    session.execute(delete(Draft).where(Draft.at < now - KEPT, over))
    left = exists().where(Draft.parcel == Parcel.id)
    session.execute(delete(Parcel).where(Parcel.at < now - KEPT, ~left))


def add(session: Session, wanted: Draft) -> bool:
    """Whether the draft is new."""
    if session.get(Draft, wanted.id):
        return False
    session.add(wanted)
    return True


def enter(session: Session, wanted: Parcel, inside: Iterable[Draft]) -> Parcel:
    """The parcel with its drafts, each made once."""
    parcel = open_parcel(session, wanted)
    for draft in inside:
        add(session, draft)
    return parcel


def find(session: Session, draft: str) -> Draft | None:
    return session.get(Draft, draft)


def find_parcel(session: Session, parcel: str) -> Parcel | None:
    return session.get(Parcel, parcel)


def show_at(session: Session, parcel: str, where: Facts) -> None:
    """Notes which message tells how the parcel fares, and which of its drafts it shows."""
    session.execute(update(Parcel).where(Parcel.id == parcel).values(**where))


def inside(session: Session, parcel: str) -> Sequence[Draft]:
    return session.scalars(select(Draft).where(Draft.parcel == parcel).order_by(Draft.at, Draft.id)).all()


def in_state(session: Session, parcel: str, state: State) -> Sequence[Draft]:
    return [draft for draft in inside(session, parcel) if draft.state == state]


def unfinished(session: Session, state: State) -> Sequence[str]:
    """Parcels with work left to do."""
    found = select(Draft.parcel).where(Draft.state == state).group_by(Draft.parcel).order_by(func.min(Draft.at))
    return session.scalars(found).all()


def waiting(session: Session) -> Sequence[Draft]:
    """Every draft that waits for somebody's word, whoever sent it; the latest first."""
    found = select(Draft).where(Draft.state == "waiting").order_by(Draft.at.desc(), Draft.id)
    return session.scalars(found).all()


def waiting_for(session: Session, person: int) -> Sequence[Draft]:
    """Drafts that wait for the word of the person who sent them."""
    own = select(Draft).join(Parcel, Parcel.id == Draft.parcel).where(Draft.state == "waiting")
    return session.scalars(own.where(Parcel.person == person)).all()


def keep_bytes(session: Session, draft: str, digest: str, name: str) -> None:
    """The file is here; where it came from is not asked again."""
    there = update(Draft).where(Draft.id == draft)
    session.execute(there.values(digest=digest, origin="", file=name, source=name))


def note(session: Session, draft: str, facts: Facts) -> bool:
    """What came of reading; False where the draft was cancelled meanwhile."""
    return _move(session, draft, "received", facts)


def unpack(session: Session, whole: Draft, parts: int) -> None:
    """Puts the reports of an archive in the archive's place."""
    there = delete(Draft).where(Draft.id == whole.id, Draft.state == "received")
    if not _touched(session, there):
        return  # cancelled meanwhile
    for part in range(parts):
        session.add(
            Draft(
                id=f"{whole.id}-{part}",
                parcel=whole.parcel,
                at=whole.at,
                state="received",
                file=whole.file,
                source=whole.source,
                digest=whole.digest,
                part=part,
                given=whole.given,
            )
        )


def correct(session: Session, draft: str, given: Given) -> bool:
    """Says something about the report, which is then read again."""
    said = {"state": "received", "given": given.model_dump_json()}
    return _move(session, draft, "waiting", said) or _move(session, draft, "asking", said)


def read_again(session: Session, draft: str) -> bool:
    """Its file has to be read before it can be shown."""
    return _move(session, draft, "waiting", {"state": "received"})


def claim(session: Session, chosen: Collection[str], by: int) -> int:
    """How many of the drafts now go live on this person's word: those that wait and lack nothing."""
    ready = (Draft.id.in_(chosen), Draft.state == "waiting", Draft.missing == "")
    return _touched(session, update(Draft).where(*ready).values(state="putting", by=by))


def settle(session: Session, draft: str, facts: Facts) -> None:
    _move(session, draft, "putting", {"state": "settled", **facts})


def put_back(session: Session, draft: str, facts: Facts) -> None:
    """It did not go live: it waits again, or is refused."""
    _move(session, draft, "putting", {"state": "waiting", **facts})


def cancel(session: Session, chosen: Collection[str], by: int) -> int:
    """How many of the drafts were still to be cancelled."""
    there = (Draft.id.in_(chosen), Draft.state.in_(("received", "waiting")))
    return _touched(session, update(Draft).where(*there).values(state="cancelled", by=by))


def wanted(session: Session) -> frozenset[str]:
    """The files that drafts may still need."""
    return frozenset(session.scalars(select(Draft.digest).where(Draft.state.in_(OPEN))).all())


def is_wanted(session: Session, digest: str) -> bool:
    """Whether a draft may still need the file."""
    return bool(session.scalar(select(exists().where(Draft.digest == digest, Draft.state.in_(OPEN)))))


def _move(session: Session, draft: str, state: State, facts: Facts) -> bool:
    there = update(Draft).where(Draft.id == draft, Draft.state == state)
    return _touched(session, there.values(**facts)) == 1


def _touched(session: Session, change: Update | Delete) -> int:
    """How many rows the change concerned."""
    return cast("CursorResult[Any]", session.execute(change)).rowcount


def ask(session: Session, wanted: Prompt) -> None:
    """What was asked in the chat before is taken off first: that takes the lock, so that no two are put in at once."""
    answered(session, wanted.chat)
    session.execute(insert(Prompt).values({c.key: getattr(wanted, c.key) for c in Prompt.__table__.columns}))


def asked(session: Session, chat: int, now: float) -> Prompt | None:
    """What the next message of the chat is the value of."""
    prompt = session.get(Prompt, chat)
    return prompt if prompt and prompt.at > now - PATIENCE else None


def answered(session: Session, chat: int) -> None:
    session.execute(delete(Prompt).where(Prompt.chat == chat))
