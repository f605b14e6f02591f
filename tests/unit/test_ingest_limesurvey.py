"""LimeSurvey's answers: every form of headings and answers, statuses, times, rankings, doubled headings."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from analysis.ingest.exports import Export, RawFile
from analysis.ingest.formats.limesurvey import recognise
from analysis.ingest.looks import Look
from analysis.problems import ProblemsFound
from tests.limesurvey_structures import write_structure
from tests.limesurvey_survey import (
    NULL_ROWS,
    OWN,
    PEOPLE,
    head,
    read_files,
    rows,
    write,
    write_part,
    write_syntax,
)

# The answers by question and part, as LimeSurvey's codes, with the rank of each option.
CONTENT = {
    ("Q1", ""): ["1", "-oth-", "2", ""],
    ("Q1", "other"): ["", "Østre", "", ""],
    ("Q2", "SQ001"): ["A3", "A2", "", ""],
    ("Q2", "SQ002"): ["A1", "", "", ""],
    ("Q3", "A"): ["Y", "", "", ""],
    ("Q3", "B"): ["", "Y", "", ""],
    ("Q4", ""): ["Y", "N", "", ""],
    ("Q5", "B1"): ["3", "1", "", ""],
    ("Q5", "B2"): ["1", "", "", ""],
    ("Q5", "B3"): ["2", "", "", ""],
    ("Q6", ""): ["Først «ett» møte;\nså ett til, gjerne", "", "", ""],
}
TICKED = {"1": "Y", "Ja": "Y", "Yes": "Y", "0": "", "Nei": "", "No": ""}


def content(export: Export) -> dict[tuple[str, str], list[str]]:
    """What an export says, whatever its columns are called and in whatever words it answers."""
    made = {}
    for column, question in export.questions.items():
        codes = {text: code for code, texts in question.also.items() for text in texts}
        codes |= {text: code for code, text in question.options.items()}
        if question.code == "Q3":
            codes = TICKED
        elif question.code == "Q4":
            codes |= {"1": "Y", "2": "N"} if "2" in question.options else {}
        cells = [codes.get(cell, cell) for cell in export.cells[column]]
        made[question.code or question.text, question.part_code] = cells
    return made


def structure(folder: Path, new: bool = True, base: str = "nb") -> RawFile:
    return write_part(folder / "survey.lss", "structure", write_structure(new, base))


def refusal(*files: RawFile) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        read_files(*files)
    return str(caught.value).splitlines()


@pytest.mark.parametrize("heading", ["codes", "texts", "abbreviated", "codetext"])
@pytest.mark.parametrize("answer", ["codes", "texts"])
@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_form_says_the_same(tmp_path: Path, heading: str, answer: str, language: str) -> None:
    table = [head(heading, language), *rows(answer, language)]
    export = read_files(write(tmp_path / "results.csv", table), structure(tmp_path))
    assert content(export) == CONTENT
    assert export.ids.tolist() == ["7", "8", "9", "12"]
    assert export.statuses.tolist() == ["completed", "completed", "partial", "opened"]
    assert export.described


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_every_separator_with_and_without_a_mark(tmp_path: Path, separator: str, encoding: str) -> None:
    file = write(tmp_path / "results.csv", [head("codes"), *rows("codes")], separator, encoding)
    assert content(read_files(file, structure(tmp_path))) == CONTENT


def test_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [head("codes"), *rows("codes")]:
        book.active.append([cell or None for cell in row])
    book.save(tmp_path / "results.xlsx")
    file = RawFile("answers", tmp_path / "results.xlsx", "results.xlsx")
    assert content(read_files(file, structure(tmp_path))) == CONTENT


def test_the_r_export_says_the_same(tmp_path: Path) -> None:
    answers = write(tmp_path / "survey_1_R_data_file.csv", [head("codes"), *rows("r")])
    syntax = write_part(tmp_path / "survey_1_R_syntax_file.R", "syntax", write_syntax())
    export = read_files(answers, syntax)
    assert content(export) == CONTENT
    assert export.questions["Q3[A]"].options == {"1": "Ja", "0": "Ikke valgt"}
    assert export.questions["Q2[SQ001]"].part == "Vi møtes ofte"
    both = read_files(answers, syntax, structure(tmp_path))
    assert content(both) == CONTENT
    assert both.questions["Q3[A]"].options == {"1": "Ja", "0": "Ikke valgt"}


def test_without_a_structure_the_headings_tell_what_they_can(tmp_path: Path) -> None:
    export = read_files(write(tmp_path / "results.csv", [head("texts"), *rows("texts")]))
    question = export.questions["Hvor enig er du i dette? [Vi møtes åpent]"]
    assert (question.text, question.part, question.code) == (
        "Hvor enig er du i dette?",
        "Vi møtes åpent",
        "",
    )
    # LimeSurvey's own word for a rank tells the ranking; its options are those that were ranked.
    ranks = {name: export.cells[name].tolist() for name in export.cells if name.startswith("Hva er vikt")}
    assert ranks == {
        "Hva er viktigst? [Miljø]": ["1", "", "", ""],
        "Hva er viktigst? [Ære]": ["2", "", "", ""],
        "Hva er viktigst? [Økonomi]": ["3", "1", "", ""],
    }
    assert (export.described, export.questions["Er du ansatt?"].options) == (False, {})


def test_codes_alone_do_not_tell_a_ranking(tmp_path: Path) -> None:
    export = read_files(write(tmp_path / "results.csv", [head("codes"), *rows("codes")]))
    assert export.cells["Q5[1]"].tolist() == ["B2", "B1", "", ""]
    assert (export.questions["Q5[1]"].code, export.questions["Q5[1]"].part_code) == ("Q5", "1")


def test_the_tools_own_columns_and_what_they_say(tmp_path: Path) -> None:
    export = read_files(write(tmp_path / "results.csv", [head("codes"), *rows("codes")]))
    assert export.tool_columns == {
        "id": "answer_id",
        "submitdate": "status_column",
        "lastpage": "tool_column",
        "startlanguage": "tool_column",
        "seed": "tool_column",
        "token": "identifier",
        "ipaddr": "identifier",
    }
    assert export.words == {4: "lastpage 1", 5: "no submitdate"}
    assert export.times is not None
    assert export.times.tolist() == ["2018-05-02T10:15:00", "2018-05-01T09:00:30", "", ""]
    assert export.blank == [6]


@pytest.mark.parametrize(
    ("names", "reasons"),
    [
        (["startdate", "datestamp", "refurl"], ["tool_column", "tool_column", "identifier"]),
        (["firstname", "lastname", "email"], ["identifier"] * 3),
        (["attribute_1", "emailstatus"], ["identifier", "tool_column"]),
        (["interviewtime", "groupTime641", "Q1Time"], ["tool_column"] * 3),
        (["Date last actio.. ", "Dato for oppsta.. ", "Total time"], ["tool_column"] * 3),
        (["Gruppetid: Del 1", "Referrer URL", "freeTime"], ["tool_column", "identifier", None]),
    ],
)
def test_further_columns_of_the_tool(tmp_path: Path, names: list[str], reasons: list[str | None]) -> None:
    table = [[*OWN[:2], "Q1", *names], *([person[0], person[1], "1", *names] for person in PEOPLE)]
    export = read_files(write(tmp_path / "results.csv", table))
    assert [export.tool_columns.get(name) for name in names] == reasons


def test_anonymised_answers_are_completed_at_an_unknown_time(tmp_path: Path) -> None:
    table = [["id", "submitdate", "Q1"], ["1", "1980-01-01 00:00:00", "A1"], ["2", "", "A2"]]
    export = read_files(write(tmp_path / "results.csv", table))
    assert export.statuses.tolist() == ["completed", "partial"]
    assert export.times is None
    line = {"what": "time_read", "why": "times_anonymised", "column": "submitdate", "count": 1}
    assert line in export.receipts


def test_an_answer_without_a_submission_has_the_time_it_was_last_touched(tmp_path: Path) -> None:
    table = [["id", "submitdate", "datestamp", "Q1"], ["1", "", "2018-05-03 08:00:00", "A1"]]
    export = read_files(write(tmp_path / "results.csv", table))
    assert export.times is not None
    assert export.times.tolist() == ["2018-05-03T08:00:00"]


def test_questions_not_shown_are_blank(tmp_path: Path) -> None:
    export = read_files(write(tmp_path / "results.csv", [head("texts"), *rows("texts")]))
    told = {line["column"]: line["count"] for line in export.receipts if line["why"] == "not_shown"}
    assert told == dict.fromkeys(
        ["Hva bruker dere? [E-post]", "Hva bruker dere? [Møter]", "Er du ansatt?"], len(NULL_ROWS)
    )
    free = [["id", "submitdate", "Noe mer?", "Et til?"], ["1", "2018-05-01", "N/A", "x y"]]
    assert read_files(write(tmp_path / "free.csv", free)).cells["Noe mer?"].tolist() == [""]
    free.append(["2", "2018-05-01", "Alt er N/A", ""])
    assert read_files(write(tmp_path / "free.csv", free)).cells["Noe mer?"].tolist() == ["N/A", "Alt er N/A"]


def test_headings_hold_line_breaks_and_markup(tmp_path: Path) -> None:
    heading = "<p>Hvor enig\ner du&nbsp;i <b>dette</b>?</p> [Vi møtes\r\nofte]"
    table = [["id", "submitdate", heading], ["1", "2018-05-01 10:00:00", "Enig"]]
    export = read_files(write(tmp_path / "results.csv", table), structure(tmp_path))
    (name,) = export.questions
    asked = export.questions[name]
    assert (asked.code, asked.part_code, asked.options["A3"]) == ("Q2", "SQ001", "Enig")


def test_doubled_headings_are_told_apart_by_the_structure_or_numbered(tmp_path: Path) -> None:
    table = [head("abbreviated", length=6), *rows("codes")]
    assert table[0].count("Hvor e..  [Vi møt.. ]") == 2
    answers = write(tmp_path / "results.csv", table)
    assert content(read_files(answers, structure(tmp_path))) == CONTENT
    alone = read_files(answers)
    assert alone.cells["Hvor e..  [Vi møt.. ]"].tolist() == ["A3", "A2", "", ""]
    assert alone.cells["Hvor e..  [Vi møt.. ] (2)"].tolist() == ["A1", "", "", ""]
    numbered = [line["column"] for line in alone.receipts if line["why"] == "header_numbered"]
    ranks = [f"Hva er..  [Ranger.. ] ({number})" for number in (2, 3)]
    assert numbered == ["Hvor e..  [Vi møt.. ] (2)", *ranks]


def test_doubled_codes_are_refused(tmp_path: Path) -> None:
    table = [["id", "submitdate", "Q1", "Q1"], ["1", "2018-05-01", "A1", "A2"]]
    assert refusal(write(tmp_path / "results.csv", table))[:2] == [
        "results.csv, row 1, column 4: the column “Q1” already stands as column 3",
        "    seen:    Q1",
    ]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ID", "results.csv, row 1: the column with the id of the answer is missing"),
        ("Vastauksen tunnus", "results.csv, row 1: the column with the id of the answer is missing"),
    ],
)
def test_an_export_without_an_id_is_refused(tmp_path: Path, name: str, told: str) -> None:
    table = [[name, "submitdate", "Q1"], ["1", "2018-05-01", "A1"]]
    assert refusal(write(tmp_path / "results.csv", table))[0] == told


def test_without_dates_of_submission_all_rows_count_and_the_receipt_says_so(tmp_path: Path) -> None:
    export = read_files(write(tmp_path / "results.csv", [["id", "lastpage", "Q1"], ["1", "2", "A1"]]))
    assert (export.statuses.tolist(), export.times) == (["completed"], None)
    assert {"what": "file_noted", "why": "all_taken_completed", "count": 1} in export.receipts


def test_something_else_than_a_date_of_submission_is_refused(tmp_path: Path) -> None:
    table = [["id", "submitdate", "Q1"], ["1", "Ja", "A1"]]
    assert refusal(write(tmp_path / "results.csv", table))[0] == (
        "results.csv, row 2, column submitdate: this is no date of submission"
    )


@pytest.mark.parametrize(
    ("ranked", "what"),
    [
        (["B1", "B1", ""], "row 2, column Q5[2]: the option already stands at a better rank"),
        (["B1", "", "B2"], "row 2, column Q5[3]: a better rank is left out"),
        (["B1", "B9", ""], "row 2, column Q5[2]: the ranking offers no such option"),
    ],
)
def test_rankings_that_cannot_be(tmp_path: Path, ranked: list[str], what: str) -> None:
    table = [["id", "submitdate", "Q5[1]", "Q5[2]", "Q5[3]"], ["1", "2018-05-01", *ranked]]
    told = refusal(write(tmp_path / "results.csv", table), structure(tmp_path))
    assert told[0] == f"results.csv, {what}"


def test_what_is_recognised() -> None:
    def sight(look: Look) -> tuple[str, bool] | None:
        sighting = recognise(look)
        return (sighting.part, sighting.sure) if sighting else None

    assert sight(Look("r.csv", "text", {"": [head("codes")]})) == ("answers", True)
    assert sight(Look("r.csv", "text", {"": [head("texts", "en")]})) == ("answers", True)
    assert sight(Look("r.xlsx", "workbook", {"Ark1": [head("codetext")]})) == ("answers", True)
    assert sight(Look("r.csv", "text", {"": [["id", "seed", "Q1"]]})) == ("answers", False)
    assert sight(Look("r.csv", "text", {"": [["id", "q01", "q02"]]})) is None
    assert sight(Look("s.lss", "xml", text=write_structure())) == ("structure", True)
    assert sight(Look("q.lsq", "xml", text="<LimeSurveyDocType>Question</LimeSurveyDocType>")) is None
    assert sight(Look("s.R", "syntax", text=write_syntax())) == ("syntax", True)
    assert sight(Look("s.R", "syntax", text="data <- 1")) is None
