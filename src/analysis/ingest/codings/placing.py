"""The codings of one source with their coder, their text, their place and their code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from analysis.ingest.codings.corpus import UNKNOWN, Stretch
from analysis.ingest.codings.slices import Slice, check_slice, plain
from analysis.ingest.codings.texts import Document, Documents, Reading
from analysis.ingest.files.sheets import Line
from analysis.problems import ProblemList, shorten

EXAMPLES = 3
"""How many codings that do not match are shown where there are too many."""
NO_CODE = "code_not_in_book"
"""Why somebody read a unit and gave no code that counts."""


@dataclass(frozen=True)
class Coding:
    """One coding or reading of a stretch by ids; `code` is empty where the coder read it and gave none.

    `why` is the word of the receipts for how its place was found, and `place` where it stands in the file.
    """

    document: Document
    coder: str
    code: str
    start: int | None
    end: int | None
    unit: str
    text: str
    coded_at: str
    memo: str
    source: str
    place: str
    why: str

    @property
    def key(self) -> tuple[object, ...]:
        """What two codings have in common that are the same."""
        return (self.document.name, self.coder, self.code, self.start, self.end, self.unit)


@dataclass
class Placed:
    """What became of the codings of one source: those with a place, and the receipt lines of all others.

    `mismatched` counts the codings whose stretch differs from the stored text, by session and coder.
    """

    reading: Reading
    codings: list[Coding] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    mismatched: Counter[tuple[str, str]] = field(default_factory=Counter)

    def leave_out(self, why: str, count: int = 1, **told: str) -> None:
        """Note a coding that does not count."""
        self.lines.append({"what": "coding_left_out", "why": why, "count": count, **told})


def mark_partly_read(readings: Iterable[Reading], documents: Documents) -> None:
    """Mark the texts that only tables hold, and of which somebody read only some units."""
    read: dict[str, dict[str, set[str]]] = {}
    for reading in readings:
        for stretch in reading.corpus.stretches:
            held = documents.of.get((reading.file.source, stretch.document))
            if held and stretch.unit:
                who = reading.coders.get(stretch.coder, UNKNOWN)
                read.setdefault(held.name, {}).setdefault(who, set()).add(stretch.unit)
    for name, coders in read.items():
        held = documents.by_name[name]
        units = {unit for units in held.known.values() for unit in units}
        held.partly = not held.places and any(seen < units for seen in coders.values())


def place_codings(reading: Reading, documents: Documents, allowed: float, found: ProblemList) -> Placed:
    """Every coding of a source with its place in the stored text.

    Codes that the codebook does not have, and codings that match the text nowhere, are left out with a
    line. Notes a problem where more than the share `allowed` of the codings that have a place differ from
    the stored text there.
    """
    placed = Placed(reading)
    strange: Counter[str] = Counter()
    checked, examples = 0, list[str]()
    numbers: dict[tuple[str, str], str] = {}
    for stretch in reading.corpus.stretches:
        held = documents.of.get((reading.file.source, stretch.document))
        if held is None:
            continue
        if stretch.code and stretch.code not in reading.codes:
            strange[stretch.code] += 1
            if stretch.unit:
                # Whoever has a row for the unit has read it, whatever stands there.
                placed.codings.append(_take_reading(reading, held, stretch))
            continue
        if held.text is None or held.partly:
            placed.codings.append(_take_unit(reading, held, stretch, numbers))
            continue
        slice = check_slice(held.text, stretch.start, stretch.end, stretch.text)
        checked += stretch.start is not None
        if slice.differs:
            examples.append(_tell_example(stretch, slice, held.text))
            placed.mismatched[held.session.id, reading.coders.get(stretch.coder, UNKNOWN)] += 1
        _note_slice(placed, held, stretch, slice)
        if slice.kept:
            placed.codings.append(_take_place(reading, held, stretch, slice))
    for code, count in strange.items():
        placed.leave_out(NO_CODE, count, column=code, before=code)
    if checked and len(examples) / checked > allowed:
        _refuse(examples, checked, allowed, found)
    return placed


def _take_reading(reading: Reading, held: Document, stretch: Stretch) -> Coding:
    """That somebody read a unit and gave it no code of the codebook."""
    return _make(reading, held, replace(stretch, code=""), None, None, stretch.unit, "", NO_CODE)


def _take_place(reading: Reading, held: Document, stretch: Stretch, slice: Slice) -> Coding:
    assert held.text is not None
    words = held.text[slice.start : slice.end]
    return _make(reading, held, stretch, slice.start, slice.end, "", words, slice.why)


def _take_unit(
    reading: Reading, held: Document, stretch: Stretch, numbers: dict[tuple[str, str], str]
) -> Coding:
    """A coding of a named unit; stretches without a place in an unknown text are units by their words."""
    unit = stretch.unit
    if not unit:
        so_far = sum(name == held.name for name, _ in numbers)
        unit = numbers.setdefault((held.name, plain(stretch.text)), f"stretch {so_far + 1}")
    return _make(reading, held, stretch, None, None, unit, stretch.text, "as_coded")


def _make(
    reading: Reading,
    held: Document,
    stretch: Stretch,
    start: int | None,
    end: int | None,
    unit: str,
    text: str,
    why: str,
) -> Coding:
    return Coding(
        held,
        reading.coders.get(stretch.coder, UNKNOWN),
        reading.codes[stretch.code] if stretch.code else "",
        start,
        end,
        unit,
        text,
        stretch.coded_at,
        stretch.memo,
        reading.file.source,
        stretch.place,
        why,
    )


def _note_slice(placed: Placed, held: Document, stretch: Stretch, slice: Slice) -> None:
    """A line for a coding that was moved, or that has no place."""
    if slice.why == "as_coded" or not stretch.code:
        return
    told: Line = {
        "what": "coding_moved" if slice.kept else "coding_left_out",
        "why": slice.why,
        "column": f"{held.name}, {stretch.place}",
        "before": shorten(slice.there),
        "after": shorten(stretch.text),
    }
    placed.lines.append(told)


def _tell_example(stretch: Stretch, slice: Slice, text: str) -> str:
    """A coding that differs from the text: both, or its places where one of them has no words."""
    named = f"“{stretch.document}”"
    where = stretch.place if named in stretch.place else f"{stretch.place} of {named}"
    if not stretch.text.strip() or not slice.there.strip():
        return f"{where}: it has the places {stretch.start} to {stretch.end}, the text {len(text)} characters"
    return f"{where}: the coding has “{shorten(stretch.text, 40)}”, the text “{shorten(slice.there, 40)}”"


def _refuse(examples: list[str], checked: int, allowed: float, found: ProblemList) -> None:
    """Tell of a source whose codings stand at other places than it says."""
    shown = examples[:EXAMPLES]
    what = f"{len(examples)} of {checked} codings have other words than the text at their place"
    seen = f"{len(examples) / checked:.1%}; {'; '.join(shown)}"
    remedy = (
        "export the project again with the texts that were coded; if so many may differ, raise unmatched "
        "in config/plan.yaml"
    )
    found.add("", what, seen, f"at most {allowed:.1%}", remedy)
