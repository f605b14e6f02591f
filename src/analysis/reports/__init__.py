"""The reports: what a notebook shows, the documents made of it, and the page that leads to them all."""

from __future__ import annotations

import os
from pathlib import Path

from analysis.reports.index_page import build_index
from analysis.reports.rendering import render_report
from analysis.reports.report import Report

__all__ = ["Report", "build_index", "open_report", "render_report"]


def open_report(language: str = "nb", edition: str = "public") -> Report:
    """The report of the study that a notebook stands in, in one language (nb, en) and one edition.

    The study is the folder named by the variable ANALYSIS_STUDY, or else the nearest folder, from the
    notebook's own upwards, that has a `config/study.yaml`. Raises `ProblemsFound` where the configuration
    cannot be used, and FileNotFoundError where there is no study.
    """
    from analysis.study import load_study

    return Report(load_study(find_study(Path.cwd()), check_hashes=False), language, edition)


def find_study(start: Path) -> Path:
    """The study's folder, as `open_report` says."""
    if named := os.environ.get("ANALYSIS_STUDY"):
        return Path(named).resolve()
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / "config" / "study.yaml").is_file():
            return folder
    raise FileNotFoundError(f"no config/study.yaml in {start} or in any folder above it")
