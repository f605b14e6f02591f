"""LimeSurvey's R syntax file: names, labels and codes of the columns, bound to them by position.

The file is a program, and it is never run: the few statements that LimeSurvey writes are read as text,
and a file with any other statement, or with half of one, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from analysis.ingest.files.dialects import Dialect
from analysis.ingest.files.encodings import decode
from analysis.ingest.formats.limesurvey.words import strip_markup
from analysis.problems import ProblemList

DIALECT = Dialect("LimeSurvey", ("utf-8",), (",",))
AGAIN = "export the R syntax file from LimeSurvey again, and do not edit it"
TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<comment>\#[^\n]*)|(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    r"""|(?P<number>-?\d+(?:\.\d+)?)|(?P<word>[A-Za-z.][\w.]*)|(?P<mark><-|[()\[\],=$])""",
    re.DOTALL,
)
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
ESCAPES = {"n": "\n", "t": "\t", "r": "\n", '"': '"', "'": "'", "\\": "\\", "0": ""}
STATEMENTS = "read.csv, as.numeric, as.character, factor, variable.labels and names"


@dataclass
class Variable:
    """What the syntax says of the column at one position: its name, its label, its answers by code."""

    name: str = ""
    label: str = ""
    options: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Token:
    """A piece of the program, and the line it stands in."""

    kind: str
    text: str
    line: int


class _HalfRead(Exception):
    """A statement that is not one of those LimeSurvey writes: the token it fails at, None at the end."""

    def __init__(self, token: Token | None) -> None:
        super().__init__()
        self.token = token


def read_syntax(path: Path, shown: str) -> dict[int, Variable]:
    """What the syntax file says of each column, by its position from 1; raises `ProblemsFound`."""
    found = ProblemList(shown)
    text, _ = decode(path.read_bytes(), DIALECT, found)
    variables: dict[int, Variable] = {}
    try:
        _Program(list(_split(text))).read(variables)
    except _HalfRead as half:
        place = f"line {half.token.line}" if half.token else f"line {text.count(chr(10)) + 1}"
        what = "this is no statement of an R syntax file from LimeSurvey, or only half of one"
        seen = half.token.text[:40] if half.token else "the end of the file"
        found.add(place, what, seen, STATEMENTS, AGAIN)
    if not variables and not found.problems:
        found.add("", "the syntax file describes no column", "", STATEMENTS, AGAIN)
    found.raise_any()
    return variables


def _split(text: str) -> Iterator[Token]:
    place, line = 0, 1
    while place < len(text):
        match = TOKEN.match(text, place)
        if not match:
            raise _HalfRead(Token("", text[place : place + 40], line))
        kind = str(match.lastgroup)
        if kind not in ("space", "comment"):
            yield Token(kind, match[0], line)
        line += match[0].count("\n")
        place = match.end()


class _Program:
    """Reads the statements one after the other."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.place = 0

    def read(self, variables: dict[int, Variable]) -> None:
        while self.place < len(self.tokens):
            word = self._take("word")
            if word.text == "data":
                self._read_data(variables)
            elif word.text == "attributes":
                self._expect("(", "data", ")", "$", "variable.labels")
                position = self._position()
                variables.setdefault(position, Variable()).label = strip_markup(self._string())
            elif word.text == "names":
                self._expect("(", "data", ")")
                position = self._position()
                variables.setdefault(position, Variable()).name = self._string()
            else:
                raise _HalfRead(word)

    def _read_data(self, variables: dict[int, Variable]) -> None:
        """`data <- read.csv(...)`, or `data[, 6] <- ` a conversion or a factor."""
        if self._peek() == "<-":
            self._expect("<-", "read.csv", "(")
            self._skip_arguments()
            return
        position = self._column()
        self._expect("<-")
        function = self._take("word")
        if function.text not in ("as.numeric", "as.character", "factor"):
            raise _HalfRead(function)
        self._expect("(", "data")
        before = self._here()
        if self._column() != position:
            raise _HalfRead(before)
        if function.text == "factor":
            self._expect(",", "levels", "=", "c", "(")
            levels = self._values()
            self._expect(",", "labels", "=", "c", "(")
            labels = self._values()
            if len(levels) != len(labels) or len(set(levels)) != len(levels):
                raise _HalfRead(before)
            texts = [strip_markup(label) for label in labels]
            variables.setdefault(position, Variable()).options = dict(zip(levels, texts, strict=True))
            if self._peek() == ",":
                self._expect(",", "ordered", "=", "TRUE")
        self._expect(")")

    def _here(self) -> Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def _peek(self) -> str:
        token = self._here()
        return token.text if token else ""

    def _take(self, *kinds: str) -> Token:
        token = self._here()
        if token is None or token.kind not in kinds:
            raise _HalfRead(token)
        self.place += 1
        return token

    def _expect(self, *texts: str) -> None:
        for text in texts:
            token = self._take("word", "mark")
            if token.text != text:
                raise _HalfRead(token)

    def _number(self) -> int:
        token = self._take("number")
        if not token.text.isdecimal() or not 0 < int(token.text[:9]) < 100_000:
            raise _HalfRead(token)
        return int(token.text)

    def _column(self) -> int:
        """`[, 6]`"""
        self._expect("[", ",")
        number = self._number()
        self._expect("]")
        return number

    def _position(self) -> int:
        """`[6] <-`"""
        self._expect("[")
        number = self._number()
        self._expect("]", "<-")
        return number

    def _string(self) -> str:
        return _unescape(self._take("string"))

    def _values(self) -> list[str]:
        """`1, 2)` or `"A1", "A2")`"""
        values: list[str] = []
        while True:
            token = self._take("string", "number")
            values.append(_unescape(token) if token.kind == "string" else token.text)
            mark = self._take("mark")
            if mark.text == ")":
                return values
            if mark.text != ",":
                raise _HalfRead(mark)

    def _skip_arguments(self) -> None:
        depth = 1
        while depth:
            token = self._take("word", "mark", "string", "number")
            depth += {"(": 1, ")": -1}.get(token.text, 0)


def _unescape(token: Token) -> str:
    def replace(match: re.Match[str]) -> str:
        if match[1] not in ESCAPES:
            raise _HalfRead(token)
        return ESCAPES[match[1]]

    return ESCAPE.sub(replace, token.text[1:-1])
