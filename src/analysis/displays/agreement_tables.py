"""The tables of how far coders agree: on all codes, by field, by code, and by kind of unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.codebooks import Code
from analysis.displays.lettered import LetteredTable
from analysis.displays.numbers import NO_NUMBER_SIGN
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice, upper_first
from analysis.planned_codings import CodingAnalysis
from analysis.profiles.codings import (
    OF_SETS,
    RELIABLE,
    SUFFICIENT,
    Agreed,
    Analysed,
    list_analyses,
)

COUNTED = ("all", "coded")
HEADINGS = {"krippendorff_nominal": "alpha_of_labels"}
"""What a statistic is headed where it is about sets of codes; else as it is called."""
OF_CODES = (
    "given_in",
    "prevalence",
    "percent",
    "percent_given",
    "krippendorff_nominal",
    "gwet_ac1",
    "kappa",
)
"""The columns on a single code, after its name."""
PARADOX_SIGN = "§"


def name_counted(voice: Voice, one: Analysed, counted: str, units: str = "") -> str:
    """Which units are counted: all, those with any of the codes, or (given) those with one code."""
    named = voice.text(f"units.{units or one.plan.unit}")
    return upper_first(voice.text(f"counted_units.{counted}", units=named))


def head_section(voice: Voice, analysis: CodingAnalysis, heading: str) -> str:
    """A heading or a text, with the name of the analysis before it where there are several."""
    if len(voice.showing.plan.codings) == 1:
        return heading
    label = voice.label(analysis.label)
    return voice.text("label.of_analysis", analysis=label, heading=heading) if heading else label


def tell_agreement(table: LetteredTable, found: Sequence[Agreed]) -> tuple[str, ...]:
    """The units, the share of agreement, and the coefficients."""
    percent, *coefficients = found
    return (
        table.voice.people(percent),
        table.share(percent),
        *(table.coefficient(coefficient) for coefficient in coefficients),
    )


def head_columns(voice: Voice, first: str, *names: str) -> list[Column]:
    """The columns of a table of agreement: what a row is about, its units, and its numbers."""
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
                (
                    name_counted(voice, one, counted),
                    *tell_agreement(table, _on_sets(one, field, counted)),
                )
                for counted in one.counted
            )
            label = voice.text("label.all_codes") if field is None else voice.label(field.label)
            sections.append(Section(head_section(voice, one.plan, label), rows))
    columns = head_columns(voice, "counted_units", *(HEADINGS.get(name, name) for name in OF_SETS))
    return table.finish(columns, sections, voice.text("note.of_sets"), _limits(voice), _draws(voice))


def _on_sets(one: Analysed, field: Code | None, counted: str, units: str = "") -> list[Agreed]:
    about = {"field": field.id if field else "", "counted": counted, "units": units}
    return [one.get(name, **about) for name in OF_SETS]


def build_agreement_units(voice: Voice) -> Table:
    """How far the coders agree on all codes, one row a kind of unit."""
    table = LetteredTable("agreement_units", voice)
    sections = [
        Section(
            head_section(voice, one.plan, voice.text(f"counted_units.{counted}_units")),
            tuple(
                (
                    upper_first(voice.text(f"unit.{units}")),
                    *tell_agreement(table, _on_sets(one, None, counted, units)),
                )
                for units in one.units
            ),
        )
        for one in list_analyses(voice.showing)
        for counted in COUNTED
    ]
    columns = head_columns(voice, "unit", *(HEADINGS.get(name, name) for name in OF_SETS))
    return table.finish(columns, sections, voice.text("note.units"), _draws(voice))


def build_agreement_codes(voice: Voice) -> Table:
    """How often each code was given and how far the coders agree on it, over all units."""
    table = LetteredTable("agreement_codes", voice)
    columns = [Column(voice.text("heading.code"), "left")]
    columns += [Column(voice.text(f"heading.{name}")) for name in OF_CODES]
    sections, paradoxes = [], []
    for one in list_analyses(voice.showing):
        for field in one.fields:
            rows = [_code_row(table, one, field, code) for code in one.codes_of(field)]
            heading = head_section(voice, one.plan, voice.label(field.label))
            sections += [Section(heading, tuple(rows))] if rows else []
        ordered = tuple(_ordinal_rows(table, one))
        heading = head_section(voice, one.plan, voice.text("label.ordinal_codes"))
        sections += [Section(heading, ordered)] if ordered else []
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
            yield (voice.label(group.label), voice.people(alpha), *empty, *numbers)


def tell_paradox(voice: Voice, one: Analysed, field: str, code: str) -> dict[str, str]:
    """The numbers that explain why coders agree on nearly all units and hardly beyond chance."""
    alpha, percent = (one.get(name, field=field, code=code) for name in ("krippendorff_nominal", "percent"))
    return {
        "code": voice.quote(voice.label(one.codebook.code(code).label)),
        "observed": voice.numbers.percent(percent.value if percent.known else alpha.observed or 0.0),
        "chance": voice.numbers.percent(alpha.by_chance or 0.0),
        "alpha": voice.numbers.number(alpha.value, 2),
        "ac1": voice.numbers.estimate(one.get("gwet_ac1", field=field, code=code), 2),
    }
