"""Measures the memory that Krippendorff's alpha of numbers takes, here and in the usual package.

Codes from 1 to 100 have as many values as a slider: a method that holds values × values, or values × draws,
for every unit swells. Called by benchmarks/computing.py; peaks are those that Python's own tracer tells.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import numpy as np

from analysis.estimates import Estimate
from analysis.formulas.coder_agreement import estimate_alpha_of_numbers
from analysis.formulas.weights import Draws

CODERS, DRAWS, LEVEL = 4, 1_000, 0.95
UNITS = (10_000, 40_000)
MEGABYTE = 1e6


def measure_memory() -> list[str]:
    """The lines of the page on peak memory."""
    rows = []
    for units in UNITS:
        codes = make_numbers(units)
        # The package would take four times as much for the larger number of units, so it is left out there.
        theirs = f"{find_peak(lambda codes=codes: take_alpha(codes)):,.0f} MB" if units == UNITS[0] else "–"
        ours = f"{find_peak(lambda codes=codes: draw_alphas(codes)):,.0f} MB"
        rows.append(f"| {CODERS} coders, {units:,} units | {ours} | {theirs} |")
        print(rows[-1], flush=True)
    return [
        "Peak memory of Krippendorff's interval alpha of numbers from 1 to 100:",
        "",
        f"| codes | here, with {DRAWS:,} draws | `krippendorff.alpha`, once |",
        "|---|---|---|",
        *rows,
    ]


def make_numbers(units: int) -> np.ndarray:
    """Numbers from 1 to 100, units × coders; the coders differ by up to ten."""
    random = np.random.default_rng(2018)
    codes = random.integers(1, 101, size=(units, 1)) + random.integers(-10, 11, size=(units, CODERS))
    return np.clip(codes, 1, 100).astype(float)


def draw_alphas(codes: np.ndarray) -> Estimate:
    """Alpha with its bootstrap interval."""
    return estimate_alpha_of_numbers(codes, LEVEL, Draws(len(codes), DRAWS, 2018, ("memory",)))


def take_alpha(codes: np.ndarray) -> float:
    """Alpha alone, by the package."""
    import krippendorff

    return float(krippendorff.alpha(codes.T, level_of_measurement="interval"))


def find_peak(job: Callable[[], object]) -> float:
    """The most memory in megabytes that a job holds at once, beyond what it is given."""
    tracemalloc.start()
    try:
        job()
        return tracemalloc.get_traced_memory()[1] / MEGABYTE
    finally:
        tracemalloc.stop()
