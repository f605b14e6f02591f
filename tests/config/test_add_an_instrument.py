"""The guide's example of a new instrument is one that the study takes as it stands."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from analysis.problems import ProblemsFound
from analysis.study import Study, load_study
from tests.tiny_study import write_tiny_study

PAGE = Path(__file__).resolve().parents[2] / "docs" / "add-an-instrument.md"


def blocks_of_page() -> dict[str, str]:
    """The page's examples, by the name of the file they belong to."""
    return dict(re.findall(r"```yaml (\S+)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL))


def add_to_plan(folder: Path, addition: str) -> None:
    path = folder / "config" / "plan.yaml"
    plan: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    for section, entries in yaml.safe_load(addition).items():
        assert not set(entries) & set(plan[section]), f"the example repeats what {section} has"
        plan[section] |= entries
    path.write_text(yaml.safe_dump(plan, allow_unicode=True, sort_keys=False), "utf-8")


@pytest.fixture
def follow_up(tmp_path: Path) -> Path:
    """The tiny study with the guide's two examples added."""
    folder = write_tiny_study(tmp_path)
    blocks = blocks_of_page()
    (folder / "config" / "instruments" / "follow_up.yaml").write_text(blocks["follow_up.yaml"], "utf-8")
    add_to_plan(folder, blocks["plan.yaml"])
    return folder


def test_the_study_takes_the_examples_as_they_stand(follow_up: Path) -> None:
    study: Study = load_study(follow_up)
    instrument = study.instruments["follow_up"]
    assert set(study.instruments) == {"tiny", "follow_up"}
    assert study.plan.descriptions["climate"].scales == [scale.id for scale in instrument.scales]
    assert instrument.limits("confidence") == (1, 7)
    assert not instrument.has_neutral_reading("confidence")


def test_the_random_variance_follows_the_rule_that_the_page_gives(follow_up: Path) -> None:
    steps = load_study(follow_up).instruments["follow_up"].answer_sets["seven_steps"]
    assert steps.random_variance == (7**2 - 1) / 12


def test_without_the_instrument_the_plan_names_what_is_missing(follow_up: Path) -> None:
    (follow_up / "config" / "instruments" / "follow_up.yaml").unlink()
    with pytest.raises(ProblemsFound) as raised:
        load_study(follow_up)
    told = {(problem.file, problem.what) for problem in raised.value.problems}
    assert told == {("config/plan.yaml", "there is no instrument “follow_up”")}
