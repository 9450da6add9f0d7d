"""Answers to render and to send: a report of some place and year, figures of it, passages of it."""

import string
from decimal import Decimal

from knowledge.models import Answer, Cited, Excerpt, Figure, Meta, Region, Shelved


def report(place: str = "南山市青山区", year: int = 2019, code: str = "990101") -> Shelved:
    region = Region(code=code, path=("某省", place))
    meta = Meta(title=f"{place}{year}年度工作报告", publisher=place, region=region, year=year, kind="报告")
    return Shelved(id=f"{place}{year}", version=1, source="a.txt", meta=meta, passages=1, figures=1)


def cited(sentence: str, indicator: str, of: Shelved | None = None, at: int = 100, **fields: object) -> Cited:
    """``sentence`` holds the figure between braces: 办结{51件}。"""
    start, end = sentence.index("{"), sentence.index("}") - 1
    quote = sentence.replace("{", "").replace("}", "")
    text = quote[start:end]
    value = Decimal("".join(c for c in text if c in string.digits + ".") or "0")
    unit = text.lstrip(string.digits + ".万")
    known = {"start": at + start, "end": at + end, "text": text, "value": value, "unit": unit, "own": indicator}
    figure = Figure.model_validate(
        {**known, "indicator": indicator, "quote": quote, "quote_start": at, "rule": "test", **fields}
    )
    return Cited(figure=figure, report=of or report(), section="三、(二)")


def excerpt(text: str, key: str) -> Excerpt:
    return Excerpt(text=text, key=key, section="一、", start=0, end=len(text), report=report())


def answer(status: str, **fields: object) -> Answer:
    return Answer.model_validate({"question": "问", "status": status, **fields})
