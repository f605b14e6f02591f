"""The gate: the only way from the restricted results to the public ones.

A number passes if enough people stand behind it, if it is no small count, if it does not say that
all of them answered alike, and if nothing that was withheld can be recomputed with its help. What
does not pass keeps its row, without any number, and is logged. docs/disclosure.md tells what is done
and what is not.
"""

from analysis.disclosure.flows import summarise_attrition, summarise_flow
from analysis.disclosure.headlines import protect_robustness, summarise_specifications
from analysis.disclosure.publication import Protected, protect, protect_findings
from analysis.disclosure.summaries import summarise_receipts, summarise_sample

__all__ = [
    "Protected",
    "protect",
    "protect_findings",
    "protect_robustness",
    "summarise_attrition",
    "summarise_flow",
    "summarise_receipts",
    "summarise_sample",
    "summarise_specifications",
]
