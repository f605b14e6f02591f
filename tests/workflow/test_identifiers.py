"""What names people in the raw files of the reference study is in none of its results."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pypdf
import pyreadstat
import pytest

from analysis.reference_study.coders import CODERS
from analysis.reference_study.qualtrics_export import DOMAIN, NETWORK, PEOPLE
from analysis.reference_study.talk import write_transcript
from analysis.reference_study.talk_design import TALKS
from analysis.study import load_study

pytestmark = pytest.mark.xdist_group("reference")
QUALTRICS = ("IPAddress", "RecipientEmail", "ExternalReference", "ResponseId")
NUMBERED = {
    "ks2018/municipality_answers.csv": "$submission_id",
    "ks2018/enterprise_dataset.csv": "responde",
    "startend/start_answers.csv": "$submission_id",
    "startend/end_dataset.csv": "responde",
}
POSITIONS = ("LocationLatitude", "LocationLongitude")
MOST_SAID = 5
SHORTEST = 7
"""Shorter ones, such as the number of a case in SPSS, stand in any table by chance."""


def planted(study: Path) -> set[str]:
    """Every text of the raw files that names one person."""
    raw = study / "data" / "raw"
    rows = read_rows((raw / "ks2020" / "enterprise.csv").read_text("utf-8"), ",")[2:]
    found = {row[name] for row in rows for name in (*QUALTRICS, *POSITIONS)}
    for file, column in NUMBERED.items():
        encoding = "cp1252" if column == "responde" else "utf-8"
        text = (raw / file).read_bytes().decode(encoding)
        found |= {row[column] for row in read_rows(text, ";")}
    frame, _ = pyreadstat.read_sav(str(raw / "ks2020" / "municipality.sav"))
    found |= {str(one).removesuffix(".0") for one in frame.iloc[:, 0]}
    names = {name for person in PEOPLE for name in person} | {*CODERS.values()}
    return {one for one in found | names | {DOMAIN, NETWORK} if len(one) >= SHORTEST}


def said(study: Path) -> set[str]:
    """Some of what was said in each focus group: the longest sentences, no two of them alike."""
    seed = load_study(study).settings.seed
    texts = [write_transcript(talk, seed) for talk in TALKS]
    spoken = [
        sorted({one.text[part.start : part.end] for turn in one.turns for part in turn.sentences}, key=len)
        for one in texts
    ]
    return {sentence for sentences in spoken for sentence in sentences[-MOST_SAID:]}


def read_rows(text: str, separator: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


def texts(path: Path) -> Iterator[bytes]:
    """A file as it lies there and, where that says little, what a program would show of it."""
    yield path.read_bytes()
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    elif path.suffix == ".pdf":
        yield "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages).encode()
    elif path.suffix == ".parquet":
        yield pd.read_parquet(path).to_csv().encode()


def find(folder: Path, identifiers: set[str]) -> list[tuple[str, str]]:
    """Each file and the identifier in it; digits within a longer number name nobody."""
    return [
        (path.relative_to(folder).as_posix(), one)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for text in texts(path)
        for one in sorted(identifiers)
        if one.encode() in text and stands(one.encode(), text)
    ]


def stands(one: bytes, text: bytes) -> bool:
    """Whether an identifier stands by itself in a text, and is not a few digits of a longer number."""
    return not one.isdigit() or bool(re.search(rb"(?<![0-9.])%s(?![0-9])" % one, text))


def test_there_is_something_to_find(reference_run: Path) -> None:
    identifiers = planted(reference_run)
    assert len(identifiers) > 60
    found = {one for _, one in find(reference_run / "data" / "raw", identifiers)}
    assert found >= {DOMAIN, NETWORK, "Tormodine", "Fjøsaskog"}


def test_no_public_file_names_anybody(reference_run: Path) -> None:
    assert find(reference_run / "results" / "public", planted(reference_run)) == []


def test_no_restricted_file_names_anybody_either(reference_run: Path) -> None:
    assert find(reference_run / "results" / "restricted", planted(reference_run)) == []


def test_no_public_file_quotes_what_was_said(reference_run: Path) -> None:
    sentences = said(reference_run)
    quoted = {one for _, one in find(reference_run / "results" / "restricted", sentences)}
    assert quoted == sentences, "the restricted tables hold all that was said"
    assert find(reference_run / "results" / "public", sentences) == []


def noted(study: Path) -> set[str]:
    """Who speaks in the texts, what these are called, and what coders and judges noted."""
    restricted = study / "results" / "restricted"
    columns = {
        "codings/units": "speaker",
        "codings/documents": "document",
        "codings/segments": "memo",
        "ratings/judgements": "note",
    }
    found = {
        str(one)
        for table, column in columns.items()
        for one in pd.read_parquet(restricted / f"{table}.parquet")[column]
    }
    named = {name for session in load_study(study).sessions.sessions for name in session.documents}
    return (found | named) - {""}


def test_no_public_file_tells_who_spoke_or_what_coders_noted(reference_run: Path) -> None:
    told = noted(reference_run)
    assert {"Kommune 1", "Fokusgruppe Arendal", "Usikker, ta opp på kodemøtet."} <= told
    assert find(reference_run / "results" / "public", told) == []


def test_self_made_codes_are_in_no_column_of_a_restricted_table(reference_run: Path) -> None:
    study = load_study(reference_run)
    for path in (reference_run / "results" / "restricted").rglob("*.parquet"):
        columns = set(pd.read_parquet(path).columns)
        for source in study.source_ids:
            person = study.options_of(source).person
            assert person is not None and not columns & set(person.code)


def test_people_are_pseudonyms_and_the_same_in_both_waves(reference_run: Path) -> None:
    responses = pd.read_parquet(reference_run / "results/restricted/responses/ks2018.parquet")
    assert responses["respondent"].str.fullmatch("p[0-9a-f]{16}").all()
    attrition = pd.read_csv(reference_run / "results/public/tables/attrition.csv")
    whole = "instrument == 'ks2018' and case == 'all' and group == 'all' and statistic == 'both'"
    both = attrition.query(whole)["n"]
    assert responses["respondent"].duplicated().sum() == both.item() > 0
