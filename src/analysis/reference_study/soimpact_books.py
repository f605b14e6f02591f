"""Made-up SoImpact workbooks of three cases, filled in as their teams would have by the summer of 2018."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analysis.formulas.resampling import stream
from analysis.reference_study import design
from analysis.reference_study.soimpact_design import (
    DAY_SPREAD,
    PERSON_SPREAD,
    QUARTER,
    QUARTERS,
    SCORED,
    SEEN,
    TREND,
    seen,
)
from analysis.reference_study.soimpact_goals import BEFORE, GOALS, LAST, SPRING, Row
from analysis.templates.soimpact import fill_workbook
from analysis.templates.soimpact_example import Filled

LANGUAGE = "nb"
PLANS: Mapping[str, tuple[str, str, str, str]] = {
    design.ASKER: (
        "Kvinner som har innvandret, står utenfor arbeidslivet og bruker lite norsk.",
        "Flere av dem er i arbeid og klarer seg i hverdagen på norsk.",
        "Rundt 16 kvinner om gangen.",
        "Vi syr og selger sammen, derfor snakker vi norsk, derfor vokser mestringen, derfor våger flere å "
        "søke arbeid.",
    ),
    design.FRISKGARDEN: (
        "Unge faller ut av skole og arbeid og blir gående alene.",
        "Flere unge er i skole eller arbeid, og færre er ensomme.",
        "Rundt 20 unge mellom 18 og 30 år om gangen.",
        "De unge arbeider på gården, derfor får dagene innhold, derfor får de tro på seg selv, derfor "
        "vender de tilbake.",
    ),
    design.ARENDAL: (
        "Flyktninger venter lenge på språk og arbeid og kjenner få i byen.",
        "Flere består språkprøven, kjenner folk og får arbeid.",
        "Rundt 16 flyktninger om gangen.",
        "Vi arbeider på gården med frivillige, derfor brukes språket, derfor bestås prøven, derfor kommer "
        "jobbene.",
    ),
}
"""The texts of the first four steps."""
SYNTHETIC = "Alt i denne arbeidsboken er oppdiktet av et program: ingen har målt dette."


def export_workbooks(seed: int) -> dict[str, bytes]:
    """The workbooks by the names of their files."""
    return {f"{case}.xlsx": fill_workbook(_fill(case, seed), LANGUAGE) for case in GOALS}


def _fill(case: str, seed: int) -> Filled:
    plan = dict(enumerate(PLANS[case], 1)) | {10: SYNTHETIC}
    measured, people = list(SEEN[case]), list[Row]()
    if case == design.ASKER:
        random = stream(seed, "reference_study", "soimpact", case)
        people = _draw_people(random)
        measured = [*_draw_trend(random), *measured, *_measure_scores()]
    rows = {"indicators": GOALS[case], "measurements": measured, "people": people}
    return Filled(case, plan, rows)


def _draw_trend(random: np.random.Generator) -> list[Row]:
    """A count by quarter that is at most one off its line, and on it the first and the last time."""
    name, first, added, length = TREND
    off = random.integers(-1, 2, length)
    off[[0, -1]] = 0
    return [
        seen(
            name,
            day,
            "baseline" if number == 0 else "follow_up",
            value=int(first + added * number + off[number]),
            period_days=(day - QUARTERS[number - 1]).days if number else QUARTER,
        )
        for number, day in enumerate(QUARTERS)
    ]


def _measure_scores() -> list[Row]:
    """The measurements whose values are worked out of the scores of single people."""
    name = SCORED[0]
    return [seen(name, BEFORE, "baseline"), seen(name, SPRING), seen(name, LAST, "end")]


def _draw_people(random: np.random.Generator) -> list[Row]:
    """The score of every woman on every day that she answered, from 0 to 10 in halves."""
    name, means, answered = SCORED
    outlooks = PERSON_SPREAD * random.standard_normal(max(answered))
    outlooks -= outlooks.mean()
    rows: list[Row] = []
    for day, mean, count in zip((BEFORE, SPRING, LAST), means, answered, strict=True):
        noise = DAY_SPREAD * random.standard_normal(len(outlooks))
        for number in range(count):
            score = round(2 * float(np.clip(mean + outlooks[number] + noise[number], 0, 10))) / 2
            rows.append(
                {"indicator": name, "version": 1, "person": f"K{number + 1:02}", "date": day, "score": score}
            )
    return rows
