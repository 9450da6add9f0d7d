"""The gold gate: what the project has reached is pinned in floors.json, and only ever raised.

``python -m tests.gate`` measures and fails below a floor; ``--raise`` writes the new floors down.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.shared import GOLD, REPORTS, ROOT, TOOLS

FLOORS = ROOT / "tests" / "floors.json"
WENSHU = [sys.executable, "-m", "bot"]

# How far under what is measured a floor is set when it is raised: none, all of this is deterministic.
LOWER_IS_BETTER = ("wrong",)


def _run(*command: str | Path) -> str:
    done = subprocess.run([str(c) for c in command], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return done.stdout


def questions(gold: Path, reports: Path, work: Path) -> dict[str, float]:
    """Share of right and wrong answers to a gold file, over a library of the given reports."""
    data, answers = work / f"data-{gold.stem}", work / f"{gold.stem}.jsonl"
    _run(*WENSHU, "ingest", reports, "--data", data, "--yes")
    _run(*WENSHU, "ask", "--batch", gold, "--out", answers, "--data", data)
    scores = json.loads(_run(sys.executable, "-B", TOOLS / "score.py", gold, answers, "--json"))
    return {name: scores[name] for name in ("right", "wrong")}


def census(gold: Path, reports: Path, work: Path) -> dict[str, float]:
    """Figures read out of the reports against the census of them."""
    read = work / "figures.jsonl"
    with read.open("w", encoding="utf-8") as out:
        for report in sorted(reports.glob("*.txt")):
            out.write(_run(*WENSHU, "figures", report, "--json"))
    scores = json.loads(_run(sys.executable, "-B", TOOLS / "census.py", gold, read, "--json"))
    return {name: scores[name] for name in ("found", "value", "named", "precision")}


def measure() -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        return {
            "questions": questions(GOLD / "dev.jsonl", REPORTS, work),
            "census": census(GOLD / "figures.jsonl", REPORTS, work),
        }


def short_of(measured: dict[str, dict[str, float]], floors: dict[str, dict[str, float]]) -> list[str]:
    """Every figure that is worse than its floor."""
    return [
        f"{group}: {name} {measured[group][name]} (floor {floor})"
        for group, names in floors.items()
        for name, floor in names.items()
        if (measured[group][name] > floor if name in LOWER_IS_BETTER else measured[group][name] < floor)
    ]


def main() -> int:
    if not GOLD.is_dir():
        print("gold gate: skipped, the gold is not at hand")
        return 0
    measured = measure()
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    print(json.dumps(measured, indent=1))
    failures = short_of(measured, floors)
    if failures:
        print("gold gate: below the floor\n" + "\n".join(failures))
        return 1
    if "--raise" in sys.argv:
        FLOORS.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    print("gold gate: holds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
