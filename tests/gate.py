"""The gold gate: what the project has reached is pinned in floors.json, and only ever raised.

``python -m tests.gate`` measures and fails below a floor; ``--raise`` writes the new floors down.
"""

import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.shared import GOLD, MORE_REPORTS, REPORTS, ROOT, TOOLS

FLOORS = ROOT / "tests" / "floors.json"
OWN = ROOT / "tests" / "gold"
SAMPLES = ROOT / "ingest" / "samples"
WENSHU = [sys.executable, "-m", "bot"]

#: Groups of made-up reports; the last three were written when the rules stood, and are scored, never read.
_MADE = sorted(folder.name for folder in (OWN / "made").iterdir())
FIRST, LATER, HELD_OUT = _MADE[:11], _MADE[11:-3], _MADE[-3:]

LOWER_IS_BETTER = ("wrong",)


def _run(*command: str | Path) -> str:
    done = subprocess.run([str(c) for c in command], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return done.stdout


def library(data: Path, *reports: Path) -> Path:
    """A data folder that holds the given reports."""
    _run(*WENSHU, "ingest", *reports, "--data", data, "--yes")
    return data


def public_questions(data: Path, work: Path) -> dict[str, float]:
    """Share of right and wrong answers to the public gold, as its own scorer has it."""
    gold, answers = GOLD / "dev.jsonl", work / "answers.jsonl"
    _run(*WENSHU, "ask", "--batch", gold, "--out", answers, "--data", data)
    scores = json.loads(_run(sys.executable, "-B", TOOLS / "score.py", gold, answers, "--json"))
    return {name: scores[name] for name in ("right", "wrong")}


def own_questions(*asked: tuple[Path, Path]) -> dict[str, float]:
    """Share of right and wrong answers to questions of our own, each file of them asked of its library."""
    with ThreadPoolExecutor() as pool:
        told = pool.map(lambda pair: _run(*WENSHU, "eval", pair[0], "--json", "--data", pair[1]), asked)
        scores = [json.loads(text) for text in told]
    questions = sum(score["questions"] for score in scores)
    return {name: round(100 * sum(score[name] for score in scores) / questions, 2) for name in ("right", "wrong")}


def made_questions(work: Path, *groups: str) -> dict[str, float]:
    """The same for reports made up for it, each group of them in a library of its own."""
    folders = [OWN / "made" / group for group in groups]
    with ThreadPoolExecutor() as pool:
        libraries = pool.map(lambda folder: library(work / folder.name, *sorted(folder.glob("*.txt"))), folders)
        asked = [(folder / "questions.jsonl", data) for folder, data in zip(folders, libraries, strict=True)]
    return own_questions(*asked)


def census(gold: Path, reports: Path, work: Path) -> dict[str, float]:
    """Figures read out of the reports against the census of them."""
    read = work / "figures.jsonl"
    with read.open("w", encoding="utf-8") as out:
        for report in sorted(reports.glob("*.txt")):
            out.write(_run(*WENSHU, "figures", report, "--json"))
    scores = json.loads(_run(sys.executable, "-B", TOOLS / "census.py", gold, read, "--json"))
    return {name: scores[name] for name in ("found", "value", "named", "precision")}


def measure() -> dict[str, dict[str, float]]:
    """Everything that can be measured here: our own samples anywhere, the rest where the reports are at hand."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        samples = library(work / "samples", SAMPLES)
        measured = {
            "samples": own_questions((OWN / "samples.jsonl", samples)),
            "made reports, developed on": made_questions(work, *FIRST),
            "later made reports, developed on": made_questions(work, *LATER),
            "last made reports, held out": made_questions(work, *HELD_OUT),
        }
        if GOLD.is_dir():
            public = library(work / "public", REPORTS)
            measured["public"] = public_questions(public, work)
            measured["five reports, developed on"] = own_questions((OWN / "five-dev.jsonl", public))
            measured["five reports, held out"] = own_questions((OWN / "five-held.jsonl", public))
            measured["five reports, held out later"] = own_questions((OWN / "five-held-later.jsonl", public))
            measured["census"] = census(GOLD / "figures.jsonl", REPORTS, work)
        if MORE_REPORTS.is_dir():
            data = library(work / "all", REPORTS, *sorted(MORE_REPORTS.glob("*.txt")))
            measured["public among more"] = public_questions(data, work)
            measured["provinces, developed on"] = own_questions((OWN / "provinces-dev.jsonl", data))
            measured["provinces, held out"] = own_questions((OWN / "provinces-held.jsonl", data))
            measured["provinces, held out later"] = own_questions((OWN / "provinces-held-later.jsonl", data))
        return measured


def short_of(measured: dict[str, dict[str, float]], floors: dict[str, dict[str, float]]) -> list[str]:
    """Every figure that is worse than its floor."""
    return [
        f"{group}: {name} {measured[group][name]} (floor {floor})"
        for group, names in floors.items()
        for name, floor in names.items()
        if group in measured
        and (measured[group][name] > floor if name in LOWER_IS_BETTER else measured[group][name] < floor)
    ]


def main() -> int:
    measured = measure()
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    print(json.dumps(measured, indent=1))
    failures = short_of(measured, floors)
    if failures:
        print("gold gate: below the floor\n" + "\n".join(failures))
        return 1
    if "--raise" in sys.argv:
        FLOORS.write_text(json.dumps(floors | measured, indent=1) + "\n", encoding="utf-8")
    print("gold gate: holds")
    return 0


if __name__ == "__main__":
    sys.exit(main())
