"""Passages of small reports: the label, the last heading and the beginning of each."""

import pytest

from ingest.passages import read_passages

PASSAGES = [
    # the ladder
    ("一、工作情况\n办结51件。", ["一、|一、工作情况|办结51件。"]),
    ("一、情况\n(二)复议\n办结51件。", ["一、(二)|(二)复议|办结51件。"]),
    ("一、情况\n（二）复议\n3.审理\n办结51件。", ["一、(二)3.|3.审理|办结51件。"]),
    ("一、情况\n(一)复议\n1、审理\n办结51件。", ["一、(一)1、|1、审理|办结51件。"]),
    ("一、情况\n(一)复议\n(二)应诉\n办结51件。", ["一、(二)|(二)应诉|办结51件。"]),
    ("一、甲情况\n(一)复议\n二、乙情况\n办结51件。", ["二、|二、乙情况|办结51件。"]),
    # headings that open a paragraph
    ("(三)强化审理。办结51件。", ["(三)|(三)强化审理|(三)强化审理。办结51件。"]),
    ("1加强化解。办结51件。", ["1|1加强化解|1加强化解。办结51件。"]),
    (")加强领导。办结51件。", [")|)加强领导|)加强领导。办结51件。"]),
    # numbers that are no headings
    ("3个部门已上报。", ["||3个部门已上报。"]),
    ("2019年办结51件。", ["||2019年办结51件。"]),
    ("12.4国家宪法日宣传。", ["||12.4国家宪法日宣传。"]),
    # no prose
    ("——\n***\n办结51件。", ["||办结51件。"]),
    ("", []),
    ("\n\n  \n", []),
    # a line that a page has cut
    (
        "全年共受理各类行政复议案件申请,其中依法受理立\n案51件。",
        ["||全年共受理各类行政复议案件申请,其中依法受理立\n案51件。"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), PASSAGES)
def test_passages(text, expected):
    passages = read_passages(text, (0, len(text)), 2019)
    assert [f"{p.label}|{p.path[-1] if p.path else ''}|{p.text}" for p in passages] == expected


LONG = "认真开展各项工作,取得明显成效。" * 8  # 128 characters


def test_runs_stand_apart_when_they_are_long():
    text = f"一是推进审理。{LONG}二是推进应诉。{LONG}"
    assert [p.text[:7] for p in read_passages(text, (0, len(text)), 2019)] == ["一是推进审理。", "二是推进应诉。"]


def test_short_runs_share_a_passage():
    text = "一是推进审理。办结51件。二是推进应诉。出庭8次。"
    assert [p.text for p in read_passages(text, (0, len(text)), 2019)] == [text]


def test_a_long_paragraph_is_cut_between_sentences():
    text = LONG * 10
    passages = read_passages(text, (0, len(text)), 2019)
    assert "".join(p.text for p in passages) == text
    assert all(p.text.endswith("。") and len(p.text) <= 500 for p in passages)


def test_only_the_body_is_read():
    text = "浏览次数:84178\n办结51件。\n分享到"
    passages = read_passages(text, (text.index("办"), text.index("\n分")), 2019)
    assert [(p.text, [f.text for f in p.figures]) for p in passages] == [("办结51件。", ["51件"])]


def test_every_figure_lies_in_the_passage_that_holds_it():
    text = f"一、情况\n一是推进审理。办结51件。{LONG}二是推进应诉。出庭8次。{LONG}"
    passages = read_passages(text, (0, len(text)), 2019)
    assert [[f.text for f in p.figures] for p in passages] == [["51件"], ["8次"]]
    assert all(p.start <= f.start < f.end <= p.end for p in passages for f in p.figures)
