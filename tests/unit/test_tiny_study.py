"""The tiny study that other tests stand on."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.study import load_study
from tests.tiny_study import add_case, change_answer, write_tiny_study


def read_all(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_it_passes_every_check_with_two_cases_and_with_three(tmp_path: Path) -> None:
    folder = write_tiny_study(tmp_path / "two")
    assert load_study(folder).cases == ["north-farm", "south-cafe"]
    add_case(folder)
    assert load_study(folder).cases == ["north-farm", "south-cafe", "east-workshop"]


def test_a_third_case_is_added_by_files_and_lines_only(tmp_path: Path) -> None:
    two, three = (
        read_all(write_tiny_study(tmp_path / "a")),
        read_all(write_tiny_study(tmp_path / "b", cases=3)),
    )
    assert {name for name in two if two[name] != three[name]} == {"config/study.yaml", "config/sources.tsv"}
    assert all(three[name].startswith(two[name]) for name in two)
    assert all(name.startswith("data/raw/east-workshop/") for name in three.keys() - two.keys())


def test_it_has_two_or_three_cases(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2 or 3 cases, not 4"):
        write_tiny_study(tmp_path, cases=4)


@pytest.mark.parametrize(
    ("source", "respondent", "item", "file"),
    [
        ("tiny-municipality", "27685302", "q03", "municipality_answers.csv"),
        ("tiny-enterprise", "825478430", "q10", "enterprise_answers.csv"),
    ],
)
def test_one_answer_can_be_changed(
    tmp_path: Path, source: str, respondent: str, item: str, file: str
) -> None:
    folder = write_tiny_study(tmp_path)
    before = read_all(folder)
    change_answer(folder, source=source, respondent=respondent, item=item, value="1")
    after = read_all(folder)
    assert {name for name in after if after[name] != before[name]} == {
        f"data/raw/tiny/{file}",
        "config/sources.tsv",
    }
    load_study(folder)
