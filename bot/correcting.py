"""What an administrator says of a report, read as a value: a place, a year, a publisher."""

from collections.abc import Sequence

from bot.choosing import BARE
from bot.preview import FIELDS
from ingest.clean import Given
from knowledge.models import Meta, Region
from knowledge.periods import find_periods
from knowledge.regions import find_regions

LONGEST = 60  # characters of a publisher's name; the longest known has half as many
OFFERED = 4  # years that are buttons


def read_places(said: str) -> Sequence[Region]:
    """The place that is named, or the places of one name; none where more is said than a name."""
    text = said.strip()
    named = [mention.regions for mention in find_regions(text) if mention.end - mention.start == len(text)]
    return named[0] if named else ()


def read_year(said: str) -> int | None:
    """A year in digits or words; None where more is said than a year and a character behind it."""
    text = said.strip()
    if BARE.fullmatch(text):
        return int(text)
    found = [p for p in find_periods(text) if p.start == 0 and len(text) - p.end <= 1 and len(p.years) == 1]
    return found[0].years[0] if found else None


def read_value(field: str, said: str) -> object | None:
    """The value of the field; None where the words leave it open."""
    if field == "region":
        places = read_places(said)
        return places[0] if len(places) == 1 else None
    if field == "year":
        return read_year(said)
    name = " ".join(said.split())
    return name if 0 < len(name) <= LONGEST else None


def corrected(given: Given, field: str, value: object) -> Given:
    return given.model_copy(update={field: value})


def said_of(meta: Meta, field: str) -> Given:
    """What is said of a live report that is read again: all that it says now, but for what hangs on the field.

    A publisher that is named after the place changes with the place.
    """
    known = {name: getattr(meta, name) for name in (*FIELDS, "title")}
    if field == "region" and meta.publisher.startswith(meta.region.label):
        del known["publisher"]
    return Given.model_validate(known)


def years_near(now: int) -> Sequence[int]:
    """Years that a report that is sent now is likely to be of, the likeliest first."""
    return [now - back for back in range(1, OFFERED)] + [now]
