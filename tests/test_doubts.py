"""Warnings about a file that looks wrong, and silence about one that does not."""

from pathlib import Path

import pytest

from ingest import samples
from ingest.clean import Given
from ingest.doubts import doubts
from ingest.pipeline import read_file
from knowledge.differences import compare
from knowledge.intake import Book
from knowledge.models import Shelved
from knowledge.regions import by_code
from tests import build
from tests.shared import needs_reports

SAMPLE = samples.paths()[0]
HULI = by_code("350206")


def seen(book: Book, **more) -> list[str]:
    return [" ".join(f"{d.kind} {d.stated} {d.found} {d.count}".split()) for d in doubts(book, **more)]


def shelved(book: Book, identity: str = "another", **changed) -> Shelved:
    report = book.report.model_copy(update={"id": identity})
    count = sum(len(passage.figures) for passage in book.passages)
    meta = report.meta.model_copy(update=changed)
    return Shelved(id=identity, version=1, source="x", meta=meta, passages=len(book.passages), figures=count)


@pytest.mark.parametrize("path", samples.paths(), ids=lambda path: path.name)
def test_the_samples_raise_no_doubt(path: Path) -> None:
    assert seen(read_file(path)) == []


@needs_reports
def test_no_real_report_raises_a_doubt(real_books: list[Book]) -> None:
    assert {book.report.source: found for book in real_books if (found := seen(book))} == {}


def prose(line: str, times: int = 12) -> str:
    headed = "厦门市湖里区2019年法治政府建设情况报告\n\n一、主要工作\n受理案件51件,办结50件,其中维持27件。\n"
    return headed + "二、依法办案\n" + f"{line}培训12场,参加600人。\n" * times


BODIES = [
    (prose("湖里区规范执法,湖里区加强监督。"), {}, []),
    (prose("思明区规范执法,湖里区学习思明区。"), {}, ["other_place 厦门市湖里区 厦门市思明区 24"]),
    (prose("湖里区规范执法。"), {"region": by_code("350203")}, ["other_place 厦门市思明区 厦门市湖里区 12"]),
    (prose("厦门市统一部署,湖里区落实厦门市要求。"), {}, []),
    (prose("2019年规范执法,2020年继续。"), {}, []),
    (prose("2019年规范执法。"), {"year": 2020}, ["other_year 2020 2019 12"]),
    (prose("规范执法。"), {"publisher": "杭州市司法局"}, ["other_publisher 厦门市湖里区 杭州市司法局 0"]),
    (prose("规范执法。"), {"publisher": "厦门市司法局"}, []),
]


@pytest.mark.parametrize(("text", "told", "expected"), BODIES)
def test_another_place_year_or_publisher(text, told, expected, tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    assert seen(read_file(path, Given(**told))) == expected


def test_what_is_hardly_a_report():
    assert seen(build.book(text="甲区共办理案件51件。")) == ["few_figures 1", "few_sections 1"]


def test_hardly_a_figure_is_left():
    book = read_file(SAMPLE)
    others = read_file(samples.paths()[1])
    assert seen(book, difference=compare(book.passages, book.passages)) == []
    (found,) = seen(book, difference=compare(others.passages, book.passages))
    assert found.startswith("all_changed")


def test_the_same_text_under_another_name():
    book = read_file(SAMPLE)
    held = [shelved(book, region=HULI, year=2018, publisher="湖里区司法局")]
    assert seen(book, held=held, text_of=lambda _: book.report.text + "\n") == [
        "held_already 厦门市湖里区 湖里区司法局 2018"
    ]
    assert seen(book, held=held, text_of=lambda _: "别的内容") == []
    assert seen(book, held=[shelved(book, book.report.id)], text_of=lambda _: book.report.text) == []
