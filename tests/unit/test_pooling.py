"""Pooling by random effects: published numbers, equal variances known by hand, and bad input."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from analysis.formulas.pooling import estimate_paule_mandel, estimate_reml, pool_differences

LEVEL = 0.95
# Thirteen trials of the BCG vaccine (Colditz et al. 1994): ill and well with and without the vaccine.
BCG = np.array(
    [
        [4, 119, 11, 128],
        [6, 300, 29, 274],
        [3, 228, 11, 209],
        [62, 13536, 248, 12619],
        [33, 5036, 47, 5761],
        [180, 1361, 372, 1079],
        [8, 2537, 10, 619],
        [505, 87886, 499, 87892],
        [29, 7470, 45, 7232],
        [17, 1699, 65, 1600],
        [186, 50448, 141, 27197],
        [5, 2493, 3, 2338],
        [27, 16886, 29, 17825],
    ],
    dtype=float,
).T
TREATED, CONTROLS = BCG[0] + BCG[1], BCG[2] + BCG[3]
RATIOS = np.log(BCG[0] / TREATED) - np.log(BCG[2] / CONTROLS)
VARIANCES = 1 / BCG[0] - 1 / TREATED + 1 / BCG[2] - 1 / CONTROLS


def test_the_bcg_trials_as_metafor_publishes_them() -> None:
    # Viechtbauer (2010), Journal of Statistical Software 36(3), and the manual of metafor: rma(test="knha")
    pooled = pool_differences(RATIOS, VARIANCES, LEVEL)
    assert pooled.tau.value**2 == pytest.approx(0.3132, abs=5e-5)
    assert [pooled.tau.low**2, pooled.tau.high**2] == pytest.approx([0.1197, 1.1115], abs=5e-5)
    assert pooled.i2 == pytest.approx(0.9222, abs=5e-5)
    assert pooled.mean.value == pytest.approx(-0.7145, abs=5e-5)
    assert [pooled.mean.low, pooled.mean.high] == pytest.approx([-1.1084, -0.3206], abs=5e-5)
    assert pooled.mean.df == 12 and pooled.mean.p == pytest.approx(0.0019, abs=5e-5)
    assert pooled.prediction.df == 11 and pooled.prediction.low < pooled.mean.low


def test_equal_variances_are_a_t_test_of_the_differences() -> None:
    differences, variances = np.array([1.0, 3.0, 2.0, 6.0]), np.full(4, 0.5)
    spread = differences.var(ddof=1)
    for name, estimate in (("reml", estimate_reml), ("paule_mandel", estimate_paule_mandel)):
        assert estimate(differences, variances) == pytest.approx(spread - 0.5, rel=1e-6)
        pooled = pool_differences(differences, variances, LEVEL, name)  # type: ignore[arg-type]
        expected = stats.ttest_1samp(differences, 0)
        assert pooled.mean.p == pytest.approx(expected.pvalue)
        assert [pooled.mean.low, pooled.mean.high] == pytest.approx(list(expected.confidence_interval(LEVEL)))
        half = stats.t.ppf(0.975, 2) * np.sqrt(spread - 0.5 + spread / 4)
        assert pooled.prediction.high == pytest.approx(3 + half, rel=1e-6)


def test_differences_closer_than_chance_have_no_spread() -> None:
    pooled = pool_differences(np.array([1.0, 1.1, 0.9]), np.ones(3), LEVEL)
    assert (pooled.tau.value, pooled.tau.reason, pooled.i2) == (0, "singular", 0)
    assert np.isnan(pooled.tau.low)
    assert pooled.mean.low < 1 < pooled.mean.high


def test_the_spread_allows_for_a_variance_that_was_estimated() -> None:
    # with equal variances and no true spread, Q / (k - 1) is an F ratio: the end is 0 exactly from there on
    k, df = 6, 6
    deviations = np.array([-1.0, -1, -1, 1, 1, 1])
    barely = np.sqrt(stats.f.ppf(0.975, k - 1, df) * (k - 1) / k)
    for factor, is_zero in ((0.99, True), (1.01, False)):
        found = pool_differences(factor * barely * deviations, np.ones(k), LEVEL, df=df).tau
        assert (found.low == 0) == is_zero
        known = pool_differences(factor * barely * deviations, np.ones(k), LEVEL).tau
        assert known.low > found.low
    # many degrees of freedom are as good as all
    many = pool_differences(2 * deviations, np.ones(k), LEVEL, df=1e9).tau
    known = pool_differences(2 * deviations, np.ones(k), LEVEL).tau
    assert [many.low, many.high] == pytest.approx([known.low, known.high], rel=1e-3)


def test_too_few_cases_and_cases_that_agree() -> None:
    one = pool_differences(np.array([1.0]), np.array([1.0]), LEVEL)
    assert {one.mean.reason, one.tau.reason, one.prediction.reason} == {"too_few_cases"}
    assert not one.mean.exists
    two = pool_differences(np.array([1.0, 4.0]), np.ones(2), LEVEL)
    assert two.mean.df == 1 and two.mean.low < 2.5 < two.mean.high
    assert (two.prediction.exists, two.prediction.reason) == (False, "too_few_cases")
    alike = pool_differences(np.ones(3), np.ones(3), LEVEL)
    assert (alike.mean.value, alike.mean.reason) == (1, "no_variance")
    assert np.isnan([alike.mean.low, alike.prediction.low]).all()


def test_the_unit_does_not_matter() -> None:
    pooled = pool_differences(RATIOS, VARIANCES, LEVEL)
    scaled = pool_differences(RATIOS * 1000, VARIANCES * 1e6, LEVEL)
    assert scaled.mean.low == pytest.approx(1000 * pooled.mean.low, rel=1e-6)
    assert scaled.tau.high == pytest.approx(1000 * pooled.tau.high, rel=1e-6)
    assert scaled.mean.p == pytest.approx(pooled.mean.p, rel=1e-6)


def test_close_differences_give_no_narrower_interval_than_one_common_difference() -> None:
    differences, variances = np.array([1.0, 1.1, 0.9]), np.array([1.0, 2.0, 4.0])
    found = pool_differences(differences, variances, LEVEL, careful=True).mean
    error = 1 / np.sqrt((1 / variances).sum())
    half = stats.t.ppf((1 + LEVEL) / 2, 2) * error
    assert (found.low, found.high) == pytest.approx((found.value - half, found.value + half))
    wide = np.array([-6.0, 0.0, 7.0])
    plain, careful = (pool_differences(wide, variances, LEVEL, careful=one).mean for one in (False, True))
    assert (careful.high, careful.p) == pytest.approx((plain.high, plain.p), rel=0.05)
    alike = pool_differences(np.ones(3), variances, LEVEL, careful=True).mean
    assert alike.low < 1 < alike.high and alike.reason == ""
