"""Figures that ought to agree: what is found, and what only looks like it. Rendered as ``rule stated≠expected``.

The sentences are written for the tests; each false alarm is a row of ``QUIET`` before it becomes a fix.
"""

import pytest

from ingest.checks import check
from ingest.passages import read_passages
from ingest.tables import table_text
from knowledge.models import plain_number
from tests import build
from tests.shared import needs_reports


def found(text: str, year: int = 2019) -> list[str]:
    passages = read_passages(text, (0, len(text)), year)
    findings = check(build.report(text=text, year=year), passages)
    return [f"{f.rule} {plain_number(f.stated)}≠{plain_number(f.expected)}{f.unit}" for f in findings]


FOUND = [
    # parts of which the text says that they are all
    ("新增事项21项(即行政许可4项、公共服务3项、行政处罚10项)。", ["parts_differ 21≠17项"]),
    ("办理法律援助案件35件(民事案件10件,刑事案件20件)。", ["parts_differ 35≠30件"]),
    ("三类纠纷共60件,分别为邻里纠纷30件、婚姻纠纷20件、劳动纠纷5件。", ["parts_differ 60≠55件"]),
    ("办理法律援助案件35件(民事案件20件,刑事案件20件)。", ["parts_exceed 35≠40件"]),
    # parts that divide their whole
    ("办结复议案件66件,其中维持27件,撤销30件,驳回12件。", ["parts_exceed 66≠69件"]),
    ("受理94件,办结66件,其中维持37件,撤销30件。", ["parts_exceed 66≠67件"]),
    ("审批项目总数:200个,其中审批类项目:95个,核准类项目:41个,备案类项目:85个。", ["parts_exceed 200≠221个"]),
    ("全年化解纠纷500件,其中民事纠纷300件(其中调解200件),刑事纠纷250件。", ["parts_exceed 500≠550件"]),
    ("全区企业1.2万家,其中国有企业0.5万家、民营企业0.9万家。", ["parts_exceed 12000≠14000家"]),
    ("投资项目243个,其中备案类174个,审批类59个,核准类91个。", ["parts_exceed 243≠324个"]),
    # one part is more than the whole
    ("收到信访件120件,其中涉法涉诉210件。", ["parts_exceed 120≠210件"]),
    ("集中修改文件7份(其中41份由区府办印发、3份以部门名义印发)。", ["parts_exceed 7≠41份"]),
    ("全年组织听证5起(其中拆迁类听证8起)。", ["parts_exceed 5≠8起"]),
    # totals behind their parts
    ("清理许可30条,处罚12条,合计45条。", ["sum_differs 45≠42条"]),
    ("制定规章3件,修订规章4件,废止规章2件,共计10件。", ["sum_differs 10≠9件"]),
    # rates
    ("全年受理投诉100件,办结95件,办结率98%。", ["rate 98≠95%"]),
    ("调解各类纠纷4066宗,成功调解4017宗,调解成功率达99.79%。", ["rate 99.79≠98.795%"]),
    ("现场调解案件396宗,调解成功364宗,成功率超过92%。", ["rate 92≠91.9%"]),
    ("办结案件200件,其中民事案件60件,占40%。", ["rate 40≠30%"]),
    # growth
    ("持证人员由100人增加到120人,增长30%。", ["growth 30≠20%"]),
    ("事项由806项调整为560项,精简20%。", ["growth 20≠30.5%"]),
    ("网办率由60%提高到75%,提高12个百分点。", ["growth 12≠15个百分点"]),
    ("办理案件120件,比上年增加20件,增长30%。", ["growth 30≠20%"]),
    # stated twice
    ("受理行政复议申请121件。\n在复议方面,受理行政复议申请112件。", ["restated 112≠121件"]),
    ("全区调解成功率达98%。\n人民调解扎实,调解成功率达96%。", []),  # of which mediation?
    ("行政复议案件办结率达98%。\n行政复议案件办结率达96%。", ["restated 96≠98%"]),
]

QUIET = [
    # parts need not be all
    "受理121件,其中维持27件、撤销5件。",
    "现有调委会281个,其中村级调委会262个,企业调委会15个。",
    "办理案件35件(其中刑事案件20件)。",
    "办理案件35件(民事案件10件、刑事案件20件等)。",
    # they overlap
    "全区企业100家,其中民营企业90家、规上工业60家、高新技术30家。",
    "培训干部300人,其中女性200人、党员150人。",
    "查处问题3251个(其中市直部门共发现问题2628个,整改问题2583个)。",
    # 其中 within 其中
    "受理100件,其中民事案件60件,其中调解案件20件,刑事案件40件。",
    "受理100件,其中民事案件60件(其中调解50件、撤诉5件),刑事案件40件。",
    # another unit, another thing counted
    "办理案件30件,其中涉及人员45人。",
    "全市30件案件共惠及群众900人,其中老人200人,残疾人300人。",
    "移送司法机关2件,其中嫌疑人3人。",
    # what was added and what there is
    "市场主体突破1900户,新增98户,其中企业830户。",
    "新增98户、累计达1900户,其中企业830户。",
    "公园新增60家和30家,累计分别达到1016家和591家。",
    # for each of many
    "食品抽检达每千人6.5批次,其中快检4万批次。",
    "上半年邀请2名委员、下半年各区局各抽调1名共6名执法人员参加检查。",
    "确认违法和调解各4件,驳回2件,共10件。",
    # what is not part of it
    "受理94件(不含上年结转30件、中止70件)。",
    "不起诉118人(不含附条件不起诉5人),其中法定不起诉9人、相对不起诉93人、存疑不起诉16人、附条件不起诉5人。",
    "建设7个城市(包括县城)及其他22个县级城市。",
    "编制清单6项,即将承接33项。",
    # rounded and approximate
    "全区企业1.2万家,其中国有企业0.35万家、民营企业0.89万家。",
    "引进人才约1万名,其中教师6000名、医师2000名、工程师2300名。",
    "化解纠纷100余件(劳动纠纷60件、邻里纠纷50件)。",
    "调解纠纷4066宗,成功调解4017宗,成功率98.8%。",
    "调解纠纷4066宗,成功调解4017宗,成功率98.79%。",
    "受理申请7件,办结6件,办结率85.7%。",
    "持证人员由1.2万人增加到1.5万人,增长28%。",
    # the rate is of something else
    "接待来访1814人次,受理纠纷120件,调解成功97起,调解成功率80.8%。",
    "办结66件,其中维持27件,撤销10件,撤销率15.2%。",
    "受理投诉100件,办结95件,按时办结率98%。",
    "受理投诉100件,办结95件,群众满意率99%。",
    "发电8.3亿度、占全国34.5%。",
    "本周诉求中,直办3752件,占52.7%,转办3365件,占47.3%。",
    "收到申请600件,其中信息公开类50件,占收到申请总数的8.3%。\n行政征收类30件,占收到申请总数的5%。",
    # growth of something else, or on a base that is not told
    "新开工项目248个、比上年增加36个,制造业投资增长13.3%。",
    "优良天数329天、同比增加4天,扬尘浓度同比下降8.4%。",
    "受案增加167件,上升10.21%,结案增加34件,上升3.95%。",
    "刑事案件262件,同比下降2.60%,同比减少7件。",
    "许可由15项增加到20项,网办率增长50%。",
    "新增企业100户,累计达到900户,增长5%。",
    # said twice of different things
    "组织开展执法培训12场。\n城管局组织开展执法培训3场。",
    "累计建成公园973座。\n849座公园实现全天开放。",
    "2019年受理行政复议申请121件。\n2018年受理行政复议申请112件。",
    "全市受理行政复议申请121件。\n市直受理行政复议申请60件。",
    "全区受理行政复议申请121件。\n截至6月底,受理行政复议申请60件。",
    "受理行政复议申请121件。\n受理行政复议申请约120件。",
    "受理行政复议申请121件。\n受理行政复议申请超过100件。",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_what_does_not_agree_is_found(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize("text", QUIET)
def test_what_only_looks_like_it_is_left_alone(text):
    assert found(text) == []


def table(*rows: str) -> str:
    return table_text([row.split() for row in rows])


TABLES = [
    (("类别 受理 办结", "民事案件 60件 50件", "刑事案件 40件 30件", "合计 110件 80件"), ["table_sum 110≠100件"]),
    (("类别 民事 刑事 合计", "甲镇 60件 40件 100件", "乙镇 20件 10件 35件"), ["table_sum 35≠30件"]),
    (("类别 受理 办结", "民事案件 60件 50件", "刑事案件 40件 30件", "合计 100件 80件"), []),
    (("类别 受理 办结率", "民事案件 60件 50%", "刑事案件 40件 30%", "合计 100件 42%"), []),
    (("类别 受理", "民事案件 60件", "其中:调解 20件", "刑事案件 40件", "合计 100件"), []),
    (("类别 收入", "含税收入 60万元", "其他收入 40万元", "合计 100万元"), []),
    (("类别 受理", "一、民事案件 60件", "(一)邻里 20件", "(二)婚姻 40件", "二、刑事案件 40件", "合计 100件"), []),
    (("类别 受理", "民事案件 60件", "刑事案件 40件", "小计 100件", "行政案件 5件", "合计 105件"), []),
]


@pytest.mark.parametrize(("rows", "expected"), TABLES)
def test_totals_of_a_table(rows, expected):
    assert found("各项情况如下。\n\n" + table(*rows) + "\n\n以上是全部情况。") == expected


@needs_reports
def test_the_real_reports_have_but_one_figure_that_does_not_agree(real_books):
    """超过92% of 364 in 396, which are 91.9%; every other finding would be looked at by hand before it is let through."""
    assert [finding.rule for book in real_books for finding in book.findings] == ["rate"]


def test_a_finding_names_the_whole_before_its_parts():
    text = "办理法律援助案件35件(民事案件10件,刑事案件20件)。"
    passages = read_passages(text, (0, len(text)), 2019)
    (finding,) = check(build.report(text=text), passages)
    assert [figure.text for figure in finding.figures] == ["35件", "10件", "20件"]
    assert all(text[figure.start : figure.end] == figure.text for figure in finding.figures)
