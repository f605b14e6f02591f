"""What each further session added to the codes that were given."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.contracts import SATURATION
from analysis.formulas.accumulation import expect_held, find_extremes
from analysis.occurrences.wholes import list_waves
from analysis.study import Study
from analysis.tables import conform
from analysis.units.decisions import Decided


def measure_saturation(study: Study, units: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """How many different codes so many sessions hold (SATURATION), by the plan's rule and unit.

    Only codes without codes below count. `dated` takes the sessions by their day, then their id: what each
    adds is the new information of Guest, Namey & Chen (2020, PLoS ONE 15(5), e0232076). `any` looks at every
    choice of so many sessions: the mean is the sample-based rarefaction of Colwell, Mao & Chang (2004), the
    ends are the fewest and the most codes; of more than sixteen sessions there are no ends
    (too_many_sessions). Sessions whose texts nobody read are left out.
    """
    frames = [
        frame.assign(analysis=name, codebook=study.plan.codings[name].codebook, wave=wave)
        for name, wave, decided in list_waves(study, units, codings)
        for frame in _measure(study, decided)
    ]
    rows = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=SATURATION.names)
    return conform(rows, SATURATION)


def _measure(study: Study, decided: Decided) -> Iterator[pd.DataFrame]:
    read = set(decided.units.loc[decided.was_read, "session"])
    dated = sorted(study.sessions.sessions, key=lambda session: (session.date, session.id))
    sessions = [session.id for session in dated if session.id in read]
    if not sessions:
        return
    given = decided.decided[:, decided.leaf]
    holds = np.array(
        [given[(decided.units["session"] == one).to_numpy(bool)].any(axis=0) for one in sessions]
    )
    held = np.maximum.accumulate(holds, axis=0).sum(axis=1).astype(np.float64)
    yield _rows("dated", held, sessions, holds.shape[1])
    low, high = find_extremes(holds)
    missing = np.where(np.isnan(low), "too_many_sessions", "")
    rows = _rows("any", expect_held(holds), [""] * len(sessions), holds.shape[1])
    yield rows.assign(ci_low=low, ci_high=high, reason=missing)


def _rows(order: str, held: NDArray[np.float64], sessions: list[str], codes: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "order": order,
            "sessions": np.arange(1, len(held) + 1),
            "session": sessions,
            "estimate": held,
            "ci_low": np.nan,
            "ci_high": np.nan,
            "new": np.diff(held, prepend=0.0),
            "n_codes": codes,
            "status": "ok",
            "reason": "",
        }
    )
