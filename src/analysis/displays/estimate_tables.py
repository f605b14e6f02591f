"""The tables of profiles and of single items, and what tables of estimates share."""

from __future__ import annotations

from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice
from analysis.plan import Comparison
from analysis.profiles import Estimate, by_family, described_scales

POPULATION = "all"


class EstimateTable:
    """A table that is being made, keeping the estimates it has shown for its notes."""

    def __init__(self, name: str, voice: Voice) -> None:
        self.name = name
        self.voice = voice
        self.shown: list[Estimate] = []

    def number(self, estimate: Estimate, decimals: int) -> str:
        """A cell with the number of an estimate."""
        self.shown.append(estimate)
        return self.voice.numbers.estimate(estimate, decimals)

    def with_interval(self, estimate: Estimate, decimals: int) -> str:
        """A cell with the number of an estimate and its interval."""
        self.shown.append(estimate)
        return self.voice.numbers.with_interval(estimate, decimals)

    def finish(
        self, columns: list[Column], sections: list[Section], *notes: str, of_wave: bool = True
    ) -> Table:
        """The finished table with its caption and notes; `of_wave` as in `Voice.notes`."""
        caption = self.voice.text(f"caption.table.{self.name}")
        note = self.voice.notes(self.shown, *notes, of_wave=of_wave)
        return Table(self.name, caption, tuple(columns), tuple(sections), note)


def build_profile(name: str, better: str, voice: Voice) -> Table:
    """Means with intervals and n by group and for all, one row a scale with this good end."""
    table = EstimateTable(name, voice)
    groups = [*(group.id for group in voice.showing.groups), POPULATION]
    columns = [Column(voice.text("heading.scale"), "left")]
    for group in groups:
        columns += [Column(voice.group(group)), Column(voice.text("heading.n"))]
    sections = []
    for family, scales in by_family(described_scales(voice.showing, better)):
        rows = []
        for one in scales:
            row = [voice.label(one.scale.label)]
            for group in groups:
                mean = voice.showing.descriptives.get(one.analysis, "mean", scale=one.scale.id, group=group)
                row += [table.with_interval(mean, voice.decimals(one.scale.id)), voice.people(mean)]
            rows.append(tuple(row))
        sections.append(Section(voice.family(family), tuple(rows)))
    return table.finish(columns, sections, voice.text(f"note.better_{better}"))


def build_items(voice: Voice) -> Table:
    """Mean, agreement and n by group, one row an item, for every description with items."""
    table = EstimateTable("items", voice)
    columns = [Column(voice.text("heading.item"), "left")]
    for group in voice.showing.groups:
        name = voice.label(group.label)
        columns += [Column(voice.text(f"heading.{what}", group=name)) for what in ("mean_of", "agreement_of")]
        columns.append(Column(voice.text("heading.n")))
    sections = []
    for analysis, description in voice.showing.plan.descriptions.items():
        rows = []
        for item in voice.showing.items(description.items):
            row = [voice.item(item)]
            for group in voice.showing.groups:
                row += _item_cells(table, voice, analysis, item.id, group.id)
            rows.append(tuple(row))
        if rows:
            sections.append(Section(voice.label(description.label), tuple(rows)))
    return table.finish(columns, sections, voice.text("note.agreement"))


def _item_cells(table: EstimateTable, voice: Voice, analysis: str, item: str, group: str) -> list[str]:
    mean = voice.showing.descriptives.get(analysis, "mean", item=item, group=group)
    agreement = voice.showing.descriptives.get(analysis, "rwg", item=item, group=group)
    decimals = voice.decimals_of_item(item)
    return [table.with_interval(mean, decimals), table.with_interval(agreement, 2), voice.people(mean)]


def comparison_heading(voice: Voice, comparison: Comparison) -> str:
    """A comparison's name with what it was for."""
    purpose = voice.text(f"purpose.{comparison.purpose}")
    return voice.text("label.comparison", label=voice.label(comparison.label), purpose=purpose)


def contrast_notes(voice: Voice) -> list[str]:
    """One sentence a contrast on what is subtracted from what."""
    plan = voice.showing.plan
    used = dict.fromkeys(comparison.contrast for comparison in plan.comparisons.values())
    return [voice.text("note.contrast", contrast=voice.label(plan.contrasts[name].label)) for name in used]
