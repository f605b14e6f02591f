"""The scorecards that a partnership fills in together: their fields and the scale of their scores."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from analysis.configuration import Bilingual, ConfigurationFile, Described, Id, load_yaml
from analysis.instruments import Source


class ScorecardField(Described):
    """A field of a scorecard, scored by a few questions."""

    id: Id = Field(description="Short name of the field.")
    label: Bilingual = Field(description="Our own short label.")


class Scorecard(ConfigurationFile):
    """A scorecard: one value for each question, case and session, and no respondents."""

    id: Id = Field(description="Short name of the scorecard; the file's name.")
    title: Bilingual = Field(description="Title in our own words.")
    lowest: float = Field(description="Lowest possible score.")
    highest: float = Field(description="Highest possible score; high is good.")
    minimum_answered: int = Field(
        default=1, ge=1, description="Fewest questions answered for a field to have a score."
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
