"""Designs by hand: what varies where, which tests are refused, and the rule for independent people."""

import numpy as np
import pytest

from analysis.differences.design import CLUSTERED, INDEPENDENT, WITHIN, Design, judge_design

REFERENCE = ((1, 2), (2, 2), (1, 3), (1, 1), (1, 1), (1, 2))
"""The cases of the 2018 study: (social enterprise, municipality)."""


def test_the_design_is_read_off_the_people() -> None:
    first = np.array([True, False, False, True, False, True])
    cases = np.array([7, 7, 7, 2, 2, 5])
    design = judge_design(first, cases)
    assert design.sizes == ((1, 1), (1, 0), (1, 2))
    assert (design.n_first, design.n_second, design.n_cases, design.n_both) == (3, 3, 3, 2)
    assert judge_design(first, cases + 1) is design


@pytest.mark.parametrize(
    ("sizes", "kind", "chosen"),
    [
        (REFERENCE, "within", "within_case_difference"),
        (((3, 0), (0, 3), (2, 0)), "between", "case_permutation"),
        (((3, 0), (1, 3), (2, 0)), "both", "within_case_difference"),
    ],
)
def test_groups_vary_within_cases_between_them_or_both(
    sizes: tuple[tuple[int, int], ...], kind: str, chosen: str
) -> None:
    assert (Design(sizes).kind, Design(sizes).chosen) == (kind, chosen)


def test_the_design_of_2018_refuses_the_permutation_of_whole_cases_alone() -> None:
    assert Design(REFERENCE).refusals == {"case_permutation": "groups_within_cases"}


def test_groups_in_cases_of_their_own_refuse_what_looks_within_cases_or_ignores_them() -> None:
    refusals = Design(((3, 0), (3, 0), (0, 3), (0, 3))).refusals
    within, ignored = (
        dict.fromkeys(WITHIN, "groups_between_cases"),
        dict.fromkeys(INDEPENDENT, "cases_ignored"),
    )
    assert refusals == within | ignored


def test_two_cases_are_too_few_to_learn_from() -> None:
    refusals = Design(((2, 2), (3, 1))).refusals
    assert {refusals[name] for name in CLUSTERED} == {"too_few_cases"}
    assert not set(WITHIN) & set(refusals)


def test_people_in_cases_of_their_own_are_independent() -> None:
    assert Design(((1, 0),) * 4 + ((0, 1),) * 5).favours_independence


def test_everybody_in_one_case_is_independent_given_the_case() -> None:
    assert Design(((4, 5),)).favours_independence


def test_nobody_on_one_side_refuses_nothing() -> None:
    assert Design(((2, 0), (1, 0))).refusals == {}
    assert judge_design(np.zeros(0, dtype=bool), np.zeros(0, dtype=np.int64)).sizes == ()


@pytest.mark.parametrize(
    "sizes",
    [
        REFERENCE,
        ((2, 1), (1, 2), (2, 0), (0, 2)),
        ((3, 1), (1, 1), (2, 0), (0, 4)),
        ((3, 0), (0, 3), (1, 1)),
        ((5, 1), (1, 5)),
        ((1, 0), (1, 0), (0, 1), (0, 1), (1, 2)),
    ],
)
def test_the_rule_is_whether_welch_s_variance_is_at_least_the_true_one(
    sizes: tuple[tuple[int, int], ...],
) -> None:
    """Both variances from the covariance matrix of people, for two correlations within cases."""
    cases = np.repeat(np.arange(len(sizes)), [sum(pair) for pair in sizes])
    first = np.concatenate([np.arange(sum(pair)) < pair[0] for pair in sizes])
    for correlation in (0.1, 0.6):
        covariance = correlation * (cases[:, np.newaxis] == cases) + (1 - correlation) * np.eye(len(cases))
        contrast = first / first.sum() - ~first / (~first).sum()
        true = contrast @ covariance @ contrast
        taken = 0.0
        for side in (first, ~first):
            n = int(side.sum())
            centred = np.eye(n) - 1 / n
            taken += np.trace(centred @ covariance[np.ix_(side, side)]) / (n - 1) / n
        assert (true <= taken + 1e-12) == Design(sizes).favours_independence
