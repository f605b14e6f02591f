"""The same answers, written as every tool writes them, are read to the same table."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd
import pytest

from analysis.ingest import import_source
from analysis.study import load_study
from tests.exports.answers import CODES, items
from tests.exports.variants import VARIANTS, write_variant

KEY = b"a key for the tests, 32 bytes long"
CASES = {"1": "north-farm", "2": "south-cafe"}
BLANK = {"hundred": "not_relevant"}

WITHOUT_TEXTS = (
    "nettskjema, codes alone",
    "limesurvey, codes",
    "kobo, names",
    "kobo, ODK",
    "table, semicolons",
    "table, tabs",
    "table, workbook",
    "table, ods",
)
"""Exports that print no question: nothing is known of its wording."""
ASKED_OTHERWISE = ("qualtrics, three rows", "qualtrics, tabs", "qualtrics, workbook")


def hash_wording(text: str) -> str:
    """The digits that the receipts show of a question."""
    return hashlib.sha256(text.casefold().encode("utf-8")).hexdigest()[:12]


def expected() -> list[tuple[str, ...]]:
    """Case, then value and missing reason of every item, one row a person, sorted."""
    rows = []
    for given in CODES.values():
        row = [CASES[given[0]]]
        for item, code in list(zip(items(), given, strict=True))[1:]:
            missing = "" if code else BLANK.get(item["answers"], "no_answer")
            if item["answers"] == "agreement" and code == "3":
                missing = "not_relevant"
            row += ["" if missing else code, missing]
        rows.append(tuple(row))
    return sorted(rows)


def read_rows(responses: pd.DataFrame) -> list[tuple[str, ...]]:
    """The same of what was read."""
    columns = ["case"]
    for item in items()[1:]:
        columns += [item["id"], f"{item['id']}__missing"]
    texts = responses[columns].astype("string").fillna("")
    return sorted(tuple(row) for row in texts.itertuples(index=False))


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_format_that_is_named(tmp_path: Path, variant: str) -> None:
    study = load_study(write_variant(tmp_path, variant))
    imported = import_source(study, "variant", KEY)
    assert read_rows(imported.responses) == expected()
    receipts = imported.receipts[imported.receipts["what"] == "wording"]
    told = receipts.set_index("column")["after"].to_dict()
    printed = {
        item["id"]: hash_wording(item["label"]["en" if "English" in variant else "nb"]) for item in items()
    }
    # The Qualtrics form tells below one question how to answer it.
    other = {"q02"} if variant in ASKED_OTHERWISE else set()
    assert {item for item, digits in told.items() if digits != printed[item]} == other
    assert (not told) == (variant in WITHOUT_TEXTS)


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_format_that_is_found_out(tmp_path: Path, variant: str) -> None:
    study = load_study(write_variant(tmp_path, variant, "auto"))
    imported = import_source(study, "variant", KEY)
    assert read_rows(imported.responses) == expected()
    receipts = imported.receipts[imported.receipts["why"] == "format_detected"]
    assert receipts["before"].tolist() == [VARIANTS[variant][0]]
