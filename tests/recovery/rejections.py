"""How often tests reject in simulated studies: without a difference, at a margin, and with a difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from analysis.differences.tests import FEWEST_PEOPLE, Trial, refuse, run_test
from analysis.estimates import Estimate, not_estimable
from analysis.formulas.equivalence import estimate_equivalence
from analysis.formulas.resampling import stream
from analysis.plan import Test
from analysis.populations import REFUSALS
from tests.recovery.intervals import LEVEL
from tests.recovery.simulated_studies import SEED, Kind, Rate

ALPHA = 1 - LEVEL


def count_rejections(found: Iterable[Estimate], alpha: float = ALPHA) -> Rate:
    """How many of the studies that have a p reject; the reasons of the others."""
    rejected, without = 0, Counter[str]()
    n = 0
    for one in found:
        n += 1
        if np.isnan(one.p):
            without[one.reason] += 1
        rejected += int(one.p <= alpha + 1e-12)
    return Rate(rejected, n - without.total(), tuple(sorted(without.items())))


def test_studies(name: Test, kind: Kind, studies: int) -> Iterator[Estimate]:
    """One of the tests of two groups in each study, refused where it is to be refused."""
    design = kind.design
    for scores in kind.draw(studies):
        yield run_test(name, scores, design.first, design.cases, LEVEL, stream(SEED, "test"))


test_studies.__test__ = False  # type: ignore[attr-defined]


def test_equivalence(kind: Kind, margin: float, studies: int) -> Iterator[Estimate]:
    """Two one-sided tests of each study, refused where Welch's test is, as `describe_equivalence` does."""
    for scores in kind.draw(studies):
        known = ~np.isnan(scores)
        values, first, cases = scores[known], kind.design.first[known], kind.design.cases[known]
        trial = Trial(values, first, cases, LEVEL, lambda: stream(SEED, "test"))
        reason = refuse("welch", trial)
        if not reason and min(first.sum(), (~first).sum()) < FEWEST_PEOPLE:
            reason = "too_few_people"
        yield not_estimable(reason) if reason else estimate_equivalence(values, first, cases, margin, ALPHA)


test_equivalence.__test__ = False  # type: ignore[attr-defined]


def is_refused(rate: Rate) -> bool:
    """Whether no study had a p, and the design was the reason in most."""
    refused = sum(times for reason, times in rate.reasons if reason in REFUSALS)
    return not rate.studies and refused > 0
