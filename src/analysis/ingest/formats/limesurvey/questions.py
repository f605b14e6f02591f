"""What a LimeSurvey export says of its columns: its headings, the structure and the R syntax together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from analysis.ingest.exports import Question
from analysis.ingest.formats.limesurvey.columns import (
    Column,
    bind_columns,
    expect_columns,
    underscore,
)
from analysis.ingest.formats.limesurvey.headings import Heading, Headings, split_parts
from analysis.ingest.formats.limesurvey.ranks import Ranking
from analysis.ingest.formats.limesurvey.structure import Structure
from analysis.ingest.formats.limesurvey.syntax import Variable
from analysis.ingest.formats.limesurvey.words import RANKED, make_key
from analysis.problems import ProblemList, shorten

LABEL = re.compile(r"((?:\[[^\[\]]*\])*)\s*(.*)", re.DOTALL)
SIGNS = re.compile(r"_(?:hyph|dd|dc|excl)_|[^A-Za-z0-9]")
SAME_EXPORT = "enter the files of one and the same survey"


@dataclass
class Described:
    """The questions by column, and the rankings among them."""

    questions: dict[str, Question] = field(default_factory=dict)
    rankings: list[Ranking] = field(default_factory=list)


def bind_syntax(
    columns: Mapping[str, str], headings: Headings, variables: dict[int, Variable], found: ProblemList
) -> dict[str, Variable]:
    """What the syntax says of each column, by its name; notes whatever shows it is another export's."""
    names = list(columns)
    if beyond := [position for position in variables if position > len(names)]:
        what = "the syntax describes more columns than the answers have"
        found.add(f"column {max(beyond)}", what, max(beyond), f"at most {len(names)}", SAME_EXPORT)
    bound = {names[position - 1]: one for position, one in variables.items() if position <= len(names)}
    for position, name in enumerate(names, 1):
        variable = bound.get(name)
        if variable and not _is_same(columns[name], variable):
            what = "the column at this position has another name in the answers"
            place = f"column {position}"
            found.add(place, what, variable.name or shorten(variable.label, 40), columns[name], SAME_EXPORT)
    absent = [one.header for one in headings.questions if one.header not in bound]
    if absent and not found.problems:
        what = f"the syntax does not describe {len(absent)} of the answers' columns: it may have been cut off"
        found.add("", what, "", shorten(", ".join(absent)), SAME_EXPORT)
    return bound


def _is_same(heading: str, variable: Variable) -> bool:
    """Whether a heading, as a code or as a text, is what the syntax calls the column."""
    called = SIGNS.sub("", variable.name.removeprefix("q_"))
    # Columns without a code of their own, as the seed, are called q_ alone.
    if not called or called in {SIGNS.sub("", name) for name in underscore(heading)}:
        return True
    code = re.split(r"\. |: | - ", heading, maxsplit=1)[0]
    if called in {SIGNS.sub("", name) for name in underscore(code)}:
        return True
    text, parts = read_label(variable.label)
    whole = text + "".join(f"[{part}]" for part in parts)
    return bool(whole) and make_key(heading) == make_key(whole)


def read_label(label: str) -> tuple[str, tuple[str, ...]]:
    """The text and the parts of a label of the syntax, which writes “[row] question”."""
    match = LABEL.fullmatch(label.strip())
    if not match or not match[1]:
        return label.strip(), ()
    return match[2].strip(), split_parts(f"x {match[1]}")[1]


def describe(
    headings: Headings,
    structure: Structure | None,
    variables: dict[str, Variable],
    found: ProblemList,
) -> Described:
    """The questions as far as the export describes them, and the rankings; notes a foreign structure."""
    columns: dict[str, Column] = {}
    if structure:
        columns = bind_columns(headings.questions, expect_columns(structure))
        if not columns:
            what = "the structure describes none of the answers' columns"
            seen = shorten(", ".join(one.header for one in headings.questions))
            found.add(
                "", what, seen, shorten(", ".join(one.code for one in structure.questions)), SAME_EXPORT
            )
    made = Described()
    ranks: dict[str, tuple[Question, dict[int, str], bool]] = {}
    for heading in headings.questions:
        column, variable = columns.get(heading.header), variables.get(heading.header)
        if structure and not column and not variable:
            continue
        question = _merge(heading, column, variable)
        made.questions[heading.header] = question
        if rank := _find_rank(question, column):
            key = question.code or question.text
            ranks.setdefault(key, (question, {}, bool(heading.name)))[1][rank] = heading.header
    for question, by_rank, coded in ranks.values():
        made.rankings.append(Ranking(by_rank, question, coded))
        for header in by_rank.values():
            del made.questions[header]
    return made


def _merge(heading: Heading, column: Column | None, variable: Variable | None) -> Question:
    """One question; the structure knows its texts best, and the syntax the codes that were written."""
    if column:
        asked = column.question
    else:
        asked = Question(heading.text, _join(heading.parts), heading.code, heading.part_code)
    if variable is None:
        return asked
    text, parts = read_label(variable.label)
    asked = replace(asked, text=asked.text or text, part=asked.part or _join(parts))
    return replace(asked, options=variable.options, also={}) if variable.options else asked


def _join(parts: Sequence[str]) -> str:
    return " – ".join(parts)


def _find_rank(question: Question, column: Column | None) -> int:
    """The rank whose option a column holds, or 0: by the structure, else by LimeSurvey's word for ranks."""
    if column:
        return int(question.part_code) if column.role == "rank" else 0
    match = RANKED.fullmatch(question.part)
    return int(match[1]) if match else 0
