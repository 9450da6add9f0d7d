"""Typos by sound are put right; look-alikes of another name or term never are."""

import pytest

from knowledge.regions import names
from knowledge.spelling import Vocabulary, fix_places, fix_words

KNOWN = [names()[name].regions[0] for name in ("思明区", "花都区", "前进区", "咸宁市", "厦门市")]
WORDS = Vocabulary(
    [
        "行政复议 行政调解 社区矫正 刑释解教人员 安置 行政执法 公示 电子证照 布设 审批时限 申请材料 仲裁案件 办结 行政处罚 涉及金额"
    ]
)

PLACES = [
    ("思名区2019年复议几件", "思明区"),
    ("花度区19年复议", "花都区"),
    ("钱进区2020年普法", "前进区"),
    ("咸拧市2017年复议", "咸宁市"),
    ("厦们2021年调解", "厦门"),
]


@pytest.mark.parametrize(("typed", "meant"), PLACES)
def test_a_place_typed_by_sound(typed: str, meant: str) -> None:
    text, fixes = fix_places(typed, KNOWN)
    assert meant in text
    assert [fix.meant for fix in fixes] == [meant]


@pytest.mark.parametrize(
    "text", ["同安区2019年", "翔安区2019年", "湖里区2019年", "山西省2019年", "陕西省2019年", "向阳区2020年"]
)
def test_another_place_is_no_typo(text: str) -> None:
    assert fix_places(text, KNOWN) == (text, [])


TERMS = [
    ("行政负议受理了多少件", "行政复议"),
    ("行政调节成功多少件", "行政调解"),
    ("社区娇正新接收多少人", "社区矫正"),
    ("型释解教人员多少", "刑释解教"),
    ("执发部门公市多少条", "公示"),
    ("审批时现多少天", "审批时限"),
    ("案子办杰多少", "办结"),
]


@pytest.mark.parametrize(("typed", "meant"), TERMS)
def test_a_term_typed_by_sound(typed: str, meant: str) -> None:
    assert meant in fix_words(typed, WORDS)[0]


@pytest.mark.parametrize(
    "text",
    [
        "行政处分多少件",
        "行政应诉多少件",
        "行政许可多少项",
        "2018年行政复议",
        "哪个承办得更多",
        "由高到低怎么排",
        "公职律师一共多少人",
    ],
)
def test_another_term_is_no_typo(text: str) -> None:
    assert fix_words(text, WORDS) == (text, [])
