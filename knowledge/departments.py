"""Departments of government under their full and their short names: 市场监督管理局, 市场监管局, 市监."""

from functools import cache

from knowledge import lexicon


class DepartmentRow(lexicon.Row):
    names: tuple[str, ...]
    sure: bool = False  # the bare name says the department, whatever follows it
    seen: str

    def called(self) -> tuple[str, ...]:
        """Every way to name the department."""
        endings = lexicon.words("department_endings.txt")
        return (*(self.names if self.sure else ()), *(name + ending for name in self.names for ending in endings))


@cache
def department_names() -> dict[str, tuple[str, ...]]:
    """Every name of a department, with all that it may be called: 人社部门 → 人社, 人力资源社会保障, 人社厅."""
    rows = lexicon.rows("departments.toml", DepartmentRow)
    return {name: called for row in rows for called in (row.called(),) for name in called}
