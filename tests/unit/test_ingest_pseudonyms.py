"""The key of the pseudonyms, the pseudonyms made with it, and who is the same person."""

from __future__ import annotations

import shutil
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.ingest import Imported, combine, import_source
from analysis.ingest.exports import Export
from analysis.ingest.people.pseudonyms import (
    check_person,
    hash_parts,
    name_answer,
    name_people,
    normalise_id,
    normalise_part,
)
from analysis.problems import ProblemList, ProblemsFound
from analysis.pseudonym_key import KEY_FILE, VARIABLE, make_throwaway_key, name_key, open_key
from analysis.source_options import PersonKey, SourceOptions
from analysis.sources import SourceFile
from analysis.study import load_study
from tests.tiny_study import KEY, add_case, refresh_hashes, write_tiny_study

OTHER_KEY = bytes(range(1, 33))
CODE = PersonKey(code=["mother", "day"])


@pytest.fixture(autouse=True)
def no_named_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


def test_a_key_is_made_on_first_use_for_the_owner_only_and_kept(tmp_path: Path) -> None:
    key = open_key(tmp_path)
    assert len(key) == 32
    assert open_key(tmp_path) == key
    assert (tmp_path / KEY_FILE).read_text("ascii") == key.hex() + "\n"
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "secret").iterdir()] == ["pseudonym.key"]
    assert open_key(tmp_path / "another") != key


def test_steps_that_start_together_make_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(open_key, [tmp_path] * 8))
    assert set(keys) == {open_key(tmp_path)}


def test_the_environment_may_name_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shared.key").write_text(KEY.hex(), "ascii")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "shared.key"))
    assert open_key(tmp_path / "study") == KEY
    assert not (tmp_path / "study").exists()
    monkeypatch.setenv(VARIABLE, str(tmp_path / "absent.key"))
    with pytest.raises(ProblemsFound, match="there is no key of the pseudonyms here"):
        open_key(tmp_path)


@pytest.mark.parametrize(
    ("content", "seen"),
    [(b"", "an empty file"), (b"secret", "6 characters"), (b"\xff" * 64, "64 characters")],
)
def test_a_key_that_is_none_is_refused_and_stays_as_it_is(tmp_path: Path, content: bytes, seen: str) -> None:
    path = tmp_path / KEY_FILE
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(ProblemsFound) as caught:
        open_key(tmp_path)
    assert str(caught.value) == (
        f"secret/pseudonym.key: this is no key of pseudonyms\n    seen:    {seen}\n"
        "    allowed: 64 digits 0-9 and a-f\n"
        "    do:      put the key back from its copy; or remove the file, and a new key is made"
    )
    assert path.read_bytes() == content


def test_a_folder_where_no_key_can_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("in the way", "ascii")
    with pytest.raises(ProblemsFound, match="the key of the pseudonyms cannot be made"):
        open_key(tmp_path)


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_a_key_that_git_tracks_is_refused(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    open_key(tmp_path)
    subprocess.run(["git", "-C", str(tmp_path), "add", "-f", KEY_FILE], check=True)
    with pytest.raises(ProblemsFound, match="git tracks the key of the pseudonyms"):
        open_key(tmp_path)


def test_a_keys_name_tells_keys_apart_and_gives_nothing_away() -> None:
    assert name_key(KEY) == name_key(bytes(range(32))) != name_key(OTHER_KEY)
    assert name_key(KEY) not in KEY.hex() and make_throwaway_key() != make_throwaway_key()


def test_no_two_lists_of_parts_are_written_alike() -> None:
    lists = [("ab", "c"), ("a", "bc"), ("abc",), ("abc", ""), ("", "abc"), ('a","b', "c")]
    assert len({hash_parts(KEY, *parts) for parts in lists}) == len(lists)
    assert hash_parts(KEY, "å") != hash_parts(OTHER_KEY, "å")
    assert len(hash_parts(KEY, "å")) == 16


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (" Åse ", "åse"),
        ("A nne", "anne"),
        ("07", "7"),
        ("7.0", "7"),
        ("0", "0"),
        ("００7", "7"),
        ("0a", "0a"),
        (" ", ""),
    ],
)
def test_parts_of_a_code_are_compared_as_people_mean_them(text: str, plain: str) -> None:
    assert normalise_part(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"), [(" 007 ", "007"), ("aB3", "aB3"), ("Kari@X.example", "kari@x.example"), ("", "")]
)
def test_ids_are_compared_as_they_stand(text: str, plain: str) -> None:
    assert normalise_id(text) == plain


def make_file(**changed: str) -> SourceFile:
    made = {
        "source": "one",
        "kind": "survey",
        "part": "answers",
        "format": "table",
        "instrument": "tiny",
        "version": "v",
        "case": "*",
        "wave": "w1",
        "group": "g",
        "path": "raw.csv",
        "sha256": "",
    }
    return SourceFile.model_validate(made | changed)


def name(
    columns: dict[str, list[str]],
    person: PersonKey | None,
    case: str = "north",
    key: bytes = KEY,
    **changed: Any,
) -> pd.DataFrame:
    cells = pd.DataFrame(columns, dtype="str")
    ids = pd.Series([f"id{row}" for row in cells.index], dtype="str")
    export = Export("raw.csv", "raw.csv", cells, ids, ids, {}, None, [], {}, {}, [], numbered_by="tool")
    file = make_file(**changed)
    places = pd.DataFrame({"case": case, "group": file.group}, index=cells.index)
    return name_people(export, file, person, places, key)


def test_without_a_person_key_an_answer_stands_for_itself() -> None:
    people = name({"x": ["1", "2"]}, None)
    assert people["respondent"].tolist() == [name_answer(KEY, "one", "id0"), name_answer(KEY, "one", "id1")]
    assert set(people["basis"]) == {"none"} and set(people["variants"]) == {""}
    assert people["respondent"].str.fullmatch("p[0-9a-f]{16}").all()
    assert people["answer"].tolist() == [hash_parts(KEY, "number", "tool", f"id{row}") for row in (0, 1)]


def test_one_id_has_one_name_in_every_source_wave_and_case() -> None:
    first = name({"id": ["a@x.example", "", "7"]}, PersonKey(id="id"))
    other = name(
        {"id": ["A@X.example ", "7"]}, PersonKey(id="id"), "south", source="two", wave="w2", group="h"
    )
    assert other["respondent"].tolist() == first["respondent"].tolist()[::2]
    assert first["basis"].tolist() == ["id", "none", "id"]
    assert first["respondent"][1] == name_answer(KEY, "one", "id1")
    assert name({"id": ["7"]}, PersonKey(id="id"), key=OTHER_KEY)["respondent"][0] != first["respondent"][2]


def test_one_code_has_one_name_in_a_group_of_a_case() -> None:
    first = name({"mother": ["Åse", "Åse", ""], "day": ["07", "8", "7"]}, CODE)
    assert first["basis"].tolist() == ["code", "code", "none"]
    assert first["respondent"].nunique() == 3
    again = {"mother": [" åse"], "day": ["7"]}
    assert name(again, CODE, source="two", wave="w2")["respondent"][0] == first["respondent"][0]
    assert name(again, CODE, "south")["respondent"][0] != first["respondent"][0]
    assert name(again, CODE, group="h")["respondent"][0] != first["respondent"][0]


@pytest.mark.parametrize(
    ("mother", "day", "near"),
    [
        ("anne", "17", True),
        ("ane", "17", True),
        ("annne", "17", True),
        ("anna", "17", True),
        ("nane", "17", True),
        ("anne", "71", True),
        ("berit", "17", True),
        ("anne", "24", True),
        ("", "17", True),
        ("ann", "7", False),
        ("berit", "24", False),
        ("", "24", False),
    ],
)
def test_codes_with_one_slip_share_a_variant(mother: str, day: str, near: bool) -> None:
    variants = name({"mother": ["anne", mother], "day": ["17", day]}, CODE)["variants"].str.split()
    assert bool(set(variants[0]) & set(variants[1])) == near
    elsewhere = name({"mother": ["anne"], "day": ["17"]}, CODE, "south")["variants"].str.split()
    assert not set(variants[0]) & set(elsewhere[0])


def test_columns_of_a_person_must_exist_and_hold_no_item() -> None:
    cells = pd.DataFrame({"mother": ["a"], "q1": ["1"]}, dtype="str")
    export = Export("raw.csv", "raw.csv", cells, cells["q1"], cells["q1"], {}, None, [], {}, {}, [])
    found = ProblemList("options.yaml")
    check_person(export, SourceOptions(person=PersonKey(code=["mother", "q1", "dat"])), {"q1": "q1"}, found)
    assert [(one.place, one.what) for one in found.problems] == [
        ("key person.code.1", "the column holds the item q1, and would show what the person is known by"),
        ("key person.code.2", "the export raw.csv has no column “dat”"),
    ]


@pytest.mark.parametrize("said", ["{}", "{id: a, code: [b]}", "{code: [a, a]}"])
def test_a_person_is_known_by_one_thing(tmp_path: Path, said: str) -> None:
    folder = write_tiny_study(tmp_path / "study")
    say(folder, f"person: {said}\n")
    with pytest.raises(ProblemsFound, match="either an id, or the parts of a code, each once"):
        load_study(folder)


def say(folder: Path, text: str, source: str = "tiny-municipality") -> None:
    path = folder / "config/sources" / f"{source}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


def read(folder: Path, source: str = "tiny-municipality", key: bytes = KEY) -> Imported:
    return import_source(load_study(folder), source, key)


def test_an_import_counts_one_answer_of_a_person_and_says_so(tmp_path: Path) -> None:
    folder = write_tiny_study(tmp_path / "study")
    say(folder, "person:\n  id: $answer_time_ms\ninvited: 9\n")
    path = folder / "data/raw/tiny/municipality_answers.csv"
    path.write_text(path.read_text("utf-8").replace('"60274"', '"60137"').replace('"60411"', '""'), "utf-8")
    refresh_hashes(folder)
    imported = read(folder)
    lines = imported.receipts[imported.receipts["what"].isin(["row_left_out", "row_unlinked", "flow"])]
    assert sorted(lines[["what", "why", "row", "before", "count"]].fillna("").values.tolist()) == [
        ["flow", "completed", 0, "", 6],
        ["flow", "counted", 0, "", 6],
        ["flow", "invited", 0, "", 9],
        ["row_left_out", "earlier_answer", 2, "row 3 counts, by time", 1],
        ["row_unlinked", "no_person_code", 0, "", 1],
    ]
    assert sorted(imported.persons["row"]) == [3, 4, 5, 6, 7, 8]
    assert set(imported.persons["respondent"]) == set(imported.responses["respondent"])


def test_a_person_in_two_exports_of_a_wave_is_refused(tmp_path: Path) -> None:
    folder = write_tiny_study(tmp_path / "study")
    add_case(folder)
    study = load_study(folder)
    sources = ["tiny-municipality", "east-municipality"]
    imports = [import_source(study, source, KEY) for source in sources]
    instrument = study.instruments["tiny"]
    # The tiny cases differ, so that the same person may well stand in both ...
    alike = [one.persons.assign(respondent="p1", basis="id")[:1] for one in imports]
    pairs = [(one.responses, two) for one, two in zip(imports, alike, strict=True)]
    assert len(combine(pairs, study, instrument)) == 10
    # ... but not twice in one case.
    pairs = [(responses, persons.assign(case="north-farm")) for responses, persons in pairs]
    with pytest.raises(ProblemsFound) as caught:
        combine(pairs, study, instrument)
    rows = [f"row {persons['row'][0]} of {persons['source'][0]}" for _, persons in pairs[::-1]]
    assert str(caught.value) == (
        "config/sources.tsv, sources east-municipality and tiny-municipality: "
        "the same person has answered in both\n"
        f"    seen:    {' and '.join(rows)}\n    allowed: one of them\n"
        "    do:      remove one of the answers from its export: a person counts once in each case and wave"
    )


def test_another_key_changes_the_names_and_nothing_else(tmp_path: Path) -> None:
    folder = write_tiny_study(tmp_path / "study")
    one, other = read(folder), read(folder, key=OTHER_KEY)
    pd.testing.assert_frame_equal(one.receipts, other.receipts)
    answers = [imported.responses.drop(columns="respondent") for imported in (one, other)]
    columns = list(answers[0].columns)
    first, second = (frame.sort_values(columns, ignore_index=True) for frame in answers)
    pd.testing.assert_frame_equal(first, second)
    assert not set(one.responses["respondent"]) & set(other.responses["respondent"])
    assert not set(one.persons["answer"]) & set(other.persons["answer"])
