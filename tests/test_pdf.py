import pytest

from ingest.readers.pdf_lines import Box, Char, Line, Sheet, Table, lay_out
from ingest.readers.pdf_paragraphs import paragraphs
from knowledge.errors import BadFile
from tests.loading import loaded
from tests.papers import pdf

SIZE = 10  # points; the test's pages are 400 wide and 600 high, a full line has 30 characters


def set_lines(*lines, number=0):
    """A page of lines, each at (left, top) with its text, half-width characters half as wide."""
    chars = []
    for left, top, text in lines:
        at = float(left)
        for char in text:
            width = SIZE / 2 if char.isascii() else SIZE
            if not char.isspace():
                chars.append(Char(char, Box(at, top, at + width, top + SIZE)))
            at += width
    return Sheet(number, 400, 600, tuple(chars))


def column(text, left=50, top=100, width=30):
    """A paragraph as typesetters break it, without an indent."""
    return [(left, top + 15 * i, text[at : at + width]) for i, at in enumerate(range(0, len(text), width))]


def text_of(*pages):
    return "\n".join(paragraphs([lay_out(page) for page in pages]))


LONG = "全区依法办理行政复议案件并推进规范执法和普法宣传工作取得新的成效群众满意度明显上升同时持续加强队伍建设"
OTHER = "下一步将继续完善行政执法监督机制并落实各项改革任务不断提高依法行政的能力和水平努力建设人民满意的政府"


def test_lines_that_broke_for_want_of_room_go_on():
    assert text_of(set_lines(*column(LONG), *column(OTHER, top=140))) == f"{LONG}\n{OTHER}"


def test_a_paragraph_goes_on_over_a_page_and_what_pages_repeat_is_off():
    def page(number, body, top=100):
        head, foot = (150, 20, "政府公报"), (190, 570, f"- {number} -")
        return set_lines(head, *column(body, top=top), foot, number=number)

    first, second = LONG[:30], LONG[30:]
    third = page(3, OTHER)
    assert text_of(page(1, first), page(2, second), third) == f"{LONG}\n{OTHER}"


def test_a_heading_after_a_full_line_stands_alone():
    full = LONG[:29] + "。"
    assert text_of(set_lines(*column(full), (50, 115, "二、存在的问题"))) == f"{full}\n二、存在的问题"


def test_a_number_that_did_not_fit_is_joined_and_numbers_stay_apart():
    lines = [*column(LONG[:27]), (50, 115, "1234567件。")]
    assert text_of(set_lines(*column(LONG, top=60), *lines)).endswith(f"{LONG[:27]}1234567件。")
    assert text_of(set_lines((50, 100, "表1 2019年情况"))) == "表1 2019年情况"


def test_columns_are_read_one_after_the_other_below_what_spans_them():
    left = [(30, 100 + 15 * i, "左" * 15) for i in range(6)]
    right = [(220, 100 + 15 * i, "右" * 15) for i in range(6)]
    assert text_of(set_lines((60, 60, "横跨两栏的标题很长很长很长很长很长很长"), *left, *right)) == (
        "横跨两栏的标题很长很长很长很长很长很长\n" + "左" * 90 + "右" * 90
    )


def test_a_table_stands_between_the_lines_around_it():
    page = set_lines((50, 100, "上"), (50, 200, "格"), (50, 300, "下"))
    table = Table(Box(40, 190, 360, 220), "甲 | 1\n乙 | 2")
    assert text_of(page._replace(tables=(table,))) == "上\n甲 | 1\n乙 | 2\n下"


def test_rows_without_rules_keep_their_cells_apart():
    rows = [(50, 100 + 15 * i, f"{name}{' ' * 20}{i}2件{' ' * 34}{i}5件") for i, name in enumerate("甲乙丙")]
    assert text_of(set_lines(*column(LONG, top=60), *rows)).split("\n")[1:] == [
        "甲  02件  05件",
        "乙  12件  15件",
        "丙  22件  25件",
    ]


def test_letters_keep_their_blanks():
    (line,) = lay_out(set_lines((50, 100, "open data 平台")))
    assert isinstance(line, Line)
    assert line.text == "open data平台"


def test_rows_of_a_ruled_table():
    rules = b"".join(
        b"%d 600 m %d 660 l S\n72 %d m 372 %d l S\n" % (x, x, y, y) for x, y in [(72, 600), (222, 630), (372, 660)]
    )
    cells = [(80, 640, "a"), (230, 640, "b"), (80, 610, "c"), (230, 610, "51")]
    said = b"".join(b"BT /F 12 Tf %d %d Td (%s) Tj ET\n" % (x, y, text.encode()) for x, y, text in cells)
    (document,) = loaded(pdf([], rules + said), "a.pdf")
    assert document.text == "a | b\nc | 51"


REFUSED = [
    (pdf([["51"]])[:-200], "不完整"),
    (pdf([[]] * 501), "501 页"),
    (pdf([[], []]), "没有文字"),
    (pdf([], b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q"), "扫描件"),
]


@pytest.mark.parametrize(("data", "why"), REFUSED)
def test_what_cannot_be_read_is_said(data, why):
    with pytest.raises(BadFile, match=why):
        list(loaded(data, "a.pdf"))
