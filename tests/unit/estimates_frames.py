"""Frames of estimates as the methods and the gate leave them, made up for the tests of what is shown.

The numbers follow from the names of the rows, so that a frame is the same whenever it is made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pandas as pd

from analysis.contracts import (
    ATTRITION,
    CASE_LINKS,
    DISCLOSURE_LOG,
    ESTIMATES,
    FINDINGS,
    NEAR_MISSES,
    RECEIPT_SUMMARY,
    SAMPLE,
    SAMPLE_FLOW,
    STAGES,
    Contract,
)
from analysis.results import CHANGE_TABLES, CODING_TABLES, RESTRICTED_TABLES
from analysis.settings import Case
from analysis.study import Study
from analysis.tables import conform

PEOPLE = {"municipality": 11, "social_enterprise": 7}
LEVEL = 0.95


def draw(*names: object) -> float:
    """A number from 0 to 1 that belongs to these names."""
    digest = hashlib.sha256("|".join(map(str, names)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def own_groups(study: Study) -> list[str]:
    """The groups that the report's own instrument asks."""
    return study.groups_of(study.settings.main_instrument)


def own_cases(study: Study) -> list[Case]:
    """The cases in which the report's own instrument was answered."""
    own = study.cases_of(study.settings.main_instrument)
    return [case for case in study.settings.cases if case.id in own and case.waves]


def own_waves(study: Study) -> list[str]:
    """The waves of these cases, in order."""
    named = {wave for case in own_cases(study) for wave in case.waves}
    return [wave.id for wave in study.settings.waves if wave.id in named]


def estimate_row(study: Study, analysis: str, statistic: str, **more: Any) -> dict[str, Any]:
    """One row of ESTIMATES with everything that is not given filled in."""
    empty = dict.fromkeys(("scale", "item", "category", "contrast", "family", "reason"), "")
    numbers = dict.fromkeys(("estimate", "ci_low", "ci_high", "df", "p", "p_adjusted"), None)
    row: dict[str, Any] = {
        **empty,
        **numbers,
        "analysis": analysis,
        "statistic": statistic,
        "instrument": study.settings.main_instrument,
        "case": "all",
        "group": "all",
        "wave": study.main_wave,
        "ci_level": LEVEL,
        "purpose": "descriptive",
        "n": 18,
        "n_smallest": 7,
        "n_groups": 2,
        "n_cases": 6,
        "n_excluded": 0,
        "method": "made up",
        "seed": None,
        "role": "",
        "status": "ok",
        "sensitivity": "main",
    }
    return row | more


def without_number(row: dict[str, Any], status: str, reason: str) -> dict[str, Any]:
    """The row as it stands where there is no number."""
    gone = dict.fromkeys(("estimate", "ci_low", "ci_high", "df", "p", "p_adjusted"), None)
    if status == "withheld":
        gone |= dict.fromkeys(("n", "n_smallest", "n_cases", "n_excluded"), None)
    return row | gone | {"status": status, "reason": reason}


def describe(study: Study) -> pd.DataFrame:
    """Means of scales and items, agreement and counts for every population."""
    rows: list[dict[str, Any]] = []
    for analysis, description in study.plan.descriptions.items():
        for group, case, n in populations(study):
            about = {"group": group, "case": case, "n": n}
            for scale in description.scales:
                rows += describe_scale(study, analysis, scale, about)
            for item in description.items:
                rows += describe_item(study, analysis, item, about)
            for item in description.counts:
                rows += count_answers(study, analysis, item, about)
    return conform(pd.DataFrame(rows), ESTIMATES)


def populations(study: Study) -> Iterator[tuple[str, str, int]]:
    """Group, case and n of every population with respondents."""
    cases, groups = [case.id for case in own_cases(study)], own_groups(study)
    people = {group: PEOPLE.get(group, 6) for group in groups}
    yield "all", "all", sum(people.values())
    yield from ((group, "all", n) for group, n in people.items())
    yield from (("all", case, 3) for case in cases)
    yield from ((group, case, 1 + (group == groups[0])) for case in cases for group in groups)


def describe_scale(
    study: Study, analysis: str, scale: str, about: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    instrument = study.instruments[study.settings.main_instrument]
    low, high = instrument.limits(scale)
    lower = instrument.scale(scale).better == "lower"
    for reading in ["main", "neutral"] if instrument.has_neutral_reading(scale) else ["main"]:
        part = 0.55 + 0.3 * (draw(scale) - 0.5) + 0.12 * (draw(scale, about["case"]) - 0.5)
        part += (0.14 + 0.2 * (draw(scale, "gap") - 0.5)) * (about["group"] == own_groups(study)[-1])
        part -= 0.05 * draw(scale, about["group"], "neutral") * (reading == "neutral")
        mean = low + (high - low) * min(max(1 - part if lower else part, 0.02), 0.98)
        half = (high - low) * 0.55 / about["n"] ** 0.5
        ends = {"ci_low": max(low, mean - half), "ci_high": min(high, mean + half)}
        if about["n"] == 1:
            ends = {}
        row = estimate_row(study, analysis, "mean", scale=scale, sensitivity=reading, **about)
        yield row | {"estimate": mean} | ends


def describe_item(study: Study, analysis: str, item: str, about: dict[str, Any]) -> Iterator[dict[str, Any]]:
    answers = study.instruments[study.settings.main_instrument].answer_set(item)
    low, high = (answers.minimum or 1), (answers.maximum or 5)
    mean = low + (high - low) * (0.3 + 0.5 * draw(item, about["group"]))
    row = estimate_row(study, analysis, "mean", item=item, **about)
    yield row | {"estimate": mean, "ci_low": mean - 0.4, "ci_high": mean + 0.4}
    if about["case"] == "all" and about["group"] != "all":
        row = estimate_row(study, analysis, "rwg", item=item, **about)
        yield row | {"estimate": draw(item, "rwg"), "ci_low": 0.0, "ci_high": 1.0}


def count_answers(study: Study, analysis: str, item: str, about: dict[str, Any]) -> Iterator[dict[str, Any]]:
    values = study.instruments[study.settings.main_instrument].answer_set(item).values()
    left = about["n"]
    for place, value in enumerate(values):
        last = place == len(values) - 1
        count = left if last else min(left, round(about["n"] * 0.6 * draw(item, value)))
        left -= count
        for statistic, number in (("count", float(count)), ("share", count / about["n"])):
            row = estimate_row(study, analysis, statistic, item=item, category=str(value), **about)
            yield row | {"estimate": number, "ci_low": number * 0.5, "ci_high": number * 1.5}


def summarise(study: Study) -> dict[str, pd.DataFrame]:
    """The tables of the sample, the receipts, the printed findings and what is withheld."""
    about = {"instrument": study.settings.main_instrument, "wave": study.main_wave}
    told = {"status": "ok", "reason": ""}
    sample = [about | told | {"group": group, "case": case, "n": n} for group, case, n in populations(study)]
    receipts = [
        {"source": source, "what": what, "why": why, "count": count} | told
        for source in study.source_ids
        for what, why, count in (
            ("row_read", "total", 1200),
            ("row_kept", "answer", 1100),
            ("cell_read", "total", 70),
            ("cell_kept", "usable", 60),
            ("cell_set_missing", "answer_not_relevant", 10),
        )
    ]
    printed = study.plan.findings.facts if study.plan.findings else []
    findings = [
        {"finding": str(fact.finding), "fact": fact.fact, "published": fact.published, "n": 18, "n_cases": 6}
        | {"recomputed": "9/10; 8/10", "agrees": "yes", "measure": fact.measure}
        for fact in printed
    ]
    log = [
        {"table": "descriptives", "key": str(number), "rule": rule, "why": "."}
        for number, rule in enumerate(("minimum_people", "minimum_people", "secondary", "exception"))
    ]
    return {
        "sample": conform(pd.DataFrame(sample), SAMPLE),
        "receipts": conform(pd.DataFrame(receipts, columns=RECEIPT_SUMMARY.names), RECEIPT_SUMMARY),
        "published_findings": conform(pd.DataFrame(findings, columns=FINDINGS.names), FINDINGS),
        "disclosure_log": conform(pd.DataFrame(log), DISCLOSURE_LOG),
    }


def follow(study: Study) -> dict[str, pd.DataFrame]:
    """The tables of people and cases across waves; one stage is not listed, and one pair is undecided."""
    waves = own_waves(study)
    pairs = list(pairwise(waves))
    case, group = own_cases(study)[0].id, own_groups(study)[0]
    about = {"instrument": study.settings.main_instrument, "case": case, "group": group}
    near = [
        {
            "source": "early",
            "row": 4,
            "wave": before,
            "same_source": "late",
            "same_row": 7,
            "same_wave": after,
        }
        | {**about, "decision": "open"}
        for before, after in pairs
    ]
    return {
        "sample_flow": conform(
            pd.DataFrame([row for wave in waves for row in _flow(study, wave)]), SAMPLE_FLOW
        ),
        "attrition": _table([row for pair in pairs for row in _attrition(study, *pair)], ATTRITION),
        "case_links": _table([row for pair in pairs for row in _links(study, *pair)], CASE_LINKS),
        "near_misses": _table(near, NEAR_MISSES),
    }


def _table(rows: list[dict[str, Any]], contract: Contract) -> pd.DataFrame:
    return conform(pd.DataFrame(rows, columns=contract.names), contract)


def _flow(study: Study, wave: str) -> Iterator[dict[str, Any]]:
    about = {"instrument": study.settings.main_instrument, "wave": wave}
    for group, case, n in populations(study):
        for place, stage in enumerate(STAGES) if case == "all" else ():
            listed = {"n": n + 4 - place, "status": "ok", "reason": ""}
            missing = {"n": None, "status": "not_estimable", "reason": "not_listed"}
            yield about | {"group": group, "stage": stage} | (missing if stage == "opened" else listed)


def _attrition(study: Study, before: str, after: str) -> Iterator[dict[str, Any]]:
    about = {"instrument": study.settings.main_instrument, "wave_before": before, "wave_after": after}
    for group, case, n in populations(study):
        counts = {"before": n, "after": n, "both": n - 1, "left": 1, "joined": 1, "near_misses": 1}
        for statistic, number in (counts | {"unlinked_before": 0, "unlinked_after": 0}).items():
            named = {"case": case, "group": group, "statistic": statistic, "n": number, "basis": "code"}
            yield about | named | {"status": "ok", "reason": ""}


def _links(study: Study, before: str, after: str) -> Iterator[dict[str, Any]]:
    names = {"name_before": "Steinkjer", "name_after": "Steinkjer", "change": "merged"}
    for case in own_cases(study):
        if {before, after} <= set(case.waves):
            numbers = {"number_before": case.municipality, "number_after": "5006"}
            yield {"case": case.id, "wave_before": before, "wave_after": after} | numbers | names


def make_results(study: Study) -> dict[str, pd.DataFrame]:
    """Every table of results that has a place in a report, with nothing withheld."""
    from tests.unit.change_frames import change
    from tests.unit.coding_frames import code
    from tests.unit.comparability_frames import compare as compare_occasions
    from tests.unit.difference_frames import compare
    from tests.unit.headline_frames import count, pool, specify
    from tests.unit.progress_frames import show
    from tests.unit.reliability_frames import measure, rely, spread
    from tests.unit.scorecard_frames import score

    estimates = {"descriptives": describe(study), "reliability": rely(study), "differences": compare(study)}
    estimates |= {"across_cases": pool(study), "inside_cases": spread(study), "distances": measure(study)}
    estimates |= {"specifications": specify(study), "robustness": count(study)}
    empty = {
        name: conform(pd.DataFrame(columns=contract.names), contract)
        for name, (_, contract) in (CODING_TABLES | CHANGE_TABLES | RESTRICTED_TABLES).items()
    }
    return (
        empty
        | estimates
        | summarise(study)
        | follow(study)
        | code(study)
        | change(study)
        | compare_occasions(study)
        | score(study)
        | show(study)
    )


def withhold(frame: pd.DataFrame, **where: str) -> pd.DataFrame:
    """The frame with the numbers of the rows that match withheld."""
    hit = pd.Series(True, index=frame.index)
    for name, value in where.items():
        hit &= frame[name] == value
    assert hit.any(), f"no row has {where}"
    return _blank(frame, hit, "withheld", "minimum_people")


def unsettle(frame: pd.DataFrame, reason: str, **where: str) -> pd.DataFrame:
    """The frame with the numbers of the rows that match not estimable."""
    hit = pd.Series(True, index=frame.index)
    for name, value in where.items():
        hit &= frame[name] == value
    assert hit.any(), f"no row has {where}"
    return _blank(frame, hit, "not_estimable", reason)


def _blank(frame: pd.DataFrame, hit: pd.Series, status: str, reason: str) -> pd.DataFrame:
    rows = [
        without_number(row, status, reason) if match else row
        for row, match in zip(frame.to_dict("records"), hit, strict=True)
    ]
    return conform(pd.DataFrame(rows), ESTIMATES)
