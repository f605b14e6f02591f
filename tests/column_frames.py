"""A small instrument and exports of headers only, for tests of how columns become items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.ingest.exports import Export, Question
from analysis.ingest.mapping.columns import map_columns
from analysis.instruments import Instrument
from analysis.problems import ProblemList
from analysis.source_options import SourceOptions

Headers = Mapping[str, Question | None] | Sequence[str]
"""The columns of an export, with what the tool says of each where it says something."""
ABOUT = "config/sources/one.yaml under columns:"


def label(nb: str, en: str) -> dict[str, str]:
    return {"nb": nb, "en": en}


def item(name: str, number: int, nb: str, en: str, **more: Any) -> dict[str, Any]:
    known = {"id": name, "number": number, "part": "all", "answers": "text", "label": label(nb, en)}
    return known | more


INSTRUMENT = Instrument.model_validate(
    {
        "id": "small",
        "version": "1",
        "title": label("Liten", "Small"),
        "source": {"citation": "Made for the tests."},
        "columns": ["{id}", "s_{number}"],
        "versions": {
            "ours": {"group": "we", "label": label("Vår", "Ours")},
            "theirs": {"group": "they", "label": label("Deres", "Theirs")},
        },
        "parts": {"all": {"label": label("Alt", "All")}},
        "answer_sets": {
            "text": {"kind": "text", "level": "none"},
            "ticks": {"kind": "ticked", "level": "nominal"},
            "case": {"kind": "case", "level": "nominal"},
        },
        "items": [
            item("where", 1, "Case", "Case", answers="case"),
            item("trust", 25, "Tillit", "Trust", texts=["I kor stor grad stoler de på kvarandre?"]),
            item("custom", 26, "Tradisjon", "Tradition"),
            item(
                "clear",
                27,
                "Klare mål",
                "Clear aims",
                versions={"theirs": label("Klare mål for oss", "Clear to us")},
            ),
            item("mail", 30, "E-post", "E-mail", answers="ticks", of="ways", option="1"),
            item("phone", 30, "Telefon", "Phone", answers="ticks", of="ways", option="2"),
        ],
    }
)


def export(headers: Headers, **tool_columns: str) -> Export:
    columns = list(headers)
    cells = pd.DataFrame(
        [["" for _ in columns]], index=pd.Index([2], name="row"), columns=columns, dtype="str"
    )
    asked = headers if isinstance(headers, Mapping) else {}
    return Export(
        file="raw/a.csv",
        questions_file="raw/a.csv",
        cells=cells,
        ids=pd.Series(["1"], index=cells.index),
        statuses=pd.Series(["completed"], index=cells.index),
        words={},
        times=None,
        blank=[],
        tool_columns=tool_columns,
        questions={name: question for name, question in asked.items() if question},
        receipts=[],
    )


def find(
    headers: Headers, version: str = "ours", **options: Any
) -> tuple[dict[str, tuple[str, str]], list[str]]:
    """The matches of the file's columns, and the problems but that items are missing."""
    found = ProblemList("raw/a.csv")
    said = SourceOptions.model_validate(options)
    matches = map_columns(export(headers), INSTRUMENT, said, (), found, "one", version)
    told = [str(one) for one in found.problems if "columns are missing" not in one.what]
    return {name: (match.column, match.how) for name, match in matches.items()}, told
