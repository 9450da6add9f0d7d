"""Any text whatsoever is read, and what is read is what stands there."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.passages import read_passages
from knowledge.numbers import find_quantities
from knowledge.periods import find_periods

SCRAPS = st.sampled_from(
    ["办理", "案件", "51件", "3.2万人", "其中", "分别", "(", ")", "、", ",", ";", "。", "和", "由", "为", "从", "到",
     "一是", "二、", "(三)", "1.", "2019年", "截至11月底", "增长", "5%", "百", "两", "无败诉案件", "《", "》", "“", "”",
     "\n", " ", "\u3000", "等", "部门", "共", "达", "第", "\x02", "約", "１２"]
)  # fmt: skip
TEXTS = st.lists(SCRAPS | st.text(max_size=3), max_size=60).map("".join)


@settings(deadline=None)
@given(text=TEXTS, year=st.none() | st.integers(2000, 2030))
def test_figures_are_what_stands_there(text, year):
    for passage in read_passages(text, (0, len(text)), year):
        assert text[passage.start : passage.end] == passage.text
        for figure in passage.figures:
            assert text[figure.start : figure.end] == figure.text
            assert text[figure.quote_start :].startswith(figure.quote)
            assert figure.quote_start <= figure.start
            assert figure.end <= figure.quote_start + len(figure.quote)
            assert passage.start <= figure.start < passage.end


@settings(deadline=None)
@given(text=TEXTS)
def test_quantities_and_periods_are_what_stands_there(text):
    for found in (*find_quantities(text), *find_periods(text, 2019)):
        assert text[found.start : found.end] == found.text != ""


@settings(deadline=None)
@given(text=TEXTS)
def test_passages_do_not_overlap(text):
    passages = read_passages(text, (0, len(text)), 2019)
    assert [p.ordinal for p in passages] == list(range(len(passages)))
    assert all(one.end <= other.start for one, other in pairwise(passages))


WORST = [
    "1",
    "1,",
    "1 ",
    "百",
    "3件",
    "3件、",
    "其中维持3件,",
    "(3件",
    "“3件",
    "从3件到",
    "分别3件、",
    "自",
    "1月",
    "、",
]


@pytest.mark.parametrize("scrap", WORST)
def test_a_text_without_an_end_is_read(scrap):
    text = scrap * (12_000 // len(scrap))
    assert all(len(p.text) <= len(text) for p in read_passages(text, (0, len(text)), 2019))
