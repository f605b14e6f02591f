"""The structure (.lss) of the small survey, in the layout of newer versions and in that of older ones."""

from __future__ import annotations

from xml.sax.saxutils import escape

from tests.limesurvey_survey import AGREE, PLACE, RANKED

Row = dict[str, str]
QUESTIONS = [
    ("1", "L", "Q1", "Hvor hører du til?", "<p>Where do you belong?</p>"),
    ("2", "F", "Q2", "Hvor <b>enig</b> er du i dette?", "How far do you agree?"),
    ("3", "M", "Q3", "Hva bruker dere?", "What do you use?"),
    ("4", "Y", "Q4", "Er du ansatt?", "Are you employed?"),
    ("5", "R", "Q5", "Hva er viktigst?", "What matters most?"),
    ("6", "T", "Q6", "Noe&nbsp;mer?", "Anything else?"),
]
PARTS = [
    ("21", "2", "SQ001", "Vi møtes ofte", "We meet often"),
    ("22", "2", "SQ002", "Vi møtes åpent", "We meet openly"),
    ("31", "3", "A", "E-post", "E-mail"),
    ("32", "3", "B", "Møter", "Meetings"),
]
ANSWERS = {"1": PLACE[:2], "2": AGREE, "5": RANKED}
LANGUAGES = ("nb", "en")


def table(name: str, rows: list[Row]) -> str:
    cells = [
        "<row>" + "".join(f"<{key}><![CDATA[{text}]]></{key}>" for key, text in row.items()) + "</row>"
        for row in rows
    ]
    return f"<{name}><fields/><rows>{''.join(cells)}</rows></{name}>"


def write_structure(new: bool = True, base: str = "nb") -> str:
    """The whole document; in older versions every row stands once in each language, with its text."""
    listed = [base, *(one for one in LANGUAGES if one != base)]
    texts: list[Row] = []
    questions: list[Row] = []
    subquestions: list[Row] = []
    for place, (number, kind, code, *wordings) in enumerate(QUESTIONS):
        row = {"qid": number, "parent_qid": "0", "gid": "1", "type": kind, "title": code}
        row |= {"other": "Y" if number == "1" else "N", "question_order": str(place)}
        _add(questions, texts, row, dict(zip(LANGUAGES, wordings, strict=True)), new)
    for place, (number, owner, code, *wordings) in enumerate(PARTS):
        row = {"qid": number, "parent_qid": owner, "gid": "1", "type": "T", "title": code, "scale_id": "0"}
        row |= {"question_order": str(place)}
        _add(subquestions, texts, row, dict(zip(LANGUAGES, wordings, strict=True)), new)
    tables = [
        table("groups", [{"gid": "1", "group_order": "1"}]),
        table("questions", questions),
        table("subquestions", subquestions),
        *([table("question_l10ns", texts)] if new else []),
        *_answers(new),
        table("surveys", [{"sid": "1", "language": base}]),
    ]
    languages = "".join(f"<language>{escape(one)}</language>" for one in sorted(listed))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<document>\n'
        f"<LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>{630 if new else 145}</DBVersion>"
        f"<languages>{languages}</languages>{''.join(tables)}</document>\n"
    )


def _add(rows: list[Row], texts: list[Row], row: Row, wordings: dict[str, str], new: bool) -> None:
    if new:
        rows.append(row)
        texts += [{"qid": row["qid"], "question": text, "language": one} for one, text in wordings.items()]
    else:
        rows += [row | {"question": text, "language": one} for one, text in wordings.items()]


def _answers(new: bool) -> list[str]:
    rows: list[Row] = []
    texts: list[Row] = []
    for number, offered in ANSWERS.items():
        for place, (code, *wordings) in enumerate(offered):
            row = {"qid": number, "code": code, "sortorder": str(place), "scale_id": "0"}
            named = dict(zip(LANGUAGES, wordings, strict=True))
            if new:
                aid = f"{number}{place}"
                rows.append({"aid": aid} | row)
                texts += [{"aid": aid, "answer": text, "language": one} for one, text in named.items()]
            else:
                rows += [row | {"answer": text, "language": one} for one, text in named.items()]
    return [table("answers", rows), *([table("answer_l10ns", texts)] if new else [])]
