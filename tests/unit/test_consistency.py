from collections.abc import Callable
from math import isnan

import numpy as np
import pytest

from analysis.estimates import Estimate
from analysis.formulas.consistency import (
    alpha_of,
    alphas_without,
    correlation_interval,
    covariances,
    estimate_alpha,
    estimate_alphas_without,
    estimate_item_rest,
    estimate_spearman_brown,
    guttman_lambda6,
    inter_item_correlations,
    item_rest_correlations,
    pairwise_covariances,
    standardized_alpha_of,
    standardized_alphas_without,
    step_up,
)
from analysis.formulas.consistency_draws import (
    bootstrap_alpha,
    bootstrap_correlations,
    draw_alphas,
    draw_mean_correlations,
    find_extreme_correlations,
    standardize_alphas,
)
from analysis.formulas.resampling import stream
from analysis.formulas.weights import AT_ONCE, Draws, Percentiles, take_percentiles

ITEMS = np.array([[4.0, 5, 5, 3], [2, 1, 1, 2], [5, 5, 4, 3], [1, 2, 2, 5], [3, 3, 4, 1]])


def drawn(people: int, number: int = 400) -> Draws:
    return Draws(people, number, 7, ("tests",))


def interval(found: Estimate) -> tuple[float, float]:
    return found.low, found.high


def test_alpha_by_hand() -> None:
    # variances 1, 1, 1/3 of the items and 19/3 of their sums: 3/2 · (1 - 7/19)
    found = estimate_alpha(np.array([[1.0, 1, 1], [2, 2, 1], [3, 3, 2]]), 0.95)
    assert found.value == pytest.approx(18 / 19)
    assert found.low < found.value < found.high


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (np.empty((4, 1)), "one_item"),
        (np.empty((0, 3)), "no_answers"),
        (np.array([[1.0, 2, 3]]), "too_few_people"),
        (np.array([[2.0, 2, 2], [2, 2, 2]]), "no_variance"),
        (np.array([[1.0, 5, 3], [5, 1, 3], [3, 3, 3]]), "items_cancel"),
    ],
)
def test_alpha_that_cannot_be_estimated(answers: np.ndarray, reason: str) -> None:
    found = estimate_alpha(answers, 0.95)
    assert isnan(found.value) and found.reason == reason


def test_spearman_brown_by_hand() -> None:
    # r = 0.8; Fisher's z 1.098612 ± 1.959964 / √2, back to r and stepped up
    found = estimate_spearman_brown(np.array([[1.0, 2], [2, 1], [3, 4], [4, 3], [5, 5]]), 0.95)
    r = np.tanh(np.arctanh(0.8) + np.array([-1, 1]) * 1.959964 / 2**0.5)
    assert found.value == pytest.approx(1.6 / 1.8)
    assert interval(found) == pytest.approx(tuple(2 * r / (1 + r)), abs=1e-6)


@pytest.mark.parametrize(
    ("pairs", "value", "reason"),
    [
        ([(1, 1), (2, 2)], None, "too_few_people"),
        ([], None, "no_answers"),
        ([(1, 1), (2, 1), (3, 1), (4, 1)], None, "no_variance"),
        ([(1, 4), (2, 3), (3, 2), (4, 1)], None, "items_oppose"),
        ([(1, 3), (2, 1), (3, 2), (4, 2)], None, "items_oppose"),
        ([(1, 1), (2, 3), (3, 2)], 2 * 0.5 / 1.5, "too_few_people"),
        ([(1, 2), (2, 3), (3, 4), (4, 5)], 1.0, "items_coincide"),
    ],
)
def test_spearman_brown_at_the_edges(
    pairs: list[tuple[float, float]], value: float | None, reason: str
) -> None:
    found = estimate_spearman_brown(np.array(pairs, dtype=float).reshape(-1, 2), 0.95)
    assert found.reason == reason
    assert found.exists == (value is not None)
    assert value is None or found.value == pytest.approx(value)


def test_numbers_of_a_covariance_matrix_are_numpy_s() -> None:
    covariance = covariances(ITEMS)
    assert covariance == pytest.approx(np.cov(ITEMS.T))
    r = np.corrcoef(ITEMS.T)
    assert inter_item_correlations(covariance) == pytest.approx(r[np.tril_indices(4, -1)])
    assert standardized_alpha_of(covariance) == pytest.approx(4 / 3 * (1 - 4 / r.sum()))
    for item, found in enumerate(item_rest_correlations(covariance)):
        rest = np.delete(ITEMS, item, axis=1)
        assert found == pytest.approx(np.corrcoef(ITEMS[:, item], rest.sum(axis=1))[0, 1])
        assert alphas_without(covariance)[item] == pytest.approx(estimate_alpha(rest, 0.95).value)
        assert standardized_alphas_without(covariance)[item] == pytest.approx(
            standardized_alpha_of(np.cov(rest.T))
        )


def test_lambda_six_explains_each_item_by_the_others() -> None:
    r = np.corrcoef(ITEMS.T)
    left = 0.0
    for item in range(4):
        others = np.delete(np.arange(4), item)
        left += 1 - r[item, others] @ np.linalg.solve(r[np.ix_(others, others)], r[others, item])
    assert guttman_lambda6(covariances(ITEMS)) == pytest.approx(1 - left / r.sum())


def test_pairwise_covariances_use_the_rows_that_have_both() -> None:
    answers = ITEMS.copy()
    answers[0, 0] = answers[1, 2] = np.nan
    found = pairwise_covariances(answers)
    for one in range(4):
        for other in range(4):
            both = answers[~np.isnan(answers[:, [one, other]]).any(axis=1)]
            assert found[one, other] == pytest.approx(np.cov(both[:, one], both[:, other])[0, 1])
    answers[1:, 3] = np.nan
    assert np.isnan(pairwise_covariances(answers)[3]).all()
    assert isnan(alpha_of(pairwise_covariances(answers)))


@pytest.mark.parametrize(
    "answers",
    [
        np.empty((0, 3)),
        np.array([[1.0, 2, 3]]),
        np.full((6, 2), 3.0),
        np.full((6, 2), 0.1 + 0.2),
        np.array([[1.0, 5], [5, 1], [3, 3]]),
        np.array([[1.0], [2], [3]]),
    ],
    ids=["nobody", "one person", "alike", "alike with binary noise", "cancelling", "one item"],
)
def test_what_is_undefined_is_not_a_number(answers: np.ndarray) -> None:
    covariance = covariances(answers)
    functions: list[Callable[[np.ndarray], float]] = [alpha_of, standardized_alpha_of, guttman_lambda6]
    for function in functions:
        assert isnan(function(covariance))
    assert np.isnan(alphas_without(covariance)).all()
    assert np.isnan(draw_alphas(answers, next(iter(drawn(len(answers)))))).all()


def test_a_constant_item_leaves_raw_alpha_and_nothing_standardized() -> None:
    answers = np.column_stack([ITEMS[:, :2], np.full(5, 3.0)])
    covariance = covariances(answers)
    assert alpha_of(covariance) == pytest.approx(3 / 4 * estimate_alpha(ITEMS[:, :2], 0.95).value)
    assert isnan(standardized_alpha_of(covariance)) and isnan(guttman_lambda6(covariance))
    assert np.isnan(item_rest_correlations(covariance)).tolist() == [False, False, True]
    assert [one.reason for one in estimate_item_rest(answers, 0.95)] == ["", "", "no_variance"]
    assert not find_extreme_correlations(answers)[0].exists


def test_items_that_coincide_depend_on_each_other() -> None:
    same = np.repeat(np.arange(1.0, 6)[:, None], 3, axis=1)
    assert alpha_of(covariances(same)) == pytest.approx(1)
    assert 0 <= guttman_lambda6(covariances(same)) <= 1
    found = bootstrap_alpha(same, 0.95, drawn(5))
    assert (found.value, found.reason) == (pytest.approx(1), "items_coincide")


@pytest.mark.parametrize(
    ("r", "n", "reason"),
    [(0.5, 3, "too_few_people"), (1.0, 9, "items_coincide"), (-1.0, 9, "items_coincide")],
)
def test_a_correlation_without_an_interval_says_why(r: float, n: int, reason: str) -> None:
    found = correlation_interval(r, n, 0.95)
    assert (found.value, found.reason) == (r, reason)
    assert isnan(found.low)


def test_items_of_too_few_people_or_items() -> None:
    assert {one.reason for one in estimate_item_rest(np.empty((0, 2)), 0.95)} == {"no_answers"}
    assert {one.reason for one in estimate_item_rest(ITEMS[:2], 0.95)} == {"too_few_people"}
    assert {one.reason for one in estimate_item_rest(ITEMS[:, :1], 0.95)} == {"one_item"}
    assert {one.reason for one in estimate_alphas_without(ITEMS[:, :2], 0.95)} == {"too_few_items"}
    assert isnan(step_up(-1.0)) and isnan(step_up(-1 + 2e-16)), "rounding is no reliability of minus 1e16"


def test_a_draw_s_numbers_are_those_of_the_people_drawn() -> None:
    weights = np.concatenate(list(drawn(5)))
    assert (weights.sum(axis=1) == 5).all()
    alphas, means = draw_alphas(ITEMS, weights), draw_mean_correlations(ITEMS, weights)
    standardized = standardize_alphas(means, 4)
    for place, times in enumerate(weights.astype(int)):
        covariance = covariances(np.repeat(ITEMS, times, axis=0))
        assert alphas[place] == pytest.approx(alpha_of(covariance), nan_ok=True)
        mean = inter_item_correlations(covariance).mean()
        assert means[place] == pytest.approx(mean, nan_ok=True)
        assert standardized[place] == pytest.approx(standardized_alpha_of(covariance), nan_ok=True)
    assert np.isnan(means).any(), "some draw holds an item that does not vary"


def test_bootstrap_intervals_are_percentiles_of_the_draws() -> None:
    answers = np.concatenate([ITEMS, ITEMS + 1, ITEMS - 1, ITEMS[::-1] + np.array([0, 1, 0, 1])])
    draws = drawn(20, 2000)
    found, values = bootstrap_alpha(answers, 0.9, draws), draws.map(lambda w: draw_alphas(answers, w))
    assert interval(found) == pytest.approx(tuple(np.quantile(values, [0.05, 0.95])))
    alpha, mean = bootstrap_correlations(answers, 0.9, draws)
    r = np.corrcoef(answers.T)[np.tril_indices(4, -1)].mean()
    assert (mean.value, alpha.value) == pytest.approx((r, 4 * r / (1 + 3 * r)))
    assert interval(alpha) == pytest.approx(
        tuple(4 * end / (1 + 3 * end) for end in interval(mean)), rel=1e-3
    )


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (np.empty((4, 1)), "one_item"),
        (np.empty((0, 3)), "no_answers"),
        (np.array([[1.0, 2, 3]]), "too_few_people"),
        (np.full((3, 3), 2.0), "no_variance"),
    ],
)
def test_a_bootstrap_of_nothing(answers: np.ndarray, reason: str) -> None:
    draws = drawn(len(answers))
    assert bootstrap_alpha(answers, 0.95, draws).reason == reason
    assert {one.reason for one in bootstrap_correlations(answers, 0.95, draws)} == {reason}
    assert {one.reason for one in find_extreme_correlations(answers)} == {reason}


def test_items_whose_correlations_cancel_have_no_standardized_alpha() -> None:
    alpha, mean = bootstrap_correlations(np.array([[1.0, 8], [2, 6], [3, 4], [4, 2]]), 0.95, drawn(4))
    assert (alpha.reason, mean.value) == ("items_cancel", pytest.approx(-1))


def test_draws_without_variance_are_counted_and_left_out() -> None:
    found = take_percentiles(np.array([np.nan, 0.0, 1, 2, -np.inf, 3, 4]), 0.5)
    assert found == Percentiles(1.0, 3.0, 2, 7)
    assert found.around(2.0) == Estimate(2.0, reason="draws_without_variance")
    assert Percentiles(1.0, 3.0, 5, 100).around(2.0) == Estimate(2.0, 1.0, 3.0)
    assert Percentiles(1.0, 1.0, 0, 100).around(1.0) == Estimate(1.0, reason="items_coincide")
    assert take_percentiles(np.full(4, np.nan), 0.95).around(1.0).reason == "draws_without_variance"


def test_the_same_names_draw_the_same_people_in_one_piece_or_several() -> None:
    assert np.array_equal(next(iter(drawn(5))), next(iter(drawn(5))))
    assert not np.array_equal(next(iter(drawn(5))), next(iter(Draws(5, 400, 7, ("others",)))))
    many = Draws(AT_ONCE // 150, 400, 7, ("tests",))
    pieces = [len(piece) for piece in many]
    assert (sum(pieces), len(pieces)) == (400, 3)
    assert many.map(lambda weights: weights.sum(axis=1)).tolist() == [many.people] * 400
    one = stream(7, "tests").integers(0, many.people, size=many.people)
    assert np.array_equal(next(iter(many))[0], np.bincount(one, minlength=many.people))
