"""The parts of plan.yaml on change: which occasions are compared, and when they may be."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from analysis.configuration import Bilingual, Described, Id

ChangePurpose = Literal["confirmatory", "exploratory"]
Consequence = Literal["stop", "mark", "ignore"]
"""What follows where two occasions differ: no comparison, a comparison that is marked, or nothing."""


class ChangeAnalysis(Described):
    """An analysis of how the scores of a survey's scales changed from one wave to a later one."""

    label: Bilingual = Field(description="Name as a report shows it.")
    instrument: Id = Field(description="Id of the instrument.")
    scales: list[Id] = Field(min_length=1, description="Ids of the scales.")
    before: Id = Field(description="Id of the first wave.")
    after: Id = Field(description="Id of the second wave.")
    family: Id = Field(description="The family whose tests are adjusted together.")
    purpose: ChangePurpose = Field(description="confirmatory where it was foreseen, else exploratory.")
    people: Literal["nested", "independent"] = Field(
        default="nested",
        description="nested: people of a case may change together, so tests count cases; independent: the "
        "plan takes each person as independent of the others.",
    )
    treated: list[Id] = Field(
        default_factory=list,
        description="Kinds of cases in which something was done; with `against`, differences in "
        "differences are estimated.",
    )
    against: list[Id] = Field(
        default_factory=list, description="Kinds of cases that the treated ones are compared with."
    )

    @model_validator(mode="after")
    def _check_sides(self) -> ChangeAnalysis:
        if bool(self.treated) != bool(self.against) or set(self.treated) & set(self.against):
            raise ValueError("treated and against together, and no kind of case in both")
        return self


class ScorecardAnalysis(Described):
    """An analysis of a scorecard's sessions: profiles, and what changed between them."""

    label: Bilingual = Field(description="Name as a report shows it.")
    scorecard: Id = Field(description="Id of the scorecard.")
    family: Id = Field(description="The family whose tests are adjusted together.")
    purpose: ChangePurpose = Field(description="confirmatory where it was foreseen, else exploratory.")


class AttainmentStep(Described):
    """A step of goal attainment, from the share of the way to the target on."""

    share: float = Field(description="Smallest share of the way from the baseline to the target.")
    level: Literal[-2, -1, 0, 1, 2] = Field(description="The level of attainment; 0 is as expected.")


class GoalAttainment(Described):
    """How the share of the way to a target becomes a level of goal attainment, and levels a T score."""

    steps: list[AttainmentStep] = Field(
        default_factory=lambda: [
            AttainmentStep(share=share, level=level)  # type: ignore[arg-type]
            for share, level in ((0.5, -1), (1.0, 0), (1.25, 1), (1.5, 2))
        ],
        description="The steps, lowest share first; below the first the level is -2.",
    )
    correlation: float = Field(
        default=0.3,
        ge=0,
        lt=1,
        description="Correlation between the goals of a case that the T score assumes.",
    )


class IndicatorRules(Described):
    """How measurements of indicators are read."""

    attainment: GoalAttainment = Field(
        default_factory=GoalAttainment, description="Goal attainment; the steps are ours."
    )
    fewest_points: int = Field(
        default=4, ge=3, description="Fewest measurements, the baseline among them, that a trend needs."
    )
    late_days: int = Field(
        default=0, ge=0, description="Days after the target's date that still count as on time."
    )


class Comparability(Described):
    """What follows where two occasions differ in something that a comparison rests on."""

    version: Consequence = Field(default="mark", description="Version of the instrument or scorecard.")
    wording: Consequence = Field(
        default="stop", description="Wording of the questions, or what an indicator is said to measure."
    )
    answer_range: Consequence = Field(
        default="stop", description="Lowest and highest answer, or the unit of an indicator."
    )
    missing_rule: Consequence = Field(
        default="stop", description="What is missing, and how many answers a score needs."
    )
    direction: Consequence = Field(default="stop", description="Which end is good.")
    method: Consequence = Field(default="mark", description="How an indicator was measured.")
    mode: Consequence = Field(
        default="mark", description="How people were asked: on the web, on paper, by telephone."
    )
    coders: Consequence = Field(default="mark", description="Who coded the texts.")
    borders: Consequence = Field(
        default="mark", description="Borders of the municipality that a case lies in."
    )
    unknown: Consequence = Field(
        default="ignore", description="What follows where it is not known whether they differ."
    )
