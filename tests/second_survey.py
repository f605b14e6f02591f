"""A second survey in the tiny study: another programme with cases and groups of its own, one form for all."""

from __future__ import annotations

from pathlib import Path

from analysis.sources import COLUMNS
from tests.tiny_study import read_sources, refresh_hashes

STUDY = """\
  - id: west-quay
    label: Vestbrygga
    municipality: "4601"
    kind: project
    programme: helix
    waves: [w2021, w2024]
    answer: 1
  - id: inland-mill
    label: Innlandsmølla
    municipality: "0301"
    kind: follower
    programme: helix
    waves: [w2024]
    answer: 7
"""
GROUPS = """\
  - id: citizens
    label: { nb: Innbyggere, en: Citizens }
    colour: "#0b6b4f"
    marker: triangle
    answer: 3
  - id: research
    label: { nb: Forskere, en: Researchers }
    colour: "#5b2a86"
    marker: diamond
    answer: 4
case_kinds:
  - id: project
    label: { nb: Prosjekt, en: Project }
    colour: "#0b6b4f"
    marker: triangle
  - id: follower
    label: { nb: Følger, en: Follower }
    colour: "#5b2a86"
    marker: diamond
waves:
"""
WAVE = """\
  - id: w2021
    label: { nb: Våren 2021, en: Spring 2021 }
    date: 2021-02-01
  - id: w2024
    label: { nb: Våren 2024, en: Spring 2024 }
    date: 2024-03-04
disclosure:
"""
INSTRUMENT = """\
id: helix
version: "1"
title: { nb: Ett skjema for alle, en: One form for all }
source: { citation: Made for the tests., ours: true }
columns: ["{id}"]
versions:
  common:
    group: "*"
    label: { nb: Felles, en: Common }
parts:
  all: { label: { nb: Alt, en: All } }
answer_sets:
  place: { kind: case, level: nominal }
  who:
    kind: group
    level: nominal
    answers:
      - { value: 3, label: { nb: Innbygger, en: Citizen }, texts: [Bor her] }
  agreement:
    kind: choice
    level: ordinal
    answers:
      - { value: 1, label: { nb: Uenig, en: Disagree } }
      - { value: 2, label: { nb: Enig, en: Agree } }
items:
  - { id: place, number: 1, part: all, answers: place, label: { nb: Kommune, en: Municipality } }
  - { id: who, number: 2, part: all, answers: who, label: { nb: Hvem er du, en: Who are you } }
  - { id: near, number: 3, part: all, answers: agreement, label: { nb: Jeg kjenner mange, en: I know many } }
  - { id: proud, number: 4, part: all, answers: agreement, label: { nb: Jeg er stolt, en: I am proud } }
families:
  all: { label: { nb: Alt, en: All } }
scales:
  - id: pride
    label: { nb: Stolthet, en: Pride }
    family: all
    items: [near, proud]
    minimum_answered: 1
    better: higher
    source: { citation: Made for the tests., ours: true }
"""
FIRST = """\
id;place;who;near;proud;code
a1;1;3;2;2;anne17
a2;1;4;1;2;berit24
a3;1;3;2;1;carl03
a4;1;4;2;2;anne17
"""
SECOND = """\
id;1. Kommune;2. Hvem er du;3. Jeg kjenner mange;4. Jeg er stolt;code
b1;Vestbrygga;Forskere;2;2;berit24
b2;west-quay;innbygger;1;1;anne17
b3;Innlandsmølla;Bor her;2;2;dina09
b4;Innlandsmølla;research;2;1;
"""
OPTIONS = "person:\n  code: [code]\nmode: web\n"


def add_second_survey(folder: Path) -> None:
    """Add the survey with its two waves, `helix-first` in w2021 and `helix-second` in w2024."""
    config = folder / "config"
    study = (config / "study.yaml").read_text("utf-8")
    study = study.replace("programmes:\n", "programmes:\n  helix:\n    label: { nb: Helix, en: Helix }\n")
    study = study.replace("waves:\n", GROUPS, 1).replace("disclosure:\n", WAVE, 1) + STUDY
    (config / "study.yaml").write_text(study, "utf-8", newline="\n")
    (config / "instruments" / "helix.yaml").write_text(INSTRUMENT, "utf-8", newline="\n")
    (config / "sources").mkdir(exist_ok=True)
    for source in ("helix-first", "helix-second"):
        (config / "sources" / f"{source}.yaml").write_text(OPTIONS, "utf-8", newline="\n")
    write_answers(folder, "first", FIRST)
    write_answers(folder, "second", SECOND)
    rows = [
        ("helix-first", "survey", "answers", "table", "helix", "common", "west-quay", "w2021", "*"),
        ("helix-second", "survey", "answers", "table", "helix", "common", "*", "w2024", "*"),
    ]
    with (config / "sources.tsv").open("a", encoding="utf-8", newline="\n") as sources:
        for row in rows:
            path = f"data/raw/helix/{row[0].removeprefix('helix-')}.csv"
            sources.write("\t".join((*row, path, "")) + "\n")
    assert len(read_sources(folder)[-1]) == len(COLUMNS)
    refresh_hashes(folder)


def write_answers(folder: Path, name: str, text: str) -> None:
    """Write one of the survey's raw files; its hash is to be entered anew."""
    path = folder / "data" / "raw" / "helix" / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")
