"""Simulated studies that go through whole steps: cases pooled, and three groups or more compared.

Every scale of a table of scores is one study, so that a step is run once for many.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.cases.across import pool_cases
from analysis.differences import compare_groups
from analysis.estimates import Estimate, Values
from analysis.formulas.resampling import stream
from analysis.study import Study
from tests.recovery.intervals import Interval
from tests.recovery.simulated_studies import SEED, Kind, Shape, answer
from tests.small_study import COMPARED, label, small_study

HELIX = ("municipality", "enterprise", "university", "citizens")


def pooled(statistic: str, kind: Kind) -> Interval:
    """The interval of `pooled_difference`, `pooled_tau` or, for a further case, `pooled_prediction`."""
    truth = {"pooled_difference": kind.difference, "pooled_tau": kind.spread}
    return Interval(
        statistic,
        str(kind),
        truth.get(statistic, partial(_draw_further, kind)),
        partial(pool_studies, statistic, kind),
    )


def _draw_further(kind: Kind, studies: int) -> Values:
    random = stream(SEED, "recovery", "further case", str(kind))
    return kind.difference + kind.spread * random.standard_normal(studies)


def pool_studies(statistic: str, kind: Kind, studies: int) -> Iterator[Estimate]:
    """What `pool_cases` tells of each study; `case_difference` is that of the first case."""
    table, case = _pool(kind, studies), "case0" if statistic == "case_difference" else "all"
    return _read(table[(table["statistic"] == statistic) & (table["case"] == case)], scales_of(studies))


@lru_cache(maxsize=1)
def _pool(kind: Kind, studies: int) -> pd.DataFrame:
    groups = np.where(kind.design.first, "left", "right")
    compared = COMPARED | {"scales": scales_of(studies), "purpose": "exploratory"}
    study = small_study(comparisons={"compared": compared})
    return pool_cases(study, _table_of(kind.draw(studies), kind.design.cases, groups))


def scales_of(studies: int) -> list[str]:
    """The scales that stand for so many studies."""
    return [f"study{number:05}" for number in range(studies)]


@dataclass(frozen=True)
class Several:
    """A kind of study of three groups or more that do not differ.

    `sizes` holds how many people of each group a case has; the rest is as in `Kind`.
    """

    name: str
    sizes: tuple[tuple[int, ...], ...]
    icc: float
    shape: Shape
    missing: float

    def compare(self, studies: int) -> Iterator[Estimate]:
        """What `compare_groups` tells of all groups together (`kruskal_wallis`) in each study."""
        cases = np.repeat(np.arange(len(self.sizes)), [sum(one) for one in self.sizes])
        names = HELIX[: len(self.sizes[0])]
        groups = np.concatenate([np.repeat(names, one) for one in self.sizes])
        random = stream(SEED, "recovery", "several", self.name, str(self.icc), self.shape, str(self.missing))
        opinions = np.sqrt(self.icc) * random.standard_normal((studies, len(self.sizes)))[:, cases]
        opinions = opinions + np.sqrt(1 - self.icc) * random.standard_normal((studies, len(cases)))
        scores = _table_of(answer(opinions, self.shape, self.missing, random), cases, groups)
        table = compare_groups(_study_of_several(names, scales_of(studies)), scores)
        return _read(table[table["statistic"] == "kruskal_wallis"], scales_of(studies))


def _study_of_several(groups: tuple[str, ...], scales: list[str]) -> Study:
    compared = {key: value for key, value in COMPARED.items() if key != "contrast"}
    helix = compared | {"label": label("helix"), "scales": scales, "groups": list(groups)}
    study = small_study(group_comparisons={"helix": helix | {"purpose": "exploratory"}}, comparisons={})
    named = [study.settings.groups[0].model_copy(update={"id": name}) for name in groups]
    settings = study.settings.model_copy(update={"groups": named})
    return Study(study.root, settings, (), study.plan, study.municipalities, study.instruments, {})


def _table_of(scores: Values, cases: NDArray[np.int64], groups: NDArray[np.str_]) -> pd.DataFrame:
    """Studies × people as a table of scores, one scale a study."""
    studies, people = scores.shape
    return pd.DataFrame(
        {
            "wave": "before",
            "case": np.tile([f"case{case}" for case in cases], studies),
            "group": np.tile(groups, studies),
            "respondent": np.tile([f"r{number:02}" for number in range(people)], studies),
            "instrument": "small",
            "scale": np.repeat(scales_of(studies), people),
            "sensitivity": "main",
            "score": scores.ravel(),
        }
    )


def _read(table: pd.DataFrame, scales: list[str]) -> Iterator[Estimate]:
    by_scale = table.set_index("scale").loc[scales]
    columns = [by_scale[name].to_numpy(dtype=float) for name in ("estimate", "ci_low", "ci_high", "df", "p")]
    for *numbers, reason in zip(*columns, by_scale["reason"], strict=True):
        yield Estimate(*numbers, reason=reason)
