"""Plain tables: any text or workbook with a header row, and a table of codes beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.ingest.exports import Export, RawFile
from analysis.ingest.formats.table import find_id, read, recognise
from analysis.ingest.looks import Look
from analysis.problems import ProblemsFound
from analysis.source_options import SourceOptions
from tests.unit.made_workbooks import ods_number, ods_parts, ods_table, ods_text, pack, xlsx_parts, xlsx_rows

ANSWERS = "ID;q01;q02\n7;1;på\n9;;to\n"
CODES = "kolonne;kode;tekst\nq01;1; Ja\nq01;2;Nei\n"


def read_files(folder: Path, sheet: str | None = None, **texts: str | bytes | Path) -> Export:
    files = {}
    for part, text in texts.items():
        path = text if isinstance(text, Path) else folder / f"{part}.csv"
        if not isinstance(text, Path):
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        files[part] = RawFile(part, path, f"raw/{path.name}")
    return read(files, SourceOptions(sheet=sheet))


def refusal(folder: Path, **texts: str) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        read_files(folder, **texts)
    return str(caught.value).splitlines()


def test_a_table_without_codes(tmp_path: Path) -> None:
    export = read_files(tmp_path, answers=ANSWERS)
    assert export.cells.to_dict("list") == {"ID": ["7", "9"], "q01": ["1", ""], "q02": ["på", "to"]}
    assert list(export.cells.index) == [2, 3]
    assert export.ids.to_dict() == {2: "7", 3: "9"}
    assert export.statuses.tolist() == ["completed", "completed"]
    assert (export.tool_columns, export.questions, export.described) == ({"ID": "answer_id"}, {}, False)
    form = "UTF-8, semicolons"
    assert export.receipts[0] == {
        "what": "file_read",
        "why": "answers_file",
        "before": "raw/answers.csv",
        "after": form,
    }


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (ANSWERS.replace(";", "\t").encode("utf-16"), "UTF-16, tabs"),
        (ANSWERS.replace(";", "|").encode("cp1252"), "Windows-1252, upright strokes"),
        (ANSWERS.replace(";", ",").encode("utf-8-sig"), "UTF-8, commas"),
    ],
)
def test_the_forms_of_separated_text(tmp_path: Path, data: bytes, form: str) -> None:
    export = read_files(tmp_path, answers=data)
    assert export.cells["q02"].tolist() == ["på", "to"]
    assert export.receipts[0]["after"] == form


def test_workbooks_give_the_same_table(tmp_path: Path) -> None:
    path = pack(tmp_path, xlsx_parts(xlsx_rows([["ID", "q01"], [7, 1], [9, 2.5]]), sheets=2))
    export = read_files(tmp_path, "Ark2", answers=path)
    assert export.cells.to_dict("list") == {"ID": ["7", "9"], "q01": ["1", "2.5"]}
    assert [line["why"] for line in export.receipts] == ["answers_file", "other_sheet"]
    rows = [ods_text("ID") + ods_text("q01"), ods_number(7) + ods_number(1)]
    other = read_files(tmp_path, answers=pack(tmp_path, ods_parts(ods_table(rows)), "a.ods"))
    assert other.cells.to_dict("list") == {"ID": ["7"], "q01": ["1"]}


def test_rows_without_an_id_are_numbered_with_a_receipt(tmp_path: Path) -> None:
    export = read_files(tmp_path, answers="q01;q02\n1;a\n\n2;b\n")
    assert (export.ids.tolist(), export.blank) == (["row-2", "row-4"], [3])
    assert export.receipts[-1] == {"what": "file_mended", "why": "no_id_column", "count": 2}


@pytest.mark.parametrize(
    ("header", "column"),
    [
        (["q01", "Response ID"], "Response ID"),
        (["Nr.", "q01"], "Nr."),
        (["Løpenr", "q01"], "Løpenr"),
        (["nr", "respondent_id", "id"], "respondent_id"),
        (["ideas", "q01"], ""),
    ],
)
def test_the_column_of_the_id_is_known_by_its_name(header: list[str], column: str) -> None:
    assert find_id(header) == column


def test_ids_are_checked(tmp_path: Path) -> None:
    lines = refusal(tmp_path, answers="id;q01\n7;1\n7;2\n")
    assert lines[0] == "raw/answers.csv, rows 2 and 3, column id: the same answer stands more than once"


def test_a_table_of_codes_gives_the_options(tmp_path: Path) -> None:
    export = read_files(tmp_path, answers=ANSWERS, codebook=CODES)
    assert list(export.questions) == ["q01"]
    assert export.questions["q01"].options == {"1": "Ja", "2": "Nei"}
    assert export.questions_file == "raw/codebook.csv"
    assert [line["why"] for line in export.receipts] == ["answers_file", "codebook_file"]
    english = CODES.replace("kolonne;kode;tekst", "Variable;Value;Label")
    assert read_files(tmp_path, answers=ANSWERS, codebook=english).questions == export.questions


@pytest.mark.parametrize(
    ("codes", "place", "what"),
    [
        ("column;code\nq01;1\n", "row 1", "this is not the header of a table of codes"),
        (CODES + "q01;;Kanskje\n", "row 4, column code", "the code is missing"),
        (CODES + "q01;2;Nope\n", "row 4, column code", "the code stands twice for its column"),
        (CODES + "q1;2;Nope\n", "row 4, column column", "the answers have no column “q1”"),
    ],
)
def test_a_table_of_codes_with_a_fault(tmp_path: Path, codes: str, place: str, what: str) -> None:
    assert refusal(tmp_path, answers=ANSWERS, codebook=codes)[0] == f"raw/codebook.csv, {place}: {what}"


def test_the_faults_of_both_files_are_told_at_once(tmp_path: Path) -> None:
    lines = refusal(tmp_path, answers="id;q01;q01\n7;1;2\n", codebook="column;code\nq01;1\n")
    assert [line.split(",")[0] for line in lines if line.startswith("raw/")] == [
        "raw/answers.csv",
        "raw/codebook.csv",
    ]


@pytest.mark.parametrize(
    ("kind", "header", "part"),
    [
        ("text", ["id", "q01"], "answers"),
        ("workbook", ["id", "q01"], "answers"),
        ("text", ["Kolonne", "Kode", "Tekst"], "codebook"),
        ("text", ["alone"], None),
        ("json", ["id", "q01"], None),
    ],
)
def test_a_sighting_is_never_sure(kind: str, header: list[str], part: str | None) -> None:
    sighting = recognise(Look("raw/a", kind, {"": [header, ["1", "2", "3"]]}))
    assert (sighting and sighting.part) == part
    assert sighting is None or not sighting.sure
