"""Whether agreement drifts: session by session, and from the units coded first to those coded last."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.agreement.coefficients import estimate_topic
from analysis.agreement.rows import NOTHING, Row, build_row, find_reason, missing
from analysis.agreement.scopes import Material, Places, Scope, Topic, count_values
from analysis.estimates import Estimate
from analysis.formulas.coder_agreement import take_interval
from analysis.formulas.coder_sums import FEWEST, Agreement, CodedUnits, share_agreement, sum_units
from analysis.units.decisions import UNIT, UNKNOWN, Marks

OF_SESSIONS = ("percent", "krippendorff_set")


def follow_sessions(scope: Scope, topics: list[Topic]) -> Iterator[Row]:
    """Percent agreement and alpha of each session, on each topic."""
    for session in sorted(scope.decided.units["session"].unique()):
        here = scope.of_session(session)
        for topic in topics:
            yield from estimate_topic(here, topic, scope.counted[0], OF_SESSIONS)


def estimate_drift(scope: Scope, topics: list[Topic], codings: pd.DataFrame) -> Iterator[Row]:
    """Percent agreement of the later half of the units minus that of the earlier half, on each topic.

    Units stand in the order of the days they were coded on, the mean of the coders' days; where any of
    them has no day, in that of the sessions. Both halves are drawn anew, each by itself.
    """
    counted, places = scope.counted[0], order_units(scope, codings)
    for topic in topics:
        material = count_values(scope, topic, counted)
        reason = find_reason(material)
        found = missing(reason) if reason else _compare_halves(material, topic, counted, places)
        yield build_row(material, topic, counted, "drift", found)


def order_units(scope: Scope, codings: pd.DataFrame) -> Places:
    """The place of each unit in the order in which they were coded."""
    units = scope.decided.units
    dated = codings[
        (codings["kind"] == scope.kind)
        & (codings["codebook"] == scope.plan.codebook)
        & (codings["coder"] != UNKNOWN)
        & (codings["coded_at"] != "")
    ]
    days = pd.to_datetime(dated["coded_at"]).astype("datetime64[s]").astype("int64")
    means = days.groupby([dated[name] for name in UNIT]).mean()
    day = means.reindex(pd.MultiIndex.from_frame(units[UNIT])).to_numpy(dtype=np.float64)
    if np.isnan(day[scope.decided.readers >= 2]).any():
        day = np.zeros(len(units))
    held = {session.id: session.date for session in scope.study.sessions.sessions}
    order = units[["session", *UNIT]].assign(day=day, held=units["session"].map(held))
    order = order.sort_values(["day", "held", "session", *UNIT], kind="stable")
    return np.argsort(order.index.to_numpy())


def _compare_halves(material: Material, topic: Topic, counted: str, places: Places) -> Agreement:
    scope = material.scope
    at = places[material.places]
    later = np.argsort(np.argsort(at)) >= (len(at) + 1) // 2
    if not later.any():
        return missing("too_few_units")
    halves, fewest = [], len(at)
    for name, half in (("earlier", ~later), ("later", later)):
        units, random = _take(material, half), scope.stream(topic, counted, "drift", name)
        sums = sum_units(units, scope.plan.draws, random)
        halves.append(share_agreement(sums).coefficient)
        fewest = min(fewest, sums.drawn)
    change = halves[1] - halves[0]
    value = float(change[-1])
    found = take_interval(value, change[:-1], scope.study.settings.confidence_level)
    if fewest < FEWEST:
        found = Estimate(value, reason="too_few_units")
    return Agreement(found, NOTHING, NOTHING)


def _take(material: Material, half: Marks) -> CodedUnits:
    whole = material.units
    if whole.weights is None or whole.blocks is None:
        return CodedUnits(whole.counts[half])
    return CodedUnits(whole.counts[half], whole.weights[half], whole.blocks[half])
