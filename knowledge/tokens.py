"""Chinese words: the only owner of jieba, with the domain's own dictionary on top."""

import logging
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import jieba

from knowledge import lexicon

_OFTEN = 100_000  # occurrences that make a word likelier than any way to share its characters out

jieba.setLogLevel(logging.ERROR)


@cache
def _tokenizer() -> jieba.Tokenizer:
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for word in lexicon.words("jieba.txt"):
        tokenizer.add_word(word)
    for word in lexicon.words("whole_words.txt"):
        tokenizer.add_word(word, _OFTEN)
    return tokenizer


def cut(text: str) -> list[str]:
    """Words of the text in order, punctuation included, nothing lost; what no dictionary knows comes by character.

    >>> cut("依法处理行政复议案件")
    ['依法', '处理', '行政复议', '案件']
    """
    return list(_tokenizer().cut(text, HMM=False))


def is_word(text: str) -> bool:
    """Whether the dictionary has the text as a word."""
    return bool(_tokenizer().FREQ.get(text))


def pairs(text: str) -> Iterator[str]:
    """Neighbouring character pairs of the text's letters and digits: 行政复议 → 行政 政复 复议."""
    letters = [c for c in text if c.isalnum()]
    return ("".join(pair) for pair in pairwise(letters))
