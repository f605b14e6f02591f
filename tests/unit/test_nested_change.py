"""Change of people who share cases, and the smallest p that so many cases or units can give."""

from __future__ import annotations

from itertools import combinations, product
from math import isnan

import numpy as np
import pytest
from scipy import stats

from analysis.formulas.cluster_robust import fit_clustered_ols
from analysis.formulas.few_units import (
    bootstrap_difference_in_differences,
    estimate_bootstrap_of_differences,
    estimate_difference_in_differences,
    fit_difference_in_differences,
)
from analysis.formulas.nested_change import (
    estimate_case_flips,
    estimate_nested_change,
    estimate_unit_contrast,
    flip_cases,
    rank_case_changes,
    smallest_p_of_assignments,
    smallest_p_of_signs,
    smallest_p_of_wild_bootstrap,
    standardize_nested_change,
)
from analysis.formulas.paired_change import estimate_change
from analysis.formulas.resampling import stream
from analysis.formulas.wild_bootstrap import run_wild_bootstrap

LEVEL = 0.95
CASES = np.repeat(np.arange(7), [3, 1, 2, 4, 2, 1, 3])
CHANGE = np.array([0.5, 1, 0.25, -0.5, 0, 0.75, 1, 1.25, 0.5, 0.75, 0.25, -0.5, 1, 0.5, -0.25, 0.5])


def test_cases_are_the_clusters_of_the_mean_change() -> None:
    found = estimate_nested_change(CHANGE, CASES, LEVEL)
    fit = fit_clustered_ols(CHANGE, np.ones((16, 1)), CASES)
    assert found.value == pytest.approx(CHANGE.mean())
    assert found.df == pytest.approx(fit.df_cr2[0]) and found.df < 6
    assert found.high - found.value == pytest.approx(stats.t.ppf(0.975, found.df) * fit.se_cr2[0])
    assert found.p == pytest.approx(fit.p_cr2[0])


def test_cases_of_one_size_are_a_sample_of_their_means() -> None:
    cases = np.repeat(np.arange(4), 4)
    found, means = estimate_nested_change(CHANGE, cases, LEVEL), CHANGE.reshape(4, 4).mean(axis=1)
    theirs = stats.ttest_1samp(means, 0)
    assert (found.df, found.p) == pytest.approx((3, theirs.pvalue))
    alone = estimate_nested_change(CHANGE, np.arange(16), LEVEL)
    people = estimate_change(np.zeros(16), CHANGE, LEVEL)
    assert (alone.low, alone.high, alone.df) == pytest.approx((people.low, people.high, people.df))


def test_changes_without_an_interval() -> None:
    assert estimate_nested_change(np.zeros(0), np.zeros(0, dtype=np.int64), LEVEL).reason == "no_answers"
    two = estimate_nested_change(CHANGE, CASES // 4, LEVEL)
    assert two.reason == "too_few_cases" and isnan(two.low)
    assert two.value == pytest.approx(CHANGE.mean())
    alike = estimate_nested_change(np.full(16, 0.1) + np.arange(16) * 1e-17, CASES, LEVEL)
    assert alike.reason == "no_variance" and alike.value == pytest.approx(0.1)
    balanced = estimate_nested_change(np.tile([-1.0, 1.0], 3), np.repeat(np.arange(3), 2), LEVEL)
    assert (balanced.value, balanced.reason) == (0, "no_variance"), "all cases have one mean"


def by_hand(change: np.ndarray, cases: np.ndarray, shift: float = 0.0) -> float:
    """The share of all sign vectors over cases whose sum is at least as far from 0 as observed."""
    sums = [float((change[cases == case] - shift).sum()) for case in np.unique(cases)]
    drawn = [
        abs(sum(s * one for s, one in zip(signs, sums, strict=True)))
        for signs in product((-1, 1), repeat=len(sums))
    ]
    return float(np.mean([one >= abs(sum(sums)) - 1e-9 for one in drawn]))


def test_cases_turned_are_all_ways_of_turning_them() -> None:
    found = estimate_case_flips(CHANGE, CASES, LEVEL)
    assert found.value == pytest.approx(CHANGE.mean())
    assert found.p == pytest.approx(by_hand(CHANGE, CASES))
    # the interval is where the same test, of every shift, passes its level
    for end, outward in ((found.low, -1), (found.high, 1)):
        assert by_hand(CHANGE, CASES, end - outward * 1e-6) > 0.05
        assert by_hand(CHANGE, CASES, end + outward * 1e-6) <= 0.05


def test_cases_whose_changes_cancel_lower_no_p() -> None:
    change, cases = np.array([1, 0.5, 2, 1, -1, 0.25]), np.array([0, 1, 2, 3, 3, 4])
    found = flip_cases(change, cases)
    assert found is not None and found.n_arrangements == 32
    assert found.smallest_p == found.p == smallest_p_of_signs(4) == 0.125
    ranks = rank_case_changes(change, cases)
    assert (ranks.n, ranks.unchanged, ranks.p_exact) == (5, 1, 0.125)
    unreached = estimate_case_flips(change, cases, LEVEL)
    assert unreached.reason == "level_not_reachable" and unreached.p == 0.125 and isnan(unreached.low)
    assert estimate_case_flips(change * 0, cases, LEVEL).reason == "no_variance"
    assert flip_cases(change[:0], cases[:0]) is None
    assert estimate_case_flips(change[:0], cases[:0], LEVEL).reason == "no_answers"
    assert rank_case_changes(change[:0], cases[:0]).n == 0


def test_many_cases_are_turned_at_random_but_alike_each_time() -> None:
    change = stream(4, "many").normal(0.3, 1, size=60).round(2)
    cases = np.repeat(np.arange(20), 3)
    found, again = flip_cases(change, cases), flip_cases(change, cases)
    assert found is not None and again is not None and not found.exact
    assert found.p == again.p
    sums = change.reshape(20, 3).sum(axis=1)
    normal = 2 * stats.norm.sf(abs(sums.sum()) / np.sqrt((sums**2).sum()))
    assert found.p == pytest.approx(normal, abs=0.02)


def test_the_mean_of_a_case_is_ranked_however_many_it_has() -> None:
    ranks = rank_case_changes(CHANGE, CASES)
    means = [CHANGE[case == CASES].mean() for case in range(7)]
    theirs = stats.wilcoxon(means, method="exact")
    assert (ranks.n, ranks.rose + ranks.fell) == (7, 28)
    assert ranks.p_exact == pytest.approx(theirs.pvalue)


def test_the_standardized_change_keeps_the_interval_of_cases() -> None:
    before = stream(5, "before").normal(3, 0.7, size=16).round(2)
    raw = estimate_nested_change(CHANGE, CASES, LEVEL)
    found = standardize_nested_change(before, before + CHANGE, CASES, LEVEL)
    for one, spread in (
        (found.d_z, CHANGE.std(ddof=1)),
        (found.d_av, (before.std(ddof=1) + (before + CHANGE).std(ddof=1)) / 2),
    ):
        ends = [raw.value / spread, raw.low / spread, raw.high / spread]
        assert [one.value, one.low, one.high] == pytest.approx(ends)
        assert (one.df, one.p) == pytest.approx((raw.df, raw.p))
    same = standardize_nested_change(before, before + 1, CASES, LEVEL)
    assert same.d_z.reason == "no_variance" and not same.d_z.exists
    assert same.d_av.reason == "no_variance" and same.d_av.exists
    assert standardize_nested_change(before[:1], before[:1], CASES[:1], LEVEL).d_z.reason == "too_few_people"
    assert standardize_nested_change(before[:0], before[:0], CASES[:0], LEVEL).d_av.reason == "no_answers"


CHANGES = np.array([0.9, 0.7, 0.1, -0.2, 0.3, 0.05, 0.2, -0.1, 0.15, 0.0, 0.25, -0.05, 0.35, 0.12])
TREATED = np.arange(14) < 2


def permuted(changes: np.ndarray, treated: int, shift: float = 0.0) -> float:
    """The share of ways of choosing the treated whose difference is as far from 0 as observed."""
    moved = changes - shift * (np.arange(len(changes)) < treated)
    drawn = [
        abs(moved[list(chosen)].mean() - np.delete(moved, list(chosen)).mean())
        for chosen in combinations(range(len(moved)), treated)
    ]
    return float(np.mean([one >= drawn[0] - 1e-9 for one in drawn]))


def test_units_contrasted_in_three_ways() -> None:
    found = estimate_unit_contrast(CHANGES, TREATED, LEVEL)
    five = estimate_unit_contrast(CHANGES, np.arange(14) < 5, LEVEL)
    for ours, treated, equal in ((five.welch, 5, False), (found.student, 2, True)):
        theirs = stats.ttest_ind(CHANGES[:treated], CHANGES[treated:], equal_var=equal)
        interval = theirs.confidence_interval(LEVEL)
        assert (ours.p, ours.df) == pytest.approx((theirs.pvalue, theirs.df))
        assert (ours.low, ours.high) == pytest.approx((interval.low, interval.high))
    exact = found.permutation
    assert exact.value == pytest.approx(found.welch.value) == pytest.approx(found.student.value)
    assert found.welch.reason == "too_few_cases" and isnan(found.welch.low)
    assert exact.p == pytest.approx(permuted(CHANGES, 2)) == pytest.approx(1 / 91)
    assert found.smallest_p == pytest.approx(smallest_p_of_assignments(14, 2)) == pytest.approx(1 / 91)
    for end, outward in ((exact.low, -1), (exact.high, 1)):
        assert permuted(CHANGES, 2, end - outward * 1e-6) > 0.05
        assert permuted(CHANGES, 2, end + outward * 1e-6) <= 0.05


def test_few_units_cannot_show_much() -> None:
    six = estimate_unit_contrast(CHANGES[:6], TREATED[:6], LEVEL)
    assert six.permutation.reason == "level_not_reachable" and isnan(six.permutation.low)
    assert six.smallest_p == pytest.approx(1 / 15) == pytest.approx(smallest_p_of_assignments(6, 2))
    alone = estimate_unit_contrast(CHANGES[1:], TREATED[1:], LEVEL)
    assert alone.student.exists and not isnan(alone.student.low)
    two = estimate_unit_contrast(CHANGES[1:3], TREATED[1:3], LEVEL)
    assert two.student.reason == "too_few_cases" and two.student.exists
    alike = estimate_unit_contrast(np.full(14, 0.3), np.arange(14) < 7, LEVEL)
    assert {one.reason for one in (alike.welch, alike.student, alike.permutation)} == {"no_variance"}
    assert alike.smallest_p == 1
    none = estimate_unit_contrast(CHANGES, TREATED & False, LEVEL)
    assert none.permutation.reason == none.welch.reason == "group_missing" and isnan(none.smallest_p)


def test_treated_units_of_few_people_are_not_exchanged_with_large_ones() -> None:
    few = np.where(TREATED, 1 / 5, 1 / 20)
    found = estimate_unit_contrast(CHANGES, TREATED, LEVEL, few)
    assert {found.permutation.reason, found.student.reason} == {"units_unequal"}
    assert isnan(found.permutation.p) and found.permutation.value == found.student.value
    plain = estimate_unit_contrast(CHANGES, TREATED, LEVEL)
    for slightly in (1 / few, np.where(TREATED, 1.2, 1.0)):
        assert estimate_unit_contrast(CHANGES, TREATED, LEVEL, slightly).permutation == plain.permutation


def test_ties_raise_the_smallest_p_of_an_assignment() -> None:
    tied = np.array([1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0])
    found = estimate_unit_contrast(tied, np.arange(8) < 2, LEVEL)
    assert found.smallest_p == pytest.approx(3 / 28)
    assert smallest_p_of_assignments(8, 2) == pytest.approx(1 / 28)
    assert smallest_p_of_assignments(6, 3) == pytest.approx(0.1)
    assert smallest_p_of_assignments(2, 1) == 1


def test_smallest_p_of_signs() -> None:
    assert [smallest_p_of_signs(moved) for moved in (0, 1, 2, 6)] == [1, 1, 0.5, 2 / 64]
    assert smallest_p_of_wild_bootstrap(6) == 2 / 64
    assert smallest_p_of_wild_bootstrap(40) == 1 / 10_000
    # that of six clusters is reached
    cases = np.repeat(np.arange(6), 3)
    values = 5 + stream(6, "far").normal(size=18)
    assert run_wild_bootstrap(values, np.ones((18, 1)), cases, 0).p == 2 / 64


UNITS = np.repeat(np.arange(8), 6)
AFTER = np.tile([False, False, False, True, True, True], 8)
DONE = UNITS < 3
VALUES = stream(8, "did").normal(size=48).round(2) + 1.5 * (DONE & AFTER) + 0.3 * UNITS


def test_the_difference_in_differences_and_its_bootstrap() -> None:
    found = estimate_difference_in_differences(VALUES, DONE, AFTER, UNITS, LEVEL)
    fit = fit_difference_in_differences(VALUES, DONE, AFTER, UNITS)
    assert (found.value, found.df, found.p) == pytest.approx((fit.beta[3], fit.df_cr2[3], fit.p_cr2[3]))
    assert found.high - found.value == pytest.approx(stats.t.ppf(0.975, found.df) * fit.se_cr2[3])
    drawn = estimate_bootstrap_of_differences(VALUES, DONE, AFTER, UNITS, LEVEL)
    assert drawn.value == pytest.approx(found.value)
    assert drawn.p == bootstrap_difference_in_differences(VALUES, DONE, AFTER, UNITS).p
    assert drawn.low < drawn.value < drawn.high
    design = np.column_stack([np.ones(48), DONE, AFTER, DONE & AFTER]).astype(float)
    for end, outward in ((drawn.low, -1), (drawn.high, 1)):
        for step, above in ((-1e-5, True), (1e-5, False)):
            moved = VALUES - (end + outward * step) * design[:, 3]
            assert (run_wild_bootstrap(moved, design, UNITS, 3).p > 0.05) is above


def test_differences_in_differences_that_do_not_exist() -> None:
    for estimate in (estimate_difference_in_differences, estimate_bootstrap_of_differences):
        assert estimate(VALUES, DONE, AFTER & False, UNITS, LEVEL).reason == "group_missing"
        assert estimate(VALUES, DONE & False, AFTER, UNITS, LEVEL).reason == "group_missing"
        assert estimate(VALUES, UNITS < 1, AFTER, UNITS, LEVEL).reason == "too_few_cases"
        flat = estimate(AFTER * 1.0, DONE, AFTER, UNITS, LEVEL)
        assert flat.reason == "no_variance" and flat.value == pytest.approx(0)
