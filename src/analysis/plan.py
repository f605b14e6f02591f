"""The stated plan of the analysis: which scales, contrasts and families, and what each is for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field

from analysis.configuration import Bilingual, ConfigurationFile, Described, Id, load_yaml
from analysis.instruments import Instrument
from analysis.problems import Key, ProblemList
from analysis.published_facts import Findings, check_facts
from analysis.settings import Settings

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


class Plan(ConfigurationFile):
    """The file plan.yaml."""

    contrasts: dict[Id, Contrast] = Field(description="The contrasts, by id.")
    families: dict[Id, FamilyOfTests] = Field(description="The families of tests, by id.")
    descriptions: dict[Id, Description] = Field(description="Descriptive analyses, by id.")
    reliability: dict[Id, ReliabilityAnalysis] = Field(description="Reliability analyses, by id.")
    comparisons: dict[Id, Comparison] = Field(description="Comparisons of groups, by id.")
    reach: Reach = Field(default_factory=Reach, description="What the sections on reach ask.")
    findings: Findings | None = Field(default=None, description="Printed facts to compare with.")

    @property
    def analyses(self) -> dict[str, Description | ReliabilityAnalysis | Comparison]:
        """Every analysis by its id, in the order of the file."""
        return {**self.descriptions, **self.reliability, **self.comparisons}


def load_plan(path: Path, root: Path) -> Plan:
    """Read plan.yaml; raises `ProblemsFound`."""
    return load_yaml(path, Plan, root)


def check_plan(
    plan: Plan, settings: Settings, instruments: Mapping[str, Instrument | None], root: Path
) -> None:
    """Hold the plan against the study and its instruments; raises `ProblemsFound`."""
    found = plan.problem_list()
    groups = [group.id for group in settings.groups]
    for name, contrast in plan.contrasts.items():
        found.check_name(("contrasts", name, "first"), "group", contrast.first, groups)
        found.check_name(("contrasts", name, "second"), "group", contrast.second, groups)
        if contrast.first == contrast.second:
            what = "a group is compared with itself"
            found.add(("contrasts", name, "second"), what, contrast.second, remedy="name another group")
    _check_analyses(plan, instruments, found)
    for name, comparison in plan.comparisons.items():
        at: Key = ("comparisons", name)
        found.check_name((*at, "contrast"), "contrast", comparison.contrast, plan.contrasts)
        found.check_name((*at, "family"), "family", comparison.family, plan.families)
        instrument = instruments.get(comparison.instrument)
        if instrument and comparison.contrast in plan.contrasts:
            _check_answered(at, plan.contrasts[comparison.contrast], instrument, found)
    if plan.findings:
        _check_findings(plan, plan.findings, settings, instruments, found)
    found.raise_any()


def _check_analyses(plan: Plan, instruments: Mapping[str, Instrument | None], found: ProblemList) -> None:
    named = [
        (section, name, use)
        for section in ("descriptions", "reliability", "comparisons")
        for name, use in getattr(plan, section).items()
    ]
    found.check_unique(
        [(section, name) for section, name, _ in named], "analysis", [name for _, name, _ in named]
    )
    for section, name, use in named:
        at = (section, name)
        found.check_name((*at, "instrument"), "instrument", use.instrument, instruments)
        if instrument := instruments.get(use.instrument):
            _check_uses(at, use, instrument, found)


def _check_uses(
    at: Key,
    use: Description | ReliabilityAnalysis | Comparison,
    instrument: Instrument,
    found: ProblemList,
) -> None:
    found.check_names((*at, "scales"), "scale", use.scales, [scale.id for scale in instrument.scales])
    if not isinstance(use, Description):
        return
    if not (use.scales or use.items or use.counts):
        found.add(at, "the analysis describes nothing", remedy="name scales, items or counts")
    kinds = {
        item.id: instrument.answer_sets[item.answers]
        for item in instrument.items
        if item.answers in instrument.answer_sets
    }
    scored = [item for item, answers in kinds.items() if answers.kind in ("choice", "number")]
    counted = [item for item, answers in kinds.items() if answers.counted_values()]
    found.check_names((*at, "items"), "item with a choice or number", use.items, scored)
    found.check_names((*at, "counts"), "item with a choice", use.counts, counted)


def _check_answered(at: Key, contrast: Contrast, instrument: Instrument, found: ProblemList) -> None:
    """Check that both groups of a contrast answer the instrument."""
    groups = [version.group for version in instrument.versions.values()]
    for group in (contrast.first, contrast.second):
        if group not in groups:
            what = f"no version of {instrument.id} is answered by “{group}”"
            found.add((*at, "contrast"), what, group, ", ".join(groups), "use another contrast or instrument")


def _check_findings(
    plan: Plan,
    findings: Findings,
    settings: Settings,
    instruments: Mapping[str, Instrument | None],
    found: ProblemList,
) -> None:
    found.check_name(("findings", "instrument"), "instrument", findings.instrument, instruments)
    found.check_name(("findings", "contrast"), "contrast", findings.contrast, plan.contrasts)
    found.check_name(("findings", "wave"), "wave", findings.wave, [wave.id for wave in settings.waves])
    groups = [group.id for group in settings.groups]
    check_facts(findings, plan.analyses, groups, instruments.get(findings.instrument), found)
