from math import isnan

import numpy as np
import pytest

from analysis.estimates import Estimate
from analysis.formulas.moments import (
    estimate_agreement,
    estimate_count,
    estimate_mean,
    estimate_sd,
    estimate_share,
)


def array(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)


def interval(found: Estimate) -> tuple[float, float]:
    return found.low, found.high


def test_a_mean_has_students_interval() -> None:
    found = estimate_mean(array(1, 2, 3, 4, 5), 0.95)
    # 3 ± 2.776445 · 1.581139 / √5
    assert found.value == 3
    assert interval(found) == pytest.approx((1.036757, 4.963243), abs=1e-6)
    assert (found.df, found.reason) == (4, "")


def test_the_interval_of_a_mean_stays_inside_the_scale() -> None:
    found = estimate_mean(array(1, 1, 1, 5), 0.95, (1, 5))
    assert interval(found) == (1, 5)


@pytest.mark.parametrize(
    ("values", "value", "reason"),
    [((4,), 4.0, "too_few_people"), ((11 / 3, 11 / 3), 11 / 3, "no_variance")],
)
def test_a_mean_without_an_interval_says_why(values: tuple[float, ...], value: float, reason: str) -> None:
    found = estimate_mean(array(*values), 0.95)
    assert (found.value, found.reason) == (value, reason)
    assert isnan(found.low) and isnan(found.high)


def test_nobody_has_no_mean() -> None:
    found = estimate_mean(array(), 0.95)
    assert isnan(found.value) and found.reason == "no_answers"


def test_a_standard_deviation_has_the_chi_square_interval() -> None:
    found = estimate_sd(array(1, 2, 3, 4, 5), 0.95)
    # √(10 / 11.143287) and √(10 / 0.484419)
    assert found.value == pytest.approx(2.5**0.5)
    assert interval(found) == pytest.approx((0.94731, 4.54350), abs=2e-5)


@pytest.mark.parametrize(
    ("values", "exists", "reason"),
    [((), False, "no_answers"), ((2,), False, "too_few_people"), ((2, 2), True, "no_variance")],
)
def test_a_standard_deviation_that_cannot_be_judged(
    values: tuple[float, ...], exists: bool, reason: str
) -> None:
    found = estimate_sd(array(*values), 0.95)
    assert (found.exists, found.reason) == (exists, reason)
    assert isnan(found.low)


def test_agreement_is_set_against_random_answers() -> None:
    found = estimate_agreement(array(4, 5, 4, 5), 2.5, 0.95)
    # s² = 1/3, its interval 1/9.348404 to 1/0.215795
    assert found.value == pytest.approx(1 - 1 / 7.5)
    assert interval(found) == pytest.approx((0, 0.957212), abs=1e-6)


def test_agreement_is_not_negative_and_full_where_all_answer_alike() -> None:
    assert estimate_agreement(array(1, 5, 1, 5), 2.5, 0.95).value == 0
    alike = estimate_agreement(array(4, 4, 4), 2.5, 0.95)
    assert (alike.value, alike.reason) == (1, "no_variance")
    assert not estimate_agreement(array(4), 2.5, 0.95).exists


def test_a_share_and_its_count_have_wilsons_interval() -> None:
    share, count = estimate_share(5, 18, 0.95), estimate_count(5, 18, 0.95)
    assert share.value == 5 / 18
    assert interval(share) == pytest.approx((0.124998, 0.508728), abs=2e-6)
    assert count.value == 5
    assert interval(count) == pytest.approx((18 * share.low, 18 * share.high))


def test_a_share_of_nobody() -> None:
    assert estimate_share(0, 0, 0.95).reason == "no_answers"
    assert estimate_count(0, 0, 0.95).reason == "no_answers"
