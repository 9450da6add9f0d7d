"""Choosing and refusing, one sentence and one question at a time: what is chosen, or why each figure is refused."""

from decimal import Decimal

import pytest

from ingest.passages import read_passages
from knowledge.alongside import partners
from knowledge.cases import Asked
from knowledge.match import Place
from knowledge.models import Meta, Passage, Shelved
from knowledge.rank import Verdict, judge, ranked
from knowledge.regions import names
from knowledge.turns import read_question

REGION = names()["思明区"].regions[0]
REPORT = Shelved(
    id="r", version=1, source="r.txt", passages=1, figures=1,
    meta=Meta(title="报告", publisher="思明区人民政府", region=REGION, year=2019, kind="法治政府建设情况报告"),
)  # fmt: skip

OUTCOMES = "全年收到行政复议申请120件,受理94件,不予受理11件。已受理的案件中,办结66件,其中维持27件,撤销10件。"
SCOPES = "专项治理中,全市共查找出问题300个,整改问题280个(其中市直部门发现问题60个,整改问题55个)。"
CHANGE = "办照时间由9个工作日压缩到5个工作日。"
PLAN = "2019年计划完成审计项目25个。截至12月底,已完成审计项目23个。"


def verdicts(text: str, asked: str) -> list[Verdict]:
    passages: tuple[Passage, ...] = read_passages(text, (0, len(text)), 2019)
    *before, asked = asked.split(" / ")  # earlier turns
    question = read_question(asked, before, [REGION])
    terms = Asked.of(question, question.targets[0], question.role)
    places = [Place(REPORT, passage) for passage in passages]
    return [judge(question.wants[0], candidate, terms) for place in places for candidate in place.candidates]


STOCK = "电子证照入库12类,历史存量3400条。"
HOUSES = "改造老旧小区30个5200户。"
PRICES = "城镇、农村居民收入分别增长4.8%、6.2%,居民消费价格上涨0.2%。"
OUTPUT = "湖里区、海沧区经济总量达60亿元。地区生产总值再上台阶,总量达90亿元。"
GROWTH = "截至11月底,企业总量120户,比2016年底增长9%。今年新增企业20户,同比增长14%。"
HEADS = "跨国公司地区总部新认定60家,累计达到1016家。"
REVIEWED = "评查行政执法案卷320卷,其中不合格案卷7卷。"
AUDIT = "审计查出主要问题金额64万元,其中违规金额3万元。"
INCOME = "居民人均可支配收入增长5.4%。"
ONLINE = "网上平台录入36个行政执法部门的执法主体,公示行政执法信息300条,受理投诉12件。"

CHOSEN = [
    # the unit that was asked for before another that would do
    (STOCK, "电子证照库里老证照有多少条", "3400条"),
    (HOUSES, "老旧小区改造涉及多少户", "5200户"),
    (HOUSES, "改造了多少个老旧小区", "30个"),
    # the place itself, not places in it
    (OUTPUT, "GDP 总量", "90亿元"),
    # growth from the year that was named
    (GROWTH, "2019年企业总量比2016年底增长百分之多少", "9%"),
    # a verb, however it went
    ("讨薪案件68件,涉案人数636人。", "讨薪案牵涉到多少人", "636人"),
    # money, however it is asked for
    ("顾问团审查合同110份,涉及金额2000亿元。", "顾问团把关的合同涉及多大一笔钱", "2000亿元"),
    # what its sentence calls it, where the rest names it whole
    (
        "推进诚信建设。开展双公示填报系统和信用信息目录系统工作,共上传行政许可300条,行政处罚120条,共420条。",
        "上传的行政许可和行政处罚双公示信息合计多少条",
        "420条",
    ),
    # whose figure it is, or what is counted
    (
        "开展执法突出问题专项治理,全市共查找出问题300个,整改问题280个(其中市直13个部门共发现问题60个,整改问题55个)。",
        "执法突出问题专项治理查出的问题,市直部门和全市各是多少个",
        "60个",
    ),
    # all there is by now, not what the year added
    (HEADS, "跨国公司地区总部累计达到多少家", "1016家"),
    (HEADS, "跨国公司地区总部新认定多少家", "60家"),
    # what is not 受理 is another outcome
    (OUTCOMES, "行政复议没受理的几件", "11件"),
    (OUTCOMES, "行政复议压根没给受理的几件", "11件"),
    # what the mark itself counts, not what it did
    (ONLINE, "几个行政执法部门在网上平台公示信息", "36个"),
    ("行政机关负责人出庭应诉案件35人次。", "多少案件由行政机关负责人出庭应诉", "35人次"),
    # an actor and a verb beside the number make no other thing of it
    ("全年,各街道调委会共调处案件820件,其中重大疑难案件14件,涉及金额60万元。", "人民调解多少", "820件"),
    # the outcome that was asked for, not its neighbour
    (OUTCOMES, "行政复议收到多少件", "120件"),
    (OUTCOMES, "行政复议受理了多少件", "94件"),
    (OUTCOMES, "行政复议不予受理多少件", "11件"),
    (OUTCOMES, "行政复议办结几件", "66件"),
    (OUTCOMES, "行政复议审结几件", "66件"),
    (OUTCOMES, "行政复议维持几件", "27件"),
    (OUTCOMES, "撤销了几件", "10件"),
    # the whole before its part, the part when it is asked for
    (SCOPES, "专项治理全市整改问题多少个", "280个"),
    (SCOPES, "专项治理中市直部门整改了多少个问题", "55个"),
    (SCOPES, "专项治理查找出问题多少个", "300个"),
    # what was meant is the part that is so named
    (REVIEWED, "评查案卷,其中不合格案卷多少卷", "7卷"),
    (AUDIT, "审计查出的违规金额是多少", "3万元"),
    # what stands behind a 个 is what it counts
    (
        "综合窗口可办理11个区级部门的80个审批事项。自开设以来,综合窗口共办理事项369件。",
        "综合窗口自开设以来办了多少件",
        "369件",
    ),
    ("62名律师与85个社区(村)签订协议。", "有多少个律师跟社区签订了协议", "62名"),
    # a measure by itself is of what was asked before
    ("抽检农药100批次,合格率98%。", "思明区2019年抽检了多少批次农药 / 合格率多少", "98%"),
    # what is still to come
    ("上级下放的审批事项已承接36项,即将承接33项。", "下放的审批事项即将承接的有多少项", "33项"),
    # nothing else in the sentence is counted so
    ("组建14人的双语宣讲团,巡回讲演96场次。", "双语宣讲团讲了几场", "96场次"),
    ("旗舰物种长臂猿在热带雨林国家公园里恢复至7群42只。", "长臂猿总共有几只", "42只"),
    ("清退不合格执法人员47名。", "清退的不合格执法队伍多少人", "47名"),
    # a unit says its noun, and a word put together says itself
    ("拆除违法建设19.8万平方米。", "拆除违法建设 面积", "19.8万平方米"),
    ("盘活闲置土地1890亩。", "盘活闲置地多少亩", "1890亩"),
    # a 没 that is no negation
    ("办理处罚案件12件,罚没入库153万元。", "罚没入库多少万元", "153万元"),
    # people have one unit under three names
    ("法律顾问团由7人组成。现有执业律师728名。", "执业律师多少人", "728名"),
    # what a procedure is known by, and what is settled as soon as it is handled
    ("被判败诉7件,败诉率13.5%。", "行政诉讼败诉率是多少", "13.5%"),
    ("办理代表建议246件。", "办结了多少件代表建议", "246件"),
    # whoever does it: departments under all their names
    ("市场监督管理部门查处案件53件。", "市监局查处了多少案件", "53件"),
    # both ends of a change
    (CHANGE, "办照时间缩短到几个工作日", "5个工作日"),
    (CHANGE, "办照时间原来要几个工作日", "9个工作日"),
    # a result, a plan
    (PLAN, "已完成审计项目多少个", "23个"),
    (PLAN, "计划完成审计项目多少个", "25个"),
]


@pytest.mark.parametrize(("text", "asked", "expected"), CHOSEN)
def test_the_figure_chosen(text: str, asked: str, expected: str) -> None:
    best = ranked(verdicts(text, asked))
    assert best, [(v.candidate.figure.text, v.reject) for v in verdicts(text, asked)]
    assert best[0].candidate.figure.text == expected


REFUSED = [
    # a thing that is only mentioned
    ("各区抽调执法人员参与律师行业联合检查6名。", "有多少律师"),
    # another outcome of the family
    (OUTCOMES, "行政复议驳回多少件"),
    (OUTCOMES, "行政复议调解多少件"),
    # another procedure
    (OUTCOMES, "行政诉讼受理多少件"),
    (OUTCOMES, "行政应诉案件多少件"),
    (OUTCOMES, "人民调解多少件"),
    # another end of a long name, or none of it
    ("一般公共预算支出2164亿元。", "一般公共预算收入多少"),
    ("民营经济贷款余额增长13%。", "全省的经济(地区生产总值)增长了百分之几"),
    ("生产总值增长4%,进出口总额增长9%。", "社会消费品零售总额 增速"),
    # what one year added is not all there is
    ("全年新建海外仓6个。", "海外仓总共几个"),
    # the whole is no part of it
    (INCOME, "农村居民人均可支配收入增长多少"),
    # one side of a thing is not the other, a distance no rate, a share no growth
    ("跨境电商出口规模2141亿元。", "跨境电商进口规模多少亿元"),
    ("一审案件审结124件,败诉17件。", "二审行政诉讼案件败诉多少件"),
    ("办理法律援助案件1876件。", "刑事法律援助案件多少件"),
    ("负责人出庭应诉率低于全市平均水平8.4个百分点。", "负责人出庭应诉率是百分之几"),
    ("工业投资占固定资产投资比重40%。", "固定资产投资比上年多了百分之几"),
    ("空气质量综合指数同比改善5.6%。", "空气质量指数占全年的比例是多少"),
    # a measure by itself is of what was asked before
    ("抽检种子样品100批次,合格率98%。", "思明区2019年抽检了多少批次农药 / 合格率多少"),
    # what stands right behind 多少个 is what must be counted
    ("轻微违法免罚清单规定不予处罚79起。", "轻微违法免罚清单涉及多少个领域"),
    # a word inside a longer one is not said again
    ("收到信息公开申请164件。", "信息公开申请里同意公开的多少件"),
    # another procedure of its kind
    ("各级人民调解组织化解纠纷,涉及金额96万元。", "行政调解涉及金额多少"),
    # handled is not settled
    ("各街道调委会共调处案件820件。", "人民调解调成了几件"),
    # people are counted as people, and a rate is no count of them
    ("依法调处讨薪案件1起。", "讨薪案件牵扯几个农民工"),
    ("接待游客人数增长15.9%。", "接待游客 人次"),
    ("城镇新增就业143万人。", "城镇居民人均可支配收入多少"),
    # another unit
    ("网上平台公示行政执法信息300条。", "几个行政执法部门在网上平台公示信息"),
    ("网上平台公示行政执法信息300条。", "多少部门在网上平台公示行政执法信息"),
    (OUTCOMES, "行政复议纠错率是多少"),
    (OUTCOMES, "行政复议涉及多少钱"),
    (SCOPES, "专项治理检查了多少家单位"),
    # a scope that is not stated
    ("全市共查找出问题300个。", "市直部门查找出问题多少个"),
    # a number that the question gives itself
    ("检查企业41家。", "41家企业里有多少家企业整改了"),
]


@pytest.mark.parametrize(("text", "asked"), REFUSED)
def test_nothing_is_chosen(text: str, asked: str) -> None:
    assert [v.candidate.figure.text for v in ranked(verdicts(text, asked))] == []


def test_every_refusal_has_a_name() -> None:
    assert all(v.reject for v in verdicts(OUTCOMES, "行政诉讼受理多少件"))


def test_a_figure_of_another_year_is_refused() -> None:
    text = "在2016年保留事项84项的基础上,2019年保留事项90项。"
    assert [v.candidate.figure.value for v in ranked(verdicts(text, "2019年保留事项多少项"))][:1] == [Decimal(90)]


LISTED = [
    (PRICES, "城镇 农村 居民收入 增速", ["4.8%", "6.2%"]),
    (PRICES, "农村 居民收入 增速", ["6.2%"]),
    ("配备记录仪8台、照相机5台用于执法。", "执法 照相机 台数", ["5台"]),
]


@pytest.mark.parametrize(("text", "asked", "expected"), LISTED)
def test_things_listed_in_one_question(text: str, asked: str, expected: list[str]) -> None:
    judged = verdicts(text, asked)
    row = partners(ranked(judged)[0], judged, read_question(asked, (), [REGION]).abreast)
    assert sorted(verdict.candidate.figure.text for verdict in row) == sorted(expected)
