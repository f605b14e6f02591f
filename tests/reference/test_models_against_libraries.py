"""The models beside statsmodels, where that is known to be right (docs/methods.md)."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.genmod.cov_struct import Exchangeable, Independence
from statsmodels.genmod.generalized_estimating_equations import GEE
from statsmodels.miscmodels.ordinal_model import OrderedModel
from statsmodels.regression.linear_model import OLS
from statsmodels.regression.mixed_linear_model import MixedLM
from statsmodels.stats.meta_analysis import combine_effects

from analysis.formulas.cluster_robust import fit_clustered_ols
from analysis.formulas.estimating_equations import fit_estimating_equations
from analysis.formulas.mixed_models import fit_random_intercept
from analysis.formulas.ordinal_models import fit_cumulative_logit
from analysis.formulas.pooling import pool_differences
from analysis.formulas.resampling import stream

RANDOM = stream(11, "models", "libraries")
CASES = np.repeat(np.arange(12), 5)
FIRST = RANDOM.random(60) < 0.4
AGE = RANDOM.normal(size=60)
DESIGN = np.column_stack([np.ones(60), FIRST, AGE])
VALUES = RANDOM.normal(size=12)[CASES] + 0.5 * FIRST + 0.3 * AGE + RANDOM.normal(size=60)


def test_random_intercept() -> None:
    ours = fit_random_intercept(VALUES, DESIGN, CASES)
    theirs = MixedLM(VALUES, DESIGN, CASES).fit(reml=True)
    assert ours is not None and not ours.singular
    assert ours.beta == pytest.approx(theirs.fe_params, rel=1e-4)
    assert ours.se == pytest.approx(theirs.bse_fe, rel=0.02), "theirs take a joint Hessian, not lme4's"
    assert ours.var_intercept == pytest.approx(float(theirs.cov_re[0, 0]), rel=1e-3)
    assert ours.reml_loglik == pytest.approx(theirs.llf, rel=1e-6)


def test_clustered_errors() -> None:
    ours = fit_clustered_ols(VALUES, DESIGN, CASES)
    theirs = OLS(VALUES, DESIGN).fit(cov_type="cluster", cov_kwds={"groups": CASES}, use_t=True)
    assert ours.beta == pytest.approx(theirs.params)
    assert ours.se_cr1 == pytest.approx(theirs.bse)
    assert ours.p_cr1 == pytest.approx(theirs.pvalues)


def test_cumulative_logit() -> None:
    answers = np.digitize(VALUES, [-1, 0, 1]).astype(float)
    ours = fit_cumulative_logit(answers, DESIGN[:, 1:])
    theirs = OrderedModel(answers, DESIGN[:, 1:], distr="logit").fit(method="newton", disp=False, maxiter=100)
    assert ours is not None
    assert ours.estimates[-2:] == pytest.approx(theirs.params[:2], rel=1e-6)
    assert ours.errors[-2:] == pytest.approx(theirs.bse[:2], rel=1e-4)
    assert ours.loglik == pytest.approx(theirs.llf, rel=1e-9)


def test_estimating_equations() -> None:
    ours = fit_estimating_equations(VALUES, DESIGN, CASES, "independence")
    theirs = GEE(VALUES, DESIGN, CASES, cov_struct=Independence()).fit()
    assert ours is not None
    assert ours.beta == pytest.approx(theirs.params) and ours.se_robust == pytest.approx(theirs.bse)
    ours = fit_estimating_equations(VALUES, DESIGN, CASES, "exchangeable")
    theirs = GEE(VALUES, DESIGN, CASES, cov_struct=Exchangeable()).fit(ctol=1e-10)
    assert ours is not None
    assert ours.beta == pytest.approx(theirs.params, abs=0.01), "theirs divides by pairs less coefficients"
    assert ours.se_robust == pytest.approx(theirs.bse, rel=0.02)
    assert ours.correlation == pytest.approx(float(theirs.cov_struct.dep_params), abs=0.05)


def test_random_effects_pooling() -> None:
    differences, variances = RANDOM.normal(size=8) * 2, RANDOM.uniform(0.2, 1.5, size=8)
    ours = pool_differences(differences, variances, 0.95, "paule_mandel")
    theirs = combine_effects(differences, variances, method_re="iterated", use_t=True)
    assert ours.tau.value**2 == pytest.approx(theirs.tau2, rel=1e-5)
    low, high = theirs.conf_int(use_t=True)[1]
    assert ours.mean.value == pytest.approx(theirs.mean_effect_re, rel=1e-5)
    assert [ours.mean.low, ours.mean.high] == pytest.approx([low, high], rel=1e-4)
