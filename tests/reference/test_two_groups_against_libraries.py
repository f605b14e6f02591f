"""Tests and effects of two groups and more beside scipy, statsmodels and pingouin, where those are right."""

from __future__ import annotations

import numpy as np
import pingouin
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.nonparametric import rank_compare_2indep
from statsmodels.stats.oneway import anova_oneway
from statsmodels.stats.weightstats import ttost_ind

from analysis.formulas.dominance import estimate_cliff_delta
from analysis.formulas.effects import estimate_welch_difference
from analysis.formulas.equivalence import estimate_equivalence
from analysis.formulas.multiplicity import adjust
from analysis.formulas.rank_tests import estimate_brunner_munzel, estimate_mann_whitney
from analysis.formulas.resampling import permute_cases, stream
from analysis.formulas.several_groups import compare_means, compare_pairs, compare_ranks

LEVEL = 0.95


def draw(name: str, *sizes: int) -> list[np.ndarray]:
    """Tied five-point answers of some groups, the later ones higher."""
    random = stream(11, "two groups", name)
    return [random.integers(1 + number % 2, 6, size).astype(float) for number, size in enumerate(sizes)]


def in_one_list(*sides: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    values = np.concatenate(sides)
    return values, np.arange(len(values)) < len(sides[0]), np.zeros(len(values), dtype=np.int64)


@pytest.mark.parametrize(("name", "sizes"), [("a", (7, 11)), ("b", (4, 5)), ("c", (9, 3))])
def test_mann_whitney_is_the_enumerated_permutation_of_scipy(name: str, sizes: tuple[int, int]) -> None:
    x, y = draw(name, *sizes)
    both = stats.rankdata(np.concatenate([x, y]))

    def off_centre(a: np.ndarray, b: np.ndarray, axis: int) -> np.ndarray:
        return np.abs(2 * a.sum(axis=axis) - a.shape[axis] * (sum(sizes) + 1))

    theirs = stats.permutation_test(
        (both[: sizes[0]], both[sizes[0] :]),
        off_centre,
        n_resamples=np.inf,
        alternative="greater",
        vectorized=True,
    )
    assert estimate_mann_whitney(*in_one_list(x, y), LEVEL).p == pytest.approx(theirs.pvalue, rel=1e-9)


def test_mann_whitney_without_ties_is_scipys_exact_test() -> None:
    x, y = np.array([1.5, 3.25, 7, 8, 11, 2]), np.array([0.5, 4, 5, 6, 9.75, 12, 13, 14])
    theirs = stats.mannwhitneyu(x, y, method="exact")
    found = estimate_mann_whitney(*in_one_list(x, y), LEVEL)
    assert (found.p, found.value * 48) == pytest.approx((theirs.pvalue, theirs.statistic))


@pytest.mark.parametrize("name", ["d", "e", "f"])
def test_brunner_munzel_is_statsmodels(name: str) -> None:
    x, y = draw(name, 12, 9)
    theirs = rank_compare_2indep(x, y, use_t=True)
    found = estimate_brunner_munzel(*in_one_list(x, y), LEVEL)
    assert (found.value, found.df, found.p) == pytest.approx(
        (theirs.prob1, theirs.df, theirs.pvalue), rel=1e-10
    )
    assert (found.low, found.high) == pytest.approx(
        tuple(np.clip(theirs.conf_int(alpha=0.05), 0, 1)), rel=1e-10
    )
    assert found.p == pytest.approx(stats.brunnermunzel(x, y).pvalue, rel=1e-10)


def test_cliffs_delta_is_somers_d_and_pingouins_effect() -> None:
    x, y = draw("g", 8, 10)
    values, first, cases = in_one_list(x, y)
    found = estimate_cliff_delta(values, first, cases, LEVEL)
    assert found.value == pytest.approx(2 * stats.mannwhitneyu(x, y).statistic / 80 - 1)
    assert found.value == pytest.approx(stats.somersd(first, values).statistic)
    assert (1 + found.value) / 2 == pytest.approx(pingouin.compute_effsize(x, y, eftype="CLES"))


@pytest.mark.parametrize("margin", [0.5, 1.5])
def test_equivalence_is_pingouins_and_statsmodels(margin: float) -> None:
    x, y = draw("h", 10, 8)
    found = estimate_equivalence(*in_one_list(x, y), margin, 0.05)
    assert found.p == pytest.approx(ttost_ind(x, y, -margin, margin, usevar="unequal")[0], rel=1e-10)
    assert found.p == pytest.approx(
        float(pingouin.tost(x, y, margin, correction=True)["pval"].iloc[0]), rel=1e-6
    )


def test_several_groups_are_scipys_and_statsmodels() -> None:
    parts = draw("i", 6, 8, 5, 9)
    values, groups = np.concatenate(parts), np.repeat(np.arange(4), [len(part) for part in parts])
    kruskal, found = stats.kruskal(*parts), compare_ranks(values, groups)
    assert (found.h, found.p) == pytest.approx((kruskal.statistic, kruskal.pvalue), rel=1e-12)
    welch, means = anova_oneway(parts, use_var="unequal"), compare_means(values, groups)
    assert (means.f, means.df2, means.p) == pytest.approx((welch.statistic, welch.df_denom, welch.pvalue))


def test_dunn_of_two_groups_is_the_rank_sum_without_continuity_correction() -> None:
    x, y = draw("j", 9, 7)
    theirs = stats.mannwhitneyu(x, y, method="asymptotic", use_continuity=False)
    z, p = compare_pairs(np.concatenate([x, y]), np.repeat([0, 1], [9, 7]))[0, 1]
    assert p == pytest.approx(theirs.pvalue, rel=1e-12)
    assert np.sign(z) == np.sign(theirs.statistic - 31.5)


def test_whole_cases_are_permuted_as_scipy_permutes_their_means() -> None:
    random = stream(11, "whole cases")
    values, cases = random.normal(size=30).round(2), np.repeat(np.arange(9), [5, 2, 3, 4, 1, 6, 3, 2, 4])
    means = np.array([values[cases == case].mean() for case in range(9)])
    theirs = stats.permutation_test(
        (means[:4], means[4:]),
        lambda a, b: abs(a.mean() - b.mean()),
        n_resamples=np.inf,
        alternative="greater",
    )
    ours = permute_cases(values, cases < 4, cases, stream(1, "unused"))
    assert ours is not None and ours.exact
    assert ours.p == pytest.approx(theirs.pvalue, rel=1e-9)


def test_the_welch_difference_is_scipys() -> None:
    x, y = draw("k", 10, 8)
    theirs, found = (
        stats.ttest_ind(x, y, equal_var=False),
        estimate_welch_difference(*in_one_list(x, y), LEVEL),
    )
    ends = theirs.confidence_interval(LEVEL)
    assert (found.p, found.df) == pytest.approx((theirs.pvalue, theirs.df), rel=1e-10)
    assert (found.low, found.high) == pytest.approx((ends.low, ends.high), rel=1e-10)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("by", "fdr_by"), ("bonferroni", "bonferroni"), ("hochberg", "simes-hochberg"), ("hommel", "hommel")],
)
@pytest.mark.parametrize("size", [1, 2, 3, 10])
def test_adjustments_are_statsmodels(ours: str, theirs: str, size: int) -> None:
    p = stream(11, "p", str(size)).uniform(size=size).round(2) ** 2
    assert adjust(p, ours) == pytest.approx(multipletests(p, method=theirs)[1], rel=1e-12)
