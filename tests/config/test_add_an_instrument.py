"""The guide's example of a new instrument is one that the study takes as it stands."""

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from analysis.descriptives import describe_responses
from analysis.ingest import combine, import_source
from analysis.instruments import AnswerSet, Item, Version
from analysis.problems import ProblemsFound
from analysis.scoring import score_scales
from analysis.settings import Group
from analysis.sources import hash_file
from analysis.study import Study, load_study
from tests.tiny_study import KEY, write_tiny_study

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


def test_the_parts_of_a_form_for_all_groups_are_what_the_models_take() -> None:
    section = PAGE.read_text("utf-8").split("### One form for all groups")[1].split("###")[0]
    parts: dict[str, Any] = {}
    for block in re.findall(r"```yaml\n(.*?)```", section, re.DOTALL):
        parts |= yaml.safe_load(block)
    assert Version.model_validate(parts["versions"]["common"]).group == "*"
    (item,) = (Item.model_validate(one) for one in parts["items"])
    asked = AnswerSet.model_validate(parts["answer_sets"][item.answers])
    (group,) = (Group.model_validate(one) for one in parts["groups"])
    assert (asked.kind, asked.values()) == ("group", [group.answer])


def test_the_random_variance_follows_the_rule_that_the_page_gives(follow_up: Path) -> None:
    steps = load_study(follow_up).instruments["follow_up"].answer_sets["seven_steps"]
    assert steps.random_variance == (7**2 - 1) / 12


def test_without_the_instrument_the_plan_names_what_is_missing(follow_up: Path) -> None:
    (follow_up / "config" / "instruments" / "follow_up.yaml").unlink()
    with pytest.raises(ProblemsFound) as raised:
        load_study(follow_up)
    told = {(problem.file, problem.what) for problem in raised.value.problems}
    assert told == {("config/plan.yaml", "there is no instrument “follow_up”")}


def write_export(folder: Path, group: str, answers: list[str]) -> list[str]:
    """One group's answers as Nettskjema exports them; returns their rows of sources.tsv."""
    raw = folder / "data" / "raw" / "follow_up"
    raw.mkdir(parents=True, exist_ok=True)
    lines = ["$submission_id;q01;q02;q03;q04", *(f"{line};" for line in answers)]
    (raw / f"{group}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    kinds = {"q01": "LINEAR_SCALE", "q02": "LINEAR_SCALE", "q03": "LINEAR_SCALE", "q04": "QUESTION"}
    form = [{"elementType": kind, "externalElementId": item} for item, kind in kinds.items()]
    (raw / f"{group}.json").write_text(json.dumps(form), "utf-8")
    rows = []
    for part, name in (("answers", f"{group}.csv"), ("codebook", f"{group}.json")):
        about = ("nettskjema", "follow_up", group, "north-farm", "w2018", group)
        path = f"data/raw/follow_up/{name}"
        rows.append("\t".join([f"follow-up-{group}", "survey", part, *about, path, hash_file(folder / path)]))
    return rows


def test_its_answers_become_estimates_without_any_code(follow_up: Path) -> None:
    rows = write_export(follow_up, "municipality", ["11;6;2;5", "12;5;3;", "13;4;4;4"])
    rows += write_export(follow_up, "social_enterprise", ["21;7;1;6", "22;6;;7", "23;7;2;5"])
    with (follow_up / "config" / "sources.tsv").open("a", encoding="utf-8", newline="\n") as sources:
        sources.write("\n".join(rows) + "\n")
    study = load_study(follow_up)
    named = {file.source: file.instrument for file in study.sources}
    responses, scores = {}, []
    for name, instrument in study.instruments.items():
        read = [import_source(study, source, KEY) for source, of in named.items() if of == name]
        responses[name] = combine([(one.responses, one.persons) for one in read], study, instrument)
        scores.append(score_scales(responses[name], instrument))
    described = describe_responses(study, responses, pd.concat(scores, ignore_index=True))
    chosen = described.query("scale == 'confidence' and statistic == 'mean' and case == 'all'")
    # Question 2 counts as 8 less the answer: 6, 5, 4 for the municipality; 7, 6 (one answer), 6.5.
    means = dict(zip(chosen["group"], chosen["estimate"], strict=True))
    assert means == {"all": 5.75, "municipality": 5, "social_enterprise": 6.5}
