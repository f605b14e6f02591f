"""A study made by hand, and tables of answers typed as text, for tests of the methods.

Items a1, a2, a3, a4 are answered 1, 2, 4, 5 with 3 for not relevant (a3 is worded against its scale),
s1 and s2 with 1 to 100, and m1 is a choice that is counted.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from analysis.instruments import Instrument
from analysis.municipalities import Municipalities
from analysis.plan import Plan
from analysis.study import Settings, Study

OURS = {"citation": "Made for the tests.", "ours": True}


def label(text: str) -> dict[str, str]:
    return {"nb": text, "en": text}


def answers(*values: int) -> list[dict[str, Any]]:
    return [{"value": value, "label": label(str(value))} for value in values]


def item(number: int, name: str, kind: str, *, reverse: bool = False) -> dict[str, Any]:
    named = {"id": name, "number": number, "part": "all", "answers": kind, "label": label(name)}
    return named | {"reverse": reverse}


def scale(name: str, items: list[str], minimum: int, better: str = "higher") -> dict[str, Any]:
    known = {"id": name, "label": label(name), "family": "all", "items": items, "source": OURS}
    return known | {"minimum_answered": minimum, "better": better}


INSTRUMENT = Instrument.model_validate(
    {
        "id": "small",
        "version": "1",
        "title": label("small"),
        "source": OURS,
        "columns": ["{id}"],
        "versions": {one: {"group": one, "label": label(one)} for one in ("left", "right")},
        "parts": {"all": {"label": label("all")}},
        "answer_sets": {
            "agreement": {
                "kind": "choice",
                "level": "ordinal",
                "answers": answers(1, 2, 3, 4, 5),
                "not_relevant": [3],
                "neutral": 3,
                "random_variance": 2.5,
            },
            "hundred": {
                "kind": "number",
                "level": "interval",
                "minimum": 1,
                "maximum": 100,
                "blank": "not_relevant",
                "random_variance": 833.25,
            },
            "meetings": {"kind": "choice", "level": "ordinal", "answers": answers(1, 2)},
        },
        "items": [
            item(1, "a1", "agreement"),
            item(2, "a2", "agreement"),
            item(3, "a3", "agreement", reverse=True),
            item(4, "a4", "agreement"),
            item(5, "s1", "hundred"),
            item(6, "s2", "hundred"),
            item(7, "m1", "meetings"),
        ],
        "families": {"all": {"label": label("all")}},
        "scales": [
            scale("trio", ["a1", "a2", "a3"], 2),
            scale("pair", ["s1", "s2"], 1, "lower"),
            scale("single", ["a4"], 1),
        ],
    }
)

CONTRAST = {"label": label("left minus right"), "first": "left", "second": "right"}
COMPARED = {"label": label("compared"), "instrument": "small", "contrast": "sides", "family": "tests"}
DESCRIBED = {"label": label("described"), "instrument": "small"}
SCALES = ["trio", "pair", "single"]
ITEMS = ["a1", "a2", "a3", "a4", "s1", "s2"]

PLAN: dict[str, Any] = {
    "contrasts": {"sides": CONTRAST},
    "families": {"tests": {"label": label("tests")}},
    "descriptions": {"described": DESCRIBED | {"scales": SCALES, "items": ITEMS, "counts": ["m1"]}},
    "reliability": {"reliability": DESCRIBED | {"scales": SCALES}},
    "comparisons": {"compared": COMPARED | {"scales": SCALES, "purpose": "exploratory"}},
}


def small_study(**plan: Any) -> Study:
    """The study, with parts of its plan replaced."""
    settings = Settings.model_validate(
        {
            "id": "small",
            "title": label("small"),
            "synthetic": True,
            "seed": 7,
            "confidence_level": 0.95,
            "main_instrument": "small",
            "programmes": {"tests": {"label": label("tests")}},
            "groups": [
                {"id": "left", "label": label("left"), "colour": "#111111", "marker": "circle"},
                {"id": "right", "label": label("right"), "colour": "#999999", "marker": "square"},
            ],
            "waves": [
                {"id": "before", "label": label("before"), "date": "2018-01-01"},
                {"id": "after", "label": label("after"), "date": "2020-01-01"},
            ],
            "cases": [
                {
                    "id": "north",
                    "label": "North",
                    "municipality": "1804",
                    "enterprise": "North",
                    "field": label("work"),
                    "programme": "tests",
                }
            ],
        }
    )
    instruments = {"small": INSTRUMENT}
    made = Plan.model_validate(PLAN | plan)
    return Study(Path(), settings, (), made, Municipalities([]), instruments, {})


def typed_responses(text: str) -> pd.DataFrame:
    """The table of responses a text shows: `.` is no answer, `x` not relevant; wave `before` by default.

    The first line names the columns; respondents are numbered in order where no column names them.
    """
    header, *lines = [line.split() for line in text.strip().splitlines()]
    typed = pd.DataFrame(lines, columns=header)
    typed["respondent"] = typed.get("respondent", pd.Series([f"r{n:02}" for n in range(len(typed))]))
    typed["wave"] = typed.get("wave", pd.Series("before", index=typed.index))
    for name in [one.id for one in INSTRUMENT.items]:
        given = typed.get(name, pd.Series(".", index=typed.index))
        typed[f"{name}__missing"] = given.map({".": "no_answer", "x": "not_relevant"}).fillna("")
        typed[name] = pd.to_numeric(given.where(~given.isin([".", "x"]))).astype("Int64")
    return typed


def pick(table: pd.DataFrame, **wanted: str) -> pd.Series:
    """The one row of a table that has these values."""
    found = table
    for name, value in wanted.items():
        found = found[found[name] == value]
    assert len(found) == 1, found
    return found.iloc[0]
