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
    ("下放权限24项(即审批类5项、备案类6项、处罚类10项)。", ["parts_differ 24≠21项"]),
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
    ("化解各类纠纷3050宗,成功化解3013宗,化解成功率达99.79%。", ["rate 99.79≠98.787%"]),
    ("办理劳动争议250宗,调解成功229宗,成功率超过92%。", ["rate 92≠91.6%"]),
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
    "现有调解室90个,其中村级调解室72个,企业调解室11个。",
    "办理案件35件(其中刑事案件20件)。",
    "办理案件35件(民事案件10件、刑事案件20件等)。",
    # they overlap
    "全区企业100家,其中民营企业90家、规上工业60家、高新技术30家。",
    "培训干部300人,其中女性200人、党员150人。",
    "查处问题900个(其中市直部门共发现问题610个,整改问题580个)。",
    # 其中 within 其中
    "受理100件,其中民事案件60件,其中调解案件20件,刑事案件40件。",
    "受理100件,其中民事案件60件(其中调解50件、撤诉5件),刑事案件40件。",
    # another unit, another thing counted
    "办理案件30件,其中涉及人员45人。",
    "全市30件案件共惠及群众900人,其中老人200人,残疾人300人。",
    "移送司法机关2件,其中嫌疑人3人。",
    # what was added and what there is
    "市场主体突破1500户,新增70户,其中企业600户。",
    "新增70户、累计达1500户,其中企业600户。",
    "总部新增40家和20家,累计分别达到800家和300家。",
    # for each of many
    "食品抽检达每千人5.5批次,其中快检3万批次。",
    "春季邀请3名专家、秋季各镇街各抽调1名共9名人员参加评查。",
    "确认违法和调解各4件,驳回2件,共10件。",
    # what is not part of it
    "受理94件(不含上年结转30件、中止70件)。",
    "决定不起诉60人(不含附条件不起诉4人),其中法定不起诉8人、相对不起诉40人、存疑不起诉12人、附条件不起诉4人。",
    "覆盖5个县城(包括镇区)及其他18个乡级单位。",
    "编制清单6项,即将承接33项。",
    # rounded and approximate
    "全区企业1.2万家,其中国有企业0.35万家、民营企业0.89万家。",
    "引进人才约1万名,其中教师6000名、医师2000名、工程师2300名。",
    "化解纠纷100余件(劳动纠纷60件、邻里纠纷50件)。",
    "调解纠纷3050宗,成功调解3013宗,成功率98.8%。",
    "调解纠纷3050宗,成功调解3013宗,成功率98.79%。",
    "受理申请7件,办结6件,办结率85.7%。",
    "持证人员由1.2万人增加到1.5万人,增长28%。",
    # the rate is of something else
    "接待来访700人次,受理纠纷80件,调解成功62起,调解成功率77.5%。",
    "办结66件,其中维持27件,撤销10件,撤销率15.2%。",
    "受理投诉100件,办结95件,按时办结率98%。",
    "受理投诉100件,办结95件,群众满意率99%。",
    "发电6.1亿度、占全省21.5%。",
    "所有工单中,直接办理530件,占53%,转交办理470件,占47%。",
    "收到申请500件,其中公开类50件,占收到申请总数的10%。\n征收类30件,占收到申请总数的6%。",
    # growth of something else, or on a base that is not told
    "新开工项目150个、比上年增加20个,技改投资增长11.2%。",
    "优良天数310天、同比增加5天,扬尘浓度同比下降7.4%。",
    "受案增加120件,上升9.6%,结案增加30件,上升4.1%。",
    "刑事案件190件,同比下降5%,同比减少10件。",
    "许可由15项增加到20项,网办率增长50%。",
    "新增企业100户,累计达到900户,增长5%。",
    # said twice of different things
    "组织开展执法培训12场。\n城管局组织开展执法培训3场。",
    "累计建成城市公园80座。\n65座城市公园实现全天开放。",
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
    """A rate told as more than what its counts give; any other finding is looked at by hand before it is let through."""
    assert [finding.rule for book in real_books for finding in book.findings] == ["rate"]


def test_a_finding_names_the_whole_before_its_parts():
    text = "办理法律援助案件35件(民事案件10件,刑事案件20件)。"
    passages = read_passages(text, (0, len(text)), 2019)
    (finding,) = check(build.report(text=text), passages)
    assert [figure.text for figure in finding.figures] == ["35件", "10件", "20件"]
    assert all(text[figure.start : figure.end] == figure.text for figure in finding.figures)
