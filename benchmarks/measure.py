"""Measures how long the main job takes, and writes what was measured into docs/benchmarks.md.

Run it with `python3 run.py benchmark`. It works in a copy of the repository in a temporary folder, so
the results of this one are left alone. Every figure is the median of the runs; nothing here is a test.
"""

from __future__ import annotations

import csv
import hashlib
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
PARTS = ("config", "data", "notebooks", "src", "workflow", "requirements.lock", "requirements-test.lock")
PAGE = REPOSITORY / "docs" / "benchmarks.md"
RUNS = 3
IMPORTS = "pandas, numpy, scipy.stats, pydantic, yaml, pyarrow"


def main() -> None:
    """Measure, and write the page."""
    rows = [
        ("Cold run: nothing made yet, packages installed", *measure(cold, RUNS), "under 90 s"),
        ("Run without any change", *measure(unchanged, RUNS), "under 4 s"),
        ("Run after one changed answer", *measure(one_answer, RUNS), ""),
    ]
    share, jobs, start = measure_starting()
    PAGE.write_text(render(rows, share, jobs, start), "utf-8")
    print(f"Written to {PAGE.relative_to(REPOSITORY)}")


def measure(job: Callable[[Path], float], runs: int) -> tuple[float, float, float]:
    """Median, shortest and longest of some runs, in seconds; each in a fresh copy."""
    times = []
    for number in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            times.append(job(copy_repository(Path(folder))))
            print(f"{job.__name__} {number + 1}/{runs}: {times[-1]:.1f} s", flush=True)
    return statistics.median(times), min(times), max(times)


def copy_repository(folder: Path) -> Path:
    """A copy of all that a run needs, without anything that was made."""
    for name in PARTS:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder


def run(folder: Path) -> float:
    """Seconds of one run of the main job."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "analysis", "run", "--quiet"], cwd=folder, env=environment(folder), check=True
    )
    return time.perf_counter() - started


def environment(folder: Path) -> dict[str, str]:
    """The variables of run.py, with the code of the copy."""
    return {**os.environ, "PYTHONPATH": str(folder / "src")}


def cold(folder: Path) -> float:
    """The first run in a clean copy."""
    return run(folder)


def unchanged(folder: Path) -> float:
    """A second run."""
    run(folder)
    return run(folder)


def one_answer(folder: Path) -> float:
    """A run after one answer of the reference study was changed, as when a questionnaire is corrected."""
    run(folder)
    change_one_answer(folder)
    return run(folder)


def change_one_answer(folder: Path) -> None:
    """Turn one 4 into a 5 in the municipal answers, and enter the file's new hash."""
    table = folder / "config" / "sources.tsv"
    rows = list(csv.DictReader(table.read_text("utf-8").splitlines(), delimiter="\t"))
    row = next(row for row in rows if row["part"] == "answers" and row["format"] == "nettskjema")
    path = folder / row["path"]
    before = path.read_bytes()
    after = before.replace(b'"4"', b'"5"', 1)
    path.write_bytes(after)
    old, new = (hashlib.sha256(data).hexdigest() for data in (before, after))
    table.write_text(table.read_text("utf-8").replace(old, new), "utf-8")


def measure_starting() -> tuple[float, int, float]:
    """Share of a cold run's processor time that is starting Python and importing, its jobs, one start."""
    start = statistics.median(_seconds_of(f"import {IMPORTS}") for _ in range(5))
    with tempfile.TemporaryDirectory() as name:
        folder = copy_repository(Path(name))
        before = os.times()
        run(folder)
        after = os.times()
        jobs = len(list((folder / "results" / "restricted" / "logs").glob("*.log")))
    used = (after.children_user - before.children_user) + (after.children_system - before.children_system)
    return jobs * start / used, jobs, start


def _seconds_of(code: str) -> float:
    before = os.times()
    subprocess.run([sys.executable, "-c", code], check=True)
    after = os.times()
    return (after.children_user - before.children_user) + (after.children_system - before.children_system)


def render(rows: list[tuple[str, float, float, float, str]], share: float, jobs: int, start: float) -> str:
    """The page."""
    lines = [
        "# Benchmarks",
        "",
        "Written by `python3 run.py benchmark`; measured, never asserted by a test.",
        "",
        f"Machine: {os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}; {RUNS} runs of each, in fresh copies of the repository.",
        "",
        "| what | median | shortest | longest | aim |",
        "|---|---|---|---|---|",
        *(
            f"| {name} | {median:.1f} s | {low:.1f} s | {high:.1f} s | {aim} |"
            for name, median, low, high, aim in rows
        ),
        "",
        f"Of the processor time of a cold run, about {share:.0%} is starting Python and importing "
        f"libraries: {jobs} jobs of at least {start:.2f} s each (`import {IMPORTS}`).",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
