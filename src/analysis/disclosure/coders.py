"""How far coders agree, as far as it may be told.

What coders agree on is how often codes were given: a coefficient and the agreement by chance behind it are
equations in these counts. Of codes that are withheld, and of single sessions, little of them is told.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.contracts import AGREEMENT
from analysis.study import Study
from analysis.tables import conform

DECIMALS = 2
"""What a report shows, and too few to solve for few counts among many."""
UNSEEN = 0.005
"""What a coefficient may change by and mostly show the same decimals: half of the last one."""
PLAIN = ("percent", "prevalence", "drift")
"""What does not depend on which of several codes was given."""
BLUNTED = ["estimate", "ci_low", "ci_high", "prevalence"]
CHANCE = ["observed", "by_chance"]
FREQUENCY = ["prevalence", "n_coded"]

Codes = dict[tuple[str, str], set[str]]
"""The codes of each analysis and wave of which nothing may be told."""


def list_held(occurrences: pd.DataFrame, rule: pd.Series) -> Codes:
    """The codes whose counts over all cases are withheld, by analysis and wave."""
    whole = (occurrences["case"] == "all") & (occurrences["participants"] == "all")
    held = occurrences[whole & (occurrences["other"] == "") & (rule != "")]
    return {
        (str(analysis), str(wave)): set(own["code"])
        for (analysis, wave), own in held.groupby(["analysis", "wave"])
    }


def judge_agreement(study: Study, rows: pd.DataFrame, held: Codes) -> pd.Series:
    """The rule that withholds each row of AGREEMENT; empty where something of it may be published.

    A code's agreement tells how often it was given, so it falls with that; and so does a coefficient of a
    field, or of all codes, that would tell how its withheld codes share their codings. Of a single session
    only agreement on all codes is told, unless few units have any.
    """
    about = rows["code"].mask(rows["code"] == "", rows["field"])
    keys = zip(rows["analysis"], rows["wave"], about, strict=True)
    fallen = np.array([code in held.get((analysis, wave), ()) for analysis, wave, code in keys], dtype=bool)
    fallen |= ~rows["statistic"].isin(PLAIN).to_numpy(dtype=bool) & _shows_split(study, rows, held)
    few = (rows["n_coded"] < study.settings.disclosure.minimum_people).fillna(True)
    quiet = few | (rows["field"] != "") | (rows["status"] != "ok") | (rows["statistic"] == "prevalence")
    chosen = [fallen, (rows["session"] != "all") & quiet]
    return pd.Series(np.select(chosen, ["secondary", "one_session"], ""), index=rows.index, dtype=object)


def blunt_agreement(study: Study, public: pd.DataFrame, held: Codes) -> pd.DataFrame:
    """Public rows of AGREEMENT without what would tell of withheld codes, or of a session's talk.

    Where a topic holds a withheld code, and of single sessions, numbers have `DECIMALS` decimals and the
    agreement seen and by chance are left out; of single sessions also how often codes were given.
    """
    single = public["session"] != "all"
    blunted = single | np.array([bool(codes) for codes in _list_inside(study, public, held)], dtype=bool)
    told = public.copy()
    told[BLUNTED] = told[BLUNTED].mask(blunted, told[BLUNTED].round(DECIMALS))
    told[CHANCE] = told[CHANCE].mask(blunted)
    told[FREQUENCY] = told[FREQUENCY].mask(single)
    # Where only coded units count, they are how often the codes were given.
    told["n_units"] = told["n_units"].mask(single & (told["counted"] == "coded"))
    return conform(told, AGREEMENT)


def _shows_split(study: Study, rows: pd.DataFrame, held: Codes) -> np.ndarray:
    """Whether a coefficient's decimals depend on how the withheld codes of its topic share their codings.

    Chance is made of the squares of shares of the codings, and those of two codes that have the share q
    together add up to q² at most and q²/2 at least.
    """
    scope = ["analysis", "wave", "units", "coders"]
    of_codes = rows[(rows["code"] != "") & (rows["session"] == "all")]
    codings = (of_codes["prevalence"] * of_codes["n_units"]).groupby(
        [of_codes[name] for name in [*scope, "code"]]
    )
    given = codings.max().to_dict()
    keys = rows[scope].itertuples(index=False, name=None)
    inside = _list_inside(study, rows, held)
    had = [
        float(sum(given.get((*key, code), np.inf) for code in codes))
        for key, codes in zip(keys, inside, strict=True)
    ]
    units, estimate, chance = (
        rows[name].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
        for name in ("n_units", "estimate", "by_chance")
    )
    share = np.array(had) / np.where(units > 0, units, 1.0)
    change = np.nan_to_num(
        (1 - estimate) * share**2 / 2 / np.where(chance < 1, 1 - chance, np.nan), posinf=1.0
    )
    differ = np.round(estimate - change, DECIMALS) != np.round(estimate + change, DECIMALS)
    # All codes together are so many different sets that no decimal more or less tells of two codes.
    told = np.where(rows["field"] == "", change > UNSEEN, differ)
    # How many of a session's codings are of withheld codes is not known here, and of fields nothing is told.
    return np.asarray(told & np.isfinite(estimate) & (rows["session"] == "all"), dtype=np.bool_)


def _list_inside(study: Study, rows: pd.DataFrame, held: Codes) -> list[list[str]]:
    """The withheld codes, of those without codes below, that are a part of what each row is about."""
    topics = rows[["analysis", "codebook", "wave", "field", "code"]]
    known: dict[tuple[str, ...], list[str]] = {}
    for key in topics.drop_duplicates().itertuples(index=False, name=None):
        analysis, codebook, wave, field, code = key
        book, gone = study.codebooks[codebook], held.get((analysis, wave), set())
        inside = book.code(code or field).walk() if field else book.walk()
        known[key] = [one.id for one in inside if not one.codes and one.id in gone]
    return [known[key] for key in topics.itertuples(index=False, name=None)]
