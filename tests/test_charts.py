"""Pictures: which answers get one, what it says, and that no character is drawn as a box."""

from io import BytesIO
from pathlib import Path

import pytest
from matplotlib.image import imread

from bot.charts import Chart, Point, chart
from bot.drawing import draw
from knowledge.models import Answer
from tests.answering import answer, cited, report
from tests.chatting import ZHANG, TableLibrary, serving

HERE = cited("办结{51件}。", "办结")
THERE = cited("办结{38件}。", "办结", report("南山市碧水区", code="990102"))
LATER = cited("办结约{1.2万件}。", "办结", report(year=2020), approx="约")
OTHER = cited("受理{9件}。", "受理")
MONEY = cited("投入{9元}。", "办结", report("南山市碧水区", code="990102"))

PICTURES = [
    # status, figures, what is drawn
    ("several", (HERE, THERE), "bars 办结 2019年: 南山市青山区 51件, 南山市碧水区 38件"),
    ("several", (HERE, LATER), "line 办结 南山市青山区: 2019年 51件, 2020年 约1.2万件"),
    ("several", (LATER, HERE), "bars 办结 南山市青山区: 2020年 约1.2万件, 2019年 51件"),
    ("several", (HERE, OTHER), ""),
    ("several", (HERE, MONEY), ""),
    ("ambiguous", (HERE, THERE), ""),
    ("answered", (HERE,), ""),
]


@pytest.mark.parametrize(("status", "figures", "expected"), PICTURES)
def test_picture_of_an_answer(status: str, figures: tuple[object, ...], expected: str) -> None:
    drawn = chart(answer(status, figures=figures))
    assert shown(drawn) == expected


def shown(drawn: Chart | None) -> str:
    if drawn is None:
        return ""
    points = ", ".join(f"{point.label} {point.text}" for point in drawn.points)
    return f"{drawn.form} {drawn.title} {drawn.heading}: {points}"


def test_foot_names_the_sources_and_what_to_beware_of() -> None:
    drawn = chart(answer("several", figures=(HERE, THERE), caution=("indicators",)))
    assert drawn
    assert [line[:14] for line in drawn.foot] == [
        "注意：各报告的说法不同，口径",
        "来源：",
        "《南山市青山区2019年度工",
        "《南山市碧水区2019年度工",
    ]


@pytest.mark.parametrize("form", ["bars", "line"])
def test_drawn_picture_fits_a_phone(form: str) -> None:
    points = tuple(Point(f"南山市青山区{i}", i * 10.5, f"{i}万人次") for i in range(1, 9))
    picture = draw(Chart(form, "行政复议案件", "2019年", points, ("来源：", "《报告》" * 30)))  # type: ignore[arg-type]
    assert picture
    high, wide = imread(BytesIO(picture)).shape[:2]
    assert wide == 1080
    assert wide / 2 < high < wide * 2


def test_character_that_the_font_lacks_is_not_drawn_as_a_box() -> None:
    assert draw(Chart("bars", "\U0002ceff县", "", (Point("甲", 1, "1件"), Point("乙", 2, "2件")), ())) is None


async def test_comparison_comes_with_a_table_and_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = answer("several", figures=(HERE, THERE), winner="南山市青山区")
    monkeypatch.setattr(TableLibrary, "ask", lambda *_: compared)
    async with serving(tmp_path, access="open") as chat:
        text = await chat.ask(ZHANG, "比一比")
        assert "<pre>南山市青山区  51件\n南山市碧水区  38件</pre>" in text["html"]
        assert (await chat.tg.reply(ZHANG))["photo"]
        assert chat.tg.pictures[0].startswith(b"\x89PNG")
        assert chat.tg.refused == []


def test_nothing_to_compare_is_no_picture() -> None:
    assert chart(Answer(question="", status="not_found")) is None
