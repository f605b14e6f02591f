"""The steps from projects of qualitative tools, judgements and scorecards to what is published."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.contracts import (
    ESTIMATES,
    RECEIPTS,
)
from analysis.steps.folder import check_raw, open_study
from analysis.tables import read_table, write_table


def import_codings(documents: Path, segments: Path, coded: Path, receipts: Path) -> None:
    """Read every file of codings: the texts, and who gave which code to which stretch of them."""
    from analysis.contracts import CODED, DOCUMENTS, SEGMENTS
    from analysis.ingest.codings import read_codings

    study = open_study()
    check_raw(study, "codings")
    read = read_codings(study)
    write_table(read.documents, documents, DOCUMENTS)
    write_table(read.segments, segments, SEGMENTS)
    write_table(read.coded, coded, CODED)
    write_table(read.receipts, receipts, RECEIPTS)


def import_ratings(judgements: Path, scorecards: Path, weights: Path, actions: Path, receipts: Path) -> None:
    """Read where coders place the cases between thin and thick, and the scorecards."""
    from analysis.contracts import ACTIONS, JUDGEMENTS, SCORECARD_WEIGHTS, SCORECARDS
    from analysis.ingest.ratings import read_ratings

    study = open_study()
    check_raw(study, "judgements", "scorecards")
    read = read_ratings(study)
    write_table(read.judgements, judgements, JUDGEMENTS)
    write_table(read.scorecards, scorecards, SCORECARDS)
    write_table(read.weights, weights, SCORECARD_WEIGHTS)
    write_table(read.actions, actions, ACTIONS)
    write_table(read.receipts, receipts, RECEIPTS)


def divide_texts(documents: Path, segments: Path, units: Path, codings: Path) -> None:
    """Divide the texts into units of every kind in the plan, and give each coder's codes to them."""
    from analysis.contracts import CODINGS, DOCUMENTS, SEGMENTS, UNITS
    from analysis.units import divide_texts as divide

    texts, coded = read_table(documents, DOCUMENTS), read_table(segments, SEGMENTS)
    divided = divide(open_study(), texts, coded)
    write_table(divided.units, units, UNITS)
    write_table(divided.codings, codings, CODINGS)


def estimate_agreement(units: Path, codings: Path, estimates: Path, disagreements: Path) -> None:
    """Estimate how far coders agree, and list where they do not, with the text."""
    from analysis.agreement import estimate_agreement as estimate
    from analysis.agreement import list_disagreements
    from analysis.contracts import AGREEMENT, CODINGS, DISAGREEMENTS, UNITS

    study, divided, coded = open_study(), read_table(units, UNITS), read_table(codings, CODINGS)
    write_table(estimate(study, divided, coded), estimates, AGREEMENT)
    write_table(list_disagreements(study, divided, coded), disagreements, DISAGREEMENTS)


def count_codes(units: Path, codings: Path, occurrences: Path, saturation: Path) -> None:
    """Count what was said: codes by case, by who spoke, together, and what each session added."""
    from analysis.contracts import CODINGS, OCCURRENCES, SATURATION, UNITS
    from analysis.occurrences import count_codes as count
    from analysis.occurrences import measure_saturation

    study, divided, coded = open_study(), read_table(units, UNITS), read_table(codings, CODINGS)
    write_table(count(study, divided, coded), occurrences, OCCURRENCES)
    write_table(measure_saturation(study, divided, coded), saturation, SATURATION)


def place_cases(judgements: Path, units: Path, codings: Path, placements: Path) -> None:
    """Place the cases between thin and thick, by judgements and by codes, beside the published order."""
    from analysis.continuum import place_cases as place
    from analysis.contracts import CODINGS, JUDGEMENTS, PLACEMENTS, UNITS

    judged, divided = read_table(judgements, JUDGEMENTS), read_table(units, UNITS)
    write_table(place(open_study(), judged, divided, read_table(codings, CODINGS)), placements, PLACEMENTS)


def integrate_sources(
    descriptives: Path, units: Path, codings: Path, scorecards: Path, joint_display: Path
) -> None:
    """Set survey, codings and scorecards side by side, and say where they agree."""
    from analysis.contracts import CODINGS, JOINT, SCORECARDS, UNITS
    from analysis.integration import integrate_sources as integrate

    joined = integrate(
        open_study(),
        read_table(descriptives, ESTIMATES),
        read_table(units, UNITS),
        read_table(codings, CODINGS),
        read_table(scorecards, SCORECARDS),
    )
    write_table(joined, joint_display, JOINT)


def protect_codings(
    descriptives: Path,
    agreement: Path,
    occurrences: Path,
    saturation: Path,
    placements: Path,
    joint_display: Path,
    coded: Path,
    receipts: list[Path],
    results: Path,
) -> None:
    """Let through what may be published of the codings, the continuum and the joint display."""
    from analysis.contracts import AGREEMENT, CODED, JOINT, OCCURRENCES, PLACEMENTS, SATURATION
    from analysis.disclosure.codings import protect_codings as protect
    from analysis.results import CODING_TABLES

    public = protect(
        open_study(),
        read_table(descriptives, ESTIMATES),
        read_table(agreement, AGREEMENT),
        read_table(occurrences, OCCURRENCES),
        read_table(saturation, SATURATION),
        read_table(placements, PLACEMENTS),
        read_table(joint_display, JOINT),
        read_table(coded, CODED),
        pd.concat([read_table(path, RECEIPTS) for path in receipts], ignore_index=True),
    )
    for name, (path, contract) in CODING_TABLES.items():
        write_table(public[name], results / path, contract)
