from math import isnan

import numpy as np
import pytest
from scipy import stats

from analysis.formulas.effects import (
    detectable_d,
    detectable_dz,
    estimate_hedges_g,
    estimate_hedges_g_unpooled,
    estimate_mean_difference,
    estimate_welch_difference,
    expected_width,
    power_of_t_test,
    small_sample_correction,
)

FIRST = np.array([4.0, 4, 5, 3, 4, 4, 2, 5])
SECOND = np.array([3.0, 2, 3, 4, 3])


def array(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)


def test_a_difference_of_means_is_welchs() -> None:
    found = estimate_mean_difference(FIRST, SECOND, 0.9)
    welch = stats.ttest_ind(FIRST, SECOND, equal_var=False)
    ends = welch.confidence_interval(0.9)
    assert found.value == pytest.approx(3.875 - 3)
    assert (found.low, found.high) == pytest.approx((ends.low, ends.high))
    assert (found.df, found.p) == pytest.approx((welch.df, welch.pvalue))


@pytest.mark.parametrize(
    ("first", "second", "value", "reason"),
    [
        (array(), array(1, 2), None, "group_missing"),
        (array(1, 2), array(), None, "group_missing"),
        (array(5), array(1, 2), 3.5, "too_few_people"),
        (array(5, 5), array(1, 1), 4.0, "no_variance"),
    ],
)
def test_a_difference_without_an_interval_says_why(
    first: np.ndarray, second: np.ndarray, value: float | None, reason: str
) -> None:
    found = estimate_mean_difference(first, second, 0.95)
    assert found.reason == reason
    assert isnan(found.low) and isnan(found.p)
    assert found.exists == (value is not None)
    assert value is None or found.value == value


def test_one_side_may_answer_alike() -> None:
    found = estimate_mean_difference(array(5, 5, 5), array(1, 2, 3), 0.95)
    # only the second side varies: 3 ± 4.302653 · 1 / √3 on 2 degrees of freedom
    assert (found.low, found.high) == pytest.approx((0.515862, 5.484138), abs=1e-6)
    assert found.df == pytest.approx(2)


def test_hedges_g_turns_round_exactly() -> None:
    one, other = estimate_hedges_g(FIRST, SECOND, 0.95), estimate_hedges_g(SECOND, FIRST, 0.95)
    assert (one.value, one.low, one.high) == (-other.value, -other.high, -other.low)


def test_the_interval_of_hedges_g_inverts_the_noncentral_t() -> None:
    g, unit, j = estimate_hedges_g(FIRST, SECOND, 0.95), (1 / 8 + 1 / 5) ** 0.5, small_sample_correction(11)
    t = stats.ttest_ind(FIRST, SECOND).statistic
    assert g.value == pytest.approx(j * t * unit)
    tails = [stats.nct.cdf(t, 11, end / j / unit) for end in (g.low, g.high)]
    assert tails == pytest.approx([0.975, 0.025], abs=1e-8)


@pytest.mark.parametrize("d", [0.0, 0.02, 3.0, 40.0])
def test_hedges_g_has_an_interval_however_large(d: float) -> None:
    found = estimate_hedges_g(array(-1, 0, 1) + d, array(-1, 0, 1), 0.95)
    assert found.low < found.value + 1e-12 and found.value - 1e-12 < found.high


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (array(), array(1, 2), "group_missing"),
        (array(5), array(1, 2, 3), "too_few_people"),
        (array(5, 5), array(1, 1), "no_variance"),
    ],
)
def test_hedges_g_that_cannot_be_estimated(first: np.ndarray, second: np.ndarray, reason: str) -> None:
    found = estimate_hedges_g(first, second, 0.95)
    assert isnan(found.value) and found.reason == reason


def test_the_correction_for_small_samples() -> None:
    # with two degrees of freedom J is 1 / √π
    assert small_sample_correction(2) == pytest.approx(np.pi**-0.5)
    assert small_sample_correction(1000) == pytest.approx(1 - 3 / 3999, abs=1e-6)


def test_the_detectable_difference_has_the_power_asked_for() -> None:
    found = detectable_d(11, 7, 0.8, 0.05)
    assert power_of_t_test(found.value, 11, 7, 0.05) == pytest.approx(0.8, abs=1e-9)
    assert power_of_t_test(0, 11, 7, 0.05) == pytest.approx(0.05)


def test_the_expected_width_by_hand() -> None:
    # 2 · t(16) · √(1/11 + 1/7) · c4 with c4 = 0.984506 for 16 degrees of freedom
    assert expected_width(11, 7, 0.95).value == pytest.approx(2 * 2.119905 * 0.483494 * 0.984506, abs=1e-5)


@pytest.mark.parametrize(("sizes", "reason"), [((0, 5), "group_missing"), ((1, 5), "too_few_people")])
def test_a_side_of_one_has_no_reach(sizes: tuple[int, int], reason: str) -> None:
    assert detectable_d(*sizes, 0.8, 0.05).reason == reason
    assert expected_width(*sizes, 0.95).reason == reason
    assert not detectable_d(*sizes, 0.8, 0.05).exists


def test_the_difference_of_people_in_one_list() -> None:
    people, first = np.concatenate([SECOND, FIRST]), np.arange(13) >= 5
    assert estimate_welch_difference(
        people, first, np.zeros(13, dtype=int), 0.95
    ) == estimate_mean_difference(FIRST, SECOND, 0.95)


def test_unpooled_g_takes_the_mean_of_the_variances() -> None:
    g, welch = (
        estimate(FIRST, SECOND, 0.95) for estimate in (estimate_hedges_g_unpooled, estimate_mean_difference)
    )
    spread = ((FIRST.var(ddof=1) + SECOND.var(ddof=1)) / 2) ** 0.5
    assert g.value == pytest.approx(welch.value / spread * small_sample_correction(welch.df))
    same = estimate_hedges_g_unpooled(FIRST, FIRST[::-1] + 1, 0.95)
    pooled = estimate_hedges_g(FIRST, FIRST[::-1] + 1, 0.95)
    assert (same.value, same.low, same.high) == pytest.approx((pooled.value, pooled.low, pooled.high))


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (array(), array(1, 2), "group_missing"),
        (array(5), array(1, 2, 3), "too_few_people"),
        (array(5, 5), array(1, 1), "no_variance"),
    ],
)
def test_unpooled_g_that_cannot_be_estimated(first: np.ndarray, second: np.ndarray, reason: str) -> None:
    found = estimate_hedges_g_unpooled(first, second, 0.95)
    assert isnan(found.value) and found.reason == reason


@pytest.mark.parametrize("sizes", [(2, 2), (2, 5), (2, 500), (30, 30)])
@pytest.mark.parametrize("alpha", [0.001, 0.05])
@pytest.mark.parametrize("power", [0.5001, 0.8, 0.99])
def test_a_detectable_difference_exists_however_few_or_strict(
    sizes: tuple[int, int], alpha: float, power: float
) -> None:
    # scipy's noncentral t is not a number at scattered points that the search comes through here
    found = detectable_d(*sizes, power, alpha)
    assert power_of_t_test(found.value, *sizes, alpha) == pytest.approx(power, abs=1e-7)


def test_pairs_have_a_detectable_change() -> None:
    # R, uniroot of the noncentral t for 11 pairs
    assert detectable_dz(11, 0.8, 0.05).value == pytest.approx(0.937690663899772, abs=1e-7)
    assert detectable_dz(1, 0.8, 0.05).reason == "too_few_people"
