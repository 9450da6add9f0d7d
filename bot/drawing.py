"""Draws charts; the only owner of matplotlib, which is slow to load and therefore loaded with the first chart."""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from bot.charts import Chart

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties

FONT = ("zhplot", "fonts", "NotoSansSC-Regular.ttf")  # a package that brings a font and is never imported
WIDE = 6.0  # inches, at DPI dots: as wide as a phone shows without shrinking
DPI = 180
ROW, HEAD, NOTE = 0.58, 0.95, 0.24  # inches of height for a bar, the title and a line of the foot
LEAST_ROWS, LINE_ROWS = 2, 5
ABOVE = 0.75  # rows that the first bar and its name need
WRAP = 38  # columns of the foot's lines
BLUE, INK, GREY = "#2b6cb0", "#1a202c", "#718096"
TITLE, TEXT, SMALL = 15, 12, 8.5  # points

_one_at_a_time = Lock()  # matplotlib shares its caches between threads without one


def draw(chart: Chart) -> bytes | None:
    """The chart as a PNG; None where the font lacks a character, rather than a box in its place."""
    with _one_at_a_time:
        return _drawn(chart) if _can_write(chart) else None


def _can_write(chart: Chart) -> bool:
    said = "".join((chart.title, chart.heading, *chart.foot, *(p.label + p.text for p in chart.points)))
    return _font_file() is not None and {ord(char) for char in said} <= _characters()


def _drawn(chart: Chart) -> bytes:
    from matplotlib.figure import Figure  # noqa: PLC0415 - see the docstring of the module

    foot = [piece for line in chart.foot for piece in _wrapped(line)]
    rows = LINE_ROWS if chart.form == "line" else max(LEAST_ROWS, len(chart.points)) + ABOVE - 0.5
    height = HEAD + ROW * rows + NOTE * len(foot)
    figure = Figure(figsize=(WIDE, height), dpi=DPI, facecolor="white")
    bottom = NOTE * (len(foot) + 1) / height
    axes = figure.add_axes((0.04, bottom, 0.92, 1 - bottom - HEAD / height))
    figure.text(0.04, 1 - 0.22 / height, _title(chart.title), fontproperties=_font(TITLE), color=INK, va="top")
    figure.text(0.04, 1 - 0.62 / height, chart.heading, fontproperties=_font(SMALL + 1), color=GREY, va="top")
    figure.text(0.04, 0.1 / height, "\n".join(foot), fontproperties=_font(SMALL), color=GREY, va="bottom")
    (_line if chart.form == "line" else _bars)(axes, chart)
    out = BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


def _bars(axes: "Axes", chart: Chart) -> None:
    """One bar under the other, its name above it: Chinese place names are long, and a phone is narrow."""
    places = list(range(len(chart.points)))
    most = max(*(point.value for point in chart.points), 0) or 1
    axes.barh(places, [point.value for point in chart.points], height=0.32, color=BLUE)
    for place, point in zip(places, chart.points, strict=True):
        axes.text(0, place - 0.39, point.label, fontproperties=_font(TEXT), color=INK, va="center")
        end = max(point.value, 0) + most * 0.015
        axes.text(end, place, point.text, fontproperties=_font(TEXT), color=INK, va="center")
    axes.set_xlim(min(0, *(point.value for point in chart.points)), most * 1.28)
    axes.set_ylim(len(places) - 0.5, -ABOVE)
    axes.set_axis_off()


def _line(axes: "Axes", chart: Chart) -> None:
    places = list(range(len(chart.points)))
    values = [point.value for point in chart.points]
    room = (max(values) - min(values)) or abs(values[0]) or 1
    axes.plot(places, values, color=BLUE, linewidth=2.5, marker="o", markersize=7)
    for place, point in zip(places, chart.points, strict=True):
        beside: dict[str, Any] = {"xytext": (0, -22 if _is_dip(values, place) else 11), "ha": "center"}
        axes.annotate(
            point.text,
            (place, point.value),
            textcoords="offset points",
            fontproperties=_font(TEXT),
            color=INK,
            **beside,
        )
    axes.set_xlim(-0.5, len(places) - 0.5)
    axes.set_ylim(min(values) - room * 0.35, max(values) + room * 0.3)
    axes.set_xticks(places, [point.label for point in chart.points], fontproperties=_font(TEXT), color=INK)
    axes.yaxis.set_visible(False)
    axes.spines[["left", "right", "top"]].set_visible(False)
    axes.spines["bottom"].set_color(GREY)


def _is_dip(values: Sequence[float], place: int) -> bool:
    """Whether the line goes up on both sides, so that only the room below is free."""
    before, after = values[max(place - 1, 0)], values[min(place + 1, len(values) - 1)]
    return values[place] < before and values[place] < after


def _title(text: str) -> str:
    """Cut to the width of the picture; the reply beside it has the whole."""
    most = 26
    return text if len(text) <= most else text[: most - 1] + "…"


def _wrapped(text: str) -> list[str]:
    return [text[i : i + WRAP] for i in range(0, len(text), WRAP)]


def _font_file() -> Path | None:
    spec = find_spec(FONT[0])
    folders = spec.submodule_search_locations if spec else None
    path = Path(folders[0], *FONT[1:]) if folders else None
    return path if path and path.is_file() else None


@cache
def _font(size: float) -> "FontProperties":
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - the same

    return FontProperties(fname=_font_file(), size=size)


@cache
def _characters() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - the same

    return frozenset(FT2Font(str(_font_file())).get_charmap())
