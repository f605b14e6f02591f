"""What falls because something else did: numbers that would tell it in ways that do not add up.

A coefficient with the standard deviations of the other items tells that of one item; a measure of spread
is made of counts; a median over cases is the number of one of them. None of this is a sum over people,
so it is not left to linear algebra.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from analysis.plan import Retest
from analysis.study import Study

Chosen = dict[int, str]
"""Numbers of cells, and the rule that withholds each."""

Place = tuple[str, str, str, str, str, str]
"""Instrument, wave, scale, item, case and group of a mean."""


def follow_means(some: pd.DataFrame, cells: pd.DataFrame, study: Study) -> Chosen:
    """Those of some cells, coefficients and contrasts, that fall with means among `cells`, which are judged.

    Alpha and the like fall with the mean of the scale, or of one of its items, in the same population: from
    them and the other standard deviations that of the item could be worked out. A retest falls with the
    scale's mean in either wave. A contrast falls with the mean of either side, for Welch's interval and
    degrees of freedom tell the standard deviations of both; a comparison of several groups with that of
    any.
    """
    means = cells[(cells["kind"] == "moments") & cells["withheld"]]
    withheld = {_place(row) for row in means.itertuples()}
    return {
        int(row.Index): "secondary"
        for row in some.itertuples()
        if any(place in withheld for place in _rests_on(row, study))
    }


def _place(row: Any) -> Place:
    return row.instrument, row.wave, row.scale, row.item, row.case, row.group


def _rests_on(row: Any, study: Study) -> Iterator[Place]:
    """The means that a cell would tell something of that does not add up."""
    if row.kind in ("coefficient", "agreement") and row.scale:
        retest = study.plan.retests.get(row.analysis)
        for wave in _waves(retest) or (row.wave,):
            yield row.instrument, wave, row.scale, "", row.case, row.group
        for item in [] if retest else study.instruments[row.instrument].scale(row.scale).items:
            yield row.instrument, row.wave, "", item, row.case, row.group
    elif row.kind == "contrast":
        for group in _compared(row.contrast, study):
            yield row.instrument, row.wave, row.scale, row.item, row.case, group


def _waves(retest: Retest | None) -> tuple[str, ...]:
    return (retest.before, retest.after) if retest else ()


def _compared(name: str, study: Study) -> list[str]:
    """The groups of a contrast, of a comparison of several, or of a pair of these, `first:second`."""
    contrast, several = study.plan.contrasts.get(name), study.plan.group_comparisons.get(name)
    if contrast:
        return [contrast.first, contrast.second]
    return list(several.groups) if several else name.split(":")


def follow_attrition(cells: pd.DataFrame, attrition: pd.DataFrame, study: Study) -> Chosen:
    """The retests that fall because it is withheld how many people answered in both waves.

    `attrition` (ATTRITION) is as it is published; waves that it does not pair withhold nothing.
    """
    both = attrition[(attrition["statistic"] == "both") & (attrition["status"] == "withheld")]
    keys = ["instrument", "wave_before", "wave_after", "case", "group"]
    hidden = set(both[keys].itertuples(index=False, name=None))
    return {
        int(row.Index): "secondary"
        for row in cells.itertuples()
        if row.kind == "coefficient"
        and (row.instrument, *_waves(study.plan.retests.get(row.analysis)), row.case, row.group) in hidden
    }


def follow_counts(cells: pd.DataFrame) -> Chosen:
    """The spreads of counted answers that fall: all of items and people some count of which is withheld."""
    key = ["instrument", "wave", "item", "case", "group"]
    counts = cells[cells["kind"] == "counts"]
    told = counts.groupby(key)["withheld"].any()
    return {
        int(row.Index): "small_count"
        for row in cells[cells["kind"] == "spread"].itertuples()
        if told.get(tuple(getattr(row, name) for name in key), True)
    }


def follow_cases(cells: pd.DataFrame) -> Chosen:
    """The medians over cases that fall, with the rule that withholds the number of one of the cases.

    Of an odd number of cases the median is the number of one, and the ends of its interval are those of
    two more.
    """
    key = ["instrument", "wave", "scale", "analysis"]
    cases = cells[(cells["kind"] == "agreement") & cells["withheld"] & cells["estimated"]]
    rules = {tuple(names): sorted(own["rule"])[0] for names, own in cases.groupby(key)}
    places = ((row.Index, (row.instrument, row.wave, row.scale, row.analysis)) for row in cells.itertuples())
    medians = set(cells.index[cells["kind"] == "medians"])
    return {int(cell): rules[place] for cell, place in places if cell in medians and place in rules}


def list_open_scales(cells: pd.DataFrame) -> set[tuple[str, ...]]:
    """Instrument, wave and scale of which every case's numbers are published."""
    of_scales = cells["kind"].isin(["moments", "contrast"]) & (cells["item"] == "")
    by_case = cells[of_scales & (cells["case"] != "all")]
    withheld = by_case.groupby(["instrument", "wave", "scale"])["withheld"].any()
    return set(withheld.index[~withheld])
