"""Text to vector without a model: pairs of neighbouring characters, weighted and hashed into fixed places.

What two texts share in wording then shows as closeness of their vectors, offline and on any machine.
Pairs alone find what words and pairs together find, in a third of the time, and leave the vectors
alone when the dictionary learns a word. Collisions are the noise, so each pair takes two places.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import pairwise
from math import hypot, log
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge import lexicon
from knowledge.text import fold

Vectors = NDArray[np.float32]

_DIMENSIONS: Final = 512  # 10,000 reports take 0.8 GB; with 768 one question in fifty is served better
_PLACES: Final = 2  # of a pair: one unlucky collision then spoils only half of it
_KNOWN: Final = 1 << 17  # pairs whose places are remembered
_LETTERS: Final = 1.0
_DIGITS: Final = 0.3  # a figure is what is asked for, seldom what is asked with
_REPEATED: Final = 1.5  # what a passage says twice is what it is about

_RUN: Final = re.compile(r"[^\W_]+")  # letters and digits without a mark between


class Embedder(Protocol):
    """Whatever makes vectors of length one out of texts; ``id`` changes with anything that changes a vector."""

    @property
    def id(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> Vectors: ...


class LexicalEmbedder:
    """The embedder that needs nothing but this machine."""

    @property
    def id(self) -> str:
        unspoken = blake2b("".join(sorted(_unspoken())).encode(), digest_size=4).hexdigest()
        return f"wenshu-pairs-{_DIMENSIONS}-1-{unspoken}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text; all zeros for a text that has no two letters side by side."""
        return np.array([_vector(text) for text in texts], np.float32).reshape(-1, _DIMENSIONS)


def _vector(text: str) -> list[float]:
    sums: list[float] = [0] * _DIMENSIONS  # a list: to add to single places of an array takes twice as long
    for pair, count in Counter(_pairs(fold(text))).items():
        strength = 1 + _REPEATED * log(count)
        for place, weight in _places(pair):
            sums[place] += strength * weight
    length = hypot(*sums)
    return [value / length for value in sums] if length else sums


def _pairs(text: str) -> Iterator[str]:
    for run in _RUN.findall(text):
        for left, right in pairwise(run):
            if not (left in _unspoken() or right in _unspoken()):
                yield left + right


@cache
def _unspoken() -> frozenset[str]:
    return frozenset(lexicon.words("unspoken.txt"))


@lru_cache(maxsize=_KNOWN)
def _places(pair: str) -> tuple[tuple[int, float], ...]:
    """Where a pair falls and what it adds there, the same in every process and on every machine."""
    weight = _DIGITS if any(map(str.isdigit, pair)) else _LETTERS
    digest = blake2b(pair.encode(), digest_size=4 * _PLACES).digest()
    numbers = (int.from_bytes(digest[at : at + 4], "little") for at in range(0, len(digest), 4))
    return tuple(((number >> 1) % _DIMENSIONS, weight if number & 1 else -weight) for number in numbers)
