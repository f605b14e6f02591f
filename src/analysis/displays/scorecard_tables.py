"""The tables of scorecards over sessions: what changed over cases and inside each, and proposed actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from analysis.displays.estimate_tables import EstimateTable
from analysis.displays.numbers import NO_NUMBER_SIGN, WITHHELD_SIGN, decimals_of_range
from analysis.displays.session_tables import name_month
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice
from analysis.profiles import Estimate
from analysis.profiles.changes_scorecards import Changed, Profiled, Scored, list_actions, list_profiled
from analysis.scorecards import ScorecardField

MARKED_SIGN = "§"
MOST_SESSIONS = 3
"""Most sessions side by side: the first and the latest ones."""


class ScorecardTable(EstimateTable):
    """A table of scorecards, which remembers what it marks and why numbers of single sheets are missing."""

    def __init__(self, name: str, voice: Voice) -> None:
        super().__init__(name, voice)
        self.marked = False
        self.missing: list[str] = []

    def change(self, changed: Changed, decimals: int, *, alone: bool = False) -> str:
        """A cell with a change, its interval unless it stands alone, and a mark where it is marked."""
        text = (self.short if alone else self.with_interval)(changed.number, decimals)
        if changed.comparable != "marked" or not changed.number.known:
            return text
        self.marked = True
        return f"{text} {MARKED_SIGN}"

    def short(self, estimate: Estimate, decimals: int) -> str:
        """A cell with a number alone; where there is none a sign, whose reason stands in the note."""
        if estimate.known:
            return self.voice.numbers.number(estimate.value, decimals)
        self.missing += [estimate.reason] if estimate.reason else []
        return WITHHELD_SIGN if estimate.status == "withheld" else NO_NUMBER_SIGN

    def counts(self, changed: Changed) -> str:
        """A cell with how many rose, stayed and fell."""
        counts = (changed.up, changed.same, changed.down)
        if None in counts:
            return WITHHELD_SIGN if changed.number.status == "withheld" else NO_NUMBER_SIGN
        return " / ".join(self.voice.numbers.count(count) for count in counts if count is not None)

    def p_of(self, changed: Changed, p: float | None) -> str:
        """A cell with a p; where there is none, the mark of its row."""
        if p is not None:
            return self.voice.numbers.p_value(p)
        return WITHHELD_SIGN if changed.number.status == "withheld" else NO_NUMBER_SIGN

    def weight(self, scored: Scored) -> str:
        """A cell with the mean weight of the values behind a score."""
        return NO_NUMBER_SIGN if scored.weight is None else self.voice.numbers.number(scored.weight, 1)

    def marks(self) -> str:
        """What the signs of marked comparisons and of missing numbers mean, where they are in use."""
        told = [self.voice.text("note.scorecard_marked", sign=MARKED_SIGN)] if self.marked else []
        if self.missing:
            named = [self.voice.text(f"reason.{reason}") for reason in dict.fromkeys(self.missing)]
            reasons = self.voice.wording.listed(named)
            told.append(self.voice.text("note.scorecard_missing", sign=NO_NUMBER_SIGN, reasons=reasons))
        return " ".join(told)


def head_card(voice: Voice, one: Profiled, heading: str = "") -> str:
    """A heading with the scorecard's title before it where there are several scorecards."""
    title = voice.label(one.card.title)
    if len(list(list_profiled(voice.showing))) == 1:
        return heading
    return voice.text("label.of_analysis", analysis=title, heading=heading) if heading else title


def name_session(voice: Voice, one: Profiled, case: str, number: int) -> str:
    """A session by its number, and by its month where that is known."""
    day = one.date(case, number)
    name = voice.text("label.scorecard_session", number=voice.numbers.count(number))
    if not day:
        return name
    month = name_month(voice, date.fromisoformat(day))
    return voice.text("label.scorecard_session_month", session=name, month=month)


def choose_sessions(sessions: Sequence[int]) -> list[int]:
    """The sessions that have room side by side: all, or the first and the latest of them."""
    if len(sessions) <= MOST_SESSIONS:
        return list(sessions)
    return [sessions[0], *sessions[1 - MOST_SESSIONS :]]


def decimals_of(one: Profiled) -> int:
    """The decimals that a score is shown with."""
    return decimals_of_range(one.limits)


def build_scorecard_change(voice: Voice) -> Table:
    """The mean change over cases from the first session to the last, its tests and their smallest p."""
    table = ScorecardTable("scorecard_change", voice)
    columns = [Column(voice.text("heading.scorecard_field"), "left")]
    names = ("cases_up_down", "mean_change", "change_in_sds", "p", "p_adjusted", "p_signs", "smallest_p")
    columns += [Column(voice.text(f"heading.{name}")) for name in names]
    sections, left_out = [], 0
    for one in list_profiled(voice.showing):
        known = [field for field in one.card.fields if one.change(field.id).number.status != "absent"]
        rows = tuple(_change_row(table, one, field) for field in known)
        left_out = max([left_out, *(one.change(field.id).left_out or 0 for field in known)])
        sections += [Section(head_card(voice, one), rows)] if rows else []
    notes = [table.marks()]
    if left_out:
        cases = voice.numbers.counted("cases", left_out)
        notes.append(voice.text("note.scorecard_left_out", count=left_out, cases=cases))
    about = voice.text("note.scorecard_change") if sections else ""
    return table.finish(columns, sections, about, *notes, of_wave=False)


def _change_row(table: ScorecardTable, one: Profiled, field: ScorecardField) -> tuple[str, ...]:
    change, flip, signs = (one.change(field.id, name) for name in ("change", "sign_flip", "sign_test"))
    return (
        table.voice.label(field.label),
        table.counts(change),
        table.change(change, decimals_of(one)),
        table.with_interval(one.change(field.id, "d_z").number, 2),
        table.p_of(flip, flip.number.p),
        table.p_of(flip, flip.number.p_adjusted),
        table.p_of(signs, signs.number.p),
        table.p_of(flip, flip.p_floor),
    )


def build_scorecard_fields(voice: Voice) -> Table:
    """The mean over cases of each field in each session, with the cases behind it and the last weight."""
    table = ScorecardTable("scorecard_fields", voice)
    cards = list(list_profiled(voice.showing))
    sessions = choose_sessions(sorted({number for one in cards for number in one.sessions()}))
    columns = [Column(voice.text("heading.scorecard_field"), "left")]
    for number in sessions:
        said = voice.text("label.scorecard_session", number=voice.numbers.count(number))
        columns += [Column(said), Column(voice.text("heading.cases_n"))]
    columns.append(Column(voice.text("heading.weight")))
    sections = []
    for one in cards if sessions else ():
        rows = []
        for field in one.card.fields:
            found = [one.score(field.id, number) for number in sessions]
            cells = [
                cell
                for scored in found
                for cell in (table.with_interval(scored.score, decimals_of(one)), voice.people(scored.score))
            ]
            weighed = [scored for scored in found if scored.weight is not None]
            rows.append((voice.label(field.label), *cells, table.weight((weighed or found)[-1])))
        sections.append(Section(head_card(voice, one), tuple(rows)))
    about = voice.text("note.scorecard_fields") if sections else ""
    return table.finish(columns, sections, about, of_wave=False)


def build_scorecard_cases(voice: Voice) -> Table:
    """The score of each field of each case in the first session and the latest; for the team only."""
    table = ScorecardTable("scorecard_cases", voice)
    names = ("first_session", "last_session", "change_of_case", "questions_up_down", "weight")
    columns = [Column(voice.text("heading.scorecard_field"), "left")]
    columns += [Column(voice.text(f"heading.{name}")) for name in names]
    sections = [
        Section(
            head_card(voice, one, _head_case(voice, one, case.id, case.label)),
            tuple(_case_row(table, one, case.id, field) for field in one.card.fields),
        )
        for one in list_profiled(voice.showing)
        for case in one.cases(voice.showing)
    ]
    about = voice.text("note.scorecard_cases") if sections else ""
    return table.finish(columns, sections, about, table.marks(), of_wave=False)


def _head_case(voice: Voice, one: Profiled, case: str, label: str) -> str:
    sessions = one.sessions(case)
    named = [name_session(voice, one, case, number) for number in dict.fromkeys((sessions[0], sessions[-1]))]
    return voice.text("label.case_sessions", case=label, sessions="; ".join(named))


def _case_row(table: ScorecardTable, one: Profiled, case: str, field: ScorecardField) -> tuple[str, ...]:
    sessions, decimals = one.sessions(case), decimals_of(one)
    first, last = (one.score(field.id, number, case) for number in (sessions[0], sessions[-1]))
    change = one.change(field.id, case=case)
    later = _with_range(table, last, decimals) if len(sessions) > 1 else NO_NUMBER_SIGN
    return (
        table.voice.label(field.label),
        _with_range(table, first, decimals),
        later,
        table.change(change, decimals, alone=True),
        table.counts(change),
        table.weight(last),
    )


def _with_range(table: ScorecardTable, scored: Scored, decimals: int) -> str:
    """A score with the lowest and highest of its questions in parentheses."""
    voice, score = table.voice, scored.score
    if not score.has_interval:
        return table.short(score, decimals)
    low, high = (voice.numbers.plain(end) for end in score.ends)
    ends = low if low == high else f"{low}–{high}"
    return f"{voice.numbers.number(score.value, decimals)} ({ends})"


def build_actions(voice: Voice) -> Table:
    """The actions that each partnership proposed, the most pressing of a session first; for the team only."""
    table = ScorecardTable("actions", voice)
    columns = [
        Column(voice.text(f"heading.{name}"), "left") for name in ("scorecard_field", "item", "action")
    ]
    columns += [Column(voice.text(f"heading.{name}")) for name in ("score", "weight")]
    sections = []
    for one in list_profiled(voice.showing):
        for case in one.cases(voice.showing):
            for session, day, actions in list_actions(voice.showing, one.card.id, case.id):
                rows = tuple(
                    (
                        name_part(voice, one, action.field),
                        name_part(voice, one, action.field, question=action.question),
                        action.action,
                        _number(voice, action.score),
                        _number(voice, action.weight, 1),
                    )
                    for action in actions
                )
                when = name_month(voice, date.fromisoformat(day)) if day else session
                heading = voice.text("label.case_sessions", case=case.label, sessions=when)
                sections.append(Section(head_card(voice, one, heading), rows))
    about = voice.text("note.actions") if sections else ""
    return table.finish(columns, sections, about, of_wave=False)


def name_part(voice: Voice, one: Profiled, field: str, theme: str = "", question: str = "") -> str:
    """The name of a field, theme or question; a question that only a file names bears the file's name."""
    label = one.label(field, theme, question)
    return question if label is None else voice.label(label)


def _number(voice: Voice, value: float | None, decimals: int | None = None) -> str:
    if value is None:
        return NO_NUMBER_SIGN
    return voice.numbers.plain(value) if decimals is None else voice.numbers.number(value, decimals)
