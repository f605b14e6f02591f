"""Which items a column may hold, by one kind of evidence at a time: its code, its number, its text.

An option of a question with several answers is an item of its own. Its column is known where both the
question and the option are; where one column holds all answers of a question, it holds all its options.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from analysis.ingest.exports import Question
from analysis.instruments import Instrument, Item
from analysis.instruments.texts import EDGES, normalise_text, split_number

JOINERS = (("___", ""), (".", ""), ("/", ""), ("_", ""), ("[", "]"), (" [", "]"))
"""What stands between a question and an option in the name of a column, and after the option."""
EVIDENCE = ("by_code", "by_number", "by_text")


@dataclass(frozen=True)
class Column:
    """A column as it shows itself: its name, what the tool says of it, and what joins several answers."""

    name: str
    question: Question
    separator: str

    @property
    def is_part(self) -> bool:
        """Whether it is a row of a matrix, or one option of a question."""
        return bool(self.question.part or self.question.part_code)

    @property
    def texts(self) -> list[str]:
        """The wordings that are about this column alone."""
        asked = self.question
        if not self.is_part:
            return [self.name, asked.text]
        return [self.name, asked.part, f"{asked.text} [{asked.part}]" if asked.text else ""]

    @property
    def codes(self) -> list[str]:
        """The names that are about this column alone, the tool's own first."""
        asked = self.question
        if not self.is_part:
            return [self.name, asked.code]
        joined = f"{asked.code}.{asked.part_code}" if asked.code and asked.part_code else ""
        return [self.name, joined, asked.part_code]


class Signs:
    """Everything an instrument's items are known by in an export of one version."""

    def __init__(self, instrument: Instrument, version: str) -> None:
        self.order = {item.id: place for place, item in enumerate(instrument.items)}
        self.codes: dict[str, set[str]] = defaultdict(set)
        self.numbered: set[str] = set()
        self.question_codes: dict[str, str] = {}
        self.numbers: dict[int, str] = {}
        self.question_numbers: dict[int, str] = {}
        self.options: dict[str, list[Item]] = defaultdict(list)
        self.texts: dict[str, set[str]] = defaultdict(set)
        self.version = version
        for item in instrument.items:
            self._add_codes(instrument, item)
            if item.of is None:
                self.numbers[item.number] = item.id
            else:
                self.options[item.of].append(item)
                self.question_numbers[item.number] = item.of
        self._add_texts(instrument)
        self.folded: dict[str, set[str]] = defaultdict(set)
        for code, items in self.codes.items():
            self.folded[code.casefold()] |= items
        self.folded_questions = {name.casefold(): one for name, one in self.question_codes.items()}

    def _add_codes(self, instrument: Instrument, item: Item) -> None:
        names = list(instrument.column_names(item))
        for question in instrument.question_names(item):
            self.question_codes[question] = item.of or ""
            names += [f"{question}{before}{item.option}{after}" for before, after in JOINERS]
        for name in names:
            self.codes[name].add(item.id)
        for pattern in instrument.columns:
            if "{number}" in pattern:
                self.numbered.add(pattern.format(number=item.number, id=item.of or item.id))

    def _add_texts(self, instrument: Instrument) -> None:
        """The wordings of the version that is read go before those of the others."""
        for item in instrument.items:
            for text in item.wordings(self.version):
                self.texts[normalise_text(text)].add(item.id)
        others: dict[str, set[str]] = defaultdict(set)
        for item in instrument.items:
            for label in (item.label, *item.versions.values()):
                for text in (label.nb, label.en):
                    others[normalise_text(text)].add(item.id)
        for text, items in others.items():
            if text and text not in self.texts:
                self.texts[text] = items
        self.texts.pop("", None)
        self.loose: dict[str, set[tuple[int | None, str]]] = defaultdict(set)
        for text, items in self.texts.items():
            number, rest = split_number(text)
            self.loose[rest.strip(EDGES)] |= {(number, item) for item in items}

    def find_by_text(self, column: Column) -> set[str]:
        """The items that one of the column's wordings names, with or without a number in front."""
        question = self._question_by_code(column) if column.is_part else None
        if question:
            return self._part_of(question, column)
        for text in filter(None, map(normalise_text, column.texts)):
            if text in self.texts:
                return self._expand(column, self.texts[text])
        for text in filter(None, column.texts):
            number, rest = split_number(text)
            named = self.loose.get(rest.strip(EDGES), set()) if rest.strip(EDGES) else set()
            items = {item for own, item in named if None in (own, number) or own == number}
            if items:
                return self._expand(column, items)
        return set()

    def _expand(self, column: Column, items: set[str]) -> set[str]:
        """With several answers in a cell, the wording of one option's question is that of them all."""
        if not column.separator:
            return items
        options = [one for one in self.options.values() if items & {item.id for item in one}]
        return {item.id for one in options for item in one} or items

    def find_by_code(self, column: Column, fold: bool = False) -> set[str]:
        """The items with one of the column's codes; with `fold`, capitals and small letters are the same."""
        codes = self.folded if fold else self.codes
        for code in filter(None, column.codes):
            found = codes.get(code.casefold() if fold else code)
            if found:
                return found
        question = self._question_by_code(column, fold)
        if question is None:
            return set()
        if column.separator and not column.is_part:
            return {item.id for item in self.options[question]}
        return {item.id for item in self.options[question] if _is_coded(item, column, fold)}

    def _question_by_code(self, column: Column, fold: bool = True) -> str | None:
        names = [column.question.code] if column.is_part else [column.name, column.question.code]
        for name in filter(None, names):
            if name in self.question_codes:
                return self.question_codes[name]
            if fold and name.casefold() in self.folded_questions:
                return self.folded_questions[name.casefold()]
        return None

    def find_by_number(self, column: Column) -> set[str]:
        """The item with the question number that the column's name or text begins with."""
        found = self.find_numbers(column)
        if len(found) == 1:
            return {self.numbers[found[0]]}
        if found:
            return set()
        for name in filter(None, (column.name, column.question.code, column.question.text)):
            number, rest = split_number(name)
            if number is None:
                number, rest = _split_option(name)
            question = self.question_numbers.get(number or 0)
            if question and column.separator and not column.is_part:
                return {item.id for item in self.options[question]}
            if question:
                named = {item.id for item in self.options[question] if _names_option(rest, str(item.option))}
                return named or self._part_of(question, column, by_code=True)
        return set()

    def find_numbers(self, column: Column, marked: bool = False) -> list[int]:
        """The numbers of single items that the column's name and text begin with, each once.

        A number that is marked as one goes before a number that a text merely begins with; with `marked`,
        the latter are left out.
        """
        asked = column.question
        texts = [asked.part] if column.is_part else [column.name, asked.code, asked.text]
        if column.is_part and not split_number(column.name)[1].strip(EDGES):
            texts.append(column.name)
        for only_marked in (True,) if marked else (True, False):
            numbers = [split_number(text, only_marked)[0] for text in filter(None, texts)]
            found = list(dict.fromkeys(one for one in numbers if one is not None and one in self.numbers))
            if found:
                return found
        return []

    def _part_of(self, question: str, column: Column, by_code: bool = False) -> set[str]:
        """The option of a question that the column's part names by its text, or by its code too."""
        part = normalise_text(column.question.part)
        code = column.question.part_code if by_code else ""
        return {
            item.id
            for item in self.options[question]
            if (code and item.option == code) or (part and part in _option_texts(item, self.version))
        }

    def matcher(self, evidence: str, fold: bool = False) -> Callable[[Column], set[str]]:
        """The way of finding items by one kind of evidence."""
        if evidence == "by_code":
            return lambda column: self.find_by_code(column, fold)
        return {"by_number": self.find_by_number, "by_text": self.find_by_text}[evidence]

    def sort(self, items: Iterable[str]) -> list[str]:
        """The items in the instrument's order."""
        return sorted(items, key=self.order.__getitem__)

    def is_question(self, items: set[str]) -> bool:
        """Whether the items are options of one question."""
        return any(items <= {item.id for item in options} for options in self.options.values())


def _option_texts(item: Item, version: str) -> Iterator[str]:
    yield from map(normalise_text, (*item.wordings(version), item.option or ""))


def _is_coded(item: Item, column: Column, fold: bool) -> bool:
    wanted, option = column.question.part_code, str(item.option)
    return bool(wanted) and (option == wanted or (fold and option.casefold() == wanted.casefold()))


def _split_option(name: str) -> tuple[int | None, str]:
    """The number at the beginning of names such as Q12_1 and 12/E-post, and the rest with its joiner."""
    for before, _ in JOINERS:
        head, joiner, tail = name.partition(before)
        number, rest = split_number(head)
        if joiner and number is not None and not rest.strip(EDGES):
            return number, f"{joiner}{tail}"
    return None, ""


def _names_option(rest: str, option: str) -> bool:
    return any(rest.casefold() == f"{before}{option}{after}".casefold() for before, after in JOINERS)
