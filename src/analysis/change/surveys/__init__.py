"""Change of a survey's scales from one wave to a later one."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.change.surveys.everybody import (
    compare_waves,
    estimate_waves,
    model_change,
    model_difference,
    turn_round,
)
from analysis.change.surveys.families import adjust_families
from analysis.change.surveys.left import compare_left
from analysis.change.surveys.linked import describe_linked
from analysis.change.surveys.people import Part, People, choose_scores, list_parts, read_people
from analysis.change.surveys.reliable import Precision, choose_alphas, count_reliable, find_precision
from analysis.change.surveys.rows import Question, build_table
from analysis.change.surveys.units import compare_treated, describe_unit
from analysis.planned_changes import ChangeAnalysis
from analysis.populations import Row
from analysis.scoring import readings_of_scale
from analysis.study import Study


def estimate_changes(
    study: Study,
    scores: pd.DataFrame,
    reliability: pd.DataFrame,
    comparability: pd.DataFrame,
    persons: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The rows of every analysis of change in the plan (CHANGES), per scale and reading.

    For everybody, each group, each kind of case and each case: the people who answered both times (`linked`)
    and everybody of each wave (`cross_sections`). For all but single cases also who left (`left`), the share
    who changed reliably, and the mixed model (`mixed`), which compares groups too. Where the plan names
    treated kinds of cases: these against the others (`units`, `mixed`). What cannot be estimated is a row
    with its reason: `wave_missing`, `not_linked`, `no_answers`, `group_missing`, `too_few_cases` and others;
    what may not be compared is refused with `not_comparable`. `persons` (PERSONS, with the pseudonyms of the
    scores) tells who cannot be followed; without it everybody can.
    """
    rows: list[Row] = []
    alphas = choose_alphas(reliability)
    for name, analysis in study.plan.changes.items():
        people = read_people(study, analysis, scores, persons)
        checked = _choose_checks(analysis, comparability)
        parts = list(list_parts(study, analysis, people))
        instrument = study.instruments[analysis.instrument]
        for scale in analysis.scales:
            for sensitivity in readings_of_scale(instrument, scale):
                question = Question(study, name, analysis, scale, sensitivity, checked)
                precision = find_precision(question, alphas, people)
                for part in parts:
                    rows += _describe(question, people, part, precision)
                rows += _compare(question, people, parts)
    adjust_families(study.plan, rows)
    return build_table(rows)


def _choose_checks(analysis: ChangeAnalysis, comparability: pd.DataFrame) -> pd.DataFrame:
    """The checks of the two waves of an analysis that have a consequence."""
    rows = comparability[comparability["subject"] == analysis.instrument]
    rows = rows[(rows["before"] == analysis.before) & (rows["after"] == analysis.after)]
    return rows[rows["consequence"] != "none"]


def _describe(question: Question, people: People, part: Part, precision: Precision) -> Iterator[Row]:
    """The rows about one part of the people by itself."""
    about = question.about(part)
    scores = choose_scores(people, part, (question.scale, question.sensitivity))
    yield from describe_linked(about, scores)
    waves = estimate_waves(about, scores)
    yield from compare_waves(about, scores, waves)
    if part.case != "all":
        yield describe_unit(about, scores, waves["change"])
        return
    yield from compare_left(about, scores)
    yield from count_reliable(about, scores, precision)
    # Of a part of the people the other reading is told by the plainer designs; the model takes its time.
    if (part.kind, part.group) == ("all", "all") or question.sensitivity == "main":
        yield model_change(about, scores)


def _compare(question: Question, people: People, parts: list[Part]) -> Iterator[Row]:
    """The rows that compare parts: each group with the others, and the treated cases with the others."""
    scale = (question.scale, question.sensitivity)
    groups = [part.group for part in parts if part.group != "all"]
    whole = choose_scores(people, parts[0], scale)
    about = question.about(parts[0])
    if len(groups) == 2:
        # The second one's contrast is the first one's turned round, and only one of them decides.
        first = model_difference(about, whole, people.group == groups[0], groups[0], primary=True)
        yield from (first, turn_round(first, groups[1]))
    elif len(groups) > 2:
        for group in groups:
            yield model_difference(about, whole, people.group == group, group, primary=True)
    if question.analysis.treated:
        yield from compare_treated(question, people, question.analysis.treated, question.analysis.against)
