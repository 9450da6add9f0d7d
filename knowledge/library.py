"""The library: a question in, an answer out. The one place where the stages are composed."""

import logging
import time
from collections.abc import Sequence

from knowledge.answering import answer
from knowledge.desk import Desk
from knowledge.models import Answer, Cited, Figure, Finding, Shelved
from knowledge.retrieval import Retrieval
from knowledge.spelling import fix_places, fix_words
from knowledge.store import Store
from knowledge.text import fold
from knowledge.turns import read_question

log = logging.getLogger(__name__)


class Library:
    """Answers questions from the reports of a store; safe to call from many threads."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._retrieval = Retrieval(store)

    def reports(self) -> tuple[Shelved, ...]:
        """Live reports by place and year."""
        return self.store.reports()

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The answer to a turn of a conversation; `history` holds the asker's earlier turns in order."""
        began = time.perf_counter()
        desk = self.desk(question, history)
        found = self._doubted(self._checked(answer(desk)))
        took = round((time.perf_counter() - began) * 1000, 1)
        return found.model_copy(update={"question": question, "assumed": desk.assumed, "took_ms": took})

    def desk(self, question: str, history: Sequence[str] = ()) -> Desk:
        """The question read, its typing put right, and the reports it is about: all that an answer is made of."""
        reports = self.reports()
        known = tuple({r.meta.region.code: r.meta.region for r in reports}.values())
        placed = [fix_places(fold(turn), known) for turn in (*history, question)]
        turns = [text for text, _ in placed]
        desk = Desk(read_question(turns[-1], turns[:-1], known), reports, self._retrieval)
        vocabulary = desk.vocabulary
        spelt = [fix_words(turn, vocabulary) for turn in turns]
        fixes = [*placed[-1][1], *spelt[-1][1]]
        if any(fixed for _, fixed in spelt):
            turns = [text for text, _ in spelt]
            desk = Desk(read_question(turns[-1], turns[:-1], known), reports, self._retrieval)
        desk.assumed += tuple(map(str, fixes))
        return desk

    def _checked(self, found: Answer) -> Answer:
        """The answer without any figure that is not, to the letter, in the stored report."""
        kept = {name: tuple(c for c in getattr(found, name) if self._verbatim(c)) for name in _CITING}
        if found.figures and not kept["figures"]:
            return found.model_copy(update={**kept, "status": "not_found", "reason": "not_stated"})
        return found.model_copy(update=kept)

    def _doubted(self, found: Answer) -> Answer:
        """The answer with what its figures do not agree with, each figure of that compared with its text, too."""
        findings = tuple(filter(self._all_verbatim, self.store.concerning(found.figures)))
        return found.model_copy(update={"findings": findings}) if findings else found

    def _verbatim(self, cited: Cited) -> bool:
        return self._stands(cited.figure, cited.report.id, cited.report.version)

    def _all_verbatim(self, finding: Finding) -> bool:
        sides = ((finding.figures, finding.report), (finding.elsewhere, finding.other))
        return all(self._stands(figure, report) for figures, report in sides if report for figure in figures)

    def _stands(self, figure: Figure, report: str, version: int | None = None) -> bool:
        stands = self.store.text(report, version)[figure.start : figure.end] == figure.text
        if not stands:
            log.error("withheld %r: not at %d of report %s", figure.text, figure.start, report)
        return stands

    def close(self) -> None:
        self.store.close()


_CITING = ("figures", "related", "nearest")
