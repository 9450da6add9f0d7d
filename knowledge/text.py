"""Folding: full-width to half-width, traditional to simplified, one character to one character.

Spans found in the folded text therefore hold in the original: ``len(fold(t)) == len(t)``.
"""

import unicodedata
from functools import cache

from opencc import OpenCC

# NFKC turns these into something that reads differently, or that the grammar tells apart.
_KEPT = frozenset("，。；：！？（）、“”‘’《》〈〉【】〔〕…—·㎡")
_PUNCTUATION = {"，": ",", "；": ";", "：": ":", "！": "!", "？": "?", "（": "(", "）": ")", "％": "%"}


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


class _Folds(dict[int, str]):
    """``str.translate`` table that works out each character once, when it is first met."""

    def __missing__(self, codepoint: int) -> str:
        char = chr(codepoint)
        folded = _PUNCTUATION.get(char) or (char if char in _KEPT else _fold_char(char))
        self[codepoint] = folded
        return folded


def _fold_char(char: str) -> str:
    if char.isspace() and char != "\n":
        return " "
    plain = unicodedata.normalize("NFKC", char)
    if len(plain) != 1 or unicodedata.category(char) == "No":  # ² and ① are no plain digits
        return char
    if "\u3400" <= plain <= "\u9fff":
        simple: str = _simplifier().convert(plain)
        return simple if len(simple) == 1 else plain
    return plain


_FOLDS = _Folds()


def fold(text: str) -> str:
    """Text in half-width, simplified characters and ASCII punctuation (。、 stay), same length.

    >>> fold("思明區２０１９年，４３％")
    '思明区2019年,43%'
    """
    return text.translate(_FOLDS)
