"""Commands that give account of the library: `reports coverage`, `reports audit`, `reports export`."""

from argparse import Namespace

from bot import export
from bot.acts import act_line
from bot.commands.shared import OK, USAGE, fail, print_json
from bot.layout import table
from bot.replies import say
from knowledge.coverage import Coverage, coverage
from knowledge.errors import NotHeld
from knowledge.library import Library


def export_figures(given: Namespace, library: Library) -> int:
    if not export.suits(given.out):
        return fail("export.suffix", USAGE, file=given.out)
    held = {report.id: report for report in library.reports()}
    chosen = list(dict.fromkeys(given.reports or held))
    if unknown := next((report for report in chosen if report not in held), None):
        raise NotHeld(unknown)
    reports = [held[report] for report in chosen]
    figures = export.write_table(given.out, ((r, library.store.passages(r.id, r.version)) for r in reports))
    print(say("export.done", file=given.out, reports=len(reports), figures=figures))
    return OK


def show_coverage(given: Namespace, library: Library) -> int:
    covered = coverage(library.reports())
    if given.json:
        for row in covered:
            print_json({"code": row.region.code, "region": row.region.label, "kind": row.kind} | _years(row))
    else:
        print(_table(covered) if covered else say("cli.empty"))
    return OK


def _years(row: Coverage) -> dict[str, object]:
    return {"years": row.held, "missing": row.missing}


def _table(covered: tuple[Coverage, ...]) -> str:
    """Places and kinds by years; the last column names what is missing from each."""
    years = range(min(min(row.held) for row in covered), max(max(row.held) for row in covered) + 1)
    short = [say("library.short_year", year=year % 100) for year in years]
    rows = [[row.region.label, row.kind, *_marks(row, years), _listed(row.missing)] for row in covered]
    return table([[say("column.place"), say("column.kind"), *short, say("cli.missing")], *rows]).text


def _marks(row: Coverage, years: range) -> list[str]:
    return [say("library.held" if year in row.held else "library.missing") for year in years]


def _listed(years: tuple[int, ...]) -> str:
    return say("answer.comma").join(map(str, years))


def audit(given: Namespace, library: Library) -> int:
    for act in library.store.acts(given.limit):
        print_json(act.model_dump(mode="json")) if given.json else print(act_line(act))
    return OK
