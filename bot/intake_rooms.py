"""The rooms that a draft passes through, put together."""

from pathlib import Path
from typing import NamedTuple

from bot.backroom import Backroom
from bot.engine import Works
from bot.readings import Readings
from bot.sender import Sender
from bot.showroom import Announce, Showroom
from bot.tables import Database
from bot.transport import Transport
from knowledge.originals import Originals


class IntakeRooms(NamedTuple):
    works: Works
    readings: Readings
    transport: Transport
    showroom: Showroom
    backroom: Backroom


def intake_rooms(works: Works, folder: Path, database: Database, sender: Sender, announce: Announce) -> IntakeRooms:
    """Files wait in the folder until they are decided on."""
    files = Originals(folder)
    readings = Readings(works.reader, files)
    transport = Transport(works, files, database, sender.bot)
    showroom = Showroom(works, readings, database, sender, announce)
    backroom = Backroom(works, transport, readings, showroom, database)
    return IntakeRooms(works, readings, transport, showroom, backroom)
