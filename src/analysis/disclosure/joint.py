"""The public form of the joint display: all cases together, and only what follows from published numbers."""

from __future__ import annotations

from itertools import combinations
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
    study: Study,
    joint: pd.DataFrame,
    descriptives: pd.DataFrame,
    occurrences: pd.DataFrame,
    rule: pd.Series,
) -> tuple[pd.DataFrame, pd.Series]:
    """The public form of JOINT, and the rule that withholds something of each row; empty where nothing is.

    A row of one case is withheld as a whole. Of the others a part of the survey stays only where it is made
    of published means (`descriptives`, as published), the codings only where they tell nothing that is
    withheld of `occurrences` (`rule`, row by row) and each side of them was said by enough, and the
    scorecard only with enough cases. Where a part goes, the verdict goes, which would tell its direction.
    """
    public, rules = joint.copy(), pd.Series("", index=joint.index, dtype=object)
    judged = occurrences.assign(rule=rule)
    display = study.joint_display
    for place in joint.index:
        single = joint.at[place, "case"] != "all"
        rules[place] = "one_session" if single else ""
        held = (
            list(PARTS)
            if single or display is None
            else _hold_parts(study, display, joint.loc[place], descriptives, judged)
        )
        for part in held:
            names = [part, f"{part}_low", f"{part}_high", f"{part}_n"]
            names += ["codings_share"] if part == "codings" else []
            public.loc[place, names] = pd.NA
            silent = joint.at[place, f"{part}_direction"] == "none"
            if silent and (part != "codings" or pd.isna(joint.at[place, "codings_n"])):
                # That a source says nothing hangs on the files; of talk also on how much there is.
                continue
            public.loc[place, f"{part}_direction"] = "withheld"
            rules[place] = rules[place] or "secondary"
        if rules[place]:
            public.loc[place, ["verdict", "reason"]] = ["withheld", rules[place]]
    return conform(public.assign(codings_speakers=pd.NA, codings_cases=pd.NA), JOINT), rules


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
    # A mean of sheets without an interval is the score of each.
    alike = pd.isna(row["scorecard_low"])
    if pd.notna(row["scorecard_n"]) and (row["scorecard_n"] < few.minimum_cases or alike):
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
    """Whether the talk of a construct is of many on both sides, and nothing withheld follows from it."""
    if pd.isna(row["codings_n"]):
        return True
    here = occurrences[
        (occurrences["wave"] == row["wave"])
        & (occurrences["codebook"] == display.codebook)
        & (occurrences["case"] == "all")
        & (occurrences["participants"] == "all")
    ]
    units = here[(here["statistic"] == "units") & here["code"].isin(construct.codes)]
    if set(units["code"]) != set(construct.codes) or (units["rule"] != "").any():
        return False
    pairs = here[here["statistic"] == "together"]
    if not _pairs_are_told(construct, pairs, study):
        return False
    if pd.isna(row["codings"]):
        return True
    return _sides_are_told(row, study) and not _leaves_one_pair(construct, display, pairs, study)


def _pairs_are_told(construct: Construct, pairs: pd.DataFrame, study: Study) -> bool:
    """Whether it does no harm to work out how many units have two of the construct's codes.

    It follows from the units of each code and of all of them.
    """
    few = study.settings.disclosure
    for one, other in combinations(construct.codes, 2):
        both = pairs[pairs["code"].isin([one, other]) & pairs["other"].isin([one, other])]
        given = (both["n_cases"] > 0) | (both["ci_high"] > 0).fillna(False)
        many = ~(both["n_speakers"] < few.minimum_people).fillna(False) & (
            both["n_cases"] >= few.minimum_cases
        )
        if both.empty or (given & ~many).any():
            return False
    return True


def _sides_are_told(row: pd.Series, study: Study) -> bool:
    """Whether the units without and with a difficulty, where there are any, are those of many."""
    few = study.settings.disclosure
    voices = row["codings_speakers"]
    if pd.isna(voices):
        without = round(float(row["codings"]) * int(row["codings_n"]))
        sides = (without, int(row["codings_n"]) - without)
        voices = min(units for units in sides if units)
    cases = few.minimum_cases if pd.isna(row["codings_cases"]) else row["codings_cases"]
    return bool(voices >= few.minimum_people and cases >= few.minimum_cases)


def _leaves_one_pair(construct: Construct, display: JointDisplay, pairs: pd.DataFrame, study: Study) -> bool:
    """Whether of the codes with a difficulty a single pair is withheld, which the others would then tell."""
    book = study.codebooks[display.codebook]
    codes, difficulties = (
        {below.id for name in names for below in book.code(name).walk()}
        for names in (construct.codes, display.rule.difficulty)
    )
    between = (pairs["code"].isin(codes) & pairs["other"].isin(difficulties)) | (
        pairs["code"].isin(difficulties) & pairs["other"].isin(codes)
    )
    given = (pairs["n_cases"] > 0) | (pairs["ci_high"] > 0).fillna(False)
    return int((between & given & (pairs["rule"] != "")).sum()) == 1
