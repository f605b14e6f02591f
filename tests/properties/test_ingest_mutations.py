"""A damaged export is refused, or read as if the damage were not there but in the cell it hit."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.ingest import import_source
from analysis.ingest.people.pseudonyms import name_answer
from analysis.problems import ProblemsFound
from analysis.sources import SourceFile
from analysis.study import Study, load_study
from tests.tiny_study import KEY, write_tiny_study

FILES = st.integers(0, 4)
PLACES = st.floats(0, 1, exclude_max=True)
# Bytes with a meaning in CSV or in an encoding are tried more often than others.
BYTES = st.sampled_from(b'";,\t\n\r 0123456789\x00\x81\xc3\xe5\xff') | st.integers(0, 255)
IDS = ("$submission_id", "respondentid")
TOOL_COLUMNS = ("$created", "$answer_time_ms", "created")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return load_study(write_tiny_study(tmp_path_factory.mktemp("tiny")))


@pytest.fixture(scope="module")
def unharmed(study: Study) -> dict[str, pd.DataFrame]:
    return {source: by_respondent(import_source(study, source, KEY).responses) for source in study.source_ids}


def by_respondent(responses: pd.DataFrame) -> pd.DataFrame:
    return responses.set_index("respondent").sort_index()


def read_damaged(study: Study, file: SourceFile, data: bytes) -> pd.DataFrame | None:
    """The responses with one file's bytes replaced, or None where the export is refused."""
    path: Path = study.root / file.path
    before = path.read_bytes()
    path.write_bytes(data)
    try:
        return by_respondent(import_source(study, file.source, KEY).responses)
    except ProblemsFound as found:
        assert all(problem.file and problem.what for problem in found.problems)
        return None
    finally:
        path.write_bytes(before)


def find_hits(file: SourceFile, before: bytes, after: bytes) -> list[tuple[str, str, str]]:
    """Respondent, column and new text of the changed cells, as a careless reader sees them."""
    encoding = "utf-8" if file.format == "nettskjema" else "cp1252"
    old, new = (
        list(csv.reader(io.StringIO(data.decode(encoding, "replace"), newline=""), delimiter=";"))
        for data in (before, after)
    )
    return [
        (name_answer(KEY, file.source, row[0]), column, text)
        for row, cells in zip(old, new, strict=True)
        for column, was, text in zip(old[0], row, cells, strict=True)
        if was != text
    ]


@settings(max_examples=120, derandomize=True, deadline=None)
@given(number=FILES, kind=st.sampled_from(["flip", "insert", "drop"]), place=PLACES, byte=BYTES)
def test_one_damaged_byte_changes_one_cell_or_is_refused(
    study: Study, unharmed: dict[str, pd.DataFrame], number: int, kind: str, place: float, byte: int
) -> None:
    file = study.sources[number]
    before, expected = (study.root / file.path).read_bytes(), unharmed[file.source]
    at = int(place * len(before))
    put = b"" if kind == "drop" else bytes([byte])
    data = before[:at] + put + before[at + (kind != "insert") :]
    read = read_damaged(study, file, data)
    if read is None:
        return
    hits = find_hits(file, before, data) if file.part == "answers" else []
    assert len(hits) <= 1
    for respondent, column, text in hits:
        if column in IDS:
            read = read.rename(index={name_answer(KEY, file.source, text): respondent}).sort_index()
        elif column not in TOOL_COLUMNS and respondent in expected.index:
            item = f"q{int(column[2:] if file.format == 'surveyxact' else column[1:]):02d}"
            cell = ["case"] if item == "q01" else [item, f"{item}__missing"]
            check_cell(read, respondent, item, text)
            read.loc[respondent, cell] = expected.loc[respondent, cell]
    pd.testing.assert_frame_equal(read, expected)


def check_cell(read: pd.DataFrame, respondent: str, item: str, text: str) -> None:
    """The damaged cell is read as it now stands."""
    if item == "q01":
        assert read.loc[respondent, "case"] == {"1": "north-farm", "2": "south-cafe"}[text.strip()]
    elif pd.isna(read.loc[respondent, item]):
        assert text.strip() in ("", "3")
        assert read.loc[respondent, f"{item}__missing"] in ("not_relevant", "no_answer")
    else:
        assert read.loc[respondent, item] == (text if item == "q10" else int(text.strip()))


@settings(max_examples=40, derandomize=True, deadline=None)
@given(number=FILES, place=PLACES)
def test_a_file_cut_off_is_refused_unless_cut_between_rows(
    study: Study, unharmed: dict[str, pd.DataFrame], number: int, place: float
) -> None:
    file = study.sources[number]
    before = (study.root / file.path).read_bytes()
    data = before[: int(place * len(before))]
    read = read_damaged(study, file, data)
    if read is not None:
        assert data.endswith(b"\n") or file.part == "codebook"
        pd.testing.assert_frame_equal(read, unharmed[file.source].loc[read.index])
