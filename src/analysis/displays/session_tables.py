"""The tables of the sessions whose talk was coded: who took part, who coded what, and what was read."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date, format_interval

from analysis.displays.estimate_tables import EstimateTable
from analysis.displays.numbers import NO_NUMBER_SIGN
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice, lower_first, upper_first
from analysis.profiles import read_count
from analysis.profiles.codings import Coded, list_coded, list_sessions
from analysis.sessions import Session


def name_month(voice: Voice, day: date) -> str:
    """The month of a day with its year, in the language's words."""
    return str(format_date(day, "LLLL y", locale=voice.wording.locale))


def name_session(voice: Voice, session: str) -> str:
    """A session by its case, where that has several by its month too, and where a month has by a number."""
    ours = {one.id: one for one in list_sessions(voice.showing)}
    one = ours[session]
    label = next(case.label for case in voice.showing.study.settings.cases if case.id == one.case)
    if sum(other.case == one.case for other in ours.values()) == 1:
        return label
    name = voice.text("label.session", case=label, month=name_month(voice, one.date))
    alike = [
        other.id
        for other in ours.values()
        if (other.case, name_month(voice, other.date)) == (one.case, name_month(voice, one.date))
    ]
    return f"{name} ({alike.index(one.id) + 1})" if len(alike) > 1 else name


def build_sessions(voice: Voice) -> Table:
    """Where and when each session was held, how many took part, and which kinds of participants."""
    table = EstimateTable("sessions", voice)
    columns = [Column(voice.text(f"heading.{name}"), "left") for name in ("session", "place", "month")]
    columns.append(Column(voice.text("heading.took_part")))
    columns.append(Column(voice.text("heading.kinds"), "left"))
    rows = tuple(
        (
            name_session(voice, one.id),
            one.place or NO_NUMBER_SIGN,
            upper_first(name_month(voice, one.date)),
            _tell_number(voice, one.participants_total),
            _name_kinds(voice, one),
        )
        for one in list_sessions(voice.showing)
    )
    note = voice.text("note.sessions", sign=NO_NUMBER_SIGN)
    return table.finish(columns, [Section("", rows)] if rows else [], note)


def _tell_number(voice: Voice, number: int | None) -> str:
    return NO_NUMBER_SIGN if number is None else voice.numbers.count(number)


def _name_kinds(voice: Voice, session: Session) -> str:
    kinds = voice.showing.study.sessions.participants
    names = [lower_first(voice.label(kind.label)) for kind in kinds if kind.id in session.participants]
    return upper_first(", ".join(names)) or NO_NUMBER_SIGN


def build_session_participants(voice: Voice) -> Table:
    """How many of each kind took part in each session, as far as that is known."""
    table = EstimateTable("session_participants", voice)
    columns = [Column(voice.text("heading.participants"), "left"), Column(voice.text("heading.count"))]
    sections = []
    for session in list_sessions(voice.showing):
        rows = [
            (voice.label(kind.label), _tell_number(voice, session.participants[kind.id]))
            for kind in voice.showing.study.sessions.participants
            if kind.id in session.participants
        ]
        rows.append((voice.text("label.in_all"), _tell_number(voice, session.participants_total)))
        sections.append(Section(name_session(voice, session.id), tuple(rows)))
    return table.finish(columns, sections, voice.text("note.sessions", sign=NO_NUMBER_SIGN))


def build_coded(voice: Voice) -> Table:
    """What each coder did, one row a coder under each session; different codes where they may be told."""
    table, coded = EstimateTable("coded", voice), list_coded(voice.showing)
    told = ["codings", "mismatched"]
    if any(one.n_codes is not None for one in coded):
        told.insert(1, "different_codes")
    columns = [Column(voice.text("heading.who"), "left")]
    columns += [Column(voice.text(f"heading.{name}")) for name in told]
    columns.append(Column(voice.text("heading.coded_on"), "left"))
    sections: dict[str, list[tuple[str, ...]]] = {}
    for one in coded:
        counts = (one.n_codings, one.n_codes, one.n_mismatched)
        row = (
            _name_coder(voice, one),
            *(voice.numbers.count(count) for count in counts if count is not None),
            _tell_days(voice, one),
        )
        sections.setdefault(name_session(voice, one.session.id), []).append(row)
    made = [Section(name, tuple(rows)) for name, rows in sections.items()]
    return table.finish(columns, made, voice.text("note.coded"))


def _name_coder(voice: Voice, one: Coded) -> str:
    name = voice.text("label.unknown_coder") if one.coder == "unknown" else one.coder
    return voice.text("label.coder", coder=name, role=one.role) if one.role else name


def _tell_days(voice: Voice, one: Coded) -> str:
    if not one.first or not one.last:
        return NO_NUMBER_SIGN
    first, last = date.fromisoformat(one.first), date.fromisoformat(one.last)
    return str(format_interval(first, last, "yMMMd", locale=voice.wording.locale))


def build_coding_receipts(voice: Voice, name: str = "coding_receipts") -> Table:
    """What became of the codings and ratings of each source, or of measurements, one row a decision."""
    table = EstimateTable(name, voice)
    columns = [Column(voice.text(f"heading.{name}"), "left") for name in ("what", "why")]
    columns.append(Column(voice.text("heading.count")))
    receipts = voice.showing.tables[name].rename(columns={"count": "number"})
    order = {key: place for place, key in enumerate(voice.wording.keys("receipt.what."))}
    lines = receipts.sort_values("what", key=lambda what: what.map(order), kind="stable")
    sources = dict.fromkeys([*(file.source for file in voice.showing.study.sources), *lines["source"]])
    sections = []
    for source in sources:
        rows = tuple(
            (
                voice.text(f"receipt.what.{row.what}"),
                voice.text(f"receipt.why.{row.why}"),
                table.number(read_count(row.number, row.status, row.reason), 0),
            )
            for row in lines[lines["source"] == source].itertuples()
        )
        sections += [Section(source, rows)] if rows else []
    return table.finish(columns, sections, of_wave=False)
