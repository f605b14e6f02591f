"""A table as HTML, Markdown and CSV."""

import csv
import io
from xml.etree import ElementTree

import pypandoc

from analysis.displays import Column, Section, Table

TABLE = Table(
    "factor_profile",
    "Mean <by> group",
    (Column("Scale", "left"), Column("p | adjusted"), Column("n", "center")),
    (
        Section("Environment", (("Trust & respect", "< 0.001", "11"), ("A_b*c", "−0.35 [−1.00, 0.30]", "–"))),
        Section("Purpose", (("Goals", "† withheld", "7"),)),
    ),
    "A note with 5 < 6.",
)


def test_html_names_every_row_and_column() -> None:
    root = ElementTree.fromstring(f"<div>{TABLE.to_html()}</div>")
    assert root.findtext("table/caption") == "Mean <by> group"
    assert [cell.get("scope") for cell in root.iterfind("table/thead/tr/th")] == ["col"] * 3
    bodies = root.findall("table/tbody")
    assert [body.find("tr/th").get("scope") for body in bodies] == ["rowgroup", "rowgroup"]  # type: ignore[union-attr]
    rows = [body.findall("tr")[1:] for body in bodies]
    assert [[row.find("th").get("scope") for row in body] for body in rows] == [["row", "row"], ["row"]]  # type: ignore[union-attr]
    assert rows[0][0].findtext("th") == "Trust & respect"
    assert [cell.text for cell in rows[0][1].iterfind("td")] == ["−0.35 [−1.00, 0.30]", "–"]
    assert root.findtext("p") == "A note with 5 < 6."


def test_markdown_is_a_real_table_with_its_caption_and_plain_signs() -> None:
    made = pypandoc.convert_text(TABLE.to_markdown(), "html", format="markdown", extra_args=["--wrap=none"])
    root = ElementTree.fromstring(f"<div>{made}</div>")
    assert root.findtext("table/caption") == "Mean <by> group"
    assert [cell.text for cell in root.iterfind("table/thead/tr/th")] == ["Scale", "p | adjusted", "n"]
    cells = [["".join(cell.itertext()) for cell in row] for row in root.iterfind("table/tbody/tr")]
    assert cells == [
        ["Environment", "", ""],
        ["Trust & respect", "< 0.001", "11"],
        ["A_b*c", "−0.35 [−1.00, 0.30]", "–"],
        ["Purpose", "", ""],
        ["Goals", "† withheld", "7"],
    ]
    assert root.findtext("p") == "A note with 5 < 6."


def test_csv_keeps_the_section_in_a_column_and_starts_no_formula() -> None:
    table = Table("x", "X", (Column("a"), Column("b")), (Section("S", (("=1+1", "−2"),)),))
    assert list(csv.reader(io.StringIO(table.to_csv()))) == [["", "a", "b"], ["S", "'=1+1", "−2"]]
    plain = Table("x", "X", (Column("a"), Column("b")), (Section("", (("c", "d"),)),))
    assert plain.to_csv() == "a,b\nc,d\n"


def test_a_table_without_rows_is_still_a_table() -> None:
    empty = Table("x", "Nothing yet", (Column("a", "left"), Column("b")), (), "Why.")
    assert empty.rows == ()
    assert "<thead>" in empty.to_html()
    assert "<table" in pypandoc.convert_text(empty.to_markdown(), "html", format="markdown")
