"""For each statistic of the reference cases, how this installation computes it."""

from analysis.validation.adapters import (
    aggregation,
    change,
    coders,
    factors,
    models,
    ordinal,
    polychoric,
    reliability,
    several_groups,
    two_groups,
)
from analysis.validation.cases import Adapter

ADAPTERS: dict[str, Adapter] = {
    **reliability.ADAPTERS,
    **factors.ADAPTERS,
    **polychoric.ADAPTERS,
    **aggregation.ADAPTERS,
    **coders.ADAPTERS,
    **two_groups.ADAPTERS,
    **several_groups.ADAPTERS,
    **models.ADAPTERS,
    **ordinal.ADAPTERS,
    **change.ADAPTERS,
}
