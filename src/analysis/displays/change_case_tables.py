"""The tables of change in which cases stand for themselves: the treated against the others, and each case."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.displays.change_tables import ChangeTable, decimals_of, head_change
from analysis.displays.numbers import NO_NUMBER_SIGN
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice, lower_first, upper_first
from analysis.instruments import Scale
from analysis.profiles.changes_surveys import TREATED, SurveyChange, list_changes
from analysis.settings import CaseKind


def build_change_kinds(voice: Voice) -> Table:
    """The means of everybody of each wave in each kind of case, and the change, under each scale."""
    table = ChangeTable("change_kinds", voice)
    names = ("before", "after", "n_waves", "change_everybody", "change_linked", "n")
    sections = [
        Section(
            head_change(voice, change, voice.label(scale.label)),
            tuple(_kind_row(table, change, scale, kind) for kind in change.kinds),
        )
        for change in list_changes(voice.showing)
        for scale in change.scales
        if change.kinds
    ]
    return table.finish(table.columns("kind", *names), sections, voice.text("note.change_over_cases"))


def _kind_row(table: ChangeTable, change: SurveyChange, scale: Scale, kind: CaseKind) -> tuple[str, ...]:
    decimals = decimals_of(change, scale)
    before, after, everybody = (
        change.get(scale.id, "cross_sections", name, kind=kind.id)
        for name in ("mean_before", "mean_after", "change")
    )
    linked = change.get(scale.id, "linked", "change", kind=kind.id)
    return (
        table.voice.label(kind.label),
        table.change(before, decimals),
        table.change(after, decimals),
        table.waves(everybody),
        table.change(everybody, decimals),
        table.change(linked, decimals),
        table.count(linked, linked.linked),
    )


def build_change_units(voice: Voice) -> Table:
    """The treated cases' change minus the others' by each design, one row a scale."""
    table = ChangeTable("change_units", voice)
    names = ("difference_before", "difference_in_change", "p_with_adjusted", "smallest_p")
    columns = table.columns("scale", *names, "cluster_robust_ends", "wild_ends", "mixed_difference")
    sections = [
        Section(
            head_treated(voice, change, kind),
            tuple(_unit_row(table, change, scale, kind) for scale in change.scales),
        )
        for change in list_changes(voice.showing)
        for kind in _compared_kinds(change)
    ]
    return table.finish(columns, sections, voice.text("note.change_units"))


def _compared_kinds(change: SurveyChange) -> list[str]:
    """all: everything that the treated are compared with; then each kind of it, where there are several."""
    if not change.analysis.treated:
        return []
    against = change.analysis.against
    return ["all", *(against if len(against) > 1 else [])]


def head_treated(voice: Voice, change: SurveyChange, kind: str) -> str:
    """An analysis with the kinds of cases that are set against each other, and how many cases they are."""
    treated, others = (
        voice.wording.listed([lower_first(voice.label(one.label)) for one in side])
        for side in change.sides(kind)
    )
    values: dict[str, object] = {"treated": upper_first(treated), "others": others}
    counted = [
        change.get(scale.id, "units", "permutation", kind=kind, contrast=TREATED) for scale in change.scales
    ]
    known = [one for one in counted if one.cases is not None and one.treated is not None]
    if not known or known[0].cases is None or known[0].treated is None:
        return head_change(voice, change, voice.text("label.treated", **values))
    values["treated_cases"] = voice.numbers.count(known[0].treated)
    values["other_cases"] = voice.numbers.count(known[0].cases - known[0].treated)
    return head_change(voice, change, voice.text("label.treated_counted", **values))


def _unit_row(table: ChangeTable, change: SurveyChange, scale: Scale, kind: str) -> tuple[str, ...]:
    decimals = decimals_of(change, scale)
    before, permuted, clustered, wild = (
        change.get(scale.id, "units", name, kind=kind, contrast=TREATED)
        for name in ("difference_before", "permutation", "change_difference", "wild_bootstrap")
    )
    mixed = change.get(scale.id, "mixed", "change_difference", kind=kind, contrast=TREATED)
    return (
        table.voice.label(scale.label),
        table.change(before, decimals),
        table.change(permuted, decimals),
        table.test(permuted),
        table.floor(permuted),
        table.ends(clustered, decimals),
        table.ends(wild, decimals),
        table.change(mixed, decimals),
    )


def build_change_cases(voice: Voice) -> Table:
    """Each case's means and change, under each scale; for the team only."""
    table = ChangeTable("change_cases", voice)
    names = ("before_after", "change_everybody", "n_waves", "change_linked", "n")
    columns = table.columns("case", "kind", *names)
    columns[1] = Column(columns[1].heading, "left")
    sections = [
        Section(head_change(voice, change, voice.label(scale.label)), tuple(_case_rows(table, change, scale)))
        for change in list_changes(voice.showing)
        for scale in change.scales
        if change.cases
    ]
    return table.finish(columns, sections, voice.text("note.change_cases"))


def _case_rows(table: ChangeTable, change: SurveyChange, scale: Scale) -> Iterator[tuple[str, ...]]:
    kinds = {kind.id: table.voice.label(kind.label) for kind in change.kinds}
    decimals = decimals_of(change, scale)
    for case in change.cases:
        everybody, *means = (
            change.get(scale.id, "cross_sections", name, case=case.id)
            for name in ("change", "mean_before", "mean_after")
        )
        linked = change.get(scale.id, "linked", "change", case=case.id)
        yield (
            case.label,
            kinds.get(case.kind or "", NO_NUMBER_SIGN),
            table.means(means[0], means[1], decimals),
            table.change(everybody, decimals),
            table.waves(everybody),
            table.change(linked, decimals),
            table.count(linked, linked.linked),
        )
