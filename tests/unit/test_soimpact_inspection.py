"""What a person is told of a workbook or a table of indicators before it is entered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.ingest.measurements.inspection import inspect_measurements
from analysis.source_options import SourceOptions
from analysis.sources import hash_file
from tests.small_study import small_study
from tests.unit.soimpact_study import GOOD, fill_template, goal, seen, to_csv

HEAD = "Row for config/sources.tsv (a tab between two cells; columns source, kind, part, format, instrument, "
HEAD += "version, case, wave, group, path, sha256):"


def inspect(root: Path, name: str) -> tuple[list[str], bool]:
    told = inspect_measurements(Path(name), replace(small_study(), root=root), SourceOptions())
    assert told is not None
    return told[0].splitlines(), told[1]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_workbook_is_told_and_its_row_is_ready_to_paste(root: Path) -> None:
    fill_template(GOOD, "nb").save("goals.xlsx")
    lines, read = inspect(root, "goals.xlsx")
    assert read
    assert lines[3:] == [
        "Format       soimpact: a workbook of indicators and measurements, the file “workbook”",
        "Cases        1",
        "Indicators   4 in 5 versions: 2 outcome, 3 output",
        "  retired    timer",
        "  redefined  vakter",
        "  no target  timer, trivsel, vakter",
        "Measurements 7 measured, 1 stated with an indicator, 2018-03-01 to 2018-09-01",
        "People       4, with 4 scores",
        "",
        HEAD,
        f"goals\tmeasurements\tworkbook\tsoimpact\t\t\tnorth\t<wave>\t\tgoals.xlsx\t{hash_file(Path('goals.xlsx'))}",
        "  <wave>: before, after",
    ]


def test_tables_are_told_together_each_with_its_row(root: Path) -> None:
    for part in ("indicators", "measurements"):
        rows = [row for row in GOOD[part] if row["indicator"] in ("jobb", "vakter")]
        Path(f"{part}.csv").write_text(to_csv(part, rows, "en"), "utf-8")
    lines, read = inspect(root, "measurements.csv")
    assert read
    assert lines[3:8] == [
        "Format       table: measurements, the file “measurements”",
        "  with       indicators.csv as its file “indicators”",
        "Cases        1",
        "Indicators   2 in 3 versions: 1 outcome, 2 output",
        "  redefined  vakter",
    ]
    pasted = [line.split("\t") for line in lines if "\t" in line]
    assert [cells[:4] for cells in pasted] == [
        ["measurements", "measurements", "indicators", "table"],
        ["measurements", "measurements", "measurements", "table"],
    ]
    assert {cells[6] for cells in pasted} == {"<case>"}


def test_a_table_alone_says_what_it_needs(root: Path) -> None:
    Path("m.csv").write_text(to_csv("measurements", [seen(value="25 %")]), "utf-8")
    lines, read = inspect(root, "m.csv")
    assert not read
    assert lines[4] == "It cannot be read alone: its file “indicators” must be there too, in the same folder."


def test_what_stands_in_the_way_is_told(root: Path) -> None:
    fill_template({"indicators": [goal(direction="")], "measurements": [seen(value="25 %")]}, "nb").save(
        "a.xlsx"
    )
    lines, read = inspect(root, "a.xlsx")
    assert not read
    assert lines[4:6] == [
        "It cannot be read yet:",
        "  a.xlsx, sheet “Indikatorer”, row 2, column Ønsket retning: the direction is missing",
    ]


def test_missing_baselines_are_named(root: Path) -> None:
    goals = [goal(), goal(indicator="b", baseline="25 %", baseline_date="2018-01-01")]
    fill_template({"indicators": goals, "measurements": []}, "en").save("a.xlsx")
    lines, _ = inspect(root, "a.xlsx")
    assert "  no baseline jobb" in lines


def test_the_example_and_other_files(root: Path) -> None:
    book = fill_template({"indicators": [goal()]}, "en")
    book.create_sheet("EXAMPLE")["A1"] = "x"
    book.save("a.xlsx")
    lines, read = inspect(root, "a.xlsx")
    assert not read and lines[-1] == "This is the template's filled example, which is never read."
    Path("other.csv").write_text("coder;position\nann;3\n", "utf-8")
    assert inspect_measurements(Path("other.csv"), None, SourceOptions()) is None
    assert inspect_measurements(Path("nowhere.csv"), None, SourceOptions()) is None
