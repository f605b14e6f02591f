"""The answers that every export of this folder holds, as codes and as the texts of the tiny instrument."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from tests.tiny_exports import TEMPLATE
from tests.tiny_study import MUNICIPALITY

CASES = {"1": "Nordgården", "2": "Sørkafeen"}
IDS = list(MUNICIPALITY)
CODES: dict[str, tuple[str, ...]] = MUNICIPALITY


@cache
def instrument() -> dict[str, Any]:
    return dict(yaml.safe_load((TEMPLATE / "config" / "instruments" / "tiny.yaml").read_text("utf-8")))


def items() -> list[dict[str, Any]]:
    return list(instrument()["items"])


def names() -> list[str]:
    return [item["id"] for item in items()]


def labels(language: str = "nb") -> list[str]:
    return [item["label"][language] for item in items()]


def options(item: dict[str, Any], language: str = "nb") -> dict[str, str]:
    """Texts of the answers by code; none for a number or a text."""
    if item["answers"] == "case":
        return CASES
    listed = instrument()["answer_sets"][item["answers"]].get("answers", [])
    return {str(answer["value"]): answer["label"][language] for answer in listed}


def code_rows() -> list[list[str]]:
    """One row a person: the answers as codes."""
    return [list(given) for given in CODES.values()]


def text_rows(language: str = "nb") -> list[list[str]]:
    """One row a person: the answers as texts where the question offers some."""
    return [
        [options(item, language).get(code, code) for item, code in zip(items(), given, strict=True)]
        for given in CODES.values()
    ]


def day(number: int) -> str:
    return f"2018-05-{number + 1:02d}"
