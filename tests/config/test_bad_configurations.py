"""Every bad configuration is told in its own words: the exact message, and nothing beside it.

The cases stand in `tests/config/bad/`, one file for each file of the configuration. A case changes one
passage of the tiny study and lists all that is told of it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.problems import ProblemsFound
from analysis.study import load_study
from tests.config.changes import Change, read_changes, tell
from tests.tiny_study import write_tiny_study

FILES = {
    "study": "config/study.yaml",
    "plan": "config/plan.yaml",
    "instrument": "config/instruments/tiny.yaml",
    "sources": "config/sources.tsv",
    "municipalities": "config/municipalities.tsv",
}


CHANGES = list(read_changes(FILES))


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_study(tmp_path_factory.mktemp("study"))


@pytest.mark.parametrize("change", CHANGES, ids=[change.name for change in CHANGES])
def test_the_fault_is_told_exactly(study: Path, change: Change) -> None:
    right = (study / change.file).read_text("utf-8")
    assert change.before in right
    assert tell(study, change.file, right.replace(change.before, change.after, 1)) == change.told


def test_the_tiny_study_itself_has_no_fault(study: Path) -> None:
    assert load_study(study).cases == ["north-farm", "south-cafe"]


def test_all_faults_of_all_files_are_told_at_once(study: Path) -> None:
    names = ("study: level in quotes", "plan: unknown purpose", "instrument: better", "sources: format")
    own = [change for change in CHANGES if change.name in (*names, "municipalities: number again")]
    chosen = {change.file: change for change in own}
    texts = {file: (study / file).read_text("utf-8") for file in chosen}
    for file, change in chosen.items():
        (study / file).write_text(texts[file].replace(change.before, change.after, 1), "utf-8")
    try:
        with pytest.raises(ProblemsFound) as raised:
            load_study(study)
    finally:
        for file, text in texts.items():
            (study / file).write_text(text, "utf-8")
    assert str(raised.value).split("\n") == [
        line for file in sorted(chosen) for line in chosen[file].told.split("\n")
    ]


def test_a_missing_file_is_told(study: Path) -> None:
    for file in ("study.yaml", "plan.yaml", "sources.tsv", "municipalities.tsv"):
        path = study / "config" / file
        hidden = path.rename(path.with_suffix(".hidden"))
        with pytest.raises(ProblemsFound, match=rf"^config/{file}: the file is missing\n"):
            load_study(study)
        hidden.rename(path)


def test_a_table_with_semicolons_is_told(study: Path) -> None:
    text = (study / "config/sources.tsv").read_text("utf-8").replace("\t", ";")
    assert tell(study, "config/sources.tsv", text).startswith(
        "config/sources.tsv, row 1: the columns are not separated by tabs\n"
        "    seen:    source;kind;part;format;instrument;version;case;wave;group;path;sha256\n"
    )


def test_a_table_without_rows_is_told(study: Path) -> None:
    header = (study / "config/sources.tsv").read_text("utf-8").split("\n")[0]
    assert "config/sources.tsv: the table has no rows\n" in tell(study, "config/sources.tsv", header + "\n")
    assert "config/sources.tsv, row 1: the header is missing\n" in tell(study, "config/sources.tsv", "")


def test_a_version_answered_by_another_group_is_told_in_each_row(study: Path) -> None:
    text = (study / "config/sources.tsv").read_text("utf-8")
    told = tell(study, "config/sources.tsv", text.replace("w2018\tmunicipality", "w2018\tsocial_enterprise"))
    message = "column group: the version “municipality” is answered by another group\n"
    assert [f"config/sources.tsv, row {row}, {message}" in told for row in (2, 3, 4)] == [True, True, False]


def test_a_source_without_answers_is_told(study: Path) -> None:
    lines = (study / "config/sources.tsv").read_text("utf-8").split("\n")
    text = "\n".join(line for line in lines if "municipality_answers" not in line)
    assert tell(study, "config/sources.tsv", text) == (
        "config/sources.tsv, row 2, column part: the source tiny-municipality has no file with answers\n"
        "    seen:    codebook\n"
        "    allowed: answers\n"
        "    do:      add the row of the answers"
    )


def test_a_file_listed_twice_is_told_by_path_part_and_content(study: Path) -> None:
    text = (study / "config/sources.tsv").read_text("utf-8")
    told = tell(study, "config/sources.tsv", text + text.split("\n")[1] + "\n")
    for column in ("path", "part", "sha256"):
        assert f"config/sources.tsv, row 7, column {column}: the " in told
    path = "data/raw/tiny/municipality_answers.csv"
    assert f"the same content is entered twice\n    seen:    {path}, {path}\n" in told


def test_a_changed_raw_file_is_told_with_both_hashes(study: Path) -> None:
    raw = study / "data/raw/tiny/municipality_answers.csv"
    right = raw.read_bytes()
    before = load_study(study).sources[0].sha256
    raw.write_bytes(right + b"\n")
    with pytest.raises(ProblemsFound) as raised:
        load_study(study)
    assert load_study(study, check_hashes=False).cases == ["north-farm", "south-cafe"]
    raw.write_bytes(right)
    (problem,) = raised.value.problems
    assert (problem.place, problem.allowed) == ("row 2, column sha256", before)
    assert problem.what == "data/raw/tiny/municipality_answers.csv is not the file that was entered"
    assert problem.seen != before


def test_a_damaged_hash_is_told(study: Path) -> None:
    text = (study / "config/sources.tsv").read_text("utf-8")
    hashed = load_study(study).sources[0].sha256
    told = tell(study, "config/sources.tsv", text.replace(hashed, hashed[:-1], 1))
    assert "row 2, column sha256: this sha256 cannot be used\n" in told
    assert "    allowed: a sha256: 64 digits 0-9 and a-f\n" in told


def test_an_empty_hash_is_told_with_what_to_enter(study: Path) -> None:
    text = (study / "config/sources.tsv").read_text("utf-8")
    hashed = load_study(study).sources[0].sha256
    assert tell(study, "config/sources.tsv", text.replace(hashed, "", 1)) == (
        "config/sources.tsv, row 2, column sha256: "
        "no sha256 is entered for data/raw/tiny/municipality_answers.csv\n"
        f"    do:      if this is the right file, enter {hashed}"
    )


@pytest.mark.parametrize("file", [*FILES.values()])
def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(study: Path, file: str) -> None:
    path = study / file
    right = path.read_bytes()
    expected = load_study(study)
    path.write_bytes(b"\xef\xbb\xbf" + right.replace(b"\n", b"\r\n"))
    loaded = load_study(study)
    path.write_bytes(right)
    assert loaded.settings.model_dump() == expected.settings.model_dump()
    assert loaded.plan.model_dump() == expected.plan.model_dump()
    assert [one.model_dump() for one in loaded.sources] == [one.model_dump() for one in expected.sources]
    assert loaded.municipalities.periods == expected.municipalities.periods
    assert loaded.instruments["tiny"].model_dump() == expected.instruments["tiny"].model_dump()


def test_line_numbers_hold_with_windows_line_ends(study: Path) -> None:
    path = study / "config/study.yaml"
    right = path.read_bytes()
    path.write_bytes(right.replace(b"seed: ", b"sed: ").replace(b"\n", b"\r\n"))
    with pytest.raises(ProblemsFound, match=r"line 10: unknown key “sed”"):
        load_study(study)
    path.write_bytes(right)


def test_an_unknown_measure_names_the_nearest(study: Path) -> None:
    text = (study / "config/plan.yaml").read_text("utf-8")
    told = tell(study, "config/plan.yaml", FINDINGS.replace("people", "peoples") + text)
    assert told.startswith(
        "config/plan.yaml, line 1: “findings › facts › entry 1 › measure” cannot be used\n"
        "    seen:    peoples\n"
    )
    assert told.endswith("do:      did you mean “people”?")


FINDINGS = (
    "findings: { instrument: tiny, wave: w2018, contrast: enterprise_against_municipality, citation: x, "
    "facts: [{ finding: 1, fact: n, statement: { nb: a, en: a }, published: '10', page: p, "
    "measure: people, expect: { equals: 10 } }] }\n"
)


def test_a_codebook_is_checked(study: Path) -> None:
    path = study / "config/codebooks/values.yaml"
    path.parent.mkdir()
    path.write_text(CODEBOOK, "utf-8")
    with pytest.raises(ProblemsFound) as raised:
        load_study(study)
    path.unlink()
    path.parent.rmdir()
    assert str(raised.value) == (
        "config/codebooks/values.yaml, line 1: the id is not the file's name\n"
        "    seen:    worth\n    allowed: values\n    do:      make them equal\n"
        "config/codebooks/values.yaml, line 13: the code “openness” stands twice\n"
        "    do:      rename or remove one of the two"
    )


CODEBOOK = """\
id: worth
title: { nb: Verdier, en: Values }
level: nominal
unit: segment
source: { citation: Made for the tests., ours: true }
codes:
  - id: openness
    label: { nb: Åpenhet, en: Openness }
    definition: { nb: Deling, en: Sharing }
  - id: democracy
    label: { nb: Demokrati, en: Democracy }
    definition: { nb: Medvirkning, en: Taking part }
    codes: [{ id: openness, label: { nb: a, en: a }, definition: { nb: a, en: a } }]
"""
