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

__all__ = [
    "ABSENT",
    "Estimate",
    "Estimates",
    "Showing",
    "Shown",
    "Sides",
    "Signs",
    "by_family",
    "by_family_of",
    "by_limits",
    "case_means",
    "case_sides",
    "count_signs",
    "counted_items",
    "described_scales",
    "open_showing",
    "read_count",
]
