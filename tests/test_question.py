"""Reading questions: place, year, intent and wants as one short string.

Rows marked `seen` were at hand when a rule was written; the others were written before it was looked at.
"""

import pytest

from knowledge.question import Question
from knowledge.regions import names
from knowledge.turns import read_question

KNOWN = [
    region
    for name in ("思明区", "花都区", "前进区", "咸宁市", "厦门市")
    for region in names()[name].regions
    if region.name == name
]


def told(question: Question) -> str:
    """思明区@2019 figure: 行政复议 件."""
    places = " ".join(
        f"{'/'.join(r.name for r in t.regions) or '*'}@{','.join(map(str, t.years)) or '*'}" for t in question.targets
    )
    wants = " + ".join(
        " ".join(filter(None, [*(t.text for t in w.terms if not t.soft), w.unit, w.kind])) for w in question.wants
    )
    return f"{places} {question.intent}: {wants}"


ALONE = [
    # one figure (seen)
    ("思明区2019年办理了多少行政复议案件", "思明区@2019 figure: 行政复议 count"),
    ("思明2019 复议 几件", "思明区@2019 figure: 复议 件 count"),
    ("2019年花都区司法局前置审查了多少件规范性文件?", "花都区@2019 figure: 司法局 前置审查 规范性文件 件 count"),
    ("花都区2019年行政复议的直接纠错率是多少?", "花都区@2019 figure: 行政复议 直接纠错率 rate"),
    ("２０１９年思明區行政復議案件幾件", "思明区@2019 figure: 行政复议 件 count"),
    ("二〇一九年思明区办了几件复议案", "思明区@2019 figure: 复议 件 count"),
    ("咸宁市2017年罚了多少钱", "咸宁市@2017 figure: 罚了 money"),
    ("19年思明区行政复议案件有多少件", "思明区@2019 figure: 行政复议 件 count"),
    # words are cut where they end, and verbs that talk takes apart are put together
    ("2019年花都区公开信息多少条", "花都区@2019 figure: 公开 信息 条 count"),
    ("2019年花都区最后立了几个案", "花都区@2019 figure: 立案 个 count"),
    # money, time and distance however they are asked for
    ("花都区2019年追讨了多少工资", "花都区@2019 figure: 追讨 工资 money"),
    ("花都区2019年公证费收了多少", "花都区@2019 figure: 公证 money"),
    ("花都区2019年送检要等多久", "花都区@2019 figure: 送检 天 count"),
    ("花都区2019年几天就能办完注销", "花都区@2019 figure: 注销 天 count"),
    # a place in the name of a thing, or around another, is not asked for itself
    ("福建省2019年厦门港吞吐量多少", "福建省@2019 figure: 厦门港 吞吐量 count"),
    # several figures
    (
        "西青区2022 行政应诉 一审二审再审 各几件",
        "西青区@2022 figure: 行政应诉 一审 件 count + 行政应诉 二审 件 count + 行政应诉 再审 件 count",
    ),
    ("花都区2019年受理信访多少批次、多少人次", "花都区@2019 figure: 受理 信访 批次 count + 受理 信访 人次 count"),
    ("思明2019年和花都2019年,谁的收入涨得快", "思明区@2019 花都区@2019 compare: 收入 涨 rate"),
    ("咸宁2017 复议 收到 受理 办结", "咸宁市@2017 figure: 复议 收到 + 复议 受理 + 复议 办结"),
    ("咸宁2017年维持、撤销各几件", "咸宁市@2017 figure: 维持 件 count + 撤销 件 count"),
    ("厦门2021年受理纠纷多少件,调解成功多少件", "厦门市@2021 figure: 受理 件 count + 调解成功 件 count"),
    ("前进区2020年“网上办”“电话办”各办理了多少?", "前进区@2020 figure: 网上办 count + 电话办 count"),
    # compare, rank, trend
    ("思明 花都 2019 人民调解 哪个多", "思明区@2019 花都区@2019 compare: 人民调解"),
    ("思明2019年跟咸宁2017年,哪边的执法案卷多", "思明区@2019 咸宁市@2017 compare: 执法案卷"),
    ("各地人民调解成功率排名", "*@* rank: 人民调解 成功率 rate"),
    ("哪些报告公布了法律援助案件数?", "*@* rank: 法律援助"),
    ("2018到2020这三年,花都区人民调解案件数是升是降?", "花都区@2018,2019,2020 trend: 人民调解"),
    ("思明区2018年到2020年行政复议案件变化情况如何?", "思明区@2018,2019,2020 trend: 行政复议"),
    ("思明2019 咸宁2017 厦门2021 审查合同 谁多", "思明区@2019 咸宁市@2017 厦门市@2021 rank: 审查 合同"),
    ("厦门司法局2021 花都区2019 发信息 谁多", "厦门市@2021 花都区@2019 compare: 司法局 发 信息"),
    ("2019年思明区和2017年咸宁市,哪个办结得多", "思明区@2019 咸宁市@2017 compare: 办结"),
    ("东北三省2024年粮食产量排名", "辽宁省@2024 吉林省@2024 黑龙江省@2024 rank: 粮食产量"),
    ("咸宁市京津冀协同项目多少个", "咸宁市@* figure: 京津冀 协同 个 count"),
    # what a growth is counted from is no year asked for
    ("咸宁市2017年市场主体比2016年底增长百分之几", "咸宁市@2017 figure: 市场主体 增长 rate"),
    ("咸宁市2017年市场主体比2016年底多吗", "咸宁市@2017,2016 trend: 市场主体"),
    # a place inside the one before, a year between
    ("咸宁2017年崇阳县行政复议受理多少件", "崇阳县@2017 figure: 行政复议 受理 件 count"),
    ("咸宁2017年和崇阳县行政复议哪个多", "咸宁市@2017 崇阳县@2017 compare: 行政复议"),
    # since a year is no year asked for
    ("思明区从2018年起购置多少台采集器", "思明区@* figure: 购置 采集器 台 count"),
    # other words for 多少
    ("花都區2019年底配備了幾多台照相機", "花都区@2019 figure: 配备 照相机 台 count"),
    ("咸宁市2017年汽车产量、电池产量各达多少万辆", "咸宁市@2017 figure: 汽车 产量 辆 count + 电池 产量 辆 count"),
    ("前进区2020年宣传单、公开信各印了多少", "前进区@2020 figure: 宣传单 count + 公开信 count"),
    # one measure, however it is put
    ("咸宁2017 社会消费品零售总额 增速", "咸宁市@2017 figure: 社会消费品零售总额 增速 rate"),
    # words, the library, chatter
    ("思明区2019年存在哪些问题", "思明区@2019 passage: 问题"),
    ("为什么花都区2019年要改革执法体制", "花都区@2019 passage: 改革 执法 体制"),
    ("有哪些报告", "*@* library: "),
    ("有思明区的吗", "思明区@* library: "),
]


@pytest.mark.parametrize(("text", "expected"), ALONE)
def test_a_question_by_itself(text: str, expected: str) -> None:
    assert told(read_question(text, (), KNOWN)).startswith(expected)


FOLLOWING = [
    (["思明区2019年办理了多少行政复议案件", "那花都区呢"], "花都区@2019 figure: 行政复议", {"year", "indicator"}),
    (["思明区2019年办理了多少行政复议案件", "2020年呢"], "思明区@2020 figure: 行政复议", {"place", "indicator"}),
    (["思明区2019年办理了多少行政复议案件", "那信访复查呢"], "思明区@2019 figure: 信访复查", {"place", "year"}),
    (["咸宁市2017年收到行政复议申请多少件", "办结了多少"], "咸宁市@2017 figure: 办结", {"place", "year"}),
    (["前进区2020年办理法律援助案件多少件", "厦门市2021年呢"], "厦门市@2021 figure: 法律援助", {"indicator"}),
    (
        ["思明区2019年人民调解多少件", "跟2018年比是多了还是少了"],
        "思明区@2019,2018 trend: 人民调解",
        {"place", "indicator"},
    ),
    (["思明区2019年发放补助多少", "比2018年多发了吗"], "思明区@2019,2018 trend: 发放 补助", {"place", "indicator"}),
    # a noun alone asks on for what was asked before, in whatever unit
    (["咸宁市2017年事故起数下降多少", "死亡人数呢"], "咸宁市@2017 figure: 死亡", {"place", "year"}),
    (["思明区建设大厅能办理多少个审批事项", "涉及几个区级部门"], "思明区@* figure: 个 count", {"place"}),
    # a full new question carries nothing
    (
        ["思明区2019年办理了多少行政复议案件", "咸宁市2017年编制行业信用目录多少条"],
        "咸宁市@2017 figure: 编制 行业 信用 目录",
        set(),
    ),
    (["思明区2019年办理了多少行政复议案件", "花都区人民调解案件有多少件"], "花都区@* figure: 人民调解", set()),
    # talk in between is forgotten
    (
        ["思明区2019年办理了多少行政复议案件", "谢谢", "那花都区呢"],
        "花都区@2019 figure: 行政复议",
        {"year", "indicator"},
    ),
]


@pytest.mark.parametrize(("turns", "expected", "carried"), FOLLOWING)
def test_a_turn_of_a_conversation(turns: list[str], expected: str, carried: set[str]) -> None:
    question = read_question(turns[-1], turns[:-1], KNOWN)
    assert told(question).startswith(expected)
    assert set(question.carried) == carried


@pytest.mark.parametrize("text", ["", "   ", "？！。", "你好", "谢谢！", "今天天气怎么样", "讲个笑话", "😀"])
def test_what_is_no_question(text: str) -> None:
    assert read_question(text, (), KNOWN).intent == "chatter"


@pytest.mark.parametrize("text", ["字" * 5000, "多少" * 2000, "、" * 5000, "各几" * 900, "2019年" * 900])
def test_any_length_is_read(text: str) -> None:
    assert read_question(text, (), KNOWN).text == text
