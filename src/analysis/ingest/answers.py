"""From the text cells of an export to answers: values, missing reasons, and a receipt for each decision."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from analysis.ingest.cases import CaseRule
from analysis.ingest.exports import Export
from analysis.ingest.faults import TEXTS, Fault, FaultyCell
from analysis.ingest.receipts import Ledger
from analysis.instruments import AnswerSet

WHOLE = re.compile(r"-?[0-9]{1,9}(?:\.0+)?")


@dataclass(frozen=True)
class Judgement:
    """What becomes of the cells with one text: a value, or a missing reason, or a fault.

    `why` is the ledger's word for it, `after` the value as the ledger shows it.
    """

    why: str
    value: int | str | None = None
    missing: str | None = None
    fault: Fault | None = None

    @property
    def what(self) -> str:
        """The ledger's word for what became of the cell."""
        if self.missing:
            return "cell_set_missing"
        return "cell_kept" if self.why == "usable" else "cell_recoded"


Judge = Callable[[str], Judgement]


def read_whole(text: str) -> int | None:
    """The whole number a text stands for, spaces around it and a zero fraction (40.0) allowed."""
    stripped = text.strip(" ")
    return int(stripped.split(".")[0]) if WHOLE.fullmatch(stripped) else None


def judge_answer(text: str, answers: AnswerSet, options: dict[str, str]) -> Judgement:
    """What one text means as an answer of a choice or a number; `options` are the form's own codes."""
    if not text.strip():
        return Judgement(f"blank_{answers.blank}", missing=answers.blank)
    allowed = ", ".join(map(str, answers.values())) or f"{answers.minimum} to {answers.maximum}"
    value = read_whole(text)
    if value is None:
        return Judgement("", fault=_name_fault(text, allowed, options, answers))
    if value in answers.not_relevant:
        return Judgement("answer_not_relevant", missing="not_relevant")
    if not _is_allowed(value, answers):
        remedy = "look the answer up in the survey tool, and export it again"
        return Judgement("", fault=Fault("the answer is out of range", allowed, remedy))
    if options and str(value) not in options:
        remedy = "enter the questions and the answers of one and the same export"
        return Judgement("", fault=Fault("the form offers no such answer", ", ".join(options), remedy))
    return Judgement("usable" if text == str(value) else "whole_number", value=value)


def _is_allowed(value: int, answers: AnswerSet) -> bool:
    if answers.kind == "choice":
        return value in answers.values()
    assert answers.minimum is not None and answers.maximum is not None
    return answers.minimum <= value <= answers.maximum


def _name_fault(text: str, allowed: str, options: dict[str, str], answers: AnswerSet | None = None) -> Fault:
    """Texts of answers in place of their codes, or something that is no whole number at all."""
    texts = list(options.values())
    for answer in answers.answers if answers else []:
        texts += [answer.label.nb, answer.label.en]
    if text.strip().casefold() in (one.strip().casefold() for one in texts):
        codes = ", ".join(f"{code} = {label}" for code, label in options.items()) or allowed
        return Fault(TEXTS, codes, "export the answers again as codes (values), not as texts")
    return Fault("this is not a whole number", allowed, "correct the cell in the tool, and export it again")


def judge_text(text: str) -> Judgement:
    """What a cell of a free-text item means: its text, or no answer."""
    return (
        Judgement("usable", value=text) if text.strip() else Judgement("blank_no_answer", missing="no_answer")
    )


def judge_case(text: str, rule: CaseRule, options: dict[str, str]) -> Judgement:
    """The case that one text means."""
    answer = read_whole(text)
    if answer is None and text.strip():
        allowed = ", ".join(f"{code} ({case})" for code, case in rule.codes.items())
        return Judgement("", fault=_name_fault(text, allowed, options))
    case = rule.find(answer)
    if isinstance(case, Fault):
        return Judgement("", fault=case)
    return Judgement("case_from_source" if answer is None else "case_from_answer", value=case)


def read_column(
    cells: pd.Series[str], judge: Judge, ledger: Ledger, faulty: list[FaultyCell]
) -> pd.DataFrame:
    """The values and missing reasons of one column, by row; every decision noted, every fault added."""
    column = str(cells.name)
    judged = {text: judge(text) for text in cells.unique()}
    kept = cells.map(lambda text: judged[text].why == "usable").astype(bool)
    ledger.note("cell_kept", "usable", column=column, count=int(kept.sum()))
    for row, text in cells[~kept].items():
        judgement = judged[text]
        if judgement.fault:
            faulty.append(FaultyCell(row, column, text, judgement.fault))
        else:
            after = "" if judgement.value is None else str(judgement.value)
            ledger.note(
                judgement.what, judgement.why, row=row, column=column, before=text.strip(), after=after
            )
    values = [judged[text].value for text in cells]
    missing = [judged[text].missing for text in cells]
    return pd.DataFrame({"value": values, "missing": missing}, index=cells.index, dtype="object")


def note_rows(
    export: Export, mapping: dict[str, str], left_out: dict[int, tuple[str, str]], ledger: Ledger
) -> None:
    """Note the files, the rows and the columns: what was read, what was left out, and why."""
    for line in export.receipts:
        ledger.note(**line)  # type: ignore[arg-type]
    rows, columns = len(export.cells) + len(export.blank), len(mapping)
    ledger.note("row_read", "total", count=rows)
    ledger.note("row_kept", "answer", count=len(export.cells) - len(left_out))
    without = left_out | dict.fromkeys(export.blank, ("blank_row", ""))
    for row, (why, before) in sorted(without.items()):
        ledger.note("row_left_out", why, row=row, before=before)
        ledger.note("cell_left_out", "row_left_out", row=row, count=columns)
    ledger.note("column_read", "total", count=export.cells.shape[1])
    items = {column: item for item, column in mapping.items()}
    for column in export.cells.columns:
        if column in items:
            ledger.note("column_kept", "item", column=column, after=items[column])
            ledger.note("cell_read", "total", column=column, count=rows)
        else:
            ledger.note("column_left_out", export.tool_columns.get(column, "not_an_item"), column=column)
