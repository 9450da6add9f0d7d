"""What administrators review, in the words in which they read it."""

import pytest

from bot.replies import says, speaking
from bot.review import difference_line, doubt_lines, finding_line, origin, render_difference, render_findings
from ingest import metadata
from ingest.checks import check
from ingest.doubts import Doubt, Kind
from ingest.passages import read_passages
from knowledge.catalogue import Standing
from knowledge.differences import Difference, compare
from knowledge.intake import plan
from knowledge.models import Discrepancy
from tests import build


def passages(text: str, year: int = 2019):
    return read_passages(text, (0, len(text)), year)


def lines(text: str) -> list[str]:
    return [finding_line(finding) for finding in check(build.report(text=text), passages(text))]


LINES = [
    (
        "办理法律援助案件35件(民事案件20件,刑事案件20件)。",
        "报告里这几个分项（20件、20件）相加为40件（计算），超过所述合计35件",
    ),
    ("收到信访件120件,其中涉法涉诉210件。", "报告里的分项210件超过所述合计120件"),
    (
        "办理劳动争议250宗,调解成功229宗,成功率超过92%。",
        "按报告里的250宗、229宗应为91.6%（计算），与所述超过92%不符",
    ),
    ("持证人员由100人增加到120人,增长30%。", "按报告里的100人、120人变化应为20%（计算），与所述30%不符"),
    (
        "受理行政复议申请121件。\n在复议方面,受理行政复议申请112件。",
        "“受理行政复议申请”在报告里先后写作121件和112件，前后不一",
    ),
    (
        "全区企业1.2万家,其中国有企业0.5万家、民营企业0.9万家。",
        "报告里这几个分项（0.5万家、0.9万家）相加为14000家（计算），超过所述合计1.2万家",
    ),
]


@pytest.mark.parametrize(("text", "said"), LINES)
def test_a_finding_in_one_line(text: str, said: str) -> None:
    assert lines(text) == [said]


def test_every_finding_doubt_and_origin_has_its_words_in_both_languages() -> None:
    rules = (metadata.PLACES, metadata.PUBLISHERS, metadata.DATES, metadata.NUMBERS, metadata.TITLES, metadata.KINDS)
    read = {rule.__name__ for some in (*rules, *metadata.YEARS.values()) for rule in some}
    names = {f"origin.{name}" for name in (*read, metadata.GIVEN, "title_made", "publisher_of_kind")}
    names |= {f"finding.{rule}" for rule in Discrepancy.__args__} | {f"doubt.{kind}" for kind in Kind.__args__}
    for language in ("zh", "en"):
        with speaking(language):
            assert [name for name in names if not says(name)] == []


def test_findings_are_shown_with_their_sentences() -> None:
    text = "办理法律援助案件35件(民事案件20件,刑事案件20件)。"
    book = build.book(text=text)
    shelved = next(plan([book], {book.report.id: Standing()})).shelved
    message = render_findings(shelved, check(book.report, passages(text)))
    assert message.text.startswith("《甲区2019年度法治政府建设情况报告》有 1 处数字对不上：\n• 报告里这几个分项")
    assert "<b>35件</b>(民事案件<b>20件</b>" in message.html
    assert "没有发现" in render_findings(shelved, ()).text


BEFORE = "办结行政复议案件51件,其中维持27件。\n培训执法人员12期。"
AFTER = "办结行政复议案件52件,其中维持27件。\n新建法治公园3个。\n聘请法律顾问8名。"


def test_a_difference_in_one_line_and_in_full() -> None:
    difference = compare(passages(BEFORE), passages(AFTER))
    assert difference_line(difference) == "新增2、变更1（51件→52件）、消失1，不变1"
    shown = render_difference(difference).text
    assert "变更：" in shown
    assert "• 51件→52件　办结行政复议案件" in shown
    assert "• 3个　新建法治公园\n> • 8名　聘请法律顾问" in shown
    assert "消失：" in shown
    assert difference_line(compare(passages(AFTER), passages(AFTER))) == "数字没有变化（4 个）"
    assert difference_line(Difference(new=difference.new)) == "新增2、变更0、消失0，不变0"


def test_of_many_changes_the_line_names_a_few() -> None:
    difference = compare(passages(BEFORE), passages(AFTER))
    many = difference.model_copy(update={"changed": difference.changed * 4})
    assert "变更4（51件→52件、51件→52件、51件→52件等）" in difference_line(many)


def test_doubts_say_what_to_check() -> None:
    doubts = [Doubt(kind="other_year", stated="2020", found="2019", count=12), Doubt(kind="few_figures", count=1)]
    assert doubt_lines(doubts) == (
        "正文提到最多的是2019年（12 次），不是2020年，请核对年度。",
        "只读到 1 个数字，请核对文件是否完整、是不是报告。",
    )


def test_where_metadata_was_read() -> None:
    assert origin("year_before_title") == "按标题推算（标题是作报告的年份，报告的是上一年）"
    assert origin("") == ""
