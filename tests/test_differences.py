"""What a new version changes, rendered as ``+ new``, ``- gone`` and ``old→new``."""

import pytest

from ingest import samples
from ingest.passages import read_passages
from ingest.pipeline import read_file
from knowledge.differences import compare


def different(before: str, after: str) -> list[str]:
    old, new = (read_passages(text, (0, len(text)), 2019) for text in (before, after))
    found = compare(old, new)
    changed = [f"{change.before.text}→{change.after.text}" for change in found.changed]
    return [*(f"+{f.text}" for f in found.new), *(f"-{f.text}" for f in found.gone), *changed]


HEAD = "一、行政复议\n受理行政复议申请121件,办结66件。\n"
VERSIONS = [
    ("a figure is put right", HEAD, HEAD.replace("66", "67"), ["66件→67件"]),
    ("the same again", HEAD, HEAD, []),
    ("a sentence more", HEAD, HEAD + "培训执法人员12期。", ["+12期"]),
    ("a sentence less", HEAD + "培训执法人员12期。", HEAD, ["-12期"]),
    ("a section moves", HEAD + "二、培训\n培训执法人员12期。\n", "一、培训\n培训执法人员12期。\n二" + HEAD[1:], []),
    ("reworded", "办结各类行政复议案件66件。", "全年办结行政复议案件66件。", []),
    ("reworded and put right", "全年共办结行政复议案件66件。", "全年一共办结行政复议案件67件。", ["66件→67件"]),
    ("another thing", "办结行政复议案件66件。", "培训执法人员66人。", ["+66人", "-66件"]),
    ("two alike, one less", "甲镇调解纠纷5件。\n乙镇调解纠纷5件。", "乙镇调解纠纷5件。", ["-5件"]),
    (
        "two alike, one put right",
        "开展执法检查5次。\n开展执法检查7次。",
        "开展执法检查5次。\n开展执法检查8次。",
        ["7次→8次"],
    ),
    (
        "a part put right",
        "办结66件,其中维持27件,撤销10件。",
        "办结66件,其中维持28件,撤销9件。",
        ["27件→28件", "10件→9件"],
    ),
    ("another period", "2018年办结案件66件。", "2019年办结案件67件。", ["+67件", "-66件"]),
    ("the hedge goes", "化解纠纷约100件。", "化解纠纷100件。", ["100件→100件"]),
]


@pytest.mark.parametrize(
    ("before", "after", "expected"), [row[1:] for row in VERSIONS], ids=[row[0] for row in VERSIONS]
)
def test_versions(before, after, expected):
    assert sorted(different(before, after)) == sorted(expected)


def test_a_whole_report_against_itself():
    passages = read_file(samples.paths()[0]).passages
    found = compare(passages, passages)
    assert not found.anything
    assert found.same == sum(len(passage.figures) for passage in passages)


def test_nothing_was_held_before():
    passages = read_file(samples.paths()[0]).passages
    found = compare((), passages)
    assert len(found.new) == sum(len(passage.figures) for passage in passages)
    assert (found.gone, found.changed, found.same) == ((), (), 0)
