"""The real reports and the public gold: not ours to publish, so tests read them where they lie, or skip."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("WENSHU_SHARED", ROOT.parent / "shared"))
REPORTS = SHARED / "reports"
MORE_REPORTS = SHARED / "more-reports"
GOLD = SHARED / "gold"
TOOLS = SHARED / "tools"

needs_reports = pytest.mark.skipif(not REPORTS.is_dir(), reason="the real reports are not at hand")
