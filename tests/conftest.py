"""Runs of whole studies that several tests look at; each is made once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import run as door
from tests.tiny_study import write_tiny_study

REPOSITORY = Path(__file__).resolve().parents[1]
HOUSE = ("src", "workflow", "notebooks", "reference", "requirements.lock", "run.py")
STUDY = ("config", "data")

Command = Callable[..., subprocess.CompletedProcess[str]]


def copy_parts(names: tuple[str, ...], folder: Path) -> None:
    for name in names:
        source, target = REPOSITORY / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)


def command_environment(house: Path) -> dict[str, str]:
    return {**os.environ, **door.environment(), "PYTHONPATH": str(house / "src")}


def analyse(house: Path, study: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`python -m analysis ...` with the code of one folder, in the study of another."""
    return subprocess.run(
        [sys.executable, "-m", "analysis", *(words or ("run",))],
        cwd=study,
        env=command_environment(house),
        capture_output=True,
        text=True,
    )


def public_files(study: Path) -> dict[str, bytes]:
    """Every public file by its path."""
    folder = study / "results" / "public"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code, so that a test may change it."""
    folder = tmp_path_factory.mktemp("house")
    copy_parts(HOUSE, folder)
    return folder


@pytest.fixture(scope="session")
def tiny_run(house: Path) -> Path:
    """A tiny study after one run."""
    study = write_tiny_study(house / "study")
    finished = analyse(house, study)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return study


@pytest.fixture(scope="session")
def reference_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference study after one run, in a clean copy of the repository."""
    folder = tmp_path_factory.mktemp("reference")
    copy_parts(HOUSE + STUDY, folder)
    finished = analyse(folder, folder)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return folder
