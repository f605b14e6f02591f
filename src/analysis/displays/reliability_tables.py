"""The tables of the scales' reliability: for everybody, by group, by wave, item by item, and in two waves."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.displays.lettered import LetteredTable
from analysis.displays.numbers import NO_NUMBER_SIGN
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice
from analysis.instruments import Item, Scale
from analysis.profiles import Estimate, Estimates
from analysis.profiles.reliability import (
    MISSING,
    coefficient_of,
    list_retests,
    missing_reasons,
    relied_scales,
    relied_waves,
)

EXTREMES = ("floor", "ceiling")


def build_reliability(voice: Voice) -> Table:
    """What each scale's reliability is told with, omega, ordinal alpha and the correlations of its items."""
    table = LetteredTable("reliability", voice)
    columns = [Column(voice.text("heading.scale"), "left"), Column(voice.text("heading.items"))]
    headings = ("reliability_value", "omega", "alpha_ordinal", "inter_item", "n")
    columns += [Column(voice.text(f"heading.{heading}")) for heading in headings]
    sections = []
    for analysis, family, scales in relied_scales(voice.showing):
        rows = tuple(_reliability_row(table, analysis, scale) for scale in scales)
        sections.append(Section(voice.family(family), rows))
    fitted = voice.numbers.count(voice.showing.plan.resampling.fitted_draws)
    return table.finish(
        columns, sections, voice.text("note.reliability"), voice.text("note.fitted", draws=fitted)
    )


def _reliability_row(table: LetteredTable, analysis: str, scale: Scale) -> tuple[str, ...]:
    def get(statistic: str) -> Estimate:
        return table.voice.showing.reliability.get(analysis, statistic, scale=scale.id)

    deciding = get(coefficient_of(scale))
    return (
        table.voice.label(scale.label),
        table.voice.numbers.count(len(scale.items)),
        table.coefficient(deciding),
        table.coefficient(get("omega")),
        table.coefficient(get("alpha_ordinal")),
        _tell_correlations(table, analysis, scale),
        table.voice.people(deciding),
    )


def _tell_correlations(table: LetteredTable, analysis: str, scale: Scale) -> str:
    """The mean correlation of two items, with the lowest and the highest where they are several."""
    mean, lowest, highest = (
        table.voice.showing.reliability.get(analysis, f"{which}_inter_item_r", scale=scale.id)
        for which in ("mean", "lowest", "highest")
    )
    told = table.number(mean, 2)
    if len(scale.items) < 3 or not (mean.known and lowest.known and highest.known):
        return told
    ends = {"low": table.number(lowest, 2), "high": table.number(highest, 2)}
    return table.voice.text("number.value_range", value=told, **ends)


def build_coefficients(voice: Voice) -> Table:
    """Every form of alpha beside each other, with both intervals, one row a scale of several items."""
    table = LetteredTable("coefficients", voice)
    statistics = ("alpha", "alpha_bootstrap", "alpha_standardized", "mean_inter_item_r")
    columns = [Column(voice.text("heading.scale"), "left"), Column(voice.text("heading.items"))]
    columns += [Column(voice.text(f"heading.{statistic}")) for statistic in (*statistics, "n")]
    sections = []
    for analysis, family, scales in relied_scales(voice.showing):
        rows = []
        for scale in (one for one in scales if len(one.items) > 1):
            found = [voice.showing.reliability.get(analysis, one, scale=scale.id) for one in statistics]
            cells = [table.coefficient(one) for one in found]
            items = voice.numbers.count(len(scale.items))
            rows.append((voice.label(scale.label), items, *cells, voice.people(found[0])))
        if rows:
            sections.append(Section(voice.family(family), tuple(rows)))
    draws = voice.numbers.count(voice.showing.plan.resampling.draws)
    return table.finish(columns, sections, voice.text("note.coefficients", draws=draws))


def build_reliability_by_group(voice: Voice) -> Table:
    """What each scale's reliability is told with, by group, one row a scale of several items."""
    groups = [
        (voice.label(group.label), voice.showing.reliability, group.id) for group in voice.showing.groups
    ]
    return _beside("reliability_by_group", voice, groups)


def build_reliability_by_wave(voice: Voice) -> Table:
    """The same of everybody, by wave; without rows where there is one wave."""
    waves = [(voice.wave(wave), numbers, "all") for wave, numbers in relied_waves(voice.showing)]
    return _beside("reliability_by_wave", voice, waves if len(waves) > 1 else [], of_wave=False)


def _beside(
    name: str, voice: Voice, populations: list[tuple[str, Estimates, str]], of_wave: bool = True
) -> Table:
    table = LetteredTable(name, voice)
    columns = [Column(voice.text("heading.scale"), "left"), Column(voice.text("heading.items"))]
    for heading, _, _ in populations:
        columns += [Column(heading), Column(voice.text("heading.n"))]
    sections = []
    for analysis, family, scales in relied_scales(voice.showing) if populations else ():
        rows = []
        for scale in (one for one in scales if len(one.items) > 1):
            row = [voice.label(scale.label), voice.numbers.count(len(scale.items))]
            for _, numbers, group in populations:
                one = numbers.get(analysis, coefficient_of(scale), scale=scale.id, group=group)
                row += [table.coefficient(one), voice.people(one)]
            rows.append(tuple(row))
        if rows:
            sections.append(Section(voice.family(family), tuple(rows)))
    return table.finish(columns, sections, voice.text("note.reliability"), of_wave=of_wave)


def build_reliability_items(voice: Voice) -> Table:
    """Each item within its scale, and who stands at the ends of both, the scale first."""
    table = LetteredTable("reliability_items", voice)
    columns = [Column(voice.text("heading.item"), "left")]
    headings = ("item_rest_r", "alpha_without", "omega_without", "n", "floor", "ceiling", "answered")
    columns += [Column(voice.text(f"heading.{heading}")) for heading in headings]
    sections = []
    for analysis, _, scales in relied_scales(voice.showing):
        for scale in scales:
            rows = tuple(_item_rows(table, analysis, scale))
            sections.append(Section(voice.label(scale.label), rows))
    return table.finish(columns, sections, voice.text("note.reliability_items"))


def _item_rows(table: LetteredTable, analysis: str, scale: Scale) -> Iterator[tuple[str, ...]]:
    voice = table.voice
    if len(scale.items) > 1:
        alpha, omega = (
            voice.showing.reliability.get(analysis, one, scale=scale.id) for one in ("alpha", "omega")
        )
        cells = (table.coefficient(alpha), table.number(omega, 2), voice.people(alpha))
        ends = _tell_ends(table, analysis, scale.id, "")
        yield (voice.text("label.whole_scale"), NO_NUMBER_SIGN, *cells, *ends)
    for item in voice.showing.items(scale.items):
        rest, alpha, omega = (
            voice.showing.reliability.get(analysis, one, scale=scale.id, item=item.id)
            for one in ("item_rest_r", "alpha_without", "omega_without")
        )
        cells = (table.coefficient(alpha), table.number(omega, 2), voice.people(rest))
        ends = _tell_ends(table, analysis, scale.id, item.id)
        yield (_name_item(voice, item), table.coefficient(rest), *cells, *ends)


def _name_item(voice: Voice, item: Item) -> str:
    """The name of an item under a heading that says it is a question."""
    return voice.text("label.numbered", number=item.number, label=voice.label(item.label))


def _tell_ends(table: LetteredTable, analysis: str, scale: str, item: str) -> tuple[str, ...]:
    floor, ceiling = (
        table.voice.showing.reliability.get(analysis, "share", scale=scale, item=item, category=end)
        for end in EXTREMES
    )
    return table.share(floor), table.share(ceiling), table.voice.people(floor)


def build_missing_answers(voice: Voice) -> Table:
    """The share without an answer for each reason that occurs, one row an item of a scale."""
    table = LetteredTable("missing_answers", voice)
    occurring = missing_reasons(voice.showing)
    reasons = [reason for reason in voice.wording.keys("missing.") if reason in occurring]
    columns = [Column(voice.text("heading.item"), "left")]
    columns += [Column(voice.text(f"missing.{reason}")) for reason in reasons]
    columns.append(Column(voice.text("heading.asked")))
    sections = []
    for analysis, family, scales in relied_scales(voice.showing) if reasons else ():
        rows = []
        for scale in scales:
            for item in voice.showing.items(scale.items):
                shares = [
                    voice.showing.reliability.get(
                        analysis, "share", scale=scale.id, item=item.id, category=f"{MISSING}{reason}"
                    )
                    for reason in reasons
                ]
                asked = next((one for one in shares if one.n is not None), shares[0])
                cells = [table.share(one) for one in shares]
                rows.append((_name_item(voice, item), *cells, voice.people(asked)))
        sections.append(Section(voice.family(family), tuple(rows)))
    return table.finish(columns, sections, voice.text("note.missing_answers"))


def build_retest(voice: Voice) -> Table:
    """How alike the same people answered in two waves, one row a scale, under each pair of waves."""
    table = LetteredTable("retest", voice)
    columns = [Column(voice.text("heading.scale"), "left")]
    headings = ("retest_icc", "retest_r", "retest_sem", "retest_sdc", "pairs")
    columns += [Column(voice.text(f"heading.{heading}")) for heading in headings]
    sections = []
    for analysis, retest, numbers in list_retests(voice.showing):
        rows = []
        for scale in retest.scales:
            icc, r, sem, sdc = (
                numbers.get(analysis, f"retest_{one}", scale=scale) for one in ("icc", "r", "sem", "sdc")
            )
            decimals = voice.decimals(scale)
            cells = [table.coefficient(one) for one in (icc, r)]
            cells += [table.with_interval(one, decimals) for one in (sem, sdc)]
            rows.append((voice.scale(scale), *cells, voice.people(icc)))
        heading = voice.text("label.waves", before=voice.wave(retest.before), after=voice.wave(retest.after))
        sections.append(Section(heading, tuple(rows)))
    return table.finish(columns, sections, voice.text("note.retest"), of_wave=False)
