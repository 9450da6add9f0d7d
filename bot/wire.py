"""The answer as programs read it: one JSON object, the fields of `wenshu ask --json`."""

from typing import Any

from knowledge.differences import Difference
from knowledge.models import Answer, Cited, Computed, Excerpt, Figure, Finding, Shelved, plain_number

_FIGURE_FIELDS = ("text", "approx", "indicator", "role", "period", "scope", "quote", "start", "end", "rule")


def figure_fields(figure: Figure) -> dict[str, Any]:
    """A figure alone, as `wenshu figures --json` writes it."""
    value = {"value": plain_number(figure.value), "unit": figure.unit}
    return value | {name: getattr(figure, name) for name in _FIGURE_FIELDS}


def finding_fields(finding: Finding) -> dict[str, Any]:
    """What does not agree, as `wenshu reports checks --json` writes it."""
    return {
        "report": finding.report,
        "rule": finding.rule,
        "stated": plain_number(finding.stated),
        "expected": plain_number(finding.expected),
        "unit": finding.unit,
        "figures": [figure_fields(figure) for figure in finding.figures],
        "other": finding.other,
        "elsewhere": [figure_fields(figure) for figure in finding.elsewhere],
    }


def difference_fields(difference: Difference) -> dict[str, Any]:
    """What changed between two versions, as `wenshu reports diff --json` writes it."""
    return {
        "same": difference.same,
        "new": [figure_fields(figure) for figure in difference.new],
        "gone": [figure_fields(figure) for figure in difference.gone],
        "changed": [
            {"before": figure_fields(change.before), "after": figure_fields(change.after)}
            for change in difference.changed
        ],
    }


def _report_fields(report: Shelved) -> dict[str, Any]:
    return {"report": report.id, "title": report.meta.title, "source": report.source}


def _cited(cited: Cited) -> dict[str, Any]:
    meta = cited.report.meta
    place = {"region": meta.region.label, "year": meta.year, "section": cited.section}
    return figure_fields(cited.figure) | place | _report_fields(cited.report)


def _excerpt(excerpt: Excerpt) -> dict[str, Any]:
    span = {"text": excerpt.text, "section": excerpt.section, "start": excerpt.start, "end": excerpt.end}
    return span | _report_fields(excerpt.report)


def _computed(computed: Computed) -> dict[str, Any]:
    return {
        "what": computed.what,
        "value": plain_number(computed.value),
        "unit": computed.unit,
        "from": list(computed.parts),
    }


def as_json(answer: Answer, message: str, key: str | None = None) -> dict[str, Any]:
    """The whole answer; `message` is the reply as text, `key` the id of a line of a batch."""
    return {
        "id": key,
        "question": answer.question,
        "status": answer.status,
        "figures": [_cited(c) for c in answer.figures],
        "related": [_cited(c) for c in answer.related],
        "passages": [_excerpt(e) for e in answer.passages],
        "reason": answer.reason,
        "missing": answer.missing,
        "nearest": [_cited(c) for c in answer.nearest],
        "computed": [_computed(c) for c in answer.computed],
        "findings": [finding_fields(finding) for finding in answer.findings],
        "assumed": list(answer.assumed),
        "carried": answer.carried,
        "message": message,
        "took_ms": answer.took_ms,
    }
