"""What many tests share: a library of the sample reports, ingested once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import samples
from ingest.pipeline import ingest_paths, read_file
from knowledge.intake import Book
from knowledge.library import Library
from knowledge.store import Store, StoreSettings
from tests.shared import MORE_REPORTS, REPORTS


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds the sample reports; tests only read it."""
    data = tmp_path_factory.mktemp("samples")
    with Store(StoreSettings(data=data)) as store:
        assert all(taken.outcome == "new" for taken in ingest_paths(samples.paths(), store, actor="tests"))
    return data


@pytest.fixture(scope="session")
def library(sample_data: Path) -> Iterator[Library]:
    with Store(StoreSettings(data=sample_data)) as store:
        yield Library(store)


@pytest.fixture(scope="session")
def real_books() -> list[Book]:
    """The real reports as they are read, where they are at hand."""
    return [read_file(path) for folder in (REPORTS, MORE_REPORTS) for path in sorted(folder.glob("*.txt"))]
