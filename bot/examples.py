"""Questions to try: taken from what the library holds, and only ones that it answers."""

from collections.abc import Iterator, Sequence
from itertools import islice

from bot.engine import Asks
from bot.replies import texts
from knowledge.models import Shelved

SHOWN = 3
TRIED = 12  # reports that are looked through for them


class Examples:
    """Finds them once for each state of the library."""

    def __init__(self, library: Asks) -> None:
        self._library = library
        self._reports: tuple[Shelved, ...] = ()
        self._questions: tuple[str, ...] = ()

    def questions(self) -> tuple[str, ...]:
        reports = self._library.reports()
        if reports != self._reports:
            self._questions = tuple(islice(self._answered(_spread(reports)), SHOWN))
            self._reports = reports
        return self._questions

    def _answered(self, reports: Sequence[Shelved]) -> Iterator[str]:
        """One question a report, on another topic than the one before where that works."""
        topics = [text for name, text in texts().items() if name.startswith("example.")]
        for report in reports:
            found = next((topic for topic in topics if self._answers(_about(topic, report))), None)
            if found:
                topics.append(topics.pop(topics.index(found)))
                yield _about(found, report)

    def _answers(self, question: str) -> bool:
        return self._library.ask(question).status == "answered"


def _about(topic: str, report: Shelved) -> str:
    return topic.format(place=report.meta.region.name, year=report.meta.year)


def _spread(reports: Sequence[Shelved]) -> list[Shelved]:
    """The latest report of each place, the latest places first."""
    latest = {report.meta.region.code: report for report in sorted(reports, key=lambda r: r.meta.year)}
    return sorted(latest.values(), key=lambda r: r.meta.year, reverse=True)[:TRIED]
