"""The same answers, written as every tool writes them, are read to the same table."""

from __future__ import annotations

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


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_format_that_is_found_out(tmp_path: Path, variant: str) -> None:
    study = load_study(write_variant(tmp_path, variant, "auto"))
    imported = import_source(study, "variant", KEY)
    assert read_rows(imported.responses) == expected()
    receipts = imported.receipts[imported.receipts["why"] == "format_detected"]
    assert receipts["before"].tolist() == [VARIANTS[variant][0]]
