"""The late wave of the reference study: the two tools' shapes, who comes back, and who is not counted."""

from __future__ import annotations

import csv
import io
import json
from itertools import combinations
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from analysis import ingest
from analysis.configuration import load_yaml
from analysis.instruments import load_instrument
from analysis.persons.near_misses import find_near_misses
from analysis.reference_study import LATE_FOLDER, design, late_wave
from analysis.reference_study.codes import PARTS, draw_codes, misspell, name_first_wave
from analysis.reference_study.late_sheets import fill_late_sheets
from analysis.reference_study.qualtrics_export import DOMAIN, NETWORK, PEOPLE
from analysis.reference_study.spss_export import export_data_file
from analysis.study import Settings, Study, load_study
from tests.tiny_study import KEY

REPOSITORY = Path(__file__).resolve().parents[2]
SEED = 2018
ITEMS = [f"q{number:02d}" for number in range(1, 83)]


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(REPOSITORY)


@pytest.fixture(scope="module")
def imports(study: Study) -> dict[str, ingest.Imported]:
    sources = [source for source in study.source_ids if source.startswith("ks")]
    return {source: ingest.import_source(study, source, KEY) for source in sources}


@pytest.fixture(scope="module")
def people(imports: dict[str, ingest.Imported]) -> pd.DataFrame:
    return pd.concat([one.persons for one in imports.values()], ignore_index=True)


def read_enterprise() -> list[list[str]]:
    text = (REPOSITORY / LATE_FOLDER / "enterprise.csv").read_bytes().decode("utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_the_municipal_file_has_labels_and_a_code_for_not_answering() -> None:
    cells, about = pyreadstat.read_sav(REPOSITORY / LATE_FOLDER / "municipality.sav", user_missing=True)
    assert about.column_names == ["respondentid", "closetime", *PARTS, *ITEMS]
    assert "SYNTETISKE DATA" in about.file_label
    assert cells.shape[0] == 9 and cells["closetime"].is_monotonic_increasing
    assert about.variable_value_labels["q26"] == {
        1.0: "Helt uenig",
        2.0: "Delvis uenig",
        3.0: "Ikke relevant eller kan ikke si",
        4.0: "Delvis enig",
        5.0: "Helt enig",
        99.0: "Ønsker ikke å svare",
    }
    assert about.missing_ranges["q26"] == [{"lo": 99.0, "hi": 99.0}]
    assert "q70" not in about.missing_ranges and 5.0 not in about.variable_value_labels["q01"]
    assert (cells[["q19", "q60", "q45"]] == 99).sum().tolist() == [1, 1, 1]
    assert (cells[ITEMS] == 99).sum().sum() == 3
    assert cells["q70"].dropna().between(1, 100).all()


def test_the_same_moment_of_writing_is_in_every_file() -> None:
    instrument = load_instrument(REPOSITORY / "config" / "instruments" / "ks2018.yaml", REPOSITORY)
    settings = load_yaml(REPOSITORY / "config" / "study.yaml", Settings, REPOSITORY)
    cases = {case.id: (case.answer or 0, case.label) for case in settings.cases}
    answers = {case: answer for case, (answer, _) in cases.items()}
    municipal = fill_late_sheets(instrument, answers, SEED)[design.MUNICIPALITY]
    data = export_data_file(municipal, instrument, cases)
    assert data[92:109] == b"20 Nov 2012:00:00"
    assert data == export_data_file(municipal, instrument, cases)


def test_the_enterprise_file_has_three_header_rows() -> None:
    names, texts, imported, *rows = read_enterprise()
    assert names[-85:] == [*PARTS, *ITEMS] and len(names) == 17 + 85
    assert texts[names.index("q01")].startswith("SYNTETISKE DATA") and "\n" in texts[names.index("q01")]
    ids = [json.loads(cell)["ImportId"] for cell in imported]
    assert ids[:4] == ["startDate", "endDate", "status", "ipAddress"] and len(set(ids)) == len(ids)
    assert ids[names.index("kode_mor")] == "QID1_TEXT" and ids[names.index("q26")] == "QID29"
    cells = [dict(zip(names, row, strict=True)) for row in rows]
    assert [(row["Status"], row["Finished"]) for row in cells].count(("0", "1")) == 7
    assert {row["Progress"] for row in cells if row["Finished"] == "0"} == {"25"}
    assert [row["RecordedDate"] for row in cells] == sorted(row["RecordedDate"] for row in cells)


def test_people_in_the_enterprise_file_are_nobody() -> None:
    names, _, _, *rows = read_enterprise()
    cells = [dict(zip(names, row, strict=True)) for row in rows]
    assert all(row["RecipientEmail"].endswith(f"@{DOMAIN}") for row in cells)
    assert all(row["IPAddress"].startswith(NETWORK) for row in cells)
    assert {(row["RecipientFirstName"], row["RecipientLastName"]) for row in cells} == set(PEOPLE)
    assert DOMAIN.endswith(".example") and NETWORK == "198.51.100."
    for column in ("RecipientEmail", "ExternalReference", "LocationLatitude", "LocationLongitude"):
        assert len({row[column] for row in cells}) == len(PEOPLE)


def test_who_is_counted(imports: dict[str, ingest.Imported]) -> None:
    sizes = {source: len(one.responses) for source, one in imports.items()}
    assert sizes == {
        "ks2018-municipality": 11,
        "ks2018-enterprise": 7,
        "ks2020-municipality": 9,
        "ks2020-enterprise": 6,
    }
    lines = imports["ks2020-enterprise"].receipts
    out = lines[lines["what"] == "row_left_out"]["why"]
    assert sorted(out) == ["earlier_answer", "status_partial", "status_preview"]
    flow = lines[lines["what"] == "flow"].set_index("why")["count"]
    assert flow.to_dict() == {"invited": 8, "answered": 7, "completed": 6, "counted": 6}


def test_what_somebody_declines_to_answer_is_missing_for_that_reason(
    imports: dict[str, ingest.Imported],
) -> None:
    responses = imports["ks2020-municipality"].responses
    missing = responses[[f"{item}__missing" for item in ITEMS if f"{item}__missing" in responses]]
    assert (missing == "refused").sum().sum() == 3
    assert not responses[["q19", "q45", "q60"]].eq(99).any().any()


def test_nine_people_are_known_again_and_one_is_a_near_miss(people: pd.DataFrame, study: Study) -> None:
    assert set(people["basis"]) == {"code"}
    waves = {wave: set(inside["respondent"]) for wave, inside in people.groupby("wave")}
    assert (len(waves["w2018"]), len(waves["w2020"]), len(waves["w2018"] & waves["w2020"])) == (18, 15, 9)
    (near,) = find_near_misses(people, study).itertuples()
    assert (near.case, near.group) == (design.FRISKGARDEN, design.MUNICIPALITY)
    assert (near.wave, near.same_wave) == ("w2018", "w2020")


def test_the_same_code_in_another_case_is_another_person(people: pd.DataFrame) -> None:
    codes = late_wave.draw_all_codes(SEED)
    assert codes["new-arendal"] == codes["2018-16"]
    assert people.groupby("respondent")["case"].nunique().max() == 1


def test_nobody_of_the_case_that_ended_answers(people: pd.DataFrame) -> None:
    late = people[people["wave"] == "w2020"]
    assert set(late["case"]) == set(late_wave.CASES) == set(people["case"]) - {design.TRANOY}
    assert late.groupby("case")["group"].nunique().eq(2).all()


def test_codes_differ_in_two_parts_and_stay_when_people_join() -> None:
    names = name_first_wave()
    codes = draw_codes(SEED, [*names, "one more"])
    assert {name: codes[name] for name in names} == draw_codes(SEED, names)
    for one, other in combinations(codes.values(), 2):
        assert sum(a != b for a, b in zip(one, other, strict=True)) >= 2
    assert misspell(("An", "7", "e")) == ("Na", "7", "e")


def test_an_answer_of_the_late_wave_depends_on_nobody_elses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    instrument = load_instrument(REPOSITORY / "config" / "instruments" / "ks2018.yaml", REPOSITORY)
    before = {one.name: one.respondent.answers for one in late_wave.draw_late_people(instrument, SEED)}
    monkeypatch.setattr(late_wave, "RETURNING", late_wave.RETURNING[1:])
    after = {one.name: one.respondent.answers for one in late_wave.draw_late_people(instrument, SEED)}
    assert set(before) - set(after) == {"2018-0"}
    assert all(before[name] == answers for name, answers in after.items())


def test_the_late_wave_began_on_its_day() -> None:
    settings = load_yaml(REPOSITORY / "config" / "study.yaml", Settings, REPOSITORY)
    assert settings.waves[1].date == late_wave.OPENED
    assert settings.main_wave == "w2018"
