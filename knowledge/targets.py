"""The places and years that a question names, put together: 思明2019年跟咸宁2017年."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cache
from itertools import zip_longest
from typing import Literal

from knowledge import lexicon
from knowledge.models import Frozen, Region
from knowledge.periods import Period, find_periods
from knowledge.regions import Mention, find_regions, is_within
from knowledge.wants import JOINT, is_scope

_BASE = ("比", "较")  # 比上年增长: what is compared with, not what is asked for
_TITLE = re.compile(r"《[^》]*》")
_NAME = re.compile(r"[\u3400-\u9fff]{0,8}")
_BARE_YEARS = re.compile(r"(?<![\d.〔\[])((?:19|20)\d\d)(?:\s?(?:到|至|-|—|~)\s?((?:19|20)\d\d))?(?![\d.%年〕\]])")


class Target(Frozen):
    """A place and the years asked for it; no regions: any place; no years: any year."""

    regions: tuple[Region, ...] = ()  # more than one where the name is ambiguous
    years: tuple[int, ...] = ()
    said: str = ""  # the place as it was typed
    inside: Literal["", "each", "some"] = ""  # the places inside it: all of 厦门各区, what there is of 福建的
    relative: str = ""  # 去年, 今年: a year that only the library can tell
    base: str = ""  # 2016年底: what a growth that is asked for is counted from


class GroupRow(lexicon.Row):
    names: tuple[str, ...]
    members: tuple[str, ...]
    unless_before: tuple[str, ...] = ()  # words that make it the name of a programme: 京津冀协同发展
    seen: str


@cache
def _groups() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = lexicon.rows("regions_groups.toml", GroupRow)
    return tuple(
        (re.compile(f"(?:{'|'.join(row.names)})(?!{'|'.join(row.unless_before) or '$.'})"), "、".join(row.members))
        for row in rows
    )


def spelled_out(text: str) -> str:
    """东北三省 as 辽宁省、吉林省、黑龙江省, where the text names no place beside it."""
    for names, members in _groups():
        alone, found = names.subn(" ", text)
        if found and not find_regions(alone):
            return names.sub(members, text)
    return text


def _bare_years(text: str) -> list[Period]:
    """思明2019 复议, 2018到2020: a thumbed year goes without its 年."""
    return [
        Period(
            start=m.start(), end=m.end(), text=m[0], years=tuple(range(int(m[1]), int(m[2] or m[1]) + 1)), label=m[0]
        )
        for m in _BARE_YEARS.finditer(text)
    ]


def _pair(text: str, mentions: list[Mention], periods: list[Period]) -> tuple[Target, ...]:
    """思明2019年跟咸宁2017年, 2019年思明跟2017年咸宁: each place with its years; one without takes those of all."""
    general = _years(periods)
    relative = next(
        (p.label for p in periods if p.relative and not p.years and text[p.start - 1 : p.start] not in _BASE), ""
    )
    if not mentions:
        return (Target(years=general, relative=relative),)
    owned = _owned(text, mentions, periods)
    before = _years([p for p in periods if p.start < mentions[0].start])
    shared = general if len(mentions) == 1 or len(general) == 1 else before or _years(owned[-1])
    return tuple(
        Target(
            regions=mention.regions,
            years=(_years(own) if len(mentions) > 1 else ()) or shared,
            said=mention.text,
            inside=_inside(text, mention),
            relative=relative,
        )
        for mention, own in zip(mentions, owned, strict=True)
    )


def _owned(text: str, mentions: list[Mention], periods: list[Period]) -> list[list[Period]]:
    """The periods of each place: what stands right before it, else what stands between it and the next."""
    led = any(p.end <= mentions[0].start for p in periods)  # 2019年思明: then the years stand before their places
    behind = [] if led else [p for p in periods if any(_is_told_of(text, m, p) for m in mentions)]
    free = [p for p in periods if p not in behind]
    leading = {i: p for p in free for i, m in enumerate(mentions) if i and _adjoins(text, p.end, m.start)}
    bounds = [m.start for m in mentions[1:]] + [len(text)]
    taken = list(leading.values())
    return [
        [leading[i]] if i in leading else [p for p in periods if m.start < p.start < bound and p not in taken]
        for i, (m, bound) in enumerate(zip(mentions, bounds, strict=True))
    ]


def _is_told_of(text: str, mention: Mention, period: Period) -> bool:
    """花都区2019, 厦门司法局2021: the year of a place, or of a body of it, with no break and no 和 between."""
    between = text[mention.end : period.start] if mention.end <= period.start else " "
    return bool(_NAME.fullmatch(between)) and not JOINT.search(between)


def _adjoins(text: str, end: int, start: int) -> bool:
    """Whether nothing but 的 stands between what ends here and what starts there."""
    return end <= start and not text[end:start].strip("的 ")


@cache
def _growth() -> re.Pattern[str]:
    return re.compile("|".join(lexicon.words("growth_asked.txt")))


def _is_base(text: str, period: Period) -> bool:
    """比2016年底增长百分之几: the report itself says how much; 比2018年多了吗 asks for both years."""
    return text[: period.start].endswith(_BASE) and bool(_growth().match(text, period.end))


def _year_end_before(text: str, dated: list[Period]) -> str:
    """2017年11月末…比前一年年底: 2016年底."""
    years = _years(dated)
    return f"{years[0] - 1}年底" if len(years) == 1 and _year_end().search(text) else ""


@cache
def _year_end() -> re.Pattern[str]:
    return re.compile("|".join(lexicon.words("year_end_before.txt")))


def _years(periods: Iterable[Period]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(year for period in periods for year in period.years))


@cache
def _inside_cue() -> re.Pattern[str]:
    return re.compile("|".join(lexicon.words("inside.txt")))


def _inside(text: str, mention: Mention) -> Literal["", "each", "some"]:
    """厦门各区 means the districts; 福建的 the province itself, or what there is of it where it has no report."""
    behind = text[mention.end :]
    if _inside_cue().match(behind):
        return "some" if behind.lstrip("的").startswith("哪") else "each"
    province = any(len(region.path) == 1 for region in mention.regions)
    return "some" if province and behind.startswith("的") else ""


def _without_scope(text: str, mention: Mention) -> Mention:
    """咸宁市直部门: the 市 belongs to 市直."""
    if is_scope(text[mention.end - 1 : mention.end + 1]):
        return replace(mention, end=mention.end - 1, text=mention.text[:-1])
    return mention


def _outside_names(text: str, mentions: list[Mention]) -> list[Mention]:
    """A place in the name of a document (《湖北省定价目录》) counts only where no other is named."""
    titles = [m.span() for m in _TITLE.finditer(text)]
    outside = [m for m in mentions if not any(start < m.start < end for start, end in titles)]
    return outside or mentions


def _narrows(text: str, outer: Mention, inner: Mention) -> bool:
    """咸宁2017年崇阳县: a place inside the one before, with nothing but a year between."""
    between = text[outer.end : inner.start]
    dated = [p for p in (*find_periods(between), *_bare_years(between)) if not between[: p.start].strip()]
    rest = between[max((p.end for p in dated), default=0) :].strip(" 的")
    return not rest and all(any(r != o and is_within(r, o) for o in outer.regions) for r in inner.regions)


def _places(text: str, known: Collection[Region]) -> list[Mention]:
    """Mentions of places; a name that stands inside the one before (厦门市…思明区) narrows it, not adds."""
    mentions: list[Mention] = []
    for mention in _outside_names(text, [_without_scope(text, m) for m in find_regions(text, known)]):
        if not any(set(mention.regions) & set(m.regions) for m in mentions):
            mentions.append(mention)
    return mentions


@cache
def _thing() -> re.Pattern[str]:
    return re.compile(f"[\u3400-\u9fff]{{0,3}}?(?:{'|'.join(lexicon.words('facilities.txt'))})")


def _without_facilities(text: str, mentions: list[Mention]) -> list[Mention]:
    """浙江省宁波舟山港: a place in the name of a thing that lies in the place named before is not asked for itself."""
    kept: list[Mention] = []
    at = -1  # where the name of a thing begins that the place before may be part of
    for mention in reversed(mentions):
        inside = any(is_within(r, o) and r != o for m in mentions for o in m.regions for r in mention.regions)
        if inside and (_thing().match(text, mention.end) or mention.end == at):
            at = mention.start
        else:
            kept.append(mention)
    return kept[::-1]


def find_targets(text: str, known: Collection[Region]) -> tuple[tuple[Target, ...], list[tuple[int, int]]]:
    """Targets of a folded question, at least one, and the spans of what names them."""
    mentions = _without_facilities(text, _places(text, known))
    periods = [*find_periods(text), *_bare_years(text)]
    said = (_without_scope(text, m) for m in find_regions(text, known))
    again = [m for m in said if any(set(m.regions) & set(named.regions) for named in mentions)]
    spans = [(m.start, m.end) for m in (*mentions, *again)] + [(p.start, p.end) for p in periods]
    dated = [p for p in periods if not p.since]
    bases = [p for p in dated if _is_base(text, p)] if len(dated) > 1 else []
    meant = [m for m, inner in zip_longest(mentions, mentions[1:]) if not (inner and _narrows(text, m, inner))]
    targets = _pair(text, meant, [p for p in dated if p not in bases])
    base = bases[0].text if bases else _year_end_before(text, dated)
    return tuple(target.model_copy(update={"base": base}) for target in targets), spans
