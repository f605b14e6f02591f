"""The texts of all sources of codings: each once, whichever copies of it there are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from analysis.ingest.codings.corpus import CodedText, Corpus, Stretch
from analysis.ingest.people.masking import hide
from analysis.problems import Problem, ProblemList, shorten
from analysis.sessions import Session, normalise_name
from analysis.sources import SourceFile

BEFORE, AFTER = 15, 25
"""How many characters around the first difference of two texts are shown."""


@dataclass(frozen=True)
class Reading:
    """One source of codings with the meanings of its names; a code or a text without one has no entry."""

    file: SourceFile
    corpus: Corpus
    coders: dict[str, str]
    documents: dict[str, Session]
    codes: dict[str, str]


@dataclass
class Document:
    """One text: its name, its session and codebook, its text where it is known, and the sources with it.

    `known` names the units by source where a table has some, and `places` is True where a source has none.
    `partly` is True where it has the texts of
    the units and somebody read only some of them, so that the units count and not their places.
    """

    name: str
    session: Session
    codebook: str
    text: str | None = None
    file: str = ""
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    places: bool = False
    partly: bool = False

    @property
    def given(self) -> bool:
        """Whether the units that a table names count, and no places."""
        return self.text is None or self.partly


class Documents:
    """The texts of several sources, by source and the text's name there."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        """Bring the texts together; `problems` tells of copies that differ and of rows that disagree."""
        self.by_name: dict[str, Document] = {}
        self.of: dict[tuple[str, str], Document] = {}
        self.renamed: dict[tuple[str, str], str] = {}
        self.problems: list[Problem] = []
        readings = list(readings)
        for reading in readings:
            found = ProblemList(reading.corpus.file)
            for name, session in reading.documents.items():
                texts = [text for text in reading.corpus.texts if text.name == name]
                for text in texts or [CodedText(name, None)]:
                    self._enter(reading, text, session, found)
            self.problems += found.problems
        for reading in readings:
            found = ProblemList(reading.corpus.file)
            self._check_places(reading, found)
            self.problems += found.problems

    def _enter(self, reading: Reading, text: CodedText, session: Session, found: ProblemList) -> None:
        """Take one text of one source in, as a new one or as a copy of one that is there."""
        _check_row(reading.file, text.name, session, found)
        plain = normalise_name(text.name)
        held = self.by_name.get(plain) or self._find_alike(text, session)
        if held is None:
            held = self.by_name[plain] = Document(plain, session, reading.file.instrument)
        elif held.name != plain:
            self.renamed[reading.file.source, text.name] = held.name
        if held.session.id != session.id:
            remedy = "correct documents: in config/sources; one text belongs to one session"
            what = f"the text “{text.name}” belongs to two sessions"
            found.add("", what, session.id, held.session.id, remedy)
        if held.codebook != reading.file.instrument:
            remedy = "name one codebook; to code a text twice, give its copy a name of its own in the tool"
            what = f"the text “{text.name}” is coded with two codebooks"
            found.add("", what, reading.file.instrument, held.codebook, remedy)
        if text.text is not None:
            _take_text(held, text.text, reading.corpus.file, found)
        held.places = held.places or not text.units
        if text.units:
            held.known[reading.file.source] = text.units
        if reading.file.source not in held.sources:
            held.sources.append(reading.file.source)
        self.of[reading.file.source, text.name] = held

    def _find_alike(self, text: CodedText, session: Session) -> Document | None:
        """The text of the session that has the same words under another name."""
        if not text.text or not text.text.strip():
            return None
        for one in self.by_name.values():
            if one.session.id == session.id and one.text and one.text.rstrip() == text.text.rstrip():
                return one
        return None

    def _check_places(self, reading: Reading, found: ProblemList) -> None:
        """Note codings that name units of a known text, or places in an unknown one."""
        told: set[tuple[str, str]] = set()
        for stretch in reading.corpus.stretches:
            held = self.of.get((reading.file.source, stretch.document))
            if held is None:
                continue
            fault = _find_fault(held, stretch)
            if fault and (held.name, fault) not in told:
                told.add((held.name, fault))
                remedy = "enter the project that holds the text as a source too, or fill in the table's texts"
                if fault == UNITS:
                    remedy = "give the table a column with the text of each unit, or places in place of units"
                what = f"“{stretch.document}”: {fault}"
                found.add("", what, stretch.place, "", remedy)


UNITS = "the table names units without their texts, and another source holds the whole text"
PLACES = "the codings name places, and no source holds the text they are places of"


def _find_fault(held: Document, stretch: Stretch) -> str:
    if held.text is not None and stretch.unit and stretch.start is None:
        return UNITS
    if held.text is None and not stretch.unit and stretch.start is not None:
        return PLACES
    return ""


def _check_row(file: SourceFile, name: str, session: Session, found: ProblemList) -> None:
    """Note a text whose session is of another case or wave than its row in sources.tsv says."""
    for column, seen, expected in (
        ("case", session.case, file.case),
        ("wave", session.wave, file.wave),
    ):
        if seen != expected and expected != "*":
            what = f"the text “{name}” belongs to the session {session.id} of another {column}"
            remedy = f"correct the {column} in sources.tsv or sessions.yaml"
            found.add("", what, seen, f"{expected}, as sources.tsv says", remedy)


def _take_text(held: Document, text: str, file: str, found: ProblemList) -> None:
    """Keep a copy's text, the longer where they differ in blanks at the end only; note other differences."""
    if held.text is None:
        held.text, held.file = text, file
        return
    if held.text.rstrip() == text.rstrip():
        held.text = max(held.text, text, key=len)
        return
    pairs = zip(held.text, text, strict=False)
    at = next(
        (place for place, (one, other) in enumerate(pairs) if one != other), min(len(held.text), len(text))
    )
    line = text.count("\n", 0, at) + 1
    what = f"the text “{held.name}” is another one in {held.file}"
    alike = unicodedata.normalize("NFC", held.text) == unicodedata.normalize("NFC", text)
    hint = "; they differ only in how letters with accents are stored" if alike else ""
    remedy = f"let every coder code the same file, or give one of the two a name of its own{hint}"
    found.add(f"line {line} of the text", what, _around(text, at), _around(held.text, at), remedy)


def _around(text: str, at: int) -> str:
    return f"“{hide(shorten(text[max(0, at - BEFORE) : at + AFTER]))}”"
