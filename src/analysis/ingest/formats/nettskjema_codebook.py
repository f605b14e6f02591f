"""Nettskjema's codebook, which says of each column what was asked: JSON as the tool writes it, or a table.

The table has a row for each answer that a question offers, and names the columns of matrices and
checkboxes as the report does.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
from pydantic import BaseModel, BeforeValidator, Field, TypeAdapter

from analysis.ingest.exports import Question, to_cells
from analysis.ingest.files.delimited import read_sheet
from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.encodings import decode
from analysis.ingest.files.limits import read_bytes
from analysis.ingest.files.sheets import Line, check_shape
from analysis.problems import ProblemList

DIALECT = Dialect("Nettskjema", ("utf-8",), (";", ",", "\t"))
COLUMNS = (
    "element_no",
    "element_type",
    "element_code",
    "element_text",
    "element_desc",
    "subelement_seq",
    "answer_text",
    "answer_code",
    "answer_seq",
)
NEEDED = tuple(name for name in COLUMNS if name not in ("element_desc", "subelement_seq", "answer_seq"))
TICKED = {"0": "", "1": ""}
NOT_ASKED = ("HEADING", "TEXT", "IMAGE", "PAGE_BREAK", "ACCORDION")
IDENTIFYING = ("NAME", "USERNAME", "EMAIL", "PHONE", "NATIONAL_ID", "ATTACHMENT", "SUBMISSION_REFERENCE")
TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def _unbox(value: object) -> object:
    """R writes a single value as a list of one, and no value as an empty object."""
    if value == {} or value == []:
        return None
    return value[0] if isinstance(value, list) and len(value) == 1 else value


Text = Annotated[str | None, BeforeValidator(_unbox)]


class Option(BaseModel):
    """One answer that a question offers."""

    code: Text = Field(default=None, alias="externalAnswerOptionId")
    text: Text = None


class Row(BaseModel):
    """One row of a matrix."""

    code: Text = Field(default=None, alias="externalElementId")
    text: Text = None


class Element(BaseModel):
    """One element of the form; the keys that are not named here are not needed."""

    kind: Annotated[str, BeforeValidator(_unbox)] = Field(alias="elementType")
    code: Text = Field(default=None, alias="externalElementId")
    text: Text = None
    options: list[Option] = Field(default_factory=list, alias="answerOptions")
    rows: list[Row] = Field(default_factory=list, alias="subElements")
    maximum: Annotated[float | None, BeforeValidator(_unbox)] = Field(default=None, alias="maximumValue")


@dataclass(frozen=True)
class Described:
    """One column as the codebook describes it: its name where the form has codes, and its question."""

    column: str
    kind: str
    question: Question

    @property
    def identifies(self) -> bool:
        """Whether the column holds what names a person: their name, number or own file."""
        return self.kind.startswith(IDENTIFYING)

    @property
    def key(self) -> str:
        """What is left of the question's text, with row and option, for finding it in a header."""
        return reduce_text(f"{self.question.text} {self.question.part}")


@dataclass(frozen=True)
class Codebook:
    """The columns a codebook describes; `form` and `receipts` say how the file is written."""

    described: list[Described]
    form: str
    receipts: list[Line] = field(default_factory=list)

    @property
    def questions(self) -> dict[str, Question]:
        """The questions by the column their answers stand in."""
        return {one.column: one.question for one in self.described if one.column}

    @cached_property
    def _by_code(self) -> dict[str, Described]:
        return {one.column: one for one in self.described if one.column}

    @cached_property
    def _by_text(self) -> dict[str, list[Described]]:
        alike: dict[str, list[Described]] = {}
        for one in self.described:
            alike.setdefault(one.key, []).append(one)
        return alike

    def find(self, header: str) -> Described | None:
        """The column a header means: by its code, else by its text where only one has that text."""
        key = reduce_text(header)
        alike = self._by_text.get(key, []) if key else []
        return self._by_code.get(header) or (alike[0] if len(alike) == 1 else None)


def reduce_text(text: str) -> str:
    """The letters and digits of a text: how a report joins question, row and option is not fixed."""
    return re.sub(r"[\W_]+", "", strip_tags(text).casefold())


def strip_tags(text: str) -> str:
    """A text without the marks of HTML, on one line."""
    return " ".join(html.unescape(TAG.sub(" ", text)).split())


def is_codebook_header(header: list[str]) -> bool:
    """Whether these are the columns of a codebook as a table."""
    return set(NEEDED) <= set(header)


def read_codebook(path: Path, shown: str) -> Codebook:
    """What the form asked, by column; raises `ProblemsFound`."""
    found = ProblemList(shown)
    text, _ = decode(read_bytes(path, found), DIALECT, found)
    if text.lstrip()[:1] in ("[", "{"):
        codebook = Codebook(_read_elements(text, found), "UTF-8, JSON")
    else:
        codebook = _read_table(path, shown, text, found)
    names = [one.column for one in codebook.described if one.column]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        remedy = "give each its own code, and export again"
        found.add(f"question {name}", "two questions have the same code", name, "", remedy)
    found.raise_any()
    return codebook


def _read_elements(text: str, found: ProblemList) -> list[Described]:
    elements: list[Element] = []
    try:
        document: Any = json.loads(text)
        json.dumps(document, ensure_ascii=False).encode("utf-8")  # half a letter cannot be shown in a message
        if isinstance(document, dict):
            document = document.get("elements")
        elements = TypeAdapter(list[Element]).validate_python(document)
    except json.JSONDecodeError as error:
        remedy = "export the codebook again"
        found.add(f"line {error.lineno}", "this is not JSON", text.split("\n", 1)[0][:40], "JSON", remedy)
    except (ValueError, RecursionError):
        what = "this is JSON, but not Nettskjema's codebook"
        found.add("", what, "", "a list of elements with elementType", "export the codebook again")
    found.raise_any()
    return [one for element in elements for one in _describe(element)]


def _describe(element: Element) -> list[Described]:
    """The columns an element is exported to. Checkboxes have a column of 0 and 1 for every option."""
    text, code = strip_tags(element.text or ""), element.code or ""
    if element.kind in NOT_ASKED or not (code or text):
        return []
    options = {one.code or one.text or "": strip_tags(one.text or "") for one in element.options}
    asked = [Question(text=text, code=code, options=options, maximum=element.maximum)]
    if element.kind.startswith("MATRIX_"):
        asked = [
            Question(
                text=text,
                part=strip_tags(row.text or ""),
                code=code,
                part_code=row.code or "",
                options=options,
            )
            for row in element.rows
        ]
    if element.kind.endswith("CHECKBOX"):
        asked = [
            _tick(question, one.code or "", strip_tags(one.text or ""))
            for question in asked
            for one in element.options
        ]
    return [Described(_name_column(question), element.kind, question) for question in asked]


def _tick(question: Question, code: str, text: str) -> Question:
    """The question of one option's column; the options of a matrix row belong to that row."""
    row = f"{question.code}.{question.part_code}" if question.part_code else question.code
    asked = f"{question.text}: {question.part}" if question.part else question.text
    return Question(text=asked, part=text, code=row, part_code=code, options=TICKED)


def _name_column(question: Question) -> str:
    parts = [question.code, question.part_code] if question.part or question.part_code else [question.code]
    return ".".join(parts) if all(parts) else ""


def _read_table(path: Path, shown: str, text: str, found: ProblemList) -> Codebook:
    first = text.split("\n", 1)[0]
    if "$submission_id" in first:
        remedy = "swap the rows' parts in config/sources.tsv"
        found.add("", "this is the file “answers”, not the file “codebook”", "answers", "codebook", remedy)
    elif not all(name in first for name in NEEDED):
        what = "this is not Nettskjema's codebook"
        allowed = "JSON, or a table with " + ", ".join(NEEDED)
        found.add("line 1", what, first[:40], allowed, "export the codebook again")
    found.raise_any()
    sheet = read_sheet(path, shown, DIALECT)
    check_shape(sheet, found)
    found.raise_any()
    cells = to_cells(sheet)
    described: list[Described] = []
    for _, rows in cells.groupby("element_no", sort=False):
        described += _describe_rows(rows)
    return Codebook(described, sheet.form, sheet.receipts)


def _describe_rows(rows: pd.DataFrame) -> list[Described]:
    """The columns of one element; R writes NA where there is nothing."""
    kind = rows["element_type"].iloc[0]
    plain = rows[["element_code", "element_text", "answer_code"]].replace("NA", "")
    rows = rows.assign(**{name: plain[name] for name in plain})
    if kind.endswith("CHECKBOX"):
        return [_describe_tick(kind, *row) for row in _take(rows) if row[2]]
    named = rows[rows["element_code"] != ""].groupby("element_code", sort=False)
    before, asked = _split_matrix(kind, rows)
    return [Described(str(column), kind, _ask(group, kind, before, asked)) for column, group in named]


def _take(rows: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    columns = ["element_code", "element_text", "answer_code", "answer_text"]
    return list(rows[columns].itertuples(index=False, name=None))


def _describe_tick(kind: str, column: str, text: str, code: str, option: str) -> Described:
    if column and not column.endswith(f".{code}"):
        column = f"{column}.{code}"
    asked = re.sub(rf"\s*::\s*{re.escape(option)}$", "", text).replace(" :: ", ": ")
    question = Question(
        text=strip_tags(asked),
        part=strip_tags(option),
        code=column.removesuffix(f".{code}"),
        part_code=code,
        options=TICKED,
    )
    return Described(column, kind, question)


def _split_matrix(kind: str, rows: pd.DataFrame) -> tuple[str, str]:
    """What the codes and the texts of a matrix' rows begin with: the matrix' own code and text."""
    if not kind.startswith("MATRIX_"):
        return "", ""
    return _shared(list(rows["element_code"].unique()), "."), _shared(
        list(rows["element_text"].unique()), ": "
    )


def _shared(texts: list[str], mark: str) -> str:
    """The longest beginning up to a mark that all texts have; of a single text, up to its last mark."""
    starts = {text[: place.start()] for text in texts[:1] for place in re.finditer(re.escape(mark), text)}
    alike = [start for start in starts if all(text.startswith(start + mark) for text in texts)]
    return max(alike, key=len, default="")


def _ask(rows: pd.DataFrame, kind: str, before: str, asked: str) -> Question:
    code, text = rows["element_code"].iloc[0], rows["element_text"].iloc[0]
    options = {row[2]: strip_tags(row[3]) for row in _take(rows) if row[2]}
    if not (kind.startswith("MATRIX_") and before):
        return Question(text=strip_tags(text), code=code, options=options)
    row = text.removeprefix(f"{asked}: ") if asked else ""
    return Question(
        text=strip_tags(asked or text),
        part=strip_tags(row),
        code=before,
        part_code=code.removeprefix(f"{before}."),
        options=options,
    )
