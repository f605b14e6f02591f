"""Nettskjema's codebook as JSON and as a table, and reports whose columns have codes or texts as names."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from analysis.ingest.exports import Export, RawFile
from analysis.ingest.formats.nettskjema import read, recognise
from analysis.ingest.formats.nettskjema_codebook import COLUMNS, read_codebook
from analysis.ingest.looks import Look
from analysis.problems import ProblemsFound
from analysis.source_options import SourceOptions

HAPPY, HOW = "Hvor fornøyd er du?", "Hva bruker du? Kryss av."
LAST, YEAR = "Sist måned har jeg", "I år har jeg"
IDENTITY = "Fødselsnummer"


def element(kind: str, code: str | None, text: str | None, *options: tuple[str, str], **more: Any) -> Any:
    """One element as the tool writes it, with a key that is not needed."""
    listed = [{"externalAnswerOptionId": one, "text": label, "isCorrect": False} for one, label in options]
    found = {"elementType": kind, "externalElementId": code, "text": text, "answerOptions": listed}
    return found | {"subElements": [], "somethingNew": {"that": ["is", "not", "needed"]}} | more


def rows(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"externalElementId": code, "text": text} for code, text in pairs]


FORM = [
    element("HEADING", None, "Om bruken"),
    element("QUESTION_MULTILINE", "fri", "Hva vil du si oss?"),
    element("RADIO", "radio", HAPPY, ("1", "Svært fornøyd"), ("-1", "Misfornøyd, nærmest sint")),
    element("CHECKBOX", "box", HOW, ("skjema", "Spørreskjema"), ("logg", "Loggføring")),
    element("SELECT", "drop", "Hvem eier det?", ("4", "UiO"), ("9", "OsloMet")),
    element(
        "MATRIX_RADIO",
        "mat",
        LAST,
        ("1", "ja"),
        ("2", "nei"),
        subElements=rows(("x", "søkt"), ("y", "undervist")),
    ),
    element(
        "MATRIX_CHECKBOX", "grid", YEAR, ("a", "IT"), ("b", "En kollega"), subElements=rows(("1", "spurt"))
    ),
    element("NUMBER", "tall", "Et tall", maximumValue=100),
    element("LINEAR_SCALE", "skala", "Et punkt", maximumValue=10),
    element("DATE", "dato", "Når?"),
    element("NATIONAL_ID_NUMBER", "fnr", IDENTITY),
    element("ATTACHMENT", "fil", "Last opp et bilde"),
]
CODES = ["fri", "radio", "box.skjema", "box.logg", "drop", "mat.x", "mat.y", "grid.1.a", "grid.1.b"]
CODES += ["tall", "skala", "dato", "fnr", "fil"]
TEXTS = [
    "Hva vil du si oss?",
    HAPPY,
    f"{HOW} - Spørreskjema",
    f"{HOW} - Loggføring",
    "Hvem eier det?",
    f"{LAST}: søkt",
    f"{LAST}\nundervist",
    f"{YEAR} spurt: IT",
    f"{YEAR} spurt: En kollega",
    "Et tall",
    "Et punkt",
    "Når?",
    IDENTITY,
    "Last opp et bilde",
]
ANSWERS = [
    "Ærlig talt; bra",
    "1",
    "1",
    "0",
    "4",
    "2",
    "1",
    "1",
    "0",
    "77.0",
    "3",
    "2023-06-01",
    "01010112345",
    "ø.png",
]


def write_report(path: Path, names: list[str], start: str = "") -> RawFile:
    header = ["$submission_id", "$created", *names, "$answer_time_ms"]
    text = io.StringIO(newline="")
    made = [header, ["27685292", "2023-06-01T20:57:15+02:00", *ANSWERS, "74630"]]
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(made)
    path.write_bytes((start + text.getvalue()).encode("utf-8"))
    return RawFile("answers", path, path.name)


def write_json(path: Path, form: Any) -> RawFile:
    path.write_text(json.dumps(form, ensure_ascii=False), encoding="utf-8")
    return RawFile("codebook", path, path.name)


def write_table(path: Path, separator: str = ";", nothing: str = "NA") -> RawFile:
    """The table that R makes of the same form: codes and texts joined, NA where there is nothing."""
    made: list[list[str]] = [list(COLUMNS)]
    for number, one in enumerate(FORM, 1):
        kind, code, text = one["elementType"], one["externalElementId"], one["text"]
        for row_seq, row in enumerate(one["subElements"] or [None], 1):
            for seq, option in enumerate(one["answerOptions"] or [None], 1):
                codes, texts, join = [code or nothing], [text], ": "
                if row:
                    codes, texts = [*codes, row["externalElementId"]], [*texts, row["text"]]
                if option and kind.endswith("CHECKBOX"):
                    codes, texts = [*codes, option["externalAnswerOptionId"]], [*texts, option["text"]]
                    join = " :: " if row else ":: "
                shown = (
                    [option["text"], option["externalAnswerOptionId"], str(seq)] if option else [nothing] * 3
                )
                first = [str(number), kind, ".".join(codes), join.join(texts), nothing]
                made.append([*first, str(row_seq) if row else nothing, *shown])
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator="\n").writerows(made)
    path.write_text(text.getvalue(), encoding="utf-8")
    return RawFile("codebook", path, path.name)


def read_all(answers: RawFile, codebook: RawFile | None = None) -> Export:
    files = {"answers": answers} | ({"codebook": codebook} if codebook else {})
    return read(files, SourceOptions())


def summarise(export: Export) -> dict[str, tuple[str, str, str, str, list[str]]]:
    """What is known of each column: text, part, code, part_code and the codes of its answers."""
    return {
        column: (one.text, one.part, one.code, one.part_code, list(one.options))
        for column, one in export.questions.items()
    }


KNOWN = {
    "fri": ("Hva vil du si oss?", "", "fri", "", []),
    "radio": (HAPPY, "", "radio", "", ["1", "-1"]),
    "box.skjema": (HOW, "Spørreskjema", "box", "skjema", ["0", "1"]),
    "box.logg": (HOW, "Loggføring", "box", "logg", ["0", "1"]),
    "drop": ("Hvem eier det?", "", "drop", "", ["4", "9"]),
    "mat.x": (LAST, "søkt", "mat", "x", ["1", "2"]),
    "mat.y": (LAST, "undervist", "mat", "y", ["1", "2"]),
    "grid.1.a": (f"{YEAR}: spurt", "IT", "grid.1", "a", ["0", "1"]),
    "grid.1.b": (f"{YEAR}: spurt", "En kollega", "grid.1", "b", ["0", "1"]),
    "tall": ("Et tall", "", "tall", "", []),
    "skala": ("Et punkt", "", "skala", "", []),
    "dato": ("Når?", "", "dato", "", []),
    "fnr": (IDENTITY, "", "fnr", "", []),
    "fil": ("Last opp et bilde", "", "fil", "", []),
}


def test_every_kind_of_question_is_known_by_its_columns(tmp_path: Path) -> None:
    export = read_all(write_report(tmp_path / "a.csv", CODES), write_json(tmp_path / "c.json", FORM))
    assert summarise(export) == KNOWN
    assert export.questions["radio"].options == {"1": "Svært fornøyd", "-1": "Misfornøyd, nærmest sint"}
    assert (export.questions["tall"].maximum, export.questions["skala"].maximum) == (100, 10)
    assert export.described


@pytest.mark.parametrize(("separator", "nothing"), [(";", "NA"), (",", ""), ("\t", "NA")])
def test_a_table_says_the_same_as_the_json(tmp_path: Path, separator: str, nothing: str) -> None:
    codebook = write_table(tmp_path / "c.csv", separator, nothing)
    export = read_all(write_report(tmp_path / "a.csv", CODES), codebook)
    assert summarise(export) == KNOWN
    assert export.questions["mat.y"].options == {"1": "ja", "2": "nei"}


@pytest.mark.parametrize("table", [False, True])
def test_texts_as_names_are_found_in_the_codebook(tmp_path: Path, table: bool) -> None:
    codebook = write_table(tmp_path / "c.csv") if table else write_json(tmp_path / "c.json", FORM)
    export = read_all(write_report(tmp_path / "a.csv", TEXTS), codebook)
    assert list(summarise(export).values()) == list(KNOWN.values())
    assert list(export.questions) == TEXTS
    assert {"what": "header_read", "why": "header_is_text", "count": len(TEXTS)} in export.receipts


def test_a_text_that_two_questions_share_is_nobodys(tmp_path: Path) -> None:
    form = [*FORM, element("QUESTION", "igjen", "Et tall")]
    export = read_all(write_report(tmp_path / "a.csv", TEXTS), write_json(tmp_path / "c.json", form))
    assert set(TEXTS) - set(export.questions) == {"Et tall"}


def test_texts_as_names_without_a_codebook_are_the_questions_texts(tmp_path: Path) -> None:
    export = read_all(write_report(tmp_path / "a.csv", TEXTS))
    assert {column: one.text for column, one in export.questions.items()} == {
        text: text for text in TEXTS if text not in ("Når?", IDENTITY)
    }
    assert not export.described
    assert export.questions_file == "a.csv"


def test_codes_with_points_without_a_codebook_have_parts(tmp_path: Path) -> None:
    export = read_all(write_report(tmp_path / "a.csv", CODES))
    assert {column: (one.code, one.part_code) for column, one in export.questions.items()} == {
        "box.skjema": ("box", "skjema"),
        "box.logg": ("box", "logg"),
        "mat.x": ("mat", "x"),
        "mat.y": ("mat", "y"),
        "grid.1.a": ("grid.1", "a"),
        "grid.1.b": ("grid.1", "b"),
    }


@pytest.mark.parametrize(
    ("names", "codebook", "identifying"),
    [(CODES, True, ["fnr", "fil"]), (CODES, False, ["fil"]), (TEXTS, False, ["Last opp et bilde"])],
)
def test_numbers_of_persons_and_files_are_no_answers(
    tmp_path: Path, names: list[str], codebook: bool, identifying: list[str]
) -> None:
    book = write_json(tmp_path / "c.json", FORM) if codebook else None
    export = read_all(write_report(tmp_path / "a.csv", names), book)
    assert export.tool_columns == {
        "$submission_id": "answer_id",
        "$created": "tool_column",
        "$answer_time_ms": "tool_column",
        **dict.fromkeys(identifying, "identifier"),
    }


def test_what_the_tool_says_of_the_person_is_an_identifier(tmp_path: Path) -> None:
    names = ["$respondent_email", *CODES[1:]]
    export = read_all(write_report(tmp_path / "a.csv", names))
    assert export.tool_columns["$respondent_email"] == "identifier"


def test_a_byte_order_mark_changes_nothing(tmp_path: Path) -> None:
    export = read_all(write_report(tmp_path / "a.csv", CODES, "\ufeff"))
    assert export.ids.tolist() == ["27685292"]
    assert export.times is not None
    assert export.times.tolist() == ["2023-06-01T18:57:15"]


def test_a_codebook_that_r_wrote_as_json_is_read_too(tmp_path: Path) -> None:
    """Every value a list of one, what is not there an empty object, and the elements below a key."""
    form = [element("RADIO", "radio", HAPPY, ("1", "Ja")), element("HEADING", None, "Om")]
    boxed = json.loads(json.dumps(form).replace("null", "{}"))
    for one in boxed:
        for key in ("elementType", "externalElementId", "text"):
            one[key] = [one[key]] if isinstance(one[key], str) else one[key]
    codebook = read_codebook(write_json(tmp_path / "c.json", {"form_id": [1], "elements": boxed}).path, "c")
    assert codebook.questions["radio"].options == {"1": "Ja"}
    assert list(codebook.questions) == ["radio"]


def test_a_form_without_codes_is_known_by_its_texts(tmp_path: Path) -> None:
    form = [
        {
            **one,
            "externalElementId": None,
            "answerOptions": [{"text": o["text"]} for o in one["answerOptions"]],
        }
        for one in FORM[2:3]
    ]
    export = read_all(write_report(tmp_path / "a.csv", TEXTS), write_json(tmp_path / "c.json", form))
    assert list(export.questions) == [HAPPY]
    assert list(export.questions[HAPPY].options) == ["Svært fornøyd", "Misfornøyd, nærmest sint"]


def test_marks_of_html_in_a_question_are_taken_off(tmp_path: Path) -> None:
    form = [element("RADIO", "r", "<p>Er 1 &lt; 2, <b>og</b> 3 > 2?</p>", ("1", "<i>Ja</i>"))]
    question = read_codebook(write_json(tmp_path / "c.json", form).path, "c").questions["r"]
    assert (question.text, question.options) == ("Er 1 < 2, og 3 > 2?", {"1": "Ja"})


@pytest.mark.parametrize(
    ("text", "place"),
    [("1" * 5000, "line 1"), ("a;b\n1;2\n", "line 1"), ("", ""), ('"a', "line 1")],
)
def test_what_is_no_codebook_is_refused(tmp_path: Path, text: str, place: str) -> None:
    (tmp_path / "c.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        read_codebook(tmp_path / "c.csv", "c.csv")
    (problem,) = caught.value.problems
    assert (problem.place, problem.what) == (
        place,
        "this is not Nettskjema's codebook" if text else "the file is empty",
    )


@pytest.mark.parametrize(
    ("look", "part"),
    [
        (Look("a", "text", {"": [["$submission_id", "x"]]}), "answers"),
        (Look("a", "text", {"": [list(COLUMNS)]}), "codebook"),
        (Look("a", "json", text='[{"elementId":1,"elementType":"HEADING"'), "codebook"),
        (Look("a", "text", {"": [["submission_id", "x"]]}), None),
        (Look("a", "json", text='{"survey": 1}'), None),
    ],
)
def test_files_of_the_tool_are_recognised(look: Look, part: str | None) -> None:
    sighting = recognise(look)
    assert (sighting.part if sighting else None) == part
