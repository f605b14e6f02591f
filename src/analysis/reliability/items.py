"""Each item within its scale: how it goes with the others, and what the scale is without it."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.estimates import Estimate, Values
from analysis.formulas.consistency import estimate_alphas_without, estimate_item_rest
from analysis.formulas.one_factor import estimate_omega_without
from analysis.populations import Population, Row, build_row
from analysis.reliability.scale_answers import ScaleAnswers
from analysis.study import Study

METHODS = {
    "item_rest_r": "Pearson correlation of the item with the sum of the others, complete rows; interval from "
    "Fisher's z",
    "alpha_without": "Cronbach's raw alpha of the other items, rows complete with the item; Feldt interval",
    "omega_without": "omega total of the other items (McDonald 1999, eq. 6.20b), rows complete with the item",
}


def estimate_items(study: Study, scale: ScaleAnswers, population: Population) -> Iterator[Row]:
    """The rows of the items of a scale of two items or more in one population.

    `item_rest_r` from two items on, `alpha_without` from three and `omega_without` from four, so that
    no coefficient is asked of a single item, nor a factor of two.
    """
    if len(scale.items) == 1:
        return
    basis, answers = scale.complete(population)
    level = study.settings.confidence_level
    for statistic, estimates in _estimate(answers, level).items():
        for item, estimate in zip(scale.items, estimates, strict=True):
            yield build_row(
                scale.of_item(item), population, statistic, estimate, basis, METHODS[statistic], level
            )


def _estimate(answers: Values, level: float) -> dict[str, list[Estimate]]:
    found = {"item_rest_r": estimate_item_rest(answers, level)}
    if answers.shape[1] >= 3:
        found["alpha_without"] = estimate_alphas_without(answers, level)
    if answers.shape[1] >= 4:
        found["omega_without"] = estimate_omega_without(answers)
    return found
