"""Sessions of one partnership: that each is there once, and which came first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from analysis.ingest.ratings.filled import Filled, Held, Row
from analysis.problems import ProblemList

Key = tuple[str, str, str, str]


def check_filled(filled: Filled, files: Mapping[str, str]) -> list[ProblemList]:
    """Problems of sessions, questions and weights that stand twice; `files` are the paths by source."""
    doubled, problems = _check_sheets(filled, files)
    for rows, columns, noun in (
        (filled.scores, ("field", "question"), "question"),
        (filled.weights, ("value",), "value"),
    ):
        first: dict[tuple[str, ...], Row] = {}
        for row in rows:
            if row["held"] in doubled or row["row"] == 0:
                continue
            key = (*row["held"].key, *(row[column] for column in columns))
            before = first.setdefault(key, row)
            if before is not row:
                problems.append(_tell_double(before, row, noun, files))
    return problems


def _check_sheets(filled: Filled, files: Mapping[str, str]) -> tuple[set[Held], list[ProblemList]]:
    """The sheets whose session is already there, in another sheet or a table, and their problems."""
    doubled: set[Held] = set()
    problems = []
    first: dict[Key, Held] = {}
    for held in dict.fromkeys(row["held"] for row in [*filled.scores, *filled.weights]):
        before = first.setdefault(held.key, held)
        parts = {(one.source, one.sheet) for one in (before, held)}
        if len(parts) == 1 or not (before.sheet or held.sheet):
            continue
        doubled.add(held)
        found = ProblemList(files[held.source])
        what = f"the case {held.case} has the session “{held.session}” twice"
        remedy = "keep one of them, or give one another session"
        found.add(f"sheet “{held.sheet}”" if held.sheet else "", what, _tell(before, files), "one", remedy)
        problems.append(found)
    return doubled, problems


def _tell(held: Held, files: Mapping[str, str], row: int = 0) -> str:
    """Where something stands that was there before."""
    sheet = f", sheet “{held.sheet}”" if held.sheet else ""
    return f"before: {files[held.source]}{sheet}{f', row {row}' if row else ''}"


def _tell_double(before: Row, row: Row, noun: str, files: Mapping[str, str]) -> ProblemList:
    held: Held = row["held"]
    found = ProblemList(files[held.source])
    what = f"the {noun} “{row[noun]}” stands twice for one case and session"
    seen = _tell(before["held"], files, before["row"])
    found.add(held.place(row["row"]), what, seen, "one row", "keep one of them, or name the sessions apart")
    return found


def number_sessions(
    filled: Filled, waves: Sequence[str], files: Mapping[str, str]
) -> tuple[dict[Key, int], list[ProblemList]]:
    """The number of each session by its key, from 1 within case and scorecard, and why one has none.

    The day decides; of one day, or without days, the waves' order and the session's own number. Problems are
    sessions whose days and numbers contradict each other, sessions that neither puts in an order, and a
    session with two days or versions.
    """
    sessions: dict[Key, list[Held]] = {}
    for held in dict.fromkeys(row["held"] for row in filled.scores):
        sessions.setdefault(held.key, []).append(held)
    problems = [problem for parts in sessions.values() for problem in _check_one(parts, files)]
    partners: dict[tuple[str, str], list[Held]] = {}
    for parts in sessions.values():
        dated = max(parts, key=lambda held: held.date)
        partners.setdefault((dated.scorecard, dated.case), []).append(dated)
    numbers: dict[Key, int] = {}
    for held in partners.values():
        held.sort(key=lambda one: _order(one, waves))
        problems += _check_order(held, waves, files)
        # Where all sessions have a day it counts first; where one has none, days and numbers agree.
        if all(one.date for one in held):
            held.sort(key=lambda one: one.date)
        numbers |= {one.key: number for number, one in enumerate(held, 1)}
    return numbers, problems


def _order(held: Held, waves: Sequence[str]) -> tuple[int, int]:
    """The wave, and the session's number in it: -1 where its name is none."""
    return waves.index(held.wave), int(held.session) if _is_number(held.session) else -1


def _is_number(session: str) -> bool:
    return session.isascii() and session.isdecimal()


def _check_one(parts: Sequence[Held], files: Mapping[str, str]) -> Iterable[ProblemList]:
    """Problems of one session whose rows name two days or two versions."""
    for noun, said in (
        ("days", [held for held in parts if held.date]),
        ("versions", list(parts)),
    ):
        names = list(dict.fromkeys(held.date if noun == "days" else held.version for held in said))
        if len(names) > 1:
            held = said[-1]
            found = ProblemList(files[held.source])
            what = f"the session “{held.session}” of the case {held.case} has two {noun}"
            found.add("", what, ", ".join(names), "one", "correct the rows, or name the sessions apart")
            yield found


def _check_order(
    sessions: Sequence[Held], waves: Sequence[str], files: Mapping[str, str]
) -> Iterable[ProblemList]:
    """Problems of one partnership's sessions, which stand in the order of waves and numbers."""
    for before, after in combinations(sessions, 2):
        numbered = before.wave != after.wave or (_is_number(before.session) and _is_number(after.session))
        found = ProblemList(files[after.source])
        place = f"sheet “{after.sheet}”" if after.sheet else ""
        pair = f"the sessions “{before.session}” and “{after.session}” of the case {after.case}"
        days = f"{before.session}: {before.date or 'no day'}, {after.session}: {after.date or 'no day'}"
        dated = bool(before.date and after.date)
        same_numbers = _order(before, waves) == _order(after, waves)
        if dated and numbered and not same_numbers and before.date > after.date:
            what = f"{pair} stand in the wrong order: the later one is dated before the earlier one"
            found.add(place, what, days, "days in the order of the numbers", "correct a day or a number")
        elif (not dated or before.date == after.date) and (not numbered or same_numbers):
            what = f"{pair} cannot be put in order: {'both are of one day' if dated else 'a day is missing'}"
            remedy = "number the sessions 1, 2, 3, or correct the days"
            found.add(place, what, days, "sessions with numbers, or of different days", remedy)
        yield from [found] if found.problems else []
