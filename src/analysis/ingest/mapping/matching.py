"""Taking columns for items, one kind of evidence after the other, and telling where evidence disagrees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.ingest.files.sheets import SHOWN
from analysis.ingest.mapping.signs import Column, Signs
from analysis.problems import ProblemList, shorten

LONGEST = 80
"""Characters of a header or a text that a message shows."""


@dataclass(frozen=True)
class Match:
    """The column that holds an item, and how that is known: a word of `receipts.WHY`.

    `separator` is what stands between the answers of a cell where the column holds all the options of the
    item's question; it is empty where the item has the column to itself.
    """

    column: str
    how: str
    separator: str = ""


class Matching:
    """The matches so far by item, and the columns they take.

    `disputed` are items that a column was refused for: their columns are not told as missing too.
    `about` is the file in which the team can say which column holds what.
    """

    def __init__(self, signs: Signs, found: ProblemList, about: str) -> None:
        self.signs, self.found, self.about = signs, found, about
        self.matches: dict[str, Match] = {}
        self.disputed: set[str] = set()
        self.taken: set[str] = set()

    def assign(self, item: str, column: Column, how: str) -> None:
        """Take a column for an item."""
        several = column.separator and not column.is_part and self.signs.is_question({item})
        self.matches[item] = Match(column.name, how, column.separator if several else "")
        self.taken.add(column.name)

    def may_share(self, column: Column, items: set[str]) -> bool:
        """Whether a column may hold all these items."""
        return len(items) == 1 or (bool(column.separator) and self.signs.is_question(items))

    def take(self, evidence: str, fold: bool, columns: Iterable[Column]) -> None:
        """Take what one kind of evidence says of the columns and items that are still open."""
        find = self.signs.matcher(evidence, fold)
        settled = {*self.matches, *self.disputed}
        doubled: list[tuple[str, Column]] = []
        crossed: list[tuple[list[str], Column]] = []
        for column in [one for one in columns if one.name not in self.taken]:
            items = find(column) - settled
            if items and not self.may_share(column, items):
                crossed.append((self.signs.sort(items), column))
                continue
            for item in self.signs.sort(items):
                if item in self.matches:
                    doubled.append((item, column))
                else:
                    self.assign(item, column, evidence)
        self._tell_doubled(doubled)
        self._tell_crossed(crossed)

    def _tell_doubled(self, doubled: list[tuple[str, Column]]) -> None:
        for item, column in doubled[:SHOWN]:
            what = f"two columns hold the item {item}: “{self.matches[item].column}” and “{column.name}”"
            remedy = f"keep one of the two, or name the right one in {self.about} under columns:"
            self._tell(column, what, column.name, remedy)
        if len(doubled) > SHOWN:
            what = f"{len(doubled) - SHOWN} more columns hold an item that another column holds"
            self.found.add("row 1", what)

    def _tell_crossed(self, crossed: list[tuple[list[str], Column]]) -> None:
        for items, column in crossed[:SHOWN]:
            remedy = f"name the column of each in {self.about} under columns:"
            self._tell(column, f"the column may hold {' or '.join(items)}", column.name, remedy)
        for items, _ in crossed:
            self.disputed |= set(items)

    def tell_contradictions(self, columns: Iterable[Column]) -> None:
        """Note columns whose number or code says one item, and whose text says another."""
        owners = {match.column: item for item, match in self.matches.items() if not match.separator}
        told: list[tuple[Column, str]] = []
        for column in columns:
            item = owners.get(column.name, "")
            if item and self.matches[item].how in ("by_code", "by_number"):
                others = self._find_others(column, item)
                if others:
                    how = self.matches[item].how.removeprefix("by_")
                    said = " or ".join(self.signs.sort(others))
                    told.append((column, f"its {how} is that of the item {item}, its text that of {said}"))
            elif not item and column.name not in self.taken:
                others = {self.signs.numbers[number] for number in self.signs.find_numbers(column)}
                if len(others) > 1:
                    named = " and ".join(self.signs.sort(others))
                    told.append((column, f"its name and its text begin with the numbers of {named}"))
            else:
                continue
            self.disputed |= others
        for column, what in told[:SHOWN]:
            seen = shorten(column.question.part or column.question.text or column.name, LONGEST)
            remedy = f"tools number questions their own way: name the column in {self.about} under columns:"
            self._tell(column, what, seen, remedy)
        if len(told) > SHOWN:
            self.found.add("row 1", f"{len(told) - SHOWN} more columns contradict themselves like this")

    def _find_others(self, column: Column, item: str) -> set[str]:
        """The other items that the column's text names, by its wording or by a number in front of it."""
        named = self.signs.find_by_text(column)
        if item in named:
            return set()
        counted = self.matches[item].how == "by_number" or not self.signs.numbered.isdisjoint(column.codes)
        numbers = self.signs.find_numbers(column, marked=True) if counted else []
        return (named | {self.signs.numbers[number] for number in numbers}) - {item}

    def _tell(self, column: Column, what: str, seen: str, remedy: str) -> None:
        place = f"row 1, column {shorten(column.name, LONGEST)}"
        self.found.add(place, what, shorten(seen, LONGEST), "", remedy)
