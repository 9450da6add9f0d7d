"""Closeness of two phrases: the only owner of rapidfuzz.

It measures among what exact matching has let through, and never lets anything through itself: no
edit distance tells a typo from another district, year or procedure.
"""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from knowledge.tokens import pairs

#: Share of a longer term's character pairs, in per cent, that make it as good as said: 信息公开申请 in
#: 政府信息公开的申请 has 80, 行政复议 in 行政诉讼 has 33.
MOSTLY = 66
_SHORT = 3  # characters of a word that is put together of two
_LET_IN = 2  # characters that may stand before its last
_LONG = 4  # shorter terms are said or not


def closeness(asked: str, stated: str) -> int:
    """How alike two phrases are, 0 to 100, whatever the order of their parts."""
    return round(fuzz.token_set_ratio(" ".join(pairs(asked)), " ".join(pairs(stated))))


def alike(ones: Sequence[str], others: Sequence[str], least: int) -> dict[tuple[int, int], int]:
    """The closeness of every two phrases, by their positions, that have at least so much of it."""
    words = [[" ".join(pairs(phrase)) for phrase in phrases] for phrases in (ones, others)]
    grades = process.cdist(*words, scorer=fuzz.token_set_ratio, score_cutoff=least)
    return {(int(i), int(j)): round(float(grades[i, j])) for i, j in zip(*grades.nonzero(), strict=True)}


def shortened(term: str, text: str) -> bool:
    """Whether a term of three characters stands in a text with a word let in before its last: 闲置(土)地."""
    if len(term) != _SHORT:
        return False
    lead, last = term[:-1], term[-1]
    rests = text.split(lead)[1:]  # what follows each place where it begins
    return any(last in rest[: _LET_IN + len(last)] for rest in rests)


def mostly_said(term: str, text: str) -> bool:
    """Whether most character pairs of a longer term stand in a text, and its end: 预算收入 is no 预算支出."""
    wanted = list(pairs(term)) if len(term) >= _LONG else []
    if not wanted or wanted[-1] not in text:
        return False
    return 100 * sum(pair in text for pair in wanted) >= MOSTLY * len(wanted)
