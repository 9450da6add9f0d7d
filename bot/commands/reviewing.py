"""Commands that review the library: `reports checks`, `reports diff`."""

from argparse import Namespace
from collections.abc import Sequence

from bot.commands.shared import OK, fail, print_json
from bot.replies import say
from bot.review import findings_of, render_difference, render_findings
from bot.wire import difference_fields, finding_fields
from knowledge.differences import compare
from knowledge.library import Library
from knowledge.store import Version


def checks(given: Namespace, library: Library) -> int:
    """What does not agree in one report, or in every report that has something of the kind."""
    held = [report for report in library.reports() if given.report in (None, report.id)]
    if given.report and not held:
        return fail("cli.no_report", what=given.report)
    found = {report: findings_of(report.id, library.store) for report in held}
    for report, findings in found.items():
        if given.json:
            for finding in findings:
                print_json(finding_fields(finding))
        elif findings or given.report:
            print(render_findings(report, findings).text)
    if not given.json and not given.report:
        print(say("cli.checked", count=len(held), concerned=sum(map(bool, found.values()))))
    return OK


def diff(given: Namespace, library: Library) -> int:
    """What changed between two versions: the live one and the one before unless others are named."""
    versions = library.store.history(given.report)
    if not versions:
        return fail("cli.no_report", what=given.report)
    before, after = _compared(versions, given.versions)
    if before is None or after is None:
        return fail("cli.no_versions", what=given.report)
    found = compare(*(library.store.passages(given.report, version) for version in (before, after)))
    if given.json:
        print_json({"report": given.report, "before": before, "after": after} | difference_fields(found))
    else:
        print(say("cli.compared", before=before, after=after))
        print(render_difference(found).text)
    return OK


def _compared(versions: Sequence[Version], named: Sequence[int]) -> tuple[int | None, int | None]:
    """The two versions to compare; of one that is named, the live one is the other."""
    live = next((version.report.version for version in versions if version.live), None)
    if len(named) > 1:
        return named[0], named[1]
    if named:
        return named[0], live
    earlier = [version.report.version for version in versions if live and version.report.version < live]
    return max(earlier, default=None), live
