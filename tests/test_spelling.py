"""Typos by sound are put right; look-alikes of another name or term never are."""

import pytest

from knowledge.regions import names
from knowledge.spelling import Vocabulary, fix_places, fix_words

KNOWN = [
    region
    for name in (
        "思明区",
        "花都区",
        "前进区",
        "咸宁市",
        "厦门市",
        "同安区",
        "海沧区",
        "鼓楼区",
        "北京市",
        "陕西省",
        "宁夏回族自治区",
    )
    for region in names()[name].regions
]
WORDS = Vocabulary(
    [
        "行政复议 行政调解 人民调解 社区矫正 刑释解教人员 安置 行政执法 公示 电子证照 布设 审批时限 申请材料 仲裁案件",
        "办结 行政处罚 涉及金额 法律援助 普法 规范性文件 备案 审计 纠纷 化解 律师 公证 窗口 受理 维持 撤销 应诉 提案",
        "出庭 调解 满意率 异常名录 权责清单 检查 抽查 培训 案卷评查 信用目录 网格化 处理 体检 矛盾纠纷 行政应诉 公众号 政务",
    ]
)

# Typed as a pinyin keyboard offers it; all of our own making.
PLACES = [
    ("宁厦24年就业", "宁夏"),  # read by the other sound of 厦
    ("思名区2019年复议几件", "思明区"),
    ("司明区2019年复议几件", "思明区"),
    ("思鸣区普法", "思明区"),
    ("花度区19年复议", "花都区"),
    ("华都区19年复议", "花都区"),
    ("钱进区2020年普法", "前进区"),
    ("前近区2020年普法", "前进区"),
    ("咸拧市2017年复议", "咸宁市"),
    ("咸凝市2017年复议", "咸宁市"),
    ("厦们2021年调解", "厦门"),
    ("夏门市2021年调解", "厦门市"),
    ("同按区2020年", "同安区"),
    ("海苍区2020年", "海沧区"),
    ("鼓搂区2020年", "鼓楼区"),
    ("北经市2024年", "北京市"),
    ("陕希省2024年", "陕西省"),
    ("湖鲤区2019年", "湖里区"),
    ("海殿区2024年", "海淀区"),
    ("天和区2019年", "天河区"),
    ("杭洲市2024年", "杭州市"),
]


@pytest.mark.parametrize(("typed", "meant"), PLACES)
def test_a_place_typed_by_sound(typed: str, meant: str) -> None:
    text, fixes = fix_places(typed, KNOWN)
    assert meant in text
    assert [fix.meant for fix in fixes] == [meant]


def test_a_place_of_the_library_before_another_inside_what_was_typed() -> None:
    known = [region for name in ("武宁县", "宁县") for region in names()[name].regions][:1]
    assert fix_places("五宁县19年罚款", known)[0] == "武宁县19年罚款"


OTHER_PLACES = [
    "同安区2019年", "翔安区2019年", "湖里区2019年", "湖滨区2019年", "山西省2019年", "陕西省2019年", "向阳区2020年",
    "集美区2019年", "天河区2019年", "河南省2024年", "湖南省2024年", "江西省2024年", "江苏省2024年", "广东省2024年",
    "广西2024年", "吉林省2024年", "海南省2024年", "云南省2024年", "衢州市2024年", "宿州市2024年",
]  # fmt: skip


@pytest.mark.parametrize("text", OTHER_PLACES)
def test_another_place_is_no_typo(text: str) -> None:
    assert fix_places(text, KNOWN) == (text, [])


OTHER_WORDS = [
    "那间审复议案用的听证室",  # 审复 cuts 复议 in two
    "厦门卫健局案卷几份",  # 健局 is the end of a name
    "全年新减了多少",  # 新 stands by itself
    "法律援助案件办了多少",  # both words are known
]


@pytest.mark.parametrize("text", OTHER_WORDS)
def test_words_side_by_side_are_no_typo(text: str) -> None:
    words = Vocabulary(["省市信件 检举 安监办 法律援助 听证 复议"])
    assert fix_words(text, words) == (text, [])


TERMS = [
    ("改造管网多少公理", "多少公里"),  # behind a question word a unit, whatever else the word may mean
    ("绿化多少平方迷", "多少平方米"),
    ("行政负议受里几件", "行政复议受"),  # what was put right is not put right again
    ("行政负议受理了多少件", "行政复议"),
    ("行政复义受理了多少件", "行政复议"),
    ("行政调节成功多少件", "行政调解"),
    ("人民条解多少件", "人民调解"),
    ("社区娇正新接收多少人", "社区矫正"),
    ("型释解教人员多少", "刑释解教"),
    ("执发部门公市多少条", "公示"),
    ("行政执发部门几个", "行政执法"),
    ("审批时现多少天", "审批时限"),
    ("申请才料几份", "申请材料"),
    ("案子办杰多少", "办结"),
    ("行政处发多少件", "行政处罚"),
    ("涉及金鹅多少", "涉及金额"),
    ("法律元助多少件", "法律援助"),
    ("规范性文建几件", "规范性文件"),
    ("矛盾纠份多少", "纠纷"),
    ("花解了多少", "化解"),
    ("行政应素几件", "应诉"),
    ("案卷平查几份", "评查"),
    ("体捡中心在哪", "体检"),
]


@pytest.mark.parametrize(("typed", "meant"), TERMS)
def test_a_term_typed_by_sound(typed: str, meant: str) -> None:
    assert meant in fix_words(typed, WORDS)[0]


OTHER_TERMS = [
    "多少公司",
    "多少公益项目",
    "几个公理",
    "行政处分多少件", "行政诉讼多少件", "行政许可多少项", "行政强制多少件", "行政赔偿多少件", "行政裁决多少件", "申诉多少件",
    "败诉多少件", "胜诉多少件", "上诉多少件", "驳回多少件", "终止多少件", "2018年行政复议", "2017年行政复议", "哪个承办得更多",
    "由高到低怎么排", "公职律师一共多少人", "司法鉴定多少件", "信访多少件", "复查多少件",
]  # fmt: skip


@pytest.mark.parametrize("text", OTHER_TERMS)
def test_another_term_is_no_typo(text: str) -> None:
    assert fix_words(text, WORDS) == (text, [])
