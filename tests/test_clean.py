import contextlib

import hypothesis
import pytest
from hypothesis import strategies as st

from ingest.clean import Given, read_report
from knowledge.errors import BadFile, Unclear
from knowledge.regions import by_code
from tests.shared import SHARED, needs_reports

PART = "坚持依法行政，健全制度，规范执法，共办理案件51件。" * 8
SCRAPS = [
    "思明区",
    "2019年",
    "二〇二〇年",
    "报告",
    "\n",
    "。",
    "一、",
    "发布日期:",
    "2021-02-30",
    PART,
    "\ufeff",
    "来源:",
    ">",
]
PROSE = (
    "坚持依法行政，健全制度，规范执法，强化监督，各项任务扎实推进，群众满意度稳步提高。共办理案件51件、备案7件、提案155件。\n"
    * 5
)


def page(head, body=PROSE, tail=""):
    return f"{head}\n\n{body}\n{tail}"


READ = [  # the page, "place year publisher kind date" as read from it
    # the title names the publisher
    (
        page("厦门市思明区人民政府2019年度法治政府建设工作情况\n时间:2020-02-12 09:52"),
        "厦门市思明区 2019 厦门市思明区人民政府 法治政府建设情况报告 2020-02-12",
    ),
    (
        page("宁波市司法局关于2021年行政复议工作情况的报告"),
        "宁波市 2021 宁波市司法局 行政复议工作报告 -",
    ),
    (
        page("思明区城市管理局2022年政府信息公开工作年度报告"),
        "厦门市思明区 2022 厦门市思明区城市管理局 政府信息公开工作年度报告 -",
    ),
    # a field of the page does; the publication is years later than the report
    (
        page("咸宁市2017年推进法治政府建设情况的报告\n发文单位: 咸宁市司法局 发布日期: 2020年09月03日"),
        "咸宁市 2017 咸宁市司法局 法治政府建设情况报告 2020-09-03",
    ),
    (
        page("2019年花都区法治政府建设情况报告\n文章来源:花都区人民政府     【 字体:   】"),
        "广州市花都区 2019 广州市花都区人民政府 法治政府建设情况报告 -",
    ),
    # the signature does, also for a place that another city has, too
    (
        page("2020年法治政府建设情况报告", tail="南京市鼓楼区人民政府\n2021年2月19日\n\n分享到:"),
        "南京市鼓楼区 2020 南京市鼓楼区人民政府 法治政府建设情况报告 2021-02-19",
    ),
    (
        page("鼓楼区2020年法治政府建设情况报告", "徐州市委、徐州市政府高度重视。" + PROSE),
        "徐州市鼓楼区 2020 徐州市鼓楼区人民政府 法治政府建设情况报告 -",
    ),
    # neither does: the kind tells whose it is
    (page("2023年徐闻县国民经济和社会发展统计公报"), "湛江市徐闻县 2023 湛江市徐闻县统计局 统计公报 -"),
    # delivered in one year about the year before
    (
        page("2025年宁夏政府工作报告\n来源：青海日报\n——2025年1月19日在宁夏回族自治区第十三届人民代表大会第三次会议上"),
        "宁夏回族自治区 2024 宁夏回族自治区人民政府 政府工作报告 2025-01-19",
    ),
    (page("2025年北京市海淀区政府工作报告"), "北京市海淀区 2024 北京市海淀区人民政府 政府工作报告 -"),
    (
        page("通山县政府工作报告\n——2021年11月20日在通山县第十九届人民代表大会第一次会议上"),
        "咸宁市通山县 2021 咸宁市通山县人民政府 政府工作报告 2021-11-20",
    ),
    (
        page(
            "政府工作报告",
            "各位代表：\n一、2024年工作回顾\n" + "湖北省经济运行平稳，武汉市、黄石市提速。\n" * 4 + PROSE,
        ),
        "湖北省 2024 湖北省人民政府 政府工作报告 -",
    ),
    # a title over several lines, or among a menu's entries
    (
        page("首页\n政府工作报告\n统计公报\n仙桃市人民政府\n关于2022年度法治政府建设\n情况的报告"),
        "仙桃市 2022 仙桃市人民政府 法治政府建设情况报告 -",
    ),
    # a span of years is the life of a plan
    (
        page("三亚市贯彻落实《法治政府建设实施纲要（2015-2020年）》2018年度情况报告"),
        "三亚市 2018 三亚市人民政府 法治政府建设情况报告 -",
    ),
    # numbers in words, with the circle that typists take for a zero
    (
        page("咸宁市二○一七年依法行政工作总结", tail="咸宁市人民政府\n二○一八年一月十九日"),
        "咸宁市 2017 咸宁市人民政府 法治政府建设情况报告 2018-01-19",
    ),
    # a day that no calendar has
    (
        page("咸宁市2017年依法行政工作总结\n发布日期:2018-02-30"),
        "咸宁市 2017 咸宁市人民政府 法治政府建设情况报告 -",
    ),
    # no title at all
    (
        page("", "2020年,思明区依法行政。" + PROSE + "思明区的工作得到肯定。思明区将继续努力。"),
        "厦门市思明区 2020 厦门市思明区人民政府 法治政府建设情况报告 -",
    ),
]

REFUSED = [  # the page, a part of what is said about it
    (page("思明区2019年报告", "太短。"), "不到 200 字"),
    (page("Annual report 2019", "The office handled 51 cases in 2019. " * 20), "不是中文"),
    (page("名单", "张三\n李四\n" * 60), "成句"),
    (page("某地2019年工作报告"), "--region"),
    (page("鼓楼区2019年工作报告"), "--region"),  # there are four
    (page("思明区法治政府建设情况报告"), "--year"),
]


def shown(report):
    meta = report.meta
    return f"{meta.region.label} {meta.year} {meta.publisher} {meta.kind} {meta.date or '-'}"


@pytest.mark.parametrize(("text", "said"), READ)
def test_what_a_report_says_of_itself(text, said):
    assert shown(read_report(text, "report.txt")) == said


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_is_no_report_is_refused_in_one_line(text, why):
    with pytest.raises(BadFile) as refused:
        read_report(text, "report.txt")
    assert why in refused.value.why
    assert "\n" not in str(refused.value)


UNCLEAR = [  # the page, what is missing
    (page("某地2019年工作报告"), ("region",)),
    (page("思明区法治政府建设情况报告"), ("year",)),
    (page("法治政府建设情况报告"), ("region", "year")),
]


@pytest.mark.parametrize(("text", "missing"), UNCLEAR)
def test_what_lacks_but_an_answer_says_which(text, missing):
    with pytest.raises(Unclear) as unclear:
        read_report(text, "report.txt")
    assert unclear.value.missing == missing
    assert all(f"--{name}" in unclear.value.why for name in missing)


def test_what_is_no_report_lacks_more_than_an_answer():
    with pytest.raises(BadFile) as refused:
        read_report("太短。", "report.txt")
    assert not isinstance(refused.value, Unclear)


ORIGINS = [  # the page, where its title, publisher, place, year, kind, date and number were read
    (
        page("厦门市思明区人民政府2019年度法治政府建设工作情况\n时间:2020-02-12 09:52\n文号:思政〔2020〕12号"),
        "title_on_page publisher_in_title place_in_title year_in_title kind_in_title date_in_field number_in_field",
    ),
    (
        page("2020年法治政府建设情况报告\n南政〔2021〕3号", tail="南京市鼓楼区人民政府\n2021年2月19日\n\n分享到:"),
        "title_on_page publisher_signed place_of_publisher year_in_title kind_in_title date_signed number_above",
    ),
    (
        page("2025年宁夏政府工作报告\n——2025年1月19日在宁夏回族自治区第十三届人民代表大会第三次会议上"),
        "title_on_page publisher_of_kind place_in_title year_before_session kind_in_title session_date -",
    ),
    (
        page("", "2020年,思明区依法行政。" + PROSE + "思明区的工作得到肯定。思明区将继续努力。"),
        "title_made publisher_of_kind place_most_named year_in_opening kind_in_opening - -",
    ),
]


@pytest.mark.parametrize(("text", "origins"), ORIGINS)
def test_where_it_was_read(text, origins):
    read = read_report(text, "report.txt").origins
    assert " ".join(getattr(read, name) or "-" for name in type(read).model_fields) == origins


def test_what_was_given_is_known_as_such():
    told = Given(region=by_code("350206"), year=2018, publisher="湖里区司法局", title="湖里区2018年行政复议报告")
    read = read_report(page("思明区2019年法治政府建设情况报告"), "report.txt", told).origins
    assert {read.title, read.publisher, read.region, read.year} == {"given"}


NUMBERS = [  # lines above the body, the number of the document
    ("文号:甲府〔2020〕12号", "甲府〔2020〕12号"),
    ("文       号 : 甲政办发[2021] 第3号", "甲政办发[2021]第3号"),
    ("索引号 : 011336714/2020-12972 文 号 : 无", None),
    ("(甲司发〔2020〕7号)", "甲司发〔2020〕7号"),
    ("关于印发甲府〔2020〕12号文件的通知", None),
    ("浏览次数:84178", None),
]


@pytest.mark.parametrize(("line", "number"), NUMBERS)
def test_the_number_of_the_document(line, number):
    assert read_report(page(f"思明区2019年法治政府建设情况报告\n{line}"), "report.txt").meta.number == number


def test_what_is_given_goes_before_what_is_read():
    told = Given(region=by_code("350206"), year=2018, publisher="湖里区司法局", title="湖里区2018年行政复议报告")
    report = read_report(page("思明区2019年法治政府建设情况报告"), "report.txt", told)
    assert shown(report) == "厦门市湖里区 2018 湖里区司法局 行政复议工作报告 -"
    assert report.meta.title == told.title


def test_what_is_given_fills_what_is_missing():
    report = read_report(page("法治政府建设情况报告"), "report.txt", Given(region=by_code("350203"), year=2019))
    assert shown(report) == "厦门市思明区 2019 厦门市思明区人民政府 法治政府建设情况报告 -"


def test_a_report_is_the_same_under_another_name_and_wording():
    titled = page("思明区人民政府2019年法治政府建设情况报告")
    again = read_report(page("厦门市思明区人民政府关于2019年度依法行政情况的报告", PROSE * 2), "b.txt")
    other = read_report(titled.replace("2019", "2020"), "a.txt")
    assert read_report(titled, "a.txt").id == again.id != other.id


def test_the_body_is_a_span_of_the_text_and_the_text_is_kept():
    text = page("厦门市2019年法治政府建设情况报告\n浏览次数:84178", tail="分享到:")
    report = read_report(text, "report.txt")
    assert report.text == text
    assert text[slice(*report.body)] == PROSE.strip()


@hypothesis.given(st.lists(st.sampled_from(SCRAPS), max_size=40).map("".join))
def test_any_text_is_a_report_or_refused(text):
    with contextlib.suppress(BadFile):
        report = read_report(text, "report.txt")
        start, end = report.body
        assert 0 <= start < end <= len(text)
        assert 1900 < report.meta.year < 2100


REAL = [  # of the five reports, in the order of their files' names
    "厦门市思明区 2019 厦门市思明区人民政府",
    "佳木斯市前进区 2020 佳木斯市前进区人民政府",
    "厦门市 2021 厦门市司法局",
    "咸宁市 2017 咸宁市司法局",
    "广州市花都区 2019 广州市花都区人民政府",
]


@needs_reports
@pytest.mark.parametrize("beheaded", [False, True])
def test_the_real_reports_are_placed_also_without_their_titles(beheaded):
    read = [read_report(path.read_text("utf-8"), path.name) for path in sorted((SHARED / "reports").glob("*.txt"))]
    if beheaded:
        read = [read_report(report.text[report.body[0] :], report.source) for report in read]
    places = [(report.meta.region.label, report.meta.year) for report in read]
    assert places == [(line.split()[0], int(line.split()[1])) for line in REAL]
    assert beheaded or [report.meta.publisher for report in read] == [line.split()[2] for line in REAL]


@needs_reports
@pytest.mark.parametrize("path", sorted((SHARED / "more-reports").glob("*.txt")), ids=lambda path: path.stem)
@pytest.mark.parametrize("beheaded", [False, True])
def test_provincial_reports_are_about_the_year_before(path, beheaded):
    report = read_report(path.read_text("utf-8"), path.name)
    if beheaded:
        report = read_report(report.text[report.body[0] :], path.name)
    province = path.stem.split("_")[1]
    assert report.meta.region.label.startswith(province)
    assert len(report.meta.region.path) == 1
    assert (report.meta.year, report.meta.kind) == (2024, "政府工作报告")
