"""Two waves of the small study: people typed as text, for tests of what is told of people across waves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.contracts import PERSONS
from analysis.links import Link
from analysis.settings import Case
from analysis.sources import SourceFile
from analysis.study import Study
from analysis.tables import conform
from tests.small_study import label, small_study

GROUPS = {"l": "left", "r": "right"}
WAVES = {"b": "before", "a": "after", "c": "closing"}


def source_file(source: str, wave: str, group: str, row: int) -> SourceFile:
    """The answers of one group in one wave."""
    known = {"kind": "survey", "part": "answers", "format": "table", "instrument": "small"}
    known |= {"version": "left", "case": "*", "path": f"data/raw/{source}.csv", "sha256": ""}
    file = SourceFile.model_validate(known | {"source": source, "wave": wave, "group": group})
    file._row = row
    return file


def waves_study(*links: Link, minimum: int = 5, waves: int = 2, cases: tuple[str, ...] = ("north",)) -> Study:
    """The small study with a source a wave and group, named like `before-left`, and with some decisions."""
    study = small_study()
    days = [*study.settings.waves]
    closing = days[1].model_copy(update={"id": "closing", "label": days[1].label.model_copy()})
    days = [*days, closing.model_copy(update={"date": days[1].date.replace(year=2024)})][:waves]
    taking_part = [wave.id for wave in days]
    listed = [make_case(name, taking_part) for name in cases]
    rules = study.settings.disclosure.model_copy(update={"minimum_people": minimum})
    changes = {"waves": days, "cases": listed, "disclosure": rules, "main_wave": "before"}
    files = [(wave, group) for wave in taking_part for group in study.groups]
    sources = [source_file(f"{wave}-{group}", wave, group, 2 + n) for n, (wave, group) in enumerate(files)]
    return replace(
        study, settings=study.settings.model_copy(update=changes), sources=tuple(sources), links=links
    )


def make_case(name: str, waves: list[str]) -> Case:
    """A case in Oslo."""
    known = {"id": name, "label": name.title(), "municipality": "0301", "enterprise": name.title()}
    return Case.model_validate(known | {"field": label("work"), "programme": "tests", "waves": waves})


def typed_persons(text: str) -> pd.DataFrame:
    """The table of persons a text shows: `<wave><group><row> respondent [variants] [case]`.

    `bl2 ann` is row 2 of before-left. A respondent in small letters is known by a code, in capitals by an
    id, and one with a `?` not at all. Variants are joined by `+`, a dash is none; the case is north.
    """
    rows = []
    for line in text.strip().splitlines():
        given = line.split()
        place, respondent, variants, case = [*given, *("-", "north")[len(given) - 2 :]]
        wave, group = WAVES[place[0]], GROUPS[place[1]]
        rows.append(
            {
                "source": f"{wave}-{group}",
                "row": int(place[2:]),
                "instrument": "small",
                "wave": wave,
                "case": case,
                "group": group,
                "respondent": respondent,
                "basis": "none" if "?" in respondent else "id" if respondent.isupper() else "code",
                "variants": variants.replace("+", " ").replace("-", ""),
                "answer": "",
            }
        )
    return conform(pd.DataFrame(rows, columns=PERSONS.names), PERSONS)


def as_responses(persons: pd.DataFrame) -> pd.DataFrame:
    """The responses that persons gave, without any answer."""
    return persons[["case", "wave", "respondent", "group", "source"]].assign(instrument_version="left")


def link(one: str, other: str, decision: str = "same", line: int = 2) -> Link:
    """A decision about two rows, written like `bl2`."""
    places = [(f"{WAVES[name[0]]}-{GROUPS[name[1]]}", int(name[2:])) for name in (one, other)]
    values: dict[str, Any] = {"source": places[0][0], "row": places[0][1]}
    values |= {"same_source": places[1][0], "same_row": places[1][1]}
    made = Link.model_validate(values | {"decision": decision, "reason": "Seen"})
    made._line = line
    return made
