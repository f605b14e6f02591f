"""SurveyXact's three files in their variants, and who counts as a respondent."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from analysis.ingest import Imported, import_source
from analysis.ingest.people.pseudonyms import name_answer
from analysis.problems import ProblemsFound
from analysis.study import load_study
from tests.tiny_study import KEY, edit_raw, refresh_hashes, write_tiny_study

RAW = "data/raw/tiny/enterprise_{}.csv"
ANSWERS, STRUCTURE, LABELS = (RAW.format(part) for part in ("answers", "structure", "labels"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_tiny_study(tmp_path / "study")


def read(folder: Path) -> Imported:
    return import_source(load_study(folder), "tiny-enterprise", KEY)


def refusal(folder: Path) -> list[str]:
    study = load_study(folder)
    with pytest.raises(ProblemsFound) as caught:
        import_source(study, "tiny-enterprise", KEY)
    return str(caught.value).splitlines()


def rewrite(folder: Path, separator: str, encoding: str, line_end: str, phantom: bool = False) -> None:
    """The same export in another of SurveyXact's variants."""
    for file in (ANSWERS, STRUCTURE, LABELS):
        rows = list(
            csv.reader(io.StringIO((folder / file).read_bytes().decode("cp1252"), newline=""), delimiter=";")
        )
        if phantom and file == ANSWERS:
            rows[1:] = [[*row, ""] for row in rows[1:]]
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=separator, lineterminator=line_end).writerows(rows)
        (folder / file).write_bytes(out.getvalue().encode(encoding))
    refresh_hashes(folder)


@pytest.mark.parametrize(
    ("separator", "encoding", "line_end", "phantom"),
    [(";", "cp1252", "\r\n", False), (",", "cp1252", "\n", True), ("\t", "utf-16", "\r\n", False)],
)
def test_every_variant_gives_the_same_answers(
    folder: Path, separator: str, encoding: str, line_end: str, phantom: bool
) -> None:
    before = read(folder).responses
    rewrite(folder, separator, encoding, line_end, phantom)
    after = read(folder)
    pd.testing.assert_frame_equal(after.responses, before)
    mended = after.receipts[after.receipts["what"] == "file_mended"]
    assert mended[["why", "count"]].values.tolist() == ([["phantom_last_cell", 8]] if phantom else [])


def test_texts_with_separators_do_not_hide_the_labels_own(folder: Path) -> None:
    edit_raw(folder, "enterprise_labels.csv", "s_1;1;Nordgården", "s_1;1;Nordgården, og skogen", "cp1252")
    assert len(read(folder).responses) == 6


def test_long_names_of_the_status_are_known_too(folder: Path) -> None:
    before = read(folder).responses
    for name in ("enterprise_answers.csv", "enterprise_structure.csv", "enterprise_labels.csv"):
        edit_raw(folder, name, "stato_", "statoverall_")
    pd.testing.assert_frame_equal(read(folder).responses, before)


def test_only_completed_forms_count(folder: Path) -> None:
    for row, code in (("29", 1), ("30", 2), ("33", 3), ("36", 5)):
        ticks = ";".join(str(int(code == one)) for one in range(1, 6))
        path = folder / ANSWERS
        head, _, rest = path.read_bytes().decode("cp1252").partition(f"8254784{row}")
        path.write_bytes((head + f"8254784{row}" + rest.replace("0;0;0;1;0", ticks, 1)).encode("cp1252"))
    refresh_hashes(folder)
    imported = read(folder)
    assert imported.responses["respondent"].tolist() == [
        name_answer(KEY, "tiny-enterprise", "825478438"),
        name_answer(KEY, "tiny-enterprise", "825478441"),
    ]
    left_out = imported.receipts[imported.receipts["what"] == "row_left_out"]
    assert left_out[["row", "before", "why"]].values.tolist() == [
        [2, "Ny", "status_never_sent"],
        [3, "Distribuert", "status_never_opened"],
        [4, "Noen svar", "status_partial"],
        [5, "Frafalt", "status_dropped_out"],
        [8, "Distribuert", "status_never_opened"],
        [9, "Noen svar", "status_partial"],
    ]


def test_answers_of_rows_that_do_not_count_are_not_judged(folder: Path) -> None:
    edit_raw(folder, "enterprise_answers.csv", "2;1;5;;;;;;;;0;0;1;0;0", "7;9;x;;;;;;;;0;0;1;0;0")
    assert len(read(folder).responses) == 6


def test_an_export_without_ids_is_numbered_and_says_so(folder: Path) -> None:
    edit_raw(folder, "enterprise_answers.csv", "respondentid", "survey")
    imported = read(folder)
    assert name_answer(KEY, "tiny-enterprise", "row-2") in imported.responses["respondent"].tolist()
    mended = imported.receipts[imported.receipts["what"] == "file_mended"]
    assert mended[["why", "count"]].values.tolist() == [["no_id_column", 8]]


def test_blank_rows_are_left_out_and_counted(folder: Path) -> None:
    edit_raw(folder, "enterprise_answers.csv", "825478438;", ";" * 16 + "\n\n825478438;")
    imported = read(folder)
    left_out = imported.receipts[imported.receipts["why"] == "blank_row"]
    assert left_out["row"].tolist() == [6, 7]
    assert len(imported.responses) == 6


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("answers", "structure", [(ANSWERS, "answers", "structure"), (STRUCTURE, "structure", "answers")]),
        ("answers", "labels", [(ANSWERS, "answers", "labels"), (LABELS, "labels", "answers")]),
        ("structure", "labels", [(LABELS, "labels", "structure"), (STRUCTURE, "structure", "labels")]),
    ],
)
def test_two_files_swapped(folder: Path, first: str, second: str, said: list[tuple[str, str, str]]) -> None:
    path = folder / "config/sources.tsv"
    one, two = f"enterprise_{first}.csv", f"enterprise_{second}.csv"
    path.write_text(path.read_text("utf-8").replace(one, "X").replace(two, one).replace("X", two), "utf-8")
    refresh_hashes(folder)
    assert refusal(folder) == [
        line
        for file, is_part, entered in said
        for line in (
            f"{file}: this is the file “{is_part}”, not the file “{entered}”",
            f"    seen:    {is_part}",
            f"    allowed: {entered}",
            "    do:      swap the rows' parts in config/sources.tsv",
        )
    ]


@pytest.mark.parametrize(
    ("file", "before", "after", "expected"),
    [
        (
            ANSWERS,
            "stato_4",
            "stato_9",
            [
                "row 1: the columns that say who completed the form are missing",
                "    allowed: stato_4",
                "    do:      export the background variables with the status (Samlet status) too",
            ],
        ),
        (
            ANSWERS,
            "15;;0;0;0;1;0",
            "15;;0;0;1;1;0",
            [
                "row 2, column stato_1 to stato_5: the status is not clear",
                "    seen:    0 0 1 1 0",
                "    allowed: 1 in one of them, 0 in the others",
                "    do:      export the file again",
            ],
        ),
        (
            ANSWERS,
            "respondentid",
            "respondent_id",
            [
                "row 1: the column “respondent_id” is unknown",
                "    seen:    respondent_id",
                "    allowed: respondentid",
                "    do:      correct the name",
            ],
        ),
        (
            STRUCTURE,
            "choiceText",
            "text",
            [
                "row 1: this is not the header of a structure file",
                "    allowed: choiceText",
                "    do:      export the structure from SurveyXact again",
            ],
        ),
        (
            STRUCTURE,
            "s_2;s_2;",
            "s_2;s_3;",
            [
                "rows 5 and 6, column variableName: the variable stands more than once",
                "    seen:    s_3",
                "    do:      export the file again",
            ],
        ),
        (
            LABELS,
            "s_2;1;",
            "s_2;x;",
            [
                "row 3, column 2: the code is not a whole number",
                "    seen:    x",
                "    allowed: a whole number",
                "    do:      export the file again",
            ],
        ),
        (
            LABELS,
            "s_2;1;",
            "s_2;2;",
            [
                "row 4, column 2: the code stands twice for its variable",
                "    seen:    s_2 2",
                "    allowed: once each",
                "    do:      export the file again",
            ],
        ),
    ],
)
def test_files_that_do_not_hold_what_they_should(
    folder: Path, file: str, before: str, after: str, expected: list[str]
) -> None:
    edit_raw(folder, Path(file).name, before, after)
    assert refusal(folder) == [f"{file}, {expected[0]}", *expected[1:]]


def test_an_answer_whose_code_the_labels_do_not_have(folder: Path) -> None:
    edit_raw(folder, "enterprise_labels.csv", "s_5;2;Litt uenig\n", "")
    assert refusal(folder)[:4] == [
        f"{ANSWERS}, row 3, column s_5: the form offers no such answer",
        "    seen:    2",
        "    allowed: 1, 3, 4, 5",
        "    do:      enter the questions and the answers of one and the same export",
    ]


def test_an_export_in_which_nobody_is_done(folder: Path) -> None:
    edit_raw(folder, "enterprise_answers.csv", "0;0;0;1;0\n", "0;0;1;0;0\n")
    assert refusal(folder) == [
        f"{ANSWERS}: none of its 8 rows is an answer that counts",
        "    do:      export the answers when there are some",
    ]
