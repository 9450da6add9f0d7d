"""Small reports, passages and figures for tests: everything has a default, and every span fits the text."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

from knowledge import stacks
from knowledge.embedding_service import embedder
from knowledge.intake import Book
from knowledge.models import Figure, Meta, Passage, Region, Report
from knowledge.records import Record
from knowledge.shelf_writer import Order, build
from knowledge.shelves import home

TEXT = "甲区依法办理行政复议案件51件,其中维持27件。\n乙科组织普法宣传活动12场,受众3000人。"


def region(code: str = "990101", path: tuple[str, ...] = ("某省", "某市", "甲区")) -> Region:
    return Region(code=code, path=path)


def meta(**changed: Any) -> Meta:
    fields: dict[str, Any] = {
        "title": "甲区2019年度法治政府建设情况报告",
        "publisher": "甲区人民政府",
        "region": region(),
        "year": 2019,
        "kind": "法治政府建设情况报告",
    }
    return Meta(**fields | changed)


def report(identity: str = "r1", text: str = TEXT, *, source: str = "", **changed: Any) -> Report:
    """A report; ``changed`` are fields of its metadata."""
    return Report(id=identity, source=source or f"{identity}.txt", meta=meta(**changed), text=text, body=(0, len(text)))


def figure(text: str, digits: str, *, offset: int = 0, **changed: Any) -> Figure:
    """The figure that begins with these digits in a text, which itself begins at ``offset`` of its report."""
    found = re.compile(re.escape(digits) + "[^\\W\\d]?").search(text)
    assert found, f"{digits} is not in {text}"
    fields: dict[str, Any] = {
        "start": offset + found.start(),
        "end": offset + found.end(),
        "text": found.group(),
        "value": Decimal(digits),
        "unit": found.group().removeprefix(digits),
        "indicator": text[: found.start()],
        "own": text[: found.start()],
        "quote": text,
        "quote_start": offset,
        "rule": "built",
    }
    return Figure(**fields | changed)


def passage(text: str = TEXT, ordinal: int = 0, *, start: int = 0, **changed: Any) -> Passage:
    """A passage with one figure for every number in it."""
    numbers = dict.fromkeys(re.findall(r"\d+", text))
    fields: dict[str, Any] = {
        "path": ("一、主要工作", f"({ordinal + 1})依法行政"),
        "label": f"一、({ordinal + 1})",
        "figures": tuple(figure(text, digits, offset=start) for digits in numbers),
    }
    return Passage(ordinal=ordinal, start=start, end=start + len(text), text=text, **fields | changed)


def passages(of: Report) -> tuple[Passage, ...]:
    """One passage a line of the report's text."""
    starts = [match.start() for match in re.finditer(r"^.", of.text, re.MULTILINE)]
    lines = [line for line in of.text.splitlines() if line]
    return tuple(
        passage(line, ordinal, start=start) for ordinal, (start, line) in enumerate(zip(starts, lines, strict=True))
    )


def reread(of: Report) -> Book:
    return Book(of, passages(of))


def book(identity: str = "r1", text: str = TEXT, *, original: bytes = b"", **changed: Any) -> Book:
    of = report(identity, text, **changed)
    return Book(of, passages(of), original)


def write_shelves_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets this process write shelves itself, which takes a tenth of the time that a worker takes to start."""

    def write(order: Order, records: Iterable[Record]) -> int:
        written = list(records)
        build(home(order.place), order.name, embedder(order.service), written)
        return len(written)

    monkeypatch.setattr(stacks, "write", write)
