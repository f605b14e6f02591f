"""Survey, codings and scorecards set side by side, construct by construct, and where they agree."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.constructs import Construct, JointDisplay
from analysis.contracts import JOINT
from analysis.contracts.sides import PARTS
from analysis.integration.directions import Part, judge
from analysis.integration.scorecards import FieldScores, score_fields
from analysis.integration.survey import ScaleMeans, take_means
from analysis.integration.talk import Talk, listen
from analysis.study import Study
from analysis.tables import conform

Row = dict[str, object]


def integrate_sources(
    study: Study,
    descriptives: pd.DataFrame,
    units: pd.DataFrame,
    codings: pd.DataFrame,
    scorecards: pd.DataFrame,
) -> pd.DataFrame:
    """Each construct of joint_display.yaml as the three sources see it, for all cases and each (JOINT).

    `descriptives` are ESTIMATES, the others meet their contracts. A case has rows where some source tells
    anything of it. A part without a number has the direction none. The rule is told in
    docs/continuum-and-joint-display.md; without the file joint_display.yaml there are no rows.
    """
    display = study.joint_display
    if display is None:
        return conform(pd.DataFrame(columns=JOINT.names), JOINT)
    means = take_means(study, display, descriptives)
    talk = listen(study, display, units, codings)
    scores = score_fields(study, display, scorecards)
    told = {*means.cases, *talk.cases, *scores.cases}
    rows = [
        _build_row(display, construct, case, means, talk, scores)
        for case in (["all", *(case for case in study.cases if case in told)] if told else [])
        for construct in display.constructs
    ]
    return conform(pd.DataFrame(rows, columns=JOINT.names), JOINT)


def _build_row(
    display: JointDisplay, construct: Construct, case: str, means: ScaleMeans, talk: Talk, scores: FieldScores
) -> Row:
    row: Row = {"wave": display.wave, "case": case, "construct": construct.id}
    found: dict[str, Callable[[], Part]] = {
        "factors": lambda: means.part(case, construct.scales),
        "barriers": lambda: means.part(case, construct.barriers),
        "codings": lambda: talk.part(case, construct.codes),
        "scorecard": lambda: scores.part(case, construct.scorecard_field),
    }
    parts = {name: found[name]() for name in PARTS}
    for name, part in parts.items():
        row |= {name: part.value, f"{name}_low": part.low, f"{name}_high": part.high, f"{name}_n": part.n}
        row[f"{name}_direction"] = part.direction
    verdict, made_by = judge({name: part.direction for name, part in parts.items()})
    speakers, cases = talk.count_voices(case, construct.codes)
    row |= {"codings_share": talk.share(case, construct.codes)}
    row |= {"codings_speakers": speakers, "codings_cases": cases}
    return row | {"verdict": verdict, "reason": made_by}
