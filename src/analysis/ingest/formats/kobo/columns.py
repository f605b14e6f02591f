"""What the columns of a Kobo or ODK export are: questions, options of a question, places and attachments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import pandas as pd

from analysis.ingest.exports import Question

TICKS = frozenset({"", "0", "1"})
NAME = r"[A-Za-z_][\w.-]*"
PATH = re.compile(rf"{NAME}(?:/{NAME})+")
PLACES = (
    re.compile(
        r"(?P<group>(?:.*/)?)_(?P<name>.+)_(?P<part>latitude|longitude|altitude|precision)", re.DOTALL
    ),
    re.compile(r"(?P<group>)(?P<name>.+)-(?P<part>Latitude|Longitude|Altitude|Accuracy)"),
)
FILE_NAME = re.compile(
    r"[^/\\]+\.(?:jpe?g|png|heic|gif|webp|m4a|amr|wav|aac|mp[34]|3gpp?|mov|pdf|docx?|xlsx?|csv|zip)", re.I
)
SEVERAL = re.compile(r"[a-z0-9_.-]+(?: [a-z0-9_.-]+)*")

Choices = Mapping[str, Mapping[str, str]]
"""The options' names by their columns, by the column of the question (which itself may not be there)."""


def find_options(cells: pd.DataFrame) -> dict[str, dict[str, str]]:
    """The columns “Question/Option”, which hold nothing but ticks.

    A question's own column, where it is there, tells them from questions of a group; where it is not,
    two columns of ticks under the same name are taken for options.
    """
    header = [str(name) for name in cells.columns]
    ticks = [name for name in header if "/" in name and TICKS.issuperset(cells[name].str.strip().unique())]
    questions: dict[str, dict[str, str]] = {}
    for name in ticks:
        heads = [one for one in header if name.startswith(f"{one}/")]
        head = max(heads, key=len) if heads else name.rpartition("/")[0]
        questions.setdefault(head, {})[name] = name.removeprefix(f"{head}/")
    under = {head: [name for name in header if name.startswith(f"{head}/")] for head in questions}
    return {
        head: options
        for head, options in questions.items()
        if len(options) == len(under[head]) and (head in header or len(options) > 1)
    }


def find_personal(cells: pd.DataFrame) -> dict[str, str]:
    """The columns of places and of attachments, which show where and who somebody is."""
    header = {str(name) for name in cells.columns}
    personal: set[str] = set()
    for name in header:
        for pattern in PLACES:
            if match := pattern.fullmatch(name):
                personal |= {name, f"{match['group']}{match['name']}"}
        if name.endswith("_URL"):
            personal |= {name, name.removesuffix("_URL")}
        texts = [text for text in cells[name].unique() if text.strip()]
        if texts and all(FILE_NAME.fullmatch(text.strip()) for text in texts):
            personal.add(name)
    return dict.fromkeys(sorted(personal & header), "identifier")


def describe_columns(cells: pd.DataFrame, choices: Choices, joint: str) -> dict[str, Question]:
    """What each column asks; groups and questions are joined by `joint` in the headers."""
    header = [str(name) for name in cells.columns]
    options = {name: (head, part) for head, named in choices.items() for name, part in named.items()}
    shared = Counter(name.rpartition(joint)[0] for name in header if name not in options and joint in name)
    groups = {name for name, times in shared.items() if times > 1 and name not in header}
    questions: dict[str, Question] = {}
    for name in header:
        head, part = options.get(name, (name, ""))
        last = head.rpartition(joint)[2] if head.rpartition(joint)[0] in groups else head
        plain = last.rpartition("/")[2] if PATH.fullmatch(last) else last
        questions[name] = Question(
            text=plain,
            part=part,
            code=plain,
            part_code=part,
            options={"0": "", "1": ""} if part else {},
            separator=" " if not part and name not in choices and _holds_several(cells[name]) else "",
        )
    return questions


def _holds_several(cells: pd.Series[str]) -> bool:
    """Whether all cells are names of options, and one of them has several."""
    texts = [text.strip() for text in cells.unique() if text.strip()]
    return any(" " in text for text in texts) and all(SEVERAL.fullmatch(text) for text in texts)
