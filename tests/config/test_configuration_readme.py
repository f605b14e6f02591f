"""What config/README.md tells people to write works, and the problems it shows are told like that."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from analysis.plan import GroupComparison
from analysis.problems import ProblemsFound
from analysis.study import Study, load_study
from tests.tiny_study import REPOSITORY, write_tiny_study

PAGE = (REPOSITORY / "config" / "README.md").read_text("utf-8")


def block_of(heading: str) -> str:
    """The YAML block below a heading of the page, without the page's own indentation."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    match = re.search(r"^( *)```yaml\n(.*?)^ *```", section, flags=re.DOTALL | re.MULTILINE)
    assert match
    return re.sub(rf"^{match[1]}", "", match[2], flags=re.MULTILINE)


def change(study: Path, file: str, before: str, after: str) -> None:
    path = study / "config" / file
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def test_the_problems_on_the_page_are_told_like_that(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "config", tmp_path / "config")
    shutil.copytree(REPOSITORY / "data", tmp_path / "data")
    change(tmp_path, "study.yaml", 'municipality: "5004"', 'municipality: "1702"')
    change(tmp_path, "plan.yaml", "family: barriers", "family: bariers")
    with pytest.raises(ProblemsFound) as raised:
        load_study(tmp_path, check_hashes=False)
    shown = re.findall(r"^```\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)[0]
    assert [str(problem) for problem in raised.value.problems] == shown.strip("\n").split("\n\n")


def test_the_case_of_the_page_lacks_only_its_answers(tmp_path: Path) -> None:
    study = write_tiny_study(tmp_path)
    case = block_of("Add a case").replace("ks2018", "tests")
    change(study, "study.yaml", "cases:\n", "cases:\n" + case)
    with pytest.raises(ProblemsFound) as raised:
        load_study(study)
    assert [problem.what for problem in raised.value.problems] == [
        "no source holds answers of the case “north-workshop” in the wave “w2018”"
    ]


def test_the_wave_of_the_page_can_be_added(tmp_path: Path) -> None:
    study = write_tiny_study(tmp_path)
    change(study, "study.yaml", "disclosure:\n", block_of("Add a wave") + "disclosure:\n")
    change(study, "study.yaml", "waves: [w2018]", "waves: [w2018, w2020]")
    sources = study / "config" / "sources.tsv"
    rows = sources.read_text("utf-8").split("\n")[1:6]
    later = (
        "\n".join(rows).replace("tiny-", "later-").replace("w2018", "w2020").replace("raw/tiny", "raw/later")
    )
    sources.write_text(sources.read_text("utf-8") + later + "\n", "utf-8")
    shutil.copytree(study / "data" / "raw" / "tiny", study / "data" / "raw" / "later")
    with pytest.raises(ProblemsFound) as raised:
        load_study(study)
    assert {problem.place for problem in raised.value.problems} == {
        "row 7, column sha256",
        "row 9, column sha256",
    }, "only that the same answers are entered for both waves is wrong"


def test_the_analysis_of_the_page_can_be_added(tmp_path: Path) -> None:
    study = write_tiny_study(tmp_path)
    added = block_of("Add an instrument").replace("follow_up\n", "tiny\n")
    change(study, "plan.yaml", "reliability:\n", added.replace("confidence, hope", "trust, clarity"))
    assert list(load_study(study).plan.reliability) == ["follow_up_reliability", "reliability"]


def test_the_exception_of_the_page_is_one_of_the_study() -> None:
    text = block_of("Let a small number be published")
    study: Study = load_study(REPOSITORY, check_hashes=False)
    exceptions = study.settings.disclosure.exceptions
    reason = text.split("reason: ")[1].strip()
    assert next((one.item, one.category) for one in exceptions if one.reason == reason) == ("q05", 1)


def test_the_page_names_every_file_and_no_other() -> None:
    named = set(re.findall(r"^\| `([a-z./<>_]+)`", PAGE, flags=re.MULTILINE))
    present = {path.name for path in (REPOSITORY / "config").iterdir() if path.suffix in (".yaml", ".tsv")}
    folders = {path.name for path in (REPOSITORY / "config").iterdir() if path.is_dir()}
    assert {name for name in named if "/" not in name} == present
    assert folders <= {name.split("/")[0] for name in named if "/" in name}


def test_the_comparison_of_the_page_can_be_planned(tmp_path: Path) -> None:
    study = write_tiny_study(tmp_path)
    change(study, "plan.yaml", "comparisons:\n", block_of("Say which test decides"))
    planned = load_study(study).plan.comparisons["trust_by_group"]
    assert (planned.primary, planned.margin) == ("mixed_model", 0.5)


def test_the_groups_of_the_page_can_be_compared() -> None:
    written = yaml.safe_load(block_of("Compare three groups or more"))["group_comparisons"]
    assert list(written) == ["trust_in_the_helix"]
    assert len(GroupComparison.model_validate(written["trust_in_the_helix"]).groups) == 4


def test_the_codings_the_continuum_and_the_display_of_the_page_can_be_planned(tmp_path: Path) -> None:
    study = write_tiny_study(tmp_path)
    plan = block_of("Compare how texts were coded") + block_of("Place the cases between thin and thick")
    change(study, "plan.yaml", "comparisons:\n", plan + "comparisons:\n")
    for folder, text in (("codebooks", FRAME), ("scorecards", CARD)):
        (study / "config" / folder).mkdir()
        (study / "config" / folder / f"{yaml.safe_load(text)['id']}.yaml").write_text(text, "utf-8")
    display = block_of("Set the sources side by side")
    (study / "config" / "joint_display.yaml").write_text(display, "utf-8")
    loaded = load_study(study)
    assert loaded.plan.codings["interviews"].counted == "majority"
    assert loaded.plan.continuum is not None
    assert loaded.plan.continuum.published == [["south-cafe"], ["north-farm"]]
    assert loaded.joint_display is not None
    assert [construct.id for construct in loaded.joint_display.constructs] == ["openness"]


def test_the_changes_of_the_page_can_be_planned(tmp_path: Path) -> None:
    study = write_tiny_study(tmp_path)
    later = block_of("Add a wave")
    kinds = "".join(
        f"  - {{id: {kind}, label: {{nb: {kind}, en: {kind}}}, colour: '{colour}', marker: {marker}}}\n"
        for kind, colour, marker in (("project", "#112233", "circle"), ("follower", "#445566", "square"))
    )
    change(study, "study.yaml", "disclosure:\n", f"{later}case_kinds:\n{kinds}disclosure:\n")
    for kind in ("project", "follower"):
        change(
            study,
            "study.yaml",
            "    programme: tests\n    waves",
            f"    kind: {kind}\n    programme:  tests\n    waves",
        )
    blocks = [block_of("Compare two waves"), block_of("Say when two occasions may be compared")]
    blocks.append(block_of("Follow a scorecard or indicators"))
    change(study, "plan.yaml", "comparisons:\n", "".join(blocks) + "comparisons:\n")
    (study / "config" / "scorecards").mkdir()
    (study / "config" / "scorecards" / "tiny_card.yaml").write_text(CARD, "utf-8")
    plan = load_study(study).plan
    assert plan.changes["start_to_end"].treated == ["project"]
    assert (plan.comparability.borders, plan.comparability.unknown) == ("ignore", "mark")
    assert plan.comparability.missing_rule == "stop", "what is not written stands as it was"
    assert plan.scorecards["sessions"].scorecard == "tiny_card"
    assert (plan.indicators.fewest_points, plan.indicators.late_days) == (5, 14)


CARD = """\
id: tiny_card
title: {nb: Kort, en: Card}
lowest: 0
highest: 10
source: {citation: Made for the tests.}
fields:
  - {id: openness, label: {nb: Åpenhet, en: Openness}}
"""
FRAME = """\
id: tiny_frame
title: {nb: Ramme, en: Frame}
level: nominal
unit: turn
source: {citation: Made for the tests.}
codes:
""" + "".join(
    f"  - {{id: {code}, label: {{nb: {code}, en: {code}}}, definition: {{nb: {code}, en: {code}}}}}\n"
    for code in ("initiating", "implementing", "openness", "obstacles")
)
