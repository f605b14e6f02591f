"""What a team says of one export that the file itself does not say: config/sources/<source>.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from analysis.configuration import ConfigurationFile, Described, Id, load_yaml

FOLDER = "config/sources"
Reason = Literal["not_relevant", "dont_know", "refused", "user_missing", "no_answer"]
"""Why an answer is missing: as the instrument's or the file's own answers say, or nothing was answered."""


class PersonKey(Described):
    """How the same person is known again: by an id, or by a code that people made themselves."""

    id: str | None = Field(
        default=None, description="Header of the column with an id that follows the person across waves."
    )
    code: list[str] = Field(
        default_factory=list,
        description="Headers of the columns with the parts of a code people made themselves, in order; "
        "the same parts in every wave.",
    )

    @model_validator(mode="after")
    def _check_one_way(self) -> PersonKey:
        if bool(self.id) == bool(self.code) or len(set(self.code)) < len(self.code):
            raise ValueError("either an id, or the parts of a code, each once")
        return self


class SourceOptions(ConfigurationFile):
    """The file config/sources/<source>.yaml; every key may be left out, and so may the file."""

    sheet: str | None = Field(
        default=None, description="Name of the sheet with the answers, in a workbook of several."
    )
    event: str | None = Field(
        default=None, description="The event, repeated form or roster of a REDCap project to be read."
    )
    columns: dict[Id, str] = Field(
        default_factory=dict, description="Header of the column that holds an item, by item id."
    )
    ignore: list[str] = Field(
        default_factory=list, description="Headers of columns that hold no item of the instrument."
    )
    answers: dict[Id, dict[str, int]] = Field(
        default_factory=dict,
        description="What a code or text in the file means: the instrument's value, by answer set and text.",
    )
    missing: dict[Id, dict[str, Reason]] = Field(
        default_factory=dict,
        description="Codes or texts that are no answer: why it is missing, by answer set and text.",
    )
    separators: dict[str, str] = Field(
        default_factory=dict,
        description="What stands between the answers of a cell that holds several, by the column's header.",
    )
    person: PersonKey | None = Field(default=None, description="How the same person is known again.")
    identifiers: list[str] = Field(
        default_factory=list, description="Headers of further columns that name or describe a person."
    )
    codes: dict[str, Id] = Field(
        default_factory=dict,
        description="What a code of the tool means: the id in the codebook, by the code's name in the tool.",
    )
    coders: dict[str, Id] = Field(
        default_factory=dict,
        description="Who a user of the tool is: the id in sessions.yaml, by the user's name, or by the "
        "tool's own id of the user where two have the same name.",
    )
    documents: dict[str, Id] = Field(
        default_factory=dict,
        description="The session a text belongs to, by the text's name in the tool.",
    )
    mode: Literal["web", "paper", "telephone", "interview", "mixed"] | None = Field(
        default=None, description="How people were asked; without it, it is not known."
    )
    invited: int | None = Field(
        default=None, ge=0, description="How many were invited, where the export does not list them."
    )
    dates: Literal["day-first", "month-first"] | None = Field(
        default=None, description="Which comes first in dates like 03.04.2020, where the file leaves it open."
    )


def load_source_options(path: Path, root: Path) -> SourceOptions:
    """Read one file; raises `ProblemsFound`."""
    return load_yaml(path, SourceOptions, root)
