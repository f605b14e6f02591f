"""Codes that people make themselves, so that the same person is known again without a name.

The printed survey of 2018 asked for none. They are an addition of ours to the made-up answers, in
three parts and with the slips that such codes have.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from analysis.formulas.resampling import stream
from analysis.reference_study import design

Code = tuple[str, str, str]

UNFINISHED = "2018-unfinished"
"""What streams call the one who stopped early in the first wave."""

PARTS = {
    "kode_mor": "De to første bokstavene i fornavnet til moren din",
    "kode_dag": "Dagen i måneden du er født",
    "kode_gate": "Den siste bokstaven i navnet på gata du bor i",
}
"""The columns of a code, in order, and what is asked in each."""

MOTHERS = (
    *("An", "Be", "Br", "El", "Gr", "Ha", "In", "Jo", "Ka", "Ki"),
    *("Li", "Ma", "Mo", "Ra", "Ru", "Si", "So", "Tr", "Un", "Ås"),
)
STREETS = "adegilnrstø"
DAYS = 28
BELOW_TEN = 10


def name_person(number: int) -> str:
    """What streams call a person of the first wave, by the place in `design.PEOPLE`."""
    return f"2018-{number}"


def name_first_wave() -> list[str]:
    """The names of everybody who opened the survey in the first wave."""
    return [*map(name_person, range(len(design.PEOPLE))), UNFINISHED]


def draw_codes(seed: int, names: Iterable[str]) -> dict[str, Code]:
    """A code for each name, from a stream of its own; any two codes differ in two parts at least.

    So nobody's code is taken for another's by a slip. A name added at the end changes no code before it.
    """
    codes: dict[str, Code] = {}
    for name in names:
        random = stream(seed, "reference_study", "code", name)
        code = _draw(random)
        while any(_count_alike(code, other) > 1 for other in codes.values()):
            code = _draw(random)
        codes[name] = code
    return codes


def _draw(random: np.random.Generator) -> Code:
    mother = MOTHERS[int(random.integers(len(MOTHERS)))]
    return mother, str(random.integers(1, DAYS + 1)), STREETS[int(random.integers(len(STREETS)))]


def _count_alike(code: Code, other: Code) -> int:
    return sum(one == two for one, two in zip(code, other, strict=True))


def misspell(code: Code) -> Code:
    """The code with the two letters of its first part exchanged."""
    mother, day, street = code
    return mother[::-1].capitalize(), day, street


def write_code(code: Code, random: np.random.Generator) -> dict[str, str]:
    """The parts by column, as this person writes them: in capitals or not, 7 or 07."""
    mother, day, street = code
    shouting, padded = random.random(2) < 0.3
    if shouting:
        mother, street = mother.upper(), street.upper()
    if padded and int(day) < BELOW_TEN:
        day = f"0{day}"
    return dict(zip(PARTS, (mother, day, street), strict=True))
