"""The measures: counts of people, cases, items or scales of which something holds.

What holds is read from the tables of estimates; nothing is estimated anew here. Each measure takes
the evidence of one reading and the settings of a fact, and gives None where nothing could be known.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.findings.evidence import Evidence, Recomputed
from analysis.findings.sessions import count_largest_session, count_participants, count_sessions
from analysis.published_facts import FactSettings, Measure


def _count(holds: pd.Series, rows: pd.DataFrame) -> Recomputed | None:
    """Of how many it holds; what could not be estimated is missing in `holds` and counts as not."""
    if holds.isna().all():
        return None
    # Rows of one scale, item or answer are about different people, those of two may be the same.
    people = rows.groupby(["scale", "item", "category"])["n"].sum().max()
    cases = rows.loc[rows["case"] != "all", "case"].nunique() or rows["n_cases"].max()
    return Recomputed(float(holds.fillna(False).sum()), len(holds), int(people), int(cases))


def _where(known: pd.Series, holds: pd.Series) -> pd.Series:
    """True or false where the number is known, missing elsewhere."""
    return holds.astype("boolean").mask(known.isna())


def count_people(evidence: Evidence, settings: FactSettings) -> Recomputed | None:
    """People who answered, of one group or all."""
    people = evidence.responses
    inside = people if settings.group == "all" else people[people["group"] == settings.group]
    return Recomputed(len(inside), None, len(inside), inside["case"].nunique())


def count_cases_answering(evidence: Evidence, settings: FactSettings) -> Recomputed | None:
    """Cases in which anybody answered."""
    cases = evidence.responses["case"].nunique()
    return Recomputed(cases, None, len(evidence.responses), cases)


def count_municipalities_answering(evidence: Evidence, settings: FactSettings) -> Recomputed | None:
    """Municipalities of the cases in which anybody answered."""
    cases = set(evidence.responses["case"])
    numbers = {case.municipality for case in evidence.study.settings.cases if case.id in cases}
    return Recomputed(len(numbers), None, len(evidence.responses), len(cases))


def count_answers_used(evidence: Evidence, settings: FactSettings) -> Recomputed | None:
    """Answers to an item that anybody gave, of those there are."""
    rows = evidence.read(settings, "count")
    rows = rows[(rows["case"] == "all") & (rows["group"] == settings.group)]
    return _count(_where(rows["estimate"], rows["estimate"] > 0), rows)


def count_people_answering(evidence: Evidence, settings: FactSettings) -> Recomputed | None:
    """People who gave one answer to an item, of those of the group who answered it."""
    rows = evidence.read(settings, "count")
    rows = rows[(rows["case"] == "all") & (rows["group"] == settings.group)]
    if rows["estimate"].isna().all():
        return None
    row = rows.iloc[0]
    return Recomputed(float(row["estimate"]), int(row["n"]), int(row["n"]), int(row["n_cases"]))


def count_cases_with_answer(evidence: Evidence, settings: FactSettings) -> Recomputed | None:
    """Cases in which anybody gave one answer to an item."""
    rows = evidence.read(settings, "count")
    rows = rows[(rows["case"] != "all") & (rows["group"] == settings.group)]
    return _count(_where(rows["estimate"], rows["estimate"] > 0), rows)


def _item_differences(evidence: Evidence, settings: FactSettings) -> tuple[pd.Series, pd.DataFrame]:
    """Per item the first group's mean less the second's, turned where the item is worded against."""
    rows = evidence.read(settings, "mean")
    groups = [evidence.contrast.first, evidence.contrast.second]
    rows = rows[(rows["case"] == "all") & (rows["item"] != "") & rows["group"].isin(groups)]
    means = rows.pivot(index="item", columns="group", values="estimate").reindex(columns=groups)
    sign = [-1.0 if evidence.instrument.item(item).reverse else 1.0 for item in means.index]
    return (means[groups[0]] - means[groups[1]]) * sign, rows


def count_items_higher(evidence: Evidence, settings: FactSettings) -> Recomputed | None:
    """Items that the contrast's first group answers higher, items worded against turned round."""
    differences, rows = _item_differences(evidence, settings)
    return _count(_where(differences, differences > 0), rows)


def count_items_close(evidence: Evidence, settings: FactSettings) -> Recomputed | None:
    """Items on which the means of the contrast's groups differ by less than the limit."""
    differences, rows = _item_differences(evidence, settings)
    return _count(_where(differences, differences.abs() < settings.limit), rows)


def count_scales_higher(evidence: Evidence, settings: FactSettings) -> Recomputed | None:
    """Scales on which the contrast's first group is higher by more than the limit."""
    rows = evidence.read(settings, "mean_difference")
    return _count(_where(rows["estimate"], rows["estimate"] > settings.limit), rows)


def count_scales_lower(evidence: Evidence, settings: FactSettings) -> Recomputed | None:
    """Scales on which the contrast's first group is lower by more than the limit."""
    rows = evidence.read(settings, "mean_difference")
    return _count(_where(rows["estimate"], rows["estimate"] < -settings.limit), rows)


def count_items_agreeing(evidence: Evidence, settings: FactSettings) -> Recomputed | None:
    """Items on which the people of a group agree: r_wg at the limit or above."""
    rows = evidence.read(settings, "rwg")
    rows = rows[rows["group"] == settings.group]
    return _count(_where(rows["estimate"], rows["estimate"] >= settings.limit), rows)


def _case_means(evidence: Evidence, settings: FactSettings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mean scores, cases by scales, and their rows."""
    rows = evidence.read(settings, "mean")
    rows = rows[(rows["case"] != "all") & (rows["group"] == "all") & (rows["scale"] != "")]
    return rows.pivot(index="case", columns="scale", values="estimate"), rows


def count_scales_apart(evidence: Evidence, settings: FactSettings) -> Recomputed | None:
    """Scales whose highest and lowest case mean lie at least the limit apart."""
    means, rows = _case_means(evidence, settings)
    ranges = means.max() - means.min()
    return _count(_where(ranges, ranges >= settings.limit), rows)


def count_cases_good_at_all(evidence: Evidence, settings: FactSettings) -> Recomputed | None:
    """Cases whose mean is at the limit or above on every scale."""
    means, rows = _case_means(evidence, settings)
    lowest = means.min(axis=1)
    return _count(_where(lowest, lowest >= settings.limit), rows)


def count_cases_good_at_some(evidence: Evidence, settings: FactSettings) -> Recomputed | None:
    """Cases whose mean is at the limit or above on at least one scale."""
    means, rows = _case_means(evidence, settings)
    highest = means.max(axis=1)
    return _count(_where(highest, highest >= settings.limit), rows)


def count_cases_with_gap(evidence: Evidence, settings: FactSettings) -> Recomputed | None:
    """Cases whose two sides lie at least the limit apart on at least one scale."""
    rows = evidence.read(settings, "gap")
    widest = rows.assign(gap=rows["estimate"].abs()).groupby("case")["gap"].max()
    return _count(_where(widest, widest >= settings.limit), rows)


MEASURES: dict[Measure, Callable[[Evidence, FactSettings], Recomputed | None]] = {
    "people": count_people,
    "cases_answering": count_cases_answering,
    "municipalities_answering": count_municipalities_answering,
    "answers_used": count_answers_used,
    "people_answering": count_people_answering,
    "cases_with_answer": count_cases_with_answer,
    "items_higher": count_items_higher,
    "items_close": count_items_close,
    "scales_higher": count_scales_higher,
    "scales_lower": count_scales_lower,
    "items_agreeing": count_items_agreeing,
    "scales_apart": count_scales_apart,
    "cases_good_at_all": count_cases_good_at_all,
    "cases_good_at_some": count_cases_good_at_some,
    "cases_with_gap": count_cases_with_gap,
    "sessions": count_sessions,
    "participants_of_session": count_participants,
    "largest_session": count_largest_session,
}
