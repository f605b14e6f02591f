"""The tables of the reports, made from frames with known numbers."""

import pandas as pd
import pytest

from analysis.displays import RESTRICTED_TABLES, TABLES, Table, build_table
from analysis.study import Study
from tests.unit.estimates_frames import withhold

Results = dict[str, pd.DataFrame]
SPACE = "\N{NO-BREAK SPACE}"
UNPLANNED = ("several_groups",)
"""Tables of which the plan of 2018 has nothing to show."""


def put(frame: pd.DataFrame, numbers: dict[str, float], **where: str) -> pd.DataFrame:
    """The frame with the numbers of one row set."""
    hit = pd.Series(True, index=frame.index)
    for name, value in where.items():
        hit &= frame[name] == value
    assert hit.sum() == 1
    made = frame.copy()
    for name, number in numbers.items():
        made.loc[hit, name] = number
    return made


def row_of(table: Table, name: str) -> list[str]:
    (found,) = [row for row in table.rows if row[0] == name]
    return [cell.replace(SPACE, " ") for cell in found]


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("name", [name for name in (*TABLES, *RESTRICTED_TABLES) if name not in UNPLANNED])
def test_every_table_can_be_built(name: str, language: str, ks2018: Study, ks2018_results: Results) -> None:
    table = build_table(name, ks2018_results, ks2018, language)
    assert table.name == name and table.caption and table.rows
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert all(cell for row in table.rows for cell in row)
    other = build_table(name, ks2018_results, ks2018, "nb" if language == "en" else "en")
    assert (len(table.rows), len(table.columns)) == (len(other.rows), len(other.columns))
    assert table.caption != other.caption


def test_a_profile_shows_mean_interval_and_n(tiny: Study, tiny_results: Results) -> None:
    numbers = {"estimate": 3.456, "ci_low": 3.1, "ci_high": 3.8, "n": 11}
    about = {"statistic": "mean", "scale": "trust", "case": "all", "sensitivity": "main"}
    frame = put(tiny_results["descriptives"], numbers, group="municipality", **about)
    results = tiny_results | {"descriptives": frame}
    assert row_of(build_table("factor_profile", results, tiny, "nb"), "Tillit")[1:3] == [
        "3,46 [3,10; 3,80]",
        "11",
    ]
    assert row_of(build_table("factor_profile", results, tiny, "en"), "Trust")[1:3] == [
        "3.46 [3.10, 3.80]",
        "11",
    ]
    assert [row[0] for row in build_table("barriers", results, tiny, "en").rows] == ["Hoarding"]


def test_the_level_in_the_note_is_the_level_of_the_intervals(tiny: Study, tiny_results: Results) -> None:
    frame = tiny_results["descriptives"].assign(ci_level=0.9)
    table = build_table("factor_profile", tiny_results | {"descriptives": frame}, tiny, "en")
    assert "90% intervals" in table.note and "95%" not in table.note


def test_a_withheld_number_leaves_a_mark_and_a_note(tiny: Study, tiny_results: Results) -> None:
    frame = withhold(tiny_results["descriptives"], scale="trust", group="municipality", case="all")
    table = build_table("factor_profile", tiny_results | {"descriptives": frame}, tiny, "en")
    assert row_of(table, "Trust")[1:3] == ["† withheld", "–"]
    assert "† 1 number withheld: fewer than 5 people" in table.note
    assert "withheld" not in build_table("factor_profile", tiny_results, tiny, "en").note


def test_an_interval_that_is_missing_is_explained(tiny: Study, tiny_results: Results) -> None:
    table = build_table("case_sides", tiny_results, tiny, "en")
    assert all(row[-1].endswith("[–]") for row in table.rows)
    assert "[–] means that the interval cannot be computed: too few people." in table.note


def test_counts_come_with_their_share(tiny: Study, tiny_results: Results) -> None:
    where = {"item": "q02", "category": "1", "group": "all", "case": "all"}
    frame = put(tiny_results["descriptives"], {"estimate": 5}, statistic="count", **where)
    share = {"estimate": 5 / 18, "ci_low": 0.125, "ci_high": 0.509}
    frame = put(frame, share, statistic="share", **where)
    table = build_table("contact", tiny_results | {"descriptives": frame}, tiny, "nb")
    assert row_of(table, "Ukentlig")[1] == "5 (28 % [13; 51])"
    assert table.sections[0].heading == "Spørsmål 2: Møter"


def test_readings_stand_side_by_side(tiny: Study, tiny_results: Results) -> None:
    table = build_table("readings", tiny_results, tiny, "en")
    assert [row[0] for row in table.rows] == ["Trust", "Clarity"]
    assert "3 as missing" in table.heading[1] and "3 as neutral" in table.heading[3]


def test_the_sample_names_cases_that_were_not_asked(ks2018: Study, ks2018_results: Results) -> None:
    table = build_table("sample", ks2018_results, ks2018, "en")
    assert row_of(table, "Everybody") == ["Everybody", "18", "11", "7"]
    assert row_of(table, "Roskilde – INSP!")[1:] == ["not asked"] * 3


def test_findings_stand_in_the_plan_s_order_with_both_readings(
    ks2018: Study, ks2018_results: Results
) -> None:
    table = build_table("published_findings", ks2018_results, ks2018, "nb")
    assert [int(row[0]) for row in table.rows] == sorted(int(row[0]) for row in table.rows)
    assert table.rows[0][2:] == ("18", "18", "9 av 10 (3 som manglende); 8 av 10 (3 som nøytralt)", "ja")


def test_withheld_findings_and_studies_without_findings(
    tiny: Study, tiny_results: Results, ks2018: Study, ks2018_results: Results
) -> None:
    hidden = ks2018_results["published_findings"].assign(recomputed="", agrees="withheld")
    table = build_table("published_findings", ks2018_results | {"published_findings": hidden}, ks2018, "en")
    assert {row[4].replace(SPACE, " ") for row in table.rows} == {"† withheld"}
    empty = build_table("published_findings", tiny_results, tiny, "en")
    assert empty.rows == () and empty.note


def test_receipts_are_told_in_words(tiny: Study, tiny_results: Results) -> None:
    table = build_table("receipts", tiny_results, tiny, "en")
    assert [section.heading for section in table.sections] == [
        "tiny-municipality (municipalities)",
        "tiny-enterprise (social enterprises)",
    ]
    assert ("Rows read", "everything in the file", "1,200") in table.rows


def test_what_is_withheld_is_counted_by_rule(tiny: Study, tiny_results: Results) -> None:
    table = build_table("withheld", tiny_results, tiny, "en")
    assert [row[2] for row in table.rows] == ["2", "1", "1"]


def test_an_unknown_table_is_an_error(tiny: Study, tiny_results: Results) -> None:
    with pytest.raises(KeyError):
        build_table("no_such_table", tiny_results, tiny, "en")
