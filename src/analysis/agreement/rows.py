"""One row of the table of agreement."""

from __future__ import annotations

from typing import Any

from analysis.agreement.scopes import Material, Scope, Topic
from analysis.estimates import Estimate, not_estimable
from analysis.formulas.coder_sums import Agreement

Row = dict[str, Any]
NOTHING = float("nan")
METHODS = {
    "percent": "share of pairs of coders who gave a unit the same, mean over units",
    "krippendorff_nominal": "Krippendorff's alpha, nominal",
    "krippendorff_set": "Krippendorff's alpha, MASI distances between sets of codes",
    "krippendorff_ordinal": "Krippendorff's alpha, ordinal",
    "cohen_kappa": "Cohen's kappa",
    "fleiss_kappa": "Fleiss' kappa",
    "gwet_ac1": "Gwet's AC1 of the values given",
    "gwet_ac2": "Gwet's AC2, ordinal weights of all steps",
    "prevalence": "share of a unit's codings that give it, mean over units",
    "drift": "percent agreement, later half of the units minus earlier half",
}
ANALYTIC = {"cohen_kappa": "error of Fleiss, Cohen & Everitt (1969)", "gwet_ac1": "error of Gwet (2014), t"}
ANALYTIC["gwet_ac2"] = ANALYTIC["gwet_ac1"]


def missing(reason: str) -> Agreement:
    """No number, and why."""
    return Agreement(not_estimable(reason), NOTHING, NOTHING)


def find_reason(material: Material) -> str:
    """Why there can be no number on these units; empty where there can."""
    scope = material.scope
    if scope.n_coders < 2:
        return "one_coder"
    if len(material.places):
        return ""
    read_by_two = bool((scope.decided.readers >= 2).any())
    return "code_never_given" if read_by_two else "too_few_units"


def is_analytic(scope: Scope, statistic: str) -> bool:
    """Whether the interval is that of `ANALYTIC` and nothing is drawn: of units that stand by themselves."""
    return statistic in ANALYTIC and scope.blocks is None


def build_row(material: Material, topic: Topic, counted: str, statistic: str, found: Agreement) -> Row:
    """One row of AGREEMENT."""
    scope = material.scope
    analytic = is_analytic(scope, statistic)
    estimate = _explain(found.coefficient, material, statistic)
    drawn = not analytic and estimate.exists
    return {
        "analysis": scope.analysis,
        "codebook": scope.plan.codebook,
        "wave": scope.wave,
        "field": topic.field,
        "code": topic.code,
        "units": scope.kind,
        "counted": counted,
        "coders": scope.coders,
        "session": scope.session,
        "statistic": statistic,
        "estimate": estimate.value,
        "ci_low": estimate.low,
        "ci_high": estimate.high,
        "ci_level": scope.study.settings.confidence_level,
        "observed": found.observed,
        "by_chance": found.by_chance,
        "prevalence": material.prevalence,
        "n_units": material.n_units,
        "n_coded": material.n_coded,
        "n_coders": scope.n_coders,
        "n_sessions": material.n_sessions,
        "method": _name_method(scope, statistic, analytic),
        "seed": scope.study.settings.seed if drawn else None,
        "role": "primary" if scope.kind == scope.plan.unit else "sensitivity",
        "status": "ok" if estimate.exists else "not_estimable",
        "reason": estimate.reason,
    }


def _explain(found: Estimate, material: Material, statistic: str) -> Estimate:
    """The reason in words of codes: a code that nobody gave, and a share that is the same everywhere."""
    never = material.n_coded == 0 and len(material.places) > 0
    if never and (not found.exists or statistic == "prevalence"):
        return Estimate(found.value, reason="code_never_given")
    if statistic == "prevalence" and found.reason == "coders_coincide":
        return Estimate(found.value, reason="units_alike")
    return found


def _name_method(scope: Scope, statistic: str, analytic: bool) -> str:
    if analytic:
        return f"{METHODS[statistic]}; {ANALYTIC[statistic]}"
    drawn = "units" if scope.blocks is None else "turns"
    return f"{METHODS[statistic]}; percentile bootstrap of {drawn}, {scope.plan.draws} draws"
