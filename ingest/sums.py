"""Sums behind their parts: 许可30条,处罚12条,共42条."""

import re
from decimal import Decimal

from ingest.cues import any_of
from ingest.owns import own_of
from ingest.phrases import core
from ingest.places import Place
from knowledge.numbers import units_agree

_SUM = re.compile(any_of("sum"))


def sum_of_parts(place: Place) -> str | None:
    """许可30条,处罚12条,共42条: what adds up to it."""
    if not _SUM.search(place.raw_left) or core(own_of(place)[0]):
        return None
    parts = _adding_up(place)
    return "、".join(own_of(part)[0] for part in parts) or None


def _adding_up(place: Place) -> list[Place]:
    """The figures right before, at least two, that make up its value."""
    parts: list[Place] = []
    total = Decimal(0)
    for other in reversed(place.earlier):
        whole = other.bracket is None and other.part_word is None
        alike = whole and units_agree(other.quantity.unit, place.quantity.unit)
        if not alike or total >= place.quantity.value:
            break
        total += other.quantity.value
        parts.insert(0, other)
    return parts if len(parts) > 1 and total == place.quantity.value else []
