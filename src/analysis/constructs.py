"""The file joint_display.yaml: what the survey, the codings and the scorecard each tell of one construct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import Field

from analysis.codebooks import Codebook
from analysis.configuration import Bilingual, ConfigurationFile, Described, Id, load_yaml
from analysis.instruments import Instrument
from analysis.problems import Key, ProblemList
from analysis.scorecards import Scorecard

FILE = "config/joint_display.yaml"


class Construct(Described):
    """One row of the joint display; a source without anything for it is left empty."""

    id: Id = Field(description="Short name of the construct.")
    label: Bilingual = Field(description="Name as the display shows it.")
    scales: list[Id] = Field(
        default_factory=list, description="Ids of the survey's scales where high is good."
    )
    barriers: list[Id] = Field(
        default_factory=list, description="Ids of the survey's scales where high is bad."
    )
    codes: list[Id] = Field(default_factory=list, description="Ids of the codes; codes below them count too.")
    scorecard_field: Id | None = Field(default=None, description="Id of the scorecard's field.")


class Rule(Described):
    """When a source speaks well or badly of a construct; between the two limits it is mixed.

    Every source is put on the range from 0 (worst) to 1 (best). A source points up where its interval lies
    above `middle`, down where it lies below, else it is mixed.
    """

    middle: float = Field(default=0.5, gt=0, lt=1, description="Where neither side of the range begins.")
    clear: float = Field(
        default=0.1,
        ge=0,
        lt=0.5,
        description="How far from the middle the number itself must lie besides, so that a tiny but "
        "certain difference is not called a direction.",
    )
    minimum_units: int = Field(
        default=5, ge=1, description="Fewest coded units for the codings to speak of a construct."
    )
    difficulty: list[Id] = Field(
        default_factory=list,
        description="Ids of the codes (with those below) that make talk of a construct talk of a difficulty, "
        "where they stand on the same unit; the share without them is what the codings tell.",
    )


class JointDisplay(ConfigurationFile):
    """The file joint_display.yaml; a study without it has no joint display."""

    label: Bilingual = Field(description="Name as a report shows it.")
    instrument: Id = Field(description="Id of the survey's instrument.")
    codebook: Id = Field(description="Id of the codebook.")
    scorecard: Id | None = Field(default=None, description="Id of the scorecard.")
    wave: Id = Field(description="Id of the wave.")
    rule: Rule = Field(default_factory=Rule, description="When a source points up or down.")
    constructs: list[Construct] = Field(min_length=1, description="The constructs, in the order of the rows.")


def load_joint_display(path: Path, root: Path) -> JointDisplay | None:
    """Read joint_display.yaml, None where there is no such file; raises `ProblemsFound`."""
    return load_yaml(path, JointDisplay, root) if path.is_file() else None


def check_joint_display(
    display: JointDisplay,
    instruments: Mapping[str, Instrument | None],
    codebooks: Mapping[str, Codebook | None],
    scorecards: Mapping[str, Scorecard | None],
    waves: list[str],
    coded: Sequence[str] | None = None,
) -> None:
    """Hold the joint display against what it names; raises `ProblemsFound`.

    `coded` are the codebooks of the plan's analyses of codings, None where the plan cannot be read.
    """
    found = display.problem_list()
    found.check_name(("instrument",), "instrument", display.instrument, instruments)
    found.check_name(("codebook",), "codebook", display.codebook, codebooks)
    found.check_name(("wave",), "wave", display.wave, waves)
    if display.scorecard is not None:
        found.check_name(("scorecard",), "scorecard", display.scorecard, scorecards)
    instrument, codebook = instruments.get(display.instrument), codebooks.get(display.codebook)
    scorecard = scorecards.get(display.scorecard or "")
    codes = codebook.ids() if codebook else []
    places = [("constructs", number, "id") for number in range(len(display.constructs))]
    found.check_unique(places, "construct", [one.id for one in display.constructs])
    # A codebook that the plan misnames is told there; told here too, it would look like two faults.
    if codebook and coded is not None and all(name in codebooks for name in coded):
        _check_analysed(display, coded, found)
    if codebook:
        found.check_names(("rule", "difficulty"), "code", display.rule.difficulty, codes)
    for number, one in enumerate(display.constructs):
        at = ("constructs", number)
        if instrument:
            _check_scales((*at, "scales"), one.scales, "higher", instrument, found)
            _check_scales((*at, "barriers"), one.barriers, "lower", instrument, found)
        if codebook:
            found.check_names((*at, "codes"), "code", one.codes, codes)
        if one.scorecard_field is not None and display.scorecard is None:
            what, remedy = "a field is named, but no scorecard", "add  scorecard:  or remove the field"
            found.add((*at, "scorecard_field"), what, one.scorecard_field, remedy=remedy)
        elif one.scorecard_field is not None and scorecard:
            fields = [field.id for field in scorecard.fields]
            found.check_name((*at, "scorecard_field"), "field of the scorecard", one.scorecard_field, fields)
    found.raise_any()


def _check_analysed(display: JointDisplay, coded: Sequence[str], found: ProblemList) -> None:
    """Check that the plan has an analysis of the display's codings, without which they say nothing."""
    if display.codebook not in coded:
        what = "no analysis of codings in plan.yaml is about this codebook"
        found.add(("codebook",), what, display.codebook, ", ".join(coded), "add one under codings:")


def _check_scales(at: Key, names: list[str], better: str, instrument: Instrument, found: ProblemList) -> None:
    """Check that scales exist, that their good end is this one, and that their means can be averaged."""
    known = {scale.id: scale for scale in instrument.scales}
    found.check_names(at, "scale", names, known)
    limits = [instrument.limits(name) for name in names if name in known]
    for number, name in enumerate(names):
        if name in known and known[name].better != better:
            what = f"of the scale “{name}”, {known[name].better} is better"
            remedy = f"name it under {'barriers' if better == 'higher' else 'scales'}"
            found.add((*at, number), what, known[name].better, better, remedy)
        elif name in known and instrument.limits(name) != limits[0]:
            what = f"the scale “{name}” has another range than the first one"
            seen, allowed = ("{:g} to {:g}".format(*one) for one in (instrument.limits(name), limits[0]))
            found.add((*at, number), what, seen, allowed, "give it a construct of its own")
