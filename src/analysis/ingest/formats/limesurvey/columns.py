"""Which columns a LimeSurvey question is exported to, and which column of a file is which of them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Literal

from analysis.ingest.exports import Question
from analysis.ingest.formats.limesurvey.headings import Heading
from analysis.ingest.formats.limesurvey.structure import Asked, Structure, Subquestion, Texts
from analysis.ingest.formats.limesurvey.words import (
    COMMENT,
    FILE_COUNT,
    OTHER,
    OTHER_COMMENT,
    RANK,
    SCALE,
    make_key,
)

Role = Literal["answer", "tick", "rank"]
BY_ROWS = "ABCEFHKQMP"
FREE = "NKDSTUXQ|*;:I"


@dataclass(frozen=True)
class Column:
    """One column that the structure leads to expect: its code with parts in brackets, and its meaning.

    `headings` are the question's text and its parts' texts, once for each language. `role` says
    whether the column holds an answer, a tick, or the option at a rank.
    """

    name: str
    headings: tuple[tuple[str, tuple[str, ...]], ...]
    question: Question
    role: Role = "answer"


def underscore(name: str) -> tuple[str, ...]:
    """A code's forms with underscores; the last one counts the scales of a dual array from 0."""
    code, *parts = name.replace("]", "").split("[")
    plain = "_".join([code, *parts])
    if len(parts) == 2 and parts[1].isdecimal():
        return (plain, "_".join([code, parts[0], str(int(parts[1]) - 1)]))
    return (plain,)


def expect_columns(structure: Structure) -> list[Column]:
    """All columns of a survey, in the order in which LimeSurvey exports them."""
    return [column for asked in structure.questions for column in _Maker(asked, structure.languages).make()]


def bind_columns(headings: Sequence[Heading], columns: Sequence[Column]) -> dict[str, Column]:
    """The expected column of each heading, by its name; headings that fit none, or several, are left out.

    Columns with the same heading are told apart by their order where all of them are there.
    """
    index = _Index(columns)
    bound: dict[str, Column] = {}
    alike: dict[tuple[str, ...], list[Heading]] = defaultdict(list)
    fitting: dict[tuple[str, ...], list[Column]] = {}
    for heading in headings:
        fits = index.find(heading)
        key = tuple(column.name for column in fits)
        alike[key].append(heading)
        fitting[key] = fits
    for key, same in alike.items():
        if len(same) == len(key):
            bound |= {heading.header: column for heading, column in zip(same, fitting[key], strict=True)}
    taken = Counter(column.name for column in bound.values())
    return {header: column for header, column in bound.items() if taken[column.name] == 1}


class _Index:
    """The expected columns by their codes, by their whole texts, and by the texts in order."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = columns
        self.by_code: dict[str, list[Column]] = defaultdict(list)
        self.by_text: dict[str, list[Column]] = defaultdict(list)
        for column in columns:
            for name in dict.fromkeys((column.name, underscore(column.name)[-1])):
                self.by_code[name].append(column)
            for whole in dict.fromkeys(make_key(_write(*texts)) for texts in column.headings):
                self.by_text[whole].append(column)
        self.in_order = sorted(
            (make_key(text), place, [make_key(part) for part in parts])
            for place, column in enumerate(columns)
            for text, parts in column.headings
        )

    def find(self, heading: Heading) -> list[Column]:
        """The columns that a heading may be: by its code, else by its text, which may be abbreviated."""
        if heading.name:
            return self.by_code.get(heading.name, [])
        return self.by_text.get(make_key(heading.heading)) or self._find_cut(heading)

    def _find_cut(self, heading: Heading) -> list[Column]:
        """The columns whose text and parts begin as the heading's do, in the survey's order."""
        stem, *stems = [_Stem(text) for text in (heading.text, *heading.parts)]
        if not stem.letters:
            return []
        first = bisect_left(self.in_order, (stem.letters,))
        near = takewhile(lambda one: one[0].startswith(stem.letters), islice(self.in_order, first, None))
        places = {
            place
            for text, place, parts in near
            if len(parts) == len(stems) and stem.fits(text) and all(map(_Stem.fits, stems, parts))
        }
        return [self.columns[place] for place in sorted(places)]


class _Stem:
    """The beginning of a text that may be abbreviated, or a whole text."""

    def __init__(self, text: str) -> None:
        self.is_cut = text.rstrip().endswith("..")
        key = make_key(text)
        self.letters = key.rstrip(".") if self.is_cut else key

    def fits(self, key: str) -> bool:
        """Whether a text, by its key, is or begins so."""
        return key.startswith(self.letters) if self.is_cut else key == self.letters


def _write(text: str, parts: tuple[str, ...]) -> str:
    return text + "".join(f"[{part}]" for part in parts)


class _Maker:
    """Makes the columns of one question."""

    def __init__(self, asked: Asked, languages: tuple[str, ...]) -> None:
        self.asked = asked
        self.languages = languages

    def make(self) -> Iterator[Column]:
        kind = self.asked.kind
        if kind == "1":
            yield from self._make_scales()
        elif kind in ":;":
            yield from self._make_grid()
        elif kind == "R":
            yield from self._make_ranks()
        elif kind in BY_ROWS:
            yield from self._make_rows()
        else:
            yield self._column((), (), {} if kind in FREE else self.asked.answers_of())
        yield from self._make_further()

    def _make_further(self) -> Iterator[Column]:
        kind = self.asked.kind
        if self.asked.other and kind in "L!MP":
            yield self._column(("other",), (OTHER | self.asked.other_texts,))
        if self.asked.other and kind == "P":
            yield self._column(("othercomment",), (OTHER_COMMENT,))
        if kind == "O":
            yield self._column(("comment",), (COMMENT,))
        if kind == "|":
            yield self._column(("filecount",), (FILE_COUNT,))

    def _make_rows(self) -> Iterator[Column]:
        kind = self.asked.kind
        role: Role = "tick" if kind in "MP" else "answer"
        offered = {} if kind in FREE or role == "tick" else self.asked.answers_of()
        for row in self.asked.axis("0"):
            yield self._column((row.code,), (row.texts,), offered, role)
            if kind == "P":
                yield self._column((f"{row.code}comment",), (COMMENT,))

    def _make_scales(self) -> Iterator[Column]:
        for row in self.asked.axis("0"):
            for number, scale in enumerate(("0", "1"), 1):
                named = {language: f"{word} {number}" for language, word in SCALE.items()}
                yield self._column((row.code, str(number)), (row.texts, named), self.asked.answers_of(scale))

    def _make_grid(self) -> Iterator[Column]:
        for row in self.asked.axis("0"):
            for column in self.asked.axis("1"):
                yield self._column((f"{row.code}_{column.code}",), (row.texts, column.texts))

    def _make_ranks(self) -> Iterator[Column]:
        ranked: list[Subquestion] = self.asked.axis("0")
        offered = self.asked.answers_of() or {one.code: one.texts for one in ranked}
        for rank in range(1, len(offered) + 1):
            named = {language: f"{word} {rank}" for language, word in RANK.items()}
            yield self._column((str(rank),), (named,), offered, "rank")

    def _column(
        self,
        codes: tuple[str, ...],
        parts: tuple[Texts, ...],
        offered: dict[str, Texts] | None = None,
        role: Role = "answer",
    ) -> Column:
        asked, base = self.asked, self.languages[0]
        headings = tuple(
            (_in(asked.texts, language), tuple(_in(texts, language) for texts in parts))
            for language in dict.fromkeys((*self.languages, "en"))
        )
        question = Question(
            text=_in(asked.texts, base),
            part=" – ".join(_in(texts, base) for texts in parts),
            code=asked.code,
            part_code="_".join(codes),
            options={code: _in(texts, base) for code, texts in (offered or {}).items()},
            also={code: more for code, texts in (offered or {}).items() if (more := _others(texts, base))},
        )
        name = asked.code + "".join(f"[{code}]" for code in codes)
        return Column(name, headings, question, role)


def _in(texts: Texts, language: str) -> str:
    """The text in a language or its family (nb-NO, de-informal); else in English, else any."""
    family = language.split("-")[0]
    chosen = texts.get(language) or texts.get(family) or texts.get("en")
    return chosen or next((text for text in texts.values() if text), "")


def _others(texts: Texts, language: str) -> tuple[str, ...]:
    own = _in(texts, language)
    return tuple(dict.fromkeys(text for text in texts.values() if text and text != own))
