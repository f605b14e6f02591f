"""LimeSurvey's structure and R syntax: both layouts, every type of question, and files that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.ingest.formats.limesurvey.columns import expect_columns
from analysis.ingest.formats.limesurvey.structure import read_structure
from analysis.ingest.formats.limesurvey.syntax import read_syntax
from analysis.problems import ProblemsFound
from tests.limesurvey_structures import Row, table, write_structure
from tests.limesurvey_survey import head, read_files, rows, write, write_part, write_syntax

BOMB = """<?xml version="1.0"?>
<!DOCTYPE document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<document><LimeSurveyDocType>&b;</LimeSurveyDocType></document>
"""
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE document SYSTEM "file:///etc/hostname"><document/>
"""


def refuse_structure(folder: Path, text: str) -> list[str]:
    (folder / "survey.lss").write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        read_structure(folder / "survey.lss", "survey.lss")
    return str(caught.value).splitlines()


def refuse_syntax(folder: Path, text: str) -> list[str]:
    (folder / "survey.R").write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        read_syntax(folder / "survey.R", "survey.R")
    return str(caught.value).splitlines()


@pytest.mark.parametrize(("new", "version"), [(True, "630"), (False, "145")])
@pytest.mark.parametrize("base", ["nb", "en"])
def test_both_layouts_hold_the_texts_of_each_language(
    tmp_path: Path, new: bool, version: str, base: str
) -> None:
    (tmp_path / "survey.lss").write_text(write_structure(new, base), encoding="utf-8")
    structure = read_structure(tmp_path / "survey.lss", "survey.lss")
    other = "en" if base == "nb" else "nb"
    assert structure.form == f"XML, DBVersion {version}, {base}, {other}"
    columns = {column.name: column.question for column in expect_columns(structure)}
    assert list(columns) == [
        *["Q1", "Q1[other]", "Q2[SQ001]", "Q2[SQ002]", "Q3[A]", "Q3[B]", "Q4"],
        *["Q5[1]", "Q5[2]", "Q5[3]", "Q6"],
    ]
    texts = {"nb": ["Helt uenig", "Både og", "Enig"], "en": ["Strongly disagree", "Neither", "Agree"]}
    matrix = columns["Q2[SQ002]"]
    assert matrix.options == dict(zip(("A1", "A2", "A3"), texts[base], strict=True))
    assert matrix.also == {code: (text,) for code, text in zip(matrix.options, texts[other], strict=True)}
    wording = {"nb": "Hvor enig er du i dette?", "en": "How far do you agree?"}
    assert (matrix.text, matrix.part) == (
        wording[base],
        {"nb": "Vi møtes åpent", "en": "We meet openly"}[base],
    )
    assert columns["Q1"].options["-oth-"] == {"nb": "Annet", "en": "Other"}[base]
    assert columns["Q4"].options == {"nb": {"Y": "Ja", "N": "Nei"}, "en": {"Y": "Yes", "N": "No"}}[base]
    assert "Nej" in columns["Q4"].also["N"]


def survey(kind: str, other: str = "N") -> str:
    """A survey of one question with two subquestions on each axis, and two answers on each scale."""
    asked: Row = {"qid": "1", "parent_qid": "0", "gid": "1", "type": kind, "title": "Q", "other": other}
    subquestions = [
        {"qid": f"1{scale}{place}", "parent_qid": "1", "title": f"{axis}{place}", "scale_id": scale}
        | {"question": f"{axis} {place}", "language": "nb", "question_order": f"{place}"}
        for scale, axis in (("0", "r"), ("1", "c"))
        for place in (1, 2)
    ]
    answers = [
        {"qid": "1", "code": f"A{place}", "answer": f"svar {scale}{place}", "language": "nb"}
        | {"scale_id": scale, "sortorder": f"{place}"}
        for scale in ("0", "1")
        for place in (1, 2)
    ]
    tables = table("questions", [asked | {"question": "Spørsmål", "language": "nb"}])
    tables += table("subquestions", subquestions) + table("answers", answers)
    return (
        "<document><LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>400</DBVersion>"
        f"<languages><language>nb</language></languages>{tables}</document>"
    )


ROWS = ["Q[r1]", "Q[r2]"]
OFFERED = ["A1", "A2"]


@pytest.mark.parametrize(
    ("kind", "other", "names", "options"),
    [
        *[(kind, "Y", ["Q", "Q[other]"], [*OFFERED, "-oth-"]) for kind in "L!"],
        ("O", "N", ["Q", "Q[comment]"], OFFERED),
        ("5", "N", ["Q"], ["1", "2", "3", "4", "5"]),
        ("Y", "N", ["Q"], ["Y", "N"]),
        ("G", "N", ["Q"], ["F", "M"]),
        *[(kind, "N", ["Q"], []) for kind in "NDSTUXI*"],
        ("A", "N", ROWS, ["1", "2", "3", "4", "5"]),
        ("B", "N", ROWS, [str(number) for number in range(1, 11)]),
        ("C", "N", ROWS, ["Y", "N", "U"]),
        ("E", "N", ROWS, ["I", "S", "D"]),
        *[(kind, "N", ROWS, OFFERED) for kind in "FH"],
        *[(kind, "N", ROWS, []) for kind in "KQ"],
        ("M", "Y", [*ROWS, "Q[other]"], []),
        (
            *("P", "Y", ["Q[r1]", "Q[r1comment]", "Q[r2]", "Q[r2comment]", "Q[other]", "Q[othercomment]"]),
            [],
        ),
        ("1", "N", ["Q[r1][1]", "Q[r1][2]", "Q[r2][1]", "Q[r2][2]"], OFFERED),
        *[(kind, "N", ["Q[r1_c1]", "Q[r1_c2]", "Q[r2_c1]", "Q[r2_c2]"], []) for kind in ":;"],
        ("R", "N", ["Q[1]", "Q[2]"], OFFERED),
        ("|", "N", ["Q", "Q[filecount]"], []),
    ],
)
def test_the_columns_of_every_type_of_question(
    tmp_path: Path, kind: str, other: str, names: list[str], options: list[str]
) -> None:
    (tmp_path / "survey.lss").write_text(survey(kind, other), encoding="utf-8")
    columns = expect_columns(read_structure(tmp_path / "survey.lss", "survey.lss"))
    assert [column.name for column in columns] == names
    assert list(columns[0].question.options) == options


def test_the_scales_of_a_dual_array_have_their_own_answers(tmp_path: Path) -> None:
    structure = write_part(tmp_path / "survey.lss", "structure", survey("1"))
    for header in (
        ["Q[r1][1]", "Q[r1][2]"],
        ["Q_r1_0", "Q_r1_1"],
        ["Spørsmål [r 1][Skala 1]", "Spørsmål [r 1][Skala 2]"],
    ):
        given = [["id", "submitdate", *header], ["1", "2018-05-01", "A1", "A2"]]
        export = read_files(write(tmp_path / "results.csv", given), structure)
        assert [export.questions[name].options["A1"] for name in header] == ["svar 01", "svar 11"]
        assert export.questions[header[1]].part_code == "r1_2"


def test_the_beginning_is_not_enough(tmp_path: Path) -> None:
    whole = write_structure()
    told = refuse_structure(tmp_path, whole[: len(whole) // 2])
    assert told[0] == "survey.lss, line 3: this is not whole XML: it is damaged or cut off"


@pytest.mark.parametrize("text", [BOMB, OUTSIDE])
def test_entities_and_document_types_are_refused(tmp_path: Path, text: str) -> None:
    told = refuse_structure(tmp_path, text)[0]
    assert told == "survey.lss: the XML declares a document type or entities, which no survey tool writes"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<a>" * 200_000, "survey.lss: the XML is nested deeper than any survey"),
        ("<html><body/></html>", "survey.lss: this is not the structure of a LimeSurvey survey"),
        ('<?xml version="1.0" encoding="x-none"?><a/>', "survey.lss: the XML cannot be read"),
        ("", "survey.lss, line 1: this is not whole XML: it is damaged or cut off"),
        (survey("L").replace("<language>nb</language>", ""), "survey.lss: the structure names no language"),
        (survey("?"), "survey.lss, question Q: its type is unknown"),
        (survey("L").replace("CDATA[Q]", "CDATA[]"), "survey.lss, question 1: a question has no code"),
        (
            survey("F").replace("<parent_qid><![CDATA[1]]>", "<parent_qid><![CDATA[9]]>"),
            "survey.lss, subquestion r1: a subquestion belongs to no question: the file is damaged",
        ),
        (
            survey("F").replace("<code><![CDATA[A1]]></code>", ""),
            "survey.lss, answers: an answer belongs to no question: the file is damaged",
        ),
    ],
)
def test_xml_that_is_no_structure(tmp_path: Path, text: str, told: str) -> None:
    assert refuse_structure(tmp_path, text)[0] == told


@pytest.mark.parametrize("new", [True, False])
@pytest.mark.parametrize(
    ("old", "other", "told"),
    [
        (
            "<code><![CDATA[A2]]>",
            "<code><![CDATA[A1]]>",
            "answers: two rows give a text in the same language",
        ),
        (
            "<title><![CDATA[SQ002]]>",
            "<title><![CDATA[SQ001]]>",
            "question Q2: two subquestions have the same",
        ),
        (
            "<language><![CDATA[en]]>",
            "<language><![CDATA[nb]]>",
            "questions: two rows give a text in the same",
        ),
        ("<title><![CDATA[Q2]]>", "<title><![CDATA[Q1]]>", "question 1: two questions have the same code"),
    ],
)
def test_what_stands_twice_is_refused(tmp_path: Path, new: bool, old: str, other: str, told: str) -> None:
    text = write_structure(new)
    assert old in text
    seen = refuse_structure(tmp_path, text.replace(old, other))
    assert any(line.startswith(f"survey.lss, {told}") for line in seen)


def test_the_structure_of_another_survey_is_refused(tmp_path: Path) -> None:
    answers = write(tmp_path / "results.csv", [["id", "submitdate", "X1", "X2"], ["1", "", "A1", "A2"]])
    with pytest.raises(ProblemsFound) as caught:
        read_files(answers, write_part(tmp_path / "survey.lss", "structure", write_structure()))
    assert str(caught.value).splitlines() == [
        "survey.lss: the structure describes none of the answers' columns",
        "    seen:    X1, X2",
        "    allowed: Q1, Q2, Q3, Q4, Q5, Q6",
        "    do:      enter the files of one and the same survey",
    ]


def test_the_syntax_speaks_of_positions(tmp_path: Path) -> None:
    text = (
        'data <- read.csv("survey_1_R_data_file.csv", quote = "\'\\"", na.strings=c("", "\\"\\""))\n\n'
        "# LimeSurvey Field type: A\ndata[, 6] <- as.character(data[, 6])\n"
        'attributes(data)$variable.labels[6] <- "[Å \\"møtes\\"] Hva er\nbest; jo\\\\nei?"\n'
        'data[, 6] <- factor(data[, 6], levels=c("A1",-2, 0.5),labels=c("d\'accord", "l\\\'eau", "c#d"), '
        'ordered=TRUE)\nnames(data)[6] <- "Q1_SQ001"\n'
        "# Variable name was incorrect and was changed from  to q_ .\n"
    )
    (tmp_path / "survey.R").write_text(text, encoding="utf-8")
    (variable,) = read_syntax(tmp_path / "survey.R", "survey.R").values()
    assert variable.name == "Q1_SQ001"
    assert variable.label == '[Å "møtes"] Hva er best; jo\\nei?'
    assert variable.options == {"A1": "d'accord", "-2": "l'eau", "0.5": "c#d"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('names(data)[1] <- "id"\nsystem("rm")\n', "line 2: this is no statement"),
        ('names(data)[1] <- "id"\nnames(data)[2] <-', "line 2: this is no statement"),
        ('names(data)[1] <- "id\n', "line 1: this is no statement"),
        ('data[, 2] <- factor(data[, 3], levels=c(1),labels=c("x"))\n', "line 1: this is no statement"),
        ('data[, 2] <- factor(data[, 2], levels=c(1,2),labels=c("x"))\n', "line 1: this is no statement"),
        ('data[, 2] <- factor(data[, 2], levels=c(1,1),labels=c("x", "y"))\n', "line 1: this is no"),
        ('names(data)[0] <- "id"\n', "line 1: this is no statement"),
        ('names(data)[1] <- "i\\qd"\n', "line 1: this is no statement"),
        ("data[, 1] <- eval(data[, 1])\n", "line 1: this is no statement"),
        ('data <- read.csv("a"', "line 1: this is no statement"),
        ("# nothing\n", ": the syntax file describes no column"),
    ],
)
def test_any_other_statement_is_refused(tmp_path: Path, text: str, told: str) -> None:
    first = refuse_syntax(tmp_path, text)[0]
    assert first.removeprefix("survey.R").lstrip(", ").startswith(told)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('[10] <- "Q2_SQ001"', '[10] <- "Q9"', "column 10: the column at this position has another name"),
        ("names(data)[18]", "names(data)[19]", "column 19: the syntax describes more columns than"),
    ],
)
def test_the_syntax_of_another_export_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    answers = write(tmp_path / "data.csv", [head("codes"), *rows("r")])
    assert old in write_syntax()
    syntax = write_part(tmp_path / "survey.R", "syntax", write_syntax().replace(old, new))
    with pytest.raises(ProblemsFound) as caught:
        read_files(answers, syntax)
    assert str(caught.value).startswith(f"survey.R, {told}")


def test_a_syntax_file_cut_off_between_two_statements_is_refused(tmp_path: Path) -> None:
    answers = write(tmp_path / "data.csv", [head("codes"), *rows("r")])
    kept = write_syntax().split("attributes(data)$variable.labels[17]")[0]
    with pytest.raises(ProblemsFound) as caught:
        read_files(answers, write_part(tmp_path / "survey.R", "syntax", kept))
    assert str(caught.value).splitlines()[:2] == [
        "survey.R: the syntax does not describe 2 of the answers' columns: it may have been cut off",
        "    allowed: Q5[3], Q6",
    ]
