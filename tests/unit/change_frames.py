"""Frames on change between the waves of surveys, made up for the tests of what is shown.

The rows are those that the method makes of a study in which nobody answered; the numbers follow from the
names of the rows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.change.surveys import estimate_changes
from analysis.contracts import ATTRITION, CHANGES, COMPARABILITY, ESTIMATES, SCORES, Contract
from analysis.planned_changes import ChangeAnalysis
from analysis.settings import CaseKind
from analysis.study import Study
from analysis.tables import conform
from tests.unit.estimates_frames import LEVEL, draw

KINDS = (
    ("project", "Prosjektkommuner", "Project municipalities", "#1f5a94", "circle"),
    ("follower", "Følgekommuner", "Followers", "#c25a12", "diamond"),
)
OTHER = "again"
"""The instrument that the report is not about."""
TESTS = ("change", "paired_t", "wilcoxon", "sign_flip", "change_difference", "permutation", "wild_bootstrap")
SHARES = ("reliably_up", "reliably_down")


def with_changes(study: Study) -> Study:
    """The study with two waves, two kinds of cases, and two analyses of change, one of another instrument.

    The other instrument has the scales of the main one under labels of its own.
    """
    settings, main = study.settings, study.instruments[study.settings.main_instrument]
    waves = [*settings.waves]
    if len(waves) < 2:
        later = {"id": "later", "label": {"nb": "Senere", "en": "Later"}, "date": "2024-03-04"}
        waves.append(type(waves[0]).model_validate(later))
    both = [wave.id for wave in waves]
    kinds = [
        CaseKind.model_validate(
            {"id": name, "label": {"nb": nb, "en": en}, "colour": colour, "marker": marker}
        )
        for name, nb, en, colour, marker in KINDS
    ]
    cases = [
        case.model_copy(update={"kind": KINDS[number % 2][0], "waves": both})
        for number, case in enumerate(settings.cases)
    ]
    renamed = [
        scale.model_copy(
            update={
                "label": scale.label.model_copy(
                    update={"nb": f"Annen {scale.label.nb}", "en": f"Other {scale.label.en}"}
                )
            }
        )
        for scale in main.scales
    ]
    other = main.model_copy(update={"id": OTHER, "scales": renamed})
    about: dict[str, Any] = {"before": both[0], "after": both[1], "family": next(iter(study.plan.families))}
    scales = [scale.id for scale in main.scales]
    planned = {
        "surveys": about | {"instrument": main.id, "scales": list(dict.fromkeys([*scales[:3], scales[-1]]))},
        "compared": about
        | {"instrument": OTHER, "scales": scales[:2], "treated": ["project"], "against": ["follower"]},
    }
    label = {"nb": "Endring over tid", "en": "Change over time"}
    changes = {
        name: ChangeAnalysis.model_validate(one | {"label": label, "purpose": "exploratory"})
        for name, one in planned.items()
    }
    return replace(
        study,
        settings=settings.model_copy(update={"waves": waves, "case_kinds": kinds, "cases": cases}),
        plan=study.plan.model_copy(update={"changes": changes}),
        instruments=study.instruments | {OTHER: other},
    )


def change(study: Study) -> dict[str, pd.DataFrame]:
    """The tables of changes by their names in the results, of the analyses that the plan has."""
    empty = (_table([], contract) for contract in (SCORES, ESTIMATES, COMPARABILITY))
    rows = estimate_changes(study, *empty)
    made = [_fill(study, row) for row in rows.to_dict("records")]
    return {"changes": _table(made, CHANGES)}


def follow_others(study: Study, attrition: pd.DataFrame) -> pd.DataFrame:
    """The table of attrition with the people of the other instrument, as many as of the main one."""
    pair = next(iter(study.plan.changes.values()))
    about = {"wave_before": pair.before, "wave_after": pair.after, "case": "all", "basis": "code"}
    counts = {"before": 40, "after": 44, "both": 25, "left": 12, "joined": 17, "near_misses": 0}
    counts |= {"unlinked_before": 3, "unlinked_after": 2}
    rows = [
        about | {"instrument": instrument, "group": group, "statistic": statistic, "n": n // part}
        for instrument in (study.settings.main_instrument, OTHER)
        for group, part in (("all", 1), *((group, 2) for group in study.groups))
        for statistic, n in counts.items()
    ]
    named = pd.DataFrame(rows).assign(status="ok", reason="")
    kept = attrition[attrition["case"] != "all"]
    return _table(pd.concat([kept, named]).to_dict("records"), ATTRITION)


def _fill(study: Study, row: dict[str, Any]) -> dict[str, Any]:
    """A row with numbers, as a study would have them in which people answered."""
    limits = study.instruments[row["instrument"]].limits(row["scale"])
    span = limits[1] - limits[0]
    about = (row["scale"], row["kind"], row["group"], row["case"])
    moved = span * (0.14 * draw(*about, "moved") - 0.04) + 0.12 * span * (row["kind"] == "project")
    before = limits[0] + span * (0.4 + 0.3 * draw(*about, "before"))
    slip = 0.01 * span * draw(*about, row["design"])
    numbers = {"mean_before": before, "mean_after": before + moved + slip, "change": moved + slip}
    numbers |= {"d_z": 4 * moved / span, "d_av": 3 * moved / span, "wilcoxon": 0.4}
    numbers |= {name: 0.25 * draw(*about, name) for name in SHARES}
    numbers["smallest_reliable_change"] = 0.3 * span
    estimate = numbers.get(row["statistic"], moved + slip)
    half = 0.05 * span if row["statistic"] not in SHARES else 0.1
    filled = row | {"estimate": estimate, "ci_low": estimate - half, "ci_high": estimate + half}
    filled |= _count(row) | {"ci_level": LEVEL, "comparable": "yes", "status": "ok", "reason": ""}
    if row["role"]:
        p = draw(*about, row["design"], row["contrast"], row["statistic"]) ** 2
        filled |= {"p": p, "p_adjusted": min(1.0, 2 * p) if row["role"] == "primary" else None}
        filled |= {"p_floor": 0.0667 if row["statistic"] in ("permutation", "sign_flip") else None}
    return filled | _without(row, filled)


def _count(row: dict[str, Any]) -> dict[str, Any]:
    part = 1 if row["kind"] == row["group"] == "all" else 2
    n = 6 if row["case"] != "all" else 40 // part
    counts = {"n_before": n, "n_after": n - 1, "n_linked": n - 3, "n_smallest": n - 3, "n_cases": 6 // part}
    if row["design"] == "linked":
        counts |= {"n_before": n - 3, "n_after": n - 3}
    return counts | {"n_treated": 2 if row["contrast"] == "treated_against_others" else None}


def _without(row: dict[str, Any], filled: dict[str, Any]) -> dict[str, Any]:
    """What a row lacks where the design allows no number or no interval."""
    ends = dict.fromkeys(("ci_low", "ci_high"), None)
    if row["statistic"] == "paired_t":
        gone = dict.fromkeys(("estimate", "p", "p_adjusted", "p_floor"), None)
        return ends | gone | {"status": "refused", "reason": "cases_ignored"}
    if row["kind"] == "project" and row["design"] in ("linked", "cross_sections"):
        return ends | {"reason": "too_few_cases"}
    if row["statistic"] in ("smallest_reliable_change", "wilcoxon"):
        return ends | {"reason": "interval_unknown"}
    return {"p_floor": filled.get("p_floor")}


def _table(rows: list[dict[str, Any]], contract: Contract) -> pd.DataFrame:
    return conform(pd.DataFrame(rows, columns=contract.names), contract)
