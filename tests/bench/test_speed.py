"""How long things take: `make bench`. Never part of the test run."""

import subprocess
import sys

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from ingest import samples
from ingest.passages import read_passages
from knowledge.library import Library
from tests.shared import ROOT

PROSE = "\n".join(path.read_text(encoding="utf-8") for path in samples.paths())


@pytest.mark.parametrize("thousands", [9, 18, 36])
def test_reading_grows_with_length(benchmark: BenchmarkFixture, thousands: int) -> None:
    text = (PROSE * 8)[: thousands * 1000]
    benchmark(read_passages, text, (0, len(text)), 2019)


@pytest.mark.parametrize("scrap", ["1件", "受理1件,", "受理1件、", "(3件", "“3件", "从3件到", "(", "十"])
def test_reading_text_without_an_end(benchmark: BenchmarkFixture, scrap: str) -> None:
    text = scrap * (20_000 // len(scrap))
    benchmark.pedantic(read_passages, (text, (0, len(text)), 2019), rounds=3)


@pytest.mark.parametrize(
    "question",
    [
        "思明区2019年办理了多少行政复议案件",
        "人民调解案件有多少件",
        "思名区19年行政负议几件",
        "思明区2019年存在哪些问题",
    ],
)
def test_a_question_in_a_running_process(benchmark: BenchmarkFixture, library: Library, question: str) -> None:
    benchmark(library.ask, question)


def test_a_question_from_a_cold_start(benchmark: BenchmarkFixture, sample_data: object) -> None:
    command = [sys.executable, "-m", "bot", "ask", "思明区2019年办理了多少行政复议案件", "--data", str(sample_data)]
    benchmark.pedantic(subprocess.run, (command,), {"cwd": ROOT, "check": True, "capture_output": True}, rounds=5)
