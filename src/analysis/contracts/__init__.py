"""The contract of every table: what one row is, its key, and its columns with their meaning."""

from __future__ import annotations

from analysis.contracts.codings import (
    AGREEMENT,
    CODED,
    CODINGS,
    DISAGREEMENTS,
    DOCUMENTS,
    OCCURRENCES,
    SATURATION,
    SEGMENTS,
    UNITS,
)
from analysis.contracts.model import Column, Contract
from analysis.contracts.numbers import (
    DISCLOSURE_DETAIL,
    DISCLOSURE_LOG,
    ESTIMATES,
    FINDINGS,
    RECEIPT_SUMMARY,
    RECEIPTS,
    SCORES,
)
from analysis.contracts.people import (
    ATTRITION,
    CASE_LINKS,
    DISTANCES,
    NEAR_MISSES,
    PERSONS,
    RESPONSES,
    SAMPLE,
    SAMPLE_FLOW,
    STAGES,
)
from analysis.contracts.robustness import ROBUSTNESS, SPECIFICATIONS
from analysis.contracts.sides import JOINT, JUDGEMENTS, PLACEMENTS, SCORECARDS

__all__ = [
    "AGREEMENT",
    "ATTRITION",
    "CASE_LINKS",
    "CODED",
    "CODINGS",
    "CONTRACTS",
    "DISAGREEMENTS",
    "DISCLOSURE_DETAIL",
    "DISCLOSURE_LOG",
    "DISTANCES",
    "DOCUMENTS",
    "ESTIMATES",
    "FINDINGS",
    "JOINT",
    "JUDGEMENTS",
    "NEAR_MISSES",
    "OCCURRENCES",
    "PERSONS",
    "PLACEMENTS",
    "RECEIPTS",
    "RECEIPT_SUMMARY",
    "RESPONSES",
    "ROBUSTNESS",
    "SAMPLE",
    "SAMPLE_FLOW",
    "SATURATION",
    "SCORECARDS",
    "SCORES",
    "SEGMENTS",
    "SPECIFICATIONS",
    "STAGES",
    "UNITS",
    "Column",
    "Contract",
]

CONTRACTS = {
    contract.name: contract
    for contract in (
        RESPONSES,
        PERSONS,
        RECEIPTS,
        SCORES,
        ESTIMATES,
        FINDINGS,
        DISCLOSURE_LOG,
        DISCLOSURE_DETAIL,
        RECEIPT_SUMMARY,
        SAMPLE,
        NEAR_MISSES,
        ATTRITION,
        SAMPLE_FLOW,
        CASE_LINKS,
        DISTANCES,
        SPECIFICATIONS,
        ROBUSTNESS,
        DOCUMENTS,
        SEGMENTS,
        UNITS,
        CODINGS,
        CODED,
        AGREEMENT,
        DISAGREEMENTS,
        OCCURRENCES,
        SATURATION,
        JUDGEMENTS,
        PLACEMENTS,
        SCORECARDS,
        JOINT,
    )
}
