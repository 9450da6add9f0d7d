"""Scoring the library on questions whose answers are known: `wenshu eval GOLD.jsonl`.

A line of the gold: ``{"id", "question", "history": […], "kind": "figure|figures|none|passage|…",
"accept": [{"value", "unit"}], "all": bool, "contains": […]}``; other keys are ignored.
"""

from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.replies import say
from knowledge.errors import BadFile
from knowledge.models import Answer, Figure

Verdict = Literal["right", "partial", "silent", "wrong"]
VERDICTS: tuple[Verdict, ...] = ("right", "partial", "silent", "wrong")


class Accepted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    value: Decimal
    unit: str = ""

    def fits(self, figure: Figure) -> bool:
        """The same number in base units; a percentage is never a count."""
        return figure.value == self.value and ("%" in figure.unit) == ("%" in self.unit)


class Gold(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    question: str
    kind: str = "figure"
    history: tuple[str, ...] = ()
    accept: tuple[Accepted, ...] = ()
    all: bool = False
    contains: tuple[str, ...] = ()


def read(path: Path) -> list[Gold]:
    """Questions of a gold file; raises BadFile with the line that cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(str(path), say("cli.unreadable")) from error
    gold = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            gold.append(Gold.model_validate_json(line))
        except ValidationError as error:
            raise BadFile(str(path), say("cli.gold_line", number=number)) from error
    return gold


def judge(gold: Gold, answer: Answer) -> Verdict:
    """Which of the four an answer is; only what is shown as the answer counts."""
    if gold.kind == "none":
        return "right" if answer.status == "not_found" else "wrong"
    if gold.kind == "passage":
        return _quoted(gold, answer)
    if answer.status == "not_found" or not answer.figures:
        return "silent"
    if gold.all:
        return _several(gold, answer)
    first = any(accepted.fits(answer.figures[0].figure) for accepted in gold.accept)
    if answer.status != "ambiguous":
        return "right" if first else "wrong"
    offered = any(accepted.fits(cited.figure) for cited in answer.figures for accepted in gold.accept)
    return "partial" if offered else "wrong"


def _several(gold: Gold, answer: Answer) -> Verdict:
    shown = [any(accepted.fits(cited.figure) for cited in answer.figures) for accepted in gold.accept]
    return "right" if all(shown) else "partial" if any(shown) else "wrong"


def _quoted(gold: Gold, answer: Answer) -> Verdict:
    text = "".join(excerpt.text for excerpt in answer.passages)
    shown = [wanted in text for wanted in gold.contains]
    if any(shown):
        return "right" if all(shown) else "partial"
    return "wrong" if answer.figures else "silent"
