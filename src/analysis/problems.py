"""What is wrong with an input, told so that its owner can mend it.

A check never stops at the first fault: it collects every `Problem` and raises them together as
`ProblemsFound`, which the command line prints as one readable block and turns into exit status 2.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


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
        self.problems: list[Problem] = list(dict.fromkeys(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ProblemList:
    """A list that problems are added to while a check goes on, raised once at its end."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def add(self, place: str, what: str, seen: object = "", allowed: object = "", remedy: str = "") -> None:
        """Note one problem of this list's file."""
        self.problems.append(Problem(self.file, place, what, str(seen), str(allowed), remedy))

    def raise_any(self) -> None:
        """Raise `ProblemsFound` if anything was noted."""
        if self.problems:
            raise ProblemsFound(self.problems)


def name_nearest(seen: str, known: Sequence[str]) -> str:
    """The known name nearest to the one seen, as an instruction; empty if none is near."""
    found = difflib.get_close_matches(seen, known, n=1, cutoff=0.6)
    return f"did you mean “{found[0]}”?" if found else ""
