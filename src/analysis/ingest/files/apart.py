"""Reading in a process of its own what could crash, hang or swell: workbooks and statistics files.

A damaged .sav file can end the interpreter and a workbook of a few kilobytes can ask for gigabytes.
So such files are read by a child process with limits on its memory and time; what it finds comes back
as JSON, and whatever becomes of the child becomes a message.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

from analysis.problems import Problem, ProblemsFound

SECONDS = 120
MEMORY = 3 * 1024**3
CPU_SIGNAL = 24
"""What ends a process that has used up its time (SIGXCPU)."""


class Refused(Exception):
    """What a child says of a file it will not read: the place, what is wrong, seen, allowed, what to do."""

    def __init__(
        self, place: str, what: str, seen: object = "", allowed: object = "", remedy: str = ""
    ) -> None:
        super().__init__(what)
        self.told = [place, what, str(seen), str(allowed), remedy]


def read_apart(worker: str, path: Path, shown: str, **words: Any) -> Any:
    """What the function `worker` ("module:function") makes of a file, read in a process of its own.

    The function takes the path and the words and returns what JSON can hold. Raises `ProblemsFound`
    where it raises `Refused`, fails otherwise, dies, or needs more memory or time than it may have.
    """
    again = "export the file again; if it stays so, the file is damaged"
    order = json.dumps([worker, str(path), words])
    try:
        child = subprocess.run(
            [sys.executable, "-P", __file__, order],
            capture_output=True,
            timeout=SECONDS,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
    except subprocess.TimeoutExpired:
        what = "reading the file takes longer than any export needs"
        raise ProblemsFound([Problem(shown, "", what, f"{SECONDS} s", "", again)]) from None
    answer = _last_line(child.stdout)
    if child.returncode or answer is None:
        raise ProblemsFound([Problem(shown, "", *_tell_end(child), again)])
    if "refused" in answer:
        place, what, seen, allowed, remedy = answer["refused"]
        raise ProblemsFound([Problem(shown, place, what, seen, allowed, remedy or again)])
    return answer["read"]


def _last_line(output: bytes) -> dict[str, Any] | None:
    lines = output.splitlines()
    try:
        answer = json.loads(lines[-1]) if lines else None
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _tell_end(child: subprocess.CompletedProcess[bytes]) -> tuple[str, str, str]:
    """What is wrong with a file that a child gave up on, what was seen, and what is allowed.

    Of an exception only the kind is told: its text may quote a cell.
    """
    said = child.stderr.decode("utf-8", "replace").strip().splitlines()
    kind = said[-1].partition(":")[0].rpartition(".")[2] if said else ""
    if kind == "MemoryError":
        return "reading the file takes more memory than any export needs", "", f"{MEMORY // 1024**3} GiB"
    if child.returncode == -CPU_SIGNAL:
        return "reading the file takes longer than any export needs", f"{SECONDS} s", ""
    what = "the file is damaged: the program that reads it gave up"
    return what, kind if kind.isidentifier() else f"it ended with {child.returncode}", ""


def _limit() -> None:
    try:
        import resource
    except ImportError:
        # Windows has no such limits; there the time limit alone stands.
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _leave_out_package() -> None:
    """Put an empty package in place of analysis.ingest, whose own imports take longer than a reading."""
    package = types.ModuleType("analysis.ingest")
    package.__path__ = [str(Path(__file__).parents[1])]
    sys.modules["analysis.ingest"] = package


def _work(order: str) -> str:
    worker, path, words = json.loads(order)
    _limit()
    _leave_out_package()
    module, name = worker.split(":")
    # The class that the worker raises is the one of the imported module, not of this script's copy.
    apart = importlib.import_module("analysis.ingest.files.apart")
    try:
        return json.dumps({"read": getattr(importlib.import_module(module), name)(Path(path), **words)})
    except apart.Refused as refused:
        return json.dumps({"refused": refused.told})


if __name__ == "__main__":
    print(_work(sys.argv[1]))
