"""Answers that were given, kept for the buttons under them and for what people thought of them."""

import json
import secrets
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from bot.tables import Reply, Vote
from knowledge.models import Answer


class Kept(NamedTuple):
    answer: Answer | None
    questions: tuple[str, ...]  # that the buttons under it ask


def keep(session: Session, chat: int, now: float, answer: Answer | None, questions: Sequence[str] = ()) -> str:
    """Stores what the buttons of a message will need; the id that they carry cannot be guessed."""
    key = secrets.token_urlsafe(9)
    body = answer.model_dump_json() if answer else None
    asks = json.dumps(list(questions), ensure_ascii=False)
    session.add(Reply(id=key, chat=chat, at=now, answer=body, questions=asks))
    return key


def find(session: Session, key: str, chat: int) -> Kept | None:
    """What was kept under an id, for the chat that it was given in and for no other."""
    reply = session.get(Reply, key)
    if reply is None or reply.chat != chat:
        return None
    answer = Answer.model_validate_json(reply.answer) if reply.answer else None
    return Kept(answer, tuple(json.loads(reply.questions)))


def vote(session: Session, key: str, person: int, now: float, *, good: bool) -> None:
    """The last word of a person on an answer counts."""
    session.merge(Vote(reply=key, person=person, good=good, at=now))
