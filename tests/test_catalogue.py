"""The catalogue: one transaction a change, checked against what was planned, seen by every reader."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from knowledge.catalogue import Catalogue, Listing, ShelfCard, Standing
from knowledge.database import connect
from knowledge.errors import BadSetting, NotHeld, StoreUnavailable
from knowledge.registrar import Draft, Intake, Moved, Overtaken, Registrar
from tests import build

ROOT = Path(__file__).parents[1]


class Desk:
    """A catalogue and the registrar who writes in it."""

    def __init__(self, url: str) -> None:
        self.engine = connect(url)
        self.registrar = Registrar(self.engine)
        self.registrar.open()
        self.catalogue = Catalogue(self.engine)

    def enter(self, *identities: str, shelf: str = "s1", planned: dict[str, Standing] | None = None) -> None:
        planned = planned or self.catalogue.standings(identities)
        drafts = [draft(identity, planned[identity].last + 1) for identity in identities]
        self.registrar.enter(Intake(drafts, ShelfCard(shelf, "e", len(drafts))), planned, "甲")

    def live(self) -> dict[str, tuple[int, str] | None]:
        return {report: _place(listing) for report, listing in self.catalogue.changes(-1).items()}


def draft(identity: str, number: int) -> Draft:
    return Draft(build.report(identity), number, passages=2, figures=4, digest=f"d{number}", original=None)


def _place(listing: Listing | None) -> tuple[int, str] | None:
    return (listing.report.version, listing.shelf) if listing else None


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(f"sqlite:///{tmp_path / 'wenshu.db'}")
    yield desk
    desk.engine.dispose()


def test_entered_reports_are_live_all_at_once(desk: Desk) -> None:
    before = desk.catalogue.generation()
    desk.enter("r1", "r2")
    assert desk.live() == {"r1": (1, "s1"), "r2": (1, "s1")}
    assert desk.catalogue.generation() == before + 1


def test_who_planned_on_what_is_no_more_is_told_so(desk: Desk) -> None:
    desk.enter("r1")
    planned = desk.catalogue.standings(["r1", "r2"])
    desk.enter("r1", shelf="s2")
    with pytest.raises(Overtaken):
        desk.enter("r2", "r1", shelf="s3", planned=planned)
    assert desk.live() == {"r1": (2, "s2")}
    assert [card.name for card in desk.catalogue.shelves()] == ["s1", "s2"]


def test_a_removal_overtakes_too(desk: Desk) -> None:
    desk.enter("r1")
    planned = desk.catalogue.standings(["r1"])
    desk.registrar.point("r1", None, actor="乙", action="remove")
    with pytest.raises(Overtaken):
        desk.enter("r1", shelf="s2", planned=planned)


# acts in turn; what is live after them; what the last one wrote into the audit
ACTS = [
    ("enter", {"r1": 1}, ("put", 1)),
    ("enter enter", {"r1": 2}, ("put", 2)),
    ("enter enter back", {"r1": 1}, ("rollback", 1)),
    ("enter remove", {"r1": None}, ("remove", None)),
    ("enter remove back", {"r1": 1}, ("rollback", 1)),
    ("enter remove enter", {"r1": 2}, ("put", 2)),
    ("enter enter back enter", {"r1": 3}, ("put", 3)),
]


@pytest.mark.parametrize(("acts", "live", "last"), ACTS)
def test_acts_and_what_they_leave(
    desk: Desk, acts: str, live: dict[str, int | None], last: tuple[str, int | None]
) -> None:
    do = {
        "enter": lambda turn: desk.enter("r1", shelf=f"s{turn}"),
        "back": lambda _: desk.registrar.point("r1", 1, actor="甲", action="rollback"),
        "remove": lambda _: desk.registrar.point("r1", None, actor="甲", action="remove"),
    }
    for turn, act in enumerate(acts.split()):
        do[act](turn)
    assert {report: place and place[0] for report, place in desk.live().items()} == live
    audit = desk.catalogue.acts(limit=100)
    assert (audit[0].action, audit[0].version) == last
    assert len(audit) == len(acts.split())
    marked = {version.report.version for version in desk.catalogue.versions("r1") if version.live}
    assert marked == {number for number in live.values() if number}


def test_readers_fetch_only_what_changed(desk: Desk) -> None:
    desk.enter("r1", "r2")
    seen = desk.catalogue.generation()
    assert not desk.catalogue.changes(seen)
    desk.registrar.point("r2", None, actor="甲", action="remove")
    assert desk.catalogue.changes(seen) == {"r2": None}


def test_a_move_sends_readers_to_the_new_shelf_unless_another_was_first(desk: Desk) -> None:
    desk.enter("r1", "r2")
    seen = desk.catalogue.generation()
    moves = [Moved(desk.catalogue.listing("r1", 1), 2, 4)]
    desk.registrar.move(moves, ShelfCard("s2", "e", 2))
    desk.registrar.move(moves, ShelfCard("s3", "e", 2))
    assert desk.live() == {"r1": (1, "s2"), "r2": (1, "s1")}
    assert set(desk.catalogue.changes(seen)) == {"r1"}
    assert desk.catalogue.unused() == ["s3"]


@pytest.mark.parametrize("change", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_the_audit_only_grows(desk: Desk, change: str) -> None:
    """Whatever code asks for it, the database refuses."""
    desk.enter("r1")
    with pytest.raises(IntegrityError, match="audit rows stay"), desk.engine.begin() as db:
        db.exec_driver_sql(change)
    assert [act.actor for act in desk.catalogue.acts(9)] == ["甲"]


NOT_HELD = {
    "no such report": lambda desk: desk.registrar.point("r9", None, actor="甲", action="remove"),
    "no such version": lambda desk: desk.registrar.point("r1", 9, actor="甲", action="rollback"),
    "no such text": lambda desk: desk.catalogue.text("r1", 9),
    "no such listing": lambda desk: desk.catalogue.listing("r9", 1),
}


@pytest.mark.parametrize("ask", NOT_HELD.values(), ids=NOT_HELD)
def test_what_is_not_held_is_said(desk: Desk, ask) -> None:
    desk.enter("r1")
    with pytest.raises(NotHeld, match=r"报告 r\d"):
        ask(desk)
    assert desk.live() == {"r1": (1, "s1")}


def test_a_report_comes_back_as_it_was_put(desk: Desk) -> None:
    desk.enter("r1")
    assert desk.catalogue.report("r1", 1) == build.report("r1")


OPEN = """
import sys
from knowledge.catalogue import Catalogue
from knowledge.database import connect
from knowledge.registrar import Registrar
engine = connect(sys.argv[1])
Registrar(engine).open()
print(Catalogue(engine).library())
"""


def test_processes_that_start_together_make_one_catalogue(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OPEN, f"sqlite:///{tmp_path / 'wenshu.db'}"]
    starts = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(3)]
    answers = [start.communicate()[0] for start in starts]
    assert [start.returncode for start in starts] == [0, 0, 0]
    assert len(set(answers)) == 1


def test_sqlite_guards_what_the_tables_promise(desk: Desk) -> None:
    with desk.engine.connect() as db:
        found = {name: db.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys")}
    assert found == {"journal_mode": "wal", "foreign_keys": 1}
    assert {key["referred_table"] for key in inspect(desk.engine).get_foreign_keys("versions")} == {
        "reports",
        "shelves",
    }


BAD_URLS = [
    ("nonsense", BadSetting, "WENSHU_DATABASE_URL"),
    ("nosuchkind://host/db", BadSetting, "WENSHU_DATABASE_URL"),
    ("sqlite:////no/such/folder/wenshu.db", StoreUnavailable, "数据目录"),
]


@pytest.mark.parametrize(("url", "error", "says"), BAD_URLS)
def test_a_database_that_cannot_be_used_says_what_to_do(url: str, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        Desk(url)
