import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from analysis.contracts import CONTRACTS, SCORES, Column, Contract
from analysis.tables import ContractBroken, conform, read_table, write_table, write_text

PEOPLE = Contract(
    "people",
    "one person",
    ("name",),
    (
        Column("name", "text", "the person", optional=False),
        Column("age", "count", "whole years"),
        Column("height", "number", "metres"),
    ),
)


def people(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame({"name": ["Åse", "Bø"], **columns})


def test_conform_orders_types_and_sorts() -> None:
    made = conform(people(height=[1.7, 1.8], age=[40, None]).iloc[::-1], PEOPLE)
    assert list(made.columns) == ["name", "age", "height"]
    assert list(made["name"]) == ["Bø", "Åse"]
    assert str(made["age"].dtype) == "Int64" and made["age"].isna().tolist() == [True, False]


def test_an_absent_optional_column_is_added_empty() -> None:
    assert conform(people(), PEOPLE)["height"].isna().all()


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (people(shoe=[1, 2]), "people: unknown columns ['shoe']"),
        (pd.DataFrame({"age": [1]}), "people: no column name"),
        (pd.DataFrame({"name": ["Åse", None]}), "people: name has missing values"),
        (pd.DataFrame({"name": ["Åse", "Åse"]}), "people: the key names more than one row: {'name': 'Åse'}"),
    ],
)
def test_a_table_that_breaks_its_contract_is_refused(frame: pd.DataFrame, message: str) -> None:
    with pytest.raises(ContractBroken) as broken:
        conform(frame, PEOPLE)
    assert str(broken.value) == message


@pytest.mark.parametrize("name", ["people.csv", "people.parquet"])
def test_what_is_written_is_read_again_in_full_precision(tmp_path: Path, name: str) -> None:
    before = conform(people(height=[1 / 3, None], age=[None, 41]), PEOPLE)
    write_table(before, tmp_path / "deep" / name, PEOPLE)
    pd.testing.assert_frame_equal(read_table(tmp_path / "deep" / name, PEOPLE), before, check_exact=True)
    assert [path.name for path in (tmp_path / "deep").iterdir()] == [name]


def test_csv_is_utf8_with_plain_line_ends(tmp_path: Path) -> None:
    write_table(people(), tmp_path / "people.csv", PEOPLE)
    assert (tmp_path / "people.csv").read_bytes() == "name,age,height\nBø,,\nÅse,,\n".encode()


def test_a_failed_write_leaves_the_table_from_before(tmp_path: Path) -> None:
    write_table(people(), tmp_path / "people.csv", PEOPLE)
    before = (tmp_path / "people.csv").read_bytes()
    with pytest.raises(ContractBroken):
        write_table(people(shoe=[1, 2]), tmp_path / "people.csv", PEOPLE)
    assert (tmp_path / "people.csv").read_bytes() == before


def test_text_is_written_whole(tmp_path: Path) -> None:
    write_text("æøå\n", tmp_path / "deep" / "text.txt")
    assert (tmp_path / "deep" / "text.txt").read_bytes() == "æøå\n".encode()


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=list(CONTRACTS))
def test_every_contract_is_described_and_keyed_by_its_own_columns(contract: Contract) -> None:
    assert set(contract.key) <= set(contract.names)
    assert len(set(contract.names)) == len(contract.names)
    assert contract.row and all(column.meaning for column in contract.columns)


def test_scores_keep_a_missing_score_as_missing(tmp_path: Path) -> None:
    row = dict.fromkeys(SCORES.names, "x") | {"score": None, "n_answered": 0, "n_items": 2}
    write_table(pd.DataFrame([row]), tmp_path / "scores.parquet", SCORES)
    assert read_table(tmp_path / "scores.parquet", SCORES)["score"].isna().all()


@pytest.mark.parametrize("text", ["=1+1", "+47 1", "-2", "@x", "\tx", "'=x", "''-x", "'x", "x=1", "−2", ""])
def test_no_cell_of_a_csv_starts_a_formula_and_every_text_comes_back(tmp_path: Path, text: str) -> None:
    path = tmp_path / "people.csv"
    frame = pd.DataFrame({"name": [text, "b"], "height": [-1.5, 2]})
    write_table(frame, path, PEOPLE)
    written = list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
    assert not any(row[0][:1] in tuple("=+-@\t\r") for row in written if row[0])
    assert [row[2] for row in sorted(written[1:], key=lambda row: row[2])] == ["-1.5", "2.0"]
    read = read_table(path, PEOPLE)
    assert text in read["name"].tolist()
