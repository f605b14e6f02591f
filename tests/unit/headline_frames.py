"""Frames on the headline differences as the methods and the gate leave them, made up for what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.contracts import ESTIMATES, ROBUSTNESS, SPECIFICATIONS
from analysis.study import Study
from analysis.tables import conform
from tests.unit.estimates_frames import draw, estimate_row, own_cases

TESTS = ("within_case_difference", "within_case_ranks", "welch", "mann_whitney", "mixed_model")
VARIED = ("reading", "scoring", "items", "test", "case", "respondent")


def _headlines(study: Study) -> Iterator[dict[str, str]]:
    for analysis, plan in study.plan.comparisons.items():
        for scale in plan.scales:
            named = {"analysis": analysis, "scale": scale, "contrast": plan.contrast}
            yield named | {"instrument": plan.instrument, "wave": study.main_wave}


def specify(study: Study, every: bool = True) -> pd.DataFrame:
    """The specifications of every headline; those that leave somebody out only with `every`."""
    rows = [row for named in _headlines(study) for row in _specify(named, every)]
    return conform(pd.DataFrame(rows, columns=SPECIFICATIONS.names), SPECIFICATIONS)


def _specify(named: dict[str, str], every: bool) -> Iterator[dict[str, Any]]:
    middle = 2 * (draw(named["scale"], "g") - 0.4)
    about = {"reading": "main", "scoring": "mean", "items": "all", "left_out": "nobody", "status": "ok"}
    about |= {"reason": "", "n": 18, "n_cases": 6, "direction": "first" if middle > 0 else "second"}
    for place, test in enumerate(TESTS):
        value = middle + 0.3 * (draw(named["scale"], test) - 0.5)
        holds = "no" if draw(named["scale"], test, "holds") < 0.2 and place else "yes"
        varied = "test" if place else "headline"
        ends = {"ci_low": value - 0.9, "ci_high": value + 0.9, "p": 0.04}
        told = {"test": test, "estimate": value, "varied": varied, "holds": holds}
        yield named | about | told | (ends if test != "mann_whitney" else {"p": 0.2})
    for number in range(18 if every else 0):
        value = middle + 0.2 * (draw(named["scale"], number) - 0.5)
        told = {"test": TESTS[0], "estimate": value, "varied": "respondent", "holds": "yes", "p": 0.03}
        yield named | about | told | {"left_out": f"respondent:{number + 1}"}


def count(study: Study) -> pd.DataFrame:
    """In how many specifications every headline holds."""
    rows = []
    for named in _headlines(study):
        purpose = study.plan.comparisons[named["analysis"]].purpose
        for varied, whole in zip(("all", *VARIED), (61, 1, 2, 0, 8, 6, 18), strict=True):
            held = whole - round(0.3 * whole * draw(named["scale"], varied))
            counts = {"n_specifications": whole, "n_same_direction": whole, "n_holds": held}
            about = {"purpose": purpose, "varied": varied, "status": "ok", "reason": ""}
            rows.append(named | about | counts | {"n_not_estimable": 0})
    return conform(pd.DataFrame(rows), ROBUSTNESS)


def pool(study: Study) -> pd.DataFrame:
    """The cases' differences and what they add up to."""
    instrument = study.instruments[study.settings.main_instrument]
    cases = [case.id for case in own_cases(study)]
    rows = []
    for named in _headlines(study):
        plan = study.plan.comparisons[named["analysis"]]
        unit = (instrument.limits(named["scale"])[1] - instrument.limits(named["scale"])[0]) / 5
        value = 2 * (draw(named["scale"], "g") - 0.4) * unit
        about = {"scale": named["scale"], "contrast": named["contrast"]}
        about |= {"family": plan.family, "purpose": plan.purpose}
        for statistic, half in (("pooled_difference", 0.8), ("pooled_prediction", 1.6)):
            row = estimate_row(study, named["analysis"], statistic, **about) | {"estimate": value}
            rows.append(row | {"ci_low": value - half * unit, "ci_high": value + half * unit, "p": 0.06})
        row = estimate_row(study, named["analysis"], "pooled_tau", **about)
        rows.append(row | {"estimate": 0.3 * unit, "reason": "too_few_cases"})
        for case in cases:
            row = estimate_row(study, named["analysis"], "case_difference", case=case, n=3, **about)
            own = value + unit * (draw(named["scale"], case) - 0.5)
            rows.append(row | {"estimate": own, "ci_low": own - 2 * unit, "ci_high": own + 2 * unit})
    return conform(pd.DataFrame(rows), ESTIMATES)
