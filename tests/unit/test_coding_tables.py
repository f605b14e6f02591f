"""Plain tables of codings: the three shapes, what their cells may say, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analysis.ingest.codings.corpus import Corpus
from analysis.ingest.codings.tables import FORMAT, recognise
from analysis.ingest.exports import RawFile
from analysis.problems import ProblemsFound
from analysis.source_options import SourceOptions
from tests.codings.common import CODERS, CODES, GIVEN, TEXTS
from tests.codings.tables import list_units, write_coders, write_csv, write_long, write_matrix
from tests.exports.written import write_workbook


def read(tmp_path: Path, content: str, **said: Any) -> Corpus:
    path = tmp_path / "codings.csv"
    path.write_bytes(content.encode("utf-8"))
    return FORMAT.read({"rows": RawFile("rows", path, "codings.csv")}, SourceOptions(**said))


def refuse(tmp_path: Path, content: str, **said: Any) -> str:
    with pytest.raises(ProblemsFound) as found:
        read(tmp_path, content, **said)
    return str(found.value)


def told(corpus: Corpus) -> list[tuple[str, str, str, str]]:
    """Document, unit, coder and code of every stretch."""
    return [(one.document, one.unit, one.coder, one.code) for one in corpus.stretches]


def noted(corpus: Corpus) -> dict[str, int]:
    return {str(line["why"]): int(line.get("count", 1)) for line in corpus.receipts}


@pytest.mark.parametrize(
    "content",
    ["document;unit;coder;code\na;1;Kari;#N/A\n", "document;unit;Kari;Ola\na;1;openness;#REF!\n"],
)
def test_the_error_of_a_spreadsheet_is_no_code(tmp_path: Path, content: str) -> None:
    assert "the cell holds the spreadsheet's error, not a code" in refuse(tmp_path, content)


def test_a_long_table_with_places_holds_the_texts_in_rows_of_their_own(tmp_path: Path) -> None:
    corpus = read(tmp_path, write_long())
    assert {text.name: text.text for text in corpus.texts} == TEXTS
    assert [(one.document, one.coder, one.code, one.start, one.end) for one in corpus.stretches] == [
        (one.document, one.coder, one.code, one.start, one.end) for one in GIVEN
    ]
    assert [one.text for one in corpus.stretches] == [one.words for one in GIVEN]
    assert [one.name for one in corpus.coders] == list(CODERS)
    assert {one.name for one in corpus.codes} == set(CODES)


@pytest.mark.parametrize("write", [write_coders, write_matrix])
def test_units_with_texts_become_a_text_with_places(tmp_path: Path, write: Any) -> None:
    corpus = read(tmp_path, write())
    texts = {text.name: text for text in corpus.texts}
    for name in TEXTS:
        units = list_units(name)
        assert texts[name].text == "\n".join(words for _, _, words in units)
        assert texts[name].units == tuple(str(number) for number in range(1, len(units) + 1))
    assert len(corpus.stretches) > len(GIVEN)
    for one in corpus.stretches:
        assert (texts[one.document].text or "")[one.start : one.end] == one.text
        assert one.text == list_units(one.document)[int(one.unit) - 1][2]


def test_both_wide_shapes_say_the_same(tmp_path: Path) -> None:
    coders, matrix = read(tmp_path, write_coders()), read(tmp_path, write_matrix())
    assert sorted(told(coders)) == sorted(told(matrix))
    assert sorted(one.name for one in matrix.codes) == sorted(CODES)


def test_a_cell_of_a_coder_names_codes_or_none_or_was_not_read(tmp_path: Path) -> None:
    rows = [
        ["a", "1", "openness | legal", "-"],
        ["a", "2", "openness;legal", "0"],
        ["a", "3", "", "Ingen"],
        ["a", "4", " legal ", "none"],
    ]
    corpus = read(tmp_path, write_csv(["Document", "Turn", "Kari", "Ola"], rows))
    assert told(corpus) == [
        ("a", "1", "Kari", "openness"),
        ("a", "1", "Kari", "legal"),
        ("a", "1", "Ola", ""),
        ("a", "2", "Kari", "openness"),
        ("a", "2", "Kari", "legal"),
        ("a", "2", "Ola", ""),
        ("a", "3", "Ola", ""),
        ("a", "4", "Kari", "legal"),
        ("a", "4", "Ola", ""),
    ]
    assert corpus.texts[0].text is None
    assert corpus.texts[0].units == ("1", "2", "3", "4")


def test_a_row_of_a_matrix_without_1_and_0_was_not_read(tmp_path: Path) -> None:
    rows = [["a", "1", "Kari", "1", "0"], ["a", "2", "Kari", "0", ""], ["a", "3", "Kari", "", ""]]
    corpus = read(tmp_path, write_csv(["dokument", "enhet", "koder", "legal", "openness"], rows))
    assert told(corpus) == [("a", "1", "Kari", "legal"), ("a", "2", "Kari", "")]
    assert corpus.texts[0].units == ("1", "2", "3")


def test_a_matrix_without_a_coder_leaves_the_coder_open(tmp_path: Path) -> None:
    corpus = read(tmp_path, write_csv(["document", "unit", "legal"], [["a", "1", "1"], ["a", "2", "0"]]))
    assert told(corpus) == [("a", "1", "", "legal"), ("a", "2", "", "")]
    assert corpus.coders == ()


def test_a_long_table_of_units_says_with_a_hyphen_that_no_code_was_given(tmp_path: Path) -> None:
    header = ["Dokument", "Avsnitt", "Kodet av", "Kode", "Dato", "Notat"]
    rows = [
        ["a", "1", "Kari", "legal; openness", "2018-02-03", "sikker"],
        ["a", "2", "Kari", "-", "2018-02-04", ""],
        ["a", "2", "", "legal", "", ""],
    ]
    corpus = read(tmp_path, write_csv(header, rows))
    assert told(corpus) == [
        ("a", "1", "Kari", "legal"),
        ("a", "1", "Kari", "openness"),
        ("a", "2", "Kari", ""),
        ("a", "2", "", "legal"),
    ]
    assert [one.coded_at for one in corpus.stretches] == ["2018-02-03", "2018-02-03", "2018-02-04", ""]
    assert corpus.stretches[0].memo == "sikker"
    assert corpus.stretches[0].place == "row 2"


def test_days_that_may_be_two_days_are_left_empty(tmp_path: Path) -> None:
    header = ["document", "unit", "coder", "code", "date"]
    rows = [["a", "1", "Kari", "legal", "03.04.2018"], ["a", "2", "Kari", "legal", "05.04.2018"]]
    corpus = read(tmp_path, write_csv(header, rows))
    assert [one.coded_at for one in corpus.stretches] == ["", ""]
    assert noted(corpus)["days_unclear"] == 2
    corpus = read(tmp_path, write_csv(header, rows), dates="day-first")
    assert [one.coded_at for one in corpus.stretches] == ["2018-04-03", "2018-04-05"]
    corpus = read(
        tmp_path, write_csv(header, [*rows, ["b", "1", "Kari", "legal", "en gang"]]), dates="day-first"
    )
    assert corpus.stretches[2].coded_at == ""
    assert noted(corpus)["days_unreadable"] == 1


def test_the_sheet_of_a_workbook_is_named_and_other_columns_are_ignored(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["document", "unit", "Kari", "Farge"], ["a", 1, "legal", "blå"], ["a", 2, 0, ""]]
    path = write_workbook(tmp_path / "codings.xlsx", {"Om": [["Les dette"]], "Koding": rows})
    assert recognise(path)
    file = {"rows": RawFile("rows", path, "codings.xlsx")}
    corpus = FORMAT.read(file, SourceOptions(sheet="Koding", ignore=["Farge"]))
    assert told(corpus) == [("a", "1", "Kari", "legal"), ("a", "2", "Kari", "")]
    with pytest.raises(ProblemsFound, match="several sheets"):
        FORMAT.read(file, SourceOptions())


def test_a_row_that_repeats_another_one_is_told_and_not_counted(tmp_path: Path) -> None:
    rows = [["a", "1", "legal"], ["a", "1", "legal"], ["a", "2", "-"]]
    corpus = read(tmp_path, write_csv(["document", "unit", "Kari"], rows))
    assert told(corpus) == [("a", "1", "Kari", "legal"), ("a", "2", "Kari", "")]
    assert noted(corpus)["row_doubled"] == 1


def test_line_breaks_in_a_cell_become_one_kind(tmp_path: Path) -> None:
    content = 'document;unit;text;Kari\r\na;1;"Ja.\r\nNei.";legal\r\na;2;Å;-\r\n'
    corpus = read(tmp_path, content)
    assert corpus.texts[0].text == "Ja.\nNei.\nÅ"
    assert [(one.start, one.end) for one in corpus.stretches] == [(0, 8), (9, 10)]


def test_pieces_of_a_text_are_joined_where_they_follow_each_other(tmp_path: Path) -> None:
    header = ["document", "start", "end", "text", "coder", "code"]
    rows = [["a", 3, 6, "def", "", ""], ["a", 0, 3, "abc", "", ""], ["a", 2, 4, "cd", "Kari", "legal"]]
    assert read(tmp_path, write_csv(header, rows)).texts[0].text == "abcdef"
    rows[0][1:3] = [4, 7]
    message = refuse(tmp_path, write_csv(header, rows))
    assert "row 2: the rows with the text of “a” leave a gap, or overlap" in message
    rows[0][1:3] = [3, 9]
    assert "the text has another length than its place" in refuse(tmp_path, write_csv(header, rows))


def test_a_text_without_places_is_left_to_be_found(tmp_path: Path) -> None:
    corpus = read(tmp_path, write_csv(["file", "tag", "content"], [["a", "legal", "Loven"]]))
    (one,) = corpus.stretches
    assert (one.start, one.end, one.unit, one.text) == (None, None, "", "Loven")


@pytest.mark.parametrize(
    ("header", "rows", "message"),
    [
        (
            ["document", "unit", "coder", "legal", "openness"],
            [["a", "1", "Kari", "2", "1"]],
            "row 2, column legal: the cell says neither that the code was given nor that not\n"
            "    seen:    2\n    allowed: 1, 0 or blank",
        ),
        (
            ["document", "start", "end", "text", "coder", "code"],
            [["a", "9", "4", "x", "Kari", "legal"]],
            "row 2, column end: the end does not lie after the start\n    seen:    4\n"
            "    allowed: more than 9",
        ),
        (
            ["document", "start", "end", "coder", "code"],
            [["a", "-1", "4", "Kari", "legal"], ["a", "x", "4", "Kari", "legal"]],
            "row 3, column start: the start is no place in a text\n    seen:    x",
        ),
        (["document", "unit", "coder", "code"], [["", "1", "Kari", "legal"]], "the document is missing"),
        (["document", "unit", "coder", "code"], [["a", "", "Kari", "legal"]], "the unit is missing"),
        (
            ["document", "unit", "coder", "code"],
            [["a", "1", "Kari", ""]],
            "the code is missing\n    allowed: a code, or - where the coder read this and gave none",
        ),
        (["document", "unit", "coder", "code"], [["a", "1", "", "-"]], "nobody is named who read this"),
        (
            ["document", "unit", "coder", "code"],
            [["a", "1", "Kari", "legal"], ["a", "1", "Kari", "-"]],
            "row 3: the coder gave a code here (row 2), and none in this row",
        ),
        (
            ["document", "unit", "Kari"],
            [["a", "1", "-; legal"]],
            "says that no code was given, and names one",
        ),
        (
            ["document", "unit", "Kari"],
            [["a", "1", "legal"], ["a", "1", "openness"]],
            "row 3: the unit stands twice, and the rows differ\n    seen:    a, 1",
        ),
        (
            ["document", "unit", "text", "coder", "code"],
            [["a", "1", "Ja", "Kari", "legal"], ["a", "1", "Nei", "Ola", "legal"]],
            "row 3, column text: the unit “1” has another text in an earlier row",
        ),
        (
            ["document", "unit", "text", "Kari"],
            [["a", "1", "Ja", "legal"], ["a", "2", "", "legal"]],
            "some units of the document “a” have a text, and 1 have none",
        ),
        (
            ["document", "unit", "coder", "code", "coderr"],
            [["a", "1", "Kari", "legal", "x"]],
            "unknown column “coderr”\n    seen:    coderr",
        ),
        (
            ["document", "unitt", "Kari"],
            [["a", "1", "legal"]],
            "the column unit is missing\n    seen:    unitt, Kari\n    allowed: unit\n"
            "    do:      is it “unitt”? name it unit",
        ),
        (
            ["document", "unit", "turn", "Kari"],
            [["a", "1", "1", "legal"]],
            "two columns are the unit\n    seen:    unit, turn",
        ),
        (
            ["document", "unit", "start", "end", "coder", "code"],
            [["a", "1", "0", "3", "Kari", "legal"]],
            "the table names units and places",
        ),
        (["document", "unit"], [["a", "1"]], "the table has no codes"),
        (
            ["document", "unit", "coder", "legal", "Kommentarer"],
            [["a", "1", "Kari", "1", "fint"]],
            "the column “Kommentarer” is none of the known ones, and holds no 1 and 0 as a code's does",
        ),
        (
            ["document", "unit", "memo", "Kari"],
            [["a", "1", "x", "legal"]],
            "a table with a column for each coder has no memo",
        ),
    ],
)
def test_what_cannot_be_is_told_with_its_place(
    tmp_path: Path, header: list[str], rows: list[list[object]], message: str
) -> None:
    assert message in refuse(tmp_path, write_csv(header, rows))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    rows = [["a", "1", "Kari", "2"], ["", "1", "Ola", "1"], ["a", "2", "Kari", "1"], ["a", "2", "Kari", "0"]]
    message = refuse(tmp_path, write_csv(["document", "unit", "coder", "legal"], rows))
    assert "row 2, column legal" in message
    assert "row 3, column document" in message
    assert "row 5: the unit stands twice" in message


def test_a_table_of_codings_is_known_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "any.csv"
    for content, known in (
        (write_long(), True),
        (write_coders(), True),
        ("respondent;q01\n1;2\n", False),
        ("dokument,kode\na,b\n", True),
        ("start;slutt\n1;2\n", False),
    ):
        path.write_bytes(content.encode("utf-16" if known else "utf-8"))
        assert recognise(path) is known
    path.write_bytes(b"SQLite format 3\x00")
    assert not recognise(path)
    path.write_bytes(b"PK\x03\x04 no workbook")
    assert not recognise(path)
