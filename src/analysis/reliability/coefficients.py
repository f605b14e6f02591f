"""The coefficients of a scale as a whole, from the people who answered all of its items."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.consistency import estimate_alpha, estimate_spearman_brown
from analysis.formulas.consistency_draws import (
    bootstrap_alpha,
    bootstrap_correlations,
    find_extreme_correlations,
)
from analysis.formulas.one_factor import estimate_omega
from analysis.formulas.polychoric import MOST_LEVELS, estimate_ordinal_alpha
from analysis.formulas.resampling import stream
from analysis.formulas.weights import Draws
from analysis.populations import Population, Row, build_row
from analysis.reliability.scale_answers import ScaleAnswers
from analysis.study import Study

METHODS = {
    "alpha": "Cronbach's raw alpha of complete rows, constant items kept; Feldt interval",
    "alpha_bootstrap": "Cronbach's raw alpha of complete rows, constant items kept; {percentile}",
    "alpha_standardized": "alpha of items brought to one variance, complete rows; {percentile}",
    "alpha_ordinal": "alpha of polychoric correlations (Zumbo, Gadermann & Zeisser 2007), in two steps "
    "(Olsson 1979), complete rows; {fitted}",
    "omega": "omega total of one factor by maximum likelihood (McDonald 1999, eq. 6.20b), complete rows; "
    "{fitted}",
    "spearman_brown": "Spearman-Brown of two items (Eisinga et al. 2013), complete rows; interval from "
    "Fisher's z of r",
    "mean_inter_item_r": "mean Pearson correlation of two items, complete rows; {percentile}",
    "lowest_inter_item_r": "lowest Pearson correlation of two items, complete rows",
    "highest_inter_item_r": "highest Pearson correlation of two items, complete rows",
}
PERCENTILE = "percentile bootstrap of people, {} draws"
DRAWN = ("alpha_bootstrap", "alpha_standardized", "alpha_ordinal", "omega", "mean_inter_item_r")


def estimate_coefficients(study: Study, scale: ScaleAnswers, population: Population) -> Iterator[Row]:
    """The rows of a scale's coefficients in one population, by the names of `METHODS`.

    `spearman_brown` only where there are two items; of a single item only an `alpha`, not estimable.
    `alpha_ordinal` is not estimable (`too_many_levels`) where the answers are numbers of many levels.
    """
    basis, answers = scale.complete(population)
    level, drawing = study.settings.confidence_level, study.plan.resampling
    percentile, fitted = (PERCENTILE.format(number) for number in (drawing.draws, drawing.fitted_draws))
    for statistic, estimate in _estimate(study, scale, population, answers).items():
        method = METHODS[statistic].format(percentile=percentile, fitted=fitted)
        seed = study.settings.seed if statistic in DRAWN else None
        yield build_row(scale.subject, population, statistic, estimate, basis, method, level, seed)


def _estimate(
    study: Study, scale: ScaleAnswers, population: Population, answers: Values
) -> dict[str, Estimate]:
    n, k = answers.shape
    level = study.settings.confidence_level
    if k == 1:
        return {"alpha": not_estimable("one_item")}
    names = (scale.subject.analysis, population.wave, population.group, str(n))
    draws = Draws(n, study.plan.resampling.draws, study.settings.seed, names)
    standardized, mean = bootstrap_correlations(answers, level, draws)
    lowest, highest = find_extreme_correlations(answers)
    return {
        "alpha": estimate_alpha(answers, level),
        "alpha_bootstrap": bootstrap_alpha(answers, level, draws),
        "alpha_standardized": standardized,
        **_fit(study, scale, population, answers),
        **({"spearman_brown": estimate_spearman_brown(answers, level)} if k == 2 else {}),
        "mean_inter_item_r": mean,
        "lowest_inter_item_r": lowest,
        "highest_inter_item_r": highest,
    }


def _fit(study: Study, scale: ScaleAnswers, population: Population, answers: Values) -> dict[str, Estimate]:
    """The coefficients that rest on a model, fitted anew in each draw; each has a stream of its own."""
    subject, level = scale.subject, study.settings.confidence_level
    draws = study.plan.resampling.fitted_draws
    names = (subject.analysis, subject.scale, subject.sensitivity, population.wave, population.group)
    seed = study.settings.seed
    return {
        "alpha_ordinal": estimate_ordinal_alpha(answers, level, draws, stream(seed, "ordinal", *names))
        if 0 < len(scale.kind.counted_values()) <= MOST_LEVELS
        else not_estimable("too_many_levels"),
        "omega": estimate_omega(answers, level, draws, stream(seed, "omega", *names)),
    }
