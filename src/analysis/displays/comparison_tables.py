"""The tables of two groups against each other: differences, how large they are, both readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analysis.displays.estimate_tables import EstimateTable, comparison_heading, contrast_notes
from analysis.displays.numbers import NO_NUMBER_SIGN, OUTSIDE_PLAN_SIGN
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice, upper_first
from analysis.plan import Test
from analysis.profiles import Estimate
from analysis.profiles.headlines import CHANCES, Decision, Headline, list_headlines


def by_direction(voice: Voice) -> Iterator[tuple[str, list[Headline]]]:
    """Each comparison's heading and headlines, apart where some scales are good high and others low."""
    for _, comparison, headlines in list_headlines(voice.showing):
        for better in ("higher", "lower"):
            members = [one for one in headlines if one.about.better == better]
            if members:
                values = {
                    "label": voice.label(comparison.label),
                    "purpose": voice.text(f"purpose.{comparison.purpose}"),
                }
                yield voice.text(f"label.comparison_{better}", **values), members


def build_differences(voice: Voice) -> Table:
    """The difference of means, that of the test that decides with its p, one row a scale."""
    table = EstimateTable("differences", voice)
    headlines = [one for _, _, members in list_headlines(voice.showing) for one in members]
    decisions = [one.decision() for one in headlines]
    several = len({one.test for one in decisions}) > 1
    names = ["scale", "mean_difference", "deciding_difference", *(["test"] if several else [])]
    columns = [Column(voice.text(f"heading.{name}")) for name in (*names, "p", "p_adjusted", "n", "cases")]
    columns[0] = Column(columns[0].heading, "left")
    sections = [
        Section(heading, tuple(_difference_row(table, voice, one, several) for one in members))
        for heading, members in by_direction(voice)
    ]
    notes = [*deciding_notes(voice, decisions), *outside_notes(voice, headlines)]
    return table.finish(columns, sections, *contrast_notes(voice), *notes)


def _difference_row(table: EstimateTable, voice: Voice, headline: Headline, several: bool) -> tuple[str, ...]:
    decision = headline.decision()
    test, found = decision.test, decision.estimate
    shown = table.with_interval(found, voice.decimals_of_test(headline.scale, test))
    mark = f"\N{NO-BREAK SPACE}{OUTSIDE_PLAN_SIGN}" if decision.outside_plan else ""
    named = [NO_NUMBER_SIGN if test is None else upper_first(voice.test(test))] if several else []
    return (
        voice.scale(headline.scale),
        table.with_interval(headline.get("mean_difference"), voice.decimals(headline.scale)),
        shown + mark,
        *named,
        voice.p(found.p),
        voice.p(found.p_adjusted),
        voice.people(found),
        count_cases(voice, found),
    )


def count_cases(voice: Voice, estimate: Estimate) -> str:
    """The number of cases behind an estimate; a dash where that is not told."""
    return NO_NUMBER_SIGN if estimate.n_cases is None else voice.numbers.count(estimate.n_cases)


def deciding_notes(voice: Voice, decisions: Iterable[Decision]) -> Iterator[str]:
    """Sentences on the tests that decide, on how p is adjusted, and on numbers that are no differences."""
    tests = list(dict.fromkeys(one.test for one in decisions if one.test))
    if not tests:
        return
    plan = voice.showing.plan
    used = {plan.families[one.family].adjustment for one in plan.comparisons.values()}
    values = {
        "tests": voice.wording.listed([voice.test(test) for test in tests]),
        "adjustment": voice.wording.listed([voice.text(f"adjustment.{name}") for name in sorted(used)]),
    }
    yield voice.text("note.deciding", count=len(tests), **values)
    others: dict[str, list[Test]] = {
        "chance": [test for test in tests if test in CHANCES],
        "log_odds": [test for test in tests if test == "cumulative_logit"],
    }
    for unit, members in others.items():
        if members:
            names = voice.wording.listed([voice.test(test) for test in members])
            yield voice.text(f"note.number_is_{unit}", tests=names)


def outside_notes(voice: Voice, headlines: Iterable[Headline]) -> Iterator[str]:
    """One sentence for each test that the plan names and the design refuses."""
    told: dict[str, None] = {}
    for decision in (one.decision() for one in headlines):
        if decision.planned:
            values = {
                "planned": voice.test(decision.planned),
                "reason": voice.text(f"reason.{decision.refusal}"),
            }
            told[voice.text("note.outside_plan", sign=OUTSIDE_PLAN_SIGN, **values)] = None
    yield from told


def build_effects(voice: Voice) -> Table:
    """Hedges' g, Cliff's delta and the chance of the better score, and whom they favour, a row a scale."""
    table = EstimateTable("effects", voice)
    columns = [Column(voice.text("heading.scale"), "left")]
    columns += [Column(voice.text(f"heading.{name}")) for name in ("hedges_g", "cliff_delta")]
    columns += [
        Column(voice.text("heading.better_chance")),
        Column(voice.text("heading.n")),
    ]
    columns.append(Column(voice.text("heading.best"), "left"))
    sections = [
        Section(heading, tuple(_effects_row(table, voice, one) for one in members))
        for heading, members in by_direction(voice)
    ]
    notes = [voice.text("note.effects", group=_first(voice)), voice.text("note.best")]
    return table.finish(columns, sections, *contrast_notes(voice), *notes)


def _first(voice: Voice) -> str:
    """The first group, where all comparisons have the same one."""
    firsts = {one.groups[0] for _, _, members in list_headlines(voice.showing) for one in members}
    return voice.group_inside(firsts.pop()) if len(firsts) == 1 else voice.text("phrase.first_group")


def _effects_row(table: EstimateTable, voice: Voice, headline: Headline) -> tuple[str, ...]:
    chance, g = headline.better_chance, headline.get("hedges_g")
    table.shown.append(chance)
    told = voice.numbers.share(chance) if chance.known else voice.numbers.mark(chance)
    without = f" [{NO_NUMBER_SIGN}]" if chance.known and not chance.has_interval else ""
    return (
        voice.scale(headline.scale),
        table.with_interval(g, 2),
        table.with_interval(headline.get("cliff_delta"), 2),
        told + without,
        voice.people(g),
        name_best(voice, headline),
    )


def name_best(voice: Voice, headline: Headline) -> str:
    """The group on the good side of a scale, and whether that is uncertain; a dash for none."""
    if not headline.best:
        return NO_NUMBER_SIGN
    group = voice.group_inside(headline.best)
    return voice.text("phrase.uncertain", group=group) if headline.is_uncertain else group


def build_readings(voice: Voice) -> Table:
    """The difference of the test that decides and its adjusted p under both readings of the answers."""
    table = EstimateTable("readings", voice)
    columns = [Column(voice.text("heading.scale"), "left")]
    for reading in ("main", "neutral"):
        said = voice.text(f"reading.{reading}")
        columns.append(Column(voice.text("heading.difference_reading", reading=said)))
        columns.append(Column(voice.text("heading.p_reading", reading=said)))
    sections, decisions = [], []
    for _, comparison, headlines in list_headlines(voice.showing):
        twice = [one for one in headlines if voice.showing.instrument.has_neutral_reading(one.scale)]
        rows = []
        for headline in twice:
            both = [headline.decision(reading) for reading in ("main", "neutral")]
            decisions += both
            rows.append((voice.scale(headline.scale), *_reading_cells(table, voice, headline, both)))
        if rows:
            sections.append(Section(comparison_heading(voice, comparison), tuple(rows)))
    notes = [*contrast_notes(voice), *deciding_notes(voice, decisions), voice.text("note.readings")]
    return table.finish(columns, sections, *notes)


def _reading_cells(
    table: EstimateTable, voice: Voice, headline: Headline, both: list[Decision]
) -> Iterator[str]:
    for decision in both:
        decimals = voice.decimals_of_test(headline.scale, decision.test)
        yield table.with_interval(decision.estimate, decimals)
        yield voice.p(decision.estimate.p_adjusted)
