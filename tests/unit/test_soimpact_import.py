"""Indicators, measurements and people's scores as they are read, whatever they were written in."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.contracts import INDICATORS
from analysis.ingest.measurements import Measured, read_measurements
from analysis.ingest.people.pseudonyms import hash_parts
from analysis.problems import ProblemsFound
from analysis.source_options import SourceOptions
from tests.small_study import small_study
from tests.tiny_study import KEY
from tests.unit.soimpact_study import GOOD, fill_template, goal, make_study, read_book, read_csv, seen

READ_INDICATORS = """
indicator version level   value_kind unit   counts direction baseline baseline_date target target_date weight status
jobb      1       outcome share      %      people up        .        .             0.5    2019-03-01  2      active
timer     1       output  amount     timer  things up        120.5    2018-03-01    .      .           .      retired
trivsel   1       outcome score      poeng  people down      .        .             .      .           .      active
vakter    1       output  count      vakter things up        .        .             .      .           .      redefined
vakter    2       output  count      vakter things up        .        .             .      .           .      active
"""  # noqa: E501
READ_MEASUREMENTS = """
indicator version date       phase     value numerator denominator also_at_baseline period_days sd       stated row
jobb      1       2018-03-01 baseline  0.25  5         20          .                .           .        no     2
jobb      1       2018-09-01 follow_up 0.4   8         20          4                .           .        no     3
timer     1       2018-03-01 baseline  120.5 .         .           .                .           .        yes    3
timer     1       2018-09-01 end       140   .         .           .                .           .        no     4
trivsel   1       2018-03-01 baseline  4.5   .         3           .                .           1.802776 no     5
trivsel   1       2018-09-01 follow_up 3.5   .         30          .                .           1.25     no     6
vakter    1       2018-03-01 baseline  12    .         .           .                90          .        no     7
vakter    2       2018-09-01 baseline  6     .         .           .                90          .        no     8
"""  # noqa: E501


def typed(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines()]


def shown(table: pd.DataFrame, columns: list[str]) -> list[list[str]]:
    def write(value: object) -> str:
        if isinstance(value, float) and not pd.isna(value):
            return f"{value:.7g}"
        return "." if pd.isna(value) or value == "" else str(value)

    return [[write(value) for value in row] for row in table[columns].astype(object).to_numpy()]


def check_good(read: Measured) -> None:
    for table, text in ((read.indicators, READ_INDICATORS), (read.measurements, READ_MEASUREMENTS)):
        header, *rows = typed(text)
        assert shown(table, header) == rows
    scores = read.individual_scores
    assert sorted(scores["score"].dropna()) == [3, 4, 6.5] and len(scores) == 4
    assert set(scores["person"]) == {
        "p" + hash_parts(KEY, "indicator", "north", f"k{n}") for n in (1, 2, 3, 4)
    }


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_filled_template_is_read_as_it_was_filled_in(tmp_path: Path, language: str) -> None:
    check_good(read_book(tmp_path, fill_template(GOOD, language)))


@pytest.mark.parametrize("language", ["", "nb", "en"])
def test_separated_text_is_read_alike(tmp_path: Path, language: str) -> None:
    check_good(read_csv(tmp_path, GOOD["indicators"], GOOD["measurements"], GOOD["people"], language))


def test_receipts_of_workbook_and_text_account_for_every_row_and_cell(tmp_path: Path) -> None:
    book = read_book(tmp_path, fill_template(GOOD, "nb")).receipts
    text = read_csv(tmp_path, GOOD["indicators"], GOOD["measurements"], GOOD["people"], "nb").receipts
    for receipts in (book, text):
        counts = receipts.groupby("what")["count"].sum()
        assert counts["row_read"] == counts["row_kept"] + counts["row_left_out"] == 17
        cells = [counts[f"cell_{one}"] for one in ("kept", "recoded", "set_missing", "left_out")]
        assert counts["cell_read"] == sum(cells) == 5 * 17 + 8 * 12 + 4 * 4
    left_out = book[book["what"] == "row_left_out"]
    assert left_out[["row", "column", "why"]].to_numpy().tolist() == [[9, "Målinger", "not_measured"]]
    assert set(book.loc[book["why"].isin(["other_sheet", "plan_texts"]), "before"]) == {"Veiledning", "Plan"}
    stated = book[book["why"] == "stated_baseline"]
    assert stated[["row", "column"]].to_numpy().tolist() == [[3, "Indikatorer"]]
    people = book[book["column"] == "Personer: Personkode"]
    assert people["what"].tolist() == ["column_left_out"]
    assert not book.isin(["K1"]).any().any()


def test_a_study_without_sources_has_empty_tables() -> None:
    read = read_measurements(small_study(), KEY)
    assert read.indicators.empty and read.measurements.empty and read.receipts.empty
    assert list(read.indicators.columns) == INDICATORS.names


def test_another_key_gives_other_people_and_the_same_numbers(tmp_path: Path) -> None:
    first = read_csv(tmp_path, GOOD["indicators"], GOOD["measurements"], GOOD["people"])
    parts = {part: f"{part}.csv" for part in GOOD}
    other = read_measurements(make_study(tmp_path, parts), bytes(32))
    assert not set(first.individual_scores["person"]) & set(other.individual_scores["person"])
    pd.testing.assert_frame_equal(first.measurements, other.measurements)


def values(read: Measured) -> list[float]:
    return read.measurements["value"].tolist()


def whys(read: Measured, column: str) -> list[str]:
    receipts = read.receipts
    return receipts.loc[(receipts["column"] == column) & (receipts["row"] > 0), "why"].tolist()


@pytest.mark.parametrize(
    ("unit", "written", "read", "why"),
    [
        ("%", ("25", "40"), [0.25, 0.4], ["per_cent", "per_cent"]),
        ("%", ("25 %", "40,5 %"), [0.25, 0.405], ["per_cent", "per_cent"]),
        ("prosent", ("25 prosent", "1 %"), [0.25, 0.01], ["per_cent", "per_cent"]),
        ("%", ("0,25", "1"), [0.25, 1.0], ["share_of_one", "share_of_one"]),
        ("%", ("0", "100"), [0.0, 1.0], ["per_cent", "per_cent"]),
        ("andel", ("0,25", "0.4"), [0.25, 0.4], ["decimal_number"]),
        ("andel", ("25%", "0.4"), [0.25, 0.4], ["per_cent"]),
    ],
)
def test_shares_however_they_are_written(
    tmp_path: Path, unit: str, written: tuple[str, str], read: list[float], why: list[str]
) -> None:
    rows = [seen(value=written[0]), seen(value=written[1], date="2018-09-01", phase="end")]
    got = read_csv(tmp_path, [goal(unit=unit)], rows)
    assert values(got) == read
    assert whys(got, "measurements: value") == why


def test_a_cell_that_a_workbook_shows_as_per_cent(tmp_path: Path) -> None:
    rows = {"indicators": [goal(target=1)], "measurements": [seen(value=0.25)]}
    book = fill_template(rows, "nb")
    book["Målinger"]["E2"].number_format = "0 %"
    book["Indikatorer"]["M2"].number_format = "0%"
    read = read_book(tmp_path, book)
    assert values(read) == [0.25] and read.indicators["target"].tolist() == [1.0]
    book["Målinger"]["E2"].number_format = '0" %"'
    with pytest.raises(ProblemsFound) as caught:
        book["Målinger"]["E2"] = 250
        read_book(tmp_path, book)
    assert "the share lies outside 0 to 1" in str(caught.value)


def test_one_measurement_alone_may_be_100_per_cent_by_its_counts(tmp_path: Path) -> None:
    assert values(read_csv(tmp_path, [goal()], [seen(value="1", numerator=7, denominator=7)])) == [1.0]


def test_a_rounded_share_gives_way_to_its_counts(tmp_path: Path) -> None:
    read = read_csv(tmp_path, [goal()], [seen(value="33 %", numerator=4, denominator=12)])
    assert values(read) == [4 / 12]
    assert whys(read, "measurements: value") == ["from_counts"]


def test_days_of_all_tables_tell_how_days_are_written(tmp_path: Path) -> None:
    goals = [goal(target="50 %", target_date="31.12.2018")]
    read = read_csv(tmp_path, goals, [seen(date="3.4.2018", value="25 %")])
    assert read.measurements["date"].tolist() == ["2018-04-03"]
    told = SourceOptions(dates="month-first")
    read = read_csv(tmp_path, [goal()], [seen(date="3.4.2018", value="25 %")], options=told)
    assert read.measurements["date"].tolist() == ["2018-03-04"]


def test_a_target_equal_to_the_baseline_and_missing_ends_are_no_problem(tmp_path: Path) -> None:
    goals = [
        goal(baseline="25 %", baseline_date="2018-01-01", target="25 %"),
        goal(indicator="aimless", baseline="25 %", baseline_date="2018-01-01"),
        goal(indicator="rootless", target="25 %"),
    ]
    read = read_csv(tmp_path, goals, [seen(indicator="rootless", phase="end", value="20 %")])
    assert read.measurements["phase"].tolist() == ["baseline", "baseline", "end"]
    assert read.indicators["target"].isna().tolist() == [True, False, False]


def test_nothing_may_have_been_measured_yet(tmp_path: Path) -> None:
    book = fill_template({"indicators": [goal()]}, "nb")
    read = read_book(tmp_path, book)
    assert len(read.indicators) == 1 and read.measurements.empty


@pytest.mark.parametrize("said", ["north", "NORTH", ""])
def test_the_case_is_named_by_sources_or_by_the_plan(tmp_path: Path, said: str) -> None:
    book = fill_template({"indicators": [goal()]}, "en", case=said)
    case = "*" if said else "north"
    assert read_book(tmp_path, book, case=case).indicators["case"].tolist() == ["north"]


def test_a_column_of_cases_goes_before(tmp_path: Path) -> None:
    read = read_csv(tmp_path, [goal(case="North")], [seen(case="north", value="3 %")], case="*")
    assert read.measurements["case"].tolist() == ["north"]


def test_what_is_hostile_and_harmless_in_a_workbook(tmp_path: Path) -> None:
    book = fill_template({part: rows for part, rows in GOOD.items() if part != "people"}, "nb")
    sheet = book["Målinger"]
    for cells in (sheet[5], sheet[6]):
        for cell in cells:
            cell.value = None
    sheet.cell(12, 1, "jobb")
    for column, value in ((2, 1), (3, "2019-09-01"), (4, "slutt"), (7, 9), (8, 20)):
        sheet.cell(12, column, value)
    sheet.row_dimensions[12].hidden = True
    book.create_sheet("Kladd")["B7"] = "=1+1"
    hidden = book.create_sheet("Målinger gamle")
    hidden.sheet_state, hidden["A1"] = "hidden", "Indikator"
    read = read_book(tmp_path, book)
    jobb = read.measurements[read.measurements["indicator"] == "jobb"]
    assert jobb["row"].tolist() == [2, 3, 12]
    notes = read.receipts
    assert notes.loc[notes["why"] == "blank_row", "row"].tolist() == [5, 6, 10, 11]
    assert set(notes.loc[notes["why"] == "hidden_sheet", "before"]) == {"Målinger gamle"}
    assert "Kladd" in set(notes.loc[notes["why"] == "other_sheet", "before"])


def test_sheets_may_have_other_names_if_their_headings_stand(tmp_path: Path) -> None:
    book = fill_template({"indicators": [goal()], "measurements": [seen(value="3 %")]}, "nb")
    book["Indikatorer"].title, book["Målinger"].title = "Ark1", "Ark2"
    assert values(read_book(tmp_path, book)) == [0.03]
