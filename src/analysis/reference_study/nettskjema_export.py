"""Writes the municipal answers as Nettskjema exports them: one CSV report and one codebook in JSON.

Shapes follow a report and a codebook made by Nettskjema's API, version 3: UTF-8 without a mark, `;`,
every cell quoted, numbers with a decimal point, an empty cell for an unanswered question.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
from operator import itemgetter
from typing import Any

from analysis.instruments import Instrument, Item
from analysis.reference_study import design
from analysis.reference_study.codes import PARTS
from analysis.reference_study.options import Shown, list_options
from analysis.reference_study.sheets import Sheet

FIRST_SUBMISSION = 41_206_118
FIRST_ELEMENT = 2_730_401
FIRST_QUESTION = 2_914_077
FIRST_OPTION = 6_880_512
SYNTHETIC = (
    "<p>SYNTETISKE DATA. Svarene er laget av et program og er ikke noens svar. "
    "SYNTHETIC DATA. The answers were made by a program and are nobody's answers.</p>\n"
)
ELEMENT_TYPES = {
    "text": "QUESTION",
    "case": "SELECT",
    "group": "RADIO",
    "choice": "RADIO",
    "number": "NUMBER",
}
WINTER_TIME = "+01:00"
ALIKE_IN_ALL: dict[str, Any] = {
    "dateFormat": None,
    "sequence": None,
    "maxSelectedAnswerOptions": None,
    "imageUrl": None,
    "altText": None,
    "linearScaleType": None,
    "nationalIdNumberType": None,
    "repeatedNationalIdRequired": None,
    "nationalIdNumberOfLetters": None,
    "nationalIdNumberOfDigits": None,
    "isAutofill": None,
    "image": None,
    "isMandatory": False,
    "isHorizontal": False,
    "isRangeMarksShown": False,
    "externalElementId": None,
    "minimumValue": None,
    "maximumValue": None,
    "sendAdditionalRecipientEmail": False,
    "useForRedirectToForm": False,
    "minimumValueText": None,
    "midValueText": None,
    "maximumValueText": None,
    "numberOfDecimals": None,
    "routingReferenceIds": [],
    "answerOptions": [],
    "answerOptionsVisibilityFilter": [],
    "subElements": [],
    "validationScripts": [],
    "isAnswerHashed": False,
    "maxNumberOfCharacters": None,
    "isRandomizedOrder": False,
}


def export_answers(sheets: list[Sheet], instrument: Instrument) -> bytes:
    """The CSV report of the sheets, in the order they were handed in."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
    items = [item.id for item in instrument.items]
    writer.writerow(["$submission_id", "$created", *PARTS, *items, "$answer_time_ms"])
    handed_in = [(sheet.closed, sheet.opened, sheet) for sheet in sheets if sheet.closed and sheet.opened]
    for number, (closed, opened, sheet) in enumerate(sorted(handed_in, key=itemgetter(0))):
        # Nettskjema numbers the submissions of all its forms together, so ours lie apart.
        submission = FIRST_SUBMISSION + 173 * number + closed.minute
        took = round((closed - opened).total_seconds() * 1000)
        cells = [sheet.code.get(part, "") for part in PARTS]
        cells += [_show(sheet.cells.get(item), instrument, item) for item in items]
        writer.writerow([submission, closed.isoformat(timespec="seconds") + WINTER_TIME, *cells, took])
    return out.getvalue().encode("utf-8")


def _show(value: int | str | None, instrument: Instrument, item: str) -> str:
    """A cell as the report shows it: numbers, but not the codes of options, have a decimal."""
    if value is None:
        return ""
    return f"{value}.0" if instrument.answer_set(item).kind == "number" else str(value)


def export_codebook(instrument: Instrument, cases: Shown, groups: Shown | None = None) -> bytes:
    """The codebook in JSON, its first text saying that the answers are made up.

    `cases` and `groups` give, for each case and group, the answer that means it and the label shown.
    """
    elements = [_element("HEADING", text=instrument.title.nb), _element("TEXT", description=SYNTHETIC)]
    elements += [_ask_text(code, text) for code, text in PARTS.items()]
    part = ""
    for item in instrument.items:
        if item.part != part:
            part = item.part
            elements += [_element("PAGE_BREAK"), _element("HEADING", text=instrument.parts[part].label.nb)]
        elements.append(_question(item, instrument, cases, groups))
    _number(elements)
    return json.dumps(elements, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _element(kind: str, **given: Any) -> dict[str, Any]:
    first = {"elementId": None, "questionId": None, "text": None, "description": None, "elementType": kind}
    return first | ALIKE_IN_ALL | given


def _ask_text(code: str, text: str) -> dict[str, Any]:
    return _element(ELEMENT_TYPES["text"], text=text, externalElementId=code)


def _question(item: Item, instrument: Instrument, cases: Shown, groups: Shown | None) -> dict[str, Any]:
    answers = instrument.answer_set(item.id)
    options = list_options(answers, cases, groups)
    question = _element(
        ELEMENT_TYPES[answers.kind],
        text=item.label_in(design.MUNICIPALITY).nb,
        description=f"<p>Spørsmål {item.number}</p>\n",
        externalElementId=item.id,
        answerOptions=[_option(number, *option, item.id) for number, option in enumerate(options, 1)],
    )
    if answers.kind == "number":
        question |= {"minimumValue": answers.minimum, "maximumValue": answers.maximum, "numberOfDecimals": 0}
    return question


def _option(number: int, value: int, label: str, item: str) -> dict[str, Any]:
    return {
        "answerOptionId": None,
        "sequence": number,
        "text": label,
        "redirectToForm": None,
        "isPreselected": False,
        "isCorrect": False,
        "additionalRecipientEmail": None,
        "externalAnswerOptionId": str(value),
        "image": None,
        "imageUrl": None,
        "altText": None,
        "externalElementId": item,
        "textOrAltText": label,
    }


def _number(elements: list[dict[str, Any]]) -> None:
    """Give the elements and their options the numbers Nettskjema gives them; places count within a page."""
    option_ids = itertools.count(FIRST_OPTION)
    place = 0
    for number, element in enumerate(elements):
        if element["elementType"] == "PAGE_BREAK":
            place = 0
            continue
        place += 1
        element |= {"elementId": FIRST_ELEMENT + number, "sequence": place}
        if element["externalElementId"]:
            element["questionId"] = FIRST_QUESTION + number
        for option in element["answerOptions"]:
            option["answerOptionId"] = next(option_ids)
