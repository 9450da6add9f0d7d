"""Who is known, and as what; a group is known by its negative id. Names are only shown, never matched."""

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.tables import Known

Standing = Literal["stranger", "waiting", "allowed", "refused", "admin"]


def standing(session: Session, who: int) -> str:
    known = session.get(Known, who)
    return known.standing if known else "stranger"


def meet(session: Session, who: int, name: str) -> None:
    """Notes that this person wrote to the bot, so that the bot may write back later."""
    known = session.get(Known, who) or Known(id=who, standing="stranger")
    known.name, known.reachable = name, True
    session.add(known)


def place(session: Session, who: int, name: str, standing: Standing) -> None:
    known = session.get(Known, who) or Known(id=who)
    known.standing, known.name = standing, name or known.name
    session.add(known)


def decide(session: Session, who: int, standing: Standing) -> Known | None:
    """Settles an application; None where nobody of that id ever applied."""
    known = session.get(Known, who)
    if known is None or known.standing == "admin":
        return None
    known.standing = standing
    return known


def having(session: Session, standing: Standing) -> Sequence[Known]:
    return session.scalars(select(Known).where(Known.standing == standing).order_by(Known.id)).all()


def reachable(session: Session, among: frozenset[int]) -> Sequence[int]:
    """Administrators, and those of the given ids, that the bot may write to."""
    admin = (Known.standing == "admin") | Known.id.in_(among)
    return session.scalars(select(Known.id).where(Known.reachable, admin)).all()
