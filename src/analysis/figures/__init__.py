"""The figures of the reports, each as SVG and PNG with its caption and alternative text beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from analysis.displays import Voice
from analysis.figures.across_cases import draw_across_cases
from analysis.figures.agreement import draw_agreement
from analysis.figures.attrition_flow import draw_attrition_flow
from analysis.figures.case_map import draw_case_map
from analysis.figures.case_means import draw_case_means
from analysis.figures.case_sides import draw_case_sides
from analysis.figures.change_kinds import draw_change_kinds
from analysis.figures.codes import draw_codes
from analysis.figures.contact import draw_contact
from analysis.figures.continuum import draw_continuum
from analysis.figures.difference_in_differences import draw_did
from analysis.figures.differences import draw_group_differences
from analysis.figures.distances import draw_distances
from analysis.figures.drawing import Drawing
from analysis.figures.dumbbells import draw_barriers, draw_factor_profile
from analysis.figures.grids import draw_code_cases, draw_values_by_fields
from analysis.figures.joint_display import draw_joint_cases, draw_joint_display
from analysis.figures.reliability import draw_reliability
from analysis.figures.sample_flow import draw_sample_flow
from analysis.figures.saturation import draw_saturation
from analysis.figures.scorecard_fields import draw_scorecard_fields
from analysis.figures.specification_curve import draw_specification_curve
from analysis.figures.spiders import draw_case_spiders, draw_spiders
from analysis.figures.style import applied_style
from analysis.figures.trajectories import draw_case_trajectories, draw_trajectories
from analysis.profiles import open_showing
from analysis.results import PUBLIC_TABLES, RESTRICTED_TABLES
from analysis.study import Study
from analysis.tables import write_text

__all__ = ["FIGURES", "draw_figures"]

Draw = Callable[[Voice], list[Drawing]]

# For each figure: the editions it belongs to, how it is drawn, and the tables of results it shows.
FIGURES: dict[str, tuple[tuple[str, ...], Draw, tuple[str, ...]]] = {
    "sample_flow": (("public", "restricted"), draw_sample_flow, ("sample_flow",)),
    "contact": (("public", "restricted"), draw_contact, ("descriptives",)),
    "factor_profile": (("public", "restricted"), draw_factor_profile, ("descriptives", "differences")),
    "barriers": (("public", "restricted"), draw_barriers, ("descriptives", "differences")),
    "group_differences": (("public", "restricted"), draw_group_differences, ("differences",)),
    "specification_curve": (
        ("public", "restricted"),
        draw_specification_curve,
        ("specifications", "robustness"),
    ),
    "across_cases": (("public", "restricted"), draw_across_cases, ("across_cases",)),
    "reliability": (("public", "restricted"), draw_reliability, ("reliability",)),
    "case_means": (("public", "restricted"), draw_case_means, ("reliability",)),
    "agreement": (("public", "restricted"), draw_agreement, ("agreement",)),
    "codes": (("public", "restricted"), draw_codes, ("occurrences",)),
    "values_by_fields": (("public", "restricted"), draw_values_by_fields, ("occurrences",)),
    "saturation": (("public", "restricted"), draw_saturation, ("saturation",)),
    "continuum": (("public", "restricted"), draw_continuum, ("placements",)),
    "joint_display": (("public", "restricted"), draw_joint_display, ("joint_display",)),
    "spiders": (("public", "restricted"), draw_spiders, ("scorecard_scores", "scorecard_changes")),
    "change_kinds": (("public", "restricted"), draw_change_kinds, ("changes",)),
    "did": (("public", "restricted"), draw_did, ("changes",)),
    "attrition_flow": (("public", "restricted"), draw_attrition_flow, ("attrition",)),
    "code_cases": (("restricted",), draw_code_cases, ("occurrences",)),
    "joint_cases": (("restricted",), draw_joint_cases, ("joint_display",)),
    "case_spiders": (("restricted",), draw_case_spiders, ("scorecard_scores", "scorecard_changes")),
    "scorecard_fields": (("restricted",), draw_scorecard_fields, ("scorecard_scores", "scorecard_changes")),
    "case_factor_map": (("restricted",), draw_case_map, ("descriptives",)),
    "case_sides": (("restricted",), draw_case_sides, ("descriptives", "differences")),
    "distances": (("restricted",), draw_distances, ("distances",)),
    "trajectories": (("public", "restricted"), draw_trajectories, ("progress",)),
    "case_trajectories": (("restricted",), draw_case_trajectories, ("progress",)),
}


def draw_figures(
    results: Mapping[str, pd.DataFrame], study: Study, language: str, folder: Path, edition: str
) -> list[str]:
    """Draw every figure of an edition; returns the names of those that were drawn.

    Writes `<name>.svg`, `<name>.png` and `<name>.json` (name, caption, alt, command, inputs) into
    `folder`. A figure of which the plan has nothing to show is left out; one that needs several
    pages continues as `<name>_2`. `results` is described at `profiles.open_showing`.
    """
    voice = Voice(open_showing(results, study), language)
    drawn = []
    for editions, draw, inputs in FIGURES.values():
        if edition not in editions:
            continue
        with applied_style():
            for drawing in draw(voice):
                drawing.sheet.save(folder, drawing.name)
                write_text(_tell(drawing, edition, inputs), folder / f"{drawing.name}.json")
                drawn.append(drawing.name)
    return drawn


def _tell(drawing: Drawing, edition: str, inputs: tuple[str, ...]) -> str:
    tables = PUBLIC_TABLES | (RESTRICTED_TABLES if edition == "restricted" else {})
    record = {
        "name": drawing.name,
        "caption": drawing.caption,
        "alt": drawing.alt,
        "command": f"python -m analysis draw-figures --edition {edition} --results results "
        f"--figures results/{edition}/figures",
        "inputs": [f"results/{tables[name][0]}" for name in inputs],
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"
