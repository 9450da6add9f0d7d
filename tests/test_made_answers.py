"""Questions to two small reports made up for the rules of choosing, from the words typed to the answer.

A row: the turns, and the answer as one short string: status, figures or the key sentence, what is missing.
"""

from collections.abc import Iterator, Sequence

import pytest

from ingest.pipeline import ingest_paths
from knowledge.library import Library
from knowledge.models import Answer
from knowledge.store import Store, StoreSettings

COUNTY = """武宁县人民政府关于2021年法治政府建设情况的报告

一、主要工作和成效

（一）深化“放管服”改革。“一件事一次办”平均办理时限由9.5个工作日压缩到3.2个工作日。全县低保人均月标准680元、特困人均月标准1020元。发放就业补贴326万元。企业退休人员基本养老金人均每月增加132元。

（二）规范行政执法。市场监管领域罚没款142.6万元。全县行政执法机关罚没收入1658.3万元。查处酒驾醉驾2346起，其中醉驾318起。查获非法电鱼17起。全县持有行政执法证件人员427人，其中县直118人。签发整改通知单2786份。新登记市场主体5120户。

（三）化解矛盾纠纷。全年收到行政复议申请121件，受理94件，办结66件。各级调委会调解纠纷1547宗，其中婚姻家庭纠纷604宗、邻里纠纷731宗、道路交通事故纠纷212宗。行政机关负责人应出庭案件133件，实际出庭121件。收到政府信息公开申请458件，同比增长37.5%。

（四）规范重点领域。从类型看，行政复议收案情况逐年向好，2019年至2021年收到投诉分别为31件、38件、49件。法院新收一审行政诉讼案件36件，审结30件，行政机关败诉4件。受理群众举报96件，其中企业类52件、个人类44件，比上年增加8件。组织新申领执法证人员213人参加资格考试，合格187人。办理治安处罚案件，共行政拘留112人次、罚款63人次、警告21人次。

（五）开展复工服务。三天内为41家美发店办理复工备案，发放消毒用品。武宁县石门楼镇获评全国民主法治示范村镇。

二、存在的不足

基层执法力量仍较薄弱，部分单位对行政应诉重视不够。

三、下一步打算

加强执法队伍建设，全年培训执法人员300人次。
"""

CITY = """瑞昌市人民政府关于2021年法治政府建设情况的报告

一、主要工作和成效

（一）行政复议。审结行政复议案件64宗，其中维持30宗。受理政府信息公开申请186件。

（二）行政执法。罚没收入980万元。

（三）依法决策。严格执行重大行政决策程序规定，把公众参与、专家论证、风险评估、合法性审查和集体讨论决定作为必经程序，未经合法性审查的不提交常务会议讨论。
政府法律顾问列席有关会议，对重大合同和重要文件提出意见。

（四）普法宣传。落实“谁执法谁普法”责任制，结合宪法宣传周开展进机关、进乡村、进社区、进学校、进企业活动，营造尊法学法守法用法的氛围。
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("made")
    paths = []
    for name, text in (("wuning.txt", COUNTY), ("ruichang.txt", CITY)):
        (folder / name).write_text(text, encoding="utf-8")
        paths.append(folder / name)
    with Store(StoreSettings(data=folder / "data")) as store:
        assert all(row.outcome == "new" for row in ingest_paths(paths, store, actor="tests"))
        yield Library(store)


def told(answer: Answer) -> str:
    """answered 51件 | passage 基层执法力量仍较薄弱… | not_found not_stated 撤诉."""
    shown = [c.figure.text for c in answer.figures] + [excerpt.key for excerpt in answer.passages]
    return " ".join([answer.status, *shown, *filter(None, (answer.reason, answer.missing))])


ROWS: list[tuple[Sequence[str], str]] = [
    # things asked side by side
    (["武宁2021年低保、特困人均月标准分别提高到多少元"], "several 680元 1020元"),
    (["武宁2021年家里闹的、邻里的、路上撞车的纠纷各有多少"], "several 604宗 731宗 212宗"),
    (["武宁县2021年邻里纠纷、车祸纠纷各几宗"], "several 731宗 212宗"),
    (["武宁2021年邻里的、自然资源局的、路上撞车的纠纷各有多少"], "several 731宗 212宗"),
    (["武宁2021年注销的、邻里的、路上撞车的纠纷各有多少"], "several 731宗 212宗 注销"),
    (["武宁2021年治安处罚，拘留的罚款的警告的各多少人次"], "several 112人次 63人次 21人次"),
    # things of one report compared, and put in order
    (["武宁2021年邻里纠纷和婚姻家庭纠纷哪个多"], "several 731宗 604宗"),
    (["武宁2021年调解的纠纷，邻里的多还是婚姻家庭的多"], "several 731宗 604宗"),
    (["武宁2021年调委会调解的各类纠纷，按件数从少到多排一下"], "several 212宗 604宗 731宗"),
    # years one by one
    (["武宁2019到2021年收到的投诉是怎么变化的"], "several 31件 38件 49件"),
    # what the last word says became of them
    (["武宁2021年执法证资格考试有多少人通过"], "answered 187人"),
    # a part of what was asked before
    (["武宁2021年受理群众举报多少件", "其中企业类有多少"], "answered 52件"),
    (["武宁2021年受理群众举报比上年多了几件"], "answered 8件"),
    # the other side of a thing is not the thing
    (["武宁2021 二审行政诉讼 败诉"], "not_found not_stated 二审"),
    # what it is now, what it was only where that is asked
    (["武宁2021年一件事一次办提速以后平均几个工作日办完"], "answered 3.2个工作日"),
    (["武宁2021年一件事一次办原来平均几个工作日"], "answered 9.5个工作日"),
    # how far it moved, in whatever unit
    (["武宁2021年企业退休人员养老金人均每月涨了多少"], "answered 132元"),
    (["武宁县2021年收到多少件信息公开申请", "比上年多了百分之几"], "answered 37.5%"),
    # the whole before a department, the very word before a longer one
    (["武宁2021 罚没金额"], "answered 1658.3万元"),
    (["武宁2021 醉驾 几起"], "answered 318起"),
    (["武宁2021 全县 执法证 多少人"], "answered 427人"),
    # what should be and what is
    (["武宁2021年负责人实际出庭的案件多少件"], "answered 121件"),
    (["武宁2021年负责人应出庭的案件多少件"], "answered 133件"),
    # the asker's own words go, words that bind never
    (["武宁2021年复工那会儿，三天里头有几家美发店开了门？"], "answered 41家"),
    (["武宁2021年注销市场主体多少户"], "not_found not_stated 注销"),
    (["武宁2021年签发了多少份整改通知单", "停工通知单呢"], "not_found not_stated 停工"),
    # places side by side: what is done with beside what is done with
    (["武宁和瑞昌2021年处理完的行政复议案，哪个多"], "several 66件 64宗"),
    (["武宁和瑞昌2021年收到的信息公开申请，哪个多"], "several 458件 186件"),
    (["武宁2021年罚没收入多少", "跟瑞昌比，哪边罚没收入多"], "several 1658.3万元 980万元"),
    # a chapter of the report, whatever words ask for it
    (["武宁2021年自己承认哪些地方没做好"], "passage 基层执法力量仍较薄弱，部分单位对行政应诉重视不够。"),
]


@pytest.mark.parametrize(("turns", "expected"), ROWS, ids=[" / ".join(turns) for turns, _ in ROWS])
def test_an_answer(made: Library, turns: list[str], expected: str) -> None:
    assert told(made.ask(turns[-1], turns[:-1])) == expected


def test_a_thing_answered_by_its_place_in_a_list_is_told(made: Library) -> None:
    answer = made.ask("武宁2021年家里闹的、邻里的、路上撞车的纠纷各有多少")
    assert any(said.endswith("→婚姻家庭纠纷") for said in answer.assumed)


def test_as_many_things_as_a_message_holds_are_asked_at_once(made: Library) -> None:
    kinds = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
    answer = made.ask("武宁2021年" + "".join(f"{kind}型、" for kind in kinds) + "邻里纠纷各多少宗")
    assert [c.figure.text for c in answer.figures] == ["731宗"]
