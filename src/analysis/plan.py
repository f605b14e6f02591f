"""The stated plan of the analysis: which scales, contrasts and families, and what each is for."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from analysis.configuration import Bilingual, ConfigurationFile, Described, Id, load_yaml
from analysis.planned_changes import ChangeAnalysis, Comparability, IndicatorRules, ScorecardAnalysis
from analysis.planned_codings import CodingAnalysis, Continuum
from analysis.published_facts import Findings

Purpose = Literal["confirmatory", "exploratory", "descriptive"]
Test = Literal[
    "within_case_difference",
    "within_case_ranks",
    "case_permutation",
    "welch",
    "mann_whitney",
    "brunner_munzel",
    "mixed_model",
    "cluster_robust",
    "wild_bootstrap",
    "cumulative_logit",
]
"""The tests of two groups, by the name of their statistic; docs/methods.md tells when each is valid."""


class Contrast(Described):
    """Two groups that are compared: the first minus the second."""

    label: Bilingual = Field(description="Name as a figure shows it.")
    first: Id = Field(description="Id of the group the difference counts up from.")
    second: Id = Field(description="Id of the group that is taken off.")


class Description(Described):
    """An analysis that describes scales and items by group, by case and for all."""

    label: Bilingual = Field(description="Name as a report shows it.")
    instrument: Id = Field(description="Id of the instrument.")
    scales: list[Id] = Field(default_factory=list, description="Ids of the scales that are described.")
    items: list[Id] = Field(default_factory=list, description="Ids of the items that are described.")
    counts: list[Id] = Field(
        default_factory=list,
        description="Ids of the items whose answers are counted: choices, ticks and ranks.",
    )


class ReliabilityAnalysis(Described):
    """An analysis of how well the items of a scale hang together."""

    label: Bilingual = Field(description="Name as a report shows it.")
    instrument: Id = Field(description="Id of the instrument.")
    scales: list[Id] = Field(min_length=1, description="Ids of the scales.")


class Comparison(Described):
    """An analysis that compares groups on scales."""

    label: Bilingual = Field(description="Name as a report shows it.")
    instrument: Id = Field(description="Id of the instrument.")
    scales: list[Id] = Field(min_length=1, description="Ids of the scales.")
    contrast: Id = Field(description="Id of the contrast.")
    primary: Test | None = Field(
        default=None,
        description="The test that decides; all others are sensitivity rows. Without it the design chooses: "
        "permutation within cases where cases hold both groups, else permutation of whole cases.",
    )
    margin: float | None = Field(
        default=None,
        gt=0,
        description="Largest difference that counts as none, in the units of the scales; with it, "
        "equivalence is tested.",
    )
    family: Id = Field(description="The family whose tests are adjusted together.")
    purpose: Purpose = Field(description="confirmatory where it was foreseen, else exploratory.")


class GroupComparison(Described):
    """An analysis that compares three groups or more at once, and each pair of them."""

    label: Bilingual = Field(description="Name as a report shows it.")
    instrument: Id = Field(description="Id of the instrument.")
    scales: list[Id] = Field(min_length=1, description="Ids of the scales.")
    groups: list[Id] = Field(min_length=3, description="Ids of the groups.")
    family: Id = Field(description="The family whose tests are adjusted together.")
    purpose: Purpose = Field(description="confirmatory where it was foreseen, else exploratory.")


class Retest(Described):
    """An analysis of the same people's scores in two waves, as a test and its repetition."""

    label: Bilingual = Field(description="Name as a report shows it.")
    instrument: Id = Field(description="Id of the instrument.")
    scales: list[Id] = Field(min_length=1, description="Ids of the scales.")
    before: Id = Field(description="Id of the first wave.")
    after: Id = Field(description="Id of the second wave.")


Analysis = Description | ReliabilityAnalysis | Comparison | GroupComparison | Retest | ChangeAnalysis


class FamilyOfTests(Described):
    """Tests that are adjusted together."""

    label: Bilingual = Field(description="Name as a report shows it.")
    adjustment: Literal["holm", "bh"] = Field(
        default="holm", description="holm (family-wise error) or bh (false discovery rate)."
    )


class Reach(Described):
    """What is asked when a report says what so few people can show."""

    power: float = Field(default=0.8, gt=0.5, lt=1, description="Power of the smallest detectable effect.")
    alpha: float = Field(default=0.05, gt=0, lt=0.5, description="Level of the tests.")
    icc: float = Field(
        default=0.3,
        ge=0,
        lt=1,
        description="Share of the variance that lies between cases, as assumed where it is not known.",
    )
    simulations: int = Field(
        default=400, ge=100, description="Simulated studies of the actual design behind each statement."
    )


class Resampling(Described):
    """How many samples are drawn where an interval is a bootstrap's."""

    draws: int = Field(default=10_000, ge=1000, description="Draws where a draw is a weighted sum.")
    fitted_draws: int = Field(
        default=500, ge=100, description="Draws where a model is fitted anew in each (omega, ordinal alpha)."
    )


class Aggregation(Described):
    """When the answers of a case's people may be brought together into one case mean."""

    agreement: float = Field(
        default=0.7,
        gt=0,
        lt=1,
        description="Smallest median r_wg(j) of the cases, under both nulls.",
    )
    reliability: float = Field(default=0.7, gt=0, lt=1, description="Smallest ICC(2) of the mean.")
    source: str = Field(
        default="LeBreton & Senter (2008), Organizational Research Methods 11(4), 815-852.",
        description="Where the limits come from.",
    )


class Cases(Described):
    """How cases are brought together, and when a respondent answers far from the case."""

    pooling: Literal["reml", "paule_mandel"] = Field(
        default="reml",
        description="How the variance between cases is estimated.",
    )
    far: float = Field(
        default=2.0,
        gt=0,
        description="Robust distance, in robust standard deviations, from which somebody is said to answer "
        "far from the case. It is a median over scales, so 2 stands for a typical answer, not for one.",
    )


class Plan(ConfigurationFile):
    """The file plan.yaml."""

    contrasts: dict[Id, Contrast] = Field(description="The contrasts, by id.")
    families: dict[Id, FamilyOfTests] = Field(description="The families of tests, by id.")
    descriptions: dict[Id, Description] = Field(description="Descriptive analyses, by id.")
    reliability: dict[Id, ReliabilityAnalysis] = Field(description="Reliability analyses, by id.")
    comparisons: dict[Id, Comparison] = Field(description="Comparisons of groups, by id.")
    group_comparisons: dict[Id, GroupComparison] = Field(
        default_factory=dict, description="Comparisons of three groups or more, by id."
    )
    retests: dict[Id, Retest] = Field(
        default_factory=dict, description="Two waves of the same people as a test and its repetition, by id."
    )
    changes: dict[Id, ChangeAnalysis] = Field(
        default_factory=dict, description="Changes of a survey's scales between two waves, by id."
    )
    scorecards: dict[Id, ScorecardAnalysis] = Field(
        default_factory=dict, description="Analyses of scorecards, by id."
    )
    indicators: IndicatorRules = Field(
        default_factory=IndicatorRules,
        description="How measurements of indicators are read: attainment and trends.",
    )
    comparability: Comparability = Field(
        default_factory=Comparability, description="When two occasions may be compared."
    )
    reach: Reach = Field(default_factory=Reach, description="What the sections on reach ask.")
    resampling: Resampling = Field(default_factory=Resampling, description="How much is drawn at random.")
    aggregation: Aggregation = Field(
        default_factory=Aggregation, description="When a case mean may be formed."
    )
    cases: Cases = Field(default_factory=Cases, description="How cases are compared and looked into.")
    codings: dict[Id, CodingAnalysis] = Field(
        default_factory=dict, description="Analyses of coded texts, by id."
    )
    continuum: Continuum | None = Field(
        default=None, description="Where the cases stand between thin and thick co-creation."
    )
    findings: Findings | None = Field(default=None, description="Printed facts to compare with.")

    @property
    def analyses(self) -> dict[str, Analysis]:
        """Every analysis by its id, in the order of the file."""
        return {
            **self.descriptions,
            **self.reliability,
            **self.comparisons,
            **self.group_comparisons,
            **self.retests,
            **self.changes,
        }


def load_plan(path: Path, root: Path) -> Plan:
    """Read plan.yaml; raises `ProblemsFound`."""
    return load_yaml(path, Plan, root)
