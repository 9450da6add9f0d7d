"""Desks: rooms whose buttons only administrators may press, whoever sees them."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple, Protocol

from bot.asker import Asker
from bot.layout import Action, Message


class Effect(NamedTuple):
    """What a press puts in place of its message, if anything, and what is set going once that stands there."""

    message: Message | None
    then: Callable[[], None] | None = None


class Desk(Protocol):
    @property
    def presses(self) -> frozenset[Action]: ...

    async def press(self, action: Action, asker: Asker, subject: str, number: int) -> Effect | None:
        """None where the press is about nothing that is known."""


Press = Callable[[Asker, str, int], Awaitable[Effect | Message | None]]


def effect_of(shown: Effect | Message | None) -> Effect | None:
    return Effect(shown) if isinstance(shown, Message) else shown
