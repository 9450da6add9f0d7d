"""The same indicator of the same scope and period, stated twice with different values."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ingest.cues import any_of
from knowledge import lexicon
from knowledge.margins import margin
from knowledge.models import Figure, Finding, Passage
from knowledge.text import fold
from knowledge.tokens import cut

_SHORTEST: Final = 6  # characters; 满意率 is of one thing here and of another there
_RATE = re.compile(rf"{any_of('rate')}$")
_ENDS = re.compile(r"\s*(?:[,。;、!?:()]|$)")
_LEFT: Final = 8  # characters before a number that tell whether it counts what was added or what there is
_ROLES: Final = ("only", "rate")
_DEEDS: Final = lexicon.words("generic_verbs.txt")

_Key = tuple[str, str | None, str | None, str, str]


def restated(passages: Sequence[Passage]) -> Iterator[Finding]:
    """受理行政复议申请121件 in the overview, 受理行政复议申请112件 in its section."""
    told: defaultdict[_Key, list[tuple[Figure, Passage]]] = defaultdict(list)
    for passage in passages:
        for figure in passage.figures:
            key = (figure.indicator, figure.scope, figure.period, figure.role, figure.unit)
            told[key].append((figure, passage))
    for stated in told.values():
        definite = [figure for figure, passage in stated if len(stated) > 1 and _is_definite(figure, passage)]
        for first, second in pairwise(definite):
            if first.quote_start != second.quote_start and not margin(first).meets(margin(second)):
                yield Finding(
                    rule="restated",
                    figures=(second, first),
                    expected=first.value,
                    stated=second.value,
                    unit=second.unit,
                )


def _is_definite(figure: Figure, passage: Passage) -> bool:
    """Whether the name says all of it: long enough, no deed that is done many times over, nothing behind the number.

    举办培训12场 may be one occasion of many, and 849座公园实现开放 are not all 公园.
    """
    if figure.role not in _ROLES or len(figure.indicator) < _SHORTEST or figure.rule == "table":
        return False
    if figure.role == "rate" and not _RATE.search(figure.own):  # 占总数的5%: of what?
        return False
    deeds = any(word in _DEEDS for word in cut(figure.own))
    behind = fold(passage.text[figure.end - passage.start : figure.end - passage.start + 1])
    return not deeds and bool(_ENDS.match(behind))
