"""Reports and their versions as administrators see them: lists to choose from, cards, histories, acts."""

from collections.abc import Sequence

from bot.acts import Names, act_line, version_line
from bot.layout import Action, Button, Message, line
from bot.paging import cut, turns
from bot.preview import FIELDS, LISTED, facts, shortened
from bot.replies import say
from knowledge.models import Shelved
from knowledge.store import Act, Version

CHOICES = 12  # reports on a page, a button each
BUTTON = 40  # characters of a report's name that a button shows


def render_choice(purpose: Action, reports: Sequence[Shelved], gone: frozenset[str], page: int = 0) -> Message:
    """Reports to choose from, for what was asked for; those that were taken back are marked."""
    if not reports:
        return Message((line(say("library.none")),))
    shown = cut(reports, page, CHOICES)
    keys = tuple((Button(_choice(report, gone), purpose, about=report.id),) for report in shown.items)
    heading = line(say(f"choose.{purpose}", count=len(reports)), bold=True)
    return Message((heading,), (*keys, *turns("held", shown, purpose)))


def _choice(report: Shelved, gone: frozenset[str]) -> str:
    short = shortened(named(report), BUTTON)
    return say("choose.gone", what=short) if report.id in gone else short


def named(report: Shelved) -> str:
    meta = report.meta
    return say("listed.report", place=meta.region.label, year=meta.year, title=meta.title)


def render_card(now: Shelved, versions: Sequence[Version], findings: int) -> Message:
    """One report, and everything that may be done with it."""
    live = any(version.live for version in versions)
    blocks = (
        line(say("card.live" if live else "card.gone", version=now.version), bold=True),
        *(line(say("preview.fact", name=say(f"field.{k}"), value=value)) for k, value in facts(now.meta).items()),
        line(say("preview.size", passages=now.passages, figures=now.figures)),
        *([line(say("preview.findings", count=findings))] if findings else []),
        line(say("preview.file", name=now.source)),
    )
    return Message(blocks, _card_keys(now, versions, live=live, findings=findings))


def _card_keys(
    now: Shelved, versions: Sequence[Version], *, live: bool, findings: int
) -> tuple[tuple[Button, ...], ...]:
    past = Button(say("button.versions", count=len(versions)), "versions", about=now.id)
    back = (Button(say("button.back"), "held", about="card"),)
    if not live:
        return ((past,), back)
    sums = [Button(say("button.findings"), "found", about=now.id)] if findings else []
    fix = tuple(Button(say(f"correct.{field}"), "amend", n, about=now.id) for n, field in enumerate(FIELDS))
    export = Button(say("button.export"), "export", about=now.id)
    remove = Button(say("button.remove"), "remove", about=now.id)
    return ((past, *sums), fix, (export, remove), back)


def render_versions(versions: Sequence[Version], names: Names, page: int = 0) -> Message:
    """Who put which version in and when, the latest first, and the way back to each."""
    shown = cut(versions[::-1], page, CHOICES)
    last = versions[-1].report
    rows = (line(version_line(version, names)) for version in shown.items)
    keys = tuple(
        (Button(say("button.go_back", version=v.report.version), "goback", v.report.version, about=last.id),)
        for v in shown.items
        if not v.live
    )
    back = (Button(say("button.back"), "card", about=last.id),)
    return Message((line(named(last), bold=True), *rows), (*keys, *turns("versions", shown, last.id), back))


def render_question(text: str, yes: Button, about: str) -> Message:
    """Is that what you want?"""
    return Message((line(text),), ((yes,), (Button(say("button.back"), "card", about=about),)))


def render_done(text: str, report: str, now: int, before: int) -> Message:
    """It is done; and the way back."""
    undo = Button(say("button.undo"), "undo", before, about=f"{report}-{now}")
    return Message((line(text),), ((undo, Button(say("button.see"), "card", about=report)),))


def render_acts(acts: Sequence[Act], names: Names, page: int = 0) -> Message:
    """Who did what, the latest first."""
    if not acts:
        return Message((line(say("acts.none")),))
    shown = cut(acts, page, LISTED)
    rows = (line(act_line(act, names)) for act in shown.items)
    return Message((line(say("acts.title", count=len(acts)), bold=True), *rows), turns("acts", shown))
