"""What ImportIds and names say of Qualtrics' columns, and where question and option part."""

from __future__ import annotations

import pytest

from analysis.ingest.formats.qualtrics.columns import Column, read_import, split_texts


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ('{"ImportId":"QID1"}', ("QID1", "")),
        ("{'ImportId': 'QID5-1'}", ("QID5-1", "")),
        ('{"ImportId":"startDate","timeZone":"Europe/Oslo"}', ("startDate", "")),
        ('{"ImportId":"QID10_DO","choiceId":"4"}', ("QID10_DO", "4")),
        ('{"ImportId":"QID1"', None),
        ("Import av kommuner", None),
        ("", None),
    ],
)
def test_cells_of_the_third_row(cell: str, read: tuple[str, str] | None) -> None:
    assert read_import(cell) == read


@pytest.mark.parametrize(
    ("name", "import_id", "code", "part_code"),
    [
        ("Q12_3", "QID12_3", "QID12", "3"),
        ("Q12_3", "QID12-3", "QID12", "3"),
        ("Q12_x1_3_TEXT", "QID12_3_TEXT", "QID12", "3_TEXT"),
        ("Q2", "QID2_TEXT", "QID2", ""),
        ("1_Q2", "1_QID2", "1_QID2", ""),
        ("2_Q4_5", "2_QID4_5", "2_QID4", "5"),
        ("Q5#2_1", "QID5#2_1", "QID5#2", "1"),
        ("Q9_0_RANK", "QID9_0_RANK", "QID9", "0_RANK"),
        ("kommune", "kommune", "", ""),
        ("Q12_3", "", "", ""),
    ],
)
def test_codes_of_questions_and_options(name: str, import_id: str, code: str, part_code: str) -> None:
    column = Column(name, "", import_id)
    assert (column.code, column.part_code, column.reason) == (code, part_code, "")


@pytest.mark.parametrize(
    ("name", "import_id", "reason"),
    [
        ("Status", "status", "status_column"),
        ("Status", "Status", ""),
        ("EmailAddress", "panel-EmailAddress", "identifier"),
        ("LocationLatitude", "Location-LocationLatitude", "identifier"),
        ("FL_15_DO_FL_17", "FL_15_DO", "tool_column"),
        ("DO-Q-Q1", "DO-Q-Q1", "tool_column"),
        ("Q1_DO_2", "", "tool_column"),
        ("Q4_Page Submit", "QID4_PAGE_SUBMIT", "tool_column"),
        ("Q4_Page Submit", "", "tool_column"),
        ("Q2 - Parent Topics", "", "tool_column"),
        ("Q2_4_TEXT - Sentiment", "QID2_4_TEXT_eae5a8d0e7fd4bd183e983e5Sentiment", "tool_column"),
        ("Vedlegg_Name", "QID6_FILE_NAME", "identifier"),
        ("Q3_Resolution", "QID3_RESOLUTION", "identifier"),
        ("Q_RecaptchaScore", "Q_RecaptchaScore", "tool_column"),
        ("Q_1", "QID77", ""),
        ("SC0", "SC_0Ab", "tool_column"),
        ("DOMSTOL", "", ""),
    ],
)
def test_columns_that_hold_no_answer(name: str, import_id: str, reason: str) -> None:
    assert Column(name, "", import_id).reason == reason


@pytest.mark.parametrize(
    ("name", "import_id", "contradicts"),
    [
        ("Finished", "finished", False),
        ("Finished", "QID1", True),
        ("Q1", "finished", True),
        ("Status", "Status", False),
        ("Q1_4_TEXT", "QID1_4", True),
        ("Q1_4", "QID1_4_TEXT", True),
        ("Q1_TEXT", "QID1_TEXT", False),
        ("Q1", "", False),
    ],
)
def test_names_and_import_ids_that_cannot_be_one_columns(
    name: str, import_id: str, contradicts: bool
) -> None:
    assert Column(name, "", import_id).contradicts is contradicts


@pytest.mark.parametrize(
    ("columns", "split"),
    [
        (
            [
                ("QID1_1", "Hva? - Selected Choice - Å"),
                ("QID1_2", "Hva? - Selected Choice - B - c"),
                ("QID1_2_TEXT", "Hva? - B - c - Text"),
            ],
            [("Hva?", "Å"), ("Hva?", "B - c"), ("Hva?", "B - c - Text")],
        ),
        ([("QID1", "Hva? - Selected Choice")], [("Hva?", "")]),
        ([("QID1", "Hva - og når?")], [("Hva - og når?", "")]),
        ([("QID1_3", "Hvem - i alt? - Alle")], [("Hvem - i alt?", "Alle")]),
        (
            [("QID1_1", "Ikke\n - delt"), ("QID1_2", "Helt annet")],
            [("Ikke\n - delt", ""), ("Helt annet", "")],
        ),
        (
            [("QID1_1", "Q - Ja"), ("QID1_2", "Q - Jo"), ("QID1_3", "Q - J")],
            [("Q", one) for one in ("Ja", "Jo", "J")],
        ),
    ],
)
def test_texts_are_parted_at_what_they_share(
    columns: list[tuple[str, str]], split: list[tuple[str, str]]
) -> None:
    family = [
        Column(f"Q1_{at}{'_TEXT' if 'TEXT' in one else ''}", text, one)
        for at, (one, text) in enumerate(columns)
    ]
    assert split_texts(family) == split
