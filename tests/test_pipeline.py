from pathlib import Path

import pytest

from ingest import samples
from ingest.clean import Given
from ingest.pipeline import ingest_paths
from knowledge.catalogue import Standing
from knowledge.errors import StoreUnavailable
from knowledge.intake import Receipt, Step, plan
from knowledge.regions import by_code
from knowledge.store import Store, StoreSettings
from tests.papers import zipped

REPORT = (
    "思明区{year}年法治政府建设情况报告\n\n一、行政复议\n"
    + "依法办理行政复议案件51件，其中维持27件，规范执法行为。\n" * 10
)


class Shelf:
    """A store in memory that keeps what it was given, batch by batch."""

    def __init__(self):
        self.batches, self.steps, self.standings = [], {}, {}

    def put(self, books, *, actor):
        assert actor == "tester"
        self.batches.append([book.report.source for book in books])
        reached = {book.report.id: self.standings.get(book.report.id, Standing()) for book in books}
        return [self._keep(step) for step in list(plan(books, reached))]

    def _keep(self, step: Step):
        self.steps[step.book.report.id] = step
        self.standings[step.book.report.id] = Standing(step.number, step.number, step.digest)
        return Receipt(report=step.shelved, outcome=step.outcome, previous=step.previous)

    def reports(self):
        return tuple(step.shelved for step in self.steps.values())

    def text(self, report, *_):
        return self.steps[report].book.report.text


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("b/2020.txt", "2019.txt", ".hidden/2018.txt", ".2017.txt"):
        year = Path(name).stem.strip(".")
        (tmp_path / name).write_text(REPORT.format(year=year), encoding="utf-8")
    (tmp_path / "broken.txt").write_bytes(b"\x00\x01")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "notes.py").write_text("pass")
    return tmp_path


def outcomes(folder, *paths, **options):
    shelf = options.pop("store", None) or Shelf()
    taken = ingest_paths([folder / path for path in paths], shelf, actor="tester", **options)
    return [f"{Path(row.source).relative_to(folder)} {row.outcome}" for row in taken]


def test_a_folder_is_read_in_order_without_hidden_files_and_what_is_no_document(folder):
    assert outcomes(folder, ".") == ["2019.txt new", "b/2020.txt new", "broken.txt refused", "scan.pdf refused"]


def test_files_are_read_in_the_order_given_and_a_missing_one_is_named(folder):
    assert outcomes(folder, "b/2020.txt", "gone.txt", "2019.txt", "notes.py") == [
        "b/2020.txt new",
        "gone.txt refused",
        "2019.txt new",
        "notes.py refused",
    ]


def test_good_files_go_in_as_one_batch(folder):
    store = Shelf()
    outcomes(folder, ".", store=store)
    assert store.batches == [["2019.txt", "2020.txt"]]


def test_nothing_is_put_where_no_file_is_good(folder):
    store = Shelf()
    assert outcomes(folder, "broken.txt", store=store) == ["broken.txt refused"]
    assert store.batches == []


def test_a_dry_run_foresees_what_would_become_of_each_and_stores_nothing(folder):
    store = Shelf()
    outcomes(folder, ".", store=store)
    changed = folder / "b" / "2020.txt"
    changed.write_text(REPORT.format(year=2020) + "另有提案155件。", encoding="utf-8")
    (folder / "2021.txt").write_text(REPORT.format(year=2021), encoding="utf-8")
    foreseen = outcomes(folder, "2019.txt", "b", "2021.txt", store=store, dry_run=True)
    assert foreseen == ["2019.txt same", "b/2020.txt replaced", "2021.txt new"]
    assert len(store.batches) == 1
    assert outcomes(folder, "2019.txt", "b", "2021.txt", store=store) == foreseen


def test_a_row_tells_what_was_read(folder):
    (row,) = ingest_paths([folder / "2019.txt"], Shelf(), actor="tester")
    assert (row.region, row.year, row.publisher) == ("厦门市思明区", 2019, "厦门市思明区人民政府")
    assert (row.kind, row.title) == ("法治政府建设情况报告", "思明区2019年法治政府建设情况报告")
    assert row.passages > 0
    assert row.figures == 20
    (refused,) = ingest_paths([folder / "broken.txt"], Shelf(), actor="tester")
    assert (refused.outcome, refused.report, "文本" in refused.why) == ("refused", None, True)


def test_what_an_administrator_says_holds_for_every_file(folder):
    told = Given(region=by_code("350206"), publisher="湖里区司法局")
    rows = ingest_paths([folder / "2019.txt", folder / "b"], Shelf(), actor="tester", given=told)
    assert [(row.region, row.year, row.publisher) for row in rows] == [
        ("厦门市湖里区", 2019, "湖里区司法局"),
        ("厦门市湖里区", 2020, "湖里区司法局"),
    ]


def test_a_store_out_of_reach_is_no_fault_of_the_files(folder):
    class Unreachable(Shelf):
        def put(self, *_, **__):
            raise StoreUnavailable

    with pytest.raises(StoreUnavailable):
        outcomes(folder, "2019.txt", store=Unreachable())


def test_a_zip_gives_a_row_for_each_member(folder, workshop):
    inside = {"2021.txt": REPORT.format(year=2021), "b/2022.txt": REPORT.format(year=2022), "c.pdf": b"%PDF-1.7"}
    (folder / "all.zip").write_bytes(zipped(inside))
    store = Shelf()
    assert outcomes(folder, "all.zip", store=store, workshop=workshop) == [
        "all.zip/2021.txt new",
        "all.zip/b/2022.txt new",
        "all.zip/c.pdf refused",
    ]
    assert store.batches == [["all.zip/2021.txt", "all.zip/b/2022.txt"]]


def test_the_samples_go_into_a_library_and_come_back(tmp_path):
    with Store(StoreSettings(data=tmp_path)) as store:
        (taken,) = ingest_paths([samples.paths()[2]], store, actor="tester")
        (held,) = store.reports()
        assert (held.id, taken.outcome) == (taken.report, "new")
        assert any(f.text == "51件" for p in store.passages(held.id) for f in p.figures)
        assert store.original(held.id) == samples.paths()[2].read_bytes()
