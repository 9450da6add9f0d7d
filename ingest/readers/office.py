"""Old and foreign office formats, turned into .docx or .xlsx by LibreOffice where it is installed."""

import os
import shutil
import subprocess
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from knowledge.errors import BadFile

_PATIENCE = 40  # seconds; a cold start takes three to ten
_FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}


@cache
def office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(data: bytes, source: str, suffix: str, into: Literal["docx", "xlsx"]) -> bytes:
    """The file in the newer format; raises BadFile where there is no LibreOffice, or it cannot."""
    program = office()
    if program is None:
        raise BadFile(source, f"这是 {suffix} 文件，请用 Word、Excel 或 WPS 另存为 .{into} 再导入")
    with TemporaryDirectory(prefix="wenshu-") as folder:
        original = Path(folder, f"report{suffix}")
        original.write_bytes(data)
        made = Path(folder, "made", f"report.{into}")
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(  # noqa: S603 -- the administrator's own LibreOffice, on a file under a name of ours
                (program, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore",
                 "--convert-to", _FILTERS[into], "--outdir", str(made.parent), str(original)),
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                timeout=_PATIENCE, check=False, env={**os.environ, "HOME": folder},
            )  # fmt: skip
        if not made.is_file():
            raise BadFile(source, f"LibreOffice 没能打开这个 {suffix} 文件，请用 Word 或 WPS 另存为 .{into} 再导入")
        return made.read_bytes()
