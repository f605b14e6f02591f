"""The lines that the guide tells people to write are lines that work."""

import re
import textwrap
from pathlib import Path

import pytest

from analysis.problems import ProblemsFound
from analysis.study import load_study
from tests.conftest import REPOSITORY
from tests.tiny_study import write_tiny_study


def test_the_case_of_the_guide_can_be_added(tmp_path: Path) -> None:
    page = (REPOSITORY / "docs" / "add-a-case.md").read_text("utf-8")
    block = re.search(r"( *)```yaml study\.yaml\n(.*?)```", page, flags=re.DOTALL)
    assert block is not None
    study = write_tiny_study(tmp_path)
    with (study / "config" / "study.yaml").open("a", encoding="utf-8") as file:
        file.write(textwrap.indent(textwrap.dedent(block[2].removesuffix(block[1])), "  "))
    with pytest.raises(ProblemsFound) as found:
        load_study(study)
    assert [problem.what for problem in found.value.problems] == [
        "no source holds answers of the case “north-workshop” in the wave “w2018”"
    ], "the block itself must be sound: only the rows of its files are still missing"
