"""The values that flow through the rooms; frozen, and without behaviour beyond small properties.

::

    file --load, clean--> Report --sections, passages--> Passage --figures--> Figure --> store
    question --> Question --> candidates --> Answer --> message

Every ``start`` and ``end`` counts characters of ``Report.text``, the text of the file as decoded
(the line ends of a .txt file as they are), so ``report.text[f.start:f.end] == f.text`` for every
figure, and ``quote in report.text``.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

Hedge = Literal["约", "超", "余", "近", "不足", "至少"]
Role = Literal["only", "before", "after", "change", "part", "rate", "plan"]
Status = Literal["answered", "several", "ambiguous", "passage", "not_found"]
Reason = Literal["no_place", "no_year", "no_indicator", "not_stated", "not_a_question"]
Discrepancy = Literal[
    "parts_exceed", "parts_differ", "sum_differs", "table_sum", "rate", "growth", "restated",
    "last_year", "last_growth",
]  # fmt: skip


_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})  # GB/T 2260: 北京 天津 上海 重庆, cities without a province


def plain_number(value: Decimal) -> int | float:
    """A Decimal as JSON knows numbers: 51 rather than 51.0 or "51"."""
    return int(value) if value == value.to_integral_value() else float(value)


Number = Annotated[Decimal, PlainSerializer(plain_number, when_used="json")]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Quantity(Frozen):
    """A number with its unit as it stands in a text: 15万余人次 → 150000 人次 余."""

    start: int
    end: int
    text: str
    value: Number  # in base units: 5900万元 is 59000000 元, 59.3% is 59.3 %
    unit: str  # without 万/亿; "" where the text gives none
    approx: Hedge | None = None


class Figure(Quantity):
    """A quantity with what it counts."""

    indicator: str  # what is counted, standing on its own: 行政复议案件 维持
    own: str  # the part of it that stands right beside the number: 维持
    head: str = ""  # the part brought in from before: 行政复议案件
    role: Role = "only"
    scope: str | None = None  # 全市, 市直, 镇(街), 区城管局 … as the text says; None: the report's own
    period: str | None = None  # 2019年, 截至11月底, 自2018年以来 … as a person would say it
    year: int | None = None  # the year that the period lies in; None: not known
    quote: str  # the sentence (or row) that states it, verbatim
    quote_start: int
    rule: str  # the name of the rule or row that made the indicator


class Passage(Frozen):
    """A stretch of a report under one heading, the unit of retrieval."""

    ordinal: int  # 0, 1, 2 … in the report
    start: int
    end: int
    text: str
    path: tuple[str, ...] = ()  # the headings above it, outermost first: 六、依法有效化解… / (三)依法办案…
    label: str = ""  # the numbers of those headings alone: 六、(三)
    figures: tuple[Figure, ...] = ()


class Region(Frozen):
    """A place of China's administrative divisions."""

    code: str  # GB/T 2260, six digits: 350203
    path: tuple[str, ...]  # 福建省, 厦门市, 思明区

    @property
    def name(self) -> str:
        return self.path[-1]

    @property
    def label(self) -> str:
        """The name as reports say it: 厦门市思明区, 咸宁市, 福建省, 北京市海淀区 (no province before a city)."""
        return "".join(self.path if self.code[:2] in _MUNICIPALITIES else self.path[1:]) or self.name


class Meta(Frozen):
    """What a report says of itself."""

    title: str
    publisher: str  # 厦门市思明区人民政府, 厦门市司法局
    region: Region
    year: int  # the year reported on, not the year of publication
    kind: str  # 法治政府建设情况报告, 政府工作报告 …
    date: str | None = None  # publication, ISO 8601
    number: str | None = None  # of the document: 甲府〔2020〕12号


class Origins(Frozen):
    """Where each of a report's metadata was read: the name of the rule that found it, or ``given``; "" for neither."""

    title: str = ""
    publisher: str = ""
    region: str = ""
    year: str = ""
    kind: str = ""
    date: str = ""
    number: str = ""


class Report(Frozen):
    """A report as read from a file."""

    id: str  # the same for every version: publisher, year and kind, hashed
    source: str  # the file's name
    meta: Meta
    text: str  # the file's text, decoded, otherwise as it is
    body: tuple[int, int]  # span of the text without the page's furniture
    origins: Origins = Origins()  # known of what was read just now; the catalogue does not keep it


class Shelved(Frozen):
    """A report as the catalogue lists it: everything but its text."""

    id: str
    version: int
    source: str
    meta: Meta
    passages: int
    figures: int


class Finding(Frozen):
    """Figures that ought to agree and do not (勾稽): what is stated is the report's, what is expected is worked out."""

    rule: Discrepancy
    figures: tuple[Figure, ...]  # of the report itself, the whole before its parts, the stated one before the others
    elsewhere: tuple[Figure, ...] = ()  # of the report of the year before
    report: str | None = None  # the report's id, once it is held
    other: str | None = None  # the id of the report of the year before
    expected: Number
    stated: Number
    unit: str


class Cited(Frozen):
    """A figure and the report that states it."""

    figure: Figure
    report: Shelved
    section: str  # 六、(三)


class Excerpt(Frozen):
    """A piece of a report, quoted; ``key`` is the sentence to show in bold."""

    text: str
    key: str
    section: str
    start: int
    end: int
    report: Shelved


class Computed(Frozen):
    """A number that the reports do not state, worked out from figures of the answer."""

    what: Literal["差", "合计", "倍数", "占比"]
    value: Number
    unit: str
    parts: tuple[int, ...]  # indices into Answer.figures


class Answer(Frozen):
    """What the library has to say to a question; a channel's renderer makes the message of it."""

    question: str
    status: Status
    figures: tuple[Cited, ...] = ()  # only what is presented as the answer, best first
    related: tuple[Cited, ...] = ()
    passages: tuple[Excerpt, ...] = ()
    reason: Reason | None = None
    missing: str | None = None  # what is missing, in the asker's words: 湖里区, 2018年, 行政诉讼败诉
    held: tuple[str, ...] = ()  # what exists instead: 2019年, 厦门市思明区
    nearest: tuple[Cited, ...] = ()
    computed: tuple[Computed, ...] = ()
    winner: str | None = None  # of a comparison: the place that has more
    caution: tuple[str, ...] = ()  # why the figures may not compare
    findings: tuple[Finding, ...] = ()  # which of its figures do not agree with others
    assumed: tuple[str, ...] = ()  # 思名区→思明区
    carried: dict[str, str] = Field(default_factory=dict)  # place, year, indicator taken over from the conversation
    took_ms: float = 0.0
