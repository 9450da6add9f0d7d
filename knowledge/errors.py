"""What can go wrong outside of text.

Reading text never raises: "not found" is a value. Files, data and services do::

    WenshuError
    ├── BadFile          a file that cannot be read as a report (carries its name and why)
    │   └── Unclear      a report, but its place or year must be asked for (carries which)
    ├── BadLexicon       a row of our own data files is wrong (carries file and row)
    ├── BadSetting       a setting that cannot be used (carries its name)
    ├── NotHeld          the library holds no such report, or no such version of it
    ├── StoreUnavailable the vector store or the database cannot be reached
    └── StoreMismatch    a shelf is damaged, or written by another embedder (remedy: reindex)

``str(error)`` is the line a person reads: Chinese, and it says what to do.
"""

from collections.abc import Sequence


class WenshuError(Exception):
    """Root of everything that this project raises on purpose."""


class BadFile(WenshuError):
    """A file that is no report, or cannot be read as one."""

    def __init__(self, source: str, why: str) -> None:
        super().__init__(f"{source}：{why}")
        self.source = source
        self.why = why


class Unclear(BadFile):
    """A report that lacks nothing but an answer: which place, or which year, it is about."""

    def __init__(self, source: str, missing: Sequence[str]) -> None:
        what = "、".join(_UNREAD[name] for name in missing)
        how = "、".join(_TOLD_WITH[name] for name in missing)
        super().__init__(source, f"看不出是{what}的报告，请用 {how} 指明")
        self.missing = tuple(missing)


_UNREAD = {"region": "哪个地方", "year": "哪一年"}
_TOLD_WITH = {"region": "--region（例如 --region 厦门市思明区）", "year": "--year（例如 --year 2023）"}


class BadLexicon(WenshuError):
    """A data file of the project has a row that does not fit its model."""

    def __init__(self, file: str, row: int, why: str) -> None:
        super().__init__(f"{file}, row {row}: {why}")
        self.file = file
        self.row = row


class BadSetting(WenshuError):
    """A setting whose value cannot be used."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}：{why}")
        self.name = name


class NotHeld(WenshuError):
    """A report that the library does not hold, or a version that it never had."""

    def __init__(self, report: str, version: int | None = None) -> None:
        which = f"报告 {report}" if version is None else f"报告 {report} 的第 {version} 版"
        super().__init__(f"库里没有{which}，请用 wenshu reports list 查看现有的报告。")


class StoreUnavailable(WenshuError):
    """The vector store or the catalogue's database cannot be reached."""


class StoreMismatch(WenshuError):
    """A shelf is damaged, missing, or was written by another embedder or schema than the one in use."""
