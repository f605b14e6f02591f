"""The public form of the codings, the continuum and the joint display.

A session is one talk of people who know each other. That a code was given in it, or by whose words, can
give one of them away, and a quotation always can. So nothing of a single case's talk is published, no
number with few speakers or cases behind it, and none that would let such a number be worked out.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.contracts import (
    AGREEMENT,
    DISCLOSURE_LOG,
    OCCURRENCES,
    PLACEMENTS,
    RECEIPT_SUMMARY,
    SATURATION,
    Contract,
)
from analysis.disclosure.coders import Codes, blunt_agreement, judge_agreement, list_held
from analysis.disclosure.joint import protect_joint_display
from analysis.disclosure.publication import list_withheld
from analysis.disclosure.saturation import judge_saturation, leave_held_out
from analysis.disclosure.talk import judge_occurrences, name_publicly
from analysis.study import Study
from analysis.tables import conform

WHY = {
    "one_session": "it tells what was said in a single session",
    "few_speakers": "fewer people or cases than the study's minimum are behind it, or it would tell such a "
    "number",
    "few_cases": "fewer cases than the study's minimum are behind it",
    "secondary": "with other published numbers it would tell what is withheld",
}
"""Why the public rules withhold, in order of weight: what holds for a number is the first that applies."""

NUMBERS = (
    "estimate",
    "ci_low",
    "ci_high",
    "ci_level",
    "p",
    "observed",
    "by_chance",
    "prevalence",
    "new",
    "n",
    "n_units",
    "n_coded",
    "n_coders",
    "n_sessions",
    "n_speakers",
    "n_cases",
    "seed",
)
"""Columns that are emptied where a row is withheld."""


def protect_codings(
    study: Study,
    descriptives: pd.DataFrame,
    agreement: pd.DataFrame,
    occurrences: pd.DataFrame,
    saturation: pd.DataFrame,
    placements: pd.DataFrame,
    joint: pd.DataFrame,
    coded: pd.DataFrame,
    receipts: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """The public tables of `results.CODING_TABLES`, by name.

    `descriptives` are the published ones (ESTIMATES); the others are restricted tables of the contracts
    of the same names, and `receipts` those of the codings and ratings. A withheld row keeps the columns that
    name it, with status `withheld` and the rule as reason; the log names every one.
    """
    counts = judge_occurrences(study, occurrences)
    held = list_held(occurrences, counts)
    curve = judge_saturation(study, saturation)
    saturation, curve = leave_held_out(study, saturation, curve, occurrences, counts)
    rules = {
        "agreement": judge_agreement(study, agreement, held).replace("secondary", "few_speakers"),
        "occurrences": name_publicly(study, occurrences, counts),
        "saturation": curve,
        "placements": _judge_placements(study, placements),
    }
    tables = {"agreement": agreement, "occurrences": occurrences}
    tables |= {"saturation": saturation, "placements": placements}
    contracts = {"agreement": AGREEMENT, "occurrences": OCCURRENCES}
    contracts |= {"saturation": SATURATION, "placements": PLACEMENTS}
    public = {name: _withhold(tables[name], rules[name], contracts[name]) for name in tables}
    public["agreement"] = blunt_agreement(study, public["agreement"], held)
    public["occurrences"] = _leave_few_out(study, public["occurrences"])
    public["placements"] = _leave_units_out(study, public["placements"], held)
    public["joint_display"], joint_rules = protect_joint_display(
        study, joint, descriptives, occurrences, counts
    )
    logs = [list_withheld(name, tables[name], rules[name], contracts[name].key, WHY) for name in tables]
    logs.append(list_withheld("joint_display", joint, joint_rules, ("wave", "case", "construct"), WHY))
    log = conform(pd.concat(logs, ignore_index=True), DISCLOSURE_LOG)
    # How many different codes a coder gave in a session can tell that one of them was a withheld one.
    told = {"coded": coded.assign(n_codes=pd.NA), "coding_receipts": summarise_coding_receipts(receipts)}
    return public | told | {"disclosure_log_codings": log}


def _judge_placements(study: Study, rows: pd.DataFrame) -> pd.Series:
    """A judgement of a case may be told, for it is of no person; what was said in its session may not."""
    few = (rows["case"] == "all") & (rows["n_cases"] < study.settings.disclosure.minimum_cases).fillna(False)
    single = (rows["case"] != "all") & (rows["statistic"] == "index")
    return pd.Series(np.select([single, few], ["one_session", "few_cases"], ""), index=rows.index)


def _withhold(frame: pd.DataFrame, rule: pd.Series, contract: Contract) -> pd.DataFrame:
    public, held = frame.copy(), rule != ""
    for name in set(NUMBERS) & set(public.columns):
        public[name] = public[name].mask(held)
    public["status"] = public["status"].mask(held, "withheld")
    public["reason"] = public["reason"].mask(held, rule)
    return conform(public, contract)


def _leave_few_out(study: Study, occurrences: pd.DataFrame) -> pd.DataFrame:
    """The counts of speakers and cases without the end of the strictest rule where it names too few."""
    few, low = study.settings.disclosure, occurrences["ci_low"].fillna(0)
    fewest = occurrences["statistic"].map(
        {"speakers": few.minimum_people, "cases": few.minimum_cases, "documents": few.minimum_cases}
    )
    hidden = (low > 0) & (low < fewest.astype("float64"))
    return conform(occurrences.assign(ci_low=occurrences["ci_low"].mask(hidden)), OCCURRENCES)


def _leave_units_out(study: Study, placements: pd.DataFrame, held: Codes) -> pd.DataFrame:
    """The orders of the cases without the number of units behind the index where a code of it is withheld."""
    continuum = study.plan.continuum
    if continuum is None:
        return placements
    gone = {wave: codes for (analysis, wave), codes in held.items() if analysis == continuum.analysis}
    index = {entry.code for entry in continuum.index}
    hidden = (placements["statistic"] == "tau_index_published") & placements["wave"].map(
        lambda wave: bool(index & gone.get(wave, set()))
    ).astype(bool)
    return conform(placements.assign(n=placements["n"].mask(hidden)), PLACEMENTS)


def summarise_coding_receipts(receipts: pd.DataFrame) -> pd.DataFrame:
    """What became of the codings, judgements and scores of each source (RECEIPT_SUMMARY).

    They are the work of coders and partnerships, not answers of people, so they are counted however few.
    Nothing else of a receipt is public: no place, no text before or after.
    """
    made = receipts.groupby(["source", "what", "why"], as_index=False, sort=True)["count"].sum()
    return conform(made.assign(status="ok", reason=""), RECEIPT_SUMMARY)
