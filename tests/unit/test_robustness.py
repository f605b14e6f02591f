from math import isnan, log, pi, sqrt

import numpy as np
import pandas as pd
import pytest

from analysis.differences import compare_groups
from analysis.estimates import Estimate
from analysis.robustness.common_measure import measure_in_sds, pooled_sd, sign_of
from analysis.robustness.counts import count_specifications
from analysis.robustness.specifications import vary_specifications
from analysis.robustness.variants import list_variants
from analysis.scoring import score_scales
from tests.small_study import COMPARED, INSTRUMENT, pick, small_study, typed_responses

# The two sides lie far apart in both cases; one person has left an item of the trio out.
RESPONSES = typed_responses(
    """
    case  group a1 a2 a3 s1 s2
    north left  5  5  1  80 60
    north left  4  5  1  75 55
    north left  5  4  2  70 60
    north right 2  1  5  30 20
    north right 1  2  4  45 35
    north right 2  x  5  40 30
    south left  4  4  2  90 70
    south left  5  5  1  55 65
    south right 1  1  5  60 20
    south right 2  1  4  30 40
    south right 1  2  5  20 30
    """
)


def vary(responses: pd.DataFrame = RESPONSES, **plan: object) -> pd.DataFrame:
    study = small_study(**plan)
    return vary_specifications(study, {"small": responses.assign(wave=study.main_wave)})


def of_scale(table: pd.DataFrame, scale: str, **wanted: str) -> pd.DataFrame:
    rows = table[table["scale"] == scale]
    for name, value in wanted.items():
        rows = rows[rows[name] == value]
    return rows


def test_scores_are_formed_in_every_way_and_never_twice() -> None:
    found = {
        (one.reading, one.items, one.scoring): one.values
        for one in list_variants(RESPONSES, INSTRUMENT, "trio")
    }
    assert next(iter(found)) == ("main", "all", "mean")
    assert found["main", "all", "mean"][0] == pytest.approx(5)
    # the person who left an item out has a mean of two items and no sum
    assert found["main", "all", "mean"][5] == pytest.approx((2 + 1) / 2)
    assert isnan(found["main", "all", "sum"][5]) and found["main", "all", "sum"][0] == 15
    # a3 is worded against the scale
    assert found["main", "without_reversed", "mean"][1] == pytest.approx(4.5)
    assert max(found["main", "all", "ordinal"]) == pytest.approx(10.5)
    assert ("neutral", "all", "sum") not in found or not np.allclose(
        found["neutral", "all", "sum"], 3 * found["neutral", "all", "mean"]
    )


def test_the_sum_of_complete_answers_says_what_their_mean_says_and_is_left_out() -> None:
    names = {one.scoring for one in list_variants(RESPONSES, INSTRUMENT, "pair")}
    assert names == {"mean", "ordinal"}


def test_the_headline_is_the_deciding_test_of_the_comparison() -> None:
    table = vary()
    compared = compare_groups(small_study(), score_scales(RESPONSES, INSTRUMENT))
    for scale in ("trio", "pair"):
        headline = of_scale(table, scale, varied="headline")
        test = pick(compared, statistic="within_case_difference", scale=scale, sensitivity="main")
        assert len(headline) == 1
        assert headline["test"].item() == "within_case_difference"
        assert headline["p"].item() == test["p"]
        assert headline["holds"].item() == "yes"


def test_leaving_out_is_done_once_for_each_case_and_each_person() -> None:
    rows = of_scale(vary(), "trio")
    assert set(rows.loc[rows["varied"] == "case", "left_out"]) == {"case:north", "case:south"}
    people = rows[rows["varied"] == "respondent"]
    assert len(people) == people["left_out"].nunique() == 11 and set(people["n"]) == {10}
    assert set(rows.loc[rows["varied"] == "case", "n_cases"]) == {1}


def test_refused_tests_are_no_specifications() -> None:
    # two cases are too few for the tests that learn from them
    tests = set(of_scale(vary(), "trio")["test"])
    assert "within_case_ranks" in tests
    assert not tests & {"case_permutation", "mixed_model", "cluster_robust", "wild_bootstrap"}


def test_tests_of_order_are_not_repeated_on_ranks() -> None:
    ordinal = of_scale(vary(), "trio", scoring="ordinal")
    assert "within_case_difference" in set(ordinal["test"])
    assert not set(ordinal["test"]) & {"within_case_ranks", "mann_whitney", "brunner_munzel"}


def test_what_turns_the_conclusion_does_not_hold() -> None:
    # one person decides: without her the sides of the only telling case are alike
    responses = typed_responses(
        """
        case  group s1 s2
        north left  90 90
        north left  10 10
        north right 10 10
        north right 10 10
        south left  50 50
        south right 50 50
        """
    )
    table = vary(
        responses, comparisons={"compared": COMPARED | {"scales": ["pair"], "purpose": "exploratory"}}
    )
    counts = count_specifications(small_study(), table)
    without = of_scale(table, "pair", varied="respondent")
    gone = without[without["status"] == "not_estimable"]
    assert (
        len(gone) == 1 and gone["reason"].item() == "no_variance" and gone["holds"].item() == "not_estimable"
    )
    row = pick(counts, varied="respondent")
    assert (row["n_specifications"], row["n_not_estimable"]) == (5, 1)


def test_counts_are_of_what_was_varied_and_of_all() -> None:
    table = vary()
    counts = count_specifications(small_study(), table)
    whole = pick(counts, scale="trio", varied="all")
    assert whole["n_specifications"] + whole["n_not_estimable"] == len(of_scale(table, "trio"))
    assert whole["n_holds"] == (of_scale(table, "trio")["holds"] == "yes").sum()
    assert pick(counts, scale="trio", varied="respondent")["n_specifications"] == 11
    assert pick(counts, scale="trio", varied="case")["n_specifications"] == 2
    assert whole["n_same_direction"] == whole["n_specifications"]


def test_a_headline_without_a_p_has_no_counts_but_a_reason() -> None:
    alike = RESPONSES.assign(s1=50, s2=50)
    counts = count_specifications(small_study(), vary(alike))
    row = pick(counts, scale="pair", varied="all")
    assert row["status"] == "not_estimable" and row["reason"] == "no_variance"
    assert pd.isna(row["n_specifications"])


def test_every_test_is_put_on_one_measure() -> None:
    values, first = np.array([4.0, 6, 1, 3]), np.array([True, True, False, False])
    assert pooled_sd(values, first) == pytest.approx(sqrt(2))
    mean = measure_in_sds("welch", Estimate(3.0, 1.0, 5.0, p=0.1), values, first)
    assert (mean.value, mean.low, mean.p) == pytest.approx((3 / sqrt(2), 1 / sqrt(2), 0.1))
    # P(X > Y) of two normal groups one SD apart is Φ(1 / √2)
    ranks = measure_in_sds("mann_whitney", Estimate(0.7602499389065233), values, first)
    assert ranks.value == pytest.approx(1.0)
    odds = measure_in_sds("cumulative_logit", Estimate(log(3.0)), values, first)
    assert odds.value == pytest.approx(log(3) * sqrt(3) / pi)
    assert isnan(measure_in_sds("mann_whitney", Estimate(1.0), values, first).value)
    assert sign_of("mann_whitney", Estimate(1.0)) == 1 and sign_of("mann_whitney", Estimate(0.5)) == 0
    assert sign_of("welch", Estimate(-0.2)) == -1
