"""Mixed and clustered models, by the names of the reference cases."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import Any

import numpy as np

from analysis.formulas.cluster_robust import fit_clustered_ols
from analysis.formulas.estimating_equations import fit_estimating_equations
from analysis.formulas.few_units import (
    INTERACTION,
    bootstrap_difference_in_differences,
    find_changes,
    fit_difference_in_differences,
)
from analysis.formulas.mixed_models import fit_random_intercept
from analysis.formulas.wild_bootstrap import run_wild_bootstrap
from analysis.validation.adapters.formulas_of_r import apply_formula
from analysis.validation.cases import Adapter, ReferenceCase


def compute_mixed_model(case: ReferenceCase) -> Mapping[str, Any]:
    """A random intercept by REML, with Satterthwaite's and Kenward & Roger's degrees of freedom."""
    model = apply_formula(case, case.params["formula"], case.params["group"])
    fit = fit_random_intercept(model.outcome, model.design, model.groups)
    if fit is None:
        return dict.fromkeys(case.expected)
    return {
        "names": model.names,
        "beta": fit.beta,
        "se": fit.se,
        "t": fit.beta / fit.se,
        "df_satterthwaite": fit.df_satterthwaite,
        "p_satterthwaite": fit.p_satterthwaite,
        "se_kr": fit.se_kr,
        "df_kr": fit.df_kr,
        "p_kr": fit.p_kr,
        "var_intercept": fit.var_intercept,
        "var_residual": fit.var_residual,
        "icc": fit.icc,
        "reml_loglik": fit.reml_loglik,
        "ml_loglik": fit.ml_loglik,
        "singular": fit.singular,
    }


def compute_clustered_regression(case: ReferenceCase) -> Mapping[str, Any]:
    """Least squares with CR0 to CR3, and the wild bootstrap of the coefficient that the case names."""
    model = apply_formula(case, case.params["formula"], case.params["cluster"])
    fit = fit_clustered_ols(model.outcome, model.design, model.groups)
    found = {
        "names": model.names,
        "beta": fit.beta,
        "se_ols": fit.se_ols,
        "se_CR0": fit.se_cr0,
        "se_CR1_stata": fit.se_cr1,
        "p_CR1_t_Gminus1": fit.p_cr1,
        "se_CR2": fit.se_cr2,
        "df_CR2_satt": fit.df_cr2,
        "p_CR2_satt": fit.p_cr2,
        "se_CR3": fit.se_cr3,
        "n_clusters": fit.n_clusters,
    }
    named = case.expected.get("wcr_coef")
    if named not in model.names:
        return found
    wild = run_wild_bootstrap(model.outcome, model.design, model.groups, model.names.index(named))
    return found | {"wcr_coef": named} | _of_bootstrap(wild.n_vectors, wild.p, wild.p_strict)


def compute_estimating_equations(case: ReferenceCase) -> Mapping[str, Any]:
    """Generalised estimating equations for normal answers."""
    model = apply_formula(case, case.params["formula"], case.params["group"])
    fit = fit_estimating_equations(model.outcome, model.design, model.groups, case.params["corstr"])
    if fit is None:
        return dict.fromkeys(case.expected)
    return {
        "names": model.names,
        "beta": fit.beta,
        "se_robust": fit.se_robust,
        "alpha_corr": None if isnan(fit.correlation) else fit.correlation,
        "phi": fit.scale,
        "se_jackknife_approx": fit.se_jackknife,
    }


def compute_difference_in_differences(case: ReferenceCase) -> Mapping[str, Any]:
    """Before and after in treated and other units: clustered errors, unit means, permutation, bootstrap."""
    rows = case.table[["y", "treat", "post", "unit"]].dropna()
    values, treated, after = (rows[name].to_numpy(dtype=float) for name in ("y", "treat", "post"))
    units = np.unique(rows["unit"], return_inverse=True)[1].astype(np.int64)
    data = (values, treated == 1, after == 1, units)
    fit, wild, units_ = (
        fit_difference_in_differences(*data),
        bootstrap_difference_in_differences(*data),
        find_changes(*data),
    )
    permutation = units_.permute()
    t, df, p = units_.test_welch()
    return {
        "n_units": len(units_.changes),
        "n_treated": int(units_.treated.sum()),
        "did_ols": fit.beta[INTERACTION],
        "se_CR1": fit.se_cr1[INTERACTION],
        "se_CR2": fit.se_cr2[INTERACTION],
        "df_CR2": fit.df_cr2[INTERACTION],
        "p_CR2": fit.p_cr2[INTERACTION],
        "did_unit_means": units_.difference,
        "unit_t_welch": t,
        "unit_df_welch": df,
        "unit_p_welch": p,
        "unit_p_pooled": units_.test_pooled()[2],
        "perm_p_two_sided": permutation.p if permutation else None,
        "perm_n": permutation.n_arrangements if permutation else None,
        "perm_p_min_possible": permutation.smallest_p if permutation else None,
    } | _of_bootstrap(wild.n_vectors, wild.p, wild.p_strict)


def _of_bootstrap(n: int, p: float, p_strict: float) -> dict[str, Any]:
    return {"wcr_enumerated": n, "wcr_p_ge": p, "wcr_p_strict": p_strict}


ADAPTERS: dict[str, Adapter] = {
    "lmm_random_intercept_reml": compute_mixed_model,
    "cluster_robust_ols_and_wild_bootstrap": compute_clustered_regression,
    "gee_gaussian": compute_estimating_equations,
    "difference_in_differences_few_clusters": compute_difference_in_differences,
}
