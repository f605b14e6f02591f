"""A reader who has every public number, and knows who took part, works out nothing that is withheld.

The reader here shares nothing with the gate: every person's answer is an unknown of its own, every
public number an equation, and what follows from the equations is found by least squares.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, product
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from analysis.contracts import ESTIMATES
from analysis.disclosure import Protected, protect
from tests.disclosure_frames import compare, describe, guarded_study

MINIMUM = 5
AVERAGED, COUNTED = ("s1", "s2"), ("1", "2", "3")
Tables = dict[str, pd.DataFrame]
Vector = NDArray[np.float64]


@st.composite
def studies(draw: st.DrawFn) -> pd.DataFrame:
    """People of two or three groups in one to three cases, with their answers to s1, s2 and m1."""
    groups = draw(st.sampled_from([["left", "right"], ["left", "right", "third"]]))
    cases = [f"case{number}" for number in range(draw(st.integers(1, 3 if len(groups) == 2 else 2)))]
    sizes = [(case, group, draw(st.integers(0, 9))) for case in cases for group in groups]
    listed = [(case, group) for case, group, n in sizes for _ in range(n)] or [("case0", "left")]
    people = pd.DataFrame(listed, columns=["case", "group"])
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    for item in AVERAGED:
        alike = draw(st.integers(1, 100))
        people[item] = rng.integers(1, 101, len(people)) if draw(st.booleans()) else alike
    weights = draw(st.sampled_from([(1, 1, 1), (6, 3, 1), (20, 1, 0)]))
    people["m1"] = rng.choice([1, 2, 3], len(people), p=np.array(weights) / sum(weights))
    return people


class Reader:
    """What follows from the public numbers about some questions, each person's answer being unknown."""

    def __init__(self, people: pd.DataFrame, public: Tables, questions: tuple[str, ...]) -> None:
        self.people, self.questions = people, questions
        shown = pd.concat([frame[frame["status"] == "ok"] for frame in public.values()])
        rows = [row for line in shown.itertuples() if (row := self.equation(line)) is not None]
        if questions == COUNTED:
            rows += [np.tile(np.arange(len(people)) == n, len(questions)) for n in range(len(people))]
        known = np.unique(np.array([*rows, np.zeros(len(people) * len(questions))], dtype=float), axis=0)
        _, sizes, right = np.linalg.svd(known)
        self.unknown = right[int((sizes > 1e-9).sum()) :].T

    def sum_of(self, member: Vector, asked: tuple[str, ...]) -> Vector:
        return np.concatenate([member * (name in asked) for name in self.questions])

    def equation(self, line: Any) -> Vector | None:
        """The sum, or difference of means, that a row of ESTIMATES tells; none if of other questions."""
        asked = (line.category or line.item,) if line.item else AVERAGED
        if not set(asked) <= set(self.questions):
            return None
        if not line.contrast:
            return self.sum_of(self.members(line.case, line.group), asked)
        sides = [self.sum_of(self.members(line.case, group), asked) for group in ("left", "right")]
        return sides[0] / sides[0].sum() - sides[1] / sides[1].sum()

    def members(self, case: str, group: str) -> Vector:
        inside = (self.people["case"] == case) | (case == "all")
        return (inside & ((self.people["group"] == group) | (group == "all"))).to_numpy(float)

    def works_out(self, wanted: list[Vector]) -> NDArray[np.bool_]:
        made = np.array(wanted).reshape(len(wanted), len(self.people) * len(self.questions))
        return np.abs(made @ self.unknown).max(axis=1, initial=0.0) < 1e-8

    def equations(self, lines: list[Any]) -> list[Vector]:
        return [wanted for line in lines if (wanted := self.equation(line)) is not None]

    def tells_too_few(self) -> bool:
        """Whether a sum follows that concerns fewer people than the minimum, not over all their answers."""
        if self.questions == COUNTED:
            return self.tells_few_answers()
        few = [
            self.sum_of(member, asked)
            for member in self.unions()
            for asked in (("s1",), ("s2",), AVERAGED)
            if member.sum() < MINIMUM
        ]
        return bool(self.works_out(few).any())

    def unions(self) -> Iterator[Vector]:
        parts = self.parts()
        for chosen in chain.from_iterable(combinations(parts, n + 1) for n in range(len(parts))):
            yield np.sum(chosen, axis=0)

    def parts(self) -> list[Vector]:
        """The groups of the cases."""
        parts = [part.index for _, part in self.people.groupby(["case", "group"])]
        return [self.people.index.isin(part).astype(float) for part in parts]

    def tells_few_answers(self) -> bool:
        """The same of how many gave one of some answers, these chosen for each group of each case apart.

        A choice follows where its two halves have opposite sums over what is unknown.
        """
        parts = self.parts()
        first, second = (self.choose(half) for half in (parts[::2], parts[1::2]))
        opposite: dict[bytes, list[int]] = {}
        for place, key in enumerate(_round(-second @ self.unknown)):
            opposite.setdefault(key.tobytes(), []).append(place)
        return any(
            self.concerns_few(first[one] + second[other])
            for one, key in enumerate(_round(first @ self.unknown))
            for other in opposite.get(key.tobytes(), [])
        )

    def choose(self, parts: list[Vector]) -> Vector:
        """Every choice of answers for each of some parts, one row a choice."""
        some = [asked for n in range(len(COUNTED) + 1) for asked in combinations(COUNTED, n)]
        nobody = np.zeros(len(self.people) * len(COUNTED))
        chosen = product(some, repeat=len(parts))
        return np.array([sum(map(self.sum_of, parts, each), nobody) for each in chosen])

    def concerns_few(self, wanted: Vector) -> bool:
        gave = np.concatenate([self.people["m1"] == int(name) for name in COUNTED])
        apart = np.ptp(wanted.reshape(len(COUNTED), -1), axis=0).any()
        return bool(apart and wanted @ gave < MINIMUM)


def _round(vectors: Vector) -> NDArray[np.int64]:
    return np.rint(vectors * 1e6).astype(np.int64)


def guard(people: pd.DataFrame) -> Protected:
    return protect({"descriptives": describe(people), "differences": compare(people)}, guarded_study())


def readers(people: pd.DataFrame, public: Tables) -> list[Reader]:
    return [Reader(people, public, questions) for questions in (AVERAGED, COUNTED)]


def name(line: Any) -> str:
    parts = [(column, getattr(line, column)) for column in ESTIMATES.key]
    return "; ".join(f"{column}={value}" for column, value in parts if value)


def withheld(public: Tables) -> list[Any]:
    return [line for frame in public.values() for line in frame[frame["status"] == "withheld"].itertuples()]


@settings(max_examples=25, deadline=None, derandomize=True)
@given(studies())
def test_nothing_withheld_and_no_sum_over_too_few_people_can_be_worked_out(people: pd.DataFrame) -> None:
    public = guard(people).estimates
    for reader in readers(people, public):
        assert not reader.works_out(reader.equations(withheld(public))).any()
        assert not reader.tells_too_few()


@settings(max_examples=15, deadline=None, derandomize=True)
@given(studies())
def test_no_more_is_withheld_than_must_be(people: pd.DataFrame) -> None:
    """Each number withheld for the sake of others would, if published, give one of them away.

    A difference tells more than a difference, the standard deviations of both sides, and falls with either.
    """
    protected = guard(people)
    public, detail = protected.estimates, protected.detail.set_index("key")["rule"]
    primary = [line for line in withheld(public) if detail[name(line)] != "secondary"]
    sides = {(line.scale, line.case, line.group) for line in withheld(public) if line.statistic == "sd"}
    for line in withheld(public):
        falls = line.contrast and any((line.scale, line.case, group) in sides for group in ("left", "right"))
        asked = line.statistic in ("mean", "count", "mean_difference") and not falls
        if detail[name(line)] == "secondary" and asked:
            opened = public | {"opened": pd.DataFrame([line._replace(status="ok")])}
            asking = [reader for reader in readers(people, opened) if reader.equation(line) is not None]
            told = [reader.works_out(reader.equations(primary)).any() for reader in asking]
            assert any(told) or any(reader.tells_too_few() for reader in asking), line
