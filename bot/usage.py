"""How the bot is used: what was asked, what was answered, how fast, and what was not there."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.layout import Message, line
from bot.paging import cut, turns
from bot.replies import say
from bot.tables import Reply, Vote

SPAN = 30 * 86400.0  # seconds that the figures of use look back
GAPS = 15  # unanswered questions on a page
ANSWERED = ("answered", "several", "ambiguous", "passage")


class Usage(NamedTuple):
    people: int
    outcomes: Counter[str]
    took: Sequence[float]  # milliseconds, in order
    good: int
    bad: int

    @property
    def asked(self) -> int:
        return sum(self.outcomes.values())

    @property
    def answered(self) -> int:
        return sum(self.outcomes[status] for status in ANSWERED)

    def within(self, share: float) -> float:
        """Milliseconds in which this share of the questions was answered."""
        return self.took[max(math.ceil(len(self.took) * share) - 1, 0)] if self.took else 0.0


def usage(session: Session, now: float) -> Usage:
    since = now - SPAN
    asked = session.execute(
        select(Reply.person, Reply.outcome, Reply.took).where(Reply.asked.is_not(None), Reply.at > since)
    )
    rows = asked.all()
    votes = Counter(session.scalars(select(Vote.good).where(Vote.at > since)).all())
    outcomes = Counter(outcome or "" for _, outcome, _ in rows)
    return Usage(
        len({row.person for row in rows}), outcomes, sorted(row.took for row in rows), votes[True], votes[False]
    )


def unanswered(session: Session, now: float) -> list[tuple[str, str, int]]:
    """Questions without an answer, why, and how often each was asked; the most asked first."""
    times = func.count()
    gaps = select(Reply.asked, Reply.outcome, times).where(
        Reply.asked.is_not(None), Reply.outcome.not_in(ANSWERED), Reply.at > now - SPAN
    )
    grouped = gaps.group_by(Reply.asked, Reply.outcome).order_by(times.desc(), func.max(Reply.at).desc())
    return [(asked or "", outcome or "", number) for asked, outcome, number in session.execute(grouped)]


def render_usage(use: Usage, waiting: int) -> Message:
    refused = say("answer.comma").join(
        say("stats.refused", why=say(f"gap.{reason}"), count=number)
        for reason, number in use.outcomes.most_common()
        if reason not in ANSWERED
    )
    rows = [
        say("stats.asked", asked=use.asked, people=use.people),
        say("stats.answered", answered=use.answered, share=round(100 * use.answered / (use.asked or 1))),
        *([refused] if refused else []),
        say("stats.votes", good=use.good, bad=use.bad),
        say("stats.took", half=round(use.within(0.5)), most=round(use.within(0.95))),
        *([say("stats.waiting", count=waiting)] if waiting else []),
    ]
    return Message((line(say("stats.title"), bold=True), *map(line, rows)))


def render_unanswered(gaps: Sequence[tuple[str, str, int]], page: int = 0) -> Message:
    if not gaps:
        return Message((line(say("stats.no_gaps")),))
    shown = cut(gaps, page, GAPS)
    rows = (line(say("stats.gap", count=n, question=asked, why=say(f"gap.{why}"))) for asked, why, n in shown.items)
    return Message((line(say("stats.gaps", count=len(gaps)), bold=True), *rows), turns("gaps", shown))
