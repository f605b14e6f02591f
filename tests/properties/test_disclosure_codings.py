"""A reader of the public tables of codings, who knows how they are made, against the gate.

She knows the codebook, that a code above has the units of the codes below it, that no unit has two codes of
one field and that whoever asks gets none: more than a reader of a real study knows. How many units each kind
of participant spoke with each set of codes is unknown, every published count is an equation, and a withheld
count is given away if only one whole number fits.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, cached_property
from itertools import product
from math import comb
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from analysis.agreement import estimate_agreement
from analysis.contracts import CODED, ESTIMATES, JOINT, PLACEMENTS, RECEIPTS, Contract
from analysis.disclosure.codings import protect_codings
from analysis.occurrences import count_codes, measure_saturation
from analysis.sessions import Sessions
from analysis.settings import Disclosure
from analysis.study import Study
from analysis.tables import conform
from tests.unit.coding_study import CODEBOOK, SESSIONS, coding_study, typed_codings

FEW = Disclosure(minimum_people=3, minimum_cases=2)
PLACES = {"one": "north", "two": "south", "three": "east", "four": "west"}
SPEAKERS = {"m": 4, "e": 3, "x": 1}
KINDS = {"m": "municipality", "e": "enterprise", "x": ""}
FIELDS = [[code.id for code in field.codes] for field in CODEBOOK.fields()]
LEAVES = [code for field in FIELDS for code in field]
SETS = [{code for code in chosen if code} for chosen in product(*[["", *field] for field in FIELDS])]
"""Every set of codes that a unit can have."""
HOLD = settings(max_examples=15, deadline=None, derandomize=True)
SEEDS = st.integers(0, 10_000)


def made_study() -> Study:
    """Four sessions, each a case of its own, and the gate's minima small."""
    study = coding_study(unit="turn", other_units=[], counted="any", draws=200)
    first = study.settings.cases[0]
    cases = [first.model_copy(update={"id": place}) for place in PLACES.values()]
    chosen = study.settings.model_copy(update={"cases": cases, "disclosure": FEW})
    held = SESSIONS.sessions[0]
    sessions = [
        held.model_copy(update={"id": f"s{number}", "case": place, "documents": [document]})
        for number, (document, place) in enumerate(PLACES.items())
    ]
    return replace(study, settings=chosen, sessions=Sessions(**dict(SESSIONS) | {"sessions": sessions}))


def said(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The units and codings of talk in which some codes are rare and every coder misses some."""
    random = np.random.default_rng(seed)
    share = {code: random.choice([0.01, 0.03, 0.08, 0.2]) for field in FIELDS for code in field}
    lines = []
    for document in PLACES:
        for _ in range(random.integers(12, 30)):
            kind = random.choice(list(SPEAKERS), p=[0.55, 0.3, 0.15])
            codes = []
            for field in FIELDS:
                chosen = random.choice(
                    ["", *field], p=[1 - sum(share[one] for one in field), *map(share.get, field)]
                )
                codes += [chosen] if chosen and kind != "x" else []
            given = ["+".join(one for one in codes if random.random() < 0.8) for _ in range(2)]
            who = f"{kind}{random.integers(SPEAKERS[kind])}"
            lines.append(f"{document} {who} ann:{given[0]} bo:{given[1]}")
    units, codings = typed_codings("\n".join(lines))
    place = units["document"].map(PLACES)
    session = units["document"].map({name: f"s{number}" for number, name in enumerate(PLACES)})
    units = units.assign(case=place, session=session)
    held = units.set_index(["document", "unit"])
    keys = pd.MultiIndex.from_frame(codings[["document", "unit"]])
    return units, codings.assign(
        case=held["case"].reindex(keys).to_numpy(), session=held["session"].reindex(keys).to_numpy()
    )


def empty(contract: Contract) -> pd.DataFrame:
    return conform(pd.DataFrame(columns=contract.names), contract)


@cache
def make(seed: int) -> Made:
    """Each study once for all tests."""
    return Made(seed)


class Made:
    """A made study: its restricted counts, and what the gate publishes."""

    def __init__(self, seed: int) -> None:
        self.study = made_study()
        units, codings = said(seed)
        self.units, self.codings = units, codings
        self.counts = count_codes(self.study, units, codings)
        self.saturation = measure_saturation(self.study, units, codings)
        self.agreement = estimate_agreement(self.study, units, codings)

    @cached_property
    def public(self) -> dict[str, pd.DataFrame]:
        return protect_codings(
            self.study,
            empty(ESTIMATES),
            self.agreement,
            self.counts,
            self.saturation,
            empty(PLACEMENTS),
            empty(JOINT),
            empty(CODED),
            empty(RECEIPTS),
        )


class Reader:
    """What follows from the published counts, over how many units of each kind have each set of codes."""

    def __init__(self, public: dict[str, pd.DataFrame]) -> None:
        counts, agreement = public["occurrences"], public["agreement"]
        told = counts[(counts["case"] == "all") & (counts["status"] == "ok")]
        rows, values = [self.speak_nothing()], [0.0]
        for row in told[told["statistic"].isin(["units", "together"])].itertuples():
            rows.append(self.sum_of(row.participants, row.code, row.other))
            values.append(row.estimate)
        # The share has the units read beside it, also where the count itself were missing.
        for row in told[told["statistic"] == "share"].itertuples():
            rows.append(self.sum_of(row.participants, row.code, ""))
            values.append(round(row.estimate * row.n_units))
        for row in told[told["statistic"] == "overlap"].itertuples():
            if row.estimate == 0:
                rows.append(self.sum_of("all", row.code, row.other))
                values.append(0.0)
        whole = (
            (agreement["session"] == "all") & (agreement["coders"] == "all") & (agreement["counted"] == "all")
        )
        for row in agreement[
            whole & agreement["n_coded"].notna() & (agreement["statistic"] == "percent")
        ].itertuples():
            rows.append(self.sum_of("all", row.code or row.field, ""))
            values.append(row.n_coded)
        self.rows, self.values = np.array(rows), np.array(values, dtype=np.float64)
        self.found: list[np.ndarray] = []

    @staticmethod
    def sum_of(kind: str, code: str, other: str) -> np.ndarray:
        """Which of the unknowns (kinds × sets) a count adds up; no code is any code."""
        below = [
            {one.id for one in CODEBOOK.code(name).walk()} if name else set().union(*SETS)
            for name in (code, other or code)
        ]
        has = [bool(chosen & below[0]) and bool(chosen & below[1]) for chosen in SETS]
        return np.array(
            [[one and kind in ("all", named) for one in has] for named in KINDS.values()], float
        ).ravel()

    @staticmethod
    def speak_nothing() -> np.ndarray:
        """Whoever asks gets no code."""
        return np.array(
            [[named == "" and bool(chosen) for chosen in SETS] for named in KINDS.values()], float
        ).ravel()

    def works_out(self, wanted: np.ndarray) -> bool:
        """Whether a single value of a sum fits all that is published."""
        if len({round(float(wanted @ one)) for one in self.found}) > 1:
            return False
        ends = []
        for sign in (1, -1):
            fitting = LinearConstraint(self.rows, self.values, self.values)
            solved = milp(
                sign * wanted, constraints=fitting, integrality=np.ones(len(wanted)), bounds=(0, 200)
            )
            assert solved.success, solved.message
            self.found.append(np.round(solved.x))
            ends.append(round(float(wanted @ self.found[-1])))
        return ends[0] == ends[1]


def field_of(code: str) -> str:
    return CODEBOOK.field_of(code).id


def few(row: Any, given: set[tuple[str, str]]) -> bool:
    """Whether a count was said by few, or in few cases; of a kind of participant also by nobody of it."""
    many = row.n_speakers >= FEW.minimum_people and row.n_cases >= FEW.minimum_cases
    return (row.code, row.other) in given and not many


def list_given(counts: pd.DataFrame) -> set[tuple[str, str]]:
    """The codes and pairs of codes that anybody gave."""
    whole = counts[(counts["participants"] == "all") & (counts["ci_high"] > 0)]
    return set(zip(whole["code"], whole["other"], strict=True))


@HOLD
@given(SEEDS)
def test_no_count_of_few_can_be_worked_out(seed: int) -> None:
    made = make(seed)
    counts = made.counts[made.counts["case"] == "all"]
    reader, given, given_away = Reader(made.public), list_given(counts), []
    # Where a study has but two codes, how many units have any code tells how many have both.
    assume(len({code for code, other in given if not other} & set(LEAVES)) > 2)
    for row in counts[counts["statistic"].isin(["units", "together"])].itertuples():
        if few(row, given) and reader.works_out(reader.sum_of(row.participants, row.code, row.other)):
            given_away.append((row.participants, row.code, row.other, row.estimate))
    assert given_away == []


@HOLD
@given(SEEDS)
def test_all_numbers_of_a_code_are_told_or_none(seed: int) -> None:
    public = make(seed).public
    counts = public["occurrences"]
    told = counts[counts["status"] != "not_estimable"]
    about = ["code", "other", "case", "participants"]
    assert (told.groupby(about)["status"].nunique() == 1).all()
    assert (counts.loc[counts["case"] != "all", "status"] == "withheld").all()
    assert (counts.groupby(about)["reason"].nunique() <= 2).all(), "withheld for one reason, or no number"
    for row in counts[(counts["status"] == "withheld") & (counts["case"] == "all")].itertuples():
        assert row.reason == (
            "secondary" if row.other and field_of(row.code) == field_of(row.other) else "few_speakers"
        )


@HOLD
@given(SEEDS)
def test_the_curve_of_saturation_follows_from_the_published_codes(seed: int) -> None:
    public = make(seed).public
    counts, curve = public["occurrences"], public["saturation"]
    cases = counts[
        (counts["statistic"] == "cases") & counts["code"].isin(LEAVES) & (counts["status"] == "ok")
    ]
    any_order = curve[curve["order"] == "any"].sort_values("sessions")
    n = len(PLACES)
    expected = [sum(1 - comb(n - int(m), k) / comb(n, k) for m in cases["estimate"]) for k in range(1, n + 1)]
    if (any_order["status"] == "ok").all():
        assert any_order["estimate"].to_list() == pytest.approx(expected)
        assert set(any_order["n_codes"]) == {len(cases)}
    else:
        assert cases.empty, "it is told as soon as anything may be"
    assert (curve.loc[curve["order"] == "dated", "status"] == "withheld").all()


def tables(coded: int) -> np.ndarray:
    """All ways in which two coders can have given two codes, one at most, to so many units between them.

    Columns: the first code against none, the second against none, both the first, both the second, one each.
    """
    ways = product(*[range(coded + 1)] * 4)
    return np.array([(*way, coded - sum(way)) for way in ways if sum(way) <= coded], float)


def predict(ways: np.ndarray, units: int) -> dict[str, np.ndarray]:
    """What AGREEMENT tells of a field of two codes in each of these ways, over so many units."""
    first, second, both_first, both_second, apart = ways.T
    nothing = units - ways.sum(axis=1)
    given = np.array(
        [2 * nothing + first + second, first + apart + 2 * both_first, second + apart + 2 * both_second]
    )
    codings, differing = 2 * units, first + second + apart
    percent, share = 1 - differing / units, given / codings
    apart_by_chance = codings**2 - (given**2).sum(axis=0)
    alpha = 1 - (codings - 1) * 2 * differing / np.where(apart_by_chance > 0, apart_by_chance, np.nan)
    values = np.maximum((given > 0).sum(axis=0), 2)
    chances = {
        "fleiss_kappa": (share**2).sum(axis=0),
        "gwet_ac1": (share * (1 - share)).sum(axis=0) / (values - 1),
    }
    return {
        "percent": percent,
        "prevalence": 1 - share[0],
        "krippendorff_nominal": alpha,
        "krippendorff_set": alpha,
        **{
            name: 1 - (1 - percent) / np.where(chance < 1, 1 - chance, np.nan)
            for name, chance in chances.items()
        },
    }


@HOLD
@given(SEEDS)
def test_the_agreement_on_a_field_does_not_tell_its_withheld_codes(seed: int) -> None:
    made = make(seed)
    counts, agreement = made.public["occurrences"], made.public["agreement"]
    whole = (counts["case"] == "all") & (counts["participants"] == "all") & (counts["statistic"] == "units")
    status = counts[whole & (counts["other"] == "")].set_index("code")["status"]
    for field in CODEBOOK.fields():
        below = [code.id for code in field.codes]
        if status[field.id] == "withheld" or set(status[below]) != {"withheld"}:
            continue
        rows = agreement[
            (agreement["field"] == field.id) & (agreement["code"] == "") & (agreement["session"] == "all")
        ]
        rows = rows[rows["coders"] == "all"]
        assert rows[["observed", "by_chance"]].isna().all(axis=None)
        coded = int(rows["n_coded"].max())
        ways = tables(coded)
        fitting = np.ones(len(ways), dtype=bool)
        for row in rows[rows["status"] == "ok"].itertuples():
            if row.statistic != "drift":
                told = predict(ways, row.n_units)[row.statistic]
                fitting &= np.abs(told - row.estimate) <= 0.005 + 1e-9
        first = ways[fitting][:, [0, 2, 4]].sum(axis=1)
        assert len(set(first)) > 2 * coded / 3, "nearly any number of units may have the first code"


@HOLD
@given(SEEDS)
def test_a_session_does_not_tell_how_often_a_field_was_given(seed: int) -> None:
    made = make(seed)
    single = made.public["agreement"].query("session != 'all'")
    restricted = made.agreement.query("session != 'all'")
    numbers = single[["estimate", "ci_low", "ci_high"]].astype(float)
    assert np.allclose(numbers, numbers.round(2), equal_nan=True)
    assert single[["observed", "by_chance", "prevalence", "n_coded"]].isna().all(axis=None)
    scarce = restricted["n_coded"].to_numpy(float) < FEW.minimum_people
    assert (single.loc[scarce | (single["field"] != "").to_numpy(bool), "status"] == "withheld").all()
    assert not (single["status"] == "not_estimable").any(), "that there is no coefficient tells of the counts"
