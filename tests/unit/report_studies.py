"""A tiny study whose results lie on disk as the steps leave them, for the tests of the reports."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat

from analysis.figures import draw_figures
from analysis.reports.execution import NOTEBOOK, SECTION_TAGS
from analysis.results import CHANGE_TABLES, PUBLIC_TABLES, RESTRICTED_TABLES
from analysis.study import Study, load_study
from analysis.tables import write_table
from tests.tiny_study import write_tiny_study
from tests.unit.estimates_frames import make_results, withhold


def write_shown_study(folder: Path) -> Study:
    """The study with its tables and figures (the restricted ones in English only).

    One number is withheld from the public.
    """
    study = load_study(write_tiny_study(folder))
    restricted = make_results(study)
    # Of change the small study has nothing, so that its reports have no section on it.
    restricted |= {name: restricted[name][:0] for name in CHANGE_TABLES}
    scale = restricted["reliability"]["scale"].iloc[0]
    public = restricted | {"reliability": withhold(restricted["reliability"], scale=scale, group="all")}
    results = study.root / "results"
    for tables, frames in ((PUBLIC_TABLES, public), (RESTRICTED_TABLES, restricted)):
        for name, (path, contract) in tables.items():
            write_table(frames[name], results / path, contract)
    for edition, language, frames in (
        ("public", "nb", public),
        ("public", "en", public),
        ("restricted", "en", restricted),
    ):
        draw_figures(frames, study, language, results / edition / "figures" / language, edition)
    return study


def list_optional(kind: str) -> set[str]:
    """The names of what the report shows of one kind (figure, table) only where a study has it."""
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    tagged = [cell.source for cell in cells if set(SECTION_TAGS) & set(cell.metadata.get("tags", []))]
    return {name for source in tagged for name in re.findall(rf'report\.{kind}\("(\w+)"', source)}
