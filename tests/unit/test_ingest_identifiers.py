"""What identifies a person: by its form, by what its column is called, and that it stops at the door."""

from __future__ import annotations

import time
from pathlib import Path

import pandas as pd
import pytest

from analysis.ingest import Imported, import_source
from analysis.ingest.exports import Export, Question, check_ids
from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.ingest.people.identifiers import (
    check_identifiers,
    check_named,
    find_identifiers,
    note_options,
)
from analysis.ingest.people.identifying_words import names_person
from analysis.ingest.people.masking import find_kind, hide, hiding, identifies, mask
from analysis.ingest.receipts import Ledger
from analysis.problems import Problem, ProblemList, ProblemsFound
from analysis.source_options import PersonKey, SourceOptions
from analysis.study import load_study
from tests.tiny_study import KEY, edit_raw, refresh_hashes, write_tiny_study

IDENTIFIERS = {
    "kari.nordmann@firma.example": "an e-mail address",
    "kåre@ås.example": "an e-mail address",
    "192.168.10.254": "an IP address",
    "2001:db8:85a3::8a2e:370:7334": "an IP address",
    "01010750160": "a national identity number",
    "010107 50160": "a national identity number",
    "41010750073": "a national identity number",
    "311280-1234": "a national identity number",
    "+47 912 34 567": "a phone number",
    "004791234567": "a phone number",
    "22 86 55 00": "a phone number",
    "912 34 567": "a phone number",
    "59.913869 10.752245 0 0": "a position",
    "59.913869, 10.752245": "a position",
    "https://survey.example/r?token=9f8a7b6c": "a web address with a key",
    "https://survey.example/jfe/SV_8kQ2zP0aBcD1": "a web address with a key",
    "f81d4fae-7dec-11d0-a765-00a0c91e6bf6": "a device's or an account's id",
    "collect:zXkRmPq81": "a device's or an account's id",
    "00:1B:44:11:3A:B7": "a device's or an account's id",
    "Mozilla/5.0 (X11; Linux x86_64)": "a program's and a device's name",
}
ANSWERS = [
    "4", "4.5", "4,5", "100", "-99", "40.0", "Helt enig", "Verken enig eller uenig", "2018-05-01 09:00:00",
    "2018-05-01T10:15:00+02:00", "03.04.2020", "10:11:12", "1 234 567", "100 000 000", "1;2;3", "0.25",
    "3801 Horten", "https://www.ks.no/sosiale-entreprenorer", "Per uke", "01010750161", "999.1.1.1",
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), IDENTIFIERS.items())
def test_identifiers_are_known_by_their_form(text: str, kind: str) -> None:
    assert find_kind(text) == kind
    assert mask(text) == f"({kind})"
    within = f"Ring meg: {text} i dag"
    assert find_kind(within) == kind
    assert text not in hide(within) and identifies(within)


@pytest.mark.parametrize("text", ANSWERS)
def test_answers_are_not_taken_for_identifiers(text: str) -> None:
    assert find_kind(text) == ""
    assert hide(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Månedlig", "Månedlig"),
        (" 7 ", " 7 "),
        ("91234567", "(a number of 8 digits)"),
        ("Kari Nordmann", "(what may be a name)"),
        ("kari", "(what may be a name)"),
        ("Xanthe Abernathy", "(what may be a name)"),
        ("x" * 41, "(a text of 41 characters)"),
        ("to\nlinjer", "(a text of 9 characters)"),
    ],
)
def test_a_message_describes_what_it_must_not_show(text: str, shown: str) -> None:
    assert mask(text) == shown


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "1 " * 100_000, ":" * 200_000, "http://" * 30_000, "@" * 100_000, "1." * 99_999]
)
def test_a_hostile_text_is_looked_at_in_bounded_time(text: str) -> None:
    begun = time.monotonic()
    identifies(text)
    hide(text)
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    "text",
    ["Navn", "E-post", "Hva er din e-postadresse?", "RecipientEmail", "IPAddress", "LocationLatitude",
     "UserAgent", "Hva heter du?", "Telefonnummer (mobil)", "Din stilling", "Job title", "device_id",
     "Fødselsnummer (11 siffer)", "Kva er namnet ditt?", "Efternavn", "Medarbejdernummer", "Postnr.",
     "ExternalReference"],
)  # fmt: skip
def test_a_column_is_known_by_what_it_asks_for(text: str) -> None:
    assert names_person(text)


@pytest.mark.parametrize(
    "text",
    ["q03", "", "Hvor ofte bruker dere e-post?", "Navn på kommunen", "Hva synes du om navnet på tjenesten?",
     "Kommune", "Stilling til samarbeidet", "ID", "Er telefonen viktig for samarbeidet?", "name " * 60],
)  # fmt: skip
def test_a_question_about_such_things_is_not_one_for_them(text: str) -> None:
    assert not names_person(text)


def make_export(columns: dict[str, list[str]], **questions: Question) -> Export:
    cells = pd.DataFrame(columns, dtype="str")
    cells.index = pd.Index(range(2, 2 + len(cells)), name="row")
    same = pd.Series("completed", index=cells.index)
    return Export("raw.csv", "raw.csv", cells, same, same, {}, None, [], {"ID": "answer_id"}, questions, [])


def test_columns_are_found_by_header_by_question_and_by_content() -> None:
    export = make_export(
        {
            "ID": ["kari@nordmann.example", "b"],
            "E-post": ["", ""],
            "q1": ["x", "y"],
            "q2": ["kari@nordmann.example", "-"],
            "q3": ["1", "2"],
            "q4_1": ["1", "0"],
            "q5": ["a longer text about nothing much", "one more text like that"],
            "q6": ["59.913869 10.752245 0 0", "60.391262 5.322054 0 0"],
        },
        q1=Question(text="Hva heter du?"),
        q4_1=Question(text="E-post", part="E-post"),
    )
    expected = {
        "E-post": "identifier", "q1": "identifier", "q2": "identifier", "q5": "free_text", "q6": "identifier"
    }  # fmt: skip
    assert find_identifiers(export) == expected
    assert find_identifiers(export, ["q1", "q5"]) == {
        name: why for name, why in expected.items() if name not in ("q1", "q5")
    }


def test_what_the_team_says_goes_before_what_the_reader_knows() -> None:
    options = SourceOptions(identifiers=["q9"], person=PersonKey(id="ID"))
    export = note_options(make_export({"ID": ["1"], "q9": ["a"]}), options)
    assert export.tool_columns == {"ID": "person_key", "q9": "identifier"}


def test_an_identifier_holds_no_item_and_a_named_one_must_exist() -> None:
    export = make_export({"E-post": ["a"], "E-postbruk": ["1"], "q9": ["a"], "Navn": ["1"]})
    options = SourceOptions(identifiers=["q9", "q99"])
    found, said = ProblemList("raw.csv"), ProblemList("options.yaml")
    columns = {"text": "E-post", "mail": "E-postbruk", "nine": "q9", "choice": "Navn"}
    check_identifiers(note_options(export, options), columns, {"text", "mail"}, found)
    check_named(export, options, said)
    assert [problem.place for problem in found.problems] == ["row 1, column E-post", "row 1, column q9"]
    assert "cannot hold the item text" in found.problems[0].what
    assert [(one.what, one.remedy) for one in said.problems] == [
        ("the export raw.csv has no column “q99”", "did you mean “q9”?")
    ]


def test_messages_and_receipts_describe_identifiers() -> None:
    found = ProblemList("raw.csv")
    fault = Fault("this is not a whole number", "1, 2", "correct it")
    cells = [FaultyCell(2, "q1", "kari@nordmann.example", fault), FaultyCell(3, "q1", "Kari Nordmann", fault)]
    tell(cells, found)
    assert [(one.what, one.seen) for one in found.problems] == [
        ("the cell holds what identifies a person, not an answer", "(an e-mail address)"),
        ("this is not a whole number", "(what may be a name)"),
    ]
    found = ProblemList("raw.csv")
    check_ids(pd.Series(["01010750160", "01010750160", "kari@x.example"], index=[2, 3, 4]), "id", found)
    told = "\n".join(map(str, found.problems))
    assert len(found.problems) == 2 and "01010750160" not in told and "kari" not in told
    ledger = Ledger("one")
    ledger.note("file_read", "answers_file", before="raw/192.168.0.1.csv")
    ledger.note("row_left_out", "status_test", row=2, before="test by kari@x.example")
    assert [line[3] for line in ledger.lines] == ["raw/192.168.0.1.csv", "test by (an e-mail address)"]


def test_no_problem_leaves_with_an_identifier() -> None:
    with pytest.raises(ProblemsFound) as caught, hiding():
        raise ProblemsFound(
            [Problem("raw.csv", "row 2", "of kari@x.example", "kari@x.example", "192.168.0.1")]
        )
    assert str(caught.value) == (
        "raw.csv, row 2: of (an e-mail address)\n"
        "    seen:    (an e-mail address)\n    allowed: (an IP address)"
    )


PLANTED = ("kari.nordmann@firma.example", "192.168.10.254", "01010750160", "+47 912 34 567", "Kari Nordmann")


def plant(folder: Path) -> None:
    """Identifiers in every column of the municipality's export that holds no choice or number."""
    path = folder / "data/raw/tiny/municipality_answers.csv"
    lines = path.read_text("utf-8").replace("Først ett møte.\nSå ett til.", f"Ring {PLANTED[3]}").splitlines()
    header = [*lines[0].split(";"), '"E-post"', '"Epostnavn"', '"IP"', '"Kode"', '"Merknad"']
    mail, address, number, _, name = PLANTED
    rows = [
        [*line.split(";"), *(f'"{text}"' for text in (mail, name, address, f"{number}-{place}", name))]
        for place, line in enumerate(lines[1:])
    ]
    path.write_text("\n".join(";".join(cells) for cells in [header, *rows]) + "\n", "utf-8")
    refresh_hashes(folder)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_tiny_study(tmp_path_factory.mktemp("planted") / "study")
    edit_raw(folder, "municipality_answers.csv", 'Korte møter; ""ærlige"" svar', "Korte møter")
    plant(folder)
    (folder / "config/sources").mkdir()
    said = "identifiers: [Epostnavn]\nperson:\n  id: Kode\n"
    (folder / "config/sources/tiny-municipality.yaml").write_text(said, "utf-8")
    return folder


def import_planted(folder: Path) -> Imported:
    return import_source(load_study(folder), "tiny-municipality", KEY)


def test_planted_identifiers_stay_in_free_text_only(planted: Path) -> None:
    imported = import_planted(planted)
    assert imported.persons["basis"].tolist() == ["id"] * 7
    tables = (imported.responses.drop(columns="q10"), imported.receipts, imported.persons)
    shown = "\n".join(str(value) for table in tables for value in table.to_numpy().ravel())
    assert not [text for text in PLANTED if text.casefold() in shown.casefold()]
    left_out = imported.receipts[imported.receipts["what"] == "column_left_out"].set_index("column")["why"]
    assert left_out[["E-post", "Epostnavn", "IP", "Kode"]].tolist() == ["identifier"] * 3 + ["person_key"]
    assert left_out["Merknad"] == "not_an_item"


def test_cells_of_free_text_that_may_name_somebody_are_counted(planted: Path) -> None:
    imported = import_planted(planted)
    suspect = imported.receipts[imported.receipts["what"] == "cell_suspect"]
    assert suspect[["column", "why", "count"]].values.tolist() == [["q10", "text_with_identifiers", 1]]
    assert imported.responses["q10"].str.contains(PLANTED[3], regex=False).sum() == 1


def test_a_failing_import_names_nobody(planted: Path) -> None:
    path = planted / "data/raw/tiny/municipality_answers.csv"
    whole = path.read_bytes()
    text = whole.decode("utf-8")
    for number, identifier in enumerate(PLANTED, 3):
        lines = text.split("\n")
        cells = lines[number].split(";")
        cells[2 + number], lines[number] = f'"{identifier}"', ""
        lines[number] = ";".join(cells)
        text = "\n".join(lines)
    path.write_text(text, "utf-8")
    refresh_hashes(planted)
    with pytest.raises(ProblemsFound) as caught:
        import_planted(planted)
    path.write_bytes(whole)
    refresh_hashes(planted)
    told = str(caught.value)
    assert told.count("the cell holds what identifies a person, not an answer") == 4
    assert told.count("(what may be a name)") == 1
    assert not [text for text in PLANTED if text.casefold() in told.casefold()]
