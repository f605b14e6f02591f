"""Computes every reference case with its adapter and tells what agrees."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from analysis.problems import shorten
from analysis.validation.cases import Adapter, ReferenceCase
from analysis.validation.comparison import Disagreement, find_disagreements

LIBRARIES = ("numpy", "scipy", "pandas", "statsmodels", "pingouin", "krippendorff")
"""The libraries that the adapters compute with."""

SHOWN = 20
"""Most numbers of one case that are told."""


@dataclass(frozen=True)
class Outcome:
    """What came of one case: `failure` says why nothing was computed, if so."""

    case: ReferenceCase
    disagreements: tuple[Disagreement, ...] = ()
    failure: str = ""

    @property
    def agrees(self) -> bool:
        """Whether every number of the case was computed and is as expected."""
        return not self.failure and not self.disagreements


def run_cases(cases: Iterable[ReferenceCase], adapters: Mapping[str, Adapter]) -> list[Outcome]:
    """Compute the cases one by one, by statistic and id; a case never stops the others."""
    return [
        run_case(case, adapters.get(case.statistic))
        for case in sorted(cases, key=lambda case: (case.statistic, case.id))
    ]


def run_case(case: ReferenceCase, adapter: Adapter | None) -> Outcome:
    """Compute one case and compare; no adapter, and one that raises, are failures that are told."""
    if adapter is None:
        return Outcome(case, failure=f"no adapter computes “{case.statistic}”")
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            found = adapter(case)
        return Outcome(case, tuple(find_disagreements(case, found)))
    except Exception as error:
        return Outcome(case, failure=f"failed: {type(error).__name__}: {shorten(str(error))}")


def tell_outcomes(outcomes: list[Outcome]) -> str:
    """Agreeing cases per statistic, each case that does not agree with its numbers, and the total."""
    statistics = sorted({outcome.case.statistic for outcome in outcomes})
    width = max(map(len, statistics))
    lines = []
    for statistic in statistics:
        own = [outcome for outcome in outcomes if outcome.case.statistic == statistic]
        lines.append(f"{statistic:<{width}}  {sum(one.agrees for one in own)}/{len(own)}")
        lines += [line for one in own if not one.agrees for line in _tell_outcome(one)]
    agreeing = sum(outcome.agrees for outcome in outcomes)
    return "\n".join(
        [*lines, "", f"{agreeing} of {len(outcomes)} cases agree ({len(statistics)} statistics)."]
    )


def _tell_outcome(outcome: Outcome) -> list[str]:
    if outcome.failure:
        return [f"    {outcome.case.id}: {outcome.failure}"]
    shown = [f"        {one}" for one in outcome.disagreements[:SHOWN]]
    rest = len(outcome.disagreements) - SHOWN
    return [f"    {outcome.case.id}", *shown, *([f"        … and {rest} more"] if rest > 0 else [])]
