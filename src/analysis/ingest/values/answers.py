"""From the text cells of a column to answers: values, missing reasons, and a receipt for each decision."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis.ingest.faults import Fault, FaultyCell
from analysis.ingest.people.belonging import Belonging
from analysis.ingest.receipts import Ledger
from analysis.ingest.values.meanings import Judgement, Meanings, is_declared, judge_declared, name_code
from analysis.ingest.values.numerals import (
    Number,
    is_spreadsheet_error,
    read_number,
    tell_day_number,
    tell_no_number,
    tell_spreadsheet_error,
)
from analysis.ingest.values.vocabulary import find_reason
from analysis.instruments.texts import normalise_label
from analysis.problems import name_nearest

Judge = Callable[[str], Judgement]


def judge_answer(text: str, meanings: Meanings) -> Judgement:
    """What one text means as an answer of a choice, a number or a tick."""
    said = _judge_said(text, meanings)
    if said:
        return said
    if not text.strip():
        blank = meanings.scheme.answers.blank
        return Judgement(f"blank_{blank}", missing=blank)
    if is_spreadsheet_error(text):
        return Judgement("", fault=tell_spreadsheet_error(text))
    if is_declared(text, meanings.question) and name_code(text) not in meanings.codes:
        return judge_declared(text, meanings.question)
    number = read_number(text)
    return _judge_text(text, meanings) if number is None else _judge_number(text, number, meanings)


def _judge_said(text: str, meanings: Meanings) -> Judgement | None:
    """What the team says that a text means; a code that already is its value is kept as it stands."""
    said = meanings.said.get(name_code(text))
    if said and said.value is not None and text == str(said.value):
        return Judgement("usable", value=said.value)
    return said


def _judge_number(text: str, number: Number, meanings: Meanings) -> Judgement:
    scheme, name = meanings.scheme, name_code(text)
    allowed = scheme.tell_allowed()
    if number.thousands is not None and scheme.is_answer(number.thousands):
        what = f"this can be read as {number.value.normalize():f} and as {number.thousands}"
        return Judgement("", fault=Fault(what, allowed, "export the numbers without separators"))
    if name in meanings.codes:
        return _spell(text, meanings.codes[name])
    if name in meanings.labels:
        return meanings.labels[name]
    whole = number.whole
    if whole is None:
        return _judge_decimal(text, number, meanings)
    if not scheme.is_known(whole):
        return Judgement("", fault=_tell_out_of_range(whole, meanings))
    lists_all = meanings.question.options and meanings.question.complete
    if scheme.answers.kind in ("choice", "ticked") and lists_all:
        offered = ", ".join(meanings.question.options)
        remedy = "enter the questions and the answers of one and the same export"
        return Judgement("", fault=Fault("the form offers no such answer", offered, remedy))
    return _spell(text, scheme.judge(whole))


def _spell(text: str, judgement: Judgement) -> Judgement:
    """The judgement on a number, which may be written otherwise than its value."""
    if judgement.why != "usable" or text == str(judgement.value):
        return judgement
    return Judgement("whole_number", value=judgement.value)


def _judge_decimal(text: str, number: Number, meanings: Meanings) -> Judgement:
    answers, value = meanings.scheme.answers, float(number.value)
    if not answers.decimals:
        return Judgement("", fault=tell_no_number(text, meanings.scheme.tell_allowed()))
    if not answers.is_answer(value):
        return Judgement("", fault=_tell_out_of_range(value, meanings))
    return Judgement("usable" if text == f"{number.value:f}" else "decimal_number", value=value)


def _tell_out_of_range(value: float, meanings: Meanings) -> Fault:
    allowed = meanings.scheme.tell_allowed()
    day = tell_day_number(int(value), allowed)
    if day:
        return day
    remedy = "look the answer up in the survey tool, and export it again"
    if value < 0 or set(str(value)) in ({"8"}, {"9"}):
        remedy += f"; if it means no answer, say so in {meanings.scheme.about} under missing:"
    return Fault("the answer is out of range", allowed, remedy)


def _judge_text(text: str, meanings: Meanings) -> Judgement:
    """What a text that is no number means: a code with letters, a label, or that there is no answer."""
    wording = normalise_label(text)
    if wording in meanings.codes:
        told = meanings.codes[wording]
        return Judgement("by_label", told.value, told.missing) if told.why == "usable" else told
    if wording in meanings.labels:
        return meanings.labels[wording]
    reason = find_reason(text)
    if reason:
        return Judgement("by_label", missing=reason)
    return Judgement("", fault=tell_unknown_text(text, meanings))


def tell_unknown_text(text: str, meanings: Meanings) -> Fault:
    """What is wrong with a text that is none of the answers."""
    scheme, allowed = meanings.scheme, meanings.scheme.tell_allowed()
    kind = "number" if scheme.answers.decimals else "whole number"
    fault = tell_no_number(text, allowed, kind)
    texts = [one for value in scheme.wordings.values() for one in value]
    if scheme.answers.kind == "number" or not texts or not fault.what.endswith(kind):
        return fault
    known = {normalise_label(one): one for one in (*texts, *meanings.question.options.values()) if one}
    near = name_nearest(normalise_label(text)[:200], list(known))
    for wording, shown in known.items():
        near = near.replace(f"“{wording}”", f"“{shown}”")
    told = f"say what the text means in {scheme.about}, under answers: {scheme.name}:"
    return Fault("this is none of the answers, neither code nor text", allowed, f"{near} {told}".strip())


def judge_text(text: str, meanings: Meanings) -> Judgement:
    """What a cell of a free-text item means: its text, or why there is none."""
    said = meanings.said.get(name_code(text))
    if said and said.missing:
        return said
    if not text.strip():
        return Judgement("blank_no_answer", missing="no_answer")
    if is_spreadsheet_error(text):
        return Judgement("", fault=tell_spreadsheet_error(text))
    if is_declared(text, meanings.question):
        return judge_declared(text, meanings.question)
    return Judgement("usable", value=text)


def judge_belonging(text: str, rule: Belonging, meanings: Meanings) -> Judgement:
    """The case, or the group, that one text means."""
    answer = judge_answer(text, meanings)
    if answer.fault and read_number(text) is None:
        return answer
    number = read_number(text)
    value = answer.value if isinstance(answer.value, int) else number.whole if number else None
    if answer.missing:
        value = None
    found = rule.find(value)
    if isinstance(found, Fault):
        return Judgement("", fault=found)
    return Judgement(f"{rule.kind}_from_{'source' if value is None else 'answer'}", value=found)


def judge_cells(cells: pd.Series[str], judge: Judge) -> list[Judgement]:
    """The judgement on every cell; texts that are alike are judged once."""
    judged = {text: judge(text) for text in cells.unique()}
    return [judged[text] for text in cells]


def note_cells(
    cells: pd.Series[str],
    judgements: list[Judgement],
    ledger: Ledger,
    faulty: list[FaultyCell],
    shows: bool = True,
) -> pd.DataFrame:
    """The values and missing reasons of one column, by row; every decision noted, every fault added.

    Without `shows`, the receipts do not tell what stands in the cells, nor what is made of it.
    """
    column = str(cells.name)
    ledger.note("cell_kept", "usable", column=column, count=sum(one.why == "usable" for one in judgements))
    for (row, text), one in zip(cells.items(), judgements, strict=True):
        if one.fault:
            faulty.append(FaultyCell(int(str(row)), column, text, one.fault))
        elif one.why != "usable":
            before = text.strip() if shows else ""
            after = "" if one.value is None or not shows else str(one.value)
            ledger.note(one.what, one.why, row=int(str(row)), column=column, before=before, after=after)
    values = [one.value for one in judgements]
    missing = [one.missing for one in judgements]
    return pd.DataFrame({"value": values, "missing": missing}, index=cells.index, dtype="object")
