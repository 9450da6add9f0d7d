"""The store: readers see the old version or the new one, whoever writes, and whatever is killed on the way."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest

from knowledge import stacks
from knowledge.errors import BadSetting, NotHeld, StoreUnavailable
from knowledge.models import Finding, Meta, Report
from knowledge.store import Book, Store, StoreSettings
from knowledge.tables import FindingsRow
from tests import build

ROOT = Path(__file__).parents[1]
OLD = "甲区依法办理行政复议案件51件。"
NEW = "甲区依法办理行政复议案件60件。\n乙科组织普法宣传活动12场。"


@pytest.fixture(autouse=True)
def _shelves_written_here(monkeypatch: pytest.MonkeyPatch) -> None:
    build.write_shelves_here(monkeypatch)


@pytest.fixture
def settings(tmp_path: Path) -> StoreSettings:
    return StoreSettings(data=tmp_path / "data")


@pytest.fixture
def store(settings: StoreSettings) -> Iterator[Store]:
    with Store(settings) as store:
        yield store


def put(store: Store, text: str, identity: str = "r1", **changed) -> str:
    return store.put([build.book(identity, text, **changed)], actor="甲")[0].outcome


def shown(store: Store, identity: str = "r1") -> str:
    """What a reader sees of the report: the text of its passages, which must be that of its text."""
    version = next(report.version for report in store.reports() if report.id == identity)
    seen = "\n".join(passage.text for passage in store.passages(identity, version))
    assert seen == store.text(identity, version)
    return seen


def shelves(settings: StoreSettings) -> set[str]:
    return {path.name for path in (settings.data / "shelves").iterdir()}


# texts put one after the other; the outcome of each; the versions left
PUTS = [
    ([OLD], ["new"], 1),
    ([OLD, OLD], ["new", "same"], 1),
    ([OLD, NEW], ["new", "replaced"], 2),
    ([OLD, NEW, OLD], ["new", "replaced", "replaced"], 3),
]


@pytest.mark.parametrize(("texts", "outcomes", "versions"), PUTS)
def test_outcomes_of_putting(store: Store, texts: list[str], outcomes: list[str], versions: int) -> None:
    assert [put(store, text) for text in texts] == outcomes
    assert shown(store) == texts[-1]
    assert [version.live for version in store.history("r1")] == [False] * (versions - 1) + [True]


@pytest.mark.parametrize(("texts", "outcomes", "versions"), PUTS)
def test_the_same_report_twice_in_one_go(store: Store, texts: list[str], outcomes: list[str], versions: int) -> None:
    receipts = store.put([build.book(text=text) for text in texts], actor="甲")
    assert [receipt.outcome for receipt in receipts] == outcomes
    assert shown(store) == texts[-1]
    assert len(store.history("r1")) == versions


def test_other_metadata_make_another_version(store: Store) -> None:
    put(store, OLD, year=2019)
    assert put(store, OLD, year=2020) == "replaced"
    assert store.reports()[0].meta.year == 2020


def test_the_same_again_writes_nothing(store: Store, settings: StoreSettings) -> None:
    put(store, OLD)
    before = (store.acts(), shelves(settings))
    receipt = store.put([build.book(text=OLD)], actor="乙")[0]
    assert (receipt.outcome, receipt.previous, receipt.report.version) == ("same", 1, 1)
    assert (store.acts(), shelves(settings)) == before


def test_passages_come_back_as_they_were_put(store: Store) -> None:
    book = build.book()
    store.put([book, build.book("empty", "")], actor="甲")
    assert store.passages("r1") == book.passages
    assert store.passages("empty") == ()


def test_reports_are_sorted_by_region_year_and_kind(store: Store) -> None:
    order = [("110000", 2020, "乙"), ("110000", 2021, "甲"), ("110000", 2021, "乙"), ("990101", 2019, "甲")]
    keys = sorted(order)
    books = [
        build.book(f"r{n}", OLD, region=build.region(code), year=year, kind=kind)
        for n, (code, year, kind) in enumerate(reversed(order))
    ]
    store.put(books, actor="甲")
    assert [(r.meta.region.code, r.meta.year, r.meta.kind) for r in store.reports()] == keys


def test_a_file_is_kept_byte_by_byte(store: Store) -> None:
    put(store, OLD, original=b"\xff\x00")
    put(store, NEW)
    assert store.original("r1", 1) == b"\xff\x00"
    assert store.original("r1") == b""


def test_taking_back_and_bringing_back(store: Store) -> None:
    put(store, OLD)
    put(store, NEW)
    assert store.rollback("r1", 1, "乙").version == 1
    assert shown(store) == OLD
    store.remove("r1", "丙")
    assert store.reports() == ()
    assert not store.find("行政复议案件", 5)
    with pytest.raises(NotHeld, match="r1"):
        store.passages("r1")
    assert store.rollback("r1", 2, "丁").version == 2
    assert shown(store) == NEW
    assert [(act.actor, act.action, act.version) for act in store.acts(4)] == [
        ("丁", "rollback", 2),
        ("丙", "remove", None),
        ("乙", "rollback", 1),
        ("甲", "put", 2),
    ]


def test_what_is_retired_goes_with_the_same_change(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A correction of the metadata that makes another report of it takes the wrong one back."""
    put(store, OLD)
    (receipt,) = store.put([build.book("r2", OLD)], actor="乙", retiring=["r1", "r9"])
    assert receipt.outcome == "new"
    assert [report.id for report in store.reports()] == ["r2"]
    assert [(act.action, act.report) for act in store.acts(2)] == [("remove", "r1"), ("put", "r2")]
    store.put([build.book("r2", OLD)], actor="乙", retiring=["r1", "r2"])  # nothing is left to change
    assert len(store.acts()) == 3
    store.put([build.book("r2", OLD)], actor="乙", retiring=[])
    put(store, OLD)
    monkeypatch.setattr("knowledge.registrar._note", _failing)
    with pytest.raises(RuntimeError):
        store.put([build.book("r3", OLD)], actor="乙", retiring=["r1"])
    assert [report.id for report in store.reports()] == ["r1", "r2"]


def _failing(*_args: object) -> None:
    raise RuntimeError


def test_what_is_retired_goes_though_nothing_new_comes(store: Store, settings: StoreSettings) -> None:
    put(store, OLD)
    put(store, OLD, "r2")
    before = shelves(settings)
    assert store.put([build.book("r2", OLD)], actor="乙", retiring=["r1"])[0].outcome == "same"
    assert [report.id for report in store.reports()] == ["r2"]
    assert shelves(settings) == before


# what was done; where a step back leads to
STEPS_BACK = [
    ("put put", 1),
    ("put put put back1", None),
    ("put put put back2", 1),
    ("put put remove", 2),
    ("put put back1 remove", 1),
    ("put remove put", 1),
    ("put", None),
]


@pytest.mark.parametrize(("acts", "leads_to"), STEPS_BACK)
def test_a_step_back(store: Store, acts: str, leads_to: int | None) -> None:
    for number, act in enumerate(acts.split()):
        if act == "put":
            put(store, f"第{number}次办理案件。")
        elif act == "remove":
            store.remove("r1", "甲")
        else:
            store.rollback("r1", int(act.removeprefix("back")), "甲")
    assert store.before("r1") == leads_to
    with pytest.raises(NotHeld):
        store.before("never seen")


def test_what_was_removed_can_be_found(store: Store) -> None:
    put(store, OLD)
    put(store, NEW)
    put(store, OLD, "r2")
    assert store.removed() == ()
    store.remove("r1", "乙")
    assert [(report.id, report.version, report.figures) for report in store.removed()] == [("r1", 2, 2)]
    assert [version.live for version in store.history("r1")] == [False, False]
    act = store.acts(1)[0]
    assert act.meta
    assert (act.version, act.meta.title) == (None, "甲区2019年度法治政府建设情况报告")


def test_an_open_question_finds_only_what_is_live(store: Store) -> None:
    for n in range(12):  # eleven of them superseded, and each closer to the question than what is live
        put(store, f"行政复议案件{n}件")
    put(store, "受理了一些行政复议的案件", "r2")
    put(store, "组织普法宣传活动", "r3")
    hits = store.find("行政复议案件", 2)
    assert [(report.id, report.version) for report, _, _ in hits] == [("r1", 12), ("r2", 1)]
    assert hits[0][1] == store.passages("r1")[0]
    assert 1 >= hits[0][2] > hits[1][2] > 0


def test_an_open_question_may_keep_to_some_reports(store: Store) -> None:
    store.put([build.book(f"r{n}", f"行政复议案件{n}件") for n in range(30)], actor="甲")
    found = store.find("行政复议案件", 3, among={"r7", "r8", "gone"})
    assert {report.id for report, _, _ in found} == {"r7", "r8"}
    assert store.find("行政复议案件", 3, among=()) == []


@pytest.mark.parametrize("query", ["", "？", "的"])
def test_a_query_that_says_nothing_finds_nothing(store: Store, query: str) -> None:
    put(store, OLD)
    assert store.find(query, 3) == []


def test_another_store_sees_the_swap(store: Store, settings: StoreSettings) -> None:
    put(store, OLD)
    with Store(settings) as other:
        assert shown(other) == OLD
        put(store, NEW)
        assert shown(other) == NEW
        store.rollback("r1", 1, "乙")
        assert shown(other) == OLD


def test_nobody_ever_sees_a_mixture(store: Store, settings: StoreSettings) -> None:
    """Readers read while versions are swapped and shelves are merged and cleared under their eyes."""
    put(store, OLD)
    done, seen = Event(), set()

    def read() -> None:
        with Store(settings) as other:
            while not done.is_set():
                seen.add(shown(other))
                assert len(other.find("行政复议案件", 1)) == 1
            seen.add(shown(other))

    failures: list[BaseException] = []
    readers = [Thread(target=_caught, args=(read, failures)) for _ in range(2)]
    for reader in readers:
        reader.start()
    for text in (NEW, OLD, NEW):
        put(store, text)
        store.merge()
        store.reindex(build.reread)
    done.set()
    for reader in readers:
        reader.join()
    assert not failures
    assert seen <= {OLD, NEW}
    assert NEW in seen


def _caught(work: Callable[[], object], failures: list[BaseException]) -> None:
    try:
        work()
    except BaseException as error:  # noqa: BLE001 -- to fail in the test's own thread
        failures.append(error)


def test_a_failed_write_changes_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, OLD)

    def failing(*_args) -> int:
        raise StoreUnavailable("磁盘已满")

    with monkeypatch.context() as broken:
        broken.setattr(stacks, "write", failing)
        with pytest.raises(StoreUnavailable):
            put(store, NEW)
    assert shown(store) == OLD
    assert len(store.history("r1")) == len(store.acts()) == 1
    assert put(store, NEW) == "replaced"


# where the writing process is killed, and what is seen then
KILLS = {
    "while it sends passages": ("knowledge.stacks.pack", OLD),
    "before the switch": ("knowledge.registrar.standings", OLD),
    "in the middle of it": ("knowledge.registrar._note", OLD),
    "after it": ("knowledge.store.Receipt", NEW),
}

KILLED = """
import os, signal, sys, pkgutil
from pathlib import Path
from unittest import mock
from knowledge.store import Store, StoreSettings
from tests import build, test_store
point, data = sys.argv[1:]
with Store(StoreSettings(data=Path(data))) as store, mock.patch(point, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)):
    test_store.put(store, test_store.NEW)
"""


@pytest.mark.parametrize(("point", "left"), KILLS.values(), ids=KILLS)
def test_a_killed_writer_leaves_the_old_or_the_new(
    store: Store, settings: StoreSettings, point: str, left: str
) -> None:
    put(store, OLD)
    command = [sys.executable, "-c", KILLED, point, str(settings.data)]
    killed = subprocess.run(
        command, cwd=ROOT, check=False, stdout=subprocess.PIPE
    )  # ends when its worker, too, has ended
    assert killed.returncode == -9
    assert shown(store) == left
    assert len(shelves(settings)) == (1 if point == "knowledge.stacks.pack" else 2)  # a worker left alone clears up
    assert put(store, NEW) == ("same" if left == NEW else "replaced")
    assert shown(store) == NEW
    assert [version.report.version for version in store.history("r1")] == [1, 2]


RIVAL = """
import sys
from pathlib import Path
import pytest
from knowledge.store import Store, StoreSettings
from tests import build, test_store
data, name = sys.argv[1:]
build.write_shelves_here(pytest.MonkeyPatch())
with Store(StoreSettings(data=Path(data))) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    for n in range(3):
        test_store.put(store, f"{name}区第{n}次办理案件。")
"""


def test_rival_writers_lose_nothing(store: Store, settings: StoreSettings) -> None:
    commands = [[sys.executable, "-c", RIVAL, str(settings.data), name] for name in ("甲", "乙")]
    rivals = [subprocess.Popen(c, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for c in commands]
    for rival in rivals:
        assert rival.stdout
        assert rival.stdout.readline() == "ready\n"
    for rival in rivals:
        rival.communicate("go\n")
    assert [rival.returncode for rival in rivals] == [0, 0]
    history = store.history("r1")
    assert [version.report.version for version in history] == [1, 2, 3, 4, 5, 6]
    texts = {store.passages("r1", version.report.version)[0].text for version in history}
    assert texts == {f"{name}区第{n}次办理案件。" for n in range(3) for name in ("甲", "乙")}
    assert shown(store) == store.text("r1", 6)


def test_threads_of_one_store_write_at_the_same_time(store: Store) -> None:
    failures: list[BaseException] = []
    works = [partial(put, store, f"{n}区办理案件。", f"r{n % 2}") for n in range(4)]  # two rivals for each report
    writers = [Thread(target=_caught, args=(work, failures)) for work in works]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not failures
    assert [len(store.history(f"r{n}")) for n in range(2)] == [2, 2]
    assert {shown(store, f"r{n}")[0] for n in range(2)} <= set("0123")


def test_many_small_shelves_become_one(store: Store, settings: StoreSettings) -> None:
    for n in range(8):
        put(store, f"第{n}区办理案件{n}件。", f"r{n}")
    assert store.merge() == 8
    assert len(shelves(settings)) == 1
    assert [shown(store, f"r{n}") for n in range(8)] == [f"第{n}区办理案件{n}件。" for n in range(8)]
    assert store.merge() == 0


def test_what_is_superseded_is_set_apart_and_can_come_back(store: Store, settings: StoreSettings) -> None:
    """A shelf more than half of which is superseded is cleared."""
    store.put([build.book(f"r{n}", OLD) for n in range(3)], actor="甲")
    put(store, NEW, "r1")
    put(store, NEW, "r2")
    before = shelves(settings)
    assert store.merge() == 1
    assert len(shelves(settings) - before) == 2
    assert shown(store, "r0") == OLD
    store.rollback("r1", 1, "乙")
    assert shown(store, "r1") == OLD


def test_what_a_crashed_writer_left_is_cleared_in_time(store: Store, settings: StoreSettings) -> None:
    put(store, OLD)
    (live,) = shelves(settings)
    left = {f"{live}-half": 7, f"{live}-cleared.gone": 7, f"{live}-being-written": 5, "of-another-library": 7}
    for name, hours in left.items():
        (settings.data / "shelves" / name).mkdir()
        os.utime(settings.data / "shelves" / name, times=(0, time.time() - hours * 3600))
    store.merge()
    assert shelves(settings) == {live, f"{live}-being-written", "of-another-library"}


def test_reading_again_replaces_every_shelf(store: Store, settings: StoreSettings) -> None:
    put(store, OLD)
    put(store, NEW)
    before = shelves(settings)

    def better(report: Report) -> Book:
        return Book(report, tuple(p.model_copy(update={"label": "九、"}) for p in build.passages(report)))

    assert store.reindex(better) == 2
    assert not shelves(settings) & before
    assert {passage.label for version in (1, 2) for passage in store.passages("r1", version)} == {"九、"}
    assert shown(store) == NEW


def test_reading_again_needs_no_old_shelf(store: Store, settings: StoreSettings) -> None:
    put(store, OLD)
    for shelf in (settings.data / "shelves").iterdir():
        (shelf / "chroma.sqlite3").unlink()
    store.reindex(build.reread)
    assert shown(store) == OLD


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadSetting, match="WENSHU_DATA_DIR"):
        Store(StoreSettings(data=tmp_path / "file" / "data"))


def finding(of: Report, *, stated: int) -> Finding:
    figure = build.passages(of)[0].figures[0]
    return Finding(rule="parts_exceed", figures=(figure,), expected=Decimal(60), stated=Decimal(stated), unit="件")


def checked(text: str, identity: str = "r1") -> Book:
    made = build.book(identity, text)
    return made._replace(findings=(finding(made.report, stated=51),))


def test_findings_are_kept_with_the_version(store: Store) -> None:
    store.put([checked(OLD), build.book("r2", NEW)], actor="甲")
    assert [(f.rule, f.stated, f.report) for f in store.findings("r1")] == [("parts_exceed", 51, "r1")]
    assert store.findings("r2") == ()
    put(store, NEW)
    assert store.findings("r1") == ()
    assert len(store.findings("r1", 1)) == 1
    store.merge()
    assert len(store.findings("r1", 1)) == 1
    store.rollback("r1", 1, "甲")
    assert len(store.findings("r1")) == 1


def test_reading_again_finds_again(store: Store) -> None:
    store.put([checked(OLD)], actor="甲")
    store.reindex(build.reread)
    assert store.findings("r1") == ()
    store.reindex(lambda report: checked(report.text))
    assert [f.stated for f in store.findings("r1")] == [51]


def test_a_library_from_before_there_were_checks_is_opened(store: Store, settings: StoreSettings) -> None:
    put(store, OLD)
    with store.engine.begin() as db:
        FindingsRow.metadata.tables["findings"].drop(db)
    with Store(settings) as later:
        assert later.findings("r1") == ()
        assert put(later, OLD) == "same"


def test_a_number_read_later_makes_no_new_version(store: Store) -> None:
    put(store, OLD)
    assert put(store, OLD, number="甲府〔2020〕12号") == "same"


def test_metadata_of_before_there_were_numbers_is_read() -> None:
    old = build.meta().model_dump(mode="json", exclude={"number"})
    assert Meta.model_validate(old) == build.meta()
