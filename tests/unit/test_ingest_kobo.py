"""KoboToolbox and ODK Central: ticks beside answers, groups, reviews, places, tables of repeated groups."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.ingest.exports import Export, RawFile
from analysis.ingest.formats import kobo
from analysis.ingest.formats.kobo.ticks import find_answers
from analysis.ingest.looks import Look
from analysis.problems import Problem, ProblemsFound
from analysis.source_options import SourceOptions
from tests.exports.written import write_text, write_workbook

BEFORE = ["start", "end", "deviceid", "username"]
AFTER = ["_id", "_uuid", "_submission_time", "_validation_status", "_submitted_by", "_index"]
ASKED = [
    "Hvem er med?",
    "Hvem er med?/Kommunen",
    "Hvem er med?/Kommunen og bedriften",
    "Hvem er med?/og bedriften",
    "Hvem er med?/Andre/ukjente",
    "Del 1/Møter",
    "Del 1/Råd?",
    "Hvor er du?",
    "_Hvor er du?_latitude",
    "_Hvor er du?_longitude",
    "Bilde",
    "Bilde_URL",
    "Fritekst",
]
GIVEN = ["Kommunen Andre/ukjente", "1", "0", "0", "1", "2", "Nei", "59.9 10.7", "59.9", "10.7"]
GIVEN += ["sølvi.jpg", "https://kobo.example.org/sølvi.jpg", "Æ; ø\nog å"]


def row(number: int, given: list[str] | None = None, review: str = "") -> list[str]:
    when = f"2026-05-{number:02d}T10:15:00.000+02:00"
    tail = [str(900 + number), f"u-{number}", f"2026-05-{number:02d}T08:15:03", review, "kari", str(number)]
    return [when, when, "collect:abc123", "kari", *(GIVEN if given is None else given), *tail]


def change(**cells: str) -> list[str]:
    """The answers, with some of them changed; names by the order of the question's columns."""
    given = [*GIVEN]
    for place, cell in cells.items():
        given[int(place[1:])] = cell
    return given


def write(folder: Path, rows: list[list[str]], separator: str = ";") -> Path:
    return write_text(folder / "k.csv", rows, separator, "utf-8-sig", quoting=1)


def read_path(path: Path, sheet: str | None = None) -> Export:
    return kobo.read({"answers": RawFile("answers", path, "k.csv")}, SourceOptions(sheet=sheet))


def read(folder: Path, *rows: list[str], asked: list[str] = ASKED) -> Export:
    return read_path(write(folder, [[*BEFORE, *asked, *AFTER], *rows]))


def refusal(path: Path) -> list[Problem]:
    with pytest.raises(ProblemsFound) as caught:
        read_path(path)
    return caught.value.problems


def test_labels_as_headings(tmp_path: Path) -> None:
    export = read(tmp_path, row(1), row(2))
    assert list(export.ids) == ["901", "902"]
    assert export.times is not None and list(export.times) == ["2026-05-01T08:15:03", "2026-05-02T08:15:03"]
    assert export.cells.loc[2, "Fritekst"] == "Æ; ø\nog å"
    told = {name: (one.text, one.part) for name, one in export.questions.items()}
    assert told["Hvem er med?/Andre/ukjente"] == ("Hvem er med?", "Andre/ukjente")
    assert (told["Del 1/Møter"], told["Del 1/Råd?"]) == (("Møter", ""), ("Råd?", ""))


def test_the_tools_own_columns_and_those_that_name_a_person(tmp_path: Path) -> None:
    reasons = read(tmp_path, row(1)).tool_columns
    assert {name for name, why in reasons.items() if why == "identifier"} == {
        "deviceid",
        "username",
        "_submitted_by",
        "Hvor er du?",
        "_Hvor er du?_latitude",
        "_Hvor er du?_longitude",
        "Bilde",
        "Bilde_URL",
    }
    assert reasons["Hvem er med?"] == "told_by_options"
    assert (reasons["_id"], reasons["_validation_status"]) == ("answer_id", "status_column")


@pytest.mark.parametrize(
    ("review", "status"),
    [
        ("", "completed"),
        ("Approved", "completed"),
        ("On Hold", "completed"),
        ("validation_status_on_hold", "completed"),
        ("Not Approved", "other_record"),
        ("validation_status_not_approved", "other_record"),
    ],
)
def test_only_what_a_reviewer_rejected_does_not_count(tmp_path: Path, review: str, status: str) -> None:
    export = read(tmp_path, row(1), row(2, review=review))
    assert list(export.statuses) == ["completed", status]
    assert export.words == ({} if status == "completed" else {3: f"_validation_status {review}"})


def test_an_unknown_review(tmp_path: Path) -> None:
    (problem,) = refusal(write(tmp_path, [[*BEFORE, *ASKED, *AFTER], row(1), row(2, review="Kanskje")]))
    assert problem.place == "row 3, column _validation_status"


def test_ticks_are_filled_in_where_an_older_form_took_one_answer(tmp_path: Path) -> None:
    blank = {f"c{place}": "" for place in range(1, 5)}
    export = read(
        tmp_path, row(1), row(2, change(c0="Andre/ukjente", **blank)), row(3, change(c0="", **blank))
    )
    assert export.cells[ASKED[1:5]].to_numpy().tolist() == [
        ["1", "0", "0", "1"],
        ["0", "0", "0", "1"],
        ["", "", "", ""],
    ]
    assert export.receipts[-1] == {
        "what": "file_mended",
        "why": "ticks_from_text",
        "column": "Hvem er med?",
        "count": 1,
    }


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        (
            {"c0": "Ingen", "c1": "", "c4": "", "c2": "", "c3": ""},
            "the cell names an answer that has no column",
        ),
        # Two ways to read it, and no tick that tells which.
        (
            {"c0": "Kommunen og bedriften", "c1": "", "c4": "", "c2": "", "c3": ""},
            "the cell names an answer that has no column",
        ),
        ({"c0": "Kommunen"}, "the cell and the ticks of its options say different things"),
        ({"c0": ""}, "the cell and the ticks of its options say different things"),
        ({"c1": "0"}, "the cell and the ticks of its options say different things"),
    ],
)
def test_ticks_that_do_not_fit_are_refused_by_their_row(
    tmp_path: Path, cells: dict[str, str], what: str
) -> None:
    (problem,) = refusal(write(tmp_path, [[*BEFORE, *ASKED, *AFTER], row(1), row(2, change(**cells))]))
    assert (problem.place, problem.what) == ("row 3, column Hvem er med?", what)


@pytest.mark.parametrize("ticks", [("1", "0", "1"), ("0", "1", "0")])
def test_ticks_tell_which_of_two_readings_is_meant(tmp_path: Path, ticks: tuple[str, str, str]) -> None:
    given = change(c0="Kommunen og bedriften", c1=ticks[0], c2=ticks[1], c3=ticks[2], c4="0")
    export = read(tmp_path, row(1, given))
    assert export.cells.loc[2, ASKED[1:4]].tolist() == list(ticks)


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("a b", ["a", "b", "c"], [{0, 1}]),
        ("a b", ["a", "b", "a b"], [{0, 1}, {2}]),
        ("b  a", ["a", "b"], [{0, 1}]),
        ("a a", ["a"], []),
        ("", ["a"], [set()]),
        ("d", ["a"], []),
    ],
)
def test_which_answers_a_text_names(text: str, names: list[str], found: list[set[int]]) -> None:
    answers = find_answers(text, names)
    assert sorted(map(sorted, answers)) == sorted(map(sorted, found))


def test_a_long_text_that_names_nothing_is_read_in_no_time() -> None:
    assert find_answers("a " * 2000 + "d", ["a", "a a", "a a a"]) == []


def test_names_of_a_form_as_headings_with_groups(tmp_path: Path) -> None:
    asked = ["del1/q26", "del1/q27", "raad", "del2/kort/q30", "del2/kort/q30/1", "del2/kort/q30/2"]
    given = (["2", "4", "kommune bedrift", "1 2", "1", "1"], ["3", "", "kommune", "2", "0", "1"])
    export = read(tmp_path, *(row(number, one) for number, one in enumerate(given, 1)), asked=asked)
    codes = {name: (one.code, one.part_code) for name, one in export.questions.items()}
    assert codes == {
        "del1/q26": ("q26", ""),
        "del1/q27": ("q27", ""),
        "raad": ("raad", ""),
        "del2/kort/q30": ("q30", ""),
        "del2/kort/q30/1": ("q30", "1"),
        "del2/kort/q30/2": ("q30", "2"),
    }
    assert (export.questions["raad"].separator, export.questions["del1/q26"].separator) == (" ", "")


def test_options_without_the_question_s_own_column(tmp_path: Path) -> None:
    asked = ["raad/kommune", "raad/bedrift", "del1/q26", "del1/q27"]
    export = read(tmp_path, row(1, ["1", "0", "2", "1"]), asked=asked)
    codes = [(one.code, one.part_code) for one in export.questions.values()]
    assert codes == [("raad", "kommune"), ("raad", "bedrift"), ("q26", ""), ("q27", "")]


ODK = ["SubmissionDate", "del1-q26", "del1-q27", "sted-Latitude", "sted-Longitude", "meta-instanceName"]
ODK += ["SET-OF-barn", "KEY", "SubmitterName", "Status", "ReviewState", "DeviceID"]


def odk(number: int, status: str = "", review: str = "") -> list[str]:
    when = f"2026-05-{number:02d}T08:15:03.000Z"
    return [when, "2", "4", "59.9", "10.7", "Kari", "x", f"uuid:{number}", "kari", status, review, "d:1"]


def test_odk_central(tmp_path: Path) -> None:
    rows = [odk(1), odk(2, review="rejected"), odk(3, review="hasIssues")]
    export = read_path(write_text(tmp_path / "o.csv", [ODK, *rows], ",", "utf-8"))
    assert list(export.ids) == ["uuid:1", "uuid:2", "uuid:3"]
    assert list(export.statuses) == ["completed", "other_record", "completed"]
    assert export.words == {3: "ReviewState rejected"}
    assert (export.questions["del1-q26"].code, export.numbered_by) == ("q26", "ODK")
    assert export.tool_columns["SET-OF-barn"] == "tool_column"
    assert export.tool_columns["meta-instanceName"] == "identifier"
    path = write_text(tmp_path / "o.csv", [ODK, odk(1), odk(2, status="notDecrypted")], ",", "utf-8")
    assert [(one.place, one.what) for one in refusal(path)] == [
        ("row 3, column Status", "the submission is encrypted")
    ]


def test_a_workbook_with_repeated_groups_names_its_sheets(tmp_path: Path) -> None:
    main = [["Møter", *AFTER], ["2", "901", "u-1", "2026-05-01T08:15:03", "", "kari", "1"]]
    repeats = [["Navn på barn", "_index", "_parent_table_name", "_parent_index"], ["Ola", "1", "Skjema", "1"]]
    path = write_workbook(tmp_path / "k.xlsx", {"Skjema": main, "barn": repeats})
    (problem,) = refusal(path)
    assert "Skjema" in f"{problem.seen} {problem.allowed}" and "barn" in f"{problem.seen} {problem.allowed}"
    export = read_path(path, sheet="Skjema")
    assert (list(export.ids), export.cells.loc[2, "Møter"]) == (["901"], "2")
    with pytest.raises(ProblemsFound) as caught:
        read_path(path, sheet="barn")
    what = "this is the table of a repeated group, which has several rows a submission"
    assert [one.what for one in caught.value.problems] == [what]


def test_a_file_without_the_tools_columns(tmp_path: Path) -> None:
    (problem,) = refusal(write(tmp_path, [["Møter", "_uid"], ["2", "u-1"]]))
    assert problem.remedy == "did you mean “_uid”?"


@pytest.mark.parametrize(
    ("header", "seen"),
    [
        ([*BEFORE, *AFTER], "KoboToolbox"),
        (ODK, "ODK"),
        (["q1", "PARENT_KEY", "KEY"], "repeated group"),
        (["start", "end", "q1"], None),
    ],
)
def test_what_is_recognised(header: list[str], seen: str | None) -> None:
    sighting = kobo.recognise(Look("k.csv", "text", {"": [header]}))
    assert (sighting is None) if seen is None else (sighting is not None and seen in sighting.why)
