"""The tables of how far coders agree: on all codes, by field, by code, by unit, in pairs and over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.codebooks import Code
from analysis.displays.lettered import LetteredTable
from analysis.displays.numbers import NO_NUMBER_SIGN
from analysis.displays.session_tables import name_session
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice, upper_first
from analysis.profiles.codings import (
    OF_SETS,
    RELIABLE,
    SUFFICIENT,
    Agreed,
    Analysed,
    Disagreement,
    list_analyses,
    list_disagreements,
    list_sessions,
)
from analysis.results import RESTRICTED_TABLES

COUNTED = ("all", "coded")
HEADINGS = {"krippendorff_nominal": "alpha_of_labels"}
"""What a statistic is headed where it is about sets of codes; else as it is called."""
PARADOX_SIGN = "§"
MOST_DISAGREEMENTS = 40
"""Rows of the list of disagreements that a report shows."""


def name_counted(voice: Voice, one: Analysed, counted: str, units: str = "") -> str:
    """Which units are counted: all, those with any of the codes, or (given) those with one code."""
    named = voice.text(f"units.{units or one.plan.unit}")
    return upper_first(voice.text(f"counted_units.{counted}", units=named))


def head_section(voice: Voice, one: Analysed, heading: str) -> str:
    """A heading, with the name of the analysis before it where there are several."""
    if len(voice.showing.study.plan.codings) == 1:
        return heading
    label = voice.label(one.plan.label)
    return voice.text("label.of_analysis", analysis=label, heading=heading) if heading else label


def _cells(table: LetteredTable, found: Sequence[Agreed]) -> tuple[str, ...]:
    """The units, the share of agreement, and the coefficients."""
    percent, *coefficients = found
    return (
        table.voice.people(percent),
        table.share(percent),
        *(table.coefficient(coefficient) for coefficient in coefficients),
    )


def _columns(voice: Voice, first: str, *names: str) -> list[Column]:
    columns = [Column(voice.text(f"heading.{first}"), "left"), Column(voice.text("heading.units_n"))]
    return columns + [Column(voice.text(f"heading.{name}")) for name in names]


def _limits(voice: Voice) -> str:
    limits = {"reliable": RELIABLE, "sufficient": SUFFICIENT}
    return voice.text(
        "note.alpha_limits", **{name: voice.numbers.plain(value) for name, value in limits.items()}
    )


def _draws(voice: Voice) -> str:
    draws = [one.plan.draws for one in list_analyses(voice.showing)]
    return voice.text("note.agreement_draws", draws=voice.numbers.span(draws)) if draws else ""


def build_agreement(voice: Voice) -> Table:
    """How far the coders agree on all codes and on each field, over all units and over the coded ones."""
    table = LetteredTable("agreement", voice)
    sections = []
    for one in list_analyses(voice.showing):
        for field in (None, *one.fields):
            rows = tuple(
                (name_counted(voice, one, counted), *_cells(table, _on_sets(one, field, counted)))
                for counted in one.counted
            )
            label = voice.text("label.all_codes") if field is None else voice.label(field.label)
            sections.append(Section(head_section(voice, one, label), rows))
    columns = _columns(voice, "counted_units", *(HEADINGS.get(name, name) for name in OF_SETS))
    return table.finish(columns, sections, voice.text("note.of_sets"), _limits(voice), _draws(voice))


def _on_sets(one: Analysed, field: Code | None, counted: str, units: str = "") -> list[Agreed]:
    about = {"field": field.id if field else "", "counted": counted, "units": units}
    return [one.get(statistic, **about) for statistic in OF_SETS]


def build_agreement_units(voice: Voice) -> Table:
    """How far the coders agree on all codes, one row a kind of unit."""
    table = LetteredTable("agreement_units", voice)
    sections = [
        Section(
            head_section(voice, one, voice.text(f"counted_units.{counted}_units")),
            tuple(
                (
                    upper_first(voice.text(f"unit.{units}")),
                    *_cells(table, _on_sets(one, None, counted, units)),
                )
                for units in one.units
            ),
        )
        for one in list_analyses(voice.showing)
        for counted in COUNTED
    ]
    columns = _columns(voice, "unit", *(HEADINGS.get(name, name) for name in OF_SETS))
    return table.finish(columns, sections, voice.text("note.units"), _draws(voice))


def build_agreement_codes(voice: Voice) -> Table:
    """How often each code was given and how far the coders agree on it, over all units."""
    table = LetteredTable("agreement_codes", voice)
    columns = [Column(voice.text("heading.code"), "left")]
    names = (
        "given_in",
        "prevalence",
        "percent",
        "percent_given",
        "krippendorff_nominal",
        "gwet_ac1",
        "kappa",
    )
    columns += [Column(voice.text(f"heading.{name}")) for name in names]
    sections, paradoxes = [], []
    for one in list_analyses(voice.showing):
        for field in one.fields:
            rows = tuple(_code_row(table, one, field, code) for code in one.codes_of(field))
            sections += [Section(head_section(voice, one, voice.label(field.label)), rows)] if rows else []
        ordered = tuple(_ordinal_rows(table, one))
        if ordered:
            sections.append(Section(head_section(voice, one, voice.text("label.ordinal_codes")), ordered))
        told = [tell_paradox(voice, one, *code) for code in one.paradoxes]
        paradoxes += [voice.text("label.paradox", **values) for values in told]
    codes = "; ".join(paradoxes)
    paradox = voice.text("note.paradox", sign=PARADOX_SIGN, codes=codes) if codes else ""
    cohen = any(len(one.pairs) == 1 for one in list_analyses(voice.showing))
    kappa = voice.text("note.kappa_cohen" if cohen else "note.kappa_fleiss")
    return table.finish(columns, sections, voice.text("note.of_codes"), kappa, paradox)


def _code_row(table: LetteredTable, one: Analysed, field: Code, code: Code) -> tuple[str, ...]:
    voice, about = table.voice, {"field": field.id, "code": code.id}
    percent, prevalence, alpha, ac1 = (
        one.get(statistic, **about)
        for statistic in ("percent", "prevalence", "krippendorff_nominal", "gwet_ac1")
    )
    sign = f" {PARADOX_SIGN}" if one.is_paradox(field.id, code.id) else ""
    return (
        voice.label(code.label) + sign,
        _given(voice, percent),
        _share(table, prevalence),
        table.share(percent),
        table.share(one.get("percent", counted="coded", **about)),
        table.coefficient(alpha),
        table.coefficient(ac1),
        table.coefficient(one.kappa(**about)),
    )


def _share(table: LetteredTable, prevalence: Agreed) -> str:
    """A share without its interval, which the number of units beside it stands for."""
    return table.voice.numbers.percent(prevalence.value) if prevalence.known else table.share(prevalence)


def _given(voice: Voice, percent: Agreed) -> str:
    if percent.n_coded is None or percent.n is None:
        return NO_NUMBER_SIGN
    whole = voice.numbers.count(percent.n)
    return voice.text("number.of", part=voice.numbers.count(percent.n_coded), whole=whole)


def _ordinal_rows(table: LetteredTable, one: Analysed) -> Iterator[tuple[str, ...]]:
    voice = table.voice
    for group in one.codebook.ordinal_groups():
        about = {"field": one.codebook.field_of(group.id).id, "code": group.id}
        alpha, ac2 = one.get("krippendorff_ordinal", **about), one.get("gwet_ac2", **about)
        if alpha.status != "absent":
            numbers = (table.coefficient(alpha), table.coefficient(ac2), NO_NUMBER_SIGN)
            empty = (NO_NUMBER_SIGN,) * 3
            yield (voice.label(group.label), _given(voice, alpha), *empty, *numbers)


def tell_paradox(voice: Voice, one: Analysed, field: str, code: str) -> dict[str, str]:
    """The numbers that explain why coders agree on nearly all units and hardly beyond chance."""
    alpha = one.get("krippendorff_nominal", field=field, code=code)
    return {
        "code": voice.quote(voice.label(one.codebook.code(code).label)),
        "observed": voice.numbers.percent(alpha.observed or 0.0),
        "chance": voice.numbers.percent(alpha.by_chance or 0.0),
        "alpha": voice.numbers.number(alpha.value, 2),
        "ac1": voice.numbers.estimate(one.get("gwet_ac1", field=field, code=code), 2),
    }


def build_coder_pairs(voice: Voice) -> Table:
    """How far each pair of coders agrees, on all codes and on each field."""
    table = LetteredTable("coder_pairs", voice)
    statistics = ("percent", "krippendorff_set", "cohen_kappa")
    sections = []
    for one in list_analyses(voice.showing):
        for field in (None, *one.fields):
            about = field.id if field else ""
            rows = [
                (voice.wording.listed(pair.split("+")), *_cells(table, found))
                for pair in one.pairs
                if (found := [one.get(name, field=about, coders=pair) for name in statistics])
                and any(each.status != "absent" for each in found)
            ]
            label = voice.text("label.all_codes") if field is None else voice.label(field.label)
            sections += [Section(head_section(voice, one, label), tuple(rows))] if rows else []
    return table.finish(_columns(voice, "coders", *statistics), sections, voice.text("note.coder_pairs"))


def build_drift(voice: Voice) -> Table:
    """How far the coders agree session by session, in order, and how that changed from early to late."""
    table = LetteredTable("drift", voice)
    statistics = ("percent", "krippendorff_set")
    sections = []
    for one in list_analyses(voice.showing):
        rows = [
            (name_session(voice, session.id), *_cells(table, told))
            for session in list_sessions(voice.showing)
            if (told := [one.get(name, session=session.id) for name in statistics])
            and told[0].status != "absent"
        ]
        sections += (
            [Section(head_section(voice, one, voice.text("label.in_order")), tuple(rows))] if rows else []
        )
        changes = [
            (label, voice.people(change), _points(table, change), NO_NUMBER_SIGN)
            for label, change in _changes(voice, one)
        ]
        if changes:
            sections.append(
                Section(head_section(voice, one, voice.text("label.late_less_early")), tuple(changes))
            )
    return table.finish(_columns(voice, "session", *statistics), sections, voice.text("note.drift"))


def _points(table: LetteredTable, change: Agreed) -> str:
    """A cell with a change of a share in points of per cent."""
    if not change.known:
        return table.number(change, 0)
    points = replace(change, estimate=100 * change.value)
    if change.has_interval:
        low, high = change.ends
        points = replace(points, ci_low=100 * low, ci_high=100 * high)
    return table.with_interval(points, 0)


def _changes(voice: Voice, one: Analysed) -> Iterator[tuple[str, Agreed]]:
    for field in (None, *one.fields):
        change = one.get("drift", field=field.id if field else "")
        if change.status != "absent":
            yield (voice.text("label.all_codes") if field is None else voice.label(field.label)), change


def build_disagreements(voice: Voice) -> Table:
    """What the coders differ on, with the text, first what to talk about first; the file holds all of it."""
    table = LetteredTable("disagreements", voice)
    names = ("code", "session", "speaker", "gave", "gave_not", "instead", "text")
    columns = [Column(voice.text(f"heading.{name}"), "left") for name in names]
    sections, notes = [], []
    for one in list_analyses(voice.showing):
        found = list(list_disagreements(voice.showing, one.analysis))
        rows = tuple(_disagreement_row(voice, one, each) for each in found[:MOST_DISAGREEMENTS])
        sections += [Section(head_section(voice, one, ""), rows)] if rows else []
        if len(found) > len(rows):
            counts = {"shown": voice.numbers.count(len(rows)), "number": voice.numbers.count(len(found))}
            path = f"results/{RESTRICTED_TABLES['disagreements'][0]}"
            notes.append(voice.text("note.disagreements_shown", path=path, **counts))
    return table.finish(columns, sections, voice.text("note.disagreements"), *notes)


def _disagreement_row(voice: Voice, one: Analysed, each: Disagreement) -> tuple[str, ...]:
    labels = {code.id: voice.label(code.label) for code in one.codebook.walk()}
    return (
        voice.text("label.numbered", number=voice.numbers.count(each.place), label=labels[each.code]),
        name_session(voice, each.session),
        each.speaker or NO_NUMBER_SIGN,
        voice.wording.listed(list(each.gave)),
        voice.wording.listed(list(each.gave_not)),
        voice.wording.listed([labels[code] for code in each.instead]) or NO_NUMBER_SIGN,
        each.text,
    )
