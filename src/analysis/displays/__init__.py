"""Numbers and tables as a reader meets them; the only place where anything is rounded."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from analysis.displays.agreement_tables import (
    build_agreement,
    build_agreement_codes,
    build_agreement_units,
)
from analysis.displays.case_tables import build_case_map, build_case_sides
from analysis.displays.change_case_tables import (
    build_change_cases,
    build_change_kinds,
    build_change_units,
)
from analysis.displays.change_tables import (
    build_change,
    build_change_groups,
    build_change_sizes,
    build_left_stayed,
)
from analysis.displays.coder_tables import build_coder_pairs, build_disagreements, build_drift
from analysis.displays.comparability_tables import build_comparability
from analysis.displays.comparison_tables import build_differences, build_effects, build_readings
from analysis.displays.design_tables import (
    build_design,
    build_equivalence,
    build_reach,
    build_several_groups,
    build_tests,
)
from analysis.displays.estimate_tables import (
    build_items,
    build_profile,
    comparison_heading,
)
from analysis.displays.headline_tables import build_across_cases, build_case_differences, build_robustness
from analysis.displays.indicator_tables import build_indicator_definitions, build_measurements
from analysis.displays.inside_tables import (
    build_case_agreement,
    build_case_means,
    build_case_spread,
    build_distances,
)
from analysis.displays.numbers import Numbers
from analysis.displays.progress_tables import build_attainment, build_progress
from analysis.displays.record_tables import (
    build_contact,
    build_findings,
    build_receipts,
    build_sample,
    build_withheld,
)
from analysis.displays.reliability_tables import (
    build_coefficients,
    build_missing_answers,
    build_reliability,
    build_reliability_by_group,
    build_reliability_by_wave,
    build_reliability_items,
    build_retest,
)
from analysis.displays.scorecard_tables import (
    build_actions,
    build_scorecard_cases,
    build_scorecard_change,
    build_scorecard_fields,
)
from analysis.displays.session_tables import (
    build_coded,
    build_coding_receipts,
    build_session_participants,
    build_sessions,
)
from analysis.displays.side_tables import (
    build_continuum,
    build_continuum_agreement,
    build_joint_cases,
    build_joint_display,
    build_judgements,
)
from analysis.displays.table import Column, Section, Table
from analysis.displays.talk_tables import (
    build_barrier_kinds,
    build_code_cases,
    build_codes,
    build_participants,
    build_saturation,
    build_together,
    build_values_by_fields,
)
from analysis.displays.voice import Voice
from analysis.displays.wave_tables import (
    build_attrition,
    build_case_links,
    build_near_misses,
    build_sample_flow,
)
from analysis.profiles import open_showing
from analysis.study import Study

__all__ = [
    "BUILDERS",
    "RESTRICTED_TABLES",
    "TABLES",
    "Column",
    "Numbers",
    "Section",
    "Table",
    "Voice",
    "build_table",
    "comparison_heading",
]

BUILDERS: dict[str, Callable[[Voice], Table]] = {
    "sample": build_sample,
    "receipts": build_receipts,
    "sample_flow": build_sample_flow,
    "attrition": build_attrition,
    "case_links": build_case_links,
    "published_findings": build_findings,
    "contact": build_contact,
    "factor_profile": lambda voice: build_profile("factor_profile", "higher", voice),
    "barriers": lambda voice: build_profile("barriers", "lower", voice),
    "items": build_items,
    "design": build_design,
    "differences": build_differences,
    "several_groups": build_several_groups,
    "effects": build_effects,
    "readings": build_readings,
    "robustness": build_robustness,
    "across_cases": build_across_cases,
    "reliability": build_reliability,
    "reliability_by_group": build_reliability_by_group,
    "reliability_by_wave": build_reliability_by_wave,
    "case_means": build_case_means,
    "retest": build_retest,
    "coefficients": build_coefficients,
    "reliability_items": build_reliability_items,
    "missing_answers": build_missing_answers,
    "reach": build_reach,
    "equivalence": build_equivalence,
    "tests": build_tests,
    "sessions": build_sessions,
    "coded": build_coded,
    "coding_receipts": build_coding_receipts,
    "agreement": build_agreement,
    "agreement_codes": build_agreement_codes,
    "agreement_units": build_agreement_units,
    "coder_pairs": build_coder_pairs,
    "drift": build_drift,
    "codes": build_codes,
    "values_by_fields": build_values_by_fields,
    "barrier_kinds": build_barrier_kinds,
    "participants": build_participants,
    "saturation": build_saturation,
    "continuum": build_continuum,
    "continuum_agreement": build_continuum_agreement,
    "joint_display": build_joint_display,
    "comparability": build_comparability,
    "measurement_receipts": lambda voice: build_coding_receipts(voice, "measurement_receipts"),
    "scorecard_change": build_scorecard_change,
    "scorecard_fields": build_scorecard_fields,
    "change": build_change,
    "change_sizes": build_change_sizes,
    "change_groups": build_change_groups,
    "change_kinds": build_change_kinds,
    "change_units": build_change_units,
    "left_stayed": build_left_stayed,
    "withheld": build_withheld,
    "near_misses": build_near_misses,
    "case_factor_map": build_case_map,
    "case_sides": build_case_sides,
    "case_differences": build_case_differences,
    "case_agreement": build_case_agreement,
    "case_spread": build_case_spread,
    "distances": build_distances,
    "session_participants": build_session_participants,
    "disagreements": build_disagreements,
    "code_cases": build_code_cases,
    "together": build_together,
    "judgements": build_judgements,
    "joint_cases": build_joint_cases,
    "scorecard_cases": build_scorecard_cases,
    "actions": build_actions,
    "change_cases": build_change_cases,
    "progress": build_progress,
    "attainment": build_attainment,
    "indicator_definitions": build_indicator_definitions,
    "measurements": build_measurements,
}
RESTRICTED_TABLES = (
    "near_misses",
    "case_factor_map",
    "case_sides",
    "case_differences",
    "case_agreement",
    "case_spread",
    "distances",
    "session_participants",
    "disagreements",
    "code_cases",
    "together",
    "judgements",
    "joint_cases",
    "scorecard_cases",
    "actions",
    "change_cases",
    "attainment",
    "indicator_definitions",
    "measurements",
)
TABLES = tuple(name for name in BUILDERS if name not in RESTRICTED_TABLES)


def build_table(name: str, results: Mapping[str, pd.DataFrame], study: Study, language: str) -> Table:
    """One table of the reports; `results` is described at `profiles.open_showing`.

    Raises KeyError for a name that is neither in `TABLES` nor in `RESTRICTED_TABLES`.
    """
    return BUILDERS[name](Voice(open_showing(results, study), language))
