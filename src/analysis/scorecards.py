"""The scorecards that a partnership fills in together: their fields and the scale of their scores."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from analysis.configuration import Bilingual, ConfigurationFile, Described, Id, load_yaml
from analysis.instruments import Source


class ScorecardValue(Described):
    """A value that a partnership weighs before it answers."""

    id: Id = Field(description="Short name of the value.")
    label: Bilingual = Field(description="Our own short label.")


class Theme(Described):
    """A part of a field that a few of its questions are about."""

    id: Id = Field(description="Short name of the theme, unique in the field.")
    label: Bilingual = Field(description="Our own short label.")


class Question(Described):
    """A question that a partnership answers together, with a score."""

    id: Id = Field(description="Short name of the question, unique in the scorecard.")
    label: Bilingual = Field(description="Our own short label.")
    theme: Id | None = Field(
        default=None, description="Id of the theme it is about; without it the question is its own theme."
    )
    values: list[Id] = Field(
        default_factory=list,
        description="Ids of the values it rests on; its weight is the mean of theirs.",
    )


class ScorecardField(Described):
    """A field of a scorecard, scored by a few questions."""

    id: Id = Field(description="Short name of the field.")
    label: Bilingual = Field(description="Our own short label.")
    themes: list[Theme] = Field(default_factory=list, description="The themes of the field, in order.")
    questions: list[Question] = Field(
        default_factory=list,
        description="The questions, in order; without them a file may name questions as it likes.",
    )


class Scorecard(ConfigurationFile):
    """A scorecard: one value for each question, case and session, and no respondents."""

    id: Id = Field(description="Short name of the scorecard; the file's name.")
    version: str = Field(default="1", description="Version of the scorecard, kept with every session.")
    title: Bilingual = Field(description="Title in our own words.")
    lowest: float = Field(description="Lowest possible score.")
    highest: float = Field(description="Highest possible score; high is good.")
    minimum_answered: int = Field(
        default=1, ge=1, description="Fewest questions answered for a field to have a score."
    )
    lowest_weight: float = Field(default=0, description="Lowest weight of a value.")
    highest_weight: float = Field(default=10, description="Highest weight of a value.")
    values: list[ScorecardValue] = Field(
        default_factory=list, description="The values that are weighed first, in order."
    )
    source: Source = Field(description="Where the scorecard comes from.")
    fields: list[ScorecardField] = Field(min_length=1, description="The fields, in order.")


def load_scorecard(path: Path, root: Path) -> Scorecard:
    """Read and cross-check one scorecard; raises `ProblemsFound`."""
    scorecard = load_yaml(path, Scorecard, root)
    found = scorecard.problem_list()
    if scorecard.id != path.stem:
        found.add(("id",), "the id is not the file's name", scorecard.id, path.stem, "make them equal")
    if scorecard.lowest >= scorecard.highest:
        allowed = f"more than {scorecard.lowest:g}"
        seen = f"{scorecard.highest:g}"
        found.add(("highest",), "the scale is empty", seen, allowed, "correct the scale")
    places = [("fields", number, "id") for number in range(len(scorecard.fields))]
    found.check_unique(places, "field", [field.id for field in scorecard.fields])
    found.raise_any()
    return scorecard
