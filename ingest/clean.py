"""From a text to a Report: furniture off, metadata read, and a refusal in one line where it is no report."""

import hashlib
import re

from ingest.metadata import DATES, PLACES, PUBLISHERS, YEARS, first_found
from ingest.page import Page
from knowledge.errors import BadFile, Unclear
from knowledge.models import Frozen, Meta, Region, Report

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
    """The report that the text holds; raises BadFile with what is missing and what to do about it."""
    given = given or Given()
    page = Page(text, given.title)
    if why := next(filter(None, (refusal(page) for refusal in NO_REPORT)), None):
        raise BadFile(source, why)
    meta = _meta(page, given, source)
    key = f"{meta.publisher}\n{meta.year}\n{meta.kind}"
    return Report(id=hashlib.sha256(key.encode()).hexdigest()[:12], source=source, meta=meta, text=text, body=page.body)


def _meta(page: Page, given: Given, source: str) -> Meta:
    region = given.region or first_found(PLACES, page)
    if region is None:
        raise Unclear(source, "看不出是哪个地方的报告，请用 --region 指明，例如 --region 厦门市思明区", ("region",))
    year = given.year or first_found(YEARS[page.kind.titled], page)
    if year is None:
        raise Unclear(source, "看不出是哪一年的报告，请用 --year 指明，例如 --year 2023", ("year",))
    published = first_found(DATES, page)
    return Meta(
        title=page.title or f"{region.label}{year}年{page.kind.name}",
        publisher=given.publisher or first_found(PUBLISHERS, page) or region.label + page.kind.by,
        region=region,
        year=year,
        kind=page.kind.name,
        date=published and published.isoformat(),
    )


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
