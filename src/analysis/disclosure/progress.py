"""What may be published of indicators: values that enough people, or no people, stand behind.

An indicator of a case is about its target group, who know each other. Where it counts people, each side of
a share, a count and those behind a score must be enough; and what follows from several measurements is
published only where each of them is.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.study import Study

OF_ONE = ("value", "change", "ratio", "share_of_way", "attainment")
"""Numbers that rest on one measurement, or on one and the baseline."""
OF_ALL = ("target", "trend")
"""Numbers that rest on all measurements of a version; of a target its verdict does."""
NUMBERS = ("estimate", "ci_low", "ci_high", "ci_level", "p", "n", "n_baseline")


def judge_progress(study: Study, progress: pd.DataFrame, measurements: pd.DataFrame) -> pd.Series:
    """The rule that withholds each row of PROGRESS; empty where it passes.

    `measurements` (MEASUREMENTS) are restricted: they hold what stands behind each value. Numbers of a case
    as a whole pass only where all its indicators do.
    """
    version = ["case", "indicator", "version"]
    few = _find_few(study, progress, measurements)
    named = [tuple(row) for row in progress[[*version, "date"]].astype(str).to_numpy()]
    by_date = {tuple(row) for row in measurements.loc[few, [*version, "date"]].astype(str).to_numpy()}
    bases = {one[:3] for one, held in _list_baselines(measurements, few).items() if held}
    borrowed = {one[:2] for one in bases}
    minimum = study.settings.disclosure.minimum_people
    held_versions = {one[:3] for one in by_date}
    left_over = _find_left_over(progress, minimum)
    held_cases = {one[0] for one in by_date}
    rules = []
    for row, name in zip(progress.itertuples(), named, strict=True):
        if row.indicator == "":
            held = name[0] in held_cases
        elif row.statistic in OF_ALL:
            held = name[:3] in held_versions
        else:
            # A version that may be compared with an earlier one may rest on the baseline of that.
            rests = name[:3] in bases or (row.comparable == "marked" and name[:2] in borrowed)
            smaller = min([n for n in (row.n, row.n_baseline) if pd.notna(n)], default=minimum)
            of_few = row.counts == "people" and row.value_kind == "score" and smaller < minimum
            of_few = of_few or name in left_over
            held = name in by_date or (row.statistic != "value" and (rests or of_few))
        rules.append("small_count" if held else "")
    return pd.Series(rules, index=progress.index, dtype=object)


def _find_left_over(progress: pd.DataFrame, minimum: int) -> set[tuple[str, ...]]:
    """Occasions whose change is of the same people, of whom few answered one time only, or all changed alike.

    The means of both times and the mean change of those asked twice leave the scores of the others over.
    """
    of_people = progress[(progress["counts"] == "people") & (progress["value_kind"] == "score")]
    values = of_people[of_people["statistic"] == "value"]
    key = ["case", "indicator", "version", "date"]
    n = {tuple(map(str, name)): count for *name, count in values[[*key, "n"]].itertuples(index=False)}
    bases = values[values["phase"] == "baseline"]
    n_base = {(str(row.case), str(row.indicator)): row.n for row in bases.itertuples()}
    found = set[tuple[str, ...]]()
    for row in of_people[of_people["statistic"] == "change"].itertuples():
        name = (str(row.case), str(row.indicator), str(row.version), str(row.date))
        pairs = [(n.get(name), row.n), (n_base.get(name[:2]), row.n_baseline)]
        counts = np.array(pairs, dtype=object)
        counts = pd.DataFrame(counts).apply(pd.to_numeric).to_numpy(dtype=np.float64, na_value=np.nan)
        left = np.nansum((counts[:, 0] - counts[:, 1]).clip(min=0))
        if 0 < left < minimum or row.reason == "no_variance":
            found.add(name)
    return found


def _list_baselines(measurements: pd.DataFrame, few: pd.Series) -> dict[tuple[str, ...], bool]:
    """Whether the baseline of each version is of too few."""
    rows = measurements[measurements["phase"] == "baseline"]
    key = ["case", "indicator", "version"]
    names = [tuple(row) for row in rows[key].astype(str).to_numpy()]
    return dict(zip(names, few[rows.index], strict=True))


def _find_few(study: Study, progress: pd.DataFrame, measurements: pd.DataFrame) -> pd.Series:
    """Whether too few people stand behind a measurement, or on one side of it."""
    minimum = study.settings.disclosure.minimum_people
    key = ["case", "indicator", "version"]
    told = progress[progress["statistic"] == "value"].drop_duplicates(key).set_index(key)
    names = pd.MultiIndex.from_frame(measurements[key])
    kinds, counts = (
        told[name].reindex(names).fillna("").to_numpy(dtype=object) for name in ("value_kind", "counts")
    )
    of_people = pd.Series([one != "things" for one in counts], index=measurements.index)
    part, whole = measurements["numerator"].astype(float), _count_all(progress, measurements)
    value = measurements["value"].astype(float)
    side = np.minimum(part, whole - part)
    stayed = _smallest_of_pairs(measurements, whole)
    share = (side < minimum) | side.isna() | (stayed < minimum)
    found = np.select(
        [part.notna(), kinds == "count"],
        [share, value < minimum],
        (whole < minimum) | whole.isna(),
    )
    return of_people & (
        pd.Series(found, index=measurements.index).astype(bool) | _are_alike(progress, measurements)
    )


def _are_alike(progress: pd.DataFrame, measurements: pd.DataFrame) -> pd.Series:
    """Whether all gave the same score, so that the mean is that of each."""
    key = ["case", "indicator", "version", "date"]
    alike = progress[(progress["statistic"] == "value") & (progress["reason"] == "no_variance")]
    names = set(alike[key].astype(str).itertuples(index=False, name=None))
    each = measurements[key].astype(str).itertuples(index=False, name=None)
    return pd.Series([one in names for one in each], index=measurements.index, dtype=bool)


def _count_all(progress: pd.DataFrame, measurements: pd.DataFrame) -> pd.Series:
    """All who were asked or counted, as the measurement says, or as their single scores do."""
    key = ["case", "indicator", "version", "date"]
    told = progress[progress["statistic"] == "value"].drop_duplicates(key).set_index(key)["n"]
    n = told.reindex(pd.MultiIndex.from_frame(measurements[key])).to_numpy(dtype=float, na_value=np.nan)
    return measurements["denominator"].astype(float).fillna(pd.Series(n, index=measurements.index))


def _smallest_of_pairs(measurements: pd.DataFrame, whole: pd.Series) -> pd.Series:
    """The smallest number that changed sides or stayed, where the same people were asked twice."""
    key = ["case", "indicator", "version"]
    base = measurements[measurements["phase"] == "baseline"].drop_duplicates(key).set_index(key)["numerator"]
    before = pd.Series(
        base.reindex(pd.MultiIndex.from_frame(measurements[key])).to_numpy(dtype=float),
        index=measurements.index,
    )
    both, now = measurements["also_at_baseline"].astype(float), measurements["numerator"].astype(float)
    parts = pd.concat([both, before - both, now - both, whole - before - now + both], axis=1)
    # A cell of nobody tells that nobody went that way, which is as telling as one person.
    return parts.min(axis=1, skipna=False).where(both.notna(), np.inf)
