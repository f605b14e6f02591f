"""What is wrong with an input, told so that its owner can mend it.

A check never stops at the first fault: it collects every `Problem` and raises them together as
`ProblemsFound`, which the command line prints as one readable block and turns into exit status 2.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Key = tuple[str | int, ...]
"""The keys that lead to a value of a configuration file, a number standing for an entry of a list."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of one input.

    `file` is relative to the study's folder; `place` is a line ("line 12") or a row and a column
    ("row 7, column q26") or empty; `seen` is the value found; `allowed` what may stand there;
    `remedy` what to do, as an instruction.
    """

    file: str
    place: str
    what: str
    seen: str = ""
    allowed: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        head = f"{self.file}{', ' + self.place if self.place else ''}: {self.what}"
        rows = (("seen", self.seen), ("allowed", self.allowed), ("do", self.remedy))
        return "\n".join([head, *(f"    {name + ':':<9}{text}" for name, text in rows if text)])


class ProblemsFound(Exception):
    """All problems of an input, at least one; `problems` holds them in order of file and place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: list[Problem] = sorted(dict.fromkeys(problems), key=_reading_order)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def _reading_order(problem: Problem) -> tuple[str, list[int]]:
    """By file, then by the numbers of the place, so that line 9 stands before line 12."""
    return problem.file, [int(number) for number in re.findall(r"\d+", problem.place)]


class ProblemList:
    """A list that problems are added to while a check goes on, raised once at its end.

    `locate` turns the keys that lead to a value into its place in the file ("line 12").
    """

    def __init__(self, file: str, locate: Callable[[Key], str] | None = None) -> None:
        self.file = file
        self.locate = locate or name_key
        self.problems: list[Problem] = []

    def add(
        self, place: str | Key, what: str, seen: object = "", allowed: object = "", remedy: str = ""
    ) -> None:
        """Note one problem of this list's file, at a place or at the keys that lead to it."""
        where = place if isinstance(place, str) else self.locate(place)
        self.problems.append(Problem(self.file, where, what, str(seen), str(allowed), remedy))

    def check_name(self, place: str | Key, kind: str, name: str, known: Iterable[str]) -> None:
        """Note a name that stands for nothing, with the names there are and the nearest of them."""
        names = list(known)
        if name not in names:
            remedy = name_nearest(name, names) or f"name {_article(kind)} {kind} that exists"
            self.add(place, f"there is no {kind} “{name}”", name, shorten(", ".join(names)), remedy)

    def check_names(self, at: Key, kind: str, names: Sequence[str], known: Iterable[str]) -> None:
        """Check each name of a list, which must not name anything twice either."""
        for number, name in enumerate(names):
            self.check_name((*at, number), kind, name, known)
        self.check_unique([(*at, number) for number in range(len(names))], kind, names)

    def check_unique(self, places: Sequence[str | Key], kind: str, values: Sequence[object]) -> None:
        """Note every value that stood before, at the place of the later one."""
        seen: set[object] = set()
        for place, value in zip(places, values, strict=True):
            if value in seen:
                self.add(
                    place, f"the {kind} “{value}” stands twice", remedy="rename or remove one of the two"
                )
            seen.add(value)

    def raise_any(self) -> None:
        """Raise `ProblemsFound` if anything was noted."""
        if self.problems:
            raise ProblemsFound(self.problems)


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"


def name_key(keys: Key) -> str:
    """The place of a value whose line is not known."""
    return "key " + ".".join(str(key) for key in keys)


def shorten(text: str, length: int = 200) -> str:
    """The text on one line, cut at a length."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def name_nearest(seen: str, known: Sequence[str]) -> str:
    """The known name nearest to the one seen, as an instruction; empty if none is near."""
    found = difflib.get_close_matches(seen, known, n=1, cutoff=0.6)
    return f"did you mean “{found[0]}”?" if found else ""
