"""The tables of indicators for the team: how each is defined, and every measurement of it."""

from __future__ import annotations

import pandas as pd

from analysis.contracts import LEVELS
from analysis.displays.numbers import NO_NUMBER_SIGN
from analysis.displays.progress_tables import (
    ProgressTable,
    name_indicator,
    tell_day,
    tell_target,
    tell_verdicts,
)
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice
from analysis.profiles.changes_progress import Occasion, Tracked, list_tracked

DEFINED = ("level", "unit", "good_direction", "measured_how", "target_group", "weight", "indicator_status")
EMPTY = Occasion("", "", {})


def build_indicator_definitions(voice: Voice) -> Table:
    """Every version of every indicator as its case has defined it, under the case's name."""
    table = ProgressTable("indicator_definitions", voice)
    columns = [Column(voice.text("heading.indicator"), "left")]
    columns += [Column(voice.text(f"heading.{name}"), "left") for name in DEFINED]
    frame = voice.showing.tables["indicators"]
    sections = []
    for case in voice.showing.study.settings.cases:
        own = frame[frame["case"] == case.id]
        own = own.assign(place=own["level"].map({level: place for place, level in enumerate(LEVELS)}))
        rows = own.sort_values(["place", "indicator", "version"]).to_dict("records")
        if rows:
            sections.append(Section(case.label, tuple(_define(voice, row) for row in rows)))
    return table.finish(columns, sections, of_wave=False)


def _define(voice: Voice, row: dict[str, object]) -> tuple[str, ...]:
    version = voice.text("label.indicator_version", number=voice.numbers.count(int(str(row["version"]))))
    weight = row["weight"]
    return (
        voice.text("label.indicator", label=row["label"], about=version),
        voice.text(f"indicator_level.{row['level']}"),
        str(row["unit"]) or NO_NUMBER_SIGN,
        voice.text(f"good_direction.{row['direction']}"),
        str(row["method"]) or NO_NUMBER_SIGN,
        str(row["target_group"]) or NO_NUMBER_SIGN,
        NO_NUMBER_SIGN if pd.isna(weight) else voice.numbers.plain(float(str(weight))),
        voice.text(f"indicator_status.{row['status']}"),
    )


def build_measurements(voice: Voice) -> Table:
    """Every measurement with what follows from it, under its indicator; for the team only."""
    table = ProgressTable("measurements", voice)
    columns = [Column(voice.text("heading.measured_on"), "left")]
    names = ("value", "n", "indicator_change", "ratio", "p", "of_the_way", "attainment_level")
    columns += [Column(voice.text(f"heading.{name}")) for name in names]
    sections = [_list_measurements(table, one) for one in list_tracked(voice.showing)]
    notes = [voice.text("note.measurements")] if sections else []
    notes += [table.marks()] if table.marked else []
    return table.finish(columns, sections, *notes, of_wave=False)


def _list_measurements(table: ProgressTable, one: Tracked) -> Section:
    voice, trend = table.voice, one.trend
    about = [tell_verdicts(voice, one, EMPTY)] if one.target.verdict else []
    if one.target.number.known:
        about.insert(0, voice.text("label.target_is", target=tell_target(table, one)))
    if trend.number.known:
        slope = table.change(one, trend)
        about.append(
            voice.text("label.trend", slope=slope, verdict=voice.text(f"indicator_change.{trend.verdict}"))
        )
    heading = voice.text("label.of_case", case=one.case.label, label=name_indicator(voice, one))
    told = "; ".join(about)
    heading = voice.text("label.indicator_heading", label=heading, about=told) if told else heading
    return Section(heading, tuple(_measurement_row(table, one, occasion) for occasion in one.occasions))


def _measurement_row(table: ProgressTable, one: Tracked, occasion: Occasion) -> tuple[str, ...]:
    voice, change = table.voice, occasion.get("change")
    day = tell_day(voice, occasion.date)
    if occasion.phase:
        day = voice.text("label.day_phase", day=day, phase=voice.text(f"phase.{occasion.phase}"))
    return (
        day,
        table.value(one, occasion.value),
        voice.people(occasion.value),
        table.change(one, change),
        table.with_interval(occasion.get("ratio").number, 2),
        voice.p(change.number.p),
        table.way(occasion.get("share_of_way")),
        table.level(occasion.get("attainment")),
    )
