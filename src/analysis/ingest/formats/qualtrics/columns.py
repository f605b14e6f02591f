"""What the header rows of a Qualtrics export say of its columns: the tool's own and the questions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.ingest.exports import Question

ID, STATUS, FINISHED, PROGRESS = "_recordId", "status", "finished", "progress"
TIMES = ("recordedDate", "endDate")
SYSTEM = {
    "startDate": "tool_column",
    "endDate": "tool_column",
    STATUS: "status_column",
    "ipAddress": "identifier",
    PROGRESS: "status_column",
    "duration": "tool_column",
    FINISHED: "status_column",
    "recordedDate": "tool_column",
    ID: "answer_id",
    "recipientLastName": "identifier",
    "recipientFirstName": "identifier",
    "recipientEmail": "identifier",
    "externalDataReference": "identifier",
    "locationLatitude": "identifier",
    "locationLongitude": "identifier",
    "locationAccuracy": "identifier",
    "distributionChannel": "tool_column",
    "userLanguage": "tool_column",
    "responseSetId": "tool_column",
    "recipientName": "identifier",
}
"""The columns that every export has, by ImportId, with the receipts' word for each."""

NAMES = {
    "StartDate": "startDate",
    "EndDate": "endDate",
    "Status": STATUS,
    "IPAddress": "ipAddress",
    "Progress": PROGRESS,
    "Duration (in seconds)": "duration",
    "Finished": FINISHED,
    "RecordedDate": "recordedDate",
    "ResponseId": ID,
    "ResponseID": ID,
    "RecipientLastName": "recipientLastName",
    "RecipientFirstName": "recipientFirstName",
    "RecipientEmail": "recipientEmail",
    "ExternalReference": "externalDataReference",
    "ExternalDataReference": "externalDataReference",
    "LocationLatitude": "locationLatitude",
    "LocationLongitude": "locationLongitude",
    "LocationAccuracy": "locationAccuracy",
    "DistributionChannel": "distributionChannel",
    "UserLanguage": "userLanguage",
    "ResponseSet": "responseSetId",
    "Name": "recipientName",
    "EmailAddress": "recipientEmail",
}
"""The same columns by the names they have in the first row, or in the second of a legacy export."""

OLDER = {"responseId": ID, "emailAddress": "recipientEmail", "name": "recipientName"}
LEGACY = re.compile(r"V\d+")
IMPORT = re.compile(r"\{\s*([\"'])ImportId\1\s*:\s*([\"'])(?P<id>[^\"']*)\2(?P<more>[^{}]*)\}")
CHOICE = re.compile(r"[\"']choiceId[\"']\s*:\s*[\"']?([^\"',}]+)")
QUESTION = re.compile(r"(?P<code>(?:\d+_)?QID\d+(?:#\d+)?)(?:[_-](?P<rest>.+))?")
SIBLING = re.compile(r"(?P<stem>.+?)_\d+(?:_TEXT)?")
BY_IMPORT = (
    (re.compile(r"(?:^|_)DO(?:_|$)|^DO-"), "tool_column"),
    (re.compile(r"_(?:FIRST_CLICK|LAST_CLICK|PAGE_SUBMIT|CLICK_COUNT)$"), "tool_column"),
    (re.compile(r"_TEXT_[0-9a-f]{24}"), "tool_column"),
    (re.compile(r"^SC_"), "tool_column"),
    (re.compile(r"_(?:BROWSER|VERSION|OS|RESOLUTION|USER_AGENT)$"), "identifier"),
    (re.compile(r"_FILE_(?:ID|NAME|SIZE|TYPE)$"), "identifier"),
)
BY_NAME = (
    (re.compile(r"(?:^|_)DO(?:_|$)|^DO-"), "tool_column"),
    (re.compile(r"_(?:First Click|Last Click|Page Submit|Click Count)$"), "tool_column"),
    (re.compile(r" - (?:(?:Parent )?Topics|Topic .+|Sentiment(?: .+)?)$"), "tool_column"),
    (re.compile(r"^SC\d+$"), "tool_column"),
    (re.compile(r"_(?:Browser|Version|Operating System|Resolution|User Agent)$"), "identifier"),
)
# What the tool notes about fraud, speed and language; its names begin like those of questions.
NOTED = re.compile(
    r"Q_(?:Recaptcha|RelevantID|BallotBox|Duplicate|Ambiguous|Unanswered|Straightlin|TotalDuration|Language"
    r"|URL|CHL|DataPolicy|PopulateResponse|TerminateFlag|QuotaMet|Token)\w*"
)
BETWEEN = " - "
CHOSEN = " - Selected Choice"
UNANSWERED = {"-99": "Seen but unanswered"}


@dataclass(frozen=True)
class Column:
    """One column: its name, what the second row says of it, and its ImportId as far as there is one."""

    name: str
    text: str = ""
    import_id: str = ""
    choice: str = ""

    @property
    def known(self) -> str:
        """Which of the tool's own columns it is by its name, a key of `SYSTEM`; empty for any other."""
        return NAMES.get(self.text if LEGACY.fullmatch(self.name) else self.name, "")

    @property
    def imported(self) -> str:
        """Which of the tool's own columns it is by its ImportId, a key of `SYSTEM`; empty for any other."""
        plain = self.import_id.removeprefix("panel-").removeprefix("Location-")
        if plain != self.import_id:
            return NAMES.get(plain, "")
        return OLDER.get(plain, plain if plain in SYSTEM else "")

    @property
    def role(self) -> str:
        """Which of the tool's own columns it is, a key of `SYSTEM`; empty for any other."""
        return self.known if not self.import_id or self.imported == self.known else ""

    @property
    def contradicts(self) -> bool:
        """Whether name and ImportId cannot be those of one column.

        A field of the team's own bears its name twice, and may be called like a column of the tool.
        """
        other = self.imported != self.known and self.name != self.import_id
        named = self.name.endswith("_TEXT")
        one_text = (named and not self.free) or (self.part_code.endswith("_TEXT") and not named)
        return bool(self.import_id) and (other or (bool(self.code) and one_text))

    @property
    def reason(self) -> str:
        """Why it holds no answer, a word of the receipts; empty where it may hold one."""
        if self.role:
            return SYSTEM[self.role]
        if NOTED.fullmatch(self.name):
            return "tool_column"
        marks = BY_IMPORT if self.import_id else BY_NAME
        seen = self.import_id or self.name
        return next((why for pattern, why in marks if pattern.search(seen)), "")

    @property
    def code(self) -> str:
        """The tool's own code of the question; with the number of the round where it was asked in rounds."""
        match = QUESTION.fullmatch(self.import_id)
        return match["code"] if match else ""

    @property
    def part_code(self) -> str:
        """The tool's own code of the option or row, which the name's ending need not be."""
        match = QUESTION.fullmatch(self.import_id)
        rest = (match["rest"] or "") if match else ""
        return self.choice or ("" if rest == "TEXT" else rest)

    @property
    def misnumbered(self) -> bool:
        """Whether its name ends with another number than the option or row has."""
        ends = re.search(r"_(\d+)$", self.name)
        return ends is not None and self.part_code.isdigit() and ends[1] != self.part_code

    @property
    def free(self) -> bool:
        """Whether people wrote into it: a text question, or the text field of an option."""
        return (self.import_id or self.name).endswith("_TEXT")

    @property
    def chosen(self) -> bool:
        """Whether it holds what was chosen in the whole question, and not what became of one option."""
        parted = self.part_code if self.import_id else SIBLING.fullmatch(self.name)
        return not parted and not self.free

    @property
    def family(self) -> str:
        """What columns of the same question have in common."""
        match = SIBLING.fullmatch(self.name)
        return self.code or (match["stem"] if match else self.name)


def read_import(cell: str) -> tuple[str, str] | None:
    """The ImportId of a cell of the third row, and the choice it names; None for anything else."""
    match = IMPORT.fullmatch(cell.strip())
    if not match:
        return None
    choice = CHOICE.search(match["more"])
    return match["id"], choice[1] if choice else ""


def describe_questions(columns: Iterable[Column], separated: set[str]) -> dict[str, Question]:
    """What is asked in each column that may hold an answer; `separated` hold several answers a cell."""
    families: dict[str, list[Column]] = {}
    for column in columns:
        if not column.reason:
            families.setdefault(column.family, []).append(column)
    questions: dict[str, Question] = {}
    for family in families.values():
        for column, (text, part) in zip(family, split_texts(family), strict=True):
            questions[column.name] = Question(
                text=text,
                part=part,
                code=column.code,
                part_code=column.part_code,
                missing={} if column.free else dict(UNANSWERED),
                separator="," if column.name in separated else "",
            )
    return questions


def split_texts(family: list[Column]) -> list[tuple[str, str]]:
    """Question and part of each column of one question, whose texts are “Question - Part”.

    Both may hold the same stroke, so the question is what the texts have in common: where options
    have text fields, “Question - Selected Choice - Option” stands beside “Question - Option - Text”.
    """
    if len(family) == 1:
        text, (only,) = family[0].text.removesuffix(CHOSEN), family
        question, _, part = ("", "", "") if only.chosen else text.rpartition(BETWEEN)
        return [(question, part) if question else (text, "")]
    question = _stem([column.text for column in family])
    asked = [column.text for column in family if not column.free and not column.chosen]
    inner = _stem(asked) if len(asked) > 1 else question
    if len(inner) < len(question):
        inner = question
    return [_split(column, question, inner) for column in family]


def _split(column: Column, question: str, inner: str) -> tuple[str, str]:
    if not question:
        return column.text, ""
    if column.chosen:
        return question, ""
    stem = question if column.free else inner
    part = column.text.removeprefix(stem).removeprefix(BETWEEN)
    return question, part.removeprefix(CHOSEN.removeprefix(BETWEEN) + BETWEEN)


def _stem(texts: list[str]) -> str:
    """What all texts begin with, up to a stroke between two parts."""
    first, last = min(texts), max(texts)
    length = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    shared = first[:length]
    if all(text == shared or text.startswith(shared + BETWEEN) for text in texts):
        return shared
    return shared[: shared.rfind(BETWEEN)] if BETWEEN in shared else ""
