"""The figures of reports as a table: what each says, where it stands, and whose it is."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from bot.replies import say
from bot.spreadsheet import Column, Sheet, Value, write_csv, write_xlsx
from knowledge.errors import WenshuError
from knowledge.models import Figure, Passage, Shelved, plain_number

Held = Iterable[tuple[Shelved, Sequence[Passage]]]

FIGURES = {
    "place": 18, "year": 7, "publisher": 26, "title": 38, "section": 12, "indicator": 34, "value": 14, "unit": 8,
    "text": 14, "approx": 7, "scope": 12, "period": 14, "role": 9, "quote": 70, "report": 15,
}  # fmt: skip
REPORTS = {
    "place": 18, "year": 7, "publisher": 26, "kind": 26, "title": 46, "date": 12, "version": 7, "passages": 8,
    "figures": 8, "source": 36, "report": 15,
}  # fmt: skip


def suits(path: Path) -> bool:
    """Whether the file's name says a form that we write."""
    return path.suffix.lower() in WRITERS


def write_table(path: Path, held: Held) -> int:
    """Writes every figure of the reports to .xlsx or .csv and returns their number; the file appears when it is whole.

    ``held`` is read once, report by report, so that it may be any number of them.
    """
    rows = _Rows(held)
    unfinished = path.with_name(f".{path.name}.part")
    try:
        WRITERS[path.suffix.lower()](unfinished, rows)
        unfinished.replace(path)
    except OSError as error:
        raise WenshuError(say("export.failed", file=path, why=error.strerror)) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return rows.count


class _Rows:
    """The rows of both sheets, in one reading of the reports: those of the second are known after the first."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._reports: list[Shelved] = []
        self.count = 0

    def figures(self) -> Iterator[Sequence[Value]]:
        for report, passages in self._held:
            self._reports.append(report)
            for passage in passages:
                for figure in passage.figures:
                    self.count += 1
                    yield _figure(report, passage, figure)

    def reports(self) -> Iterator[Sequence[Value]]:
        for report in self._reports:
            meta = report.meta
            yield (
                *(meta.region.label, meta.year, meta.publisher, meta.kind, meta.title, meta.date or ""),
                *(report.version, report.passages, report.figures, report.source, report.id),
            )


def _figure(report: Shelved, passage: Passage, figure: Figure) -> Sequence[Value]:
    meta = report.meta
    return (
        *(meta.region.label, meta.year, meta.publisher, meta.title, passage.label, figure.indicator),
        *(plain_number(figure.value), figure.unit, figure.text, figure.approx or "", figure.scope or ""),
        *(figure.period or "", say(f"figure_role.{figure.role}"), figure.quote, report.id),
    )


def _columns(widths: dict[str, int]) -> list[Column]:
    return [Column(say(f"column.{name}"), width) for name, width in widths.items()]


def _xlsx(path: Path, rows: _Rows) -> None:
    figures = Sheet(say("export.figures"), _columns(FIGURES), rows.figures())
    write_xlsx(path, (figures, Sheet(say("export.reports"), _columns(REPORTS), rows.reports())))


def _csv(path: Path, rows: _Rows) -> None:
    write_csv(path, Sheet(say("export.figures"), _columns(FIGURES), rows.figures()))


WRITERS: dict[str, Callable[[Path, _Rows], None]] = {".xlsx": _xlsx, ".csv": _csv}
