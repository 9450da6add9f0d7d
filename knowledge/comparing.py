"""Several places or years side by side: compared, in order, over time; what is computed is marked so."""

from knowledge.aligning import aligned, like, shared_kind
from knowledge.alongside import by_place, row_of, side_by_side
from knowledge.choosing import best_kind, both_ends, by_report, cited, nearest, of_kind_first, uncovered
from knowledge.desk import Desk
from knowledge.models import Answer, Cited, Computed
from knowledge.numbers import unit_kind, units_agree
from knowledge.rank import Verdict, ranked
from knowledge.wants import Want


def not_stated(desk: Desk, want: Want, verdicts: list[Verdict]) -> Answer:
    return desk.answer(
        status="not_found", reason="not_stated", missing=uncovered(verdicts, want), nearest=nearest(verdicts)
    )


def _each_scope(desk: Desk) -> tuple[list[Verdict], list[str], list[Verdict]]:
    """The best figure for each want and each place or year, what is missing, and all that was judged."""
    wants = desk.question.wants
    rows = [(place, [desk.verdicts(want, place) for want in wants]) for place in desk.scopes if not place.reason]
    kinds = [shared_kind([ranked(judged[i]) for _, judged in rows]) for i in range(len(wants))]
    ordered = [[of_kind_first(ranked(v), kind) for kind, v in zip(kinds, judged, strict=True)] for _, judged in rows]
    models = [aligned([goods[i] for goods in ordered]) for i in range(len(wants))]
    chosen: list[Verdict] = []
    missing = [place.missing or "" for place in desk.scopes if place.reason]
    for (place, judged), goods in zip(rows, ordered, strict=True):
        for alike, verdicts, found in zip(models, judged, goods, strict=True):
            good = sorted(found, key=lambda v: v not in alike) or like(alike, verdicts)
            chosen += _by_year(good) if len(place.target.years) > 1 else good[:1]
            missing += [] if good else [place.target.said]
        told = {v.candidate.figure.year for v in chosen}  # 2019年至2021年分别为31件、38件、49件
        missing += [f"{place.target.said}{year}年" for year in place.absent if year not in told]
    return chosen, missing, [v for _, judged in rows for verdicts in judged for v in verdicts]


def _by_year(good: list[Verdict]) -> list[Verdict]:
    """The best figure of each year, in the order of the years."""
    best = {v.candidate.figure.year or v.candidate.report.meta.year: v for v in reversed(good)}
    return [best[year] for year in sorted(best)]


def _difference(figures: tuple[Cited, ...]) -> tuple[Computed, ...]:
    if len(figures) != 2 or not _alike(figures):  # noqa: PLR2004
        return ()
    a, b = (c.figure for c in figures)
    unit = a.unit if unit_kind(a.unit) != "rate" else "个百分点"
    return (Computed(what="差", value=abs(a.value - b.value), unit=unit, parts=(0, 1)),)


def _alike(figures: tuple[Cited, ...]) -> bool:
    return all(units_agree(figures[0].figure.unit, c.figure.unit) for c in figures)


def _winner(figures: tuple[Cited, ...]) -> str | None:
    best = max(figures, key=lambda c: c.figure.value, default=None)
    ties = [c for c in figures if best and c.figure.value == best.figure.value]
    return best.report.meta.region.label if best and len(ties) == 1 and _alike(figures) else None


def _caution(figures: tuple[Cited, ...]) -> tuple[str, ...]:
    """Why the figures may not compare: other years, other words for what is counted."""
    reasons = []
    if len({c.report.meta.year for c in figures}) > 1 and len({c.report.meta.region.code for c in figures}) > 1:
        reasons.append("years")
    if len({c.figure.indicator for c in figures}) > 1:
        reasons.append("indicators")
    return tuple(reasons)


def _is_inside(desk: Desk) -> bool:
    """Whether things of one report are put side by side: 民事的多还是刑事的多."""
    place = desk.scopes[0]
    return len(desk.scopes) == 1 and len(place.reports) == 1 and bool(place.target.regions)


def _inside(desk: Desk) -> Answer:
    """Figures of one report: one for each thing named, else the list that answers best."""
    wants, place = desk.question.wants, desk.scopes[0]
    judged = [desk.verdicts(want, place) for want in wants]
    good = [ranked(verdicts) for verdicts in judged]
    found = side_by_side(good)
    listed = by_place(judged[0]) if place.target.inside else []
    chosen = listed or [verdict for verdict in found if verdict]
    if not chosen:
        return not_stated(desk, wants[0], judged[0])
    missing = [uncovered(judged[i], want) for i, want in enumerate(wants) if not (listed or found[i])]
    if len(wants) == 1 and not listed:
        chosen = row_of(chosen[0], judged[0])
    if desk.question.intent == "rank":
        chosen.sort(key=lambda v: v.candidate.figure.value, reverse=not desk.question.ascending)
    figures = tuple(cited(v) for v in chosen)
    return desk.answer(
        status="several" if len(figures) > 1 else "answered",
        figures=figures,
        missing="、".join(missing) or None,
        computed=_difference(figures),
    )


def compare(desk: Desk) -> Answer:
    if _is_inside(desk):
        return _inside(desk)
    chosen, missing, judged = _each_scope(desk)
    if not chosen:
        return not_stated(desk, desk.question.wants[0], judged)
    figures = tuple(cited(v) for v in chosen)
    compares = len(figures) > 1 and len(desk.question.wants) == 1
    return desk.answer(
        status="several" if len(figures) > 1 else "answered",
        figures=figures,
        missing="、".join(missing) or None,
        computed=_difference(figures) if compares else (),
        winner=_winner(figures) if compares else None,
        caution=_caution(figures) if compares else (),
    )


def trend(desk: Desk) -> Answer:
    chosen, missing, judged = _each_scope(desk)
    if len(chosen) == 1:  # 优化前后有什么变化
        chosen = both_ends(desk.question.role, chosen[0], judged)
    if not chosen:
        return not_stated(desk, desk.question.wants[0], judged)
    figures = tuple(cited(v) for v in chosen)
    return desk.answer(
        status="several" if len(figures) > 1 else "answered",
        figures=figures,
        missing="、".join(missing) or None,
        held=desk.scopes[0].held,
        computed=_difference(figures),
    )


def rank(desk: Desk) -> Answer:
    """Every report that states it, or the places that were named, in order."""
    if _is_inside(desk):
        return _inside(desk)
    want, place = desk.question.wants[0], desk.scopes[0]
    if len(desk.scopes) > 1:
        chosen, missing, judged = _each_scope(desk)
    else:
        judged, missing = desk.verdicts(want, place), []
        good = ranked(judged)
        chosen = by_report(of_kind_first(good, best_kind(good)))
    if not chosen:
        return not_stated(desk, want, judged)
    kind = unit_kind(chosen[0].candidate.figure.unit)
    alike = [v for v in chosen if unit_kind(v.candidate.figure.unit) == kind]
    order = sorted(alike, key=lambda v: v.candidate.figure.value, reverse=not desk.question.ascending)
    figures = tuple(cited(v) for v in order)
    return desk.answer(
        status="several" if len(figures) > 1 else "answered",
        figures=figures,
        missing="、".join(missing) or None,
        winner=_winner(figures) if len(figures) > 1 and not desk.question.ascending else None,
        caution=_caution(figures),
    )
