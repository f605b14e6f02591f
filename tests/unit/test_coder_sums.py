"""Coefficients from sums over units: the same as from the units, whether drawn one by one or in blocks."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from analysis.formulas.coder_agreement import (
    estimate_fleiss_kappa,
    estimate_gwet,
    estimate_krippendorff_alpha,
    weigh_categories,
)
from analysis.formulas.coder_sums import (
    FEWEST,
    CodedUnits,
    Shares,
    estimate_agreement,
    share_agreement,
    share_distances,
    share_fleiss,
    share_gwet,
    share_nominal,
    share_of_values,
    sum_units,
)
from analysis.formulas.cohen import estimate_cohen_kappa, tabulate_pairs
from analysis.formulas.ordered_sums import share_cohen, share_gwet_ordinal, share_ordinal, sum_ordered
from analysis.formulas.resampling import stream
from analysis.formulas.set_distances import measure_masi

LEVEL = 0.95
RANDOM = stream(5, "sums")
COUNTS = RANDOM.multinomial(4, [0.6, 0.25, 0.1, 0.05], size=60).astype(float)
GAPS = np.array([RANDOM.multinomial(n, [0.5, 0.3, 0.15, 0.05]) for n in RANDOM.integers(2, 6, 60)], float)
VALUES = np.arange(1.0, 5.0)


def again() -> np.random.Generator:
    return stream(6, "again")


@pytest.mark.parametrize("counts", [COUNTS, GAPS], ids=["everybody", "gaps"])
def test_the_units_as_they_are_give_what_the_formulas_give(counts: np.ndarray) -> None:
    sums, ordered = (made(CodedUnits(counts), 10, again()) for made in (sum_units, sum_ordered))
    nominal = estimate_krippendorff_alpha(counts, VALUES, "nominal", LEVEL).value
    assert share_nominal(sums).coefficient[-1] == pytest.approx(nominal, rel=1e-12)
    assert share_distances(sums, 1 - np.eye(4)).coefficient[-1] == pytest.approx(nominal, rel=1e-12)
    ordinal = estimate_krippendorff_alpha(counts, VALUES, "ordinal", LEVEL).value
    assert share_ordinal(ordered).coefficient[-1] == pytest.approx(ordinal, rel=1e-12)
    for shares, kind in ((share_gwet(sums), "identity"), (share_gwet_ordinal(ordered), "ordinal")):
        gwet = estimate_gwet(counts, weigh_categories(4, kind), LEVEL)
        assert shares.coefficient[-1] == pytest.approx(gwet.coefficient.value, rel=1e-12)
        assert 1 - shares.differing[-1] == pytest.approx(gwet.observed, rel=1e-12)
        assert 1 - shares.expected[-1] == pytest.approx(gwet.by_chance, rel=1e-12)


def test_fleiss_kappa_of_units_coded_equally_often() -> None:
    fleiss = estimate_fleiss_kappa(COUNTS)
    shares = share_fleiss(sum_units(CodedUnits(COUNTS), 10, again()))
    found = estimate_agreement(shares, len(COUNTS), LEVEL)
    assert found.coefficient.value == pytest.approx(fleiss.kappa.value, rel=1e-12)
    assert (found.observed, found.by_chance) == pytest.approx((fleiss.observed, fleiss.by_chance))


def test_a_draw_is_the_coefficient_of_the_units_it_holds() -> None:
    """The sums of one block each, drawn, are those of the units of the blocks drawn, one by one."""
    blocks = np.arange(60) // 3
    sums = sum_units(CodedUnits(GAPS, np.ones(60), blocks), 30, again())
    places = again().integers(0, 20, size=(30, 20))
    for row, drawn in enumerate(places):
        units = np.concatenate([GAPS[blocks == block] for block in drawn])
        alpha = estimate_krippendorff_alpha(units, VALUES, "nominal", LEVEL).value
        assert share_nominal(sums).coefficient[row] == pytest.approx(alpha, rel=1e-9)
        gwet = estimate_gwet(units, np.eye(4), LEVEL).coefficient.value
        assert share_gwet(sums).coefficient[row] == pytest.approx(gwet, rel=1e-9)


def test_a_run_of_characters_counts_as_often_as_it_has_characters() -> None:
    lengths = RANDOM.integers(1, 30, size=60)
    runs = sum_units(CodedUnits(GAPS, lengths.astype(float), np.arange(60)), 5, again())
    one_by_one = sum_units(CodedUnits(np.repeat(GAPS, lengths, axis=0)), 5, again())
    for share in (share_agreement, share_nominal, share_gwet):
        assert share(runs).coefficient[-1] == pytest.approx(share(one_by_one).coefficient[-1], rel=1e-12)
    assert runs.units[-1] == lengths.sum() and runs.drawn == 60


def test_the_units_of_a_block_are_not_taken_for_independent() -> None:
    alike = np.repeat(GAPS, 8, axis=0)
    apart, together = (
        estimate_agreement(share_agreement(sums), sums.drawn, LEVEL).coefficient
        for sums in (
            sum_units(CodedUnits(alike), 2000, again()),
            sum_units(CodedUnits(alike, np.ones(480), np.repeat(np.arange(60), 8)), 2000, again()),
        )
    )
    assert together.high - together.low == pytest.approx(np.sqrt(8) * (apart.high - apart.low), rel=0.1)


def test_cohen_s_kappa_of_two_coders_in_blocks() -> None:
    first, second = RANDOM.integers(0, 3, size=(2, 90))
    second[:60] = first[:60]
    units = CodedUnits(np.eye(3)[first] + np.eye(3)[second], np.ones(90), np.arange(90))
    shares, drawn = share_cohen(units, first, second, 2000, again())
    found = estimate_agreement(shares, drawn, LEVEL)
    whole = estimate_cohen_kappa(tabulate_pairs(first, second, 3), np.eye(3), LEVEL)
    assert found.coefficient.value == pytest.approx(whole.kappa.value, rel=1e-12)
    assert (found.observed, found.by_chance) == pytest.approx((whole.observed, whole.by_chance))
    assert [found.coefficient.low, found.coefficient.high] == pytest.approx(
        [whole.kappa.low, whole.kappa.high], abs=0.02
    )


def test_sets_that_share_codes_differ_less() -> None:
    sets = np.array([[0, 0], [1, 0], [1, 1]], dtype=bool)
    counts = np.array([[2, 0, 0], [0, 1, 1], [0, 2, 0], [0, 0, 2], [2, 0, 0]], float)
    distances = measure_masi(sets)
    sums = sum_units(CodedUnits(counts), 10, again(), distances)
    by_sets, plain = share_distances(sums, distances), share_nominal(sums)
    # By hand: one unit of five differs, by 2/3 in place of 1; totals 4, 3, 3.
    assert by_sets.differing[-1] == pytest.approx(2 * (2 / 3) / 10)
    assert by_sets.expected[-1] == pytest.approx(2 * (4 * 3 + 4 * 3 + 3 * 3 * 2 / 3) / 90)
    assert by_sets.coefficient[-1] > plain.coefficient[-1]


def test_how_often_values_were_given_is_a_mean_over_units() -> None:
    counts = np.array([[1.0, 1], [0, 4], [3, 0]])
    shares = share_of_values(sum_units(CodedUnits(counts), 5, again()), np.array([False, True]))
    found = estimate_agreement(shares, 3, LEVEL)
    assert found.coefficient.value == pytest.approx(0.5) and isnan(found.by_chance)


def test_few_units_have_a_number_and_no_interval() -> None:
    for n, reason in ((FEWEST - 1, "too_few_units"), (FEWEST, "")):
        counts = np.array([[2.0, 0], [1, 1], [0, 2], [2, 0], [1, 1]])[:n]
        sums = sum_units(CodedUnits(counts), 500, again())
        found = estimate_agreement(share_agreement(sums), sums.drawn, LEVEL).coefficient
        assert found.exists and found.reason == reason and isnan(found.low) == bool(reason)


@pytest.mark.parametrize(
    ("unit", "reason", "value"), [([2.0, 0], "coders_coincide", 1), ([1.0, 1], "units_alike", 0)]
)
def test_units_that_all_show_the_same_have_no_interval(unit: list[float], reason: str, value: float) -> None:
    sums = sum_units(CodedUnits(np.array([unit] * 20)), 100, again())
    found = estimate_agreement(share_agreement(sums), sums.drawn, LEVEL).coefficient
    assert (found.value, found.reason) == (value, reason) and isnan(found.low)


def test_no_difference_by_chance_is_no_coefficient() -> None:
    shares = Shares(np.array([0.0, 0.1]), np.array([0.0, 0.2]))
    assert shares.coefficient == pytest.approx([np.nan, 0.5], nan_ok=True)
    sums = sum_units(CodedUnits(np.array([[2.0, 0]] * 9)), 100, again())
    found = estimate_agreement(share_nominal(sums), 9, LEVEL)
    assert found.coefficient.reason == "no_variance" and (found.observed, found.by_chance) == (1, 1)
