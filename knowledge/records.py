"""A passage as ChromaDB stores it, and back again, character by character the same."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from knowledge.models import Figure, Passage, Shelved

Metadata = dict[str, str | int]

_FIGURES = TypeAdapter(tuple[Figure, ...])


class Record(NamedTuple):
    """What goes into a collection, beside the vector."""

    id: str
    document: str
    metadata: Metadata


def record_id(report: str, version: int, ordinal: int) -> str:
    return f"{report}@{version}#{ordinal}"


def owner(record: str) -> tuple[str, int]:
    """The report and version that a record's id names."""
    report, _, rest = record.rpartition("@")
    return report, int(rest.partition("#")[0])


def pack(report: Shelved, passage: Passage) -> Record:
    meta = report.meta
    metadata: Metadata = {
        "report": report.id,
        "version": report.version,
        "place": meta.region.label,
        "code": meta.region.code,
        "year": meta.year,
        "publisher": meta.publisher,
        "section": passage.label,
        "ordinal": passage.ordinal,
        "start": passage.start,
        "end": passage.end,
        "path": _dump(passage.path),
        "figures": _dump([_pack_figure(figure, passage) for figure in passage.figures]),
    }
    return Record(record_id(report.id, report.version, passage.ordinal), passage.text, metadata)


def unpack(document: str, metadata: Mapping[str, Any]) -> Passage:
    figures = [_unpack_figure(fields, document, metadata["start"]) for fields in json.loads(metadata["figures"])]
    return Passage(
        ordinal=metadata["ordinal"],
        start=metadata["start"],
        end=metadata["end"],
        text=document,
        path=tuple(json.loads(metadata["path"])),
        label=metadata["section"],
        figures=_FIGURES.validate_python(figures),
    )


def embedded_text(record: Record) -> str:
    """The passage under its place, year and headings, so that what reports share word for word stays apart."""
    metadata = record.metadata
    return " ".join(
        (str(metadata["place"]), str(metadata["year"]), *json.loads(str(metadata["path"])), record.document)
    )


def _pack_figure(figure: Figure, passage: Passage) -> dict[str, Any]:
    """The figure's fields; of a quote that stands in the passage only the length, since Chroma keeps texts twice."""
    fields = figure.model_dump(exclude_defaults=True)
    start = figure.quote_start - passage.start
    if start >= 0 and passage.text.startswith(figure.quote, start):
        fields["quote"] = len(figure.quote)
    return fields


def _unpack_figure(fields: dict[str, Any], document: str, offset: int) -> dict[str, Any]:
    if isinstance(fields["quote"], int):
        start = fields["quote_start"] - offset
        fields["quote"] = document[start : start + fields["quote"]]
    return fields


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)  # str: every digit of a Decimal
