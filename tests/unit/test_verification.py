from pathlib import Path

import pandas as pd
import pytest

from analysis.contracts import ESTIMATES, SAMPLE
from analysis.tables import write_table
from analysis.verification import Difference, compare_results


def estimates(estimate: float, statistic: str = "mean") -> pd.DataFrame:
    row = {
        **dict.fromkeys((column.name for column in ESTIMATES.columns if not column.optional), ""),
        "analysis": "barriers",
        "scale": "search",
        "case": "all",
        "group": "municipality",
        "statistic": statistic,
        "estimate": estimate,
        "n": 11,
    }
    return pd.DataFrame([row])


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("before", "after"):
        write_table(estimates(41.5), tmp_path / name / "estimates" / "descriptives.csv", ESTIMATES)
        (tmp_path / name / "index.html").write_text("<p>one</p>")
        (tmp_path / name / "manifest.json").write_text(name)
    return tmp_path / "before", tmp_path / "after"


def test_the_manifest_aside_the_same_files_do_not_differ(folders: tuple[Path, Path]) -> None:
    assert compare_results(*folders) == []


def test_a_number_that_differs_is_named_by_file_row_and_column(folders: tuple[Path, Path]) -> None:
    write_table(estimates(42.0), folders[1] / "estimates" / "descriptives.csv", ESTIMATES)
    where = "estimates/descriptives.csv: analysis=barriers, scale=search, group=municipality, statistic=mean"
    assert compare_results(*folders) == [Difference(f"{where}, column estimate", "41.5", "42.0")]


def test_the_last_digits_of_a_number_are_no_difference(folders: tuple[Path, Path]) -> None:
    write_table(estimates(41.5 + 1e-12), folders[1] / "estimates" / "descriptives.csv", ESTIMATES)
    assert compare_results(*folders) == []


def test_rows_and_files_that_are_missing_are_told(folders: tuple[Path, Path]) -> None:
    write_table(estimates(41.5, "sd"), folders[1] / "estimates" / "descriptives.csv", ESTIMATES)
    (folders[1] / "index.html").unlink()
    found = compare_results(*folders)
    assert [(one.before, one.after) for one in found] == [
        ("there", "not there"),
        ("not there", "there"),
        ("there", "not there"),
    ]
    assert found[2].where == "index.html"


def test_another_kind_of_file_is_compared_by_its_bytes(folders: tuple[Path, Path]) -> None:
    (folders[1] / "index.html").write_text("<p>two</p>")
    assert [one.where for one in compare_results(*folders)] == ["index.html"]


def test_every_public_table_is_compared_row_by_row(folders: tuple[Path, Path]) -> None:
    for folder, n in zip(folders, (11, 12), strict=True):
        row = {"instrument": "tiny", "wave": "w1", "case": "all", "group": "all", "n": n}
        table = pd.DataFrame([row | {"status": "ok", "reason": ""}])
        write_table(table, folder / "tables" / "sample.csv", SAMPLE)
    where = "tables/sample.csv: instrument=tiny, wave=w1, column n"
    assert compare_results(*folders) == [Difference(where, "11", "12")]
