"""The rooms behind the chat, small enough for a test: files of one line a report, and a library in memory.

A report is ``place|year|body``, the body's figures apart by commas; several stand in a file apart by ``---``.
"""

import threading
from collections.abc import Collection, Sequence
from pathlib import Path

from bot.engine import Arrival, Changes, Review, Works
from ingest.clean import Given
from knowledge.errors import BadFile, NotHeld, StoreUnavailable, Unclear
from knowledge.intake import Book, Receipt
from knowledge.models import Meta, Passage, Region, Report, Shelved
from knowledge.regions import find_regions
from knowledge.store import Act, Version

BODY = "办结复议51件,应诉3件"
WEST, EAST = "杭州市西湖区", "南京市玄武区"
MOMENT = "2026-03-01T08:00:00+00:00"


def file(place: str = WEST, year: int | str = 2019, body: str = BODY) -> bytes:
    return f"{place}|{year}|{body}".encode()


class Reader:
    """Reads files of the test; a gate holds it up until the test lets it go on."""

    def __init__(self) -> None:
        self.read_names: list[str | None] = []
        self.gate = threading.Event()
        self.gate.set()

    def read(
        self, path: Path, given: Given | None = None, name: str | None = None, cancel: threading.Event | None = None
    ) -> Sequence[Book | BadFile]:
        while not self.gate.wait(timeout=0.01):
            if cancel and cancel.is_set():
                return [BadFile(name or path.name, "没有读完")]
        self.read_names.append(name)
        parts = path.read_text(encoding="utf-8").split("\n---\n")
        source = name or path.name
        names = [source] if len(parts) == 1 else [f"{n}.txt" for n in range(1, len(parts) + 1)]
        return [self._one(part, name, given or Given()) for part, name in zip(parts, names, strict=True)]

    def _one(self, text: str, source: str, given: Given) -> Book | BadFile:
        if "|" not in text:
            return BadFile(source, "不像一份报告")
        place, year, body = text.split("|")
        region = given.region or _region(place)
        if region is None or not (given.year or year):
            missing = tuple(name for name, there in (("region", region), ("year", given.year or year)) if not there)
            return Unclear(source, missing)
        return _book(source, region, given.year or int(year), body, given.publisher)


def _region(place: str) -> Region | None:
    return find_regions(place)[0].regions[0] if place else None


def _book(source: str, region: Region, year: int, body: str, publisher: str | None) -> Book:
    meta = Meta(
        title=f"{region.label}{year}年度工作报告",
        publisher=publisher or f"{region.label}人民政府",
        region=region,
        year=year,
        kind="工作报告",
    )
    text = f"{meta.title}\n{body}"
    passage = Passage(ordinal=0, start=0, end=len(text), text=text)
    return Book(
        Report(id=f"r{region.code}{year}", source=source, meta=meta, text=text, body=(0, len(text))), (passage,)
    )


class Keeper:
    """A library in memory that keeps every version."""

    def __init__(self) -> None:
        self.versions: dict[str, list[tuple[Book, str]]] = {}
        self.live: dict[str, int] = {}
        self.log: list[Act] = []
        self.broken = False
        self.tidied = threading.Event()

    def reports(self) -> tuple[Shelved, ...]:
        return tuple(self._shelved(report, number) for report, number in sorted(self.live.items()))

    def removed(self) -> tuple[Shelved, ...]:
        return tuple(self._shelved(r, len(v)) for r, v in sorted(self.versions.items()) if r not in self.live)

    def passages(self, report: str) -> tuple[Passage, ...]:
        return self.versions[report][self.live[report] - 1][0].passages

    def text(self, report: str, version: int | None = None) -> str:
        return self.versions[report][(version or self.live[report]) - 1][0].report.text

    def original(self, report: str, version: int | None = None) -> bytes:
        return self.versions[report][(version or self.live[report]) - 1][0].original

    def history(self, report: str) -> tuple[Version, ...]:
        return tuple(
            Version(report=self._shelved(report, n), live=self.live.get(report) == n, created=MOMENT, actor=actor)
            for n, (_, actor) in enumerate(self.versions.get(report, ()), start=1)
        )

    def acts(self, limit: int = 100) -> tuple[Act, ...]:
        return tuple(reversed(self.log))[:limit]

    def merge(self) -> int:
        self.tidied.set()
        return 0

    def put(self, books: Sequence[Book], *, actor: str, retiring: Collection[str] = ()) -> list[Receipt]:
        if self.broken:
            raise StoreUnavailable("磁盘已满，请清理后再试。")
        receipts = [self._put(book, actor) for book in books]
        for report in retiring:
            self.remove(report, actor)
        return receipts

    def _put(self, book: Book, actor: str) -> Receipt:
        report, before = book.report.id, self.live.get(book.report.id)
        if before and self.text(report) == book.report.text:
            return Receipt(report=self._shelved(report, before), outcome="same", previous=before)
        self.versions.setdefault(report, []).append((book, actor))
        self._point(report, len(self.versions[report]), actor, "put")
        outcome = "replaced" if before else "new"
        return Receipt(report=self._shelved(report, self.live[report]), outcome=outcome, previous=before)

    def rollback(self, report: str, version: int, actor: str) -> Shelved:
        self._point(report, version, actor, "rollback")
        return self._shelved(report, version)

    def remove(self, report: str, actor: str) -> None:
        if report not in self.live:
            raise NotHeld(report)
        del self.live[report]
        self._note(report, None, actor, "remove")

    def _point(self, report: str, version: int, actor: str, action: str) -> None:
        self.live[report] = version
        self._note(report, version, actor, action)

    def _note(self, report: str, version: int | None, actor: str, action: str) -> None:
        meta = self.versions[report][-1][0].report.meta
        self.log.append(Act(at=MOMENT, actor=actor, action=action, report=report, version=version, meta=meta))

    def _shelved(self, report: str, number: int) -> Shelved:
        book = self.versions[report][number - 1][0]
        return Shelved(
            id=report, version=number, source=book.report.source, meta=book.report.meta, passages=1, figures=2
        )


class Folder:
    """A watched folder; what it brings is what the test puts here."""

    def __init__(self) -> None:
        self.brought: list[Arrival] = []
        self.held: list[Path] = []

    def look(self) -> Sequence[Arrival]:
        brought, self.brought = self.brought, []
        return brought

    def waiting(self) -> Sequence[Path]:
        return self.held

    def settle(self, path: Path) -> None:
        self.held.remove(path)


class Counter:
    """Everything behind the chat, with what was asked of it."""

    def __init__(self, keeper: Keeper | None = None) -> None:
        self.reader = Reader()
        self.keeper = keeper or Keeper()
        self.web: dict[str, bytes] = {}
        self.size = 10
        self.folder = Folder()

    def stock(self, *files: bytes) -> None:
        """Puts reports in, one after the other, as the command line does."""
        for content in files:
            place, year, body = content.decode().split("|")
            book = _book("旧.txt", find_regions(place)[0].regions[0], int(year), body, None)
            self.keeper.put([book._replace(original=content)], actor="cli")

    @property
    def works(self) -> Works:
        return Works(
            reader=self.reader,
            keeper=self.keeper,
            review=self.review,
            findings=self.findings,
            fetch=self.fetch,
            export=self.export,
            backup=self.backup,
            inbox=self.folder,
        )

    def review(self, book: Book, _instead: str | None) -> Review:
        report = book.report.id
        live = self.keeper.live.get(report)
        before = self.keeper.text(report).split("\n")[1].split(",") if live else []
        after = book.report.text.split("\n")[1].split(",")
        same = bool(live) and self.keeper.text(report) == book.report.text
        return Review(
            outcome="same" if same else "replaced" if live else "new",
            against=live,
            changes=_changes(before, after) if live else None,
            doubts=["看起来像别处的报告"] if "疑" in book.report.text else (),
            findings=["50+2≠51"] if "勾" in book.report.text else (),
            origins={"region": "标题"},
        )

    def findings(self, report: str) -> Sequence[str]:
        return ["50+2≠51"] if "勾" in self.keeper.text(report) else ()

    async def fetch(self, url: str, folder: Path) -> Path:
        if url not in self.web:
            raise BadFile(url, "下载不了，请检查网址")
        path = folder / url.rpartition("/")[2]
        path.write_bytes(self.web[url])
        return path

    def export(self, reports: Sequence[str], folder: Path) -> Path:
        path = folder / "figures.xlsx"
        path.write_text(",".join(reports) or "all", encoding="utf-8")
        return path

    def backup(self, folder: Path) -> Path:
        path = folder / "wenshu.backup"
        with path.open("wb") as out:
            out.truncate(self.size)
        return path


def _changes(before: list[str], after: list[str]) -> Changes:
    kept = {text.rstrip("0123456789件") for text in before} & {text.rstrip("0123456789件") for text in after}
    pairs = [
        f"{b}→{a}" for b in before for a in after
        if b != a and b.rstrip("0123456789件") == a.rstrip("0123456789件")
    ]  # fmt: skip
    new = [text for text in after if text.rstrip("0123456789件") not in kept]
    return Changes(new=new, changed=pairs, gone=[text for text in before if text.rstrip("0123456789件") not in kept])
