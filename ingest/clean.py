"""From a text to a Report: furniture off, metadata read, and a refusal in one line where it is no report."""

import re

from ingest.metadata import DATES, KINDS, NUMBERS, PLACES, PUBLISHERS, TITLES, YEARS, first_found
from ingest.page import Page
from knowledge.errors import BadFile, Unclear
from knowledge.identity import report_id
from knowledge.models import Frozen, Meta, Origins, Region, Report

_SHORTEST = 200  # characters of a body
_FEWEST_FIGURES = 3  # numbers, or else headings
_CHINESE = 0.3  # of the body's characters


class Given(Frozen):
    """What an administrator says about a report; it goes before anything that the text says."""

    region: Region | None = None
    year: int | None = None
    publisher: str | None = None
    title: str | None = None


def read_report(text: str, source: str, given: Given | None = None) -> Report:
    """The report that the text holds; raises BadFile where it holds none, Unclear where only an answer is missing."""
    given = given or Given()
    page = Page(text, given.title)
    if why := next(filter(None, (refusal(page) for refusal in NO_REPORT)), None):
        raise BadFile(source, why)
    meta, origins = _meta(page, given, source)
    identity = report_id(meta.publisher, meta.year, meta.kind)
    return Report(id=identity, source=source, meta=meta, text=text, body=page.body, origins=origins)


def _meta(page: Page, given: Given, source: str) -> tuple[Meta, Origins]:
    region = first_found(PLACES, page, given.region)
    year = first_found(YEARS[page.kind.titled], page, given.year)
    if region.value is None or year.value is None:
        raise Unclear(source, [name for name, read in (("region", region), ("year", year)) if read.value is None])
    title = first_found(TITLES, page, given.title)
    publisher = first_found(PUBLISHERS, page, given.publisher)
    kind = first_found(KINDS, page)
    published = first_found(DATES, page)
    number = first_found(NUMBERS, page)
    made = title.otherwise(f"{region.value.label}{year.value}年{page.kind.name}", "title_made")
    whose = publisher.otherwise(region.value.label + page.kind.by, "publisher_of_kind")
    meta = Meta(
        title=made.value or "",
        publisher=whose.value or "",
        region=region.value,
        year=year.value,
        kind=page.kind.name,
        date=published.value and published.value.isoformat(),
        number=number.value,
    )
    origins = Origins(
        title=made.origin,
        publisher=whose.origin,
        region=region.origin,
        year=year.origin,
        kind=kind.origin,
        date=published.origin,
        number=number.origin,
    )
    return meta, origins


def too_short(page: Page) -> str | None:
    start, end = page.body
    return f"正文不到 {_SHORTEST} 字，不像一份报告，请检查文件是否完整" if end - start < _SHORTEST else None


def not_chinese(page: Page) -> str | None:
    body = page.text[slice(*page.body)]
    share = len(re.findall(r"[\u4e00-\u9fff]", body)) / len(body)
    return "正文不是中文，或文字编码有误，请另存为 UTF-8 再导入" if share < _CHINESE else None


def no_prose(page: Page) -> str | None:
    return None if any(line.is_prose for line in page.inside) else "没有成句的正文，像是目录或名单，请导入报告全文"


def no_figures(page: Page) -> str | None:
    figures = re.findall(r"\d+", page.text[slice(*page.body)])
    numbered = any(line.is_heading for line in page.inside)
    return None if numbered or len(figures) >= _FEWEST_FIGURES else "正文里没有标题，也没有数字，不像一份报告"


NO_REPORT = (too_short, not_chinese, no_prose, no_figures)
