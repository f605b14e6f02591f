"""The public form of the codings, the continuum and the joint display.

A session is one talk of people who know each other. That a code was given in it, or by whose words, can
give one of them away, and a quotation always can. So nothing of a single case's talk is published, no
number with few speakers or cases behind it, and none that would let such a number be worked out.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.codebooks import Codebook
from analysis.contracts import (
    AGREEMENT,
    DISCLOSURE_LOG,
    OCCURRENCES,
    PLACEMENTS,
    RECEIPT_SUMMARY,
    SATURATION,
    Contract,
)
from analysis.disclosure.joint import protect_joint_display
from analysis.study import Study
from analysis.tables import conform

WHY = {
    "one_session": "it tells what was said in a single session",
    "few_speakers": "fewer people said it than the study's minimum",
    "few_cases": "it was said in fewer cases than the study's minimum",
    "secondary": "with other published numbers it would tell what is withheld",
}
"""The rules in order of weight: what holds for a number is the first that applies."""

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
    rules = {
        "agreement": _judge_agreement(agreement, occurrences, counts),
        "occurrences": counts,
        "saturation": _judge_saturation(study, saturation),
        "placements": _judge_placements(study, placements),
    }
    tables = {"agreement": agreement, "occurrences": occurrences}
    tables |= {"saturation": saturation, "placements": placements}
    contracts = {"agreement": AGREEMENT, "occurrences": OCCURRENCES}
    contracts |= {"saturation": SATURATION, "placements": PLACEMENTS}
    public = {name: _withhold(tables[name], rules[name], contracts[name]) for name in tables}
    public["agreement"] = _leave_sessions_out(public["agreement"])
    public["occurrences"] = _leave_few_out(study, public["occurrences"])
    public["joint_display"], joint_rules = protect_joint_display(
        study, joint, descriptives, public["occurrences"]
    )
    logs = [_log(name, tables[name], rules[name], contracts[name].key) for name in tables]
    logs.append(_log("joint_display", joint, joint_rules, ("wave", "case", "construct")))
    log = conform(pd.concat(logs, ignore_index=True), DISCLOSURE_LOG)
    told = {"coded": coded, "coding_receipts": summarise_coding_receipts(receipts)}
    return public | told | {"disclosure_log_codings": log}


def judge_occurrences(study: Study, rows: pd.DataFrame) -> pd.Series:
    """The rule that withholds each row of OCCURRENCES; empty where it may be published.

    Numbers of one case are withheld, and numbers of a code that was said by fewer speakers, or in fewer
    cases, than the minimum; speakers that are not known count as enough only where the cases are. A code
    that nobody gave may be told, but not of one kind of participant. The kinds of a code that are withheld
    are as many as speak with enough voices together, for what they said is the rest of what all said. Where
    a code above has one withheld code below, so that the rest would tell it, the smallest other one goes
    with it, or the code above itself.
    """
    few = study.settings.disclosure
    known = rows["n_speakers"].notna()
    # What no rule but the mildest gives still was said by somebody.
    given = (rows["n_cases"].fillna(0) > 0) | (rows["ci_high"].fillna(0) > 0)
    of_kind = rows["participants"] != "all"
    rule = pd.Series(
        np.select(
            [
                rows["case"] != "all",
                known & (given | of_kind) & (rows["n_speakers"] < few.minimum_people).fillna(False),
                ~known & of_kind,
                given & ~of_kind & (rows["n_cases"] < few.minimum_cases).fillna(False),
            ],
            ["one_session", "few_speakers", "few_speakers", "few_cases"],
            "",
        ),
        index=rows.index,
    )
    kinds = rows[of_kind & (rows["case"] == "all")]
    for _, same in kinds.groupby(["analysis", "wave", "statistic", "code", "other"], sort=True):
        _hide_kinds(same, rule, few.minimum_people)
    for analysis in study.plan.codings:
        book = study.codebooks[study.plan.codings[analysis].codebook]
        for wave in sorted(set(rows["wave"])):
            here = rows[(rows["analysis"] == analysis) & (rows["wave"] == wave)]
            _hide_companions(book, here[(here["case"] == "all") & (here["participants"] == "all")], rule)
    return rule


def _hide_kinds(kinds: pd.DataFrame, rule: pd.Series, minimum: int) -> None:
    """Withhold more kinds of one code until those withheld have enough speakers together."""
    voices = kinds["n_speakers"].fillna(0)
    held = rule[kinds.index] != ""
    while held.any() and not held.all() and voices[held].sum() < minimum:
        smallest = voices[~held].idxmin()
        rule[smallest] = "secondary"
        held[smallest] = True


def _hide_companions(book: Codebook, rows: pd.DataFrame, rule: pd.Series) -> None:
    """Withhold what would tell the only withheld code below another, from the lowest codes upwards."""
    units = rows[(rows["statistic"] == "units") & (rows["other"] == "")]
    places = dict(zip(units["code"], units.index, strict=True))
    given = dict(zip(units["code"], units["estimate"].fillna(0), strict=True))
    for above in reversed([code for code in book.walk() if code.codes]):
        below = [code.id for code in above.codes if code.id in places]
        held = [name for name in below if rule[places[name]] != ""]
        if len(held) != 1 or above.id not in places or rule[places[above.id]] != "":
            continue
        others = [name for name in below if name not in held and given[name] > 0]
        chosen = min(others, key=lambda name: float(given[name]), default=above.id)
        same = rows[((rows["code"] == chosen) | (rows["other"] == chosen)) & (rule[rows.index] == "")]
        rule[same.index] = "secondary"


def _judge_agreement(rows: pd.DataFrame, occurrences: pd.DataFrame, counts: pd.Series) -> pd.Series:
    """A code's agreement tells how often it was given, so it is withheld where that is."""
    units = occurrences[
        (occurrences["statistic"] == "units")
        & (occurrences["other"] == "")
        & (occurrences["case"] == "all")
        & (occurrences["participants"] == "all")
    ]
    held = {
        (one.analysis, one.wave, one.code): counts[one.Index]
        for one in units.itertuples()
        if counts[one.Index] != ""
    }
    about = rows["code"].mask(rows["code"] == "", rows["field"])
    keys = zip(rows["analysis"], rows["wave"], about, strict=True)
    return pd.Series([held.get(key, "") for key in keys], index=rows.index, dtype=object)


def _judge_saturation(study: Study, rows: pd.DataFrame) -> pd.Series:
    """What the sessions add in order tells of each; over all orders it does not, if there are enough."""
    held = sorted(set(zip(rows["analysis"], rows["wave"], strict=True)))
    few = study.settings.disclosure.minimum_cases
    rule = pd.Series("", index=rows.index, dtype=object)
    for analysis, wave in held:
        here = (rows["analysis"] == analysis) & (rows["wave"] == wave)
        if rows.loc[here, "sessions"].max() < few:
            rule[here] = "few_cases"
    return rule.mask(rows["order"] == "dated", "one_session")


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


def _leave_sessions_out(agreement: pd.DataFrame) -> pd.DataFrame:
    """The agreement of single sessions without how often codes were given in them."""
    single = agreement["session"] != "all"
    told = {name: agreement[name].mask(single) for name in ("prevalence", "n_coded", "observed", "by_chance")}
    # A row of these statistics is nothing but such a number.
    frequency = single & (agreement["statistic"] == "prevalence")
    public = agreement.assign(**told)
    for name in ("estimate", "ci_low", "ci_high"):
        public[name] = public[name].mask(frequency)
    public["status"] = public["status"].mask(frequency, "withheld")
    public["reason"] = public["reason"].mask(frequency, "one_session")
    return conform(public, AGREEMENT)


def _leave_few_out(study: Study, occurrences: pd.DataFrame) -> pd.DataFrame:
    """The counts of speakers without the end of the strictest rule where it names too few of them."""
    few = (occurrences["ci_low"] < study.settings.disclosure.minimum_people).fillna(False)
    hidden = few & (occurrences["statistic"] == "speakers") & (occurrences["ci_low"] > 0).fillna(False)
    return conform(occurrences.assign(ci_low=occurrences["ci_low"].mask(hidden)), OCCURRENCES)


def summarise_coding_receipts(receipts: pd.DataFrame) -> pd.DataFrame:
    """What became of the codings, judgements and scores of each source (RECEIPT_SUMMARY).

    They are the work of coders and partnerships, not answers of people, so they are counted however few.
    Nothing else of a receipt is public: no place, no text before or after.
    """
    made = receipts.groupby(["source", "what", "why"], as_index=False, sort=True)["count"].sum()
    return conform(made.assign(status="ok", reason=""), RECEIPT_SUMMARY)


def _log(table: str, frame: pd.DataFrame, rule: pd.Series, key: Iterable[str]) -> pd.DataFrame:
    held = frame[rule != ""]
    named = held[list(key)].astype(str).to_numpy()
    keys = [
        "; ".join(f"{name}={value}" for name, value in zip(key, row, strict=True) if value) for row in named
    ]
    rules = rule[held.index]
    lines = {"table": table, "key": keys, "rule": rules.to_list(), "why": rules.map(WHY).to_list()}
    return pd.DataFrame(lines, columns=DISCLOSURE_LOG.names)
