"""Agreement of coders, by the names of the reference cases."""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.estimates import Values
from analysis.formulas.coder_agreement import (
    draw_krippendorff_alphas,
    estimate_fleiss_kappa,
    estimate_gwet,
    estimate_krippendorff_alpha,
    keep_pairable,
    weigh_categories,
)
from analysis.formulas.cohen import estimate_cohen_kappa
from analysis.formulas.moments import normal_quantile
from analysis.formulas.weights import Draws, take_percentiles
from analysis.validation.as_r import draw_weights_as_r, find_seed
from analysis.validation.cases import Adapter, ReferenceCase, as_list

LEVEL = 0.95
DRAWS = 10_000
"""Draws where a case names no seed of R to follow."""

SIDES = {"unweighted": "identity", "linear": "linear", "quadratic": "quadratic"}


def compute_krippendorff(case: ReferenceCase) -> dict[str, Any]:
    """Krippendorff's alpha by each metric asked for, and what could be paired."""
    counts, values = _count_units(case)
    pairable = keep_pairable(counts)
    alphas = {
        metric: estimate_krippendorff_alpha(counts, values, metric, LEVEL).value
        for metric in as_list(case.params["levels"])
    }
    return alphas | {"pairable_units": len(pairable), "pairable_values": pairable.sum()}


def compute_krippendorff_bootstrap(case: ReferenceCase) -> dict[str, Any]:
    """The percentile interval over resampled pairable units, drawn as R drew them where a seed is named."""
    counts, values = _count_units(case)
    pairable = keep_pairable(counts)
    metric, seed = case.params.get("level", "nominal"), find_seed(case.source)

    def alphas(weights: Values) -> Values:
        return draw_krippendorff_alphas(pairable, values, metric, weights)

    if seed is None:
        drawn = Draws(len(pairable), DRAWS, 0, (case.id,)).map(alphas)
    else:
        drawn = alphas(draw_weights_as_r(len(pairable), int(case.params["B_reference"]), seed))
    found = take_percentiles(drawn, LEVEL)
    return {"low": found.low, "high": found.high, "undefined_resamples": found.undefined}


def compute_cohen(case: ReferenceCase) -> dict[str, Any]:
    """Cohen's kappa of the full table of levels, plain and weighted, with the non-null standard errors.

    The standard errors are those of Fleiss, Cohen & Everitt (1969). Kappa is undefined where both coders
    use one and the same level only.
    """
    levels = as_list(case.params["levels"])
    places = {_name(value): place for place, value in enumerate(levels)}
    table = np.zeros((len(levels), len(levels)))
    for pair in zip(as_list(case.data["rater1"]), as_list(case.data["rater2"]), strict=True):
        if all(_name(value) in places for value in pair):
            table[tuple(places[_name(value)] for value in pair)] += 1
    found: dict[str, Any] = {"percent_agreement": np.trace(table) / table.sum() if table.sum() else None}
    for side, kind in SIDES.items():
        ending = "" if side == "unweighted" else f"_{side}"
        cohen = estimate_cohen_kappa(table, weigh_categories(len(levels), kind), LEVEL)
        found |= {f"kappa{ending}": cohen.kappa.value, f"se{ending}": cohen.error}
    half = normal_quantile(LEVEL) * found["se"]
    return found | {"low": found["kappa"] - half, "high": found["kappa"] + half}


def compute_fleiss(case: ReferenceCase) -> dict[str, Any]:
    """Fleiss' kappa with the standard error under no agreement beyond chance, and of each category."""
    found = estimate_fleiss_kappa(case.rows("subjects_by_category_counts"))
    return {
        "kappa": found.kappa.value,
        "p_obs": found.observed,
        "p_exp": found.by_chance,
        "se_null": found.null_error,
        "z": found.z,
        "kappa_category": found.by_category,
    }


def compute_gwet(case: ReferenceCase) -> dict[str, Any]:
    """AC1 (identity) and AC2 of all categories that are declared, used or not."""
    ratings = [as_list(row) for row in case.data["subjects_by_raters"]]
    categories = [_name(value) for value in as_list(case.params["categories"])]
    counts = np.array([[[_name(one) for one in row].count(name) for name in categories] for row in ratings])
    found: dict[str, Any] = {"n": len(ratings)}
    for kind in ("identity", "linear", "quadratic", "ordinal"):
        gwet = estimate_gwet(counts.astype(np.float64), weigh_categories(len(categories), kind), LEVEL)
        value, low, high = gwet.coefficient.value, gwet.coefficient.low, gwet.coefficient.high
        numbers = {"g": value, "se": gwet.error, "low": low, "high": high}
        found[kind] = {"pa": gwet.observed, "pe": gwet.by_chance} | numbers
    return found


def _count_units(case: ReferenceCase) -> tuple[Values, Values]:
    """How many coders gave each unit each value, and the values in rising order.

    A CSV file holds one row a unit and one column a coder. Words stand for their place in the alphabet.
    """
    if "csv" in case.data:
        units = [
            [None if value != value else value for value in row] for row in case.table.to_numpy().tolist()
        ]
    else:
        units = list(map(list, zip(*map(as_list, case.data["coders_by_units"]), strict=True)))
    known = sorted({value for unit in units for value in unit if value is not None})
    counts = np.array([[unit.count(value) for value in known] for unit in units], dtype=np.float64)
    words = any(isinstance(value, str) for value in known)
    values = np.arange(len(known)) if words else np.array(known)
    return counts, values.astype(np.float64)


def _name(value: Any) -> str:
    """A value as it is told apart: 1 and 1.0 are the same."""
    return f"{value:.15g}" if isinstance(value, (int, float)) else str(value)


ADAPTERS: dict[str, Adapter] = {
    "krippendorff_alpha": compute_krippendorff,
    "krippendorff_alpha_unit_bootstrap": compute_krippendorff_bootstrap,
    "cohen_kappa": compute_cohen,
    "fleiss_kappa": compute_fleiss,
    "gwet_ac1_ac2": compute_gwet,
}
