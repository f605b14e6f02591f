"""The steps from measurements, scorecards and waves to statements of change, and what is published."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.contracts import ESTIMATES, RECEIPTS, SCORES
from analysis.steps.folder import check_raw, open_study, read_responses
from analysis.tables import read_table, write_table


def import_measurements(
    indicators: Path, measurements: Path, individual_scores: Path, receipts: Path
) -> None:
    """Read every workbook and table of indicators: definitions, measurements, people's scores."""
    from analysis.contracts import INDICATORS, INDIVIDUAL_SCORES, MEASUREMENTS
    from analysis.ingest.measurements import read_measurements
    from analysis.pseudonym_key import open_key

    study = open_study()
    check_raw(study, "measurements")
    read = read_measurements(study, open_key(study.root))
    write_table(read.indicators, indicators, INDICATORS)
    write_table(read.measurements, measurements, MEASUREMENTS)
    write_table(read.individual_scores, individual_scores, INDIVIDUAL_SCORES)
    write_table(read.receipts, receipts, RECEIPTS)


def check_comparability(
    responses: list[Path],
    receipts: list[Path],
    case_links: Path,
    scorecards: Path,
    indicators: Path,
    codings: Path,
    comparability: Path,
) -> None:
    """Check what two occasions have in common before anything of them is compared."""
    from analysis.change.comparability import check_comparability as check
    from analysis.contracts import CASE_LINKS, CODINGS, COMPARABILITY, INDICATORS, SCORECARDS

    checked = check(
        open_study(),
        read_responses(responses),
        pd.concat([read_table(path, RECEIPTS) for path in receipts], ignore_index=True),
        read_table(case_links, CASE_LINKS),
        read_table(scorecards, SCORECARDS),
        read_table(indicators, INDICATORS),
        read_table(codings, CODINGS),
    )
    write_table(checked, comparability, COMPARABILITY)


def measure_progress(
    indicators: Path, measurements: Path, individual_scores: Path, comparability: Path, progress: Path
) -> None:
    """Measure how far each indicator has come from its baseline to its target."""
    from analysis.change.indicators import measure_progress as measure
    from analysis.contracts import COMPARABILITY, INDICATORS, INDIVIDUAL_SCORES, MEASUREMENTS, PROGRESS

    measured = measure(
        open_study(),
        read_table(indicators, INDICATORS),
        read_table(measurements, MEASUREMENTS),
        read_table(individual_scores, INDIVIDUAL_SCORES),
        read_table(comparability, COMPARABILITY),
    )
    write_table(measured, progress, PROGRESS)


def score_scorecards(
    scorecards: Path,
    weights: Path,
    proposed: Path,
    comparability: Path,
    scores: Path,
    changes: Path,
    actions: Path,
) -> None:
    """Score every scorecard by session, compare sessions, and rank the proposed actions."""
    from analysis.change.scorecards import compare_sessions, rank_actions
    from analysis.change.scorecards import score_scorecards as score
    from analysis.contracts import (
        ACTIONS,
        COMPARABILITY,
        SCORECARD_CHANGES,
        SCORECARD_SCORES,
        SCORECARD_WEIGHTS,
        SCORECARDS,
    )

    study = open_study()
    filled_in = read_table(scorecards, SCORECARDS)
    scored = score(study, filled_in, read_table(weights, SCORECARD_WEIGHTS))
    compared = compare_sessions(study, scored, read_table(comparability, COMPARABILITY))
    write_table(scored, scores, SCORECARD_SCORES)
    write_table(compared, changes, SCORECARD_CHANGES)
    ranked = rank_actions(study, read_table(proposed, ACTIONS), scored, filled_in)
    write_table(ranked, actions, ACTIONS)


def estimate_changes(
    scores: Path, reliability: Path, comparability: Path, persons: list[Path], changes: Path
) -> None:
    """Estimate how the scales of a survey changed between waves, by every design the answers allow."""
    from analysis.change.surveys import estimate_changes as estimate
    from analysis.contracts import CHANGES, COMPARABILITY, PERSONS
    from analysis.persons import join_people

    study = open_study()
    people = pd.concat([read_table(path, PERSONS) for path in persons], ignore_index=True)
    estimated = estimate(
        study,
        read_table(scores, SCORES),
        read_table(reliability, ESTIMATES),
        read_table(comparability, COMPARABILITY),
        join_people(people, people, study),
    )
    write_table(estimated, changes, CHANGES)


def protect_changes(
    scores: Path,
    descriptives: Path,
    attrition: Path,
    changes: Path,
    progress: Path,
    measurements: Path,
    scorecard_scores: Path,
    scorecard_changes: Path,
    comparability: Path,
    receipts: Path,
    results: Path,
) -> None:
    """Let through what may be published of change over time."""
    from analysis.contracts import (
        ATTRITION,
        CHANGES,
        COMPARABILITY,
        MEASUREMENTS,
        PROGRESS,
        SCORECARD_CHANGES,
        SCORECARD_SCORES,
    )
    from analysis.disclosure.changes import protect_changes as protect
    from analysis.results import CHANGE_TABLES

    public = protect(
        open_study(),
        read_table(scores, SCORES),
        read_table(descriptives, ESTIMATES),
        read_table(attrition, ATTRITION),
        read_table(changes, CHANGES),
        read_table(progress, PROGRESS),
        read_table(measurements, MEASUREMENTS),
        read_table(scorecard_scores, SCORECARD_SCORES),
        read_table(scorecard_changes, SCORECARD_CHANGES),
        read_table(comparability, COMPARABILITY),
        read_table(receipts, RECEIPTS),
    )
    for name, (path, contract) in CHANGE_TABLES.items():
        write_table(public[name], results / path, contract)
