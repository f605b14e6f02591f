"""What the columns of a REDCap export are: by the dictionary where there is one, else by their names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.ingest.exports import Question
from analysis.ingest.files.sheets import Sheet
from analysis.ingest.formats.redcap.dictionary import TICKS, Dictionary, clean
from analysis.ingest.formats.redcap.records import EVENT, INSTANCE, INSTRUMENT, Layout

HEADINGS = {
    "Event Name": EVENT,
    "Repeat Instrument": INSTRUMENT,
    "Repeat Instance": INSTANCE,
    "Data Access Group": "redcap_data_access_group",
    "Survey Identifier": "redcap_survey_identifier",
}
"""REDCap's own columns by the headings they have in an export with labels."""
OWN = dict.fromkeys(HEADINGS.values(), "tool_column") | {"redcap_survey_identifier": "identifier"}
COMPLETE = re.compile(r"(?P<form>[a-z0-9_]+)_complete")
STAMP = re.compile(r"(?P<form>[a-z0-9_]+)_timestamp")
COMPLETES = re.compile(r"Complete\?(?: \(\d+\))?")
STAMPS = re.compile(r"Survey Timestamp(?: \(\d+\))?")
CHECKBOX = re.compile(r"(?P<code>[a-z0-9_]+?)___(?P<part>[a-z0-9_]+)")
CHOICE = re.compile(r"(?P<text>.*) \(choice=(?P<part>.*)\)", re.DOTALL)


@dataclass(frozen=True)
class Described:
    """What is known of one column: what it asks, the form it belongs to, and whether it names a person."""

    question: Question
    form: str = ""
    personal: bool = False


def describe_columns(sheet: Sheet, dictionary: Dictionary | None) -> dict[str, Described]:
    """What is known of each column that holds a field, by its name in the sheet.

    Headings that are labels are found in the dictionary where both have a label equally often.
    """
    before = {str(line["after"]): str(line["before"]) for line in sheet.receipts if "after" in line}
    headings = {name: clean(before.get(name, name)) for name in sheet.header}
    if dictionary is None:
        return _read_names(headings, labelled=is_labelled(sheet.header))
    columns = dictionary.columns()
    by_heading: dict[str, list[str]] = {}
    for column, (_, heading, _) in columns.items():
        by_heading.setdefault(clean(heading), []).append(column)
    alike: dict[str, list[str]] = {}
    for name, heading in headings.items():
        alike.setdefault(heading, []).append(name)
    described: dict[str, Described] = {}
    for name, heading in headings.items():
        fitting = by_heading.get(heading, [])
        if is_labelled(sheet.header) and len(fitting) == len(alike[heading]):
            column = fitting[alike[heading].index(name)]
        else:
            column = name
        if column in columns:
            field, _, question = columns[column]
            described[name] = Described(question, field.form, field.personal)
    return described


def is_labelled(header: list[str]) -> bool:
    """Whether the headings are the fields' labels in place of their names."""
    return any(map(COMPLETES.fullmatch, header))


def _read_names(headings: Mapping[str, str], labelled: bool) -> dict[str, Described]:
    described: dict[str, Described] = {}
    for name, heading in headings.items():
        match = (CHOICE if labelled else CHECKBOX).fullmatch(heading if labelled else name)
        if match and labelled:
            asked = Question(match["text"], match["part"], options=dict(TICKS))
        elif match:
            asked = Question(code=match["code"], part_code=match["part"], options=dict(TICKS))
        elif labelled and heading not in HEADINGS and not _is_mark(heading):
            asked = Question(heading)
        else:
            continue
        described[name] = Described(asked)
    return described


def _is_mark(name: str) -> bool:
    return bool(COMPLETES.fullmatch(name) or STAMPS.fullmatch(name))


def lay_out(header: list[str], described: Mapping[str, Described], dictionary: Dictionary | None) -> Layout:
    """Where the parts of the export stand; the mark of a form's completion follows its fields."""
    fields = set(described) if dictionary else set()
    roles = {HEADINGS.get(name, name): name for name in header if HEADINGS.get(name, name) in OWN}
    completes = _find_completes([name for name in header if name not in fields], dictionary)
    forms = {column: form for form, column in completes.items()}
    layout = Layout(roles, completes, {}, {form: [] for form in completes})
    waiting: list[str] = []
    stamp = ""
    for name in header[1:]:
        if name in forms:
            for column in waiting:
                known = described[column].form if column in described else ""
                layout.fields[known if known in completes else forms[name]].append(column)
            if stamp:
                layout.timestamps.setdefault(forms[name], stamp)
            waiting, stamp = [], ""
        elif STAMPS.fullmatch(name) or _names_stamp(name, completes, fields):
            stamp = name
        elif name not in roles.values():
            waiting.append(name)
    return layout


def _names_stamp(name: str, completes: Mapping[str, str], fields: set[str]) -> bool:
    match = STAMP.fullmatch(name)
    return match is not None and name not in fields and match["form"] in completes


def _find_completes(header: list[str], dictionary: Dictionary | None) -> dict[str, str]:
    """The column that marks each form's completion, by form; headings that are labels do not name it."""
    named = {match["form"]: name for name in header if (match := COMPLETE.fullmatch(name))}
    if named:
        return named
    marks = [name for name in header if COMPLETES.fullmatch(name)]
    forms = dictionary.forms if dictionary and len(dictionary.forms) == len(marks) else marks
    return dict(zip(forms, marks, strict=True))
