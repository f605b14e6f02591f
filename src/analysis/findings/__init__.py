"""The printed facts of the survey, each beside the same fact recomputed from these data."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.contracts import FINDINGS
from analysis.findings.evidence import Evidence
from analysis.findings.measures import MEASURES
from analysis.populations import READINGS
from analysis.published_facts import Bound, FactSettings, Findings, PublishedFact
from analysis.study import Study
from analysis.tables import conform

__all__ = ["MEASURES", "Evidence", "assess_findings", "describe_rule", "meets"]


def assess_findings(
    study: Study,
    responses: dict[str, pd.DataFrame],
    scores: pd.DataFrame,
    descriptives: pd.DataFrame,
    differences: pd.DataFrame,
) -> pd.DataFrame:
    """The facts of the plan beside the recomputed ones (FINDINGS), in the plan's order of findings.

    A fact about estimates that exist under two readings of the answers agrees only if it does under
    both; `recomputed` then tells both where they differ, the reading `main` first. `scores` are not
    needed and are part of the step's interface only. Without printed facts the table is empty.
    """
    findings = study.plan.findings
    if findings is None:
        return conform(pd.DataFrame(columns=FINDINGS.names), FINDINGS)
    estimates = pd.concat([descriptives, differences], ignore_index=True)
    evidence = {
        reading: _gather(study, findings, responses, estimates[estimates["sensitivity"] == reading])
        for reading in READINGS
    }
    return conform(pd.DataFrame([_assess(fact, evidence) for fact in findings.facts]), FINDINGS)


def _gather(
    study: Study, findings: Findings, responses: dict[str, pd.DataFrame], estimates: pd.DataFrame
) -> Evidence:
    people = responses[findings.instrument]
    ours = (estimates["instrument"] == findings.instrument) & (estimates["wave"] == findings.wave)
    return Evidence(
        study,
        study.instruments[findings.instrument],
        study.plan.contrasts[findings.contrast],
        people[people["wave"] == findings.wave],
        estimates[ours],
    )


def _assess(fact: PublishedFact, evidence: dict[str, Evidence]) -> dict[str, object]:
    readings = [reading for reading in READINGS if _has_reading(fact.settings, evidence[reading], reading)]
    recomputed = [MEASURES[fact.measure](evidence[reading], fact.settings) for reading in readings]
    known = [one for one in recomputed if one is not None]
    if len(known) < len(recomputed):
        agrees = "not_estimable"
    else:
        agrees = "yes" if all(meets(one.value, fact.expect) for one in known) else "no"
    return {
        "finding": str(fact.finding),
        "fact": fact.fact,
        "published": fact.published or fact.statement.en,
        "recomputed": "; ".join(dict.fromkeys(map(str, known))),
        "agrees": agrees,
        "measure": describe_rule(fact),
        "n": min((one.n for one in known), default=None),
        "n_cases": min((one.n_cases for one in known), default=None),
    }


def _has_reading(settings: FactSettings, evidence: Evidence, reading: str) -> bool:
    """Whether the analysis the fact is about has this reading; facts about people have the first only."""
    if reading == READINGS[0]:
        return True
    return settings.analysis is not None and bool((evidence.estimates["analysis"] == settings.analysis).any())


def meets(value: float, bounds: Mapping[Bound, float]) -> bool:
    """Whether a number meets every bound: equals, at_least, at_most."""
    return (
        value == bounds.get("equals", value)
        and value >= bounds.get("at_least", value)
        and value <= bounds.get("at_most", value)
    )


def describe_rule(fact: PublishedFact) -> str:
    """The rule of a fact on one line, as `scales_higher(analysis=..., scales=f*) at_least 20`."""
    settings = ", ".join(
        f"{name}={value}" for name, value in fact.settings.model_dump(exclude_defaults=True).items()
    )
    bounds = " ".join(f"{name} {bound:g}" for name, bound in fact.expect.items())
    return f"{fact.measure}({settings}) {bounds}"
