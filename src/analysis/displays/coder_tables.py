"""The tables of single coders: how far each pair agrees, how that changed, and what they differ on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analysis.displays.agreement_tables import head_columns, head_section, tell_agreement
from analysis.displays.lettered import LetteredTable
from analysis.displays.numbers import NO_NUMBER_SIGN
from analysis.displays.session_tables import name_session
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice
from analysis.profiles.codings import (
    Agreed,
    Analysed,
    Disagreement,
    list_analyses,
    list_disagreements,
    list_sessions,
)
from analysis.results import RESTRICTED_TABLES

MOST_DISAGREEMENTS = 40
"""Rows of the list of disagreements that a report shows."""


def build_coder_pairs(voice: Voice) -> Table:
    """How far each pair of coders agrees, on all codes and on each field."""
    table = LetteredTable("coder_pairs", voice)
    statistics = ("percent", "krippendorff_set", "cohen_kappa")
    sections = []
    for one in list_analyses(voice.showing):
        for field in (None, *one.fields):
            about = field.id if field else ""
            rows = [
                (voice.wording.listed(pair.split("+")), *tell_agreement(table, found))
                for pair in one.pairs
                if (found := [one.get(name, field=about, coders=pair) for name in statistics])
                and any(each.status != "absent" for each in found)
            ]
            label = voice.text("label.all_codes") if field is None else voice.label(field.label)
            sections += [Section(head_section(voice, one.plan, label), tuple(rows))] if rows else []
    return table.finish(head_columns(voice, "coders", *statistics), sections, voice.text("note.coder_pairs"))


def build_drift(voice: Voice) -> Table:
    """How far the coders agree session by session, in order, and how that changed from early to late."""
    table = LetteredTable("drift", voice)
    statistics = ("percent", "krippendorff_set")
    sections = []
    for one in list_analyses(voice.showing):
        rows = [
            (name_session(voice, session.id), *tell_agreement(table, told))
            for session in list_sessions(voice.showing)
            if (told := [one.get(name, session=session.id) for name in statistics])
            and told[0].status != "absent"
        ]
        sections += (
            [Section(head_section(voice, one.plan, voice.text("label.in_order")), tuple(rows))]
            if rows
            else []
        )
        changes = [
            (label, voice.people(change), _points(table, change), NO_NUMBER_SIGN)
            for label, change in _changes(voice, one)
        ]
        if changes:
            sections.append(
                Section(head_section(voice, one.plan, voice.text("label.late_less_early")), tuple(changes))
            )
    return table.finish(head_columns(voice, "session", *statistics), sections, voice.text("note.drift"))


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
    names = ("code", "said_in", "gave", "text")
    columns = [Column(voice.text(f"heading.{name}"), "left") for name in names]
    sections, notes = [], []
    for one in list_analyses(voice.showing):
        found = list(list_disagreements(voice.showing, one.analysis))
        rows = tuple(_disagreement_row(voice, one, each) for each in found[:MOST_DISAGREEMENTS])
        sections += [Section(head_section(voice, one.plan, ""), rows)] if rows else []
        if len(found) > len(rows):
            counts = {"shown": voice.numbers.count(len(rows)), "number": voice.numbers.count(len(found))}
            path = f"results/{RESTRICTED_TABLES['disagreements'][0]}"
            notes.append(voice.text("note.disagreements_shown", path=path, **counts))
    return table.finish(columns, sections, voice.text("note.disagreements"), *notes)


def _disagreement_row(voice: Voice, one: Analysed, each: Disagreement) -> tuple[str, ...]:
    labels = {code.id: voice.label(code.label) for code in one.codebook.walk()}
    session, coders = name_session(voice, each.session), voice.wording.listed(list(each.gave_not))
    instead = voice.wording.listed([labels[code] for code in each.instead])
    others = voice.text("label.gave_instead", coders=coders, codes=instead) if instead else coders
    return (
        voice.text("label.numbered", number=voice.numbers.count(each.place), label=labels[each.code]),
        voice.text("label.said_by", session=session, speaker=each.speaker) if each.speaker else session,
        voice.text("label.gave", gave=voice.wording.listed(list(each.gave)), gave_not=others),
        each.text,
    )
