"""The tables that an edition of the report is made from, as they lie in the folder `results`.

The public edition reads nothing but what has passed the gate. The restricted edition reads the
estimates and what is known of people across waves before the gate, and the other tables as published.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.contracts import (
    ACTIONS,
    AGREEMENT,
    ATTRITION,
    CASE_LINKS,
    CHANGES,
    CODED,
    COMPARABILITY,
    DISAGREEMENTS,
    DISCLOSURE_LOG,
    DISTANCES,
    ESTIMATES,
    FINDINGS,
    INDICATORS,
    JOINT,
    JUDGEMENTS,
    MEASUREMENTS,
    NEAR_MISSES,
    OCCURRENCES,
    PLACEMENTS,
    PROGRESS,
    RECEIPT_SUMMARY,
    ROBUSTNESS,
    SAMPLE,
    SAMPLE_FLOW,
    SATURATION,
    SCORECARD_CHANGES,
    SCORECARD_SCORES,
    SPECIFICATIONS,
    Contract,
)
from analysis.problems import Problem, ProblemsFound
from analysis.tables import read_table

EDITIONS = ("public", "restricted")
SURVEY_TABLES: dict[str, tuple[str, Contract]] = {
    "descriptives": ("public/estimates/descriptives.csv", ESTIMATES),
    "reliability": ("public/estimates/reliability.csv", ESTIMATES),
    "differences": ("public/estimates/differences.csv", ESTIMATES),
    "across_cases": ("public/estimates/across_cases.csv", ESTIMATES),
    "inside_cases": ("public/estimates/inside_cases.csv", ESTIMATES),
    "specifications": ("public/tables/specifications.csv", SPECIFICATIONS),
    "robustness": ("public/tables/robustness.csv", ROBUSTNESS),
    "published_findings": ("public/tables/published_findings.csv", FINDINGS),
    "receipts": ("public/tables/receipts.csv", RECEIPT_SUMMARY),
    "sample": ("public/tables/sample.csv", SAMPLE),
    "sample_flow": ("public/tables/sample_flow.csv", SAMPLE_FLOW),
    "attrition": ("public/tables/attrition.csv", ATTRITION),
    "case_links": ("public/tables/case_links.csv", CASE_LINKS),
    "disclosure_log": ("public/disclosure_log.csv", DISCLOSURE_LOG),
}
CODING_TABLES: dict[str, tuple[str, Contract]] = {
    "agreement": ("public/estimates/agreement.csv", AGREEMENT),
    "occurrences": ("public/estimates/occurrences.csv", OCCURRENCES),
    "saturation": ("public/estimates/saturation.csv", SATURATION),
    "placements": ("public/estimates/placements.csv", PLACEMENTS),
    "joint_display": ("public/tables/joint_display.csv", JOINT),
    "coded": ("public/tables/coded.csv", CODED),
    "coding_receipts": ("public/tables/coding_receipts.csv", RECEIPT_SUMMARY),
    "disclosure_log_codings": ("public/disclosure_log_codings.csv", DISCLOSURE_LOG),
}
"""What is published of the codings, the continuum and the joint display."""
CHANGE_TABLES: dict[str, tuple[str, Contract]] = {
    "changes": ("public/estimates/changes.csv", CHANGES),
    "progress": ("public/estimates/progress.csv", PROGRESS),
    "scorecard_scores": ("public/estimates/scorecard_scores.csv", SCORECARD_SCORES),
    "scorecard_changes": ("public/estimates/scorecard_changes.csv", SCORECARD_CHANGES),
    "comparability": ("public/tables/comparability.csv", COMPARABILITY),
    "measurement_receipts": ("public/tables/measurement_receipts.csv", RECEIPT_SUMMARY),
    "disclosure_log_changes": ("public/disclosure_log_changes.csv", DISCLOSURE_LOG),
}
"""What is published of change over time."""
PUBLIC_TABLES: dict[str, tuple[str, Contract]] = SURVEY_TABLES | CODING_TABLES | CHANGE_TABLES
DISCLOSURE_LOGS = ("disclosure_log", "disclosure_log_codings", "disclosure_log_changes")
"""The tables that name what was withheld."""
LINK_TABLES: dict[str, tuple[str, Contract]] = {
    "near_misses": ("restricted/links/near_misses.csv", NEAR_MISSES),
    "attrition": ("restricted/links/attrition.parquet", ATTRITION),
    "sample_flow": ("restricted/links/sample_flow.parquet", SAMPLE_FLOW),
    "case_links": ("restricted/links/case_links.parquet", CASE_LINKS),
}
"""What is known of people and cases across waves, before the gate."""
ESTIMATE_TABLES = ("descriptives", "reliability", "differences", "across_cases", "inside_cases")
RESTRICTED_TABLES = (
    LINK_TABLES
    | {name: (f"restricted/estimates/{name}.parquet", ESTIMATES) for name in ESTIMATE_TABLES}
    | {
        "specifications": ("restricted/estimates/specifications.parquet", SPECIFICATIONS),
        "robustness": ("restricted/estimates/robustness.parquet", ROBUSTNESS),
        "distances": ("restricted/cases/distances.parquet", DISTANCES),
        "agreement": ("restricted/estimates/agreement.parquet", AGREEMENT),
        "occurrences": ("restricted/estimates/occurrences.parquet", OCCURRENCES),
        "saturation": ("restricted/estimates/saturation.parquet", SATURATION),
        "placements": ("restricted/estimates/placements.parquet", PLACEMENTS),
        "joint_display": ("restricted/estimates/joint_display.parquet", JOINT),
        "coded": ("restricted/codings/coded.parquet", CODED),
        "disagreements": ("restricted/codings/disagreements.parquet", DISAGREEMENTS),
        "changes": ("restricted/estimates/changes.parquet", CHANGES),
        "progress": ("restricted/estimates/progress.parquet", PROGRESS),
        "scorecard_scores": ("restricted/estimates/scorecard_scores.parquet", SCORECARD_SCORES),
        "scorecard_changes": ("restricted/estimates/scorecard_changes.parquet", SCORECARD_CHANGES),
        "comparability": ("restricted/change/comparability.parquet", COMPARABILITY),
        "indicators": ("restricted/measurements/indicators.parquet", INDICATORS),
        "measurements": ("restricted/measurements/measurements.parquet", MEASUREMENTS),
        "actions": ("restricted/change/actions.parquet", ACTIONS),
        "judgements": ("restricted/ratings/judgements.parquet", JUDGEMENTS),
    }
)
MAKE_RESULTS = "make the results with: python3 run.py"


def read_results(results: Path, edition: str) -> dict[str, pd.DataFrame]:
    """Every table of an edition by name, from the folder `results` of a study.

    Raises `ProblemsFound` naming each table that is not there and the command that makes it.
    """
    if edition not in EDITIONS:
        raise ValueError(f"no edition {edition}; there is {', '.join(EDITIONS)}")
    read = PUBLIC_TABLES | (RESTRICTED_TABLES if edition == "restricted" else {})
    missing = [path for path, _ in read.values() if not (results / path).is_file()]
    if missing:
        raise ProblemsFound(missing_result(path) for path in missing)
    return {name: read_table(results / path, contract) for name, (path, contract) in read.items()}


def missing_result(path: str) -> Problem:
    """The problem of a result, named by its path in the folder `results`, that nobody has made yet."""
    return Problem(f"results/{path}", "", "this result has not been made", remedy=MAKE_RESULTS)
