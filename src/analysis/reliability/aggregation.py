"""Whether the answers of a case's people may be brought together into one case mean."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.group_agreement import (
    estimate_median,
    estimate_rwg_j,
    estimate_rwg_j_star,
    triangular_variance,
)
from analysis.formulas.intraclass import estimate_icc1, estimate_icc2
from analysis.plan import Aggregation, ReliabilityAnalysis
from analysis.populations import (
    Basis,
    Population,
    Row,
    Subject,
    build_row,
    list_cases,
    list_people,
    list_waves,
)
from analysis.reliability.scale_answers import ScaleAnswers, read_scale
from analysis.scoring import possible_answers, random_variance, readings_of_scale, score_values
from analysis.study import Study

INTERVAL = "interval of the mean item variance by chi-square, degrees of freedom after Box (1954)"
UNIFORM = "r_wg(j) (James, Demaree & Wolf 1984, eq. 4), random variance {:g} (answers equally often), "
TRIANGULAR = (
    "r_wg(j) (James, Demaree & Wolf 1984, eq. 4), random variance {:g} (answers drawn to the middle), "
)
STAR = (
    "r*_wg(j) (Lindell, Brandt & Whitney 1999), random variance {:g}; "
    + INTERVAL
    + ", inside what is possible"
)
TRUNCATED = "negative set to 0; " + INTERVAL
MEDIAN = "median over cases of {}negative set to 0; interval between order statistics"
ICC1 = "ICC(1) of the scores in cases (Bartko 1976), k0 for the size of a case; F interval"
ICC2 = "ICC(2), reliability of the case means of the scores (Bartko 1976, Bliese 2000); F interval"
VERDICT = (
    "1 where the median r_wg(j) of the cases reaches {:g} under both random variances "
    "and ICC(2) reaches {:g}, else 0"
)
NULLS = {"rwg_j": UNIFORM, "rwg_j_triangular": TRIANGULAR}


def judge_aggregation(
    study: Study, name: str, analysis: ReliabilityAnalysis, answers: pd.DataFrame, scores: pd.DataFrame
) -> Iterator[Row]:
    """The rows of one reliability analysis on its cases, by scale, reading and wave.

    `rwg_j`, `rwg_j_triangular` and `rwg_j_star` of each case, from the rows of `answers` (sorted) that are
    complete; over cases with two complete rows or more, `rwg_j_median` and `rwg_j_triangular_median`; `icc1`
    and `icc2` of the scores between cases; and `case_mean_admissible`, 1 or 0, which has a reason instead
    where one of the numbers it rests on has none.
    """
    instrument, people = study.instruments[analysis.instrument], list_people(answers)
    scored, by_scale = score_values(scores, instrument.id, analysis.scales)
    waves = {everybody.wave: everybody for everybody in list_waves(scored, study)}
    for scale in analysis.scales:
        for sensitivity in readings_of_scale(instrument, scale):
            items = read_scale(name, instrument, scale, sensitivity, answers)
            values = by_scale[scale, sensitivity]
            for everybody in list_waves(people, study):
                agreed = [_agree_in_cases(study, items, everybody, statistic) for statistic in NULLS]
                for rows, _ in agreed:
                    yield from rows
                yield from _agree_by_item(study, items, everybody)
                medians = [median for _, median in agreed]
                yield from _judge_means(study, items.subject, waves[everybody.wave], values, medians)


def _agree_in_cases(
    study: Study, items: ScaleAnswers, everybody: Population, statistic: str
) -> tuple[list[Row], Estimate]:
    """The rows of r_wg(j) of each case and of their median, and the median."""
    level, variance = study.settings.confidence_level, _random_variance(items, statistic)
    method = NULLS[statistic].format(variance)
    rows, agreement, used = [], [], [everybody.rows[:0]]
    for case in list_cases(everybody):
        basis, answers = items.complete(case)
        found = estimate_rwg_j(answers, variance, level)
        rows.append(build_row(items.subject, case, statistic, found, basis, method + TRUNCATED, level))
        if found.exists:
            agreement.append(found.value)
            used.append(basis.used)
    median = estimate_median(np.array(agreement), level)
    basis = Basis(np.sort(np.concatenate(used)), len(everybody.rows))
    told, name = MEDIAN.format(method), f"{statistic}_median"
    return [*rows, build_row(items.subject, everybody, name, median, basis, told, level)], median


def _agree_by_item(study: Study, items: ScaleAnswers, everybody: Population) -> Iterator[Row]:
    level, variance = study.settings.confidence_level, _random_variance(items, "rwg_j")
    # Half of the people at each end is the most that answers can vary; with n - 1 two people vary twice that.
    lowest = 1 - np.ptp(possible_answers(items.kind, items.subject.sensitivity)) ** 2 / (2 * variance)
    for case in list_cases(everybody):
        basis, answers = items.complete(case)
        star = estimate_rwg_j_star(answers, variance, level).within(lowest, 1.0)
        yield build_row(items.subject, case, "rwg_j_star", star, basis, STAR.format(variance), level)


def _judge_means(
    study: Study, subject: Subject, everybody: Population, values: Values, medians: list[Estimate]
) -> Iterator[Row]:
    level, rule = study.settings.confidence_level, study.plan.aggregation
    basis = Basis(everybody.rows[~np.isnan(values[everybody.rows])], len(everybody.rows))
    cases = np.unique(everybody.people.case[basis.used], return_inverse=True)[1]
    icc1 = estimate_icc1(values[basis.used], cases, level)
    icc2 = estimate_icc2(values[basis.used], cases, level)
    verdict = _judge(medians, icc2, rule)
    told = VERDICT.format(rule.agreement, rule.reliability)
    yield build_row(subject, everybody, "icc1", icc1, basis, ICC1, level)
    yield build_row(subject, everybody, "icc2", icc2, basis, ICC2, level)
    yield build_row(subject, everybody, "case_mean_admissible", verdict, basis, told, level)


def _judge(medians: list[Estimate], icc2: Estimate, rule: Aggregation) -> Estimate:
    for one in (*medians, icc2):
        if not one.exists:
            return not_estimable(one.reason)
    agreed = all(median.value >= rule.agreement for median in medians)
    return Estimate(float(agreed and icc2.value >= rule.reliability))


def _random_variance(items: ScaleAnswers, statistic: str) -> float:
    if statistic == "rwg_j_triangular":
        return triangular_variance(possible_answers(items.kind, items.subject.sensitivity))
    return random_variance(items.kind, items.subject.sensitivity)
