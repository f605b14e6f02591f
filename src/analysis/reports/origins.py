"""Where a report comes from, as tables: the commands of its figures, its raw files, its libraries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analysis.displays.table import Column, Section, Table
from analysis.reports.shown import DrawnFigure
from analysis.study import Study
from analysis.wording import Wording


def tabulate_figures(figures: Mapping[str, DrawnFigure], words: Wording) -> Table:
    """One row a figure, in order: the command that drew it and the tables it was drawn from."""
    rows = [
        (words.text("report.figure", number=number), figure.command, ", ".join(figure.inputs))
        for number, figure in enumerate(figures.values(), 1)
    ]
    return _tabulate("origins", ("shown_in", "command", "drawn_from"), rows, words)


def tabulate_inputs(study: Study, words: Wording) -> Table:
    """One row a raw file: its path from the study's folder, and its sha256."""
    rows = [(file.path, file.sha256) for file in study.sources]
    return _tabulate("inputs", ("file", "sha256"), rows, words)


def tabulate_versions(versions: Mapping[str, str], words: Wording) -> Table:
    """One row a program: its name and the version that was used."""
    return _tabulate("versions", ("program", "version"), versions.items(), words)


def _tabulate(name: str, headings: Iterable[str], rows: Iterable[tuple[str, ...]], words: Wording) -> Table:
    columns = tuple(Column(words.text(f"report.heading.{heading}"), "left") for heading in headings)
    return Table(name, words.text(f"report.caption.{name}"), columns, (Section("", tuple(rows)),))
