"""A codebook is a tree of codes, each named once and defined in both languages."""

import re
from pathlib import Path

import pytest

from analysis.codebooks import Codebook, load_codebook
from analysis.problems import ProblemsFound

REPOSITORY = Path(__file__).resolve().parents[2]
BOOKS = REPOSITORY / "config" / "codebooks"

SAMPLE = """\
id: sample
title: {nb: Prøve, en: Sample}
level: nominal
unit: turn
source: {citation: Made for this test}
codes:
  - id: mood
    label: {nb: Stemning, en: Mood}
    definition: {nb: Hvordan det kjennes., en: How it feels.}
    codes:
      - id: joy
        label: {nb: Glede, en: Joy}
        definition: {nb: Noen er glad., en: Somebody is glad.}
  - id: matter
    label: {nb: Sak, en: Matter}
    definition: {nb: Hva det gjelder., en: What it is about.}
"""


def load(text: str, folder: Path) -> Codebook:
    path = folder / "config" / "codebooks" / "sample.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return load_codebook(path, folder)


def test_ids_follow_the_tree_from_the_top(tmp_path: Path) -> None:
    assert load(SAMPLE, tmp_path).ids() == ["mood", "joy", "matter"]


def test_a_code_stands_only_once_in_the_whole_tree(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as raised:
        load(SAMPLE.replace("id: matter", "id: joy"), tmp_path)
    (problem,) = raised.value.problems
    assert (problem.file, problem.place) == ("config/codebooks/sample.yaml", "line 14")
    assert problem.what == "the code “joy” stands twice"


def test_the_id_is_the_files_name(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as raised:
        load(SAMPLE.replace("id: sample", "id: samples"), tmp_path)
    assert [problem.what for problem in raised.value.problems] == ["the id is not the file's name"]


def test_an_unknown_unit_is_refused_with_the_units_there_are(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as raised:
        load(SAMPLE.replace("unit: turn", "unit: word"), tmp_path)
    (problem,) = raised.value.problems
    assert problem.place == "line 4"
    assert "paragraph" in problem.allowed


@pytest.fixture(scope="module")
def frame() -> Codebook:
    """The coding frame of the 2018 focus groups."""
    return load_codebook(BOOKS / "samskaping2018.yaml", REPOSITORY)


def test_the_2018_frame_has_its_families(frame: Codebook) -> None:
    assert {code.id: len(code.codes) for code in frame.codes} == {
        "values": 4,
        "fields": 7,
        "barriers": 5,
        "found": 5,
        "process": 3,
        "result": 2,
    }


def test_the_frame_of_expectations_has_its_three_families() -> None:
    codes = load_codebook(BOOKS / "cocreation_local_government.yaml", REPOSITORY).codes
    assert {code.id: len(code.codes) for code in codes} == {"expectations": 7, "challenges": 9, "coping": 7}


def test_the_frame_of_political_cocreation_has_blocks_gains_and_two_kinds_of_challenges() -> None:
    codes = load_codebook(BOOKS / "political_cocreation.yaml", REPOSITORY).codes
    assert {code.id: len(code.codes) for code in codes} == {
        "building_blocks": 10,
        "gains": 8,
        "challenges_politicians": 5,
        "challenges_administrators": 5,
    }


@pytest.mark.parametrize("path", sorted(BOOKS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_code_of_a_frame_is_named_once_and_defined_in_a_sentence_or_two(path: Path) -> None:
    codebook = load_codebook(path, REPOSITORY)
    codes = list(codebook.walk())
    for language in ("nb", "en"):
        assert len({code.label.in_language(language).casefold() for code in codes}) == len(codes)
        for code in codes:
            definition = code.definition.in_language(language)
            assert definition.endswith(".") and definition.count(". ") <= 1, code.id
    assert [code.id for code in codes if code.definition.nb == code.definition.en] == []
    assert codebook.source.citation and codebook.source.note, (
        "a frame says where it comes from, and what is ours"
    )


def test_the_codebook_on_the_page_is_a_whole_one_and_its_table_counts_rightly(tmp_path: Path) -> None:
    page = (REPOSITORY / "docs" / "codebooks.md").read_text("utf-8")
    block = re.search(r"```yaml neighbours.yaml\n(.*?)```", page, flags=re.DOTALL)
    assert block
    path = tmp_path / "neighbours.yaml"
    path.write_text(block[1], "utf-8")
    assert [code.id for code in load_codebook(path, tmp_path).ordinal_groups()] == ["trust"]
    rows = re.findall(r"^\| `(\w+)` \|.*\| (\d+) \|$", page, flags=re.MULTILINE)
    leaves = {path.stem: len(load_codebook(path, REPOSITORY).leaves()) for path in BOOKS.glob("*.yaml")}
    assert {name: int(count) for name, count in rows} == leaves


def test_no_label_is_longer_than_a_tool_keeps() -> None:
    labels = [
        label
        for path in BOOKS.glob("*.yaml")
        for code in load_codebook(path, REPOSITORY).walk()
        for label in (code.label.nb, code.label.en)
    ]
    assert max(map(len, labels)) <= 63, "MAXQDA cuts the names of codes after 63 characters"
