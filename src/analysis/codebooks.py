"""The frames that focus groups are coded with: trees of codes with their source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field

from analysis.configuration import Bilingual, ConfigurationFile, Described, Id, load_yaml
from analysis.instruments import Source
from analysis.problems import Key


class Code(Described):
    """One code, with the codes below it."""

    id: Id = Field(description="Short name of the code, unique in the codebook.")
    label: Bilingual = Field(description="Our own short label.")
    definition: Bilingual = Field(description="What belongs under the code, in our own words.")
    names: list[str] = Field(
        default_factory=list,
        description="Names of the code in tools, besides its id and its labels; small and capital letters "
        "alike.",
    )
    level: Literal["nominal", "ordinal"] | None = Field(
        default=None,
        description="ordinal where the codes below stand in rising order and a unit has one of them; without "
        "it, as the codebook says.",
    )
    codes: list[Code] = Field(default_factory=list, description="The codes below this one.")

    def walk(self) -> Iterator[Code]:
        """This code and every code below it, in the order of the tree."""
        yield self
        for code in self.codes:
            yield from code.walk()

    def calls(self) -> list[str]:
        """All that the code may be called in a tool."""
        return [self.id, self.label.nb, self.label.en, *self.names]


class Codebook(ConfigurationFile):
    """A coding frame."""

    id: Id = Field(description="Short name of the codebook; the file's name.")
    title: Bilingual = Field(description="Title in our own words.")
    level: Literal["nominal", "ordinal"] = Field(description="Level of measurement of a code.")
    unit: Literal["paragraph", "turn", "segment", "character", "session"] = Field(
        description="The unit of text that is coded."
    )
    source: Source = Field(description="Where the frame comes from.")
    codes: list[Code] = Field(min_length=1, description="The topmost codes.")

    def walk(self) -> Iterator[Code]:
        """Every code, topmost first, in the order of the tree."""
        for code in self.codes:
            yield from code.walk()

    def fields(self) -> list[Code]:
        """The topmost codes, the fields that agreement is told for."""
        return list(self.codes)

    def field_of(self, code: str) -> Code:
        """The topmost code that a code stands under, or itself; raises KeyError for a strange code."""
        for field in self.codes:
            if code in [one.id for one in field.walk()]:
                return field
        raise KeyError(code)

    def code(self, name: str) -> Code:
        """The code with this id; raises KeyError where there is none."""
        return {code.id: code for code in self.walk()}[name]

    def leaves(self) -> list[Code]:
        """The codes without codes below, those that coders give."""
        return [code for code in self.walk() if not code.codes]

    def ordinal_groups(self) -> list[Code]:
        """The codes whose codes below stand in rising order."""
        return [code for code in self.walk() if code.codes and (code.level or self.level) == "ordinal"]

    def ids(self) -> list[str]:
        """Every code's id, topmost first, in the order of the tree."""
        return [code.id for _, code in _walk((), self.codes)]


def _walk(at: Key, codes: list[Code]) -> Iterator[tuple[Key, Code]]:
    """Every code of a tree, with the keys that lead to it."""
    for number, code in enumerate(codes):
        place = (*at, "codes", number)
        yield place, code
        yield from _walk(place, code.codes)


def load_codebook(path: Path, root: Path) -> Codebook:
    """Read and cross-check one codebook; raises `ProblemsFound`."""
    codebook = load_yaml(path, Codebook, root)
    found = codebook.problem_list()
    if codebook.id != path.stem:
        found.add(("id",), "the id is not the file's name", codebook.id, path.stem, "make them equal")
    found.check_unique([at for at, _ in _walk((), codebook.codes)], "code", codebook.ids())
    found.raise_any()
    return codebook
