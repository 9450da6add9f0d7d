"""The places of China and what people call them: loaded once from ``lexicon/regions*``, looked up by name or code."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from knowledge import lexicon
from knowledge.models import Region


class Called(NamedTuple):
    """The regions that one name may mean."""

    regions: tuple[Region, ...]
    brief: bool = False  # a short form: 思明 rather than 思明区
    past: tuple[Region, ...] = ()  # what the name may mean in a report of earlier years: 旬阳市 was 旬阳县


class _Listed(NamedTuple):
    """A line of regions.tsv."""

    region: Region
    former: bool


def by_code(code: str) -> Region | None:
    """The region of a code of GB/T 2260, also of one that was merged or renamed."""
    listed = _listed().get(code)
    return listed and listed.region


def parent(region: Region) -> Region | None:
    """The region right above; a district of 北京市 lies in 北京市, and so does 仙桃市 in 湖北省."""
    above = (f"{region.code[:4]}00", f"{region.code[:2]}0000")
    return next((by_code(code) for code in above if code != region.code and code in _listed()), None)


def children(region: Region) -> tuple[Region, ...]:
    """The present regions right below, in the order of their codes."""
    return _children().get(region.code, ())


def is_within(region: Region, ancestor: Region) -> bool:
    """Whether the region is the ancestor or lies in it."""
    return region.code.startswith(_stem(ancestor.code))


def names() -> Mapping[str, Called]:
    """Every full name and short form, with what it may mean."""
    return _called()


def _stem(code: str) -> str:
    """The digits that a code shares with all below it: 350000 → 35, 350200 → 3502."""
    pairs = code[:2], code[2:4], code[4:]
    return "".join(pair for pair in pairs if pair != "00")


@cache
def _listed() -> dict[str, _Listed]:
    lines = [line.split("\t") for line in lexicon.words("regions.tsv")]
    names_by_code = {code: name for code, name, *_ in lines}
    return {code: _Listed(_region(code, names_by_code), bool(former)) for code, _, *former in lines}


def _region(code: str, names_by_code: dict[str, str]) -> Region:
    codes = dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00", code))
    return Region(code=code, path=tuple(names_by_code[c] for c in codes if c in names_by_code))


@cache
def _children() -> dict[str, tuple[Region, ...]]:
    below: dict[str, list[Region]] = defaultdict(list)
    for region, former in _listed().values():
        above = parent(region)
        if above and not former:
            below[above.code].append(region)
    return {code: tuple(regions) for code, regions in below.items()}


@cache
def _called() -> dict[str, Called]:
    """A full name means its bearers; a short form all it may stand for, regions of the past where no other has it."""
    full: dict[str, list[Region]] = defaultdict(list)
    brief: dict[str, list[Region]] = defaultdict(list)
    past: dict[str, list[Region]] = defaultdict(list)
    for region, former in _listed().values():
        (brief if former else full)[region.name].append(region)
        for form in _short_forms(region.name):
            (past if former else brief)[form].append(region)
    for code, alias in (line.split() for line in lexicon.words("regions_aliases.txt")):
        brief[alias].append(_listed()[code].region)
    briefly = {
        name: Called(tuple(regions), brief=True, past=_before(past.get(name, ()), regions))
        for name, regions in (past | brief).items()
    }
    return briefly | {
        name: Called(
            tuple(regions), past=_before((r for form in _short_forms(name) for r in past.get(form, ())), regions)
        )
        for name, regions in full.items()
    }


def _before(past: Iterable[Region], now: Sequence[Region]) -> tuple[Region, ...]:
    """Regions of the past that lay where one of the same root lies now."""
    return tuple(r for r in dict.fromkeys(past) if r not in now and any(parent(r) == parent(other) for other in now))


def _short_forms(name: str) -> Iterator[str]:
    """厦门市 → 厦门; 恩施土家族苗族自治州 → 恩施, 恩施州; nothing for 和县, of which one character would be left."""
    parts = _parts().fullmatch(name)
    if parts and parts["root"] not in lexicon.words("regions_peoples.txt"):
        yield parts["root"]
        if name != parts["root"] + parts["ending"]:
            yield parts["root"] + parts["ending"]  # 管城回族区 → 管城区
        if instead := _endings()[parts["ending"]]:
            yield parts["root"] + instead


@cache
def _parts() -> re.Pattern[str]:
    """A name: root, peoples, ending. The root is as short as can be, so the ending is the longest there is."""
    peoples = "|".join(lexicon.words("regions_peoples.txt"))
    return re.compile(f"(?P<root>..+?)(?:{peoples})*(?P<ending>{'|'.join(_endings())})")


@cache
def _endings() -> dict[str, str]:
    """Each ending with what may stand in its place."""
    lines = [line.split() for line in lexicon.words("regions_endings.txt")]
    return {ending: "".join(instead) for ending, *instead in lines}
