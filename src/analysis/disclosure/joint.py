"""The public form of the joint display: all cases together, and only what follows from published numbers."""

from __future__ import annotations

from math import isclose

import pandas as pd

from analysis.constructs import Construct, JointDisplay
from analysis.contracts import JOINT
from analysis.contracts.sides import PARTS
from analysis.study import Study
from analysis.tables import conform

SHORT = {"factors": "scales", "barriers": "barriers"}
"""The parts that are means of the survey's scales, with the key of the construct that names these."""


def protect_joint_display(
    study: Study, joint: pd.DataFrame, descriptives: pd.DataFrame, occurrences: pd.DataFrame
) -> tuple[pd.DataFrame, pd.Series]:
    """The public form of JOINT, and the rule that withholds something of each row; empty where nothing is.

    A row of one case is withheld as a whole. Of the others a part of the survey stays only where it is made
    of published means (`descriptives`, as published), the codings only where the counts of all the
    construct's codes are published (`occurrences`, as published) and no few units lie on one side, and the
    scorecard only with enough cases. Where a part goes, the verdict goes, which would tell its direction.
    """
    public, rules = joint.copy(), pd.Series("", index=joint.index, dtype=object)
    display = study.joint_display
    for place in joint.index:
        single = joint.at[place, "case"] != "all"
        rules[place] = "one_session" if single else ""
        held = (
            list(PARTS)
            if single or display is None
            else _hold_parts(study, display, joint.loc[place], descriptives, occurrences)
        )
        for part in held:
            names = [part, f"{part}_low", f"{part}_high", f"{part}_n"]
            names += ["codings_share"] if part == "codings" else []
            public.loc[place, names] = pd.NA
            if joint.at[place, f"{part}_direction"] == "none":
                # That a source says nothing of a construct hangs on the files, or on how much was coded.
                continue
            public.loc[place, f"{part}_direction"] = "withheld"
            rules[place] = rules[place] or "secondary"
        if rules[place]:
            public.loc[place, ["verdict", "reason"]] = ["withheld", rules[place]]
    return conform(public, JOINT), rules


def _hold_parts(
    study: Study, display: JointDisplay, row: pd.Series, descriptives: pd.DataFrame, occurrences: pd.DataFrame
) -> list[str]:
    """The parts of a row over all cases that may not be published."""
    construct = {one.id: one for one in display.constructs}[row["construct"]]
    few = study.settings.disclosure
    held = [
        part
        for part, key in SHORT.items()
        if not _follows(row, part, getattr(construct, key), display, descriptives)
    ]
    if not _is_told(construct, display, row, study, occurrences):
        held.append("codings")
    if pd.notna(row["scorecard_n"]) and row["scorecard_n"] < few.minimum_cases:
        held.append("scorecard")
    return held


def _follows(
    row: pd.Series, part: str, scales: list[str], display: JointDisplay, descriptives: pd.DataFrame
) -> bool:
    """Whether a mean over scales is the mean of their published means."""
    means = descriptives[
        (descriptives["instrument"] == display.instrument)
        & (descriptives["wave"] == row["wave"])
        & (descriptives["statistic"] == "mean")
        & (descriptives["item"] == "")
        & (descriptives["case"] == "all")
        & (descriptives["group"] == "all")
        & (descriptives["sensitivity"] == "main")
        & descriptives["scale"].isin(scales)
    ].drop_duplicates("scale")
    if pd.isna(row[part]):
        return True
    if (means["status"] == "withheld").any():
        return False
    return isclose(float(means["estimate"].mean()), float(row[part]), rel_tol=1e-9)


def _is_told(
    construct: Construct, display: JointDisplay, row: pd.Series, study: Study, occurrences: pd.DataFrame
) -> bool:
    """Whether the talk of a construct is published, and neither side of it is that of a few units."""
    if pd.isna(row["codings_n"]) or not row["codings_n"]:
        return True
    units = occurrences[
        (occurrences["wave"] == row["wave"])
        & (occurrences["codebook"] == display.codebook)
        & (occurrences["statistic"] == "units")
        & (occurrences["other"] == "")
        & (occurrences["case"] == "all")
        & (occurrences["participants"] == "all")
        & occurrences["code"].isin(construct.codes)
    ]
    if set(units["code"]) != set(construct.codes) or (units["status"] == "withheld").any():
        return False
    if pd.isna(row["codings"]):
        return True
    without = round(float(row["codings"]) * int(row["codings_n"]))
    minimum = study.settings.disclosure.minimum_people
    return all(side == 0 or side >= minimum for side in (without, int(row["codings_n"]) - without))
