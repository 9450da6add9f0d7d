"""What was done to the library, and what became of a report, as people read it: when, by whom, to what."""

from collections.abc import Mapping
from datetime import datetime

from bot.replies import say, says
from knowledge.store import Act, Version

Names = Mapping[str, str]  # of people who act from the chat, by how the catalogue knows them

NOBODY: Names = {}


def act_line(act: Act, names: Names = NOBODY) -> str:
    about = say("act.about", m=act.meta, place=act.meta.region.label, id=act.report) if act.meta else act.report or ""
    number = say("act.version", number=act.version) if act.version else ""
    return say(
        "act.line", at=local(act.at), who=who(act.actor, names), what=say(f"act.{act.action}"), about=about + number
    )


def version_line(version: Version, names: Names = NOBODY) -> str:
    return say(
        "act.history",
        v=version.report,
        mark=say("act.live") if version.live else "",
        at=local(version.created),
        who=who(version.actor, names),
    )


def local(moment: str) -> datetime:
    """A moment of the catalogue on the clock of this place."""
    return datetime.fromisoformat(moment).astimezone()


def who(actor: str, names: Names = NOBODY) -> str:
    name = f"actor.{actor}"
    return say(name) if says(name) else names.get(actor, actor)
