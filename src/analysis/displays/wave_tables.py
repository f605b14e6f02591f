"""The tables of people and cases across waves, and of how far people came in each."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.contracts import STAGES
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice
from analysis.profiles import (
    Estimate,
    Pair,
    attrition_of,
    case_pairs,
    flow_of,
    flow_waves,
    links_between,
    wave_pairs,
)

POPULATION = "all"
MOVES = ("before", "after", "both", "left", "joined")
UNLINKED = ("unlinked_before", "unlinked_after")


def build_sample_flow(voice: Voice) -> Table:
    """How many came as far as each stage, one row a stage, by group, under each wave."""
    groups = [POPULATION, *(group.id for group in voice.showing.groups)]
    columns = [Column(voice.text("heading.stage"), "left"), *(Column(voice.group(group)) for group in groups)]
    sections, shown = [], []
    waves = flow_waves(voice.showing)
    for wave in waves:
        flows = [flow_of(voice.showing, wave, group) for group in groups]
        shown += [one for flow in flows for one in flow.values()]
        rows = [
            (voice.text(f"stage.{stage}"), *(voice.numbers.estimate(flow[stage], 0) for flow in flows))
            for stage in STAGES
        ]
        sections.append(Section(voice.wave(wave) if len(waves) > 1 else "", tuple(rows)))
    return _finish("sample_flow", voice, columns, sections, shown)


def build_attrition(voice: Voice) -> Table:
    """How many answered again, left and joined, one row a population, under each two waves."""
    pairs = wave_pairs(voice.showing)
    numbers = [one for pair in pairs for _, counts in _list_counts(voice, pair) for one in counts.items()]
    statistics = [*MOVES, *(one for one in UNLINKED if any(_has_people(numbers, name) for name in UNLINKED))]
    columns = [Column(voice.text("heading.people"), "left")]
    columns += [Column(voice.text(f"heading.{statistic}")) for statistic in statistics]
    sections = []
    for pair in pairs:
        rows = tuple(
            (name, *(voice.numbers.estimate(counts[statistic], 0) for statistic in statistics))
            for name, counts in _list_counts(voice, pair)
        )
        sections.append(Section(_name_pair(voice, pair), rows))
    shown = [one for name, one in numbers if name in statistics]
    return _finish("attrition", voice, columns, sections, shown)


def _list_counts(voice: Voice, pair: Pair) -> Iterator[tuple[str, dict[str, Estimate]]]:
    """The name and the numbers of every population that has any: all, the groups, the cases."""
    populations = [(voice.group(POPULATION), POPULATION, POPULATION)]
    populations += [(voice.label(group.label), POPULATION, group.id) for group in voice.showing.groups]
    populations += [(case.label, case.id, POPULATION) for case in voice.showing.programme_cases]
    for name, case, group in populations:
        counts = attrition_of(voice.showing, pair, case, group)
        if counts:
            yield name, counts


def _has_people(numbers: list[tuple[str, Estimate]], statistic: str) -> bool:
    return any(name == statistic and (not one.known or one.value > 0) for name, one in numbers)


def build_case_links(voice: Voice) -> Table:
    """The municipality of each case before and after, one row a case, under each two waves."""
    columns = [
        Column(voice.text(f"heading.{name}"), "left") for name in ("case", "before", "after", "change")
    ]
    sections = []
    divided = False
    for pair in case_pairs(voice.showing):
        rows = []
        for case, link in links_between(voice.showing, pair):
            divided = divided or link["change"] == "divided"
            rows.append((case.label, *_tell_places(link), voice.text(f"change.{link['change']}")))
        sections.append(Section(_name_pair(voice, pair), tuple(rows)))
    notes = [voice.text("note.case_links"), *([voice.text("note.divided")] if divided else [])]
    return _finish("case_links", voice, columns, sections, [], *notes)


def _tell_places(link: pd.Series) -> tuple[str, str]:
    before, after = (
        f"{link[f'number_{side}']} {link[f'name_{side}']}".strip() for side in ("before", "after")
    )
    return before, after


def build_near_misses(voice: Voice) -> Table:
    """The pairs of answers that the team has to decide about, for the team only."""
    names = ("case", "group", "earlier_answer", "later_answer")
    columns = [Column(voice.text(f"heading.{name}"), "left") for name in names]
    near = voice.showing.tables["near_misses"]
    labels = {case.id: case.label for case in voice.showing.study.settings.cases}
    rows = [
        (
            labels[row.case],
            voice.group(row.group),
            _name_answer(voice, row.source, row.row, row.wave),
            _name_answer(voice, row.same_source, row.same_row, row.same_wave),
        )
        for row in near[near["decision"] == "open"].itertuples()
    ]
    caption = voice.text("caption.table.near_misses")
    note = voice.text("note.near_misses", file="config/links.tsv")
    absence = voice.text("note.no_near_misses")
    return Table("near_misses", caption, tuple(columns), (Section("", tuple(rows)),), note, absence)


def _name_answer(voice: Voice, source: str, row: int, wave: str) -> str:
    return voice.text("label.answer", source=source, row=row, wave=voice.wave(wave))


def _name_pair(voice: Voice, pair: Pair) -> str:
    return voice.text("label.waves", before=voice.wave(pair[0]), after=voice.wave(pair[1]))


def _finish(
    name: str,
    voice: Voice,
    columns: list[Column],
    sections: list[Section],
    shown: list[Estimate],
    *notes: str,
) -> Table:
    """The table with its caption and notes; without rows it is silent, for a sentence says why."""
    said = " ".join(one for one in (*notes, voice.marks_note(shown)) if one)
    return Table(name, voice.text(f"caption.table.{name}"), tuple(columns), tuple(sections), said, absence="")
