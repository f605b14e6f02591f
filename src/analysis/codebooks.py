"""The frames that focus groups are coded with: trees of codes with their source."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from analysis.configuration import Bilingual, Described, Id, load_yaml
from analysis.instruments import Source
from analysis.problems import ProblemList


class Code(Described):
    """One code, with the codes below it."""

    id: Id = Field(description="Short name of the code, unique in the codebook.")
    label: Bilingual = Field(description="Our own short label.")
    definition: Bilingual = Field(description="What belongs under the code, in our own words.")
    codes: list[Code] = Field(default_factory=list, description="The codes below this one.")


class Codebook(Described):
    """A coding frame."""

    id: Id = Field(description="Short name of the codebook; the file's name.")
    title: Bilingual = Field(description="Title in our own words.")
    level: Literal["nominal", "ordinal"] = Field(description="Level of measurement of a code.")
    unit: Literal["paragraph", "turn", "segment", "character", "session"] = Field(
        description="The unit of text that is coded."
    )
    source: Source = Field(description="Where the frame comes from.")
    codes: list[Code] = Field(min_length=1, description="The topmost codes.")

    def ids(self) -> list[str]:
        """Every code's id, topmost first, in the order of the tree."""
        return [code for top in self.codes for code in _ids_below(top)]


def _ids_below(code: Code) -> list[str]:
    return [code.id, *(one for below in code.codes for one in _ids_below(below))]


def load_codebook(path: Path, root: Path) -> Codebook:
    """Read and cross-check one codebook; raises `ProblemsFound`."""
    codebook = load_yaml(path, Codebook, root)
    found = ProblemList(path.relative_to(root).as_posix())
    if codebook.id != path.stem:
        found.add("key id", "the id is not the file's name", codebook.id, path.stem, "make them equal")
    ids = codebook.ids()
    for doubled in sorted({one for one in ids if ids.count(one) > 1}):
        found.add(f"code {doubled}", "this code stands twice", doubled, "", "rename one")
    found.raise_any()
    return codebook
