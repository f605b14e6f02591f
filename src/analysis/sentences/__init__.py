"""Paragraphs whose every number comes from the results: the reports type in none."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from analysis.displays import Voice
from analysis.profiles import open_showing
from analysis.sentences.answers import tell_barriers, tell_contact, tell_factor_profile
from analysis.sentences.changes import (
    tell_change,
    tell_difference_in_differences,
    tell_left_stayed,
)
from analysis.sentences.codings import tell_agreement, tell_coded, tell_sessions
from analysis.sentences.comparability import tell_comparability
from analysis.sentences.comparisons import tell_differences, tell_effects, tell_readings
from analysis.sentences.designs import tell_design, tell_equivalence, tell_reach, tell_tests
from analysis.sentences.headlines import tell_across_cases, tell_robustness
from analysis.sentences.progress import tell_progress
from analysis.sentences.records import tell_findings, tell_receipts, tell_sample, tell_withheld
from analysis.sentences.reliability import tell_case_means, tell_distances, tell_reliability, tell_retest
from analysis.sentences.scorecards import tell_scorecards
from analysis.sentences.talk import (
    tell_codes,
    tell_continuum,
    tell_joint_display,
    tell_saturation,
)
from analysis.sentences.waves import tell_attrition, tell_case_links, tell_sample_flow
from analysis.study import Study

__all__ = ["SENTENCES", "build_sentence"]

SENTENCES: dict[str, Callable[[Voice], str]] = {
    "sample": tell_sample,
    "receipts": tell_receipts,
    "sample_flow": tell_sample_flow,
    "attrition": tell_attrition,
    "case_links": tell_case_links,
    "published_findings": tell_findings,
    "contact": tell_contact,
    "factor_profile": tell_factor_profile,
    "barriers": tell_barriers,
    "design": tell_design,
    "differences": tell_differences,
    "effects": tell_effects,
    "reach": tell_reach,
    "equivalence": tell_equivalence,
    "tests": tell_tests,
    "readings": tell_readings,
    "robustness": tell_robustness,
    "across_cases": tell_across_cases,
    "reliability": tell_reliability,
    "case_means": tell_case_means,
    "retest": tell_retest,
    "distances": tell_distances,
    "sessions": tell_sessions,
    "coded": tell_coded,
    "agreement": tell_agreement,
    "codes": tell_codes,
    "saturation": tell_saturation,
    "continuum": tell_continuum,
    "joint_display": tell_joint_display,
    "comparability": tell_comparability,
    "scorecards": tell_scorecards,
    "progress": tell_progress,
    "change": tell_change,
    "difference_in_differences": tell_difference_in_differences,
    "left_stayed": tell_left_stayed,
    "withheld": tell_withheld,
}


def build_sentence(name: str, results: Mapping[str, pd.DataFrame], study: Study, language: str) -> str:
    """One paragraph of the reports as Markdown; empty where there is nothing to say.

    `results` is described at `profiles.open_showing`. Raises KeyError for a name not in `SENTENCES`.
    """
    return SENTENCES[name](Voice(open_showing(results, study), language))
