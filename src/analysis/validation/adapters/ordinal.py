"""Models of ordered answers, by the names of the reference cases."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from analysis.formulas.ordinal_mixed import fit_ordinal_mixed
from analysis.formulas.ordinal_models import fit_cumulative_logit
from analysis.validation.adapters.formulas_of_r import Model, apply_formula
from analysis.validation.cases import Adapter, ReferenceCase

APPROXIMATIONS = {"laplace": 1, "agq10": 10}
"""How the integral over a case's intercept is taken, and with how many nodes."""


def compute_cumulative_logit(case: ReferenceCase) -> Mapping[str, Any]:
    """The cumulative logit model; separated answers have no estimates."""
    model = apply_formula(case, case.params["formula"])
    fit = fit_cumulative_logit(model.outcome, model.design[:, 1:])
    if fit is None:
        return dict.fromkeys(case.expected) | {"names": _names(model)}
    return {
        "names": _names(model),
        "est": fit.estimates,
        "se": fit.errors,
        "loglik": fit.loglik,
        "lr_p_vs_null": fit.p_against_null,
    }


def compute_ordinal_mixed(case: ReferenceCase) -> Mapping[str, Any]:
    """The same with a random intercept, by Laplace's method and by quadrature with ten nodes."""
    model = apply_formula(case, case.params["formula"], case.params["group"])
    found: dict[str, Any] = dict.fromkeys(case.expected) | {"names": _names(model)}
    for name, nodes in APPROXIMATIONS.items():
        fit = fit_ordinal_mixed(model.outcome, model.design[:, 1:], model.groups, nodes)
        if fit is not None:
            found |= {f"est_{name}": fit.estimates, f"se_{name}": fit.errors}
            found |= {f"sd_{name}": fit.sd, f"loglik_{name}": fit.loglik}
    return found


def _names(model: Model) -> list[str]:
    """Thresholds as “1|2”, then the slopes."""
    return [*(f"{lower}|{upper}" for lower, upper in pairwise(model.levels)), *model.names[1:]]


ADAPTERS: dict[str, Adapter] = {
    "cumulative_logit": compute_cumulative_logit,
    "cumulative_logit_random_intercept": compute_ordinal_mixed,
}
