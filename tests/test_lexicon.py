"""What every list of words must hold to, however long it grows."""

from collections import Counter

import pytest

from knowledge import lexicon
from knowledge.terms import Synonyms

SINGLE = {"涨", "女"}  # characters that stand for themselves wherever reports write them


def test_what_reports_write_is_said_by_more_than_one_character() -> None:
    """A single character stands in too many other words to cover anything."""
    rows = lexicon.rows_of_folder("synonyms", Synonyms)
    assert {word for row in rows for word in row.stated if len(word) == 1} <= SINGLE


def test_every_row_of_synonyms_says_what_stands_for_what() -> None:
    rows = lexicon.rows_of_folder("synonyms", Synonyms)
    assert [row for row in rows if not (len(row.same) > 1 or (row.asked and row.stated))] == []


def test_every_line_of_talk_has_what_reports_write_for_it() -> None:
    lines = [line.split() for line in lexicon.words("talk.txt")]
    assert [line for line in lines if len(line) < len(("asked", "stated")) or min(map(len, line)) == 1] == []


@pytest.mark.parametrize("name", ["talk.txt", "binding.txt", "stopwords.txt", "generic_verbs.txt", "generic_nouns.txt"])
def test_no_word_is_listed_twice(name: str) -> None:
    first = Counter(line.split()[0] for line in lexicon.words(name))
    assert [word for word, count in first.items() if count > 1] == []
