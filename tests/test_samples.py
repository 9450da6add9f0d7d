import re

import pytest

from ingest import samples
from ingest.clean import read_report
from ingest.readers.plain import read_plain
from knowledge.text import fold
from tests.shared import REPORTS, needs_reports

LONGEST = 12  # characters that two tellings of the same figure may share

SAMPLES = [  # file, place, year, publisher, figures that must stand in it
    ("huadu-2019.txt", "广州市花都区", 2019, "广州市花都区人民政府", ["64宗", "98.79%", "860余人"]),
    ("qianjin-2020.txt", "佳木斯市前进区", 2020, "佳木斯市前进区人民政府", ["1722项", "120名", "32.4万元"]),
    ("siming-2019.txt", "厦门市思明区", 2019, "厦门市思明区人民政府", ["行政复议案件51件", "59.3%", "9262万元"]),
    ("xiamen-justice-2021.txt", "厦门市", 2021, "厦门市司法局", ["1.416万块", "48%", "96686.03万元"]),
    ("xianning-2017.txt", "咸宁市", 2017, "咸宁市司法局", ["121件", "56.06%", "785.55亿元"]),
]


def texts():
    return {path.name: read_plain(path.read_bytes(), path.name) for path in samples.paths()}


@pytest.mark.parametrize(("name", "place", "year", "publisher", "figures"), SAMPLES)
def test_a_sample_says_what_it_is(name, place, year, publisher, figures):
    report = read_report(texts()[name], name)
    meta = report.meta
    assert (meta.region.label, meta.year, meta.publisher) == (place, year, publisher)
    body = report.text[slice(*report.body)]
    assert [figure for figure in figures if figure not in body] == []


def test_the_samples_are_these_and_as_long_as_a_short_report():
    assert sorted(texts()) == [row[0] for row in SAMPLES]
    assert all(1_500 <= len(text) <= 3_000 for text in texts().values())


@needs_reports
def test_the_samples_share_no_clause_with_the_reports_whose_figures_they_tell():
    real = "".join("".join(fold(path.read_text("utf-8")).split()) for path in REPORTS.glob("*.txt"))
    clauses = [clause for text in texts().values() for clause in re.split(r"[\s，。；：（）、]", text)]
    assert [clause for clause in clauses if len(clause) > LONGEST and fold(clause) in real] == []
