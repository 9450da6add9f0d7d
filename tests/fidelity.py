"""How many figures of a text come out the same once LibreOffice has made another format of it.

python -m tests.fidelity [REPORT.txt …]     the shared reports, where none is named
"""

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.clean import read_report
from ingest.passages import read_passages
from knowledge.errors import BadFile
from tests.loading import loaded
from tests.shared import MORE_REPORTS

OFFICE = shutil.which("soffice")
FORMATS = {"pdf": "pdf", "html": "html:HTML (StarWriter)", "docx": "docx"}
Figures = Counter[tuple[str, str, str]]


def converted(reports: Iterable[Path], form: str, folder: Path) -> list[Path]:
    """The reports in another format, in order."""
    reports = list(reports)
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [str(OFFICE), f"-env:UserInstallation={profile}", "--headless", "--norestore",
         "--infilter=Text (encoded):UTF8,LF,,,", "--convert-to", FORMATS[form], "--outdir", str(folder),
         *map(str, reports)],
        check=True, capture_output=True,
    )  # fmt: skip
    return [folder / f"{report.stem}.{form}" for report in reports]


def figures(path: Path) -> Figures:
    """Value, unit and indicator of each figure; none of a file that is refused."""
    try:
        (document,) = loaded(path.read_bytes(), path.name)
        report = read_report(document.text, path.name)
    except BadFile:
        return Counter()
    passages = read_passages(report.text, report.body, report.meta.year)
    return Counter((str(f.value), f.unit, f.indicator) for passage in passages for f in passage.figures)


def kept(originals: Sequence[Figures], others: Sequence[Figures]) -> float:
    """The share of figures that are the same."""
    return sum((a & b).total() for a, b in zip(originals, others, strict=True)) / sum(a.total() for a in originals)


def main(named: Sequence[str]) -> None:
    reports = [Path(name) for name in named] or sorted(MORE_REPORTS.glob("*.txt"))
    originals = [figures(report) for report in reports]
    for form in FORMATS:
        with TemporaryDirectory() as folder:
            others = [figures(path) for path in converted(reports, form, Path(folder))]
        print(f"{form:5} {kept(originals, others):7.2%} of {sum(map(Counter.total, originals))} figures")


if __name__ == "__main__":
    main(sys.argv[1:])
