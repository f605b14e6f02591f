"""REDCap's data dictionary: what each field of a project asks, and the columns it is exported to."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from analysis.ingest.exports import Question
from analysis.ingest.files.delimited import read_sheet
from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.sheets import SHOWN, Sheet, check_shape
from analysis.problems import ProblemList, name_nearest, shorten

DIALECT = Dialect("REDCap", ("utf-8",), (",", ";", "\t", "|"))
AGAIN = "download the data dictionary again"
HEADER = {
    "Variable / Field Name": "field_name",
    "Form Name": "form_name",
    "Section Header": "section_header",
    "Field Type": "field_type",
    "Field Label": "field_label",
    "Choices, Calculations, OR Slider Labels": "select_choices_or_calculations",
    "Text Validation Type OR Show Slider Number": "text_validation_type_or_show_slider_number",
    "Text Validation Min": "text_validation_min",
    "Text Validation Max": "text_validation_max",
    "Identifier?": "identifier",
    "Matrix Group Name": "matrix_group_name",
}
"""The columns that are used, by their names in the downloaded file, with those that the API gives."""
NEEDED = ("field_name", "form_name", "field_type", "field_label", "select_choices_or_calculations")

CHOOSING = ("radio", "dropdown", "select", "checkbox")
YES = {"1": ("Ja",), "0": ("Nei", "Nej")}
TRUE = {"1": ("Sann", "Sant", "Ja"), "0": ("Usann", "Usant", "Nei")}
TICKS = {"0": "Unchecked", "1": "Checked"}
PERSONAL = re.compile(r"(?:email|phone|ssn|mrn|vmrn|zipcode|postalcode|signature).*")
BREAK = re.compile(r"<(?:br|p|div|li|tr|td|h\d)\b[^<>]{0,500}>", re.IGNORECASE)
TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
NAME = re.compile(r"[a-z0-9_]+")
SLIDER_END = 100.0


@dataclass(frozen=True)
class DictionaryField:
    """One field of the project: `heading` is what stands above it, or above the first row of its matrix."""

    name: str
    form: str
    kind: str
    label: str
    heading: str = ""
    choices: dict[str, str] = field(default_factory=dict)
    validation: str = ""
    maximum: float | None = None
    personal: bool = False
    matrix: str = ""

    def columns(self) -> Iterator[tuple[str, str, Question]]:
        """The columns it is exported to: the name of each, its heading where headings are labels, and what
        it asks; a field of checkboxes has one for every choice."""
        if self.kind == "descriptive":
            return
        if self.kind != "checkbox":
            yield self.name, self.label, self._question()
            return
        for code, text in self.choices.items():
            asked = Question(self.label, text, self.name, code, options=dict(TICKS))
            yield name_checkbox(self.name, code), f"{self.label} (choice={text})", asked

    def _question(self) -> Question:
        asked = Question(self.label, code=self.name, options=dict(self.choices), maximum=self.maximum)
        if self.kind == "yesno":
            asked = replace(asked, options={"1": "Yes", "0": "No"}, also=dict(YES))
        elif self.kind == "truefalse":
            asked = replace(asked, options={"1": "True", "0": "False"}, also=dict(TRUE))
        if self.matrix:
            whole = self.heading or self.matrix
            asked = replace(asked, text=whole, part=self.label, code=self.matrix, part_code=self.name)
        return asked


@dataclass(frozen=True)
class Dictionary:
    """The project's fields in their order, and the file they were read from."""

    sheet: Sheet
    fields: list[DictionaryField]

    @property
    def forms(self) -> list[str]:
        """The project's forms in their order."""
        return list(dict.fromkeys(one.form for one in self.fields))

    def columns(self) -> dict[str, tuple[DictionaryField, str, Question]]:
        """Field, heading and question of every column, by the column's name."""
        return {
            name: (one, heading, question) for one in self.fields for name, heading, question in one.columns()
        }


def name_checkbox(name: str, code: str) -> str:
    """The column of one choice; REDCap lowers its letters, and writes other signs as underscores."""
    return f"{name}___{re.sub(r'[^a-z0-9_]', '_', code.lower())}"


def is_dictionary(header: list[str]) -> bool:
    """Whether a header is that of a data dictionary, as downloaded or as the API gives it."""
    return header[:1] == ["Variable / Field Name"] or {"field_name", "field_type"} <= set(header)


def read_dictionary(path: Path, shown: str) -> Dictionary:
    """The project's fields; raises `ProblemsFound` for a file that is none, or that contradicts itself."""
    sheet = read_sheet(path, shown, DIALECT)
    found = ProblemList(shown)
    if not is_dictionary(sheet.header):
        what = "this is not a data dictionary: two files of the export may be swapped"
        remedy = "correct the column part in config/sources.tsv"
        found.add("row 1", what, "", "Variable / Field Name, ...", remedy)
        found.raise_any()
    check_shape(sheet, found)
    places = {HEADER.get(name, name): place for place, name in enumerate(sheet.header)}
    for name in NEEDED:
        if name not in places:
            near = name_nearest(name, sheet.header) or AGAIN
            found.add("row 1", f"the column “{name}” is missing", "", name, near)
    found.raise_any()
    fields: list[DictionaryField] = []
    for number, cells in zip(sheet.numbers, sheet.rows, strict=True):
        # A dictionary that was fetched and saved with R has NA where nothing stands.
        told = {name: cells[place].strip() for name, place in places.items()}
        told |= {name: "" for name in told if told[name] == "NA" and name != "field_label"}
        fields.append(_read_field(told, fields, number, found))
    _check_columns(fields, found)
    found.raise_any()
    return Dictionary(sheet, fields)


def _read_field(
    told: dict[str, str], before: list[DictionaryField], row: int, found: ProblemList
) -> DictionaryField:
    name, form, kind = told["field_name"], told["form_name"], told["field_type"]
    for column, text in (("field_name", name), ("form_name", form)):
        if not NAME.fullmatch(text):
            what, allowed = "this is no name of a field or a form", "small letters, digits, underscores"
            found.add(f"row {row}, column {column}", what, text, allowed, AGAIN)
    validation = told.get("text_validation_type_or_show_slider_number", "")
    personal = told.get("identifier", "").casefold() in ("y", "yes", "1")
    matrix = told.get("matrix_group_name", "")
    heading = clean(told.get("section_header", ""))
    if matrix and not heading and before and before[-1].matrix == matrix:
        heading = before[-1].heading
    return DictionaryField(
        name=name,
        form=form,
        kind=kind,
        label=clean(told["field_label"]),
        heading=heading,
        choices=_read_choices(told["select_choices_or_calculations"], kind, row, found),
        validation=validation,
        maximum=_read_maximum(told.get("text_validation_max", ""), kind, validation),
        personal=personal or kind == "file" or bool(PERSONAL.fullmatch(validation)),
        matrix=matrix,
    )


def clean(text: str) -> str:
    """A label without the marks that make it bold or blue."""
    return " ".join(html.unescape(TAG.sub("", BREAK.sub(" ", text))).split())


def _read_choices(text: str, kind: str, row: int, found: ProblemList) -> dict[str, str]:
    """The texts by code of “1, one | 2, two, or more”; calculations and slider labels are no choices."""
    choices: dict[str, str] = {}
    if kind not in CHOOSING:
        return choices
    place = f"row {row}, column Choices, Calculations, OR Slider Labels"
    for choice in filter(str.strip, text.split("|")):
        code, comma, label = (part.strip() for part in choice.partition(","))
        if not code or not comma:
            what = "a choice has no code, or no text"
            found.add(place, what, shorten(choice, 40), "1, one | 2, two", AGAIN)
        elif code in choices:
            found.add(place, "two choices have the same code", code, "one each", "correct the project's form")
        choices[code] = clean(label)
    return choices


def _read_maximum(text: str, kind: str, validation: str) -> float | None:
    """The highest number that can be answered; a slider ends at 100 unless it says otherwise."""
    if kind != "slider" and not validation.startswith(("number", "integer")):
        return None
    if NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    return SLIDER_END if kind == "slider" else None


def _check_columns(fields: list[DictionaryField], found: ProblemList) -> None:
    seen: dict[str, str] = {}
    doubled: list[str] = []
    for one in fields:
        for name, _, _ in one.columns():
            if name in seen:
                doubled.append(name)
            seen[name] = one.name
    for name in doubled[:SHOWN]:
        found.add("", "two fields have the same column", name, "one each", AGAIN)
