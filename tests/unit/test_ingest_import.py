"""The tiny study's exports as responses, receipts and persons."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.contracts import PERSONS, RECEIPTS, RESPONSES
from analysis.ingest import Imported, combine, import_source
from analysis.ingest.people.pseudonyms import name_answer
from analysis.problems import ProblemsFound
from analysis.study import Study, load_study
from analysis.tables import read_table, write_table
from tests.tiny_study import (
    KEY,
    MUNICIPALITY,
    add_case,
    edit_raw,
    refresh_hashes,
    write_tiny_study,
)

SOURCES = ("tiny-municipality", "tiny-enterprise", "east-municipality", "east-enterprise")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_tiny_study(tmp_path / "study")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return load_study(write_tiny_study(tmp_path_factory.mktemp("tiny"), cases=3))


@pytest.fixture(scope="module")
def imports(study: Study) -> dict[str, Imported]:
    return {source: import_source(study, source, KEY) for source in study.source_ids}


def lines(receipts: pd.DataFrame, what: str, columns: list[str]) -> list[tuple[object, ...]]:
    chosen = receipts.loc[receipts["what"] == what, columns]
    return list(chosen.itertuples(index=False, name=None))


def test_every_completed_answer_is_a_row_with_its_keys(imports: dict[str, Imported]) -> None:
    made = imports["tiny-enterprise"].responses
    keys = ["case", "wave", "respondent", "group", "source", "instrument_version"]
    assert sorted(made[keys].values.tolist()) == sorted(
        [
            case,
            "w2018",
            name_answer(KEY, "tiny-enterprise", person),
            "social_enterprise",
            "tiny-enterprise",
            "social_enterprise",
        ]
        for case, person in [
            ("north-farm", "825478429"),
            ("north-farm", "825478430"),
            ("north-farm", "825478433"),
            ("south-cafe", "825478436"),
            ("south-cafe", "825478438"),
            ("south-cafe", "825478441"),
        ]
    )


def test_items_stand_in_order_each_with_its_missing_reason(imports: dict[str, Imported]) -> None:
    made = imports["tiny-municipality"].responses
    items = [f"q{number:02d}" for number in range(2, 11)]
    assert list(made.columns)[6:] == [name for item in items for name in (item, f"{item}__missing")]
    assert {str(made[item].dtype) for item in items[:-1]} == {"Int64"}
    assert {str(made[name].dtype) for name in ("q10", "q03__missing", "q10__missing")} == {"string"}


def test_values_are_the_answers_and_missing_ones_have_their_reason(imports: dict[str, Imported]) -> None:
    made = imports["tiny-municipality"].responses.set_index("respondent")
    reasons = {
        ("27685344", "q05"): "not_relevant",
        ("27685361", "q06"): "not_relevant",
        ("27685398", "q07"): "no_answer",
        ("27685344", "q09"): "not_relevant",
    }
    for person, answers in MUNICIPALITY.items():
        for number, text in enumerate(answers[1:9], 2):
            item = f"q{number:02d}"
            value, reason = made.loc[
                name_answer(KEY, "tiny-municipality", person), [item, f"{item}__missing"]
            ]
            expected = reasons.get((person, item))
            assert (pd.isna(value), None if pd.isna(reason) else reason) == (bool(expected), expected)
            assert expected or value == int(text)


def test_free_text_is_kept_in_the_responses_and_never_in_the_receipts(imports: dict[str, Imported]) -> None:
    for imported, text in (
        (imports["tiny-municipality"], 'Korte møter; "ærlige" svar'),
        (imports["tiny-enterprise"], "Én linje\ntil"),
    ):
        assert text in imported.responses["q10"].dropna().tolist()
        shown = " ".join(imported.receipts[["before", "after"]].fillna("").to_numpy().ravel())
        assert text not in shown


@pytest.mark.parametrize("source", SOURCES)
def test_the_receipts_add_up_to_zero_difference(imports: dict[str, Imported], source: str) -> None:
    receipts = imports[source].receipts
    counted = receipts.groupby("what")["count"].sum().to_dict()
    parts = {
        "row": ["kept", "left_out"],
        "column": ["kept", "left_out"],
        "cell": ["kept", "left_out", "set_missing", "recoded"],
    }
    for kind, became in parts.items():
        assert counted[f"{kind}_read"] == sum(counted.get(f"{kind}_{part}", 0) for part in became)
    assert counted["row_kept"] == len(imports[source].responses)
    items = [name for name in imports[source].responses.columns[6:] if not name.endswith("__missing")]
    filled = int(imports[source].responses[items].notna().sum().sum())
    recoded = receipts[(receipts["what"] == "cell_recoded") & receipts["why"].str.startswith("case_")]
    assert filled == counted["cell_kept"] + counted.get("cell_recoded", 0) - len(recoded)


def test_each_row_left_out_and_each_cell_changed_has_its_line(imports: dict[str, Imported]) -> None:
    receipts = imports["tiny-enterprise"].receipts
    assert lines(receipts, "row_left_out", ["row", "before", "why"]) == [
        (8, "Distribuert", "status_never_opened"),
        (9, "Noen svar", "status_partial"),
    ]
    assert lines(receipts, "cell_set_missing", ["row", "column", "before", "after", "why"]) == [
        (2, "s_10", "", "", "blank_no_answer"),
        (4, "s_10", "", "", "blank_no_answer"),
        (4, "s_6", "3", "", "answer_not_relevant"),
        (4, "s_8", "", "", "blank_not_relevant"),
        (6, "s_10", "", "", "blank_no_answer"),
        (7, "s_10", "", "", "blank_no_answer"),
    ]
    assert lines(receipts, "cell_recoded", ["row", "column", "before", "after", "why"])[3] == (
        5,
        "s_1",
        "2",
        "south-cafe",
        "case_from_answer",
    )
    assert lines(receipts, "column_left_out", ["column", "why"]) == [
        ("created", "tool_column"),
        ("respondentid", "answer_id"),
        *((f"stato_{code}", "status_column") for code in range(1, 6)),
    ]
    assert lines(receipts, "file_read", ["before", "after", "why"])[0] == (
        "data/raw/tiny/enterprise_answers.csv",
        "Windows-1252, semicolons",
        "answers_file",
    )


def test_the_case_may_come_from_sources_tsv(imports: dict[str, Imported]) -> None:
    imported = imports["east-municipality"]
    assert imported.responses["case"].unique().tolist() == ["east-workshop"]
    assert lines(imported.receipts, "cell_recoded", ["row", "before", "after", "why"]) == [
        (row, "", "east-workshop", "case_from_source") for row in (2, 3, 4)
    ]


def test_tables_are_the_same_after_writing_and_reading(imports: dict[str, Imported], tmp_path: Path) -> None:
    imported = imports["tiny-municipality"]
    write_table(imported.responses, tmp_path / "responses.parquet", RESPONSES)
    write_table(imported.receipts, tmp_path / "receipts.parquet", RECEIPTS)
    pd.testing.assert_frame_equal(read_table(tmp_path / "responses.parquet", RESPONSES), imported.responses)
    pd.testing.assert_frame_equal(read_table(tmp_path / "receipts.parquet", RECEIPTS), imported.receipts)
    write_table(imported.persons, tmp_path / "persons.parquet", PERSONS)
    pd.testing.assert_frame_equal(read_table(tmp_path / "persons.parquet", PERSONS), imported.persons)


def test_exports_of_an_instrument_come_together_sorted(study: Study, imports: dict[str, Imported]) -> None:
    pairs = [(one.responses, one.persons) for one in imports.values()]
    together = combine(pairs, study, study.instruments["tiny"])
    assert len(together) == 19
    assert together["respondent"].is_unique
    assert list(together.columns) == list(imports["tiny-municipality"].responses.columns)
    keys = ["case", "wave", "respondent"]
    pd.testing.assert_frame_equal(together, together.sort_values(keys, ignore_index=True))
    pd.testing.assert_frame_equal(together, combine(pairs[::-1], study, study.instruments["tiny"]))


def test_a_third_case_leaves_the_others_answers_as_they_were(study: Study, folder: Path) -> None:
    before = import_source(load_study(folder), "tiny-enterprise", KEY)
    add_case(folder)
    after = import_source(load_study(folder), "tiny-enterprise", KEY)
    pd.testing.assert_frame_equal(before.responses, after.responses)
    pd.testing.assert_frame_equal(before.receipts, after.receipts)


def test_the_same_answer_in_two_exports(folder: Path) -> None:
    add_case(folder)
    path = folder / "data/raw/east-workshop/municipality_answers.csv"
    path.write_bytes(path.read_bytes().replace(b"27685402", b"27685319"))
    refresh_hashes(folder)
    study = load_study(folder)
    read = [import_source(study, source, KEY) for source in study.source_ids]
    with pytest.raises(ProblemsFound) as caught:
        combine([(one.responses, one.persons) for one in read], study, study.instruments["tiny"])
    assert str(caught.value).splitlines() == [
        "config/sources.tsv, sources east-municipality and tiny-municipality: the same answer stands in both",
        "    seen:    row 3 of east-municipality and row 4 of tiny-municipality",
        "    allowed: one of them",
        "    do:      remove the answer from one of the exports, or the source that was entered twice",
    ]


def test_an_answer_that_the_form_words_otherwise_keeps_its_code_and_has_a_line(folder: Path) -> None:
    before = import_source(load_study(folder), SOURCES[0], KEY)
    assert lines(before.receipts, "answer_worded", ["column"]) == []
    edit_raw(folder, "municipality_codebook.json", "Ikke relevant", "Verken enig eller uenig")
    after = import_source(load_study(folder), SOURCES[0], KEY)
    pd.testing.assert_frame_equal(after.responses, before.responses)
    assert lines(after.receipts, "answer_worded", ["column", "before", "after", "why", "count"]) == [
        (column, "3 Verken enig eller uenig", "3 Ikke relevant", "worded_otherwise", 1)
        for column in ("q03", "q04", "q05", "q06", "q07")
    ]
