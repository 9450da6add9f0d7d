"""Answers that were given, kept for the buttons under them and for what people thought of them."""

import json
import secrets
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.asker import Asker
from bot.offers import shared
from bot.tables import Reply, Vote
from knowledge.models import Answer

KEPT = 90 * 86400.0  # seconds; then the buttons under an answer say that they no longer work


class Kept(NamedTuple):
    answer: Answer | None
    questions: tuple[str, ...]  # that the buttons under it ask
    asked: str | None = None


def keep(session: Session, asker: Asker, now: float, answer: Answer, asked: str | None = None) -> str:
    """Stores an answer for its buttons; the id that they carry cannot be guessed."""
    outcome = answer.reason or answer.status if asked else None
    body = answer.model_dump_json()
    return _add(
        session, asker, now, answer=body, asked=asked, shared=shared(answer), outcome=outcome, took=answer.took_ms
    )


def keep_questions(session: Session, asker: Asker, now: float, questions: Sequence[str]) -> str:
    """Stores the questions that the buttons of a message ask."""
    return _add(session, asker, now, questions=json.dumps(list(questions), ensure_ascii=False))


def _add(session: Session, asker: Asker, now: float, **fields: object) -> str:
    old = select(Reply.id).where(Reply.at < now - KEPT)
    session.execute(delete(Vote).where(Vote.reply.in_(old)))
    session.execute(delete(Reply).where(Reply.id.in_(old)))
    key = secrets.token_urlsafe(9)
    session.add(Reply(id=key, chat=asker.chat, person=asker.person, at=now, **fields))
    return key


def find(session: Session, key: str, chat: int) -> Kept | None:
    """What was kept under an id, for the chat that it was given in and for no other."""
    reply = session.get(Reply, key)
    if reply is None or reply.chat != chat:
        return None
    answer = Answer.model_validate_json(reply.answer) if reply.answer else None
    return Kept(answer, tuple(json.loads(reply.questions)), reply.asked)


def find_shared(session: Session, person: int, question: str) -> Answer | None:
    """The latest answer of this person that shares itself by the question."""
    own = select(Reply.answer).where(Reply.shared == question, Reply.person == person, Reply.answer.is_not(None))
    body = session.scalars(own.order_by(Reply.at.desc()).limit(1)).first()
    return Answer.model_validate_json(body) if body else None


def vote(session: Session, given: Vote) -> None:
    """The last word of a person on an answer counts."""
    session.merge(given)
