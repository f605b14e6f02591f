"""How far each pair of coders agrees."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from analysis.agreement.coefficients import estimate_topic
from analysis.agreement.rows import Row, build_row, find_reason, missing
from analysis.agreement.scopes import Material, Scope, Topic, count_values
from analysis.formulas.coder_agreement import weigh_categories
from analysis.formulas.coder_sums import Agreement, estimate_agreement
from analysis.formulas.cohen import estimate_cohen_kappa, tabulate_pairs
from analysis.formulas.ordered_sums import share_cohen

BESIDE_KAPPA = ("percent", "krippendorff_set", "krippendorff_nominal")


def estimate_pairs(scope: Scope, topics: list[Topic]) -> Iterator[Row]:
    """Cohen's kappa of every pair of coders on every topic, with percent and alpha but for single codes."""
    counted = scope.counted[0]
    for first, second in combinations(range(len(scope.decided.coders)), 2):
        pair = scope.of_pair(first, second)
        for topic in topics:
            material = count_values(pair, topic, counted)
            reason = find_reason(material)
            found = missing(reason) if reason else _estimate_cohen(material, topic, counted)
            yield build_row(material, topic, counted, "cohen_kappa", found)
            if not topic.code:
                yield from estimate_topic(pair, topic, counted, BESIDE_KAPPA)


def _estimate_cohen(material: Material, topic: Topic, counted: str) -> Agreement:
    scope, level = material.scope, material.scope.study.settings.confidence_level
    first, second = material.values.T
    if scope.blocks is not None:
        random = scope.stream(topic, counted, "kappa")
        shares, drawn = share_cohen(material.units, first, second, scope.plan.draws, random)
        return estimate_agreement(shares, drawn, level)
    table = tabulate_pairs(first, second, len(material.given))
    found = estimate_cohen_kappa(table, weigh_categories(len(table), "identity"), level)
    return Agreement(found.kappa, found.observed, found.by_chance)
