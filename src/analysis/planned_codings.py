"""The parts of plan.yaml on coded talk, and on where cases stand between thin and thick co-creation."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analysis.configuration import Bilingual, Described, Id

Unit = Literal["turn", "paragraph", "segment", "character"]
"""What a text is divided into before codings are compared; docs/coding-units.md tells how."""


class CodingAnalysis(Described):
    """An analysis of coded texts: how far coders agree, and what was said."""

    label: Bilingual = Field(description="Name as a report shows it.")
    codebook: Id = Field(description="Id of the codebook.")
    unit: Unit = Field(
        default="turn",
        description="The unit the results are about: a speaker's turn, a paragraph, a stretch that somebody "
        "coded, or a character.",
    )
    other_units: list[Unit] = Field(
        default_factory=list, description="Units that are tried besides, as sensitivity rows."
    )
    tolerance: int = Field(
        default=10,
        ge=0,
        description="How many characters the ends of two stretches may lie apart for them to be the same.",
    )
    overlap: float = Field(
        default=0.5,
        gt=0,
        le=1,
        description="Share of a turn or paragraph, or of the coded stretch, that must lie in the other for "
        "the unit to have the code.",
    )
    counted: Literal["any", "majority", "all"] = Field(
        default="majority",
        description="When a unit has a code: where any coder gave it, more than half of those who read the "
        "unit, or all of them.",
    )
    matrix: Literal["units", "documents"] = Field(
        default="units", description="What the matrix of codes and cases counts: units, or whole documents."
    )
    draws: int = Field(default=1000, ge=200, description="Resamples of units behind each interval.")
    crossed: list[Id] = Field(
        default_factory=list,
        max_length=2,
        description="Two topmost codes whose codes are set across each other, as values by fields.",
    )
    kinds: Id | None = Field(
        default=None, description="The topmost code whose codes are shown as kinds, as the barriers are."
    )
    unmatched: float = Field(
        default=0.05,
        ge=0,
        lt=1,
        description="Largest share of a source's codings whose text may differ from the stored text.",
    )


class IndexCode(Described):
    """What a code on the process counts for in the index of the continuum."""

    code: Id = Field(description="Id of the code.")
    points: float = Field(description="What a unit with the code counts for; thick is high.")


class Continuum(Described):
    """Where each case stands between thin and thick co-creation."""

    label: Bilingual = Field(description="Name as a report shows it.")
    analysis: Id = Field(description="Id of the analysis of codings whose codes form the index.")
    lowest: int = Field(description="The thinnest judgement there is.")
    highest: int = Field(description="The thickest judgement there is.")
    outside: int | None = Field(
        default=None,
        description="The judgement that a case lies outside the continuum on its thin side, below lowest.",
    )
    index: list[IndexCode] = Field(default_factory=list, description="The codes that form the index.")
    published: list[list[Id]] = Field(
        default_factory=list,
        description="The published order of the cases, thinnest first; cases told to be alike together.",
    )
    citation: str = Field(default="", description="Where the order was published.")
