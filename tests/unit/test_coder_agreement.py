"""Agreement of coders: published values, what is undefined, and the bootstrap over units."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.formulas.coder_agreement import (
    METRICS,
    draw_krippendorff_alphas,
    estimate_alpha_of_numbers,
    estimate_fleiss_kappa,
    estimate_gwet,
    estimate_krippendorff_alpha,
    keep_pairable,
    weigh_categories,
)
from analysis.formulas.weights import Draws

LEVEL = 0.95

# Krippendorff (2011), example C: four coders, twelve units, values 1 to 5, not all coded by all.
UNITS = [
    [1, 1, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [5, 5, 5],
    [1, 1],
    [3],
]
VALUES = np.arange(1.0, 6.0)
COUNTS = np.array([[unit.count(value) for value in range(1, 6)] for unit in UNITS], dtype=float)

many_counts = arrays(np.float64, st.tuples(st.integers(2, 8), st.integers(2, 5)), elements=st.integers(0, 3))


@pytest.mark.parametrize(
    ("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorff_s_own_example(metric: str, published: float) -> None:
    assert estimate_krippendorff_alpha(COUNTS, VALUES, metric, LEVEL).value == pytest.approx(
        published, abs=5e-4
    )


@pytest.mark.parametrize("metric", METRICS)
def test_alpha_is_defined_by_pairs(metric: str) -> None:
    """Krippendorff's definition over pairs of codes, written out, gives what the closed forms give."""
    units = [unit for unit in UNITS if len(unit) > 1]
    codes = [code for unit in units for code in unit]
    n = len(codes)

    def apart(one: int, other: int) -> float:
        low, high = min(one, other), max(one, other)
        between = [codes.count(value) for value in range(low, high + 1)]
        return {
            "nominal": float(one != other),
            "ordinal": (sum(between) - (between[0] + between[-1]) / 2) ** 2 if one != other else 0.0,
            "interval": float((one - other) ** 2),
            "ratio": ((one - other) / (one + other)) ** 2,
        }[metric]

    observed = sum(apart(a, b) / (len(unit) - 1) for unit in units for a in unit for b in unit) / n
    expected = sum(apart(a, b) for a in codes for b in codes) / (n * (n - 1))
    found = estimate_krippendorff_alpha(COUNTS, VALUES, metric, LEVEL)
    assert found.value == pytest.approx(1 - observed / expected, rel=1e-12)


def test_alpha_without_variation_or_without_pairs() -> None:
    alike, alone = np.array([[2.0, 0.0], [2.0, 0.0]]), np.array([[1.0, 0.0], [0.0, 1.0]])
    for metric in METRICS:
        assert estimate_krippendorff_alpha(alike, np.array([1.0, 2.0]), metric, LEVEL).reason == "no_variance"
        assert (
            estimate_krippendorff_alpha(alone, np.array([1.0, 2.0]), metric, LEVEL).reason == "too_few_units"
        )
    assert (
        estimate_krippendorff_alpha(np.zeros((0, 2)), VALUES[:2], "nominal", LEVEL).reason == "too_few_units"
    )


def test_a_value_of_nothing_and_its_opposite_differ_by_nothing_in_ratio() -> None:
    zeros = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 2.0]])
    assert not isnan(estimate_krippendorff_alpha(zeros, np.array([-1.0, 1.0, 3.0]), "ratio", LEVEL).value)


def test_the_bootstrap_over_units_holds_alpha_and_repeats_itself() -> None:
    draws = Draws(11, 4000, 1, ("coders",))
    for metric in METRICS:
        found = estimate_krippendorff_alpha(COUNTS, VALUES, metric, LEVEL, draws)
        assert found.low < found.value <= found.high
        assert found == estimate_krippendorff_alpha(COUNTS, VALUES, metric, LEVEL, draws)


def test_coders_who_never_differ_have_no_interval() -> None:
    agreeing = np.array([[3.0, 0.0], [0.0, 3.0], [3.0, 0.0]])
    found = estimate_krippendorff_alpha(agreeing, VALUES[:2], "nominal", LEVEL, Draws(3, 100, 1, ("x",)))
    assert (found.value, found.reason) == (1.0, "coders_coincide") and isnan(found.low)


@pytest.mark.parametrize("metric", ["interval", "nominal"])
def test_units_that_all_show_the_same_have_no_interval(metric: str) -> None:
    apart = np.array([[1.0, 1.0]] * 9)
    found = estimate_krippendorff_alpha(apart, VALUES[:2], metric, LEVEL, Draws(9, 100, 1, ("x",)))
    assert found.reason == "units_alike" and found.value < 0 and isnan(found.low)


def test_numbers_with_many_values_need_not_be_counted() -> None:
    random = np.random.default_rng(4)
    codes = np.clip(random.integers(1, 101, size=(300, 1)) + random.integers(-9, 10, size=(300, 4)), 1, 100)
    codes = np.where(random.random(codes.shape) < 0.3, np.nan, codes.astype(float))
    values = np.arange(1.0, 101.0)
    counts = (codes[:, :, None] == values).sum(axis=1).astype(float)
    pairable, draws = len(keep_pairable(counts)), Draws(300, 500, 1, ("numbers",))
    counted = estimate_krippendorff_alpha(counts, values, "interval", LEVEL, draws)
    found = estimate_alpha_of_numbers(codes, LEVEL, draws)
    assert 200 < pairable < 300 and found.value == pytest.approx(counted.value, rel=1e-12)
    # Units stand in another order, so that others are drawn.
    assert [found.low, found.high] == pytest.approx([counted.low, counted.high], abs=0.01)


def test_numbers_without_pairs_or_without_variation() -> None:
    alone = np.array([[1.5, np.nan], [np.nan, 2.5]])
    assert estimate_alpha_of_numbers(alone, LEVEL).reason == "too_few_units"
    alike = np.full((8, 3), 0.1)
    assert estimate_alpha_of_numbers(alike, LEVEL).reason == "no_variance"
    varied = np.column_stack([np.arange(8.0), np.arange(8.0)])
    assert estimate_alpha_of_numbers(varied, LEVEL, Draws(8, 100, 1, ("x",))).reason == "coders_coincide"


def test_rare_codes_leave_too_many_draws_without_variation() -> None:
    rare = np.array([[2.0, 0.0]] * 5 + [[1.0, 1.0]])
    found = estimate_krippendorff_alpha(rare, VALUES[:2], "nominal", LEVEL, Draws(6, 2000, 1, ("x",)))
    assert found.reason == "draws_without_variance" and found.exists and isnan(found.low)


@given(many_counts, st.sampled_from(METRICS))
def test_a_draw_is_alpha_of_the_units_it_holds(counts: np.ndarray, metric: str) -> None:
    pairable, values = keep_pairable(counts), np.arange(1.0, counts.shape[1] + 1)
    if not len(pairable):
        return
    weights = np.array([np.arange(len(pairable)) % 3, np.ones(len(pairable))], dtype=float)
    drawn = draw_krippendorff_alphas(pairable, values, metric, weights)
    held = np.repeat(pairable, weights[0].astype(int), axis=0)
    one_by_one = [
        estimate_krippendorff_alpha(units, values, metric, LEVEL).value for units in (held, pairable)
    ]
    assert drawn == pytest.approx(one_by_one, rel=1e-9, abs=1e-9, nan_ok=True)


@given(many_counts, st.integers(1, 50), st.sampled_from(("nominal", "ordinal", "interval")))
def test_alpha_does_not_depend_on_the_unit_of_the_values(counts: np.ndarray, shift: int, metric: str) -> None:
    values = np.arange(1.0, counts.shape[1] + 1)
    found, moved = (
        estimate_krippendorff_alpha(counts, numbers, metric, LEVEL)
        for numbers in (values, 1e6 * shift + 10 * values)
    )
    assert found.reason == moved.reason
    assert found.value == pytest.approx(moved.value, rel=1e-6, abs=1e-6, nan_ok=True)


def test_gwet_s_own_example() -> None:
    """Gwet (2014), the same ratings: AC1 .77544 with standard error .14295."""
    found = estimate_gwet(COUNTS, weigh_categories(5, "identity"), LEVEL)
    assert (found.coefficient.value, found.error) == pytest.approx((0.77544, 0.14295), abs=5e-6)
    assert found.coefficient.high == 1.0 and found.coefficient.df == 11


def test_unused_categories_count_in_gwet() -> None:
    used = COUNTS[[0, 1, 4, 7, 8, 10]]
    declared, undeclared = (
        estimate_gwet(used[:, :q], weigh_categories(q, "identity"), LEVEL).coefficient.value for q in (5, 3)
    )
    assert declared > undeclared


def test_gwet_that_is_undefined() -> None:
    identity = weigh_categories(2, "identity")
    alone = estimate_gwet(np.array([[1.0, 0.0], [0.0, 1.0]]), identity, LEVEL)
    assert alone.coefficient.reason == "too_few_units" and alone.by_chance == 0.5 and isnan(alone.observed)
    assert estimate_gwet(np.array([[2.0]]), np.ones((1, 1)), LEVEL).coefficient.reason == "no_variance"
    one = estimate_gwet(np.array([[2.0, 0.0]]), identity, LEVEL).coefficient
    assert (one.value, one.reason) == (1.0, "too_few_units") and isnan(one.low)
    gap = estimate_gwet(np.array([[2.0, 0.0], [0.0, 0.0], [1.0, 1.0]]), identity, LEVEL).coefficient
    assert gap.value == pytest.approx(0.2) and isnan(gap.low)


@pytest.mark.parametrize("kind", ["identity", "linear", "quadratic", "ordinal"])
def test_weights_agree_wholly_with_themselves_and_not_at_all_at_the_ends(kind: str) -> None:
    weights = weigh_categories(4, kind)
    assert np.array_equal(weights, weights.T) and (np.diag(weights) == 1).all()
    assert weights[0, 3] == 0 and (weights >= 0).all()


def test_fleiss_counts_by_hand() -> None:
    found = estimate_fleiss_kappa(np.array([[3.0, 0.0], [2.0, 1.0], [0.0, 3.0]]))
    by_chance = (5 / 9) ** 2 + (4 / 9) ** 2
    assert found.observed == pytest.approx((1 + 1 / 3 + 1) / 3) and found.by_chance == pytest.approx(
        by_chance
    )
    assert found.kappa.value == pytest.approx((7 / 9 - by_chance) / (1 - by_chance))
    assert found.by_category == pytest.approx([found.kappa.value] * 2), "two categories agree as one"
    assert found.z == pytest.approx(found.kappa.value / found.null_error) and 0 < found.kappa.p < 1


def test_fleiss_that_is_undefined() -> None:
    alike = estimate_fleiss_kappa(np.array([[2.0, 0.0], [2.0, 0.0]]))
    assert alike.kappa.reason == "no_variance" and (alike.observed, alike.by_chance) == (1.0, 1.0)
    assert estimate_fleiss_kappa(np.array([[2.0, 0.0], [2.0, 1.0]])).kappa.reason == "coders_unequal"
    assert estimate_fleiss_kappa(np.array([[1.0, 0.0], [0.0, 1.0]])).kappa.reason == "too_few_units"
    assert estimate_fleiss_kappa(np.zeros((0, 2))).kappa.reason == "too_few_units"
    unused = estimate_fleiss_kappa(np.array([[2.0, 0.0, 0.0], [0.0, 2.0, 0.0]]))
    assert unused.by_category == pytest.approx([1.0, 1.0, np.nan], nan_ok=True)
