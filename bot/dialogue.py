"""What each person asked in each chat within the last hour: the next question may lean on it."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.asker import Asker
from bot.tables import Turn

KEPT = 3600.0  # seconds
LAST = 8  # turns


def history(session: Session, asker: Asker, now: float) -> tuple[str, ...]:
    """Earlier questions of this person in this chat, in order; not the one that is being answered."""
    own = (Turn.chat == asker.chat, Turn.person == asker.person, Turn.message != asker.message)
    latest = select(Turn.question).where(*own, Turn.at > now - KEPT).order_by(Turn.at.desc(), Turn.message.desc())
    return tuple(reversed(session.scalars(latest.limit(LAST)).all()))


def remember(session: Session, asker: Asker, question: str, now: float) -> None:
    """Adds a question, or puts the edited one in its place; what is older than an hour is gone."""
    session.execute(delete(Turn).where(Turn.at <= now - KEPT))
    session.merge(Turn(chat=asker.chat, person=asker.person, message=asker.message, at=now, question=question))


def asked(session: Session, asker: Asker) -> str | None:
    """The question that this message held when it was last answered."""
    turn = session.get(Turn, (asker.chat, asker.person, asker.message))
    return turn.question if turn else None
