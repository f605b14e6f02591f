"""The tiny study with a codebook, sessions and sources of codings beside its survey."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from analysis.sources import COLUMNS, hash_file
from analysis.study import Study, load_study
from tests.tiny_study import REPOSITORY, write_tiny_study

CODEBOOK = "samskaping2018"
SESSIONS = """\
coders:
  - id: coder_a
    names: [Kari, kari@example.org]
    role: researcher
  - id: coder_b
    names: [Ola]
  - id: coder_c
    names: [Mette]
participants:
  - id: municipality
    label: {nb: Kommuner, en: Municipalities}
    speakers: [Kommune]
  - id: social_enterprise
    label: {nb: Sosiale virksomheter, en: Social enterprises}
    speakers: [Virksomhet]
sessions:
  - id: first
    case: north-farm
    wave: w2018
    date: 2018-02-01
    documents: [arendal]
  - id: second
    case: south-cafe
    wave: w2018
    date: 2018-03-01
    documents: [steinkjer]
"""
PLAN = """\
codings:
  talk:
    label: {nb: Samtalene, en: The talks}
    codebook: samskaping2018
    other_units: [paragraph]
    unmatched: 0.3
continuum:
  label: {nb: Mellom tynn og tykk, en: Between thin and thick}
  analysis: talk
  lowest: 1
  highest: 9
  outside: 0
"""
SCORECARD = """\
id: samson
title: {nb: Skårekort, en: Scorecard}
lowest: 0
highest: 10
source: {citation: Made up for tests}
fields:
  - id: anchoring
    label: {nb: Forankring, en: Anchoring}
  - id: shared_goals
    label: {nb: Felles mål, en: Shared goals}
"""


def write_codings_study(folder: Path, sessions: str = SESSIONS, plan: str = PLAN) -> Path:
    """Write the study into `folder`, as yet without a source of codings, and return the folder."""
    write_tiny_study(folder)
    config = folder / "config"
    (config / "codebooks").mkdir()
    (config / "scorecards").mkdir()
    shutil.copy(REPOSITORY / "config" / "codebooks" / f"{CODEBOOK}.yaml", config / "codebooks")
    (config / "scorecards" / "samson.yaml").write_text(SCORECARD, "utf-8", newline="\n")
    (config / "sessions.yaml").write_text(sessions, "utf-8", newline="\n")
    with (config / "plan.yaml").open("a", encoding="utf-8", newline="\n") as file:
        file.write(plan)
    return folder


def add_source(
    folder: Path,
    source: str,
    content: Path | bytes | str,
    *,
    format: str = "table",
    name: str = "",
    kind: str = "codings",
    part: str = "",
    instrument: str = CODEBOOK,
    case: str = "*",
    options: str = "",
) -> Path:
    """Add one file to the study as a source of its own, with its options, and return its path there."""
    path = folder / "data" / "raw" / "talks" / (name or f"{source}.csv")
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, Path):
        shutil.copy(content, path)
    else:
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    told: Mapping[str, str] = {
        "source": source,
        "kind": kind,
        "part": part or ("rows" if format == "table" else "project"),
        "format": format,
        "instrument": instrument,
        "version": "",
        "case": case,
        "wave": "w2018",
        "group": "",
        "path": path.relative_to(folder).as_posix(),
        "sha256": hash_file(path),
    }
    with (folder / "config" / "sources.tsv").open("a", encoding="utf-8", newline="\n") as file:
        file.write("\t".join(told[column] for column in COLUMNS) + "\n")
    if options:
        said = folder / "config" / "sources" / f"{source}.yaml"
        said.parent.mkdir(exist_ok=True)
        said.write_text(options, "utf-8", newline="\n")
    return path


def load(folder: Path) -> Study:
    """The study of the folder."""
    return load_study(folder)
