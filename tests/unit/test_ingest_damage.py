"""Damaged files: whatever becomes of their bytes, they are read as a table or refused, and nothing else.

What a workbook gives after damage is what it gave before, for its parts have checksums.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.ingest.files import workbook_worker
from analysis.ingest.files.apart import Refused
from analysis.ingest.files.delimited import read_sheet
from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.sheets import Sheet, check_shape
from analysis.problems import ProblemList, ProblemsFound
from tests.unit.made_workbooks import (
    ods_number,
    ods_parts,
    ods_table,
    ods_text,
    pack,
    xlsx_parts,
    xlsx_rows,
)

DIALECT = Dialect("the tool", ("utf-8", "cp1252", "utf-16", "mac_roman"), (";", ",", "\t"), ends_rows=False)
TEXT = '"id";"Hva mener du, egentlig?";"tall"\r\n"1";"Først\nså ""slik"" – på Åre";"4,5"\r\n"2";"";"77.0"\r\n'
Damage = Callable[[bytes], bytes]


def flip(place: float, value: int) -> Damage:
    def damage(data: bytes) -> bytes:
        at = int(place * len(data))
        return data[:at] + bytes([data[at] ^ value]) + data[at + 1 :]

    return damage


def cut(place: float, length: int) -> Damage:
    def damage(data: bytes) -> bytes:
        at = int(place * len(data))
        return data[:at] + data[at + length :]

    return damage


def repeat(place: float, length: int) -> Damage:
    def damage(data: bytes) -> bytes:
        at = int(place * len(data))
        return data[: at + length] + data[at:]

    return damage


PLACES = st.floats(0, 1, exclude_max=True)
DAMAGES = st.one_of(
    st.builds(flip, PLACES, st.integers(1, 255)),
    st.builds(cut, PLACES, st.sampled_from([1, 2, 40, 100_000])),
    st.builds(repeat, PLACES, st.integers(1, 40)),
)
EXAMPLES = settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
@EXAMPLES
@given(damages=st.lists(DAMAGES, min_size=1, max_size=3))
def test_separated_text(tmp_path: Path, encoding: str, damages: list[Damage]) -> None:
    data = TEXT.encode(encoding)
    for damage in damages:
        data = damage(data) if data else data
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    try:
        sheet = read_sheet(path, "raw/a.csv", DIALECT)
        found = ProblemList("raw/a.csv")
        check_shape(sheet, found)
        found.raise_any()
    except ProblemsFound as refused:
        assert all(problem.file == "raw/a.csv" and problem.what for problem in refused.problems)
    else:
        assert isinstance(sheet, Sheet)
        assert all(len(cells) == len(sheet.header) for cells in sheet.rows)


def read_parts(path: Path) -> object:
    return json.loads(json.dumps(workbook_worker.read(path)))


WORKBOOKS = {
    "xlsx": xlsx_parts(xlsx_rows([["id", "tekst"], [1, "Først\nså"], [2, 4.5]])),
    "ods": ods_parts(ods_table([ods_text("id") + ods_text("tekst"), ods_number(1) + ods_text("Først")])),
}


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@EXAMPLES
@given(damages=st.lists(DAMAGES, min_size=1, max_size=2))
def test_workbooks(tmp_path: Path, kind: str, damages: list[Damage]) -> None:
    path = pack(tmp_path, WORKBOOKS[kind], f"a.{kind}")
    whole = read_parts(path)
    data = path.read_bytes()
    for damage in damages:
        data = damage(data) if data else data
    path.write_bytes(data)
    try:
        read = read_parts(path)
    except Refused as refused:
        assert refused.told[1]
    else:
        assert read == whole
