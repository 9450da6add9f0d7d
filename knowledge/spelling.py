"""Putting right what a pinyin keyboard typed wrong, by sound and never by shape.

A typed run of characters is replaced by a word that sounds the same, when the run itself is no known
word and the reports in question do have the word. Years and other numbers are never touched.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from knowledge import lexicon
from knowledge.marks import Mark, find_marks
from knowledge.models import Region
from knowledge.numbers import unit_words
from knowledge.periods import Period, find_periods
from knowledge.regions import Mention, find_regions, names
from knowledge.sound import sound, sounds
from knowledge.terms import domain_words, is_grammar, known_spans, known_word
from knowledge.tokens import cut, is_word

_LONGEST = 5
_UNIT_LENGTHS = (3, 2)  # of units that may be mistyped: 平方米, 公里
_FULL_NAME = 3  # characters from which a name carries its 市, 区 or 县, so that no other word is meant
_SURE = 4  # so long a run is replaced even where a part of it is a word: 行政调节 → 行政调解


class Fix(NamedTuple):
    typed: str
    meant: str

    def __str__(self) -> str:
        return f"{self.typed}→{self.meant}"


def _is_chinese(text: str) -> bool:
    return all("\u3400" <= c <= "\u9fff" for c in text)


def _whole_words(text: str) -> list[tuple[str, ...]]:
    """Runs of two to five Chinese characters that begin and end with a word of the text, longest first.

    A mistyped word falls apart into words and single characters; a run that cuts a word in two was not
    typed as one.
    """
    words = cut(text)
    runs = (tuple(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + _LONGEST, len(words)) + 1))
    joined = ((run, "".join(run)) for run in runs)
    fitting = [(run, said) for run, said in joined if 1 < len(said) <= _LONGEST and _is_chinese(said)]
    return [run for run, _ in sorted(fitting, key=lambda found: -len(found[1]))]


def _sure(words: tuple[str, ...]) -> bool:
    """Whether a run may be a mistyped word: a short one takes in no word of grammar and is no word itself."""
    run = "".join(words)
    if all(map(known_word, words)):
        return False  # 案件 + 办
    counted = len(run) == len(words) and words[0] in unit_words()  # 间审 of 那间 + 审
    led = counted or words[0] in lexicon.words("prefixes.txt")  # 新减 is no 信件
    bare = len(run) == len(words) and words[-1] in lexicon.words("verb_endings.txt")  # 劝成, 房装
    return len(run) >= _SURE or not (led or bare or is_word(run) or any(map(is_grammar, words)))


class Vocabulary:
    """Words that the reports in question use, by their sound."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.text = "\n".join(texts)
        self._lexicon = domain_words()

    def says(self, word: str) -> bool:
        """Whether the texts have the word."""
        return word in self.text

    def lacks(self, words: tuple[str, ...]) -> bool:
        """Whether the texts say nothing of the kind, and a word of the run is strange to them or a bare character."""
        strange = any(len(word) == 1 or word not in self.text for word in words if not is_grammar(word))
        return strange and "".join(words) not in self.text

    @cached_property
    def _words(self) -> dict[str, str]:
        """The most frequent word, or two words side by side, of each sound."""
        words = cut(self.text)
        said = Counter((*words, *map("".join, pairwise(words))))
        known = (*(word for word, _ in said.most_common()), *self._lexicon)
        common = [word for word in known if 1 < len(word) <= _LONGEST and _is_chinese(word)]
        return {reading: word for word in reversed(common) for reading in sounds(word)}

    def meant(self, run: str) -> str | None:
        """The word that a run was meant to be; None where no word sounds like it."""
        meant = self._words.get(sound(run))
        return meant if meant != run else None


def _without(text: str, spans: Iterable[Period | Mark | Mention]) -> str:
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


@cache
def _units() -> dict[str, str]:
    """Units of several characters by their sound: 公里, 平方米, 人次."""
    return _by_sound(unit for unit in unit_words() if len(unit) > 1 and _is_chinese(unit))


def _fix_unit(text: str) -> tuple[str, list[Fix]]:
    """多少公理, 多少平方迷: behind a question word stands a unit, whatever else the word may mean."""
    for mark in find_marks(text):
        start = mark.end - len(mark.unit or "") if text[: mark.end].endswith(mark.unit or "") else mark.end
        following = (text[start : start + length] for length in _UNIT_LENGTHS if start + length > mark.end)
        for run in filter(_is_chinese, following):
            meant = None if run in _units().values() else _units().get(sound(run))
            if meant:
                return text[:start] + text[start:].replace(run, meant, 1), [Fix(run, meant)]
    return text, []


def _cuts(named: Collection[tuple[int, int]], start: int, run: str) -> bool:
    """Whether a run takes a known phrase apart: 健局 of 卫健局 was not typed as one."""
    end = start + len(run)
    return any((a < start < b) != (a < end < b) or (a <= start and end <= b) for a, b in named)


def fix_words(text: str, vocabulary: Vocabulary) -> tuple[str, list[Fix]]:
    """A folded question with its mistyped words put right, and what was put right."""
    text, fixes = _fix_unit(text)
    free = _without(text, [*find_periods(text), *find_marks(text), *find_regions(text)])
    named = known_spans(free)
    for words in _whole_words(free):
        run = "".join(words)
        if run not in free or known_word(run) or not _sure(words) or not vocabulary.lacks(words):
            continue
        if _cuts(named, free.find(run), run):
            continue
        meant = vocabulary.meant(run)
        if meant:
            fixes.append(Fix(run, meant))
            text, free = text.replace(run, meant), free.replace(run, " " * len(run))
    return text, fixes


def _by_sound(words: Iterable[str]) -> dict[str, str]:
    """Words by their sound; of two that sound the same neither can be told to be meant."""
    table: dict[str, str] = {}
    for word in words:
        for reading in sounds(word):
            table[reading] = "" if table.get(reading, word) != word else word
    return table


@cache
def _all_places() -> dict[str, str]:
    return _by_sound(name for name, called in names().items() if not called.brief)


@cache
def _last_letters() -> frozenset[str]:
    return frozenset(name[-1] for name, called in names().items() if not called.brief)


@lru_cache(maxsize=4)
def _places_held(held: frozenset[Region]) -> dict[str, str]:
    return _by_sound(name for name, called in names().items() if not held.isdisjoint(called.regions))


def fix_places(text: str, known: Collection[Region]) -> tuple[str, list[Fix]]:
    """A folded question with its mistyped places put right, one by one."""
    fixes: list[Fix] = []
    while (fix := _fix_place(text, known)) and fix not in fixes:
        fixes.append(fix)
        text = text.replace(fix.typed, fix.meant)
    return text, fixes


def _fix_place(text: str, known: Collection[Region]) -> Fix | None:
    """The first place to be put right: one of the library, else any."""
    mentions = find_regions(text, known)
    taken = {i for m in mentions for i in range(m.start, m.end)}
    strange = {i for m in mentions if set(m.regions).isdisjoint(known) for i in range(m.start, m.end)}
    for spared, anywhere in ((taken - strange, False), (taken, True)):  # 五宁县 is 武宁县 before it is 宁县
        free = "".join(" " if i in spared else c for i, c in enumerate(text))
        for run in map("".join, _whole_words(free)):
            meant = _place_meant(run, frozenset(known), anywhere=anywhere)
            if meant:
                return Fix(run, meant)
    return None


def _place_meant(run: str, known: frozenset[Region], *, anywhere: bool) -> str | None:
    """The place that a run sounds like: one that the library holds, else, with `anywhere`, any."""
    if run in names() or (len(run) < _FULL_NAME and is_word(run)):
        return None
    held = next(filter(None, (_places_held(known).get(reading) for reading in sounds(run))), None)
    known_to_all = _all_places().get(sound(run)) if anywhere and run[-1] in _last_letters() else None
    meant = held or known_to_all
    return meant if meant != run else None
