"""Totals behind their parts, in prose and in tables: 许可30条,处罚12条,合计42条."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ingest.checks.breakdowns import finding, total
from ingest.checks.told import Told
from ingest.cues import any_of
from ingest.rows import Row, rows_of
from ingest.tables import find_tables, table_words
from knowledge.margins import margin
from knowledge.models import Figure, Finding, Passage, Report
from knowledge.numbers import unit_kind
from knowledge.text import fold

_TOTAL = re.compile(rf"^[,、]?\s*{any_of('total')}(?:{any_of('light_closer')})?$")
_PART = re.compile(any_of("part"))
_EACH = re.compile(any_of("each"))
_NUMBERING = re.compile(
    r"^(?:([一二三四五六七八九十]+[、.])|(\([一二三四五六七八九十]+\))|(\d+\.\d)|(\d+[、.])|(\(\d+\)))"
)
_FEWEST: Final = 2


def unequal_sum(told: Told) -> Iterator[Finding]:
    """许可30条,处罚12条,合计45条: no run of the figures right before makes up the total."""
    for index in range(_FEWEST, len(told.figures)):
        if not _TOTAL.match(told.before[index]) or told.bracket(index):
            continue
        figure, parts = told.figures[index], _run_before(told, index)
        stated = margin(figure)
        runs = [total(parts[start:]) for start in range(len(parts) - 1)]
        if runs and not any(run.meets(stated) for run in runs):
            yield finding("sum_differs", figure, parts)


def _run_before(told: Told, index: int) -> list[Figure]:
    """The figures of the same unit right before, as far as nothing else stands between; none where 各 doubles one."""
    parts: list[Figure] = []
    for at in range(index - 1, -1, -1):
        figure = told.figures[at]
        alike = figure.unit == told.figures[index].unit and figure.year == told.figures[index].year
        if not alike or figure.role not in ("only", "plan") or _PART.search(told.before[at]):
            break
        if _EACH.search(told.before[at]):
            return []
        parts.insert(0, figure)
    return parts if len(parts) >= _FEWEST else []


def table_sums(report: Report, passages: Sequence[Passage]) -> Iterator[Finding]:
    """A row or a column 合计 that is not what the others make up."""
    plain = fold(report.text)
    figures = {f.start: f for passage in passages for f in passage.figures if f.rule == "table"}
    if not figures:
        return
    for table in find_tables(report.text, plain, report.body):
        rows = [row for row in rows_of(table) if row.entries]
        grid = {row.name: _cells(row, figures) for row in rows}
        if len(grid) == len(rows) and not _is_nested(rows):
            yield from _unequal(_columns(grid))
            yield from _unequal(grid.values())


def _cells(row: Row, figures: dict[int, Figure]) -> dict[str, Figure]:
    """The figures of a row by their column; a figure begins in its cell."""
    stated = (
        (entry.header, figures.get(at)) for entry in row.entries for at in range(entry.cell.start, entry.cell.end)
    )
    return {header: figure for header, figure in stated if figure}


def _columns(grid: dict[str, dict[str, Figure]]) -> list[dict[str, Figure]]:
    columns: defaultdict[str, dict[str, Figure]] = defaultdict(dict)
    for name, cells in grid.items():
        for header, figure in cells.items():
            columns[header][name] = figure
    return list(columns.values())


def _unequal(lines: Iterable[dict[str, Figure]]) -> Iterator[Finding]:
    for line in lines:
        totals = [figure for name, figure in line.items() if name in table_words("total")]
        others = {name: figure for name, figure in line.items() if figure not in totals}
        apart = [figure for name, figure in others.items() if not _PART.match(name)]  # 其中:调解 is in another row, too
        if len(totals) == 1 and len(apart) >= _FEWEST and _is_summed(totals[0], others.values()):
            sums = (total(parts) for parts in (apart, others.values()))
            if not any(made.meets(margin(totals[0])) for made in sums):
                yield finding("table_sum", totals[0], apart)


def _is_summed(whole: Figure, parts: Iterable[Figure]) -> bool:
    return unit_kind(whole.unit) != "rate" and all(part.unit == whole.unit for part in parts)


def _is_nested(rows: Sequence[Row]) -> bool:
    """Rows of several levels (一、 and (一)) or with totals of their own (小计) count the same thing twice."""
    levels = {match.lastindex for row in rows if (match := _NUMBERING.match(row.name))}
    summed = [row.name for row in rows if any(word in row.name for word in table_words("total"))]
    return len(levels) > 1 or len(summed) > 1
