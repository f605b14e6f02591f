"""Measures the formulas against loops over the usual packages, and all estimates of the reference study.

Run it with `python3 run.py benchmark computing`. Both ways of a comparison are run whole, on the same data,
and nothing is kept from one run to the next. Every figure is the median of the runs.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from itertools import count

import numpy as np
import pandas as pd
from scipy import stats

from analysis.estimates import Estimate
from analysis.formulas.coder_agreement import estimate_krippendorff_alpha
from analysis.formulas.consistency_draws import bootstrap_alpha
from analysis.formulas.rank_tests import estimate_mann_whitney
from analysis.formulas.resampling import permute_within_cases
from analysis.formulas.weights import Draws
from benchmarks.memory import measure_memory
from benchmarks.page import REPOSITORY, describe_machine, write_part

RUNS = 3
LEVEL = 0.95
PEOPLE, ITEMS, DRAWS = 18, 44, 10_000
PAIRS, UNITS, CODERS, RESAMPLES = 16, 10_000, 4, 1_000
ANEW = count()


@dataclass(frozen=True)
class Comparison:
    """The same computed twice: by this project, and by the usual package."""

    what: str
    ours: Callable[[], object]
    beside: str
    theirs: Callable[[], object]


def main() -> None:
    """Measure, and write this part of the page."""
    rows = []
    for one in list_comparisons():
        ours, theirs = measure(one.ours), measure(one.theirs)
        ratio = f"{theirs / ours:,.0f}" if theirs >= 10 * ours else f"{theirs / ours:.1f}"
        rows.append(f"| {one.what} | {tell(ours)} | {one.beside} | {tell(theirs)} | {ratio} |")
        print(rows[-1], flush=True)
    estimates = [measure_estimates() for _ in range(RUNS)]
    write_part("Computing", [*render(rows, estimates), "", *measure_memory()])


def measure(job: Callable[[], object]) -> float:
    """Seconds of a job: the median of some runs."""
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        job()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def list_comparisons() -> list[Comparison]:
    """What is compared with what; the data are made here, with a fixed seed."""
    random, answers = np.random.default_rng(2018), make_answers(PEOPLE, ITEMS)
    scores = np.round(random.uniform(1, 100, PEOPLE))
    first = np.arange(PEOPLE) < 7
    pairs = make_answers(2, PAIRS)
    codes = random.integers(0, 5, (CODERS, UNITS)).astype(float)
    codes[1:][random.random((CODERS - 1, UNITS)) < 0.7] = np.nan
    codes = np.where(np.isnan(codes), codes[0], codes)
    draws = f"bootstrap of alpha, {ITEMS} items, {PEOPLE} people, {DRAWS:,} draws"
    krippendorff = f"bootstrap of Krippendorff's alpha, {CODERS} coders, {UNITS:,} units, {RESAMPLES:,} draws"
    return [
        Comparison(
            draws,
            partial(draw_alphas, answers),
            "loop over `pingouin.cronbach_alpha`",
            partial(loop_over_pingouin, answers),
        ),
        Comparison(
            draws,
            partial(draw_alphas, answers),
            "`scipy.stats.bootstrap`, vectorized",
            partial(bootstrap_with_scipy, answers),
        ),
        Comparison(
            f"permutation within {PAIRS} cases of 1 + 1, exact",
            partial(permute_within, pairs),
            f"`scipy.stats.permutation_test`, all {2**PAIRS:,} arrangements",
            partial(permute_with_scipy, pairs),
        ),
        Comparison(
            "Mann-Whitney, 7 + 11 people, exact",
            partial(rank, scores, first),
            "`scipy.stats.mannwhitneyu`, `PermutationMethod`, all 31,824 arrangements",
            partial(rank_with_scipy, scores, first),
        ),
        Comparison(
            krippendorff,
            partial(draw_krippendorff, codes),
            "loop over `krippendorff.alpha`",
            partial(loop_over_krippendorff, codes),
        ),
    ]


def make_answers(people: int, items: int) -> np.ndarray:
    """Answers from 1 to 5, people × items; what people answer to one item goes with the others."""
    random = np.random.default_rng(2018)
    opinions = 3.6 + random.standard_normal((people, 1)) + random.standard_normal((people, items))
    return np.clip(np.round(opinions), 1, 5)


def draw_alphas(answers: np.ndarray) -> Estimate:
    """The bootstrap interval of alpha, the people drawn anew."""
    return bootstrap_alpha(answers, LEVEL, Draws(len(answers), DRAWS, 2018, ("anew", str(next(ANEW)))))


def loop_over_pingouin(answers: np.ndarray) -> tuple[float, float]:
    """The same interval, drawn answer sheet by answer sheet."""
    import pingouin

    table, random = pd.DataFrame(answers), np.random.default_rng(2018)
    chosen = (random.integers(0, len(table), len(table)) for _ in range(DRAWS))
    alphas = [pingouin.cronbach_alpha(data=table.iloc[rows])[0] for rows in chosen]
    low, high = np.quantile(alphas, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def bootstrap_with_scipy(answers: np.ndarray) -> tuple[float, float]:
    """The same interval, drawn by scipy from the numbers of the rows."""
    k = answers.shape[1]

    def alpha(rows: np.ndarray, axis: int = -1) -> np.ndarray:
        drawn = answers[rows.astype(np.int64)]
        parts = drawn.var(axis=-2, ddof=1).sum(axis=-1)
        return np.asarray(k / (k - 1) * (1 - parts / drawn.sum(axis=-1).var(axis=-1, ddof=1)))

    found = stats.bootstrap(
        (np.arange(len(answers)),),
        alpha,
        n_resamples=DRAWS,
        confidence_level=LEVEL,
        method="percentile",
        vectorized=True,
        batch=1_000,
        rng=np.random.default_rng(2018),
    ).confidence_interval
    return float(found.low), float(found.high)


def permute_within(pairs: np.ndarray) -> float:
    """p of the two sides exchanged inside each case."""
    sides, cases = np.repeat([True, False], pairs.shape[1]), np.tile(np.arange(pairs.shape[1]), 2)
    found = permute_within_cases(pairs.ravel(), sides, cases, np.random.default_rng(2018))
    return found.p if found else float("nan")


def permute_with_scipy(pairs: np.ndarray) -> float:
    """The same p by scipy, which exchanges the members of pairs."""
    found = stats.permutation_test(
        tuple(pairs),
        lambda first, second, axis: (first - second).sum(axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=np.inf,
        batch=1 << 14,
    )
    return float(found.pvalue)


def rank(scores: np.ndarray, first: np.ndarray) -> float:
    """p of the exact Mann-Whitney test."""
    return estimate_mann_whitney(scores, first, np.zeros(len(scores), dtype=np.int64), LEVEL).p


def rank_with_scipy(scores: np.ndarray, first: np.ndarray) -> float:
    """The same p by scipy, given the ties."""
    method = stats.PermutationMethod(n_resamples=np.inf, batch=1 << 14)
    return float(stats.mannwhitneyu(scores[first], scores[~first], method=method).pvalue)


def draw_krippendorff(codes: np.ndarray) -> Estimate:
    """The bootstrap interval of Krippendorff's alpha, the units drawn anew."""
    values = np.unique(codes)
    counts = (codes[..., np.newaxis] == values).sum(axis=0).astype(float)
    draws = Draws(codes.shape[1], RESAMPLES, 2018, ("units", str(next(ANEW))))
    return estimate_krippendorff_alpha(counts, values, "nominal", LEVEL, draws)


def loop_over_krippendorff(codes: np.ndarray) -> tuple[float, float]:
    """The same interval, drawn unit by unit."""
    import krippendorff

    random, units = np.random.default_rng(2018), codes.shape[1]
    chosen = (random.integers(0, units, units) for _ in range(RESAMPLES))
    alphas = [krippendorff.alpha(codes[:, one], level_of_measurement="nominal") for one in chosen]
    low, high = np.quantile(alphas, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def measure_estimates() -> dict[str, float]:
    """Seconds of each family of estimates of the reference study, in a process that has just begun."""
    script = REPOSITORY / "benchmarks" / "estimates.py"
    ran = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    return {str(name): float(seconds) for name, seconds in json.loads(ran.stdout).items()}


def render(rows: list[str], estimates: list[dict[str, float]]) -> list[str]:
    """The lines of this part of the page."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "pingouin", "krippendorff"))
    totals = sorted(sum(one.values()) for one in estimates)
    middle = sorted(estimates, key=lambda one: sum(one.values()))[len(estimates) // 2]
    return [
        f"{describe_machine()}, {packages}; median of {RUNS} runs, each whole, drawing included.",
        "",
        "| what | here | beside | there | ratio |",
        "|---|---|---|---|---|",
        *rows,
        "",
        "All estimates of the reference study in one process, after imports; their aim is 5 s:",
        "",
        "| estimates | seconds |",
        "|---|---|",
        *(f"| {name} | {seconds:.2f} |" for name, seconds in middle.items()),
        f"| all, the median of {len(totals)} runs ({totals[0]:.1f} to {totals[-1]:.1f}) "
        f"| {statistics.median(totals):.2f} |",
    ]


def tell(seconds: float) -> str:
    """A time in seconds or milliseconds."""
    return f"{seconds:.1f} s" if seconds >= 1 else f"{1000 * seconds:.3g} ms"
