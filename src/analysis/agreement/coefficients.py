"""Every coefficient of one topic: percent, alpha, kappa, AC1 and AC2, each taken of the same draws."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analysis.agreement.rows import Row, build_row, find_reason, is_analytic, missing
from analysis.agreement.scopes import Material, Scope, Topic, count_values
from analysis.codebooks import Code
from analysis.estimates import Estimate
from analysis.formulas.coder_agreement import RESIDUE, GwetAgreement, estimate_gwet, weigh_categories
from analysis.formulas.coder_sums import (
    Agreement,
    Shares,
    Sums,
    estimate_agreement,
    share_agreement,
    share_distances,
    share_fleiss,
    share_gwet,
    share_nominal,
    share_of_values,
    sum_units,
)
from analysis.formulas.ordered_sums import share_gwet_ordinal, share_ordinal, sum_ordered
from analysis.formulas.set_distances import measure_masi

OF_CODES = ("percent", "krippendorff_nominal", "fleiss_kappa", "gwet_ac1", "prevalence")
OF_SETS = ("percent", "krippendorff_set", "krippendorff_nominal", "fleiss_kappa", "gwet_ac1", "prevalence")
OF_STEPS = ("krippendorff_ordinal", "gwet_ac2")


def estimate_topic(scope: Scope, topic: Topic, counted: str, statistics: tuple[str, ...]) -> Iterator[Row]:
    """The rows of some statistics on one topic; every one has a row, with a reason where it has no number."""
    material = count_values(scope, topic, counted)
    reason = find_reason(material)
    if reason:
        for name in statistics:
            yield build_row(material, topic, counted, name, missing(reason))
        return
    distances = measure_masi(material.sets) if material.sets is not None else None
    sums = sum_units(material.units, scope.plan.draws, scope.stream(topic, counted), distances)
    for name in statistics:
        if is_analytic(scope, name):
            found = _estimate_gwet(material, np.eye(len(material.given)))
        else:
            shares = _share(name, material, sums, distances)
            found = estimate_agreement(shares, sums.drawn, scope.study.settings.confidence_level)
        yield build_row(material, topic, counted, name, found)


def _share(name: str, material: Material, sums: Sums, distances: np.ndarray | None) -> Shares:
    if name == "krippendorff_set" and distances is not None:
        return share_distances(sums, distances)
    if name == "prevalence":
        return share_of_values(sums, material.given)
    shares = {
        "percent": share_agreement,
        "krippendorff_nominal": share_nominal,
        "fleiss_kappa": share_fleiss,
        "gwet_ac1": share_gwet,
    }
    return shares[name](sums)


def _estimate_gwet(material: Material, weights: np.ndarray) -> Agreement:
    level = material.scope.study.settings.confidence_level
    return as_agreement(estimate_gwet(material.counts, weights, level))


def as_agreement(found: GwetAgreement) -> Agreement:
    """Gwet's coefficient without an interval where its error is nothing, for units that all show the same."""
    estimate = found.coefficient
    if found.error <= RESIDUE:
        alike = "coders_coincide" if found.observed > 1 - RESIDUE else "units_alike"
        estimate = Estimate(estimate.value, reason=alike)
    return Agreement(estimate, found.observed, found.by_chance)


def estimate_steps(scope: Scope, group: Code, counted: str) -> Iterator[Row]:
    """Ordinal alpha and AC2 of a group of codes in rising order: the highest that each coder gave.

    Of the units to which two coders or more gave one of the group; a coder who gave none says nothing.
    """
    topic = Topic(scope.codebook.field_of(group.id).id, group.id)
    places = [scope.decided.column(code.id) for code in group.codes]
    steps = np.where(scope.decided.given[:, :, places], np.arange(len(places)), -1).max(axis=2)
    keep = np.flatnonzero((steps >= 0).sum(axis=1) >= 2)
    material = Material(scope, keep, steps[keep], np.ones(len(places), dtype=bool))
    reason = find_reason(material)
    if reason:
        given = bool((steps >= 0).any()) and reason == "code_never_given"
        found = [missing("too_few_units" if given else reason)] * 2
    else:
        sums = sum_ordered(material.units, scope.plan.draws, scope.stream(topic, counted, "steps"))
        found = [
            estimate_agreement(share(sums), sums.drawn, scope.study.settings.confidence_level)
            for share in (share_ordinal, share_gwet_ordinal)
        ]
    if is_analytic(scope, "gwet_ac2") and not reason:
        found[1] = _estimate_gwet(material, weigh_categories(len(places), "ordinal"))
    for name, one in zip(OF_STEPS, found, strict=True):
        # How often the group was given is not asked here: who gave none of it says nothing.
        yield build_row(material, topic, counted, name, one) | {"prevalence": None}
