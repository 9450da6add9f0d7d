"""The rooms that both commands and buttons lead to."""

from typing import NamedTuple

from bot.conversation import Conversation
from bot.desks import Desk
from bot.draft_desk import DraftDesk
from bot.feedback import Feedback
from bot.intake_desk import IntakeDesk
from bot.office import Office
from bot.papers import Papers
from bot.registry import Registry


class Rooms(NamedTuple):
    conversation: Conversation
    feedback: Feedback
    office: Office
    intake: IntakeDesk
    drafts: DraftDesk
    registry: Registry
    papers: Papers

    @property
    def desks(self) -> tuple[Desk, ...]:
        """Rooms whose buttons are for administrators alone."""
        return self.office, self.drafts, self.registry, self.papers
