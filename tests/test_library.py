"""Questions to a library of the sample reports, from the words typed to the answer.

A row: the turns, and what the answer must be as one short string: status, figures, what is missing.
"""

from collections.abc import Sequence

import pytest

from knowledge.library import Library
from knowledge.models import Answer


def told(answer: Answer) -> str:
    """answered 51件 | not_found no_year 2018年."""
    shown = [c.figure.text for c in answer.figures]
    lacking = [word for word in (answer.reason, answer.missing) if word]
    return " ".join([answer.status, *shown, *lacking])


ROWS: list[tuple[Sequence[str], str]] = [
    # one figure
    (["思明区2019年办理了多少行政复议案件"], "answered 51件"),
    (["思明2019 复议 几件"], "answered 51件"),
    (["２０１９年思明區行政復議案件幾件"], "answered 51件"),
    (["咸宁市2017年综合纠错率是多少"], "answered 56.06%"),
    # follow-ups
    (["思明区2019年办理了多少行政复议案件", "那花都区呢"], "answered 64宗"),
    (["思明区2019年办理了多少行政复议案件", "那信访复查呢"], "answered 10件"),
    # typed by sound
    (["思名区19年行政负议几件"], "answered 51件"),
    # several
    (["咸宁2017 复议 收到 受理 办结"], "several 121件 94件 66件"),
    # a year that has only been planned: what was planned for it, unless a result is asked for
    (["花都区2020年重大行政决策和听证目录几份"], "answered 两份"),
    (["花都区2020年编好了几份重大行政决策目录"], "not_found no_year 花都区2020年"),
    # without a year, what is stated as a plan alone
    (["花都区重大行政决策和听证目录几份"], "answered 两份"),
    # no place: every report that names it, in whatever unit
    (["人民调解案件有多少件"], "several 22689件 3597件 10件 4066宗"),
    # another procedure or outcome is not compared with the one asked for
    (["思明区2019年和花都区2019年审结的行政复议案件,哪个多"], "answered 64宗 思明区"),
    (["思明区2019年和咸宁市2017年受理的行政复议案件,哪个多"], "answered 94件 思明区"),
    # all was refused, and one figure is plainly meant
    (["思明2019年拿别人身份证冒用登记的,后来给撤了几家"], "answered 52家"),
    # what is not there is said, never replaced
    (["思明区2018年办理了多少行政复议案件"], "not_found no_year 思明区2018年"),
    (["湖里区2019年办理了多少行政复议案件"], "not_found no_place 湖里区"),
    (["广州市2019年审结多少行政复议案件"], "not_found no_place 广州市"),
    (["思明区2019年行政诉讼败诉几件"], "not_found not_stated 行政诉讼败诉"),
    (["前进区2020年办理行政复议案件多少件"], "not_found not_stated 行政复议"),
    (["思明区2019年一共罚了多少钱"], "not_found not_stated 罚了"),
    # no question
    (["你好"], "not_found not_a_question"),
    (["。。。"], "not_found not_a_question"),
    ([""], "not_found not_a_question"),
]


@pytest.mark.parametrize(("turns", "expected"), ROWS, ids=[" / ".join(turns) or "nothing" for turns, _ in ROWS])
def test_an_answer(library: Library, turns: list[str], expected: str) -> None:
    assert told(library.ask(turns[-1], turns[:-1])) == expected


def test_a_place_that_was_asked_for_is_the_only_one_shown(library: Library) -> None:
    for report in library.reports():
        place = report.meta.region.label
        answer = library.ask(f"{place}{report.meta.year}年案件多少件")
        assert {c.report.meta.region.label for c in answer.figures} <= {place}


def test_every_figure_stands_in_its_report(library: Library) -> None:
    answer = library.ask("人民调解案件有多少件")
    assert answer.figures
    for cited in answer.figures:
        text = library.store.text(cited.report.id)
        assert text[cited.figure.start : cited.figure.end] == cited.figure.text
        assert cited.figure.quote in text


def test_a_figure_that_is_not_in_the_stored_text_is_withheld(
    library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(library.store, "text", lambda *_: "另一份正文")
    answer = library.ask("思明区2019年办理了多少行政复议案件")
    assert told(answer).startswith("not_found not_stated")
    assert "withheld" in caplog.text


def test_an_assumption_is_said(library: Library) -> None:
    assert library.ask("思名区2019年复议几件").assumed == ("思名区→思明区",)


@pytest.mark.parametrize("question", ["字" * 5000, "思明区" * 1500, "2019年多少" * 800])
def test_any_length_gets_an_answer(library: Library, question: str) -> None:
    assert library.ask(question).status in {"not_found", "answered", "several", "passage"}
