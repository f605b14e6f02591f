"""Reading in a process of its own: what comes back of it, and what becomes of one that dies."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from analysis.ingest.files import apart
from analysis.problems import ProblemsFound

WORKERS = """
import os, signal, sys
from analysis.ingest.files.apart import Refused

def echo(path, **words):
    print("noise of a library")
    return {"name": path.name, **words}

def refuse(path):
    raise Refused("row 3", "what is wrong", 4, "at most 3", "do this")

def refuse_briefly(path):
    raise Refused("", "what is wrong")

def fail(path):
    raise ValueError("a cell says: Kari Nordmann")

def die(path):
    os.kill(os.getpid(), signal.SIGSEGV)

def swell(path):
    return len(bytearray(8 * 1024**3))

def hang(path):
    while True:
        pass

def sleep(path):
    import time
    time.sleep(600)

def print_nothing(path):
    os._exit(0)

def list_modules(path):
    return sorted({"pandas", "pydantic", "numpy"} & set(sys.modules))
"""


@pytest.fixture(autouse=True)
def workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made_workers.py").write_text(WORKERS, encoding="utf-8")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])


def refusal(worker: str) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        apart.read_apart(f"made_workers:{worker}", Path("a.sav"), "raw/a.sav")
    return str(caught.value).splitlines()


AGAIN = "    do:      export the file again; if it stays so, the file is damaged"
LONG = "raw/a.sav: reading the file takes longer than any export needs"


def test_what_a_worker_returns_comes_back() -> None:
    read = apart.read_apart("made_workers:echo", Path("data/å.sav"), "raw/a.sav", sheet="Ark 1")
    assert read == {"name": "å.sav", "sheet": "Ark 1"}


def test_what_a_worker_refuses_is_told_with_its_place() -> None:
    assert refusal("refuse") == [
        "raw/a.sav, row 3: what is wrong",
        "    seen:    4",
        "    allowed: at most 3",
        "    do:      do this",
    ]
    assert refusal("refuse_briefly") == ["raw/a.sav: what is wrong", AGAIN]


ENDS = [("fail", "ValueError"), ("die", "it ended with -11"), ("print_nothing", "it ended with 0")]


@pytest.mark.parametrize(("worker", "seen"), ENDS)
def test_a_worker_that_dies_is_a_damaged_file_and_quotes_nothing(worker: str, seen: str) -> None:
    assert refusal(worker) == [
        "raw/a.sav: the file is damaged: the program that reads it gave up",
        f"    seen:    {seen}",
        AGAIN,
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a process's memory")
def test_memory_is_limited() -> None:
    assert refusal("swell") == [
        "raw/a.sav: reading the file takes more memory than any export needs",
        "    allowed: 3 GiB",
        AGAIN,
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a process's time")
@pytest.mark.parametrize("worker", ["hang", "sleep"])
def test_time_is_limited(worker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 1)
    lines = refusal(worker)
    assert lines == [LONG, "    seen:    1 s", AGAIN]


def test_a_worker_starts_without_what_it_does_not_need() -> None:
    assert apart.read_apart("made_workers:list_modules", Path("a.sav"), "raw/a.sav") == []
