"""The table of what was checked before occasions are compared: what differed, and what follows."""

from __future__ import annotations

from itertools import chain

import pandas as pd

from analysis.contracts import ASPECTS
from analysis.displays.estimate_tables import EstimateTable
from analysis.displays.numbers import NO_NUMBER_SIGN
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice, lower_first

SHOWN_AS_SEEN = ("version", "mode", "borders", "method", "missing_rule", "answer_range", "direction")
"""Aspects whose finding is a word a reader knows; of the others only what differs is named."""
KINDS = ("survey", "scorecard", "indicator", "codings")
GRAVEST = ("stopped", "marked", "none")


def build_comparability(voice: Voice) -> Table:
    """What was checked of every two occasions, one row an aspect, with what differed and what follows."""
    table = EstimateTable("comparability", voice)
    columns = [Column(voice.text("heading.aspect"), "left")]
    columns += [Column(voice.text(f"heading.{name}")) for name in ("checks", "differing", "not_known")]
    columns += [Column(voice.text(f"heading.{name}"), "left") for name in ("what_differs", "consequence")]
    checked = voice.showing.tables["comparability"]
    sections = []
    for kind, subject, pair in _list_comparisons(checked):
        rows = checked[(checked["kind"] == kind) & (checked["subject"] == subject)]
        rows = rows[(rows["before"] == pair[0]) & (rows["after"] == pair[1])] if kind == "survey" else rows
        aspects = [aspect for aspect in ASPECTS if (rows["aspect"] == aspect).any()]
        told = tuple(_tell_aspect(voice, rows[rows["aspect"] == aspect]) for aspect in aspects)
        sections.append(Section(name_comparison(voice, kind, subject, pair), told))
    return table.finish(columns, sections, voice.text("note.comparability"), of_wave=False)


def _list_comparisons(checked: pd.DataFrame) -> list[tuple[str, str, tuple[str, str]]]:
    """Each kind and subject; of a survey each two waves too."""
    named = zip(checked["kind"], checked["subject"], checked["before"], checked["after"], strict=True)
    compared = dict.fromkeys((k, s, (b, a) if k == "survey" else ("", "")) for k, s, b, a in named)
    return sorted(compared, key=lambda one: KINDS.index(one[0]))


def name_comparison(voice: Voice, kind: str, subject: str, pair: tuple[str, str]) -> str:
    """The name of what is compared, as it heads its rows."""
    study = voice.showing.study
    if kind == "survey":
        title = voice.label(study.instruments[subject].title)
        return voice.text(
            "label.compared_survey", title=title, before=voice.wave(pair[0]), after=voice.wave(pair[1])
        )
    if kind == "scorecard":
        return voice.text("label.compared_scorecard", title=voice.label(study.scorecards[subject].title))
    if kind == "codings":
        return voice.text("label.compared_codings", title=voice.label(study.codebooks[subject].title))
    return voice.text("label.compared_indicator", indicator=subject)


def _tell_aspect(voice: Voice, rows: pd.DataFrame) -> tuple[str, ...]:
    other, unknown = rows[rows["same"] == "no"], rows[rows["same"] == "unknown"]
    gravest = next(one for one in GRAVEST if (rows["consequence"] == one).any())
    counts = [voice.numbers.count(len(one)) for one in (rows, other, unknown)]
    name = voice.text(f"aspect.{rows['aspect'].iloc[0]}")
    return (name, *counts, _tell_differing(voice, other), voice.text(f"consequence.{gravest}"))


def _tell_differing(voice: Voice, rows: pd.DataFrame) -> str:
    """The parts that differ, each with what was seen where that says something."""
    told: dict[str, list[str]] = {}
    for row in rows.to_dict("records"):
        seen = ""
        if row["aspect"] in SHOWN_AS_SEEN or row["kind"] == "indicator":
            seen = voice.text("label.seen", before=row["seen_before"], after=row["seen_after"])
        told.setdefault(seen, []).append(_name_part(voice, row))
    parts = [
        f"{voice.wording.listed(list(dict.fromkeys(names)))}{f' ({seen})' if seen else ''}"
        for seen, names in told.items()
    ]
    return "; ".join(parts) or NO_NUMBER_SIGN


def _name_part(voice: Voice, row: dict[str, str]) -> str:
    """What a check is about, by its narrowest name."""
    study = voice.showing.study
    if row["kind"] == "codings":
        return next((name for name in _session_names(voice, row["after"])), row["after"])
    named = []
    if row["case"] != "all":
        named.append(next(one.label for one in study.settings.cases if one.id == row["case"]))
    if row["part"]:
        named.append(_name_field(voice, row))
    if row["group"] != "all":
        named.append(lower_first(voice.group(row["group"])))
    return ", ".join(named) or voice.text("population.all")


def _session_names(voice: Voice, session: str) -> list[str]:
    cases = {one.id: one.label for one in voice.showing.study.settings.cases}
    return [cases[one.case] for one in voice.showing.study.sessions.sessions if one.id == session]


def _name_field(voice: Voice, row: dict[str, str]) -> str:
    study = voice.showing.study
    if row["kind"] == "survey":
        return voice.label(study.instruments[row["subject"]].scale(row["part"]).label)
    fields = chain.from_iterable(
        card.fields for card in study.scorecards.values() if card.id == row["subject"]
    )
    return next((voice.label(field.label) for field in fields if field.id == row["part"]), row["part"])
