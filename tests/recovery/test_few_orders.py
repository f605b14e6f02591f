"""What tests and intervals of the orders of few cases do, and the interval of a share of clustered units."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from analysis.estimates import Estimate, Values
from analysis.formulas.clustered_shares import estimate_clustered_share
from analysis.formulas.rank_agreement import (
    estimate_kendall_w,
    estimate_ordinal_alpha,
    estimate_tau_b,
)
from tests.recovery.simulated_studies import allowance

LEVEL, STUDIES, JUDGES, CASES = 0.95, 400, 3, 7
LARGE = 4000
"""Cases of the study that tells what is true."""


def judge(random: np.random.Generator, cases: int, alike: float) -> Values:
    """Where three judges place the cases, 0 to 9; `alike` is the share of the variance that they share."""
    seen = np.sqrt(alike) * random.normal(size=cases)
    own = np.sqrt(1 - alike) * random.normal(size=(JUDGES, cases))
    return np.clip(np.rint(5 + 2 * (seen + own)), 0, 9)


def measure_alpha(judged: Values) -> Estimate:
    places = np.arange(10.0)
    return estimate_ordinal_alpha((judged.T[:, :, None] == places).sum(axis=1).astype(float), places, LEVEL)


def measure_w(judged: Values) -> float:
    return float(stats.friedmanchisquare(*judged.T).statistic) / (JUDGES * (judged.shape[1] - 1))


def share_holding(found: list[Estimate], truth: float) -> float:
    given = [one.low <= truth <= one.high for one in found if not np.isnan(one.low)]
    assert len(given) > 0.9 * STUDIES
    return float(np.mean(given))


@pytest.mark.parametrize("alike", [0.3, 0.7, 0.9])
def test_the_intervals_of_tau_and_of_alpha_hold_their_level(alike: float) -> None:
    random = np.random.default_rng(11)
    large = judge(random, LARGE, alike)
    studies = [judge(random, CASES, alike) for _ in range(STUDIES)]
    taus = [estimate_tau_b(one[0], one[1], LEVEL) for one in studies]
    least = LEVEL - allowance(LEVEL, STUDIES)
    assert share_holding(taus, float(stats.kendalltau(large[0], large[1]).statistic)) >= least
    assert share_holding([measure_alpha(one) for one in studies], measure_alpha(large).value) >= least


def test_the_interval_of_w_holds_somewhat_less() -> None:
    random = np.random.default_rng(12)
    truth = measure_w(judge(random, LARGE, 0.7))
    found = [estimate_kendall_w(judge(random, 6, 0.7), LEVEL) for _ in range(STUDIES)]
    assert 0.86 < share_holding(found, truth) < LEVEL


def test_orders_without_anything_in_common_are_seldom_told_to_have() -> None:
    random = np.random.default_rng(13)
    studies = [judge(random, 6, 0) for _ in range(STUDIES)]
    most = 0.05 + allowance(0.05, STUDIES)
    assert np.mean([estimate_tau_b(one[0], one[1], LEVEL).p <= 0.05 for one in studies]) <= most
    assert np.mean([estimate_kendall_w(one, LEVEL).p <= 0.05 for one in studies]) <= most


@pytest.mark.parametrize("between", [0.05, 0.3])
def test_a_share_of_units_of_seven_cases_holds_its_level(between: float) -> None:
    random, truth, held = np.random.default_rng(14), 0.7, []
    pull = (1 - between) / between
    for _ in range(STUDIES):
        units = random.poisson(12, CASES).astype(float) + 1
        shares = random.beta(truth * pull, (1 - truth) * pull, CASES)
        found = estimate_clustered_share(
            random.binomial(units.astype(int), shares).astype(float), units, LEVEL
        )
        held.append(found.low <= truth <= found.high)
    assert np.mean(held) >= LEVEL - allowance(LEVEL, STUDIES)
