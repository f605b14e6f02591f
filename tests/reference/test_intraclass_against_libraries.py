"""Our own intraclass correlations beside pingouin's, which rounds its intervals to two decimals."""

import warnings

import numpy as np
import pandas as pd
import pingouin
import pytest
from scipy import stats

from analysis.formulas.intraclass import FORMS, analyse_cases, estimate_intraclass_forms
from analysis.formulas.resampling import stream
from analysis.formulas.retest import compare_occasions

LEVEL = 0.95
RANDOM = stream(7, "libraries", "intraclass")
RATINGS = RANDOM.normal(size=(12, 1)) + RANDOM.normal(size=(12, 4)).round(2) + np.array([0.0, 0.5, 0, 1])


def test_the_six_forms() -> None:
    long = pd.DataFrame(RATINGS).reset_index().melt("index", var_name="rater", value_name="rating")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = pingouin.intraclass_corr(long, targets="index", raters="rater", ratings="rating")
    ours = estimate_intraclass_forms(RATINGS, LEVEL)
    assert [ours[name].value for name in FORMS] == pytest.approx(list(theirs["ICC"]), abs=1e-6)
    assert [ours[name].p for name in FORMS] == pytest.approx(list(theirs["pval"]), rel=1e-6)
    interval = next(name for name in theirs.columns if name.startswith("CI95"))
    ends = np.array(list(theirs[interval]), dtype=float)
    assert np.array([[ours[name].low, ours[name].high] for name in FORMS]) == pytest.approx(ends, abs=5.1e-3)


def test_the_f_test_of_cases() -> None:
    cases = np.repeat(np.arange(5), [2, 3, 4, 5, 6])
    values = RANDOM.normal(size=20) + cases / 3
    theirs = stats.f_oneway(*(values[cases == case] for case in range(5)))
    ours = analyse_cases(values, cases)
    assert ours is not None
    assert (ours.f, ours.p) == pytest.approx((theirs.statistic, theirs.pvalue))


def test_correlations_of_two_occasions() -> None:
    before, after = RATINGS[:, 0].round(1), RATINGS[:, 1].round(1)
    ours, theirs = compare_occasions(before, after, LEVEL), stats.pearsonr(before, after)
    ends = theirs.confidence_interval(LEVEL)
    assert (ours.pearson.value, ours.pearson.p) == pytest.approx((theirs.statistic, theirs.pvalue))
    assert (ours.pearson.low, ours.pearson.high) == pytest.approx((ends.low, ends.high))
    assert ours.spearman.value == pytest.approx(stats.spearmanr(before, after).statistic)
