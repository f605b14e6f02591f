from itertools import permutations
from math import isnan

import numpy as np
import pytest

from analysis.formulas import several_groups
from analysis.formulas.resampling import permute_within_cases, stream
from analysis.formulas.several_groups import (
    compare_means,
    compare_pairs,
    compare_ranks,
    estimate_dunn,
    estimate_kruskal_wallis,
    permute_kruskal_wallis,
)

VALUES = np.array([4.0, 4, 5, 3, 4, 4, 2, 5, 4, 3, 4, 3, 2, 3, 4, 3, 2, 3])
GROUPS = np.repeat([0, 1, 2], [6, 5, 7])
CASES = np.repeat(np.arange(6), 3)


def test_the_likert_example_of_r() -> None:
    found = compare_ranks(VALUES, GROUPS)
    assert (found.h, found.df, found.p) == pytest.approx((5.57356679212349, 2, 0.061619099723087))
    assert (found.rank_epsilon2, found.eta2) == pytest.approx((0.327856870124911, 0.238237786141566))
    pairs = compare_pairs(VALUES, GROUPS)
    assert list(pairs) == [(0, 1), (0, 2), (1, 2)]
    # rstatix takes the second's mean rank minus the first's
    assert [z for z, _ in pairs.values()] == pytest.approx(
        [0.738727522097233, 2.31412374245088, 1.43480856293927]
    )
    means = compare_means(VALUES, GROUPS)
    assert (means.f, means.df2, means.p) == pytest.approx(
        (4.54344019831277, 8.61069216792229, 0.0449740601258918)
    )


def test_the_estimates_carry_what_the_tests_find() -> None:
    whole = estimate_kruskal_wallis(VALUES, GROUPS)
    assert (whole.value, whole.df, whole.p) == pytest.approx((0.327856870124911, 2, 0.061619099723087))
    pair = estimate_dunn(VALUES, GROUPS)[0, 2]
    assert pair.p == pytest.approx(0.0206609354056411)
    assert pair.value > 0, "the first group answers higher"


def test_a_group_that_nobody_belongs_to_is_passed_over() -> None:
    gap = np.where(GROUPS == 2, 3, GROUPS)
    assert compare_ranks(VALUES, gap) == compare_ranks(VALUES, GROUPS)
    assert list(compare_pairs(VALUES, gap)) == [(0, 1), (0, 3), (1, 3)]
    assert compare_means(VALUES, gap) == compare_means(VALUES, GROUPS)
    random = stream(1, "gap")
    assert permute_kruskal_wallis(VALUES, gap, CASES, random).p > 0


@pytest.mark.parametrize(
    ("values", "groups", "reason"),
    [
        (np.full(6, 3.0), np.array([0, 0, 1, 1, 2, 2]), "no_variance"),
        (np.arange(6.0), np.zeros(6, dtype=int), "group_missing"),
    ],
)
def test_what_cannot_be_compared_says_why(values: np.ndarray, groups: np.ndarray, reason: str) -> None:
    cases = np.array([0, 0, 0, 1, 1, 1])
    assert estimate_kruskal_wallis(values, groups).reason == reason
    found = permute_kruskal_wallis(values, groups, cases, stream(1))
    assert (found.exists, found.reason) == (False, reason)
    assert isnan(compare_ranks(values, groups).h) and isnan(compare_means(values, groups).f)
    assert all(pair.reason == "no_variance" for pair in estimate_dunn(values, groups).values())


def test_welchs_f_needs_two_people_and_answers_that_differ_in_each_group() -> None:
    assert isnan(compare_means(np.array([1.0, 2, 3, 4, 5]), np.array([0, 0, 1, 1, 2])).f)
    assert isnan(compare_means(np.array([1.0, 2, 3, 3, 5, 6]), np.array([0, 0, 1, 1, 2, 2])).f)


def test_a_group_of_one_has_ranks() -> None:
    found = compare_ranks(np.array([1.0, 2, 3, 4, 5]), np.array([0, 0, 1, 1, 2]))
    assert found.h == pytest.approx(3.6)
    assert isnan(compare_ranks(np.array([1.0, 2, 3]), np.array([0, 1, 2])).eta2), "as many groups as people"


def test_within_one_case_every_order_of_labels_is_listed() -> None:
    values, groups = np.array([1.0, 3, 3, 6, 5, 2]), np.array([0, 0, 1, 1, 2, 2])
    found = permute_kruskal_wallis(values, groups, np.zeros(6, dtype=int), stream(1))
    every = [compare_ranks(values, np.array(order)).h for order in permutations(groups)]
    assert found.p == pytest.approx(np.mean(np.array(every) >= compare_ranks(values, groups).h - 1e-9))


def test_two_groups_have_the_p_of_the_rank_sum_within_cases() -> None:
    groups = np.array([1, 0, 1, 0, 0, 1, 1, 1, 0, 1, 0, 0, 0, 1, 1, 0, 1, 0])
    found = permute_kruskal_wallis(VALUES, groups, CASES, stream(1))
    ranks = np.array([np.sum(value > VALUES) + np.sum(value == VALUES) / 2 for value in VALUES])
    same = permute_within_cases(ranks, groups == 0, CASES, stream(1))
    assert same is not None
    assert found.p == pytest.approx(same.p)


def test_drawing_comes_near_to_listing(monkeypatch: pytest.MonkeyPatch) -> None:
    groups = np.tile([0, 1, 2], 6)
    monkeypatch.setattr(several_groups, "LISTED", 50_000)
    listed = permute_kruskal_wallis(VALUES, groups, CASES, stream(1))
    monkeypatch.setattr(several_groups, "LISTED", 0)
    drawn = permute_kruskal_wallis(VALUES, groups, CASES, stream(1))
    assert drawn.p == pytest.approx(listed.p, abs=0.02)
    assert drawn.p * (several_groups.DRAWN + 1) == pytest.approx(round(drawn.p * (several_groups.DRAWN + 1)))
    assert drawn == permute_kruskal_wallis(VALUES, groups, CASES, stream(1)), "the stream decides"


def test_cases_that_differ_do_not_decide_whether_groups_do() -> None:
    groups = np.tile([0, 1, 2], 6)
    before = permute_kruskal_wallis(np.tile([1.0, 2, 3], 6), groups, CASES, stream(1))
    shifted = permute_kruskal_wallis(np.tile([1.0, 2, 3], 6) + 10 * CASES, groups, CASES, stream(1))
    assert before.p < 0.001 and shifted.p < 0.001
    assert estimate_kruskal_wallis(np.tile([1.0, 2, 3], 6) + 10 * CASES, groups).p > 0.5


def test_groups_that_share_no_case_have_no_permutation() -> None:
    found = permute_kruskal_wallis(VALUES, np.repeat([0, 1, 2], 6), CASES, stream(1))
    assert found.exists and isnan(found.p)
    assert found.reason == "no_case_with_both_groups"


def test_cases_in_which_all_answer_alike_have_no_permutation() -> None:
    found = permute_kruskal_wallis(1.0 * CASES, np.tile([0, 1, 2], 6), CASES, stream(1))
    assert isnan(found.p) and found.reason == "no_variance"
