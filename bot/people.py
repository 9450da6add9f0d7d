"""Who is known, and as what; a group is known by its negative id. Names are only shown, never matched."""

from collections.abc import Collection, Sequence
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.tables import Known, Reply, Turn

Standing = Literal["stranger", "waiting", "allowed", "refused", "admin"]


def standings(session: Session, who: Collection[int]) -> dict[int, str]:
    found = session.scalars(select(Known).where(Known.id.in_(who))).all()
    return dict.fromkeys(who, "stranger") | {known.id: known.standing for known in found}


def meet(session: Session, who: int, name: str, language: str) -> None:
    """Notes that this person wrote to the bot, so that the bot may write back later, and in which language."""
    known = session.get(Known, who) or Known(id=who, standing="stranger")
    known.name, known.language, known.reachable = name, language, True
    session.add(known)


def place(session: Session, who: int, name: str, standing: Standing, code: str = "") -> Known:
    known = session.get(Known, who) or Known(id=who)
    known.standing, known.name, known.code = standing, name or known.name, code or known.code
    session.add(known)
    return known


def find(session: Session, who: int) -> Known | None:
    return session.get(Known, who)


def settle(session: Session, who: int, standing: Standing) -> Known | None:
    """What an administrator decided of someone; None where nobody of that id was ever met."""
    known = session.get(Known, who)
    if known:
        known.standing = standing
    return known


def having(session: Session, standing: Standing) -> Sequence[Known]:
    return session.scalars(select(Known).where(Known.standing == standing).order_by(Known.id)).all()


def everybody(session: Session) -> Sequence[Known]:
    """People and groups that were met, those who wait first."""
    waits = Known.standing == "waiting"
    return session.scalars(select(Known).order_by(waits.desc(), Known.name, Known.id)).all()


def reachable(session: Session, among: frozenset[int]) -> Sequence[Known]:
    """Administrators, and those of the given ids, that the bot may write to."""
    admin = (Known.standing == "admin") | Known.id.in_(among)
    return session.scalars(select(Known).where(Known.reachable, admin)).all()


def move(session: Session, old: int, new: int) -> None:
    """A group goes on under another id, with what it may do, what was said in it, and the buttons there."""
    known = session.get(Known, old)
    if known:
        session.merge(Known(id=new, standing=known.standing, name=known.name, code=known.code))
        session.delete(known)
    session.execute(update(Turn).where(Turn.chat == old).values(chat=new))
    session.execute(update(Reply).where(Reply.chat == old).values(chat=new))
