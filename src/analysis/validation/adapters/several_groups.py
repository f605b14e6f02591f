"""Groups inside cases, several groups, tests taken together, by the names of the reference cases."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan
from typing import Any

import numpy as np

from analysis.formulas.multiplicity import ADJUSTMENTS, adjust_bh, adjust_holm
from analysis.formulas.resampling import permute_within_cases, stream
from analysis.formulas.several_groups import compare_means, compare_pairs, compare_ranks
from analysis.validation.adapters.sides import (
    name_labels,
    read_complete_rows,
    read_group_order,
    read_summed_group,
    read_values_by_group,
)
from analysis.validation.cases import Adapter, ReferenceCase

Numbers = Mapping[str, Any]


def compute_within_cases(case: ReferenceCase) -> Numbers:
    """The exact permutation of labels within blocks, of the sum of v in the group that the case names."""
    table = read_complete_rows(case, "v", "group", "block")
    values, group = table["v"].to_numpy(dtype=float), name_labels(table["group"])
    first = group == read_summed_group(case, group)
    blocks = np.unique(name_labels(table["block"]), return_inverse=True)[1]
    found = permute_within_cases(values, first, blocks, stream(0, case.id))
    total = float(values[first].sum())
    one_way = {"p_two_sided": 1.0, "p_greater": 1.0, "p_less": 1.0, "n_arrangements": 1}
    if found is None:
        undefined = dict.fromkeys(("z", "p_asymptotic", "coin_asymptotic_p"), nan)
        return {"sum_group1": total, "expectation": total, "variance": 0.0} | one_way | undefined
    return {
        "sum_group1": total,
        "expectation": total - found.observed,
        "variance": found.variance,
        "n_arrangements": found.n_arrangements,
        "p_two_sided": found.p,
        "p_greater": found.p_greater,
        "p_less": found.p_less,
        "z": found.z,
        "p_asymptotic": found.p_normal,
        "coin_asymptotic_p": found.p_normal,
    }


def compute_several_groups(case: ReferenceCase) -> Numbers:
    """Kruskal & Wallis's H with its effects, Dunn's test of each pair, and Welch's F."""
    values, group = read_values_by_group(case)
    order = read_group_order(case, group)
    groups = np.array([order.index(one) for one in group], dtype=np.int64)
    ranks, means = compare_ranks(values, groups), compare_means(values, groups)
    pairs = compare_pairs(values, groups)
    p = np.array([p for _, p in pairs.values()])
    return {
        "H": ranks.h,
        "df": ranks.df,
        "p": ranks.p,
        "epsilon2_rank": ranks.rank_epsilon2,
        "eta2_H": ranks.eta2,
        "dunn_group1": [order[one] for one, _ in pairs],
        "dunn_group2": [order[other] for _, other in pairs],
        "dunn_z": [-z for z, _ in pairs.values()],
        "dunn_p": p,
        "dunn_p_holm": adjust_holm(p),
        "dunn_p_bh": adjust_bh(p),
        "welch_F": means.f,
        "welch_df2": means.df2,
        "welch_p": means.p,
    }


def compute_adjusted(case: ReferenceCase) -> Numbers:
    """Every adjustment of p values tested together."""
    p = case.numbers("p")
    return {name: adjustment(p) for name, adjustment in ADJUSTMENTS.items()}


ADAPTERS: dict[str, Adapter] = {
    "permutation_stratified_by_case_exact": compute_within_cases,
    "kruskal_wallis_dunn": compute_several_groups,
    "multiplicity": compute_adjusted,
}
