"""The tables of the cases, for the team only: what the restricted figures show, in numbers."""

from __future__ import annotations

from analysis.displays.estimate_tables import EstimateTable
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice
from analysis.profiles import Shown, by_family, case_means, case_sides, described_scales


def build_case_map(voice: Voice) -> Table:
    """Each case's mean, one row a scale, one column a case."""
    table = EstimateTable("case_factor_map", voice)
    columns = [Column(voice.text("heading.scale"), "left")]
    columns += [Column(case.label) for case in voice.showing.cases]
    sections = []
    for family, scales in by_family(_all_scales(voice)):
        rows = [
            (
                voice.label(one.scale.label),
                *(
                    table.with_interval(mean, voice.decimals(one.scale.id))
                    for mean in case_means(voice.showing, one)
                ),
            )
            for one in scales
        ]
        sections.append(Section(voice.family(family), tuple(rows)))
    return table.finish(columns, sections)


def build_case_sides(voice: Voice) -> Table:
    """The groups' means and the gap, one row a case and scale, the scales under their case."""
    table = EstimateTable("case_sides", voice)
    columns = [Column(voice.text("heading.scale"), "left")]
    columns += [Column(voice.label(group.label)) for group in voice.showing.groups]
    columns.append(Column(voice.text("heading.gap")))
    sections = []
    for number, case in enumerate(voice.showing.cases):
        rows = []
        for one in _all_scales(voice):
            sides = case_sides(voice.showing, one)[number]
            decimals = voice.decimals(one.scale.id)
            cells = [table.with_interval(mean, decimals) for mean in (*sides.means, sides.gap)]
            rows.append((voice.label(one.scale.label), *cells))
        sections.append(Section(case.label, tuple(rows)))
    contrasts = [voice.label(one.label) for one in voice.showing.plan.contrasts.values()]
    return table.finish(columns, sections, voice.text("note.gap", contrast=", ".join(contrasts)))


def _all_scales(voice: Voice) -> list[Shown]:
    return [*described_scales(voice.showing, "higher"), *described_scales(voice.showing, "lower")]
