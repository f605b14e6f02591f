"""The file study.yaml: title, cases, waves, groups, seed, and the rules of disclosure."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analysis.configuration import Bilingual, ConfigurationFile, Day, Described, Id


class Group(Described):
    """A kind of participant."""

    id: Id = Field(description="Short name of the group.")
    label: Bilingual = Field(description="Name in plural, as a legend shows it.")
    colour: str = Field(pattern=r"^#[0-9a-fA-F]{6}$", description="Colour in every figure, as #rrggbb.")
    marker: Literal["circle", "square", "triangle", "diamond"] = Field(
        description="Marker in every figure, so that no figure depends on colour."
    )
    answer: int | None = Field(
        default=None,
        description="The answer that means this group where a survey asks for it; not needed where "
        "sources.tsv names the group of a file.",
    )


class CaseKind(Described):
    """A kind of case, as municipalities that take part in a project and those that follow it."""

    id: Id = Field(description="Short name of the kind.")
    label: Bilingual = Field(description="Name in plural, as a legend shows it.")
    colour: str = Field(pattern=r"^#[0-9a-fA-F]{6}$", description="Colour in every figure, as #rrggbb.")
    marker: Literal["circle", "square", "triangle", "diamond"] = Field(
        description="Marker in every figure, so that no figure depends on colour."
    )


class Wave(Described):
    """An occasion on which the whole study was measured; listed in order of time."""

    id: Id = Field(description="Short name of the wave.")
    label: Bilingual = Field(description="Name as a figure shows it.")
    date: Day = Field(description="The day it began, as YYYY-MM-DD.")


class Case(Described):
    """A collaboration that is studied."""

    id: Id = Field(description="Short name of the case.")
    label: str = Field(description="Name as the restricted reports show it.")
    country: Literal["NO", "DK"] = Field(
        default="NO", description="Country of the municipality; only Norwegian numbers are checked."
    )
    municipality: str = Field(
        pattern=r"^\d{3,4}$",
        description="Municipality number at the first wave of the case, in quotes: four digits, three in "
        "Denmark. Later numbers are found in municipalities.tsv.",
    )
    enterprise: str = Field(default="", description="Name of the social enterprise, where there is one.")
    field: Bilingual | None = Field(default=None, description="What the collaboration is about.")
    kind: Id | None = Field(default=None, description="Id of the kind of case, where there are kinds.")
    programme: Id = Field(description="Id of the programme it belongs to.")
    waves: list[Id] = Field(
        default_factory=list, description="The waves of the survey it takes part in; may be none."
    )
    answer: int | None = Field(
        default=None,
        description="The answer that means this case where a survey asks for it; not needed where "
        "sources.tsv names the case of a file.",
    )


class DisclosureException(Described):
    """A number that may be published although it is small, and why."""

    analysis: Id = Field(description="Name of the analysis in plan.yaml.")
    item: Id | None = Field(default=None, description="Id of the item.")
    category: int | None = Field(default=None, description="The answer that is counted.")
    wave: Id | None = Field(
        default=None, description="Id of the wave; without it, the wave the study report is about."
    )
    group: Id = Field(default="all", description="Id of the group, or all.")
    case: Id = Field(default="all", description="Id of the case, or all.")
    reason: str = Field(min_length=10, description="Why it may be published, with its source and page.")


class Disclosure(Described):
    """When a number may be published."""

    minimum_people: int = Field(
        default=5, ge=3, description="Fewest people behind a published number, and smallest count."
    )
    minimum_cases: int = Field(
        default=3,
        ge=2,
        description="Fewest cases behind a published number on what was said, or on scorecards.",
    )
    exceptions: list[DisclosureException] = Field(
        default_factory=list, description="Numbers published all the same; each is logged."
    )


class Respondents(Described):
    """Who counts as a respondent."""

    count: list[Literal["completed", "partial"]] = Field(
        default=["completed"], min_length=1, description="Which answers count: completed, or partial too."
    )
    minimum_share: float = Field(
        default=0.5,
        gt=0,
        le=1,
        description="Smallest share of the questions a partial answer must have answered to count.",
    )
    doubles: Literal["last", "first", "refuse"] = Field(
        default="last",
        description="Which of a person's several answers in one wave counts; refuse stops the import.",
    )


class Programme(Described):
    """A piece of research that cases belong to."""

    label: Bilingual = Field(description="Title in our own words.")
    source: str = Field(default="", description="Where it is described.")


class Settings(ConfigurationFile):
    """The file study.yaml."""

    id: Id = Field(description="Short name of the study.")
    title: Bilingual = Field(description="Title of the reports.")
    synthetic: bool = Field(
        description="True where the answers are made up; every report then says so on its first page."
    )
    synthetic_note: Bilingual | None = Field(
        default=None, description="What the first page says of made-up answers."
    )
    seed: int = Field(ge=0, description="Seed of every random stream; streams are keyed by name.")
    confidence_level: float = Field(gt=0.5, lt=1, description="Level of every interval, e.g. 0.95.")
    main_instrument: Id = Field(description="Id of the instrument the study report is about.")
    main_wave: Id | None = Field(
        default=None,
        description="Id of the wave the study report is about; without it, the last one with answers.",
    )
    respondents: Respondents = Field(
        default_factory=Respondents, description="The rules for who counts as a respondent."
    )
    programmes: dict[Id, Programme] = Field(min_length=1, description="The programmes, by id.")
    groups: list[Group] = Field(min_length=1, description="The groups, in the order of the legends.")
    case_kinds: list[CaseKind] = Field(
        default_factory=list, description="The kinds of cases, in the order of the legends."
    )
    waves: list[Wave] = Field(min_length=1, description="The waves, in order of time.")
    cases: list[Case] = Field(min_length=1, description="The cases, in the order of the reports.")
    disclosure: Disclosure = Field(default_factory=Disclosure, description="The rules of disclosure.")
