"""How far coders agree, and where they do not.

`scopes` says whose codings of which units a number is about and what they are counted as, `coefficients`
computes every coefficient of a topic, `pairs` and `drift` look at two coders and at time, `disagreements`
lists the units to talk about, and `rows` builds the table.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.agreement.coefficients import OF_CODES, OF_SETS, estimate_steps, estimate_topic
from analysis.agreement.disagreements import list_differences, number_places
from analysis.agreement.drift import estimate_drift, follow_sessions
from analysis.agreement.pairs import estimate_pairs
from analysis.agreement.rows import Row, build_row, missing
from analysis.agreement.scopes import Scope, Topic, count_values, open_scopes
from analysis.codebooks import Codebook
from analysis.contracts import AGREEMENT, DISAGREEMENTS
from analysis.study import Study
from analysis.tables import conform


def estimate_agreement(study: Study, units: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """How far coders agree (AGREEMENT), in every analysis of codings, wave and kind of unit of the plan.

    Of all codes, each field and each code, over all units that two coders or more read (`all`) and over
    those to which somebody gave the code or one of the field (`coded`). Of the plan's kind of unit, besides:
    pairs of coders, sessions, and the drift from the units coded first to those coded last. Coders whom a
    file does not name are left out. What has no number is a row with a reason: `one_coder` where fewer than
    two known coders read anything, `no_uncoded_units` for all segments, which exist only where somebody
    coded. Empty where there are no units.
    """
    rows: list[Row] = []
    for scope in open_scopes(study, units, codings):
        rows += _estimate_scope(scope)
        if scope.kind == scope.plan.unit:
            topics = list_topics(scope.codebook)
            rows += estimate_pairs(scope, topics)
            wide = [topic for topic in topics if not topic.code]
            rows += follow_sessions(scope, wide)
            rows += estimate_drift(scope, wide, codings)
    return conform(pd.DataFrame(rows, columns=AGREEMENT.names), AGREEMENT)


def list_disagreements(study: Study, units: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """Every unit and code on which the known coders who read it differ (DISAGREEMENTS), by the plan's unit.

    First the code with the lowest alpha, then the unit with the most even split, then the order of the
    sessions. Empty where nobody differs.
    """
    rows: list[Row] = []
    for scope in open_scopes(study, units, codings):
        if scope.kind == scope.plan.unit:
            rows += list_differences(scope)
    made = number_places(rows) if rows else pd.DataFrame(columns=DISAGREEMENTS.names)
    return conform(made, DISAGREEMENTS)


def list_topics(codebook: Codebook) -> list[Topic]:
    """All codes together, each field, and each code, in the order of the codebook.

    A field with codes below it has no topic of its own as a code: its set of codes says more.
    """
    topics = [Topic()]
    for field in codebook.fields():
        topics.append(Topic(field.id))
        topics += [Topic(field.id, code.id) for code in field.walk() if code is not field or not field.codes]
    return topics


def _estimate_scope(scope: Scope) -> Iterator[Row]:
    if "all" not in scope.counted:
        material = count_values(scope.of_units(scope.decided.readers < 0), Topic(), "coded")
        for name in OF_SETS:
            yield build_row(material, Topic(), "all", name, missing("no_uncoded_units"))
    for counted in scope.counted:
        for topic in list_topics(scope.codebook):
            yield from estimate_topic(scope, topic, counted, OF_CODES if topic.code else OF_SETS)
        for group in scope.codebook.ordinal_groups():
            yield from estimate_steps(scope, group, counted)
