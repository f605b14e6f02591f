"""What a design can show, held against studies in which there is something to be shown."""

from __future__ import annotations

from analysis.differences.simulated_reach import reach_of_design
from analysis.formulas.reach import Reach as Reached
from analysis.plan import Reach as Asked
from analysis.plan import Test
from tests.recovery.intervals import LEVEL
from tests.recovery.rejections import count_rejections, test_studies
from tests.recovery.simulated_studies import SEED, Design, Kind, Rate

POWER = 0.8


def reach_of(name: Test, design: Design, icc: float, simulations: int) -> Reached:
    """The smallest difference that a test finds with the power `POWER`, and the width of its interval."""
    asked = Asked(power=POWER, alpha=1 - LEVEL, icc=icc, simulations=simulations)
    return reach_of_design(name, design.sizes, asked, LEVEL, SEED)


def power_of(name: Test, kind: Kind, studies: int) -> Rate:
    """How often a test rejects where there is a difference; studies without a p do not."""
    found = count_rejections(test_studies(name, kind, studies))
    return Rate(found.times, studies, found.reasons)
