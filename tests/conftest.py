"""What many tests share: a library of the sample reports, ingested once."""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from ingest import samples
from ingest.pipeline import ingest_paths
from ingest.workshop import Workshop
from knowledge.intake import Book
from knowledge.library import Library
from knowledge.store import Store, StoreSettings
from tests.build import read_file
from tests.shared import MORE_REPORTS, REPORTS


@pytest.fixture(scope="session")
def workshop() -> Iterator[Workshop]:
    """A workshop for all tests, whose worker starts but once."""
    with Workshop() as opened:
        yield opened


@pytest.fixture(scope="session", autouse=True)
def _one_worker(workshop: Workshop) -> Iterator[None]:
    """Whoever ingests without a workshop of its own borrows the tests'."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ingest.pipeline.Workshop", lambda: nullcontext(workshop))
        yield


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds the sample reports; tests only read it."""
    data = tmp_path_factory.mktemp("samples")
    with Store(StoreSettings(data=data)) as store:
        taken = ingest_paths(samples.paths(), store, actor="tests")
        assert all(row.outcome == "new" for row in taken)
    return data


@pytest.fixture(scope="session")
def library(sample_data: Path) -> Iterator[Library]:
    with Store(StoreSettings(data=sample_data)) as store:
        yield Library(store)


@pytest.fixture(scope="session")
def real_books() -> list[Book]:
    """The real reports as they are read, where they are at hand."""
    return [read_file(path) for folder in (REPORTS, MORE_REPORTS) for path in sorted(folder.glob("*.txt"))]
