"""The words that reading figures goes by, as patterns: one name, one class of words."""

import re
from functools import cache
from typing import Literal

from pydantic import Field

from knowledge import lexicon

Name = Literal[
    "abstract",
    "actor",
    "and",
    "and_so_on",
    "apiece",
    "baseline",
    "besides",
    "by_kind",
    "caption",
    "carried_over",
    "body",
    "change",
    "closer",
    "compare",
    "definition",
    "consists",
    "derived",
    "done",
    "dependent",
    "each",
    "earlier",
    "exhausts",
    "from",
    "growth",
    "hedge",
    "instrument",
    "kind",
    "light_closer",
    "light_opener",
    "light_tail",
    "means",
    "measure",
    "member",
    "modifier",
    "object",
    "of",
    "on",
    "opener",
    "part",
    "per",
    "level",
    "plan",
    "plan_heading",
    "predicate",
    "preposition",
    "prospect",
    "quantifier",
    "rate",
    "review_heading",
    "running",
    "scope",
    "scope_lead",
    "setting",
    "settled",
    "share",
    "sum",
    "tail",
    "to",
    "total",
    "toward",
    "undergo",
    "verb",
    "within",
]


class CueRow(lexicon.Row):
    name: Name
    words: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    seen: str


_ROWS = lexicon.rows("cues.toml", CueRow)


@cache
def cue_words(name: Name) -> frozenset[str]:
    return frozenset(word for row in _ROWS if row.name == name for word in row.words)


@cache
def any_of(name: Name) -> str:
    """A pattern that matches the longest word of the class, guards included."""
    guarded = [(word, row) for row in _ROWS if row.name == name for word in row.words]
    guarded.sort(key=lambda pair: len(pair[0]), reverse=True)
    return f"(?:{'|'.join(_guarded(word, row) for word, row in guarded)})"


def _guarded(word: str, row: CueRow) -> str:
    before = "".join(f"(?<!{re.escape(char)})" for char in row.behind)
    after = f"(?!{'|'.join(map(re.escape, row.unless))})" if row.unless else ""
    return before + re.escape(word) + after
