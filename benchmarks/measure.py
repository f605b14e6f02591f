"""Measures how long the main job takes, and writes what was measured into docs/benchmarks.md.

Run it with `python3 run.py benchmark job`. It works in a copy of the repository in a temporary folder, so
the results of this one are left alone. Every figure is the median of the runs; nothing here is a test.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.page import REPOSITORY, describe_machine, write_part

PARTS = ("config", "data", "notebooks", "src", "workflow", "requirements.lock", "requirements-test.lock")
RUNS = 3


def main() -> None:
    """Measure, and write the page."""
    cold, unchanged, changed = [], [], []
    for number in range(RUNS):
        with tempfile.TemporaryDirectory() as name:
            folder = copy_repository(Path(name))
            cold.append(run(folder))
            unchanged.append(run(folder))
            change_one_answer(folder)
            changed.append(run(folder))
        print(
            f"{number + 1}/{RUNS}: {cold[-1]:.1f} s, {unchanged[-1]:.1f} s, {changed[-1]:.1f} s", flush=True
        )
    rows = [
        ("Cold run: nothing made yet, packages installed", cold, "under 90 s"),
        ("Run without any change", unchanged, "under 4 s"),
        ("Run after one changed answer", changed, ""),
    ]
    write_part("The main job", render(rows, *measure_starting()))


def copy_repository(folder: Path) -> Path:
    """A copy of all that a run needs, without anything that was made."""
    for name in PARTS:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder


def run(folder: Path, **variables: str) -> float:
    """Seconds of one run of the main job."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "analysis", "run", "--quiet"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), **variables},
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - started


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


def measure_starting() -> tuple[float, int]:
    """The share of a cold run's processor time that is starting Python and importing, and its jobs.

    Python itself tells what each import took (PYTHONPROFILEIMPORTTIME), into the log of each job.
    """
    start = [sys.executable, "-c", ""]
    bare = statistics.median(_processor_seconds(lambda: subprocess.run(start)) for _ in range(9))
    with tempfile.TemporaryDirectory() as name:
        folder = copy_repository(Path(name))
        used = _processor_seconds(lambda: run(folder, PYTHONPROFILEIMPORTTIME="1"))
        logs = [path.read_text("utf-8") for path in (folder / "results/restricted/logs").glob("*.log")]
    line = re.compile(r"^import time: +(\d+) \|", re.MULTILINE)
    imports = sum(int(found) for log in logs for found in line.findall(log))
    return (len(logs) * bare + imports / 1e6) / used, len(logs)


def _processor_seconds(job: Callable[[], object]) -> float:
    before = os.times()
    job()
    after = os.times()
    return (after.children_user - before.children_user) + (after.children_system - before.children_system)


def render(rows: list[tuple[str, list[float], str]], share: float, jobs: int) -> list[str]:
    """The lines of this part of the page."""
    return [
        f"{describe_machine()}; {RUNS} runs of each, in fresh copies of the repository.",
        "",
        "| what | median | shortest | longest | aim |",
        "|---|---|---|---|---|",
        *(
            f"| {name} | {statistics.median(times):.1f} s | {min(times):.1f} s | {max(times):.1f} s | {aim} |"
            for name, times, aim in rows
        ),
        "",
        f"Of the processor time of a cold run, {share:.0%} is starting Python and importing libraries in its "
        f"{jobs} jobs, as Python's own import clock tells it.",
    ]
