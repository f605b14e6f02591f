"""Which rows of a REDCap export are answers: events, repeated forms, marks of completion."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.problems import ProblemList, name_nearest, shorten

EVENT, INSTRUMENT, INSTANCE = "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"
COMPLETE = {"2": True, "complete": True}
COMPLETE |= dict.fromkeys(("0", "1", "3", "incomplete", "unverified"), False)
TICKED = ("0", "unchecked")


@dataclass(frozen=True)
class Kind:
    """One kind of row that holds answers: an event, empty where the project has none, and a form in it."""

    event: str
    form: str

    def __str__(self) -> str:
        return f"{self.event}/{self.form}" if self.event else self.form


@dataclass(frozen=True)
class Layout:
    """Where things stand: the roles of REDCap's own columns, each form's column of completion and of the
    moment it was handed in, and the columns of its fields."""

    roles: dict[str, str]
    completes: dict[str, str]
    timestamps: dict[str, str]
    fields: dict[str, list[str]]


def choose_kind(
    cells: pd.DataFrame, layout: Layout, wanted: str, mapped: set[str], found: ProblemList
) -> Kind:
    """The event and form to be read: the one named, or the only one; raises `ProblemsFound`.

    Where none is named and the team has mapped columns of its own, these tell the form too.
    """
    kinds = list_kinds(cells, layout)
    allowed = shorten(", ".join(map(str, kinds)), 400)
    if not kinds:
        marks = ", ".join(layout.completes.values())
        remedy = "export all data, with the fields of the forms"
        found.add("", "no row has a mark of completion for a form with fields", "", marks, remedy)
        found.raise_any()
    repeats = _name_repeats(cells, layout)
    fitting = [kind for kind in kinds if not wanted or wanted in _names(kind, repeats)]
    if not fitting:
        names = [name for kind in kinds for name in _names(kind, repeats)]
        remedy = name_nearest(wanted, names) or "correct the key event in the source's file in config/sources"
        found.add("", f"there is no event or form “{wanted}” with rows", wanted, allowed, remedy)
    own = {form for form, fields in layout.fields.items() if mapped & set(fields)}
    if len(fitting) > 1 and len(own) == 1:
        fitting = [kind for kind in fitting if kind.form in own] or fitting
    if len(fitting) > 1:
        what = "rows belong to several events or forms, and it is not said which are to be read"
        remedy = f"write event: {fitting[0]} (or another) into the source's file in config/sources"
        found.add("", what, "", shorten(", ".join(map(str, fitting)), 400), remedy)
    found.raise_any()
    return fitting[0]


def list_kinds(cells: pd.DataFrame, layout: Layout) -> list[Kind]:
    """The events and forms that have rows, in the file's order.

    A form whose mark is blank has no answers there, and one without fields holds nothing but the id.
    """
    events = _column(cells, layout, EVENT)
    forms = {form: column for form, column in layout.completes.items() if layout.fields[form]}
    kinds: list[Kind] = []
    for event in events.unique():
        rows = cells[events == event]
        kinds += [Kind(event, form) for form, column in forms.items() if rows[column].str.strip().any()]
    return kinds


def _names(kind: Kind, repeats: dict[str, str]) -> list[str]:
    """What a team may call it."""
    label = repeats.get(kind.form, kind.form)
    return [kind.event, kind.form, str(kind), label, f"{kind.event}/{label}"]


def _name_repeats(cells: pd.DataFrame, layout: Layout) -> dict[str, str]:
    """What repeated forms are called in the column of repeated forms, where texts stand in place of names."""
    instruments = _column(cells, layout, INSTRUMENT)
    names: dict[str, str] = {}
    for label in instruments.unique():
        rows = cells[instruments == label]
        forms = [form for form, column in layout.completes.items() if rows[column].str.strip().any()]
        if label and len(forms) == 1:
            names[forms[0]] = label
    return names


def _column(cells: pd.DataFrame, layout: Layout, role: str) -> pd.Series[str]:
    name = layout.roles.get(role)
    return cells[name].str.strip() if name else pd.Series("", index=cells.index, dtype="str")


def make_ids(cells: pd.DataFrame, layout: Layout, record: str) -> pd.Series[str]:
    """Ids of the rows: the record, its event, and form and number of a repetition where there are such."""
    parts = [
        cells[record].str.strip(),
        *(_column(cells, layout, role) for role in (EVENT, INSTRUMENT, INSTANCE)),
    ]
    joined = [":".join(map(_spell, row)).rstrip(":") for row in zip(*parts, strict=True)]
    return pd.Series(joined, index=cells.index, dtype="str")


def _spell(part: str) -> str:
    """The part with letters, digits and hyphens only; others by their number, so that no two become one."""
    plain = [one if one.isascii() and (one.isalnum() or one in "-_") else f".{ord(one):x}." for one in part]
    return "".join(plain)


def judge_rows(
    cells: pd.DataFrame, layout: Layout, kind: Kind, found: ProblemList
) -> tuple[pd.Series[str], dict[int, str]]:
    """What each row is, and what those that are no completed answers say of themselves."""
    column = layout.completes[kind.form]
    marks = cells[column].str.strip().str.casefold()
    here = (_column(cells, layout, EVENT) == kind.event) & (marks != "")
    faulty = cells[column][here & ~marks.isin(list(COMPLETE))]
    fault = Fault("the mark of completion is unknown", "0, 1 or 2", "export the raw data again")
    tell([FaultyCell(int(row), column, seen, fault) for row, seen in faulty.items()], found)
    statuses: list[str] = []
    words: dict[int, str] = {}
    for row, mark in marks.where(here, "").items():
        if COMPLETE.get(mark):
            statuses.append("completed")
        elif mark:
            statuses.append(_judge_open(cells.loc[row], layout, kind))
            words[int(row)] = f"{column} {cells.at[row, column]}"
        else:
            statuses.append("other_record")
            words[int(row)] = _say_other(cells, layout, int(row))
    return pd.Series(statuses, index=cells.index, dtype="str"), words


def _judge_open(row: pd.Series[str], layout: Layout, kind: Kind) -> str:
    """A form that is not complete; records made in advance have it too, untouched."""
    answers = [row[name].strip().casefold() for name in layout.fields[kind.form]]
    if any(text not in ("", *TICKED) for text in answers):
        return "partial"
    stamp = layout.timestamps.get(kind.form)
    return "opened" if stamp and row[stamp].strip() else "never_opened"


def _say_other(cells: pd.DataFrame, layout: Layout, row: int) -> str:
    said = [cells.at[row, layout.roles[role]].strip() for role in (EVENT, INSTRUMENT) if role in layout.roles]
    return ", ".join(filter(None, said)) or "another form"
