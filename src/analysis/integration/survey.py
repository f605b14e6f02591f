"""What the survey tells of a construct: the means of its scales, as the descriptions hold them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.constructs import JointDisplay, Rule
from analysis.instruments import Instrument
from analysis.integration.directions import Part, build_part
from analysis.study import Study


@dataclass(frozen=True)
class ScaleMeans:
    """The mean of each scale with its interval and n, by case and scale; only means that exist."""

    instrument: Instrument
    rule: Rule
    means: dict[tuple[str, str], tuple[float, float, float, int]]

    @property
    def cases(self) -> set[str]:
        """The cases with any mean, and all where all together have one."""
        return {case for case, _ in self.means}

    def part(self, case: str, scales: list[str]) -> Part:
        """The mean of some scales' means; nothing where none of them has one.

        The ends are the means of the scales' ends: an interval of the mean itself would be no wider, for
        means that do not rise and fall together vary less when they are averaged. Without the interval of one
        scale there is none. n is that of the scale that fewest answered.
        """
        found = [self.means[case, scale] for scale in scales if (case, scale) in self.means]
        if not found:
            return Part()
        value, low, high, _ = (float(number) for number in np.mean(found, axis=0))
        scale = self.instrument.scale(scales[0])
        turned, limits = scale.better == "lower", self.instrument.limits(scale.id)
        n = min(one[3] for one in found)
        return build_part(value, low, high, n, limits, self.rule, turned=turned)


def take_means(study: Study, display: JointDisplay, descriptives: pd.DataFrame) -> ScaleMeans:
    """The means of the display's scales over both groups, for all cases and each, from ESTIMATES."""
    scales = {scale for construct in display.constructs for scale in (*construct.scales, *construct.barriers)}
    asked = {
        "instrument": display.instrument,
        "wave": display.wave,
        "group": "all",
        "statistic": "mean",
        "sensitivity": "main",
        "item": "",
        "contrast": "",
        "status": "ok",
    }
    chosen = descriptives[descriptives["scale"].isin(scales)]
    for column, value in asked.items():
        chosen = chosen[chosen[column] == value]
    # Where two descriptions name a scale, they say the same of it.
    chosen = chosen.drop_duplicates(["case", "scale"])
    keys = zip(chosen["case"], chosen["scale"], strict=True)
    numbers = chosen[["estimate", "ci_low", "ci_high"]].to_numpy(dtype=np.float64)
    means = {
        (str(case), str(scale)): (float(value), float(low), float(high), int(n))
        for (case, scale), (value, low, high), n in zip(keys, numbers, chosen["n"], strict=True)
    }
    return ScaleMeans(study.instruments[display.instrument], display.rule, means)
