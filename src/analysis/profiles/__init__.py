"""What is shown, found by name. Reshaping only: nothing here computes, rounds or words anything."""

from __future__ import annotations

from analysis.profiles.estimates import ABSENT, Estimate, Estimates, read_count
from analysis.profiles.scales import (
    Shown,
    Sides,
    Signs,
    by_family,
    by_family_of,
    by_limits,
    case_means,
    case_sides,
    count_signs,
    described_scales,
)
from analysis.profiles.showing import Showing, counted_items, open_showing
from analysis.profiles.waves import (
    Pair,
    attrition_of,
    basis_of,
    case_pairs,
    decided_links,
    flow_of,
    flow_waves,
    links_between,
    not_asked_again,
    wave_pairs,
)

__all__ = [
    "ABSENT",
    "Estimate",
    "Estimates",
    "Pair",
    "Showing",
    "Shown",
    "Sides",
    "Signs",
    "attrition_of",
    "basis_of",
    "by_family",
    "by_family_of",
    "by_limits",
    "case_means",
    "case_pairs",
    "case_sides",
    "count_signs",
    "counted_items",
    "decided_links",
    "described_scales",
    "flow_of",
    "flow_waves",
    "links_between",
    "not_asked_again",
    "open_showing",
    "read_count",
    "wave_pairs",
]
