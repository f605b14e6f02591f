"""How often each code was given, and two codes together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.contracts import OCCURRENCES
from analysis.occurrences.wholes import ALL, Marked, Whole, count_groups, list_waves, list_wholes
from analysis.study import Study
from analysis.tables import conform

BOUNDS = "rules"
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class _Counted:
    """Codes or pairs of codes, one a column, with what was counted of them."""

    code: list[str]
    other: list[str]
    marked: Marked
    speakers: Numbers
    cases: NDArray[np.int64]


def count_codes(study: Study, units: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """How often each code was given, and two codes on one unit (OCCURRENCES), on the plan's unit.

    Of every code, given or not: `units` and `share` for all, for each case and for each kind of participant
    who speaks, `documents` for all and for each case, `speakers` for all and for each kind, and `cases` for
    all; of every pair of codes without
    codes below: `together` and `overlap` for all, the first code being the one that comes first in the
    codebook. Runs of characters count as their characters. Without a number stand: everything about units
    that nobody read (nothing_read), speakers where no unit tells who speaks (speakers_unknown), and the
    overlap of two codes that nobody gave (code_never_given).
    """
    frames = [
        frame.assign(analysis=name, codebook=study.plan.codings[name].codebook, wave=wave)
        for name, wave, decided in list_waves(study, units, codings)
        for whole in list_wholes(study, decided)
        for frame in _count_whole(whole)
    ]
    rows = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=OCCURRENCES.names)
    return conform(rows, OCCURRENCES)


def _count_whole(whole: Whole) -> Iterator[pd.DataFrame]:
    codes = whole.decided.codes
    single = _count(whole, codes, [""] * len(codes), whole.marked)
    counts = _sum_rules(whole, single.marked)
    yield _rows(whole, single, "units", counts)
    yield _rows(whole, single, "share", counts[:1] / max(whole.weight.sum(), 1))
    if whole.participants == ALL:
        yield _rows(whole, single, "documents", _group_rules(single.marked, whole.document_numbers))
    if whole.case != ALL:
        return
    yield _rows(whole, single, "speakers", _group_rules(single.marked, whole.speaker_numbers))
    if whole.participants != ALL:
        return
    yield _rows(whole, single, "cases", _group_rules(single.marked, whole.case_numbers))
    leaves = np.flatnonzero(whole.decided.leaf)
    first, second = (leaves[place] for place in np.triu_indices(len(leaves), 1))
    names = np.array(codes, dtype=object)
    pairs = _count(whole, names[first].tolist(), names[second].tolist(), whole.marked_pairs(first, second))
    both = _sum_rules(whole, pairs.marked)
    yield _rows(whole, pairs, "together", both)
    either = counts[0, first] + counts[0, second] - both[0]
    with np.errstate(invalid="ignore"):
        yield _rows(whole, pairs, "overlap", (both[0] / either)[None])


def _count(whole: Whole, code: list[str], other: list[str], marked: Marked) -> _Counted:
    speakers = count_groups(marked.plan, whole.speaker_numbers).astype(np.float64)
    if not whole.names_speakers:
        speakers[:] = np.nan
    return _Counted(code, other, marked, speakers, count_groups(marked.plan, whole.case_numbers))


def _sum_rules(whole: Whole, marked: Marked) -> Numbers:
    """The weight of the marked units by the plan's, the strictest and the mildest rule, one a row."""
    return np.array([whole.weight @ one for one in (marked.plan, marked.strictest, marked.mildest)])


def _group_rules(marked: Marked, numbers: NDArray[np.intp]) -> Numbers:
    """The number of groups with marked units by the three rules, one a row."""
    rules = (marked.plan, marked.strictest, marked.mildest)
    return np.array([count_groups(one, numbers) for one in rules], dtype=np.float64)


def _rows(whole: Whole, counted: _Counted, statistic: str, numbers: Numbers) -> pd.DataFrame:
    """The rows of one statistic; `numbers` are the estimates and, for counts, the two ends."""
    read = whole.weight.sum()
    reason = np.where(np.isnan(numbers[0]), "code_never_given", "").astype(object)
    if statistic == "speakers" and not whole.names_speakers:
        reason[:] = "speakers_unknown"
    if read == 0:
        reason[:] = "nothing_read"
    known = reason == ""
    estimate, low, high = (np.where(known, row, np.nan) for row in (*numbers, *[np.nan] * 2)[:3])
    return pd.DataFrame(
        {
            "statistic": statistic,
            "code": counted.code,
            "other": counted.other,
            "case": whole.case,
            "participants": whole.participants,
            "estimate": estimate,
            "ci_low": low,
            "ci_high": high,
            "bounds": BOUNDS,
            "n_units": int(read),
            "n_speakers": pd.array(counted.speakers, dtype="Float64").astype("Int64"),
            "n_cases": counted.cases,
            "status": np.where(known, "ok", "not_estimable"),
            "reason": reason,
        }
    )
