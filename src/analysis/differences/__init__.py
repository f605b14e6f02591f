"""Groups against each other: differences, the tests the design allows, and what so few people can show."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.differences.contrasted import Contrasted, list_contrasted
from analysis.differences.effects import describe_difference, describe_equivalence, describe_gap
from analysis.differences.families import adjust_families
from analysis.differences.reach import state_reach
from analysis.differences.several import compare_several
from analysis.differences.sides import Sides
from analysis.differences.tests import TESTS, Trial, choose_test, is_drawn, try_test
from analysis.estimates import not_estimable
from analysis.formulas.resampling import stream
from analysis.plan import Test
from analysis.populations import Row, Subject, build_row, build_table
from analysis.study import Study


def compare_groups(study: Study, scores: pd.DataFrame) -> pd.DataFrame:
    """The rows of every comparison in the plan (ESTIMATES), per scale, reading and wave.

    Of two groups: the effects `mean_difference`, `hedges_g`, `cliff_delta`, `superiority`, and `gap` for
    each case; a row for each of the ten tests (`tests.TESTS`), whose `role` is primary, sensitivity or
    outside_plan and whose status is refused where the design makes it invalid; `equivalence` where the
    plan states a margin; and what the deciding test can show: `smallest_p`, `detectable_effect`,
    `expected_width`, `cases_with_both_groups`. Of three groups or more: `kruskal_wallis` and `dunn`.
    `p_adjusted` stands at the tests that decide, and at `dunn`.
    """
    rows: list[Row] = list(compare_several(study, scores))
    for contrasted in list_contrasted(study, scores):
        rows += _compare(study, contrasted)
    adjust_families(study.plan, rows)
    return build_table(rows)


def _compare(study: Study, contrasted: Contrasted) -> Iterator[Row]:
    subject, comparison, sides = contrasted.subject, contrasted.comparison, contrasted.sides
    trial = _set_up(study, subject, sides)
    yield from describe_difference(subject, sides, trial)
    primary, deciding = choose_test(comparison.primary, trial)
    yield from _test(study, subject, sides, trial, (primary, deciding))
    if comparison.margin:
        yield describe_equivalence(subject, sides, trial, comparison.margin, study.plan.reach.alpha)
    yield from state_reach(study, subject, sides, trial, deciding)
    for case in contrasted.cases:
        yield describe_gap(subject, case, study.settings.confidence_level)


def _set_up(study: Study, subject: Subject, sides: Sides) -> Trial:
    names = (subject.analysis, subject.scale, subject.contrast, subject.sensitivity, sides.population.wave)
    return Trial(
        sides.values[sides.people],
        sides.first,
        sides.case_numbers,
        study.settings.confidence_level,
        lambda: stream(study.settings.seed, *names),
    )


def _test(
    study: Study, subject: Subject, sides: Sides, trial: Trial, chosen: tuple[Test, Test]
) -> Iterator[Row]:
    """A row for each test: the primary one, the one that stands in for it, those beside, those refused."""
    primary, deciding = chosen
    for name, test in TESTS.items():
        found = not_estimable(sides.missing) if sides.missing else try_test(name, trial)
        drawn = found.exists and is_drawn(name, trial)
        yield build_row(
            subject,
            sides.population,
            name,
            found,
            sides.basis_within if test.within else sides.basis,
            test.drawn if drawn else test.method,
            trial.level,
            study.settings.seed if drawn else None,
            "primary" if name == primary else "outside_plan" if name == deciding else "sensitivity",
        )
