"""Internal consistency beside pingouin, and the bootstrap by weights beside loops over drawn people."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pingouin
import pytest
from scipy import stats

from analysis.formulas.consistency import (
    alpha_of,
    covariances,
    estimate_alpha,
    estimate_item_rest,
    pairwise_covariances,
)
from analysis.formulas.consistency_draws import bootstrap_alpha, bootstrap_correlations, draw_alphas
from analysis.formulas.resampling import stream
from analysis.formulas.weights import Draws

LEVEL = 0.95
CHANCE = stream(7, "libraries", "consistency")
COMMON = CHANCE.normal(size=(18, 1))
ANSWERS = np.clip(np.round(3 + COMMON + CHANCE.normal(size=(18, 6))), 1, 5)
DRAWS = Draws(18, 4000, 7, ("libraries",))


@pytest.mark.parametrize("items", [2, 3, 6])
def test_alpha_with_feldt_s_interval(items: int) -> None:
    answers = ANSWERS[:, :items]
    alpha, ends = pingouin.cronbach_alpha(pd.DataFrame(answers), ci=LEVEL)
    ours = estimate_alpha(answers, LEVEL)
    assert ours.value == pytest.approx(alpha, rel=1e-12)
    assert [ours.low, ours.high] == pytest.approx(list(ends), abs=5e-4), "pingouin rounds to 3 decimals"


def test_alpha_of_pairwise_covariances() -> None:
    gaps = ANSWERS.copy()
    gaps[2, 1] = gaps[5, 4] = gaps[6, 0] = np.nan
    alpha, _ = pingouin.cronbach_alpha(pd.DataFrame(gaps), nan_policy="pairwise")
    assert alpha_of(pairwise_covariances(gaps)) == pytest.approx(alpha, rel=1e-12)


def test_each_draw_gives_pingouin_s_alpha() -> None:
    weights = next(iter(DRAWS))[:25]
    theirs = [
        pingouin.cronbach_alpha(pd.DataFrame(np.repeat(ANSWERS, times, axis=0)))[0]
        for times in weights.astype(int)
    ]
    assert draw_alphas(ANSWERS, weights) == pytest.approx(theirs, rel=1e-10)


def test_percentile_intervals_beside_scipy_s_bootstrap() -> None:
    def resample(statistic: object) -> tuple[float, float]:
        found = stats.bootstrap(
            (np.arange(18),), statistic, vectorized=False, method="percentile", n_resamples=4000, rng=5
        )
        return tuple(found.confidence_interval)

    def mean_r(rows: np.ndarray) -> float:
        return float(np.corrcoef(ANSWERS[rows].T)[np.tril_indices(6, -1)].mean())

    ours = bootstrap_alpha(ANSWERS, LEVEL, DRAWS)
    theirs = resample(lambda rows: alpha_of(covariances(ANSWERS[rows])))
    assert (ours.low, ours.high) == pytest.approx(theirs, abs=0.03), "Monte Carlo error of both"
    mean = bootstrap_correlations(ANSWERS, LEVEL, DRAWS)[1]
    assert (mean.low, mean.high) == pytest.approx(resample(mean_r), abs=0.03)


def test_item_rest_correlations_with_fisher_s_interval() -> None:
    for item, ours in enumerate(estimate_item_rest(ANSWERS, LEVEL)):
        rest = np.delete(ANSWERS, item, axis=1).sum(axis=1)
        theirs = stats.pearsonr(ANSWERS[:, item], rest)
        ends = theirs.confidence_interval(LEVEL)
        assert (ours.value, ours.low, ours.high) == pytest.approx((theirs.statistic, *ends), rel=1e-10)
