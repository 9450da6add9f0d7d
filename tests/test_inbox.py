"""The watched folder: what is taken and when, where it goes, and that a crash on the way loses and doubles nothing."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from ingest.clean import Given
from ingest.inbox import Arrived, Inbox
from ingest.pipeline import ingest_files
from knowledge.errors import StoreUnavailable
from knowledge.regions import by_code
from tests.test_pipeline import REPORT, Shelf

GOOD = REPORT.format(year=2019)
NO_PLACE = "法治政府建设情况报告\n\n一、行政复议\n" + "2019年依法办理行政复议案件51件，规范执法行为。\n" * 12
NO_REPORT = "今天下午三点开会。"
FATES = {"good.txt": GOOD, "unclear.txt": NO_PLACE, "bad.txt": NO_REPORT}
PLACES = {"good.txt": "done", "unclear.txt": "waiting", "bad.txt": "refused"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


@pytest.fixture
def store() -> Shelf:
    return Shelf()


@pytest.fixture
def inbox(folder: Path, store: Shelf) -> Inbox:
    return Inbox(folder.parent, store, "tester")


def drop(folder: Path, name: str, text: str) -> Path:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def answer(inbox: Inbox, store: Shelf, path: Path, given: Given) -> Arrived:
    """What waited is read once more, with what was missing."""
    ((_, taken),) = ingest_files([path], store, actor="tester", given=given)
    return inbox.settle(path, taken)


def looks(inbox: Inbox) -> list[str]:
    """What two looks bring: the first only sees what is there."""
    return [f"{arrived.fate} {arrived.path.name}" for _ in range(2) for arrived in inbox.look()]


def lying(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() and p.name != ".lock")


@pytest.mark.parametrize("name", FATES)
def test_a_file_goes_where_its_fate_can_be_seen(folder: Path, inbox: Inbox, name: str) -> None:
    drop(folder, name, FATES[name])
    assert looks(inbox) == [f"{PLACES[name]} {name}"]
    note = [] if name == "good.txt" else [f"{PLACES[name]}/{name}.txt"]
    assert lying(folder) == [f"{PLACES[name]}/{name}", *note]
    assert looks(inbox) == []


def test_a_note_says_why_and_what_to_type(folder: Path, inbox: Inbox) -> None:
    drop(folder, "bad.txt", NO_REPORT)
    drop(folder, "unclear.txt", NO_PLACE)
    looks(inbox)
    assert (folder / "refused/bad.txt.txt").read_text("utf-8").startswith("bad.txt：正文不到")
    why, command = (folder / "waiting/unclear.txt.txt").read_text("utf-8").splitlines()
    assert "哪个地方" in why
    assert command.endswith(f"wenshu ingest {folder}/waiting/unclear.txt --region 地区 --data {folder.parent}")


def test_a_file_that_is_still_written_is_left_alone(folder: Path, inbox: Inbox) -> None:
    path = drop(folder, "good.txt", GOOD[:50])
    assert not list(inbox.look())
    path.write_text(GOOD, encoding="utf-8")
    assert not list(inbox.look())
    os.utime(path, (0, 0))  # as long as before, but written to again
    assert not list(inbox.look())
    assert [arrived.fate for arrived in inbox.look()] == ["done"]


@pytest.mark.parametrize("name", ["a.txt.part", "a.crdownload", "~$a.docx", "a.tmp", ".a.txt", "sub/~$a.docx"])
def test_what_is_not_whole_is_not_looked_at(folder: Path, inbox: Inbox, name: str) -> None:
    drop(folder, name, GOOD)
    assert looks(inbox) == []
    assert lying(folder) == [name]


def test_folders_are_looked_into_and_links_are_not_followed(folder: Path, inbox: Inbox) -> None:
    drop(folder, "2019/区/good.txt", GOOD)
    (folder / "link.txt").symlink_to(drop(folder.parent, "elsewhere.txt", GOOD))
    assert looks(inbox) == ["done good.txt"]
    assert lying(folder) == ["done/good.txt", "link.txt"]


def test_nothing_is_laid_over_what_is_there(folder: Path, inbox: Inbox) -> None:
    for text in (NO_REPORT, NO_REPORT + "改期。"):
        drop(folder, "bad.txt", text)
        looks(inbox)
    assert lying(folder) == [f"refused/bad{n}.txt{note}" for n in (" (2)", "") for note in ("", ".txt")]
    assert (folder / "refused/bad.txt").read_text("utf-8") == NO_REPORT


def test_the_same_content_under_two_names_says_so(folder: Path, inbox: Inbox) -> None:
    drop(folder, "a.txt", GOOD)
    looks(inbox)
    drop(folder, "b.txt", GOOD)
    ((row,),) = [arrived.taken for _ in range(2) for arrived in inbox.look()]
    assert (row.outcome, row.held is not None) == ("same", True)


def test_an_answer_brings_in_what_waited(folder: Path, inbox: Inbox, store: Shelf) -> None:
    drop(folder, "unclear.txt", NO_PLACE)
    looks(inbox)
    (path,) = inbox.waiting()
    assert inbox.waits(path)
    assert answer(inbox, store, path, Given(year=2020)).fate == "waiting"
    assert inbox.waiting() == [path]
    arrived = answer(inbox, store, path, Given(region=by_code("350203")))
    assert (arrived.fate, arrived.taken[0].region) == ("done", "厦门市思明区")
    assert lying(folder) == ["done/unclear.txt"]
    assert len(store.reports()) == 1


def test_notes_are_no_reports_and_a_long_name_is_shortened(folder: Path, inbox: Inbox) -> None:
    drop(folder, "长" * 83 + ".txt", NO_PLACE)
    looks(inbox)
    (path,) = inbox.waiting()
    assert path.name == "长" * 76 + ".txt"
    assert not inbox.waits(path.with_name(path.name + ".txt"))


def test_a_folder_that_cannot_be_used_says_so(folder: Path, inbox: Inbox) -> None:
    (folder / "done").write_text("in the way")
    with pytest.raises(StoreUnavailable, match="收件文件夹"):
        looks(inbox)


def test_two_watchers_do_not_take_the_same(folder: Path, inbox: Inbox, store: Shelf) -> None:
    other = Inbox(folder.parent, store, "tester")
    drop(folder, "good.txt", GOOD)
    assert not list(inbox.look()) + list(other.look())
    at_work = inbox.look()
    assert next(at_work).fate == "done"
    drop(folder, "bad.txt", NO_REPORT)
    assert looks(other) == []
    assert not list(at_work)
    assert looks(other) == ["refused bad.txt"]


def test_a_file_stays_while_the_store_is_out_of_reach(
    folder: Path, store: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_args: object, **_options: object) -> None:
        raise StoreUnavailable

    inbox = Inbox(folder.parent, store, "tester")
    drop(folder, "good.txt", GOOD)
    with monkeypatch.context() as broken:
        broken.setattr(store, "put", failing)
        with pytest.raises(StoreUnavailable):
            looks(inbox)
    assert lying(folder) == ["good.txt"]
    assert looks(inbox) == ["done good.txt"]


class Killed(BaseException):
    pass


def kill_before(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Ends the process, as it were, before it touches the disk for the step-th time."""
    left = [step]

    def touching(method: str) -> Callable[..., object]:
        real = getattr(Path, method)

        def touch(*args: object, **options: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            return real(*args, **options)

        return touch

    for method in ("rename", "write_text", "unlink"):
        monkeypatch.setattr(Path, method, touching(method))


@pytest.mark.parametrize("step", range(5))
@pytest.mark.parametrize("name", FATES)
def test_a_crash_leaves_a_file_where_it_was_or_wholly_dealt_with(
    folder: Path, store: Shelf, monkeypatch: pytest.MonkeyPatch, name: str, step: int
) -> None:
    inbox = Inbox(folder.parent, store, "tester")
    drop(folder, name, FATES[name])
    list(inbox.look())
    with monkeypatch.context() as dying:
        kill_before(dying, step)
        with suppress(Killed):
            list(inbox.look())
    looks(Inbox(folder.parent, store, "tester"))
    note = [] if name == "good.txt" else [f"{PLACES[name]}/{name}.txt"]
    assert lying(folder) == [f"{PLACES[name]}/{name}", *note]


@pytest.mark.parametrize("step", range(5))
def test_a_crash_while_an_answer_is_taken_in(
    folder: Path, inbox: Inbox, store: Shelf, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    drop(folder, "unclear.txt", NO_PLACE)
    looks(inbox)
    (path,) = inbox.waiting()
    told = Given(region=by_code("350203"))
    with monkeypatch.context() as dying:
        kill_before(dying, step)
        with suppress(Killed):
            answer(inbox, store, path, told)
    looks(inbox)
    for left in inbox.waiting():
        answer(inbox, store, left, told)
    assert lying(folder) == ["done/unclear.txt"]
