"""The rooms that both commands and buttons lead to."""

from typing import NamedTuple

from bot.conversation import Conversation
from bot.feedback import Feedback
from bot.office import Office


class Rooms(NamedTuple):
    conversation: Conversation
    feedback: Feedback
    office: Office
