"""The bot's own tables, on the catalogue's engine: what arrived, who may ask, what was said, what was answered."""

import asyncio
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import BigInteger, Engine, Float, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from knowledge.database import create_tables

P = ParamSpec("P")
T = TypeVar("T")


class Base(DeclarativeBase):
    """Root of the bot's tables; the catalogue has one of its own."""

    type_annotation_map = {int: BigInteger, float: Float(53)}  # noqa: RUF012 - read once by SQLAlchemy


class Arrived(Base):
    """An update of Telegram: kept before it is answered, emptied after."""

    __tablename__ = "bot_inbox"

    update_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[float] = mapped_column(index=True)
    body: Mapped[str | None] = mapped_column(Text)  # None: answered
    tries: Mapped[int] = mapped_column(default=0)


class Sent(Base):
    """A message of the bot: written down before it leaves, and completed when it has arrived."""

    __tablename__ = "bot_outbox"

    update_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # that it answers
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # among the answers to it
    chat: Mapped[int]
    after: Mapped[int]  # the last message known before it
    message: Mapped[int | None]  # None: nobody knows whether it arrived


class Known(Base):
    """A person, or a group by its negative id, that the bot has met."""

    __tablename__ = "bot_people"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    standing: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(Text, default="")
    reachable: Mapped[bool] = mapped_column(default=False)  # wrote to the bot, which may not write first
    language: Mapped[str] = mapped_column(String(20), default="")  # that the person's Telegram speaks
    code: Mapped[str] = mapped_column(String(8), default="")  # by which an administrator knows who applied


class Turn(Base):
    """A question as someone put it, for as long as the next one may lean on it."""

    __tablename__ = "bot_turns"

    chat: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    message: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[float] = mapped_column(index=True)
    question: Mapped[str] = mapped_column(Text)


class Reply(Base):
    """An answer that was given, for the buttons under it and for the figures of use."""

    __tablename__ = "bot_replies"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    chat: Mapped[int]
    person: Mapped[int]
    at: Mapped[float] = mapped_column(index=True)
    answer: Mapped[str | None] = mapped_column(Text)  # models.Answer as JSON
    questions: Mapped[str] = mapped_column(Text, default="[]")  # that its buttons ask, as JSON
    asked: Mapped[str | None] = mapped_column(Text)  # by a person; None: shown by the bot
    shared: Mapped[str | None] = mapped_column(String(200), index=True)  # the question that shares it
    outcome: Mapped[str | None] = mapped_column(String(20))  # its status, or why there is no answer
    took: Mapped[float] = mapped_column(default=0.0)  # milliseconds


class Vote(Base):
    """What someone thought of an answer."""

    __tablename__ = "bot_votes"

    reply: Mapped[str] = mapped_column(String(16), primary_key=True)
    person: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    good: Mapped[bool]
    why: Mapped[str] = mapped_column(String(20), default="")  # a row of [reason] in replies.toml
    at: Mapped[float] = mapped_column(index=True)


class Parcel(Base):
    """What was sent together, and the message that tells how it fares."""

    __tablename__ = "bot_parcels"

    id: Mapped[str] = mapped_column(String(48), primary_key=True)
    chat: Mapped[int]  # 0: none yet
    person: Mapped[int]  # 0: it lay in the watched folder
    album: Mapped[bool] = mapped_column(default=False)  # its files come in messages of their own
    at: Mapped[float] = mapped_column(index=True)
    folder: Mapped[str] = mapped_column(Text, default="")  # the file in the watched folder, if it came from there
    message: Mapped[int] = mapped_column(default=0)  # 0: not shown yet
    focus: Mapped[str] = mapped_column(String(48), default="")  # the draft of several that it shows
    language: Mapped[str] = mapped_column(String(20), default="")


class Draft(Base):
    """A report on its way into the library: a file that is kept, and what was said about it."""

    __tablename__ = "bot_drafts"

    id: Mapped[str] = mapped_column(String(48), primary_key=True)
    parcel: Mapped[str] = mapped_column(String(48), index=True)
    at: Mapped[float] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(12), index=True)
    file: Mapped[str] = mapped_column(Text)  # the name under which it was sent
    source: Mapped[str] = mapped_column(Text)  # the report's own, in an archive another
    origin: Mapped[str] = mapped_column(Text, default="")  # where its bytes are to be got; "": they are kept
    digest: Mapped[str] = mapped_column(String(64), default="")
    part: Mapped[int | None]  # which of an archive's reports; None: the file is one, as far as is known
    given: Mapped[str] = mapped_column(Text, default="{}")  # clean.Given as JSON
    instead: Mapped[str] = mapped_column(String(80), default="")  # the live report that it corrects
    why: Mapped[str] = mapped_column(Text, default="")  # it was refused, or is unclear
    missing: Mapped[str] = mapped_column(Text, default="")  # region, year: to be given before it can go live
    doubtful: Mapped[bool] = mapped_column(default=False)
    report: Mapped[str] = mapped_column(String(80), default="")
    title: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str] = mapped_column(String(12), default="")
    against: Mapped[int | None]  # the version that was live when it was shown
    version: Mapped[int | None]  # that it became
    by: Mapped[int] = mapped_column(default=0)  # who settled it


class Prompt(Base):
    """What the next message of an administrator says: the value of a draft's field."""

    __tablename__ = "bot_prompts"

    chat: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    draft: Mapped[str] = mapped_column(String(48))
    field: Mapped[str] = mapped_column(String(20))
    message: Mapped[int]  # the preview that asked
    at: Mapped[float]
    said: Mapped[str] = mapped_column(Text, default="")  # a name that several places bear
    pressed: Mapped[bool] = mapped_column(default=False)  # it was asked for; False: anything else may be said too


class Database:
    """Runs work in transactions, away from the event loop, which must never wait for a disk or a server."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        create_tables(engine, Base.metadata)

    async def run(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        def once() -> T:
            return self.now(work, *args, **kwargs)

        return await asyncio.to_thread(once)

    def now(self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            return work(session, *args, **kwargs)
