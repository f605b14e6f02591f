"""Whatever is marked valid rejects no more studies without a difference than it says; the rest is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.differences.tests import TESTS
from analysis.estimates import Estimate
from tests.recovery.kinds import (
    FEWEST,
    MARGIN,
    at_the_margin,
    of_several_groups,
    refused_in,
    without_difference,
)
from tests.recovery.reaches import POWER, power_of, reach_of
from tests.recovery.rejections import count_rejections, is_refused, test_equivalence, test_studies
from tests.recovery.simulated_studies import BETWEEN, BOTH, UNEVEN, WITHIN, Kind, Rate, allowance
from tests.recovery.whole_studies import Several, pool_studies

ALPHA = 0.05
STUDIES, SLOW, WHOLE = 500, 60, 400
KINDS = [
    kind
    for kind in without_difference()
    if (kind.shape != "normal" or kind.icc) and (kind.design is not UNEVEN or kind.shape == "one answer")
]
named = pytest.mark.parametrize


def is_level(rate: Rate) -> bool:
    return rate.studies < FEWEST or rate.is_at_most(ALPHA)


@named("kind", KINDS, ids=str)
def test_no_test_rejects_more_often_than_it_says(kind: Kind) -> None:
    refused = refused_in(kind.design)
    for name in TESTS:
        slow = name == "brunner_munzel" and kind.shape == "normal"
        rate = count_rejections(test_studies(name, kind, SLOW if slow else STUDIES))
        assert is_level(rate), (name, rate)
        if name in refused and not kind.missing:
            assert is_refused(rate), (name, rate)
        if name in refused:
            assert rate.studies < STUDIES / 10, "only a study in which nearly everybody is missing may differ"


def test_what_overlooks_the_cases_is_refused_where_groups_stand_in_cases_of_their_own() -> None:
    for design in (BETWEEN, UNEVEN):
        assert refused_in(design) >= {"welch", "mann_whitney", "brunner_munzel", "within_case_difference"}
    assert refused_in(BOTH) >= {"welch", "mann_whitney", "brunner_munzel", "case_permutation"}
    assert refused_in(WITHIN) == {"case_permutation"}


@pytest.mark.parametrize("icc", [0.0, 0.3])
def test_the_tests_are_tests_and_not_only_careful(icc: float) -> None:
    # the exact ones reject 20 % of studies nearly as often as they may
    for design, name in ((WITHIN, "within_case_difference"), (BETWEEN, "case_permutation")):
        found = test_studies(name, Kind(design, icc), STUDIES)  # type: ignore[arg-type]
        rate = count_rejections(found, 0.2)
        assert abs(rate.share - 0.2) <= allowance(0.2, STUDIES)


@pytest.mark.parametrize("kind", list(at_the_margin()), ids=str)
def test_groups_that_differ_by_the_margin_are_seldom_called_alike(kind: Kind) -> None:
    rate = count_rejections(test_equivalence(kind, MARGIN, 4 * STUDIES))
    if kind.design is BETWEEN:
        assert is_refused(rate)
        return
    assert rate.studies > STUDIES and rate.is_at_most(ALPHA)
    alike = replace(kind, difference=0.0)
    assert count_rejections(test_equivalence(alike, MARGIN, STUDIES)).share > 0.5, "and like ones often are"


@pytest.mark.parametrize("several", list(of_several_groups()), ids=lambda one: f"{one.name}, {one.icc}")
def test_several_groups_are_told_apart_no_more_often_than_said(several: Several) -> None:
    assert is_level(count_rejections(several.compare(WHOLE)))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.design in (WITHIN, BOTH)], ids=str)
def test_the_pooled_difference_is_found_no_more_often_than_said(kind: Kind) -> None:
    assert is_level(count_rejections(pool_studies("pooled_difference", kind, WHOLE)))


def test_larger_differences_are_found_more_often() -> None:
    shares = []
    for difference in (0.5, 0.8, 1.2, 1.6, 2.0):
        kind = Kind(WITHIN, 0.3, "one answer", 0.2, difference)
        shares.append(power_of("within_case_difference", kind, STUDIES).share)
    assert shares == sorted(shares)
    assert shares[-1] > 3 * shares[0]


def test_three_cases_a_side_can_show_nothing_at_five_per_cent() -> None:
    assert power_of("case_permutation", Kind(BETWEEN, 0.3, difference=4.0), 50).times == 0
    assert reach_of("case_permutation", BETWEEN, 0.3, 200).detectable.reason == "level_not_reachable"


@pytest.mark.parametrize("icc", [0.0, 0.3])
@pytest.mark.parametrize("design", [WITHIN, BOTH], ids=lambda one: one.name)
def test_the_detectable_difference_is_found_with_the_power_it_says(design: object, icc: float) -> None:
    assert design is WITHIN or design is BOTH
    name, simulations, studies = "within_case_difference", 2000, 1000
    reach = reach_of(name, design, icc, simulations)  # type: ignore[arg-type]
    rate = power_of(name, Kind(design, icc, difference=reach.detectable.value), studies)  # type: ignore[arg-type]
    assert abs(rate.share - POWER) <= allowance(POWER, studies) + allowance(POWER, simulations)
    widths = [one.high - one.low for one in test_studies(name, Kind(design, icc), 300)]  # type: ignore[arg-type]
    assert sum(widths) / len(widths) == pytest.approx(reach.width.value, rel=0.05)


def test_a_rate_counts_only_the_studies_that_have_a_p() -> None:
    found = [Estimate(1, p=0.04), Estimate(1, p=0.06), Estimate(reason="no_variance")]
    rate = count_rejections(found)
    assert (rate.times, rate.studies, rate.reasons) == (1, 2, (("no_variance", 1),))
    assert not is_refused(rate) and is_refused(Rate(0, 0, (("cases_ignored", 3),)))
