"""One text as units of one kind, with the codings that count for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.planned_codings import CodingAnalysis
from analysis.tables import ContractBroken
from analysis.units.matching import Pairs, drop_labels, match_stretches, pair_by_share, pair_overlapping
from analysis.units.speakers import find_kind, find_labels
from analysis.units.texts import Edges, Places, Spans, find_paragraphs, find_runs, find_turns

HELD = ["document", "session", "case", "wave", "codebook"]
"""What a unit takes over from its text."""
GIVEN_KINDS = ("turn", "paragraph")
"""The kinds that the units of a table without texts count as."""


@dataclass(frozen=True)
class Piece:
    """The units of one kind in one text (columns of UNITS), what was given them, and who read them.

    `unit` in `given` (unit, coder, code, coded_at) and in `read` (unit, coder) is the row of `units`.
    """

    units: pd.DataFrame
    given: pd.DataFrame
    read: pd.DataFrame


def divide_text(
    text: Mapping[str, Any],
    segments: pd.DataFrame,
    plan: CodingAnalysis,
    units: Sequence[str],
    kinds: Mapping[str, str],
) -> Iterator[Piece]:
    """The units of every wanted kind in one text whose words are known; none where nobody says anything.

    `text` is a row of DOCUMENTS, `segments` are its rows of SEGMENTS. Raises `ContractBroken` for a coding
    without a place.
    """
    placed = segments[segments["code"] != ""]
    if placed["start"].isna().any() or placed["end"].isna().any():
        raise ContractBroken(f"segments: a coding of the text {text['document']} has no place")
    edges = Edges(text["text"])
    start, end = edges.trim(placed["start"].to_numpy(np.int64), placed["end"].to_numpy(np.int64))
    turns = find_turns(text["text"], edges, kinds)
    if not len(turns.start):
        return
    start, end = drop_labels(start, end, turns)
    coders = segments["coder"].drop_duplicates().to_numpy()
    for kind in units:
        spans, (stretch, unit) = _divide(kind, text["text"], edges, turns, (start, end), plan, kinds)
        given = placed[["coder", "code", "coded_at"]].iloc[stretch].assign(unit=unit)
        number = np.arange(len(spans.start))
        read = pd.DataFrame(
            {"unit": np.repeat(number, len(coders)), "coder": np.tile(coders, len(number))}, copy=False
        )
        yield Piece(_describe(kind, text, spans, turns, kinds), given, read)


def take_units(
    text: Mapping[str, Any], segments: pd.DataFrame, units: Sequence[str], kinds: Mapping[str, str]
) -> Iterator[Piece]:
    """The units that a table names, in the order of their names, as turns and as paragraphs.

    Who speaks is read from the unit's own words, where the table holds them.
    """
    words = segments.sort_values("text", key=lambda column: column == "", kind="stable")
    words = words.drop_duplicates("unit").set_index("unit")["text"]
    names = sorted(words.index, key=order_of_name)
    said = _part_from_labels([str(words[name]) for name in names], kinds)
    unit = pd.Index(names).get_indexer(pd.Index(segments["unit"]))
    rows = segments[["coder", "code", "coded_at"]].assign(unit=unit)
    for kind in units:
        if kind not in GIVEN_KINDS:
            continue
        described = _frame(kind, text, len(names)).assign(
            name=names,
            block=np.arange(1, len(names) + 1),
            speaker=[speaker for speaker, _ in said],
            participants=[find_kind(speaker, kinds) for speaker, _ in said],
            weight=1,
            text=[spoken for _, spoken in said],
        )
        yield Piece(described, rows[rows["code"] != ""], rows[["unit", "coder"]].drop_duplicates())


def _divide(
    kind: str,
    text: str,
    edges: Edges,
    turns: Spans,
    stretches: tuple[Places, Places],
    plan: CodingAnalysis,
    kinds: Mapping[str, str],
) -> tuple[Spans, Pairs]:
    """The units of one kind, and which stretches count for which of them."""
    if kind == "segment":
        member, spans = match_stretches(*stretches, plan.tolerance)
        return spans, (np.flatnonzero(member >= 0), member[member >= 0])
    if kind == "character":
        runs = find_runs(turns, *stretches)
        return runs, pair_overlapping(*stretches, runs)
    spans = turns if kind == "turn" else find_paragraphs(text, edges, kinds)
    return spans, pair_by_share(*stretches, spans, plan.overlap)


def _describe(
    kind: str, text: Mapping[str, Any], spans: Spans, turns: Spans, kinds: Mapping[str, str]
) -> pd.DataFrame:
    """Units as rows of UNITS; who speaks is who speaks where they begin."""
    block = turns.first_after(spans.start)
    speaker = [turns.speaker[place] for place in block]
    participants = [find_kind(name, kinds) for name in turns.speaker]
    runs = kind == "character"
    places = zip(spans.start.tolist(), spans.end.tolist(), strict=True)
    return _frame(kind, text, len(block)).assign(
        start=spans.start,
        end=spans.end,
        name="",
        block=block + 1,
        speaker=speaker,
        participants=[participants[place] for place in block],
        weight=spans.end - spans.start if runs else 1,
        text="" if runs else [text["text"][start:end] for start, end in places],
    )


def _frame(kind: str, text: Mapping[str, Any], count: int) -> pd.DataFrame:
    held = {name: text[name] for name in HELD}
    numbers: NDArray[np.int64] = np.arange(1, count + 1)
    return pd.DataFrame({"unit": numbers, "kind": kind} | held, index=range(count))


def _part_from_labels(words: Sequence[str], kinds: Mapping[str, str]) -> list[tuple[str, str]]:
    """Who speaks at the beginning of each of some words, and the words without it."""
    plain = [one.strip() for one in words]
    labels = {label.start: label for label in find_labels("\n".join(plain), kinds)}
    begins = accumulate((len(one) + 1 for one in plain), initial=0)
    parted = []
    for one, begin in zip(plain, begins, strict=False):
        label = labels.get(begin)
        parted.append((label.name, one[label.end - begin :].strip()) if label else ("", one))
    return parted


def order_of_name(name: str) -> list[tuple[int, int, str]]:
    """Names with numbers in the order of the numbers: 2 before 10."""
    parts = re.split(r"(\d+)", name.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts] + [(2, 0, name)]
