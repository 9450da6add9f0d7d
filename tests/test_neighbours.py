"""A report against the one of the year before, rendered as ``rule stated≠expected``."""

import pytest

from ingest.passages import read_passages
from knowledge.identity import report_id
from knowledge.models import plain_number
from knowledge.neighbours import check_against
from knowledge.store import Book, Store, StoreSettings
from tests import build

LAST = "2018年受理行政复议申请100件,办结行政复议案件80件。\n全年新增市场主体500户。\n公共预算收入达50亿元。"


def found(text: str, last: str = LAST, **other) -> list[str]:
    now, then = read_passages(text, (0, len(text)), 2019), read_passages(last, (0, len(last)), 2018)
    findings = check_against(now, build.meta(year=2019), then, build.meta(year=2018, **other))
    return [f"{f.rule} {plain_number(f.stated)}≠{plain_number(f.expected)}{f.unit}" for f in findings]


AGAINST = [
    # what is said of last year
    ("2018年受理行政复议申请110件。", ["last_year 110≠100件"]),
    ("2018年受理行政复议申请100件。", []),
    ("2018年受理行政复议申请约100件。", []),
    ("2018年上半年受理行政复议申请60件。", []),
    ("2017年受理行政复议申请60件。", []),
    ("市直2018年受理行政复议申请60件。", []),
    # growth since last year
    ("受理行政复议申请120件,同比增长30%。", ["last_growth 30≠20%"]),
    ("受理行政复议申请120件,同比增长20%。", []),
    ("受理行政复议申请120件,比上年增加15件。", ["last_growth 15≠20件"]),
    ("受理行政复议申请90件,同比下降10%。", []),
    ("受理行政复议申请90件,同比下降20%。", ["last_growth 20≠10%"]),
    ("新增市场主体1200户,同比增长140%。", []),
    # another base, another thing, what nothing follows from
    ("受理行政复议申请120件,按可比口径同比增长30%。", []),
    ("受理行政复议申请120件,同比增长30%(按可比口径)。", []),
    ("受理行政复议申请120件,环比增长30%。", []),
    ("受理行政复议申请120件,比2017年增长30%。", []),
    ("受理行政复议申请120件,同比办结率提高30%。", []),
    ("截至6月底,受理行政复议申请120件,同比增长30%。", []),
    ("公共预算收入达60亿元,同比增长10%。", []),
    ("受理信访事项120件,同比增长30%。", []),
]


@pytest.mark.parametrize(("text", "expected"), AGAINST)
def test_against_the_year_before(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize("other", [{"publisher": "乙区人民政府"}, {"kind": "政府工作报告"}])
def test_another_report_is_no_neighbour(other):
    assert found("2018年受理行政复议申请110件。", **other) == []


def test_what_the_other_report_states_twice_is_compared_with_neither():
    assert found("2018年受理行政复议申请110件。", LAST + "\n2018年受理行政复议申请99件。") == []


def book(text: str, year: int) -> Book:
    report = build.report(report_id("甲区人民政府", year, "法治政府建设情况报告"), text, year=year)
    return Book(report, read_passages(text, (0, len(text)), year))


def test_the_store_compares_what_is_live(tmp_path, monkeypatch):
    build.write_shelves_here(monkeypatch)
    now = book("2018年受理行政复议申请110件。", 2019)
    with Store(StoreSettings(data=tmp_path)) as store:
        store.put([now, book(LAST, 2018)], actor="甲")
        (finding,) = store.findings_against(now.report.id)
        assert (finding.report, finding.elsewhere[0].text) == (now.report.id, "100件")
        assert finding.other == book(LAST, 2018).report.id
        store.put([book(LAST.replace("100件", "110件"), 2018)], actor="甲")
        assert store.findings_against(now.report.id) == ()
        store.remove(finding.other, "甲")
        assert store.findings_against(now.report.id) == ()
