"""Internal consistency of scales, by the names of the reference cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from analysis.estimates import Values
from analysis.formulas.consistency import (
    alpha_of,
    alphas_without,
    covariances,
    estimate_alpha,
    guttman_lambda6,
    inter_item_correlations,
    is_constant,
    item_rest_correlations,
    pairwise_covariances,
    standardized_alpha_of,
    standardized_alphas_without,
    step_up,
)
from analysis.formulas.consistency_draws import draw_alphas
from analysis.formulas.weights import Draws, take_percentiles
from analysis.validation.as_r import draw_weights_as_r, find_seed
from analysis.validation.cases import Adapter, ReferenceCase

LEVEL = 0.95
FEWEST_DRAWS = 20_000


def compute_alpha(case: ReferenceCase) -> dict[str, Any]:
    """Alpha of complete rows with Feldt's intervals, and what else comes from the correlations.

    `alpha_kept` counts items that do not vary among the k items, as `alpha` does; `alpha_dropped` leaves
    them out.
    """
    answers = _complete_rows(case)
    covariance = covariances(answers)
    r = inter_item_correlations(covariance)
    wide, narrow = estimate_alpha(answers, 0.95), estimate_alpha(answers, 0.90)
    varying = answers[:, ~is_constant(answers)] if len(answers) else answers
    return {
        "n": len(answers),
        "k": answers.shape[1],
        "alpha": wide.value,
        "alpha_kept": wide.value,
        "alpha_dropped": alpha_of(covariances(varying)),
        "alpha_standardized": standardized_alpha_of(covariance),
        "feldt95_low": wide.low,
        "feldt95_high": wide.high,
        "feldt90_low": narrow.low,
        "feldt90_high": narrow.high,
        "mean_interitem_r": _of_any(np.mean, r),
        "min_interitem_r": _of_any(np.min, r),
        "max_interitem_r": _of_any(np.max, r),
        "median_interitem_r": _of_any(np.median, r),
        "guttman_lambda6": guttman_lambda6(covariance),
    }


def compute_items(case: ReferenceCase) -> dict[str, Any]:
    """Alpha without each item, raw and standardized, and each item's correlation with the rest."""
    covariance = covariances(_complete_rows(case))
    return {
        "alpha_if_deleted": alphas_without(covariance).tolist(),
        "std_alpha_if_deleted": standardized_alphas_without(covariance).tolist(),
        "corrected_item_total_r": item_rest_correlations(covariance).tolist(),
    }


def compute_alpha_bootstrap(case: ReferenceCase) -> dict[str, Any]:
    """The percentile interval of alpha, of the very draws that R drew where the case names its seed."""
    answers = _complete_rows(case)
    number = int(case.params.get("B_reference", FEWEST_DRAWS))
    seed = find_seed(case.source)
    if seed is None or len(answers) == 0:
        draws = Draws(len(answers), max(number, FEWEST_DRAWS), 1, (case.id,))
        drawn = draws.map(lambda weights: draw_alphas(answers, weights))
    else:
        drawn = draw_alphas(answers, draw_weights_as_r(len(answers), number, seed))
    found = take_percentiles(drawn, float(case.params.get("level", LEVEL)))
    return {"low": found.low, "high": found.high, "degenerate_resamples": found.undefined}


def compute_pairwise_alpha(case: ReferenceCase) -> dict[str, Any]:
    """Alpha of covariances that each rest on the rows with both items."""
    answers = _rows(case)
    covariance = pairwise_covariances(answers)
    return {
        "n_rows": len(answers),
        "k": answers.shape[1],
        "alpha": alpha_of(covariance),
        "alpha_standardized": standardized_alpha_of(covariance),
    }


def compute_two_items(case: ReferenceCase) -> dict[str, Any]:
    """Spearman-Brown of two items, at any r: that a scale is refused at r < 0 is not the formula's choice."""
    covariance = covariances(_complete_rows(case))
    r = float(_of_any(np.mean, inter_item_correlations(covariance)))
    return {
        "pearson_r": r,
        "spearman_brown": step_up(r),
        "alpha_standardized": standardized_alpha_of(covariance),
        "alpha_if_deleted": None,
    }


def _rows(case: ReferenceCase) -> Values:
    return np.asarray(case.table.to_numpy(dtype=float))


def _complete_rows(case: ReferenceCase) -> Values:
    rows = _rows(case)
    return rows[~np.isnan(rows).any(axis=1)]


def _of_any(summary: Callable[[Values], Any], values: Values) -> float:
    return float(summary(values)) if len(values) else np.nan


ADAPTERS: dict[str, Adapter] = {
    "cronbach_alpha_listwise": compute_alpha,
    "alpha_if_deleted_and_corrected_item_total": compute_items,
    "cronbach_alpha_bootstrap_percentile": compute_alpha_bootstrap,
    "cronbach_alpha_pairwise": compute_pairwise_alpha,
    "spearman_brown_two_item": compute_two_items,
}
