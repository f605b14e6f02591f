"""Running the workflow for a person: one at a time, with progress, and with causes instead of traces."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from analysis.provenance import REPOSITORY

BAD_INPUT = 2
LOG_TAIL = 40


@dataclass
class Progress:
    """What is known of a run from the lines Snakemake has printed so far."""

    quiet: bool = False
    started: float = field(default_factory=time.monotonic)
    done: int = 0
    total: int = 0
    running: dict[str, str] = field(default_factory=dict)
    failed: list[tuple[str, str]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    _rule: str = ""

    def read(self, line: str) -> None:
        """Take in one line, and print what a person wants to know of it."""
        self.lines.append(line)
        if match := re.match(r"(?:local)?rule (\w+):", line):
            self._rule = match[1]
        elif match := re.match(r"    jobid: (\d+)", line):
            self.running.setdefault(match[1], self._rule)
        elif match := re.match(r"total +(\d+)", line):
            self.total = int(match[1])
        elif match := re.match(r"Error in rule (\w+):", line):
            self.failed.append((match[1], ""))
        elif match := re.match(r"    log: (\S+) \(check log", line):
            self.failed[-1] = (self.failed[-1][0], match[1])
        elif match := re.search(r"returned non-zero exit status (\d+)", line):
            self.statuses.append(int(match[1]))
        elif match := re.match(r"Finished jobid: (\d+) \(Rule: (\w+)\)", line):
            self.running.pop(match[1], None)
            self._say_done(match[2])

    def _say_done(self, rule: str) -> None:
        self.done += 1
        if self.quiet or rule == "all":
            return
        width = len(str(self.total))
        under_way = ", ".join(name for name in self.running.values()) or "–"
        spent = time.monotonic() - self.started
        print(f"[{self.done:>{width}}/{self.total}] {spent:5.1f} s  {rule:<22} now: {under_way}", flush=True)


def run_workflow(study: Path, cores: int, quiet: bool = False) -> int:
    """Make everything that is not up to date; 0, or 2 for a bad input, 1 for any other failure.

    Only one run may work in a folder at a time. A run that was killed leaves Snakemake's own lock and
    half-written files behind; the lock is lifted here, under ours, and the files are made anew.
    """
    (study / "results").mkdir(exist_ok=True)
    with _locked(study / "results" / ".lock") as lock:
        if lock is None:
            print("Another run is still working in this folder; wait for it to end.", file=sys.stderr)
            return 1
        if any((study / ".snakemake" / "locks").glob("*")):
            subprocess.run([*_command(cores), "--unlock"], cwd=study, check=True, capture_output=True)
        progress = Progress(quiet=quiet)
        status = _follow([*_command(cores), "--keep-going"], study, progress, lock)
    return _conclude(status, progress, study)


def _command(cores: int) -> list[str]:
    snakefile = REPOSITORY / "workflow" / "Snakefile"
    profile = REPOSITORY / "workflow" / "profiles" / "default"
    words = [sys.executable, "-m", "snakemake", "--cores", str(cores)]
    return [*words, "--snakefile", str(snakefile), "--profile", str(profile)]


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[IO[str] | None]:
    """Our lock on the results, or None if another run holds it; it goes with its process."""
    try:
        import fcntl
    except ImportError:  # Windows: Snakemake's own lock must do.
        with path.open("w") as file:
            yield file
        return
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield None
            return
        yield file


def _follow(command: list[str], study: Path, progress: Progress, lock: IO[str]) -> int:
    # The child inherits the lock: should this process be killed, the next run still sees the orphan.
    process = subprocess.Popen(
        command,
        cwd=study,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        pass_fds=(lock.fileno(),) if os.name != "nt" else (),
    )
    assert process.stderr is not None
    try:
        for line in process.stderr:
            progress.read(line.rstrip("\n"))
        return process.wait()
    except KeyboardInterrupt:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        return 130


def _conclude(status: int, progress: Progress, study: Path) -> int:
    if status == 130:
        print("Stopped. The next run goes on from here.", file=sys.stderr)
        return status
    if status == 0:
        if not progress.quiet:
            _say_finished(progress)
        return 0
    for cause, steps in _gather_causes(progress.failed, study).items():
        print(f"\n{' and '.join(steps)} failed:\n{cause}", file=sys.stderr)
    if not progress.failed:
        print("The workflow could not start:\n" + "\n".join(progress.lines[-LOG_TAIL:]), file=sys.stderr)
    bad_input = bool(progress.statuses) and set(progress.statuses) == {BAD_INPUT}
    return BAD_INPUT if bad_input else 1


def _say_finished(progress: Progress) -> None:
    made = max(progress.done - 1, 0)
    spent = time.monotonic() - progress.started
    what = f"{made} steps done" if made else "Everything was up to date"
    print(f"{what} in {spent:.1f} s. Open results/public/index.html", flush=True)


def _gather_causes(failed: list[tuple[str, str]], study: Path) -> dict[str, list[str]]:
    """Why the steps failed: each cause once, with the steps and the logs it was found in."""
    gathered: dict[str, list[str]] = {}
    for rule, log in dict.fromkeys(failed):
        path = study / log
        text = path.read_text("utf-8", errors="replace").strip() if path.is_file() else ""
        where = f" (whole log: {log})" if log else ""
        gathered.setdefault(_tell_cause(text), []).append(f"{rule}{where}")
    return gathered


def _tell_cause(text: str) -> str:
    """The end of a step's own log; of a trace only where it broke and what was said."""
    lines = text.splitlines() or ["(it said nothing)"]
    if any(line.startswith("Traceback") for line in lines):
        frames = [line.strip() for line in lines if re.match(r'\s+File "', line)]
        lines = ["This is a fault in the program, not in your files:", lines[-1], *frames[-1:]]
    return "\n".join("    " + line for line in lines[-LOG_TAIL:])
