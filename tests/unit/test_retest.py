import math

import numpy as np
import pandas as pd
import pytest

from analysis.formulas.intraclass import estimate_intraclass_forms
from analysis.formulas.retest import compare_occasions, estimate_correlation, estimate_rank_correlation
from analysis.populations import build_table
from analysis.reliability.retest import repeat_scores
from analysis.scoring import score_scales
from analysis.study import Study
from tests.small_study import DESCRIBED, INSTRUMENT, pick, small_study, typed_responses

LEVEL = 0.95
BEFORE = np.array([10.0, 20, 30, 40, 55, 60])
AFTER = np.array([14.0, 18, 37, 41, 50, 70])

RETEST = DESCRIBED | {"scales": ["pair", "trio", "single"], "before": "before", "after": "after"}
STUDY = small_study(retests={"again": RETEST})
PEOPLE = """
    wave   respondent case  group a1 a2 a3 a4 s1 s2
    before p1         north left  4  5  1  4  10 30
    before p2         north left  4  4  1  4  20 25
    before p3         north right 2  1  5  4  40 60
    before p4         south right 5  5  2  2  50 52
    before p5         south left  1  2  4  2  60 .
    before gone       south right 2  1  4  4  90 80
    before moved      south right 2  1  4  4  90 80
    after  p1         north left  5  5  1  4  12 30
    after  p2         north left  2  4  1  4  24 25
    after  p3         north right 2  2  5  4  41 60
    after  p4         south right 5  4  2  2  55 55
    after  p5         south left  .  .  .  .  .  .
    after  new        south right 2  1  4  4  90 80
    after  moved      north right 2  1  4  4  90 80
"""


def repeat(text: str = PEOPLE, study: Study = STUDY) -> pd.DataFrame:
    scores = score_scales(typed_responses(text), INSTRUMENT)
    return build_table(repeat_scores(study, "again", study.plan.retests["again"], scores))


def test_error_of_measurement_and_smallest_change() -> None:
    found, difference = compare_occasions(BEFORE, AFTER, LEVEL), AFTER - BEFORE
    sd = difference.std(ddof=1)
    assert found.difference.value == pytest.approx(difference.mean())
    assert found.sem.value == pytest.approx(sd / math.sqrt(2))
    assert found.sdc.value == pytest.approx(1.96 * sd)
    assert found.sdc.low / found.sem.low == pytest.approx(1.96 * math.sqrt(2))
    assert (found.limits.low + found.limits.high) / 2 == pytest.approx(difference.mean())
    assert found.limits.high - found.limits.low == pytest.approx(2 * found.sdc.value)


def test_a_shift_of_everybody_counts_in_agreement_only() -> None:
    before, shifted = (compare_occasions(BEFORE, AFTER + shift, LEVEL) for shift in (0.0, 25.0))
    assert shifted.icc.value < before.icc.value
    assert shifted.icc_consistency.value == pytest.approx(before.icc_consistency.value)
    assert shifted.sem.value == pytest.approx(before.sem.value)


def test_the_same_again_is_certain_and_has_no_interval() -> None:
    found = compare_occasions(BEFORE, BEFORE, LEVEL)
    assert (found.icc.value, found.icc.reason) == (1.0, "no_variance")
    assert (found.sem.value, found.sem.reason) == (0.0, "no_variance")
    assert (found.pearson.value, found.pearson.reason) == (1.0, "waves_coincide")
    assert math.isnan(found.pearson.low)


@pytest.mark.parametrize(
    ("n", "reason"), [(0, "no_answers"), (1, "too_few_people"), (2, "too_few_people"), (3, "too_few_people")]
)
def test_few_people_have_no_interval_of_r(n: int, reason: str) -> None:
    found = estimate_correlation(BEFORE[:n], AFTER[:n], LEVEL)
    assert (found.exists, found.reason) == (n == 3, reason)
    assert math.isnan(found.low)


def test_people_who_do_not_differ_have_no_correlation() -> None:
    assert estimate_correlation(np.full(5, 0.1), AFTER[:5], LEVEL).reason == "no_variance"
    assert estimate_rank_correlation(np.full(5, 0.1), AFTER[:5]).reason == "no_variance"


def test_ties_share_their_mean_rank() -> None:
    tied = np.array([1.0, 1, 2, 3, 3, 3])
    ranks = np.array([1.5, 1.5, 3, 5, 5, 5])
    expected = np.corrcoef(ranks, [1, 2, 3, 4, 5, 6])[0, 1]
    assert estimate_rank_correlation(tied, BEFORE).value == pytest.approx(expected)


def test_pairs_are_people_of_the_same_case_and_group_with_both_scores() -> None:
    found = pick(repeat(), scale="pair", group="all", statistic="retest_icc")
    pairs = np.array([[20.0, 21], [22.5, 24.5], [50, 50.5], [51, 55]])
    form = estimate_intraclass_forms(pairs, LEVEL)["ICC2"]
    assert (found["estimate"], found["ci_low"]) == pytest.approx((form.value, form.low))
    assert (found["n"], found["n_excluded"], found["wave"]) == (4, 3, "after")


def test_every_number_of_a_group_of_two_has_the_same_reason() -> None:
    table = repeat()
    rows = table[(table["scale"] == "pair") & (table["group"] == "left")]
    assert set(rows["statistic"]) == {"retest_icc", "retest_r", "retest_sdc", "retest_sem"}
    assert set(rows["reason"]) == {"too_few_people"}
    assert rows["estimate"].isna().all()
    assert set(rows["n"]) == {2}


def test_nobody_found_again_is_said_so() -> None:
    strangers = PEOPLE.replace("after  p", "after  q")
    assert set(repeat(strangers)["reason"]) == {"not_linked"}


def test_a_wave_that_nobody_answered() -> None:
    first = "\n".join(line for line in PEOPLE.splitlines() if "after" not in line)
    assert set(repeat(first)["reason"]) == {"group_missing"}


def test_both_readings_and_one_item_scales() -> None:
    table = repeat()
    assert set(table.loc[table["scale"] == "trio", "sensitivity"]) == {"main", "neutral"}
    assert set(table.loc[table["scale"] == "pair", "sensitivity"]) == {"main"}
    single = pick(table, scale="single", group="all", statistic="retest_sem", sensitivity="main")
    assert (single["estimate"], single["reason"]) == (0.0, "no_variance")


def test_no_correlation_ends_below_minus_one() -> None:
    opposed = PEOPLE.replace("41 60", "30 30").replace("55 55", "35 30").replace("12 30", "45 45")
    found = pick(repeat(opposed), scale="pair", group="all", statistic="retest_icc")
    assert -1 < found["estimate"] < -0.3
    assert found["ci_low"] == -1


def test_names_of_people_change_nothing() -> None:
    renamed = PEOPLE.replace("p1", "z1").replace("p3", "a3")
    pd.testing.assert_frame_equal(repeat(), repeat(renamed), check_exact=True)
