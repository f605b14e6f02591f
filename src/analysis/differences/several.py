"""Three groups or more against each other: whether they differ at all, and each pair of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.differences.design import judge_design
from analysis.estimates import Estimate, Values, not_estimable
from analysis.formulas.multiplicity import adjust
from analysis.formulas.resampling import stream
from analysis.formulas.several_groups import estimate_dunn, permute_kruskal_wallis
from analysis.plan import GroupComparison
from analysis.populations import Basis, Population, Row, Rows, Subject, build_row, list_waves
from analysis.scoring import score_values
from analysis.study import Study

WITHIN = "rank epsilon squared; Kruskal-Wallis, permutation of the groups within cases (listed or drawn)"
BETWEEN = "rank epsilon squared of case means; Kruskal-Wallis, permutation of whole cases (listed or drawn)"
DUNN = "difference of mean ranks of all; Dunn's z, tie-corrected; Holm over the pairs of this analysis"


@dataclass(frozen=True)
class _Groups:
    """The people of a population in each group of a comparison: those asked, by group."""

    population: Population
    values: Values
    asked: tuple[Rows, ...]

    @cached_property
    def used(self) -> tuple[Rows, ...]:
        """Those with a score, by group."""
        return tuple(group[~np.isnan(self.values[group])] for group in self.asked)

    @cached_property
    def people(self) -> Rows:
        """Everybody with a score, group by group."""
        return np.concatenate(self.used)

    @cached_property
    def numbers(self) -> Rows:
        """Of everybody with a score: the number of their group."""
        return np.repeat(np.arange(len(self.used)), [len(group) for group in self.used])

    @cached_property
    def cases(self) -> Rows:
        """Of everybody with a score: the number of their case."""
        names = self.population.people.case[self.people]
        return np.unique(names, return_inverse=True)[1].astype(np.int64)

    @property
    def share_cases(self) -> bool:
        """Whether any case has people of several groups."""
        pairs = set(zip(self.cases.tolist(), self.numbers.tolist(), strict=True))
        return len(pairs) > len(set(self.cases.tolist()))

    def basis(self, chosen: tuple[int, ...]) -> Basis:
        """Those with a score in some of the groups; groups without anybody are no set of a comparison."""
        used = np.sort(np.concatenate([self.used[one] for one in chosen]))
        sizes = tuple(len(self.used[one]) for one in chosen if len(self.used[one]))
        return Basis(used, sum(len(self.asked[one]) for one in chosen), sizes)


def compare_several(study: Study, scores: pd.DataFrame) -> Iterator[Row]:
    """The rows of every comparison of three groups or more, per scale, reading and wave.

    `kruskal_wallis` (contrast: the analysis) is the primary test, its p adjusted in the plan's family by
    who calls this; `dunn` (contrast: first:second) tests each pair beside it, adjusted within the analysis.
    """
    for name, comparison in study.plan.group_comparisons.items():
        people, by_scale = score_values(scores, comparison.instrument, comparison.scales)
        for (scale, sensitivity), values in by_scale.items():
            subject = Subject(
                name,
                comparison.instrument,
                scale=scale,
                contrast=name,
                family=comparison.family,
                purpose=comparison.purpose,
                sensitivity=sensitivity,
            )
            for everybody in list_waves(people, study):
                asked = tuple(everybody.of_group(group).rows for group in comparison.groups)
                groups = _Groups(everybody, values, asked)
                yield _test_all(study, subject, groups)
                yield from _test_pairs(study, subject, comparison, groups)


def _test_all(study: Study, subject: Subject, groups: _Groups) -> Row:
    """Kruskal & Wallis's sum, the labels permuted within cases; where no case has two groups, of cases."""
    names = (subject.analysis, subject.scale, subject.contrast, subject.sensitivity, groups.population.wave)
    random = stream(study.settings.seed, *names)
    if not len(groups.people):
        found, method = not_estimable("no_answers"), WITHIN
    elif groups.share_cases:
        scores = groups.values[groups.people]
        found, method = permute_kruskal_wallis(scores, groups.numbers, groups.cases, random), WITHIN
    else:
        found, method = _test_cases(groups, random), BETWEEN
    basis = groups.basis(tuple(range(len(groups.asked))))
    level, seed = study.settings.confidence_level, study.settings.seed
    return build_row(
        subject, groups.population, "kruskal_wallis", found, basis, method, level, seed, "primary"
    )


def _test_cases(groups: _Groups, random: np.random.Generator) -> Estimate:
    """The same of case means, where every case has people of one group only."""
    sizes = np.bincount(groups.cases)
    means = np.bincount(groups.cases, weights=groups.values[groups.people]) / sizes
    of_case = (np.bincount(groups.cases, weights=groups.numbers) // sizes).astype(np.int64)
    return permute_kruskal_wallis(means, of_case, np.zeros_like(of_case), random)


def _test_pairs(
    study: Study, subject: Subject, comparison: GroupComparison, groups: _Groups
) -> Iterator[Row]:
    """Dunn's test of each pair; refused where it would overlook that people share cases."""
    level = study.settings.confidence_level
    known = estimate_dunn(groups.values[groups.people], groups.numbers) if len(groups.people) else {}
    rows = []
    for pair in combinations(range(len(comparison.groups)), 2):
        names = ":".join(comparison.groups[one] for one in pair)
        found = known.get(pair, not_estimable(_missing(groups, pair)))
        if pair in known and _ignores_cases(groups, pair):
            found = not_estimable("cases_ignored")
        elif np.isnan(found.p):
            found = not_estimable(found.reason)
        of_pair = replace(subject, contrast=names, family=subject.analysis)
        basis = groups.basis(pair)
        rows.append(
            build_row(of_pair, groups.population, "dunn", found, basis, DUNN, level, role="sensitivity")
        )
    for row, p in zip(rows, adjust(np.array([row["p"] for row in rows]), "holm"), strict=True):
        yield row | {"p_adjusted": p}


def _missing(groups: _Groups, pair: tuple[int, ...]) -> str:
    return "no_answers" if all(len(groups.asked[one]) for one in pair) else "group_missing"


def _ignores_cases(groups: _Groups, pair: tuple[int, ...]) -> bool:
    of_pair = np.isin(groups.numbers, pair)
    design = judge_design(groups.numbers[of_pair] == pair[0], groups.cases[of_pair])
    return not design.favours_independence
