"""Change over time, and shares, by the names of the reference cases."""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.estimates import Values
from analysis.formulas.moments import t_quantile
from analysis.formulas.paired_change import (
    describe_standardized_change,
    estimate_change,
    flip_signs,
    measure_reliable_change,
    rank_changes,
    rank_occasions,
)
from analysis.formulas.proportions import (
    ExactTable,
    compare_paired_shares,
    estimate_clopper_pearson,
    estimate_share_difference,
    estimate_wilson,
)
from analysis.formulas.resampling import stream
from analysis.validation.as_r import EPSILON, find_root_as_r
from analysis.validation.cases import Adapter, ReferenceCase

LEVEL = 0.95
CRITERION = 1.96


def compute_paired_t(case: ReferenceCase) -> dict[str, Any]:
    """The mean change with Student's t of people with both answers."""
    before, after = _complete_pairs(case)
    level = _level(case)
    found = estimate_change(before, after, level)
    error = (found.high - found.value) / t_quantile(found.df, level)
    return {
        "n": len(before),
        "t": found.value / error,
        "df": found.df,
        "p": found.p,
        "mean_diff": found.value,
        "low": found.low,
        "high": found.high,
    }


def compute_standardized_change(case: ReferenceCase) -> dict[str, Any]:
    """The mean change in standard deviations, in all the ways it is stated."""
    found = describe_standardized_change(*_complete_pairs(case), _level(case))
    # metafor goes through r, which people who all answer alike once do not have.
    through_r = found.r == found.r
    return {
        "r": found.r,
        "d_z": found.d_z.value,
        "d_z_low_nct": found.d_z.low,
        "d_z_high_nct": found.d_z.high,
        "g_z": found.g_z,
        "d_av": found.d_av,
        "d_av_rms": found.d_av_rms,
        "d_rm": found.d_rm,
        "d_pre_becker": found.d_before,
        "J_nminus1": found.correction,
        "g_av_lakens": found.g_av,
        "SMCC_metafor": found.g_z if through_r else None,
        "SMCC_var": found.variance_z if through_r else None,
        "SMCR_metafor": found.g_before,
        "SMCR_var": found.variance_before,
    }


def compute_signed_ranks(case: ReferenceCase) -> dict[str, Any]:
    """Wilcoxon's signed ranks without and, after Pratt, with those who did not change."""
    found = rank_changes(*_complete_pairs(case))
    return {
        "n": found.n,
        "n_zero": found.unchanged,
        "ties": found.ties,
        "W_plus": found.rose,
        "W_minus": found.fell,
        "rank_biserial_matched": found.rank_biserial,
        "W_plus_pratt": found.rose_pratt,
        "W_minus_pratt": found.fell_pratt,
        "p_asym_cc_wilcox": found.p_continuity,
        "p_asym_nocc_wilcox": found.p_normal,
        "p_exact_wilcox_zeros_dropped": found.p_exact,
        "p_exact_pratt": found.p_exact_pratt,
        "p_asym_pratt_nocc": found.p_normal_pratt,
    }


def compute_sign_flips(case: ReferenceCase) -> dict[str, Any]:
    """The exact permutation of the two occasions within people."""
    before, after = _complete_pairs(case)
    found = flip_signs(before, after, stream(0, case.id))
    if found is None:
        return dict.fromkeys(("mean_diff", "p_two_sided", "p_greater", "n_flips"))
    return {
        "mean_diff": found.difference,
        "p_two_sided": found.p,
        "p_greater": found.p_greater,
        "n_flips": found.n_arrangements,
    }


def compute_reliable_change(case: ReferenceCase) -> dict[str, Any]:
    """The reliable change index; how many rose is unknown where anybody's change is."""
    reliability, sd = float(case.params["reliability"]), float(case.params["sd"])
    criterion = float(case.params.get("criterion", CRITERION))
    found = measure_reliable_change(case.numbers("pre"), case.numbers("post"), reliability, sd, criterion)
    unknown = np.isnan(found.index)
    known = not unknown.any()
    return {
        "sem": found.error,
        "s_diff": found.error_of_change,
        "rci": found.index,
        "reliable": [None if gap else bool(one) for one, gap in zip(found.reliable, unknown, strict=True)],
        "n_improved": (found.index > criterion).sum() if known else None,
        "n_deteriorated": (found.index < -criterion).sum() if known else None,
        "min_change": found.smallest,
    }


def compute_friedman(case: ReferenceCase) -> dict[str, Any]:
    """Friedman's test and Kendall's W of the complete rows."""
    rows = case.rows("rows")
    found = rank_occasions(rows[~np.isnan(rows).any(axis=1)])
    return {
        "n": found.n,
        "Q": found.chi_square,
        "df": found.df,
        "p": found.p,
        "kendall_w": found.concordance,
        "iman_davenport_F": found.f,
        "df1": found.df,
        "df2": found.df_error,
        "iman_davenport_p": found.p_f,
    }


def compute_shares(case: ReferenceCase) -> dict[str, Any]:
    """One share with two intervals; with a second, their difference and Fisher's exact test."""
    level = _level(case)
    first = (int(case.data["x1"]), int(case.data["n1"]))
    wilson, exact = estimate_wilson(*first, level), estimate_clopper_pearson(*first, level)
    found = {"p1": wilson.value, "wilson1_low": wilson.low, "wilson1_high": wilson.high}
    found |= {"clopper_pearson1_low": exact.low, "clopper_pearson1_high": exact.high}
    if case.data.get("x2") is None or case.data.get("n2") is None:
        return found
    second = (int(case.data["x2"]), int(case.data["n2"]))
    difference = estimate_share_difference(first, second, level)
    found |= {"diff": difference.value, "newcombe_low": difference.low, "newcombe_high": difference.high}
    table = ExactTable(first, second)
    return found | {"fisher_p": table.p, "fisher_or_conditional": _search_odds_ratio(table)}


def compute_mcnemar(case: ReferenceCase) -> dict[str, Any]:
    """McNemar's tests and the difference of the two shares of the same people."""
    both, first, second, neither = (
        int(case.data[name]) for name in ("a_yes_yes", "b_yes_no", "c_no_yes", "d_no_no")
    )
    found = compare_paired_shares(both, first, second, neither, LEVEL)
    return {
        "chi2_cc": found.chi_square_corrected,
        "p_cc": found.p_corrected,
        "chi2": found.chi_square,
        "p": found.p,
        "p_exact": found.p_exact,
        "p_midp": found.p_mid,
        "diff_p1_minus_p2": found.difference.value,
        "newcombe_paired_low": found.difference.low,
        "newcombe_paired_high": found.difference.high,
    }


def _search_odds_ratio(table: ExactTable) -> float:
    """The odds ratio where R's fisher.test stops its search, in the fifth digit or so.

    R gives 0 also where the margins leave one table only, and no odds ratio is likelier than another.
    """
    count, equal = table.first[0], table.expected_count(1.0)
    if count == table.possible[0]:
        return 0.0
    if count == table.possible[-1]:
        return np.inf
    if equal > count:
        return find_root_as_r(lambda ratio: table.expected_count(ratio) - count, 0.0, 1.0)
    if equal < count:
        return 1 / find_root_as_r(lambda ratio: table.expected_count(1 / ratio) - count, EPSILON, 1.0)
    return 1.0


def _complete_pairs(case: ReferenceCase) -> tuple[Values, Values]:
    before, after = case.numbers("pre"), case.numbers("post")
    complete = ~np.isnan(before) & ~np.isnan(after)
    return before[complete], after[complete]


def _level(case: ReferenceCase) -> float:
    return float(case.params.get("ci_level", LEVEL))


ADAPTERS: dict[str, Adapter] = {
    "paired_t": compute_paired_t,
    "standardized_mean_change": compute_standardized_change,
    "wilcoxon_signed_rank": compute_signed_ranks,
    "paired_permutation_exact": compute_sign_flips,
    "reliable_change_index": compute_reliable_change,
    "friedman_kendall_w": compute_friedman,
    "wilson_newcombe": compute_shares,
    "mcnemar": compute_mcnemar,
}
