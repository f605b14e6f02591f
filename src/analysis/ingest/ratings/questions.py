"""What the fields, questions and values of a scorecard may be called in a file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.configuration import Bilingual
from analysis.ingest.faults import Fault
from analysis.ingest.values.numerals import DATES, LONGEST_NUMBER
from analysis.problems import name_nearest, shorten
from analysis.scorecards import VALUES, Scorecard, ScorecardField

DASHES = re.compile(r"\s*[-‐‑‒–—−.]\s*")
IN_FIELD = re.compile(r"[0-9]{1,2}")


def tidy(text: str) -> str:
    """A name without what differs between two ways of writing it: capitals, blanks, a last full stop."""
    return " ".join(text.casefold().split()).rstrip(".")


def find_field(text: str, scorecard: Scorecard) -> ScorecardField | None:
    """The field of this id, label or number; None where there is none."""
    for number, field in enumerate(scorecard.fields, 1):
        if tidy(text) in (str(number), *_words(field.id, field.label)):
            return field
    return None


def is_values(text: str, scorecard: Scorecard) -> bool:
    """Whether a table writes this in place of a field: the row is the weight of a value."""
    return bool(scorecard.values) and tidy(text) in VALUES


def find_value(text: str, scorecard: Scorecard) -> str:
    """The id of the value of this id, label or number (V1); empty where there is none."""
    for number, value in enumerate(scorecard.values, 1):
        if tidy(text) in (f"v{number}", *_words(value.id, value.label)):
            return value.id
    return ""


def find_question(text: str, fields: Sequence[ScorecardField], scorecard: Scorecard) -> str:
    """The id of the question of these fields with this id, number (5-2) or label.

    Empty where there is none, and where a label stands for several. A number alone (2) counts in one field.
    """
    numbers = scorecard.numbers
    named = DASHES.sub("-", tidy(text))
    found = [
        question.id
        for field in fields
        for place, question in enumerate(field.questions, 1)
        if tidy(text) in _words(question.id, question.label)
        or named == numbers[question.id]
        or (len(fields) == 1 and named == str(place))
    ]
    return found[0] if len(found) == 1 else ""


def tell_no_field(text: str, scorecard: Scorecard) -> Fault:
    """What is wrong with a text that names no field."""
    known = [word for field in scorecard.fields for word in _words(field.id, field.label)]
    allowed = ", ".join(field.id for field in scorecard.fields)
    what = f"the scorecard {scorecard.id} has no such field" if text else "the field is missing"
    return Fault(what, allowed, name_nearest(tidy(text), known) or "correct the cell")


def tell_no_question(text: str, fields: Sequence[ScorecardField], scorecard: Scorecard) -> Fault:
    """What is wrong with a text that names no question of these fields."""
    if not text:
        return Fault("the question is missing", "a question in every row", "fill it in, or remove the row")
    asked = [question for field in fields for question in field.questions]
    ends = [scorecard.numbers[question.id] for question in (asked[:1] + asked[-1:])]
    allowed = f"{' to '.join(ends)}, an id or a label"
    known = [word for question in asked for word in _words(question.id, question.label)]
    remedy = name_nearest(tidy(text), known) or "correct the cell"
    if DATES.fullmatch(text[:LONGEST_NUMBER]):
        remedy = "a spreadsheet turns 5-2 into a date: make the cell one of text, and write the number again"
    where = f"the field {fields[0].id}" if len(fields) == 1 else f"the scorecard {scorecard.id}"
    return Fault(f"{where} has no such question", allowed, remedy)


def tell_no_value(text: str, scorecard: Scorecard) -> Fault:
    """What is wrong with a text that names no value."""
    known = [word for value in scorecard.values for word in _words(value.id, value.label)]
    what = f"the scorecard {scorecard.id} has no such value" if text else "the value is missing"
    allowed = shorten(", ".join(value.id for value in scorecard.values))
    return Fault(what, allowed, name_nearest(tidy(text), known) or "correct the cell")


def check_version(text: str, scorecard: Scorecard) -> Fault | None:
    """What is wrong with the version that a sheet names, if anything is."""
    known = [*scorecard.earlier_versions, scorecard.version]
    if not text or text in known:
        return None
    add = f"add it to earlier_versions in config/scorecards/{scorecard.id}.yaml if its questions are the same"
    return Fault(
        f"the scorecard {scorecard.id} has no such version", ", ".join(known), f"correct it; or {add}"
    )


def _words(name: str, label: Bilingual) -> tuple[str, ...]:
    return name, tidy(label.nb), tidy(label.en)
