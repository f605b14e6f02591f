"""Every fault of what is said of talk, judgements, scorecards and the joint display is told exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.study import load_study
from tests.codings.study import write_codings_study
from tests.config.changes import Change, read_changes, tell

FILES = {
    "sessions": "config/sessions.yaml",
    "scorecard": "config/scorecards/samson.yaml",
    "joint_display": "config/joint_display.yaml",
    "codings": "config/plan.yaml",
}
CHANGES = list(read_changes(FILES))
PLACES = """\
  index:
    - {code: initiating, points: 3}
    - {code: implementing, points: 1}
  published:
    - [south-cafe]
    - [north-farm]
"""
DISPLAY = """\
label: {nb: Kildene, en: The sources}
instrument: tiny
codebook: samskaping2018
scorecard: samson
wave: w2018
rule:
  clear: 0.1
  difficulty: [barriers, challenges]
constructs:
  - id: anchoring
    label: {nb: Forankring, en: Anchoring}
    scales: [trust, clarity]
    barriers: [hoarding]
    codes: [anchoring]
    scorecard_field: anchoring
  - id: goals
    label: {nb: Felles mål, en: Shared goals}
    codes: [shared_goals]
    scorecard_field: shared_goals
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_codings_study(tmp_path_factory.mktemp("study"))
    with (folder / "config" / "plan.yaml").open("a", encoding="utf-8", newline="\n") as plan:
        plan.write(PLACES)
    (folder / "config" / "joint_display.yaml").write_text(DISPLAY, "utf-8", newline="\n")
    return folder


@pytest.mark.parametrize("change", CHANGES, ids=[change.name for change in CHANGES])
def test_the_fault_is_told_exactly(study: Path, change: Change) -> None:
    right = (study / change.file).read_text("utf-8")
    assert change.before in right
    assert tell(study, change.file, right.replace(change.before, change.after, 1)) == change.told


def test_the_study_itself_has_no_fault(study: Path) -> None:
    loaded = load_study(study)
    assert loaded.joint_display is not None
    assert loaded.plan.continuum is not None
    assert (len(loaded.sessions.sessions), list(loaded.scorecards)) == (2, ["samson"])


def test_a_study_needs_none_of_these_files(study: Path) -> None:
    hidden = [path.rename(path.with_suffix(".hidden")) for path in (study / FILES["joint_display"],)]
    try:
        assert load_study(study).joint_display is None
    finally:
        for path in hidden:
            path.rename(path.with_suffix(".yaml"))


def test_a_display_of_a_codebook_that_no_analysis_is_about_is_told(study: Path) -> None:
    plan = (study / FILES["codings"]).read_text("utf-8")
    assert tell(study, FILES["codings"], plan[: plan.index("codings:\n")]) == (
        "config/joint_display.yaml, line 3: no analysis of codings in plan.yaml is about this codebook\n"
        "    seen:    samskaping2018\n"
        "    do:      add one under codings:"
    )
