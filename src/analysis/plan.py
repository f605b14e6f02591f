"""The stated plan of the analysis: which scales, contrasts and families, and what each is for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from analysis.configuration import Bilingual, Described, Id, load_yaml
from analysis.instruments import Instrument
from analysis.problems import ProblemList, name_nearest

if TYPE_CHECKING:
    from analysis.study import Settings

Purpose = Literal["confirmatory", "exploratory", "descriptive"]


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
        default_factory=list, description="Ids of the choice items whose answers are counted."
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
    family: Id = Field(description="The family whose tests are adjusted together.")
    purpose: Purpose = Field(description="confirmatory where it was foreseen, else exploratory.")


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


class PublishedFact(Described):
    """One fact that was printed, and the rule that recomputes it."""

    finding: int = Field(ge=1, description="Number of the finding in the source.")
    fact: Id = Field(description="Short name of the fact.")
    statement: Bilingual = Field(description="The fact in our own words.")
    published: str = Field(description="The printed number, or the expectation in words.")
    measure: Id = Field(description="Name of the measure in analysis.findings that recomputes it.")
    expect: dict[str, float] = Field(
        default_factory=dict,
        description="Bounds the recomputed number must meet: equals, at_least, at_most.",
    )
    settings: dict[str, str | int | float] = Field(
        default_factory=dict, description="What the measure needs to know, such as an item or a limit."
    )
    page: str = Field(description="Where it was printed.")


class Findings(Described):
    """The printed facts that the data must give back."""

    instrument: Id = Field(description="Id of the instrument.")
    contrast: Id = Field(description="Id of the contrast the facts speak of.")
    citation: str = Field(description="Where they were printed.")
    facts: list[PublishedFact] = Field(min_length=1, description="The facts, in order.")


class Plan(Described):
    """The file plan.yaml."""

    contrasts: dict[Id, Contrast] = Field(description="The contrasts, by id.")
    families: dict[Id, FamilyOfTests] = Field(description="The families of tests, by id.")
    descriptions: dict[Id, Description] = Field(description="Descriptive analyses, by id.")
    reliability: dict[Id, ReliabilityAnalysis] = Field(description="Reliability analyses, by id.")
    comparisons: dict[Id, Comparison] = Field(description="Comparisons of groups, by id.")
    reach: Reach = Field(default_factory=Reach, description="What the sections on reach ask.")
    findings: Findings | None = Field(default=None, description="Printed facts to compare with.")


def load_plan(path: Path, root: Path) -> Plan:
    """Read plan.yaml; raises `ProblemsFound`."""
    return load_yaml(path, Plan, root)


def check_plan(plan: Plan, settings: Settings, instruments: dict[str, Instrument], root: Path) -> None:
    """Hold the plan against the study and its instruments; raises `ProblemsFound`."""
    found = ProblemList("config/plan.yaml")
    groups = [group.id for group in settings.groups]
    for name, contrast in plan.contrasts.items():
        _check_named(found, f"contrasts.{name}.first", "group", [contrast.first], groups)
        _check_named(found, f"contrasts.{name}.second", "group", [contrast.second], groups)
        if contrast.first == contrast.second:
            found.add(f"contrasts.{name}", "a group is compared with itself", contrast.first, "", "name two")
    for name, description in plan.descriptions.items():
        _check_uses(found, f"descriptions.{name}", description, instruments)
    for name, reliability in plan.reliability.items():
        _check_uses(found, f"reliability.{name}", reliability, instruments)
    for name, comparison in plan.comparisons.items():
        _check_uses(found, f"comparisons.{name}", comparison, instruments)
        _check_named(
            found, f"comparisons.{name}.contrast", "contrast", [comparison.contrast], list(plan.contrasts)
        )
        _check_named(found, f"comparisons.{name}.family", "family", [comparison.family], list(plan.families))
    if plan.findings:
        _check_uses(found, "findings", plan.findings, instruments)
        _check_named(found, "findings.contrast", "contrast", [plan.findings.contrast], list(plan.contrasts))
    found.raise_any()


def _check_uses(
    found: ProblemList,
    place: str,
    use: Description | ReliabilityAnalysis | Comparison | Findings,
    instruments: dict[str, Instrument],
) -> None:
    _check_named(found, f"{place}.instrument", "instrument", [use.instrument], list(instruments))
    if use.instrument not in instruments:
        return
    instrument = instruments[use.instrument]
    scales = [scale.id for scale in instrument.scales]
    items = [item.id for item in instrument.items]
    _check_named(found, f"{place}.scales", "scale", getattr(use, "scales", []), scales)
    _check_named(found, f"{place}.items", "item", getattr(use, "items", []), items)
    _check_named(found, f"{place}.counts", "item", getattr(use, "counts", []), items)


def _check_named(found: ProblemList, place: str, kind: str, named: list[str], known: list[str]) -> None:
    for name in named:
        if name not in known:
            found.add(
                place,
                f"there is no {kind} “{name}”",
                name,
                ", ".join(known)[:300],
                name_nearest(name, known) or f"name a {kind} that exists",
            )
