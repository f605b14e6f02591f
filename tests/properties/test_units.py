"""What holds for every text and every set of codings, whatever they are."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.occurrences import count_codes, measure_saturation
from analysis.units import Divided, divide_texts
from analysis.units.matching import match_stretches, pair_by_share
from analysis.units.texts import Spans
from tests.unit.coding_study import coding_study, written_documents, written_segments

KINDS = ["paragraph", "segment", "character"]
LABELS = ["Kommune 1: ", "Virksomhet 2:", "Kari: ", "kl. 10:30", ": "]
WORDS = st.sampled_from([*LABELS, "\n", "\n\n", "\t", " ", "ord", "åpne.", "🌱", "👩‍🌾"])
TEXTS = st.lists(WORDS, max_size=30).map("".join)
CODES = st.sampled_from(["open", "brave", "values", "money", "low", ""])


Made = tuple[str, list[dict[str, Any]]]
"""A text and rows of segments of it."""


@st.composite
def coded_texts(draw: st.DrawFn) -> Made:
    text = draw(TEXTS)
    rows: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(0, 12))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        coder = draw(st.sampled_from(["ann", "bo", "unknown"]))
        rows.append({"coder": coder, "code": draw(CODES), "start": start, "end": end})
    unique = {tuple(row.values()): row for row in rows}
    return text, list(unique.values())


def divide(text: str, rows: list[dict[str, Any]]) -> Divided:
    study = coding_study(other_units=KINDS, tolerance=3)
    return divide_texts(study, written_documents(one=text), written_segments(*rows))


def of_kind(divided: Divided, kind: str) -> pd.DataFrame:
    return divided.units[divided.units["kind"] == kind]


@settings(deadline=None)
@given(coded_texts())
def test_units_stand_in_order_apart_and_hold_words_at_both_ends(
    made: Made,
) -> None:
    text, rows = made
    divided = divide(text, rows)
    for kind in ("turn", "paragraph", "character"):
        units = of_kind(divided, kind)
        places = list(zip(units["start"], units["end"], strict=True))
        assert all(start < end for start, end in places)
        assert all(before[1] <= after[0] for before, after in pairwise(places))
        assert units["unit"].tolist() == list(range(1, len(units) + 1))
    for kind in ("turn", "paragraph", "segment"):
        for unit in of_kind(divided, kind).itertuples():
            assert unit.text == text[unit.start : unit.end] == unit.text.strip() != ""


@settings(deadline=None)
@given(coded_texts())
def test_runs_are_the_turns_cut_up(made: Made) -> None:
    turns, runs = (of_kind(divide(*made), kind) for kind in ("turn", "character"))
    for number, turn in enumerate(turns.itertuples(), 1):
        own = runs[runs["block"] == number]
        assert (own["start"].min(), own["end"].max(), own["weight"].sum()) == (
            *(turn.start, turn.end, turn.end - turn.start),
        )


@settings(deadline=None)
@given(coded_texts())
def test_everybody_who_read_a_text_has_a_row_for_every_unit_and_no_coding_is_lost(
    made: Made,
) -> None:
    text, rows = made
    divided = divide(text, rows)
    readers = {row["coder"] for row in rows}
    for kind in ("turn", *KINDS):
        units, codings = of_kind(divided, kind), divided.codings[divided.codings["kind"] == kind]
        pairs = set(zip(codings["unit"], codings["coder"], strict=True))
        assert pairs == {(unit, coder) for unit in units["unit"] for coder in readers}
        silent = codings[codings["code"] == ""]
        assert (
            codings.groupby(["unit", "coder"])["code"]
            .agg(len)[pd.MultiIndex.from_frame(silent[["unit", "coder"]])]
            .eq(1)
            .all()
        )
        if kind == "character" or units.empty:
            continue
        given_codes = set(zip(codings["coder"], codings["code"], strict=True)) - {
            (who, "") for who in readers
        }
        with_words = [row for row in rows if row["code"] and text[row["start"] : row["end"]].strip()]
        assert given_codes == {(row["coder"], row["code"]) for row in with_words}


@settings(deadline=None)
@given(coded_texts())
def test_every_character_of_a_turn_keeps_its_codes(made: Made) -> None:
    text, rows = made
    divided = divide(text, rows)
    codings = divided.codings[divided.codings["kind"] == "character"]
    given_to = codings.groupby("unit").apply(lambda one: set(zip(one["coder"], one["code"], strict=True)))
    for unit in of_kind(divided, "character").itertuples():
        for place in range(unit.start, unit.end):
            if text[place].isspace():
                continue
            coded = {
                (row["coder"], row["code"])
                for row in rows
                if row["code"] and row["start"] <= place < row["end"]
            }
            assert coded == {(who, code) for who, code in given_to.get(unit.unit, set()) if code}


SPANS = st.lists(st.integers(0, 60), min_size=2, max_size=12, unique=True).map(sorted)
STRETCHES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=10)


@given(SPANS, STRETCHES, st.floats(0.05, 1))
def test_a_stretch_counts_by_the_share_that_lies_inside(
    borders: list[int], stretches: list[tuple[int, int]], share: float
) -> None:
    units = list(zip(borders[::2], borders[1::2], strict=False))
    spans = Spans(
        np.array([one for one, _ in units]), np.array([other for _, other in units]), [""] * len(units)
    )
    start = np.array([begin for begin, _ in stretches], dtype=np.int64)
    end = start + np.array([length for _, length in stretches], dtype=np.int64)
    expected = set()
    for number, (begin, stop) in enumerate(zip(start.tolist(), end.tolist(), strict=True)):
        inside = [max(0, min(stop, after) - max(begin, before)) for before, after in units]
        if begin == stop:
            continue
        if not sum(inside):
            next_units = [place for place, unit in enumerate(units) if unit[1] > begin]
            expected.add((number, next_units[0] if next_units else len(units) - 1))
            continue
        most = inside.index(max(inside))
        for place, (held, unit) in enumerate(zip(inside, units, strict=True)):
            enough = held >= share * (unit[1] - unit[0]) - 1e-9 or held >= share * sum(inside) - 1e-9
            if held and (enough or place == most):
                expected.add((number, place))
    pairs = pair_by_share(start, end, spans, share)
    assert sorted(zip(*(side.tolist() for side in pairs), strict=True)) == sorted(expected)


@given(STRETCHES, st.integers(0, 12))
def test_stretches_of_a_segment_are_near_each_other_and_equal_ones_are_one(
    stretches: list[tuple[int, int]], tolerance: int
) -> None:
    start = np.array([begin for begin, _ in stretches], dtype=np.int64)
    end = start + np.array([length for _, length in stretches], dtype=np.int64)
    member, spans = match_stretches(start, end, tolerance)
    assert ((member == -1) == (start == end)).all()
    assert set(member) - {-1} == set(range(len(spans.start)))
    for number in range(len(spans.start)):
        begins, stops = start[member == number], end[member == number]
        assert np.ptp(begins) <= tolerance and np.ptp(stops) <= tolerance and begins.max() < stops.min()
        assert (spans.start[number], spans.end[number]) == (begins.min(), stops.max())
    by_place = {(begin, stop, number) for begin, stop, number in zip(start, end, member, strict=True)}
    assert len(by_place) == len({(begin, stop) for begin, stop, _ in by_place})


@settings(deadline=None, max_examples=40)
@given(coded_texts(), st.sampled_from(["any", "majority", "all"]))
def test_the_rules_bound_the_counts_and_a_code_is_counted_with_those_below(made: Made, counted: str) -> None:
    study, divided = coding_study(counted=counted), divide(*made)
    found = count_codes(study, divided.units, divided.codings)
    known = found[(found["status"] == "ok") & found["ci_low"].notna()]
    assert (known["ci_low"] <= known["estimate"]).all() and (known["estimate"] <= known["ci_high"]).all()
    shares = found[(found["status"] == "ok") & found["statistic"].isin(["share", "overlap"])]
    assert shares["estimate"].between(0, 1).all()
    whole = known[
        (known["statistic"] == "units") & (known["case"] == "all") & (known["participants"] == "all")
    ]
    units = whole.set_index("code")["estimate"]
    if len(units):
        assert units["values"] >= max(units["open"], units["brave"])
        held = measure_saturation(study, divided.units, divided.codings)
        leaves = ["open", "brave", "money", "law", "low", "high"]
        assert held["estimate"].tolist() == [float((units[leaves] > 0).sum())] * 2
