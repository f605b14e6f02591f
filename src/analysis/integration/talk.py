"""What the codings tell of a construct: how much it was talked of, and how often as a difficulty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.constructs import JointDisplay, Rule
from analysis.formulas.clustered_shares import estimate_clustered_share
from analysis.formulas.moments import estimate_share
from analysis.integration.directions import Part, build_part
from analysis.study import Study
from analysis.units.decisions import Marks, decide_units
from analysis.units.speakers import NOBODY, number_speakers


@dataclass(frozen=True)
class Talk:
    """The units that were read: the case and the speaker of each, and which of the codes (columns) it has.

    Speakers are numbered, `NOBODY` where they are not known.
    """

    case_of: NDArray[np.str_]
    speaker_of: NDArray[np.intp]
    codes: list[str]
    decided: Marks
    rule: Rule
    level: float

    @property
    def cases(self) -> set[str]:
        """The cases of which anything was read."""
        return {str(case) for case in self.case_of}

    def part(self, case: str, codes: list[str]) -> Part:
        """The share of the units with some of the codes that have no code of a difficulty.

        Of one case with Wilson's interval, as if its units were drawn one by one; of all cases with that of
        `estimate_clustered_share`, which heeds that units of a case hang together. Fewer units than the rule
        asks for tell nothing.
        """
        if not codes or not self.rule.difficulty:
            return Part()
        about = self._has(codes) & self._within(case)
        n = int(about.sum())
        if n < self.rule.minimum_units:
            return Part(n=n)
        without = about & ~self._has(self.rule.difficulty)
        if case == "all":
            cases = [self._within(one) for one in sorted(self.cases)]
            counts = np.array([(without & own).sum() for own in cases], dtype=np.float64)
            sizes = np.array([(about & own).sum() for own in cases], dtype=np.float64)
            share = estimate_clustered_share(counts, sizes, self.level)
        else:
            share = estimate_share(int(without.sum()), n, self.level)
        return build_part(share.value, share.low, share.high, n, (0.0, 1.0), self.rule)

    def share(self, case: str, codes: list[str]) -> float:
        """The share of the units read that have some of the codes; NaN without units or codes."""
        if not codes or not (read := self._within(case)).any():
            return np.nan
        return float(self._has(codes)[read].mean())

    def count_voices(self, case: str, codes: list[str]) -> tuple[int | None, int | None]:
        """The speakers and the cases of the units with some of the codes, with or without a difficulty.

        Whichever are fewer; where all units have a difficulty or none has, those of all. None without such
        units, and for speakers where no unit that was read tells who speaks.
        """
        if not codes:
            return None, None
        about, difficult = self._has(codes) & self._within(case), self._has(self.rule.difficulty)
        sides = [side for side in (about & ~difficult, about & difficult) if side.any()]
        if not sides:
            return None, None
        named = bool((self.speaker_of != NOBODY).any())
        speakers = min(len(set(self.speaker_of[side]) - {NOBODY}) for side in sides)
        return speakers if named else None, min(len(set(self.case_of[side])) for side in sides)

    def _within(self, case: str) -> Marks:
        return np.asarray((self.case_of == case) | (case == "all"), dtype=np.bool_)

    def _has(self, codes: list[str]) -> Marks:
        columns = [self.codes.index(code) for code in codes]
        return np.asarray(self.decided[:, columns].any(axis=1))


def listen(study: Study, display: JointDisplay, units: pd.DataFrame, codings: pd.DataFrame) -> Talk:
    """The units read in the display's wave, by the first analysis in the plan of its codebook."""
    level = study.settings.confidence_level
    named = (name for name, one in study.plan.codings.items() if one.codebook == display.codebook)
    if (analysis := next(named, None)) is None:
        codes = study.codebooks[display.codebook].ids()
        nobody = np.array([], dtype=np.intp)
        marks = np.zeros((0, len(codes)), bool)
        return Talk(np.array([], dtype=str), nobody, codes, marks, display.rule, level)
    decided = decide_units(study, analysis, units, codings)
    of_wave = (decided.units["wave"] == display.wave).to_numpy(dtype=bool)
    decided = decided.select(of_wave & decided.was_read)
    case_of = decided.units["case"].to_numpy(dtype=str)
    listed = any(kind.speakers for kind in study.sessions.participants)
    speaker_of = number_speakers(decided.units, listed)
    return Talk(case_of, speaker_of, decided.codes, decided.decided, display.rule, level)
