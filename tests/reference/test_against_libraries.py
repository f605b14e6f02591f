"""Our own formulas beside pingouin, statsmodels and scipy, where those are known to be right.

The formulas are our own where the libraries round, count n wrongly or start slowly (docs/methods.md);
on complete data without ties the two must agree.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pingouin
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from analysis.formulas.consistency import estimate_alpha
from analysis.formulas.effects import (
    detectable_d,
    estimate_hedges_g,
    estimate_mean_difference,
    power_of_t_test,
)
from analysis.formulas.moments import estimate_mean, estimate_share
from analysis.formulas.multiplicity import adjust
from analysis.formulas.resampling import permute_within_cases, stream

LEVEL = 0.95
PEOPLE = stream(7, "libraries", "people").normal(size=(18, 5)).round(2)
FIRST, SECOND = PEOPLE[:7, 0], PEOPLE[7:, 0] + 0.5


def test_cronbach_alpha_and_its_interval_with_complete_rows() -> None:
    alpha, interval = pingouin.cronbach_alpha(pd.DataFrame(PEOPLE), ci=LEVEL)
    ours = estimate_alpha(PEOPLE, LEVEL)
    assert ours.value == pytest.approx(alpha, rel=1e-12)
    assert [ours.low, ours.high] == pytest.approx(list(interval), abs=5e-4), "pingouin rounds to 3 decimals"


@pytest.mark.parametrize(("adjustment", "theirs"), [("holm", "holm"), ("bh", "fdr_bh")])
def test_adjusted_p(adjustment: str, theirs: str) -> None:
    p = np.array([0.03, 0.001, 0.2, 0.03, 0.9, 0.04])
    assert adjust(p, adjustment) == pytest.approx(multipletests(p, method=theirs)[1], rel=1e-12)
    gap = np.array([0.03, np.nan, 0.2])
    assert adjust(gap, adjustment) == pytest.approx(
        pingouin.multicomp(gap, method=theirs)[1], rel=1e-12, nan_ok=True
    )


@pytest.mark.parametrize(("count", "n"), [(0, 18), (4, 11), (5, 18), (7, 7)])
def test_wilson_interval(count: int, n: int) -> None:
    ours = estimate_share(count, n, LEVEL)
    theirs = proportion_confint(count, n, alpha=1 - LEVEL, method="wilson")
    assert [ours.low, ours.high] == pytest.approx(list(theirs), abs=1e-12)


def test_mean_and_welch_intervals() -> None:
    mean = stats.ttest_1samp(FIRST, 0).confidence_interval(LEVEL)
    ours = estimate_mean(FIRST, LEVEL)
    assert [ours.low, ours.high] == pytest.approx([mean.low, mean.high], rel=1e-12)
    welch = stats.ttest_ind(FIRST, SECOND, equal_var=False)
    difference = estimate_mean_difference(FIRST, SECOND, LEVEL)
    assert [difference.low, difference.high] == pytest.approx(
        list(welch.confidence_interval(LEVEL)), rel=1e-12
    )
    assert difference.df == pytest.approx(welch.df, rel=1e-12)


def test_hedges_g_and_power() -> None:
    g = pingouin.compute_effsize(FIRST, SECOND, eftype="hedges")
    assert estimate_hedges_g(FIRST, SECOND, LEVEL).value == pytest.approx(g, rel=2e-3), (
        "theirs approximates J"
    )
    power = pingouin.power_ttest2n(7, 11, d=0.8, alpha=0.05)
    assert power_of_t_test(0.8, 7, 11, 0.05) == pytest.approx(power, abs=1e-6)
    smallest = detectable_d(7, 11, 0.8, 0.05).value
    assert pingouin.power_ttest2n(7, 11, d=smallest, alpha=0.05) == pytest.approx(0.8, abs=1e-6)


def test_permutation_in_a_single_case_is_scipy_s() -> None:
    values, first = np.concatenate([FIRST, SECOND]), np.arange(18) < 7
    ours = permute_within_cases(values, first, np.zeros(18, dtype=np.int64), stream(1, "unused"))
    assert ours is not None and ours.exact
    theirs = stats.permutation_test(
        (FIRST, SECOND), lambda a, b: abs(a.mean() - b.mean()), n_resamples=np.inf, alternative="greater"
    )
    assert ours.p == pytest.approx(theirs.pvalue, rel=1e-9)
