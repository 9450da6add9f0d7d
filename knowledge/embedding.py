"""Text to vector without a model: words and character pairs, weighted, hashed into fixed places.

What two texts share in words then shows as closeness of their vectors, on any machine, offline.
Collisions are the noise of it, so every feature takes two places, and few features weigh much.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from math import log
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge import tokens
from knowledge.text import fold

Vectors = NDArray[np.float32]

_DIMENSIONS: Final = 512  # 10,000 reports take 0.7 GB; 768 finds 4 in 100 more, but takes half as much again
_PLACES: Final = 2  # a feature: one unlucky collision then spoils half of it
_KNOWN: Final = 1 << 17  # features whose places are remembered

_WORD: Final = 1.0
_PAIR: Final = 0.7  # a pair also lies across words, where the cutting of two texts differs
_SHORT: Final = 0.2  # 在, 了, 件: a word of one character says little
_DIGITS: Final = 0.3  # a figure is what is asked for, seldom what is asked with


class Embedder(Protocol):
    """Whatever turns texts into vectors of length one; ``id`` changes with anything that changes a vector."""

    @property
    def id(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> Vectors: ...


class LexicalEmbedder:
    """The embedder that needs nothing but this machine."""

    id = f"wenshu-lexical-{_DIMENSIONS}-1"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text, of length one; all zeros for a text without a letter or digit."""
        return np.stack([_vector(text) for text in texts]) if texts else np.zeros((0, _DIMENSIONS), np.float32)


def _vector(text: str) -> NDArray[np.float32]:
    sums = [0.0] * _DIMENSIONS  # a list: adding to single places of an array costs more
    for feature, count in Counter(_features(fold(text))).items():
        strength = 1 + log(count)
        for place, weight in _places(feature):
            sums[place] += strength * weight
    vector = np.array(sums, np.float32)
    length = np.linalg.norm(vector)
    return vector / length if length else vector


def _features(text: str) -> list[tuple[str, bool]]:
    words = [(word, True) for word in tokens.cut(text) if any(map(str.isalnum, word))]
    return words + [(pair, False) for pair in tokens.pairs(text)]


@lru_cache(maxsize=_KNOWN)
def _places(feature: tuple[str, bool]) -> tuple[tuple[int, float], ...]:
    """Where a feature falls, and how much it adds there: the same in every process and on every machine."""
    text, is_word = feature
    digest = blake2b(text.encode(), digest_size=4 * _PLACES, person=b"word" if is_word else b"pair").digest()
    numbers = np.frombuffer(digest, dtype="<u4").tolist()
    weight = _weight(text, is_word=is_word)
    return tuple(((number >> 1) % _DIMENSIONS, weight if number & 1 else -weight) for number in numbers)


def _weight(text: str, *, is_word: bool) -> float:
    kind = _WORD if is_word else _PAIR
    if any(map(str.isdigit, text)):
        return kind * _DIGITS
    return _SHORT if len(text) == 1 else kind
