import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import lexicon
from knowledge.regions import by_code, children, find_regions, is_within, names, parent

HELD = tuple(r for r in map(by_code, ("350203", "350200", "421200", "440114", "230804")) if r)

PLACES = [  # text, "what stands there=what it means", several meanings joined by /
    # full names, with and without what lies above
    ("福建省厦门市思明区2019年", "福建省厦门市思明区=厦门市思明区"),
    ("思明区、花都区各多少", "思明区=厦门市思明区 花都区=广州市花都区"),
    ("北京市海淀区", "北京市海淀区=北京市海淀区"),
    ("湖北省仙桃市", "湖北省仙桃市=仙桃市"),
    ("廣州市花都區", "廣州市花都區=广州市花都区"),
    ("思明区　２０１９", "思明区=厦门市思明区"),
    # short forms
    ("思明 2019 复议", "思明=厦门市思明区"),
    ("厦门思明和湖里", "厦门思明=厦门市思明区 湖里=厦门市湖里区"),
    ("广西、内蒙和西藏", "广西=广西壮族自治区 内蒙=内蒙古自治区 西藏=西藏自治区"),
    ("恩施州2021年", "恩施州=恩施土家族苗族自治州"),
    ("海南岛的", "海南=海南省"),
    # the parent before it, or elsewhere, narrows
    ("厦门市的思明区", "厦门市的思明区=厦门市思明区"),
    ("鼓楼区", "鼓楼区=南京市鼓楼区/徐州市鼓楼区/福州市鼓楼区/开封市鼓楼区"),
    ("福州去年鼓楼区", "福州=福州市 鼓楼区=福州市鼓楼区"),
    ("玄武区和鼓楼区", "玄武区=南京市玄武区 鼓楼区=南京市鼓楼区"),
    ("吉林", "吉林=吉林省"),
    ("吉林省吉林市", "吉林省吉林市=吉林市"),
    ("长沙2020", "长沙=长沙市"),
    # places of the past
    ("莱芜市2017年", "莱芜市=莱芜市"),
    ("杭州市下城区", "杭州市下城区=杭州市下城区"),
    ("即墨2016", "即墨=青岛市即墨区"),
    # words first, places only where they cannot be words
    ("前进区2020年", "前进区=佳木斯市前进区"),
    ("前进 2020 执法人员", "前进=佳木斯市前进区"),  # held
    ("和平街道的合作项目", ""),  # not held
    ("朝阳2019年复议", "朝阳=北京市朝阳区/朝阳市"),  # a year follows
    ("仙桃 19年", "仙桃=仙桃市"),
    ("新建12个项目", ""),
    ("天津和平 2019", "天津和平=天津市和平区"),
    ("甘肃省合作交流办公室", "甘肃省=甘肃省"),
    ("城区禁止燃放", ""),
    ("阳泉市城区", "阳泉市城区=阳泉市城区"),
    ("请问应县2019年", "应县=朔州市应县"),
    ("推进创新和管理,担任县长,对应县级", ""),
    ("县市区、全区、省市,长治久安,长江西岸", ""),
    ("", ""),
]


def shown(text, known=HELD):
    found = find_regions(text, known)
    assert all(text[m.start : m.end] == m.text for m in found)
    return " ".join(f"{m.text}={'/'.join(r.label for r in m.regions)}" for m in found)


@pytest.mark.parametrize(("text", "places"), PLACES)
def test_places_in_a_text(text, places):
    assert shown(text) == places


def test_a_word_is_a_place_only_where_the_library_holds_it():
    assert shown("前进 执法人员", known=()) == ""
    assert shown("前进 执法人员", known=HELD) == "前进=佳木斯市前进区"


def test_a_held_place_before_the_name_of_a_department_is_a_place_however_it_is_cut():
    assert shown("花都城管拆了多少", known=()) == ""
    assert shown("花都城管拆了多少", known=names()["花都区"].regions) == "花都=广州市花都区"


def test_a_short_form_offers_the_held_place_beside_the_higher_one():
    district = by_code("460105")  # 秀英区 is only that; 海南 is a province and, in 乌海市, a district
    wuhai = by_code("150303")
    assert shown("海南", known=(wuhai,)) == "海南=海南省/乌海市海南区"
    assert shown("秀英", known=(district,)) == "秀英=海口市秀英区"


@pytest.mark.parametrize(
    ("code", "label", "above"),
    [
        ("350203", "厦门市思明区", "厦门市"),
        ("350200", "厦门市", "福建省"),
        ("110108", "北京市海淀区", "北京市"),
        ("429004", "仙桃市", "湖北省"),
        ("350000", "福建省", None),
    ],
)
def test_the_tree(code, label, above):
    region = by_code(code)
    assert region.label == label
    assert (parent(region) and parent(region).name) == above
    assert all(is_within(child, region) and parent(child) == region for child in children(region))
    assert above is None or region in children(parent(region))


def test_every_present_region_hangs_below_a_province():
    provinces = [r for called in names().values() for r in called.regions if len(r.path) == 1]
    assert len({r.code for r in provinces}) == 34
    assert by_code("999999") is None


@pytest.mark.parametrize("file", ["regions_ordinary.txt", "regions_generic.txt"])
def test_every_listed_word_is_the_name_of_a_place(file):
    assert [word for word in lexicon.words(file) if word not in names()] == []


@given(st.text(alphabet="北京市海淀区福建省厦门思明的前进创新和 2019年\n", max_size=60))
def test_mentions_follow_one_another_in_any_text(text):
    found = find_regions(text, HELD)
    ends = [0, *(mention.end for mention in found)]
    assert all(end <= mention.start < mention.end for end, mention in zip(ends, found, strict=False))
    assert all(mention.regions for mention in found)
