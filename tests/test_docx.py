import pytest

from tests.loading import loaded
from tests.papers import paragraph, word

LIST = (  # 一、 and （一） and 1. of one list, and a bullet of another
    '<w:abstractNum w:abstractNumId="7">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
)
STYLES = (
    '<w:style w:styleId="a"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="b"><w:name w:val="custom"/><w:basedOn w:val="a"/></w:style>'
    '<w:style w:styleId="t"><w:name w:val="toc 1"/></w:style>'
)


def listed(text, level, identity=1):
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{identity}"/></w:numPr>')


def styled(text, style):
    return paragraph(text, f'<w:pStyle w:val="{style}"/>')


def cell(text, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows):
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


def run(text):
    return f"<w:r><w:t>{text}</w:t></w:r>"


WIDE, BEGINS, GOES_ON = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"

READ = [  # the body of a document, its text
    (
        listed("工作", 0) + listed("执法", 1) + listed("检查", 2) + listed("处罚", 2),
        "一、工作\n（一）执法\n3.检查\n4.处罚",
    ),
    (listed("甲", 1) + listed("乙", 0) + listed("丙", 1) + listed("丁", 1), "（一）甲\n一、乙\n（一）丙\n（二）丁"),
    (listed("甲", 0) + paragraph("正文") + listed("", 0) + listed("乙", 0), "一、甲\n正文\n\n二、乙"),
    (listed("受理51件", 0, 2), "受理51件"),
    (listed("受理51件", 0, 9), "受理51件"),
    (styled("甲", "a") + styled("乙", "b"), "一、甲\n二、乙"),
    (styled("一、工作\t3", "t") + paragraph("一、工作"), "一、工作"),
    (f"<w:p>{run('受理')}<w:del>{run('50')}</w:del><w:ins>{run('51')}</w:ins>{run('件')}</w:p>", "受理51件"),
    (f"<w:p>{run('受理')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>约</w:t></w:r>{run('51件')}</w:p>", "受理51件"),
    (f"<w:p>{run('受理')}<w:r><w:footnoteReference/></w:r><w:hyperlink>{run('51件')}</w:hyperlink></w:p>", "受理51件"),
    ("<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>", "甲\t乙\n丙"),
    (f"<w:sdt><w:sdtContent>{paragraph('甲')}</w:sdtContent></w:sdt>", "甲"),
    (f"<w:p><w:r><w:txbxContent>{paragraph('框中')}</w:txbxContent></w:r>{run('框外')}</w:p>", "框外\n框中"),
    (
        paragraph("上")
        + table(
            [cell("领域", BEGINS), cell("案件（件）", WIDE)],
            [cell("", GOES_ON), cell("2018年"), cell("2019年")],
            [cell("城管"), cell("300"), cell("298")],
        )
        + paragraph("下"),
        "上\n领域 | 案件（件） | 案件（件）\n领域 | 2018年 | 2019年\n城管 | 300 | 298\n下",
    ),
    (
        table([cell("表1 执法情况", WIDE)], [cell("甲"), cell("1")], [cell("乙"), cell("2")], [cell("注：略", WIDE)]),
        "表1 执法情况\n甲 | 1\n乙 | 2\n注：略",
    ),
    (
        table([f"<w:tc>{paragraph('框')}{table([cell('甲'), cell('1')], [cell('乙'), cell('2')])}</w:tc>"]),
        "框\n甲 | 1\n乙 | 2",
    ),
    (table([cell("一段话。")], [cell("又一段。")]), "一段话。\n又一段。"),
]


@pytest.mark.parametrize(("body", "text"), READ)
def test_what_word_shows_is_what_is_read(body, text):
    (document,) = loaded(word(body, numbering=LIST, styles=STYLES), "a.docx")
    assert document.text == text
