"""The scorecards that a partnership fills in together: their fields and the scale of their scores."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan
from pathlib import Path

from pydantic import Field

from analysis.configuration import Bilingual, ConfigurationFile, Described, Id, load_yaml
from analysis.instruments import Source
from analysis.problems import Key, ProblemList

VALUES = ("values", "value", "verdier", "verdi")
"""What a table writes in place of a field where a row is the weight of a value."""


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
    earlier_versions: list[str] = Field(
        default_factory=list,
        description="Versions of sheets from before that are still read, by the same questions.",
    )
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

    @property
    def numbers(self) -> dict[str, str]:
        """The number of each question by its id: 3-2 is the second question of the third field."""
        return {
            question.id: f"{place}-{number}"
            for place, field in enumerate(self.fields, 1)
            for number, question in enumerate(field.questions, 1)
        }

    def weigh(self, question: str, weights: Mapping[str, float]) -> float:
        """The mean weight of the values that a question rests on, from the weights of one session by value.

        NaN where the question rests on none, or where one of them was not weighed.
        """
        asked = [one for field in self.fields for one in field.questions if one.id == question]
        behind = [value for one in asked for value in one.values]
        found = [weights.get(value, nan) for value in behind]
        return sum(found) / len(found) if found else nan


def load_scorecard(path: Path, root: Path) -> Scorecard:
    """Read and cross-check one scorecard; raises `ProblemsFound`."""
    scorecard = load_yaml(path, Scorecard, root)
    found = scorecard.problem_list()
    if scorecard.id != path.stem:
        found.add(("id",), "the id is not the file's name", scorecard.id, path.stem, "make them equal")
    _check_scales(scorecard, found)
    found.check_unique(
        [("earlier_versions", number) for number in range(len(scorecard.earlier_versions))],
        "version",
        scorecard.earlier_versions,
    )
    if scorecard.version in scorecard.earlier_versions:
        what = "the version is an earlier one too"
        found.add(("version",), what, scorecard.version, "another version", "give it a version of its own")
    _check_ids(scorecard, found)
    for place, field in enumerate(scorecard.fields):
        _check_field(scorecard, field, ("fields", place), found)
    found.raise_any()
    return scorecard


def _check_scales(scorecard: Scorecard, found: ProblemList) -> None:
    """Note a scale of scores, or of weights, that has no room."""
    if scorecard.lowest >= scorecard.highest:
        allowed = f"more than {scorecard.lowest:g}"
        seen = f"{scorecard.highest:g}"
        found.add(("highest",), "the scale is empty", seen, allowed, "correct the scale")
    if scorecard.lowest_weight >= scorecard.highest_weight:
        allowed = f"more than {scorecard.lowest_weight:g}"
        seen, what = f"{scorecard.highest_weight:g}", "the scale of the weights is empty"
        found.add(("highest_weight",), what, seen, allowed, "correct the scale")


def _check_ids(scorecard: Scorecard, found: ProblemList) -> None:
    """Note fields, values and questions of one name, and a field that would be taken for the values."""
    for kind, names in (("field", scorecard.fields), ("value", scorecard.values)):
        places = [(f"{kind}s", number, "id") for number in range(len(names))]
        found.check_unique(places, kind, [one.id for one in names])
    for number, field in enumerate(scorecard.fields):
        words = (field.id, field.label.nb, field.label.en)
        if scorecard.values and any(word.casefold() in VALUES for word in words):
            what = "a field cannot be called so: tables write it for the values that are weighed"
            found.add(("fields", number, "id"), what, field.id, "another name", "rename the field")
    asked = [
        (("fields", place, "questions", number, "id"), question.id)
        for place, field in enumerate(scorecard.fields)
        for number, question in enumerate(field.questions)
    ]
    found.check_unique([place for place, _ in asked], "question", [question for _, question in asked])


def _check_field(scorecard: Scorecard, field: ScorecardField, at: Key, found: ProblemList) -> None:
    """Note what is amiss with the questions and themes of one field."""
    questions, themes = field.questions, [theme.id for theme in field.themes]
    if questions and len(questions) < scorecard.minimum_answered:
        what = f"the field “{field.id}” has too few questions ever to have a score"
        remedy = "add questions, or lower minimum_answered and say why"
        allowed = f"at least {scorecard.minimum_answered} (minimum_answered)"
        found.add((*at, "questions"), what, len(questions), allowed, remedy)
    if not questions and any(one.questions for one in scorecard.fields):
        what = f"the field “{field.id}” has no questions, and others have"
        found.add((*at, "id"), what, remedy="write its questions, or none at all in any field")
    found.check_unique([(*at, "themes", number, "id") for number in range(len(themes))], "theme", themes)
    for number, theme in enumerate(themes):
        if theme not in [*themes[:number], *(question.theme for question in questions)]:
            what = f"no question of the field is about the theme “{theme}”"
            remedy = "name it in a question, or remove it"
            found.add((*at, "themes", number, "id"), what, remedy=remedy)
    for language in ("nb", "en"):
        labels = [question.label.in_language(language) for question in questions]
        places = [(*at, "questions", number, "label", language) for number in range(len(labels))]
        found.check_unique(places, "question", labels)
    for number, question in enumerate(questions):
        here = (*at, "questions", number)
        if question.theme is not None:
            found.check_name((*here, "theme"), "theme", question.theme, themes)
        known = [value.id for value in scorecard.values]
        found.check_names((*here, "values"), "value", question.values, known)
