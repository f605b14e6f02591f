"""The tables of estimates: profiles, differences, readings, reliability, reach."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice
from analysis.instruments import Scale
from analysis.plan import Comparison, ReliabilityAnalysis
from analysis.profiles import Estimate, by_family, by_family_of, described_scales

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
    for analysis, description in voice.showing.study.plan.descriptions.items():
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


def build_differences(voice: Voice) -> Table:
    """Raw and within-case differences, Hedges g, exact p and adjusted p, one row a scale."""
    table = EstimateTable("differences", voice)
    headings = ("scale", "mean_difference", "within_case_difference", "hedges_g", "p", "p_adjusted")
    columns = [Column(voice.text(f"heading.{heading}")) for heading in (*headings, "n", "cases")]
    columns[0] = Column(columns[0].heading, "left")
    sections = []
    for analysis, comparison in voice.showing.study.plan.comparisons.items():
        rows = [_difference_row(table, voice, analysis, comparison, scale) for scale in comparison.scales]
        sections.append(Section(comparison_heading(voice, comparison), tuple(rows)))
    return table.finish(columns, sections, *contrast_notes(voice), voice.text("note.exact_test"))


def _difference_row(
    table: EstimateTable, voice: Voice, analysis: str, comparison: Comparison, scale: str
) -> tuple[str, ...]:
    def get(statistic: str) -> Estimate:
        return voice.showing.differences.get(analysis, statistic, scale=scale, contrast=comparison.contrast)

    decimals = voice.decimals(scale)
    within = get("within_case_difference")
    return (
        voice.scale(scale),
        table.with_interval(get("mean_difference"), decimals),
        table.with_interval(within, decimals),
        table.with_interval(get("hedges_g"), 2),
        voice.p(within.p),
        voice.p(within.p_adjusted),
        voice.people(within),
        "–" if within.n_cases is None else voice.numbers.count(within.n_cases),
    )


def build_readings(voice: Voice) -> Table:
    """The within-case difference and its adjusted p under both readings of the answers."""
    table = EstimateTable("readings", voice)
    columns = [Column(voice.text("heading.scale"), "left")]
    for reading in ("main", "neutral"):
        said = voice.text(f"reading.{reading}")
        columns.append(Column(voice.text("heading.difference_reading", reading=said)))
        columns.append(Column(voice.text("heading.p_reading", reading=said)))
    sections = []
    for analysis, comparison in voice.showing.study.plan.comparisons.items():
        rows = [
            _readings_row(table, voice, analysis, comparison, scale)
            for scale in comparison.scales
            if voice.showing.instrument.has_neutral_reading(scale)
        ]
        if rows:
            sections.append(Section(comparison_heading(voice, comparison), tuple(rows)))
    return table.finish(columns, sections, *contrast_notes(voice), voice.text("note.readings"))


def _readings_row(
    table: EstimateTable, voice: Voice, analysis: str, comparison: Comparison, scale: str
) -> tuple[str, ...]:
    cells = [voice.scale(scale)]
    for reading in ("main", "neutral"):
        within = voice.showing.differences.get(
            analysis,
            "within_case_difference",
            scale=scale,
            contrast=comparison.contrast,
            sensitivity=reading,
        )
        cells += [table.with_interval(within, voice.decimals(scale)), voice.p(within.p_adjusted)]
    return tuple(cells)


def build_reliability(voice: Voice) -> Table:
    """The reliability of each scale for all and by group, with the coefficient that was used."""
    table = EstimateTable("reliability", voice)
    groups = [POPULATION, *(group.id for group in voice.showing.groups)]
    columns = [Column(voice.text("heading.scale"), "left"), Column(voice.text("heading.items"))]
    columns.append(Column(voice.text("heading.coefficient"), "left"))
    for group in groups:
        columns += [Column(voice.group(group)), Column(voice.text("heading.n"))]
    sections: list[Section] = []
    for analysis, reliability in voice.showing.study.plan.reliability.items():
        sections += _reliability_sections(table, voice, analysis, reliability, groups)
    return table.finish(columns, sections, voice.text("note.reliability"))


def _reliability_sections(
    table: EstimateTable, voice: Voice, analysis: str, reliability: ReliabilityAnalysis, groups: list[str]
) -> Iterator[Section]:
    for family, scales in by_family_of(voice.showing.instrument, reliability.scales):
        rows = []
        for scale in scales:
            statistic = coefficient_of(scale)
            row = [voice.label(scale.label), voice.numbers.count(len(scale.items))]
            row.append("–" if len(scale.items) == 1 else voice.text(f"statistic.{statistic}"))
            for group in groups:
                one = voice.showing.reliability.get(analysis, statistic, scale=scale.id, group=group)
                row += [table.with_interval(one, 2), voice.people(one)]
            rows.append(tuple(row))
        yield Section(voice.family(family), tuple(rows))


def coefficient_of(scale: Scale) -> str:
    """The statistic a scale's reliability is told with: two items have Spearman-Brown, others alpha."""
    return "spearman_brown" if len(scale.items) == 2 else "alpha"


def build_reach(voice: Voice) -> Table:
    """What the people who answered can show: smallest p, smallest detectable effect, width."""
    table = EstimateTable("reach", voice)
    statistics = ("smallest_p", "detectable_effect", "expected_width")
    columns = [Column(voice.text("heading.scale"), "left"), Column(voice.text("heading.n"))]
    columns += [Column(voice.text(f"heading.{statistic}")) for statistic in statistics]
    sections = []
    for analysis, comparison in voice.showing.study.plan.comparisons.items():
        rows = []
        for scale in comparison.scales:
            smallest, effect, width = (
                voice.showing.differences.get(analysis, one, scale=scale, contrast=comparison.contrast)
                for one in statistics
            )
            p = voice.numbers.exact_p(smallest.value) if smallest.known else table.number(smallest, 3)
            cells = [voice.scale(scale), voice.people(effect), p]
            rows.append((*cells, table.number(effect, 2), table.number(width, 2)))
        sections.append(Section(comparison_heading(voice, comparison), tuple(rows)))
    reach = voice.showing.study.plan.reach
    values = {"power": voice.numbers.percent(reach.power), "alpha": voice.numbers.number(reach.alpha, 2)}
    return table.finish(columns, sections, voice.text("note.reach", **values))


def comparison_heading(voice: Voice, comparison: Comparison) -> str:
    """A comparison's name with what it was for."""
    purpose = voice.text(f"purpose.{comparison.purpose}")
    return voice.text("label.comparison", label=voice.label(comparison.label), purpose=purpose)


def contrast_notes(voice: Voice) -> list[str]:
    """One sentence a contrast on what is subtracted from what."""
    plan = voice.showing.study.plan
    used = dict.fromkeys(comparison.contrast for comparison in plan.comparisons.values())
    return [voice.text("note.contrast", contrast=voice.label(plan.contrasts[name].label)) for name in used]
