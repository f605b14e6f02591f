"""The tables of what lies inside the cases: case means, agreement, spread, and who answers far off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.displays.lettered import LetteredTable
from analysis.displays.numbers import NO_NUMBER_SIGN
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice
from analysis.profiles import Estimate
from analysis.profiles.reliability import (
    CaseMean,
    Respondent,
    list_case_means,
    list_respondents,
    relied_scales,
    spread_items,
)

POPULATION = "all"
AGREEMENT = ("rwg_j", "rwg_j_triangular", "rwg_j_star")


def build_case_means(voice: Voice) -> Table:
    """Agreement inside the cases, reliability of their means and the verdict, one row a scale."""
    table = LetteredTable("case_means", voice)
    columns = [Column(voice.text("heading.scale"), "left")]
    headings = ("rwg_j_median", "rwg_j_triangular_median", "behind_agreement", "icc1", "icc2")
    columns += [
        Column(voice.text(f"heading.{heading}")) for heading in (*headings, "behind_icc", "admissible")
    ]
    sections = [
        Section(voice.family(family), tuple(_case_mean_row(table, one) for one in means))
        for family, means in list_case_means(voice.showing)
    ]
    limits = voice.showing.plan.aggregation
    agreement, reliability = (voice.numbers.plain(one) for one in (limits.agreement, limits.reliability))
    rule = voice.text(
        "note.case_means", agreement=agreement, reliability=reliability, source=limits.source.rstrip(".")
    )
    return table.finish(columns, sections, rule)


def _case_mean_row(table: LetteredTable, one: CaseMean) -> tuple[str, ...]:
    voice = table.voice
    return (
        voice.label(one.scale.label),
        *(table.coefficient(median) for median in one.medians),
        _tell_behind(voice, one.medians[0]),
        table.coefficient(one.icc1),
        table.coefficient(one.icc2),
        _tell_behind(voice, one.icc2),
        tell_verdict(voice, one.verdict) if one.verdict.known else table.number(one.verdict, 0),
    )


def _tell_behind(voice: Voice, estimate: Estimate) -> str:
    """The people behind a number, and in how many cases they are."""
    if estimate.n is None or estimate.n_cases is None:
        return NO_NUMBER_SIGN
    people, cases = voice.numbers.count(estimate.n), voice.numbers.count(estimate.n_cases)
    return voice.text("number.people_in_cases", people=people, cases=cases)


def tell_verdict(voice: Voice, verdict: Estimate) -> str:
    """Whether a case mean may be formed, in a word."""
    return voice.text(f"admissible.{'yes' if verdict.value else 'no'}")


def build_case_agreement(voice: Voice) -> Table:
    """How far the people of each case agree, one row a scale, the scales under their case."""
    table = LetteredTable("case_agreement", voice)
    columns = [Column(voice.text("heading.scale"), "left")]
    columns += [Column(voice.text(f"heading.{statistic}")) for statistic in (*AGREEMENT, "n")]
    sections = []
    for case in voice.showing.cases:
        rows = []
        for analysis, _, scales in relied_scales(voice.showing):
            for scale in scales:
                found = [
                    voice.showing.reliability.get(analysis, one, scale=scale.id, case=case.id)
                    for one in AGREEMENT
                ]
                cells = [table.coefficient(one) for one in found]
                rows.append((voice.label(scale.label), *cells, voice.people(found[0])))
        sections.append(Section(case.label, tuple(rows)))
    return table.finish(columns, sections, voice.text("note.case_agreement"))


def build_case_spread(voice: Voice) -> Table:
    """How far apart people answer on each ordered question: all of them, each group and each case."""
    table = LetteredTable("case_spread", voice)
    columns = [Column(voice.text("heading.people"), "left")]
    columns += [Column(voice.text(f"heading.{heading}")) for heading in ("ordinal_spread", "n")]
    groups = [POPULATION, *(group.id for group in voice.showing.groups)]
    populations = [(voice.group(group), POPULATION, group) for group in groups]
    populations += [(case.label, case.id, POPULATION) for case in voice.showing.cases]
    sections = []
    for analysis, item in spread_items(voice.showing):
        rows = []
        for name, case, group in populations:
            about = {"item": item.id, "case": case, "group": group}
            spread = voice.showing.inside_cases.get(analysis, "ordinal_spread", **about)
            rows.append((name, table.number(spread, 2), voice.people(spread)))
        sections.append(Section(voice.item(item), tuple(rows)))
    return table.finish(columns, sections, voice.text("note.spread"))


def build_distances(voice: Voice) -> Table:
    """Those who answer far from the others of their case, one row a person, the farthest first."""
    everybody = list_respondents(voice.showing)
    far = sorted((one for one in everybody if one.far == "yes"), key=lambda one: -one.distance.value)
    columns = [Column(voice.text(f"heading.{heading}"), "left") for heading in ("case", "group")]
    columns += [Column(voice.text(f"heading.{heading}")) for heading in ("distance", "scales", "others")]
    columns.insert(3, Column(voice.text("heading.direction"), "left"))
    rows = tuple(_person_row(voice, one) for one in far)
    cutoff = voice.numbers.plain(voice.showing.plan.cases.far)
    others = [*_tell_others(voice, everybody), voice.wave_note()]
    note, absence = (
        " ".join(one for one in (voice.text(f"note.{start}", cutoff=cutoff), *others) if one)
        for start in ("distances", "nobody_far")
    )
    caption = voice.text("caption.table.distances")
    return Table("distances", caption, tuple(columns), (Section("", rows),), note, absence)


def _person_row(voice: Voice, one: Respondent) -> tuple[str, ...]:
    labels = {case.id: case.label for case in voice.showing.study.settings.cases}
    return (
        labels[one.case],
        voice.group(one.group),
        voice.numbers.estimate(one.distance, 1),
        name_direction(voice, one),
        voice.numbers.count(one.scales),
        voice.numbers.count(one.others),
    )


def name_direction(voice: Voice, one: Respondent) -> str:
    """Whether somebody answers more or less favourably than the others, or neither on the whole."""
    way = "mixed" if not one.direction else "less" if one.direction < 0 else "more"
    return voice.text(f"direction.{way}")


def _tell_others(voice: Voice, everybody: Sequence[Respondent]) -> Iterator[str]:
    """How many are not far, and of how many it cannot be said."""
    near = sum(one.far == "no" for one in everybody)
    if near:
        yield voice.text("sentence.not_far", count=near, people=voice.numbers.counted("people", near))
    yield from tell_unmeasured(voice, everybody)


def tell_unmeasured(voice: Voice, everybody: Sequence[Respondent]) -> Iterator[str]:
    """Of how many people it cannot be said how far they answer, and why; nothing where there are none."""
    unknown = [one for one in everybody if one.far == "not_estimable"]
    if unknown:
        reasons = sorted({one.distance.reason for one in unknown})
        values = {
            "people": voice.numbers.counted("people", len(unknown)),
            "reason": voice.wording.listed([voice.text(f"reason.{reason}") for reason in reasons]),
        }
        yield voice.text("sentence.unmeasured", count=len(unknown), **values)
