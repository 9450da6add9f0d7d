import pytest

from ingest.clean import read_report
from ingest.passages import read_passages
from tests.loading import loaded

LINES = [
    "2019年，思明区依法办理行政复议案件51件，其中维持27件，规范执法行为。",
    "一、主要工作",
    "（一）依法行政",
    "全年审查行政规范性文件15件，开展普法宣传活动12场，受众3000人次，法治意识明显增强。",
    "（二）规范执法",
    "办理行政处罚案件484件，罚没金额223.8万元，较上年增长4.1%，群众满意率98.5%。",
    "二、存在问题",
    "执法力量仍有不足，需要进一步加强队伍建设，提高办案质量和效率。",
] * 3
TITLE = "思明区2019年法治政府建设情况报告"
SITE = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>{title}_厦门市思明区人民政府</title>
<script>var note = "办结888件。";</script></head><body><form>
<div><a>网站首页</a> | <a>政务公开</a> | <a>政务服务</a> | <a>互动交流</a></div>
<div>深入学习贯彻落实，坚持以人民为中心的发展思想，全面推进依法行政工作再上新台阶！</div>
<ul><li><a>走进思明</a></li><li><a>新闻中心，今日办结案件888件，敬请关注后续报道</a></li><li><a>专题</a></li></ul>
<div>当前位置：<a>首页</a> &gt; <a>政务公开</a> &gt; <a>法治政府</a></div>
<table><tr><td><table><tr><td><h1>{title}</h1></td></tr>
<tr><td>来源：思明区人民政府&nbsp;&nbsp;发布时间：2020-03-12 09:30&nbsp;&nbsp;浏览次数：1234 【<a>大</a> <a>小</a>】</td></tr>
<tr><td><div class="TRS_Editor">{content}</div></td></tr><tr><td>责任编辑：张三</td></tr></table></td>
<td><ul><li><a>某局举办第1期培训班，888人参加。</a></li><li><a>乙</a></li><li><a>丙</a></li></ul></td></tr></table>
<div>上一篇：<a>思明区2018年法治政府建设情况报告</a></div><div style="display: none">另有888件。</div>
<div>主办：厦门市思明区人民政府办公室<br>闽ICP备05000001号-1　闽公网安备35020302000001号<br>
建议使用1024*768分辨率，IE9.0以上浏览器浏览；技术支持：某某公司</div></form></body></html>"""
TABLE = """<p>2019年行政处罚情况统计表</p><table><tr><td rowspan=2>领域</td><td colspan="2">案件数（件）</td></tr>
<tr><td>2018年</td><td>2019年</td></tr><tr><td>市场监管</td><td>120</td><td>135</td></tr></table>"""

WAYS = {  # in which sites wrap the text
    "p": "".join(f"<p>&emsp;&emsp;{line}</p>" for line in LINES),
    "br": "<br>".join(f"　　{line}" for line in LINES),
    "span": "".join(f"<p><span>　　{line[:7]}</span><font>{line[7:]}</font></p>" for line in LINES),
    "div": "".join(f"<div>&nbsp;&nbsp;&nbsp;&nbsp;{line}</div>" for line in LINES),
    "wrapped": "".join(f"<p>{line[:11]}\n   {line[11:]}</p>\n" for line in LINES),
    "two parts": "".join(f"<div>{''.join(f'<p>{line}</p>' for line in half)}</div>" for half in (LINES[:9], LINES[9:])),
    "table": f"<table><tr><td>{''.join(f'<p>{line}</p>' for line in LINES)}</td></tr></table>",
    "pre": "<pre>" + "\n".join(LINES) + "</pre>",
}


def text_of(html: str) -> str:
    (document,) = loaded(html.encode("gb18030"), "a.html")
    return document.text


def figures(text: str) -> list[tuple[str, str, str]]:
    report = read_report(text, "a.html")
    passages = read_passages(report.text, report.body, report.meta.year)
    return [(figure.text, figure.indicator, figure.rule) for passage in passages for figure in passage.figures]


@pytest.mark.parametrize("way", WAYS)
def test_a_page_of_a_site_says_what_its_report_says(way):
    text = text_of(SITE.format(title=TITLE, content=WAYS[way]))
    assert figures(text) == figures("\n".join((TITLE, *LINES)))
    meta = read_report(text, "a.html").meta
    assert (meta.title, meta.publisher, meta.date) == (TITLE, "厦门市思明区人民政府", "2020-03-12")
    assert "888" not in text
    assert "1024" not in text


def test_a_table_stands_in_its_place_as_rows():
    text = text_of(SITE.format(title=TITLE, content=WAYS["p"] + TABLE + WAYS["p"]))
    rows = "领域 | 案件数（件） | 案件数（件）\n领域 | 2018年 | 2019年\n市场监管 | 120 | 135\n"
    assert f"\n2019年行政处罚情况统计表\n{rows}" in text
    assert ("135", "市场监管 案件数", "table") in figures(text)


def test_what_a_site_says_of_a_page_stands_above_it():
    meta = '<meta name="ArticleTitle" content="甲区报告"><meta name="PubDate" content="2020-01-02">'
    assert text_of(f"<html><head>{meta}</head><body><p>正文。</p></body></html>").startswith(
        "标题：甲区报告\n发布时间：2020-01-02"
    )


def test_lists_keep_the_numbers_that_a_browser_shows():
    assert (
        text_of("<html><meta charset=gbk><body><ol start=3><li>甲</li><li>乙</li></ol></body></html>") == "3. 甲\n4. 乙"
    )


def test_a_page_saved_with_all_that_belongs_to_it():
    html = f"<html><body><p>{LINES[0]}</p></body></html>".encode()
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
    part = b"--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n%s\r\n--x--\r\n"
    (document,) = loaded(head + part % html, "a.mht")
    assert document.text == LINES[0]
