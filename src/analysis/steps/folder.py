"""What steps need of the study's folder: the study, its answers, and that raw files are the right ones."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.contracts import RESPONSES
from analysis.sources import Frames, Kind
from analysis.study import Study, load_study
from analysis.tables import read_table


def open_study() -> Study:
    """The study of this folder; its raw files were checked when they were imported."""
    return load_study(Path.cwd(), check_hashes=False)


def read_responses(paths: list[Path]) -> dict[str, pd.DataFrame]:
    """The answers to each instrument, by its id, from tables named after it."""
    return {path.stem: read_table(path, RESPONSES) for path in paths}


def check_raw(study: Study, *kinds: Kind) -> None:
    """Check the raw files of some kinds and their hashes; raises `ProblemsFound`."""
    from analysis.sources import check_sources

    files = [file for kind in kinds for file in study.of_kind(kind)]
    frames: Frames = {"codings": study.codebooks, "scorecards": study.scorecards}
    check_sources(files, study.settings, study.instruments, study.root, check_hashes=True, frames=frames)
