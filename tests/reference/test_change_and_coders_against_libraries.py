"""Change, shares and the agreement of coders beside scipy, statsmodels, pingouin and krippendorff."""

from __future__ import annotations

import krippendorff
import numpy as np
import pingouin
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from analysis.formulas.coder_agreement import (
    METRICS,
    draw_krippendorff_alphas,
    estimate_alpha_of_numbers,
    estimate_fleiss_kappa,
    estimate_krippendorff_alpha,
    keep_pairable,
    weigh_categories,
)
from analysis.formulas.coder_sums import CodedUnits, share_distances, sum_units
from analysis.formulas.cohen import estimate_cohen_kappa, tabulate_pairs
from analysis.formulas.paired_change import (
    describe_standardized_change,
    estimate_change,
    flip_signs,
    rank_changes,
    rank_occasions,
)
from analysis.formulas.proportions import (
    ExactTable,
    compare_paired_shares,
    estimate_clopper_pearson,
    estimate_share_difference,
    estimate_wilson,
)
from analysis.formulas.resampling import stream
from analysis.formulas.set_distances import measure_masi

LEVEL = 0.95
CHANCE = stream(7, "libraries", "change and coders")
TRUE = CHANCE.integers(1, 6, size=30)
CODES = np.clip(TRUE + CHANCE.integers(-1, 2, size=(4, 30)), 1, 5).astype(float)
CODES[CHANCE.random(CODES.shape) < 0.2] = np.nan
VALUES = np.arange(1.0, 6.0)
COUNTS = (CODES[:, :, None] == VALUES).sum(axis=0).astype(float)
BEFORE = CHANCE.normal(50, 10, size=12).round(4)
AFTER = (BEFORE + CHANCE.normal(3, 6, size=12)).round(4)


@pytest.mark.parametrize("metric", METRICS)
def test_krippendorff_s_alpha(metric: str) -> None:
    theirs = krippendorff.alpha(
        reliability_data=CODES, level_of_measurement=metric, value_domain=list(VALUES)
    )
    assert estimate_krippendorff_alpha(COUNTS, VALUES, metric, LEVEL).value == pytest.approx(
        theirs, rel=1e-10
    )


@pytest.mark.parametrize("metric", METRICS)
def test_the_bootstrap_of_alpha_is_alpha_of_drawn_units(metric: str) -> None:
    pairable = keep_pairable(COUNTS)
    weights = CHANCE.multinomial(len(pairable), np.full(len(pairable), 1 / len(pairable)), size=20).astype(
        float
    )
    theirs = [
        krippendorff.alpha(
            value_counts=np.repeat(pairable, row.astype(int), axis=0).astype(int),
            level_of_measurement=metric,
            value_domain=list(VALUES),
        )
        for row in weights
    ]
    assert draw_krippendorff_alphas(pairable, VALUES, metric, weights) == pytest.approx(theirs, rel=1e-9)


def test_fleiss_kappa() -> None:
    counts = CHANCE.multinomial(5, [0.5, 0.3, 0.2], size=25).astype(float)
    assert estimate_fleiss_kappa(counts).kappa.value == pytest.approx(fleiss_kappa(counts), rel=1e-10)


def test_alpha_of_numbers() -> None:
    numbers = np.where(np.isnan(CODES), np.nan, CODES * 19 + CHANCE.integers(0, 5, size=CODES.shape))
    theirs = krippendorff.alpha(reliability_data=numbers, level_of_measurement="interval")
    assert estimate_alpha_of_numbers(numbers.T, LEVEL).value == pytest.approx(theirs, rel=1e-10)


def test_alpha_of_sets_of_codes() -> None:
    """The package measures sets by any distance given as a function of two values."""
    sets = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 1, 1]], dtype=bool)
    distances, pairable = measure_masi(sets), keep_pairable(COUNTS)

    def apart(one: np.ndarray, other: np.ndarray, **_: object) -> np.ndarray:
        return distances[one.astype(int) - 1, other.astype(int) - 1]

    theirs = krippendorff.alpha(
        value_counts=pairable.astype(int), level_of_measurement=apart, value_domain=list(VALUES)
    )
    sums = sum_units(CodedUnits(pairable), 1, stream(1, "sets"), distances)
    assert share_distances(sums, distances).coefficient[-1] == pytest.approx(theirs, rel=1e-10)


@pytest.mark.parametrize("kind", ["identity", "linear", "quadratic"])
def test_cohen_s_kappa(kind: str) -> None:
    first, second = CHANCE.integers(0, 4, size=(2, 50))
    second[:30] = first[:30]
    table = tabulate_pairs(first, second, 4)
    theirs = cohens_kappa(table, wt=None if kind == "identity" else kind)
    ours = estimate_cohen_kappa(table, weigh_categories(4, kind), LEVEL)
    assert (ours.kappa.value, ours.error) == pytest.approx((theirs.kappa, theirs.std_kappa), rel=1e-9)


def test_paired_t_test() -> None:
    theirs = stats.ttest_rel(AFTER, BEFORE)
    ours = estimate_change(BEFORE, AFTER, LEVEL)
    assert ours.p == pytest.approx(theirs.pvalue, rel=1e-9) and ours.df == theirs.df
    assert [ours.low, ours.high] == pytest.approx(list(theirs.confidence_interval(LEVEL)), rel=1e-9)


def test_standardized_change() -> None:
    ours = describe_standardized_change(BEFORE, AFTER, LEVEL)
    assert ours.d_av_rms == pytest.approx(pingouin.compute_effsize(AFTER, BEFORE, paired=True), rel=1e-9)
    assert ours.d_z.value == pytest.approx(
        pingouin.compute_effsize(AFTER - BEFORE, y=0, eftype="cohen"), rel=1e-9
    )


def test_signed_ranks() -> None:
    exact, normal, corrected = (
        stats.wilcoxon(AFTER, BEFORE, method=method, correction=correction).pvalue
        for method, correction in (("exact", False), ("approx", False), ("approx", True))
    )
    ours = rank_changes(BEFORE, AFTER)
    assert not ours.ties and ours.unchanged == 0
    assert (ours.p_exact, ours.p_normal, ours.p_continuity) == pytest.approx(
        (exact, normal, corrected), rel=1e-9
    )


def test_sign_flips() -> None:
    theirs = stats.permutation_test(
        (AFTER, BEFORE),
        lambda a, b: abs((a - b).mean()),
        permutation_type="samples",
        n_resamples=np.inf,
        alternative="greater",
    )
    ours = flip_signs(BEFORE, AFTER, stream(1, "unused"))
    assert ours is not None and ours.p == pytest.approx(theirs.pvalue, rel=1e-9)


def test_occasions() -> None:
    rows = CHANCE.integers(1, 6, size=(12, 4)).astype(float)
    theirs = stats.friedmanchisquare(*rows.T)
    ours = rank_occasions(rows)
    assert (ours.chi_square, ours.p) == pytest.approx((theirs.statistic, theirs.pvalue), rel=1e-9)


@pytest.mark.parametrize(("first", "second"), [((7, 11), (2, 7)), ((0, 7), (3, 11)), ((56, 70), (48, 80))])
def test_shares(first: tuple[int, int], second: tuple[int, int]) -> None:
    for method, ours in (("wilson", estimate_wilson), ("beta", estimate_clopper_pearson)):
        found = ours(*first, LEVEL)
        theirs = proportion_confint(*first, alpha=1 - LEVEL, method=method)
        assert [found.low, found.high] == pytest.approx(list(theirs), abs=1e-10)
    difference = estimate_share_difference(first, second, LEVEL)
    newcombe = confint_proportions_2indep(*first, *second, method="newcomb", alpha=1 - LEVEL)
    assert [difference.low, difference.high] == pytest.approx(list(newcombe), abs=1e-10)
    table = [[first[0], second[0]], [first[1] - first[0], second[1] - second[0]]]
    ours_exact = ExactTable(first, second)
    assert ours_exact.p == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-9)
    assert ours_exact.odds_ratio == pytest.approx(
        stats.contingency.odds_ratio(table, kind="conditional").statistic, rel=1e-6
    )


def test_paired_shares() -> None:
    ours = compare_paired_shares(10, 6, 1, 7, LEVEL)
    table = [[10, 6], [1, 7]]
    for exact, correction, p in (
        (True, False, ours.p_exact),
        (False, False, ours.p),
        (False, True, ours.p_corrected),
    ):
        assert p == pytest.approx(mcnemar(table, exact=exact, correction=correction).pvalue, rel=1e-9)
