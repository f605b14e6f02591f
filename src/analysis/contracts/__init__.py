"""The contract of every table: what one row is, its key, and its columns with their meaning."""

from __future__ import annotations

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

__all__ = [
    "ATTRITION",
    "CASE_LINKS",
    "CONTRACTS",
    "DISCLOSURE_DETAIL",
    "DISCLOSURE_LOG",
    "DISTANCES",
    "ESTIMATES",
    "FINDINGS",
    "NEAR_MISSES",
    "PERSONS",
    "RECEIPTS",
    "RECEIPT_SUMMARY",
    "RESPONSES",
    "ROBUSTNESS",
    "SAMPLE",
    "SAMPLE_FLOW",
    "SCORES",
    "SPECIFICATIONS",
    "STAGES",
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
    )
}
