"""The survey as a codebook: read, and held against itself."""

from __future__ import annotations

from pathlib import Path

from analysis.configuration import load_yaml
from analysis.instruments.checks import check_instrument
from analysis.instruments.model import (
    ASKED,
    Answer,
    AnswerSet,
    Asked,
    Band,
    BandSet,
    Family,
    Instrument,
    Item,
    Part,
    Scale,
    Source,
    Version,
)

__all__ = [
    "ASKED",
    "Answer",
    "AnswerSet",
    "Asked",
    "Band",
    "BandSet",
    "Family",
    "Instrument",
    "Item",
    "Part",
    "Scale",
    "Source",
    "Version",
    "load_instrument",
]


def load_instrument(path: Path, root: Path) -> Instrument:
    """Read and cross-check one instrument; raises `ProblemsFound`."""
    instrument = load_yaml(path, Instrument, root)
    found = instrument.problem_list()
    if instrument.id != path.stem:
        found.add(("id",), "the id is not the file's name", instrument.id, path.stem, "make them equal")
    check_instrument(instrument, found)
    found.raise_any()
    return instrument
