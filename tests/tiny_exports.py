"""Raw answers of the tiny study, written as Nettskjema and SurveyXact write them."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

TEMPLATE = Path(__file__).resolve().parent / "tiny"
STATUSES = {1: "Ny", 2: "Distribuert", 3: "Noen svar", 4: "Gjennomført", 5: "Frafalt"}
CODES = tuple(STATUSES)
STRUCTURE_HEADER = [
    "questionName",
    "variableName",
    "questionType",
    "subType",
    "questionText",
    "choiceValue",
    "choiceText",
]

Answers = tuple[str, ...]


def write_nettskjema(raw: Path, people: dict[str, Answers]) -> None:
    """Write answers and codebook as Nettskjema exports them: UTF-8, `;`, every cell quoted."""
    names = [item["id"] for item in _items()]
    header = ["$submission_id", "$created", *names, "$answer_time_ms"]
    rows = [
        [person, f"2018-05-{day:02d}T10:15:00+02:00", *answers, str(60000 + 137 * day)]
        for day, (person, answers) in enumerate(people.items(), 1)
    ]
    write_csv(raw / "municipality_answers.csv", [header, *rows], "utf-8", csv.QUOTE_ALL)
    codebook = [_heading(), *(_element(item, number) for number, item in enumerate(_items(), 1))]
    text = json.dumps(codebook, ensure_ascii=False, indent=2) + "\n"
    (raw / "municipality_codebook.json").write_bytes(text.encode("utf-8"))


def write_surveyxact(raw: Path, people: dict[str, Answers], status: dict[str, int]) -> None:
    """Write answers, structure and labels as SurveyXact exports them: cp1252, `;`, quoted where needed.

    `status` gives the status code of those who did not complete; the others have 4, completed.
    """
    names = [_variable(item) for item in _items()]
    answers = [["respondentid", "created", *names, *(f"stato_{code}" for code in CODES)]]
    for day, (person, given) in enumerate(people.items(), 1):
        ticks = [str(int(status.get(person, 4) == code)) for code in CODES]
        answers.append([person, f"2018-05-{day:02d} 09:00:00", *given, *ticks])
    for name, rows in (("answers", answers), ("structure", _structure()), ("labels", _labels())):
        write_csv(raw / f"enterprise_{name}.csv", rows, "cp1252", csv.QUOTE_MINIMAL)


def _structure() -> list[list[str]]:
    rows = [
        STRUCTURE_HEADER,
        ["respondentid", "respondentid", "Open", "Number", "Respondent-ID", "", ""],
        ["created", "created", "Open", "Date", "Opprettet", "", ""],
    ]
    for item in _items():
        name = _variable(item)
        kind = ["Open", "String"] if item["answers"] == "text" else ["Open", "Number"]
        kind = ["Closed", "Single"] if _options(item) else kind
        rows.append([name, name, *kind, item["label"]["nb"], "", ""])
    for code, meaning in STATUSES.items():
        rows.append(
            ["statoverall", f"stato_{code}", "Closed", "Multiple", "Samlet status", str(code), meaning]
        )
    return rows


def _labels() -> list[list[str]]:
    rows = [[_variable(item), code, label] for item in _items() for code, label in _options(item)]
    for code in CODES:
        rows += [[f"stato_{code}", "0", "Ikke valgt"], [f"stato_{code}", "1", "Valgt"]]
    return rows


def _items() -> list[dict[str, Any]]:
    return list(_instrument()["items"])


@cache
def _instrument() -> dict[str, Any]:
    return dict(yaml.safe_load((TEMPLATE / "config" / "instruments" / "tiny.yaml").read_text("utf-8")))


def _variable(item: dict[str, Any]) -> str:
    return f"s_{item['number']}"


def _options(item: dict[str, Any]) -> list[tuple[str, str]]:
    """Codes and labels as the form lists them."""
    if item["answers"] == "case":
        return [("1", "Nordgården"), ("2", "Sørkafeen")]
    listed = _instrument()["answer_sets"][item["answers"]].get("answers", [])
    return [(str(answer["value"]), answer["label"]["nb"]) for answer in listed]


def _element(item: dict[str, Any], number: int) -> dict[str, Any]:
    """One question of a Nettskjema codebook, with the keys that are read and some that are not."""
    kinds = {"text": "QUESTION", "hundred": "LINEAR_SCALE"}
    ends = (1, 100) if item["answers"] == "hundred" else (None, None)
    return {
        "elementId": 1641690 + number,
        "questionId": 1649720 + number,
        "text": item["label"]["nb"],
        "elementType": kinds.get(item["answers"], "RADIO"),
        "sequence": number,
        "isMandatory": False,
        "externalElementId": item["id"],
        "minimumValue": ends[0],
        "maximumValue": ends[1],
        "answerOptions": [
            {"sequence": place, "text": label, "externalAnswerOptionId": code}
            for place, (code, label) in enumerate(_options(item), 1)
        ],
        "subElements": [],
    }


def _heading() -> dict[str, Any]:
    return {
        "elementId": 1641690,
        "questionId": None,
        "text": "Om samarbeidet",
        "elementType": "HEADING",
        "sequence": 1,
        "externalElementId": None,
        "answerOptions": [],
        "subElements": [],
    }


def write_csv(path: Path, rows: list[list[str]], encoding: str, quoting: Any) -> None:
    """Write rows as CSV with `;`, in an encoding and with a way of quoting."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", quoting=quoting, lineterminator="\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
