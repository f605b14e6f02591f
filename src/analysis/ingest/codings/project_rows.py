"""Codings out of the rows of a project's database: what the tools have in common."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.ingest.codings.corpus import CodedText, FoundCode, FoundCoder, Stretch
from analysis.ingest.codings.countings import Found, Span, locate, unify
from analysis.ingest.files.sheets import SHOWN, Line
from analysis.problems import ProblemList

LOST = 0.05
"""The largest share of codings that may name a code, a text or a place that is not there."""
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DATE = re.compile(r"(\d{4}-\d\d-\d\d)([ T]|$)")
DATE_IN_WORDS = re.compile(rf"\w{{3}} ({'|'.join(MONTHS)}) +(\d\d?) [\d:]+ (\d{{4}})")
MISSING = {
    "reference_broken": "the coding names a code that the file does not hold",
    "text_gone": "the coding names a text that the file does not hold",
    "place_unusable": "the stretch of the coding has no place that can be read",
}

Id = int | None
Locate = Callable[[Id, Sequence[Span]], Sequence[Found]]
"""What finds the stretches of one text: takes the text's id."""


@dataclass(frozen=True)
class CodingRow:
    """One row of a table of codings: where it stands, what it names, and its places as the tool counts."""

    place: str
    text: Id
    code: Id
    start: Id
    end: Id
    words: str
    coder: str
    day: str
    memo: str

    @property
    def spans(self) -> bool:
        """Whether the row has places with something between them."""
        return self.start is not None and self.end is not None and 0 <= self.start < self.end


@dataclass
class Known:
    """The texts and codes of a project by id; a text that is not in `stored` has no words in the file."""

    names: dict[Id, str] = field(default_factory=dict)
    stored: dict[Id, str] = field(default_factory=dict)
    codes: dict[Id, FoundCode] = field(default_factory=dict)

    def list_texts(self, found: ProblemList) -> tuple[CodedText, ...]:
        """The texts with `\\n` between lines; notes a problem where several have one name."""
        for name, times in Counter(self.names.values()).items():
            if times > 1:
                remedy = "rename all but one of them in the program, and save the project again"
                found.add(f"text “{name}”", f"{times} texts have this name", name, "", remedy)
        return tuple(
            CodedText(name, unify(self.stored[id]) if id in self.stored else None)
            for id, name in self.names.items()
        )

    def locate_by_words(self, editor: bool, shifts: bool = False) -> Locate:
        """Stretches of the stored texts are found as `countings.locate` does."""
        return lambda text, spans: locate(self.stored.get(text, ""), spans, editor, shifts)


def make_stretches(
    rows: Sequence[CodingRow], known: Known, locate: Locate, found: ProblemList
) -> tuple[list[Stretch], list[Line]]:
    """The codings whose text and code are there, in the order of the rows, and lines about the others.

    Notes a problem where more than `LOST` of the codings lead nowhere.
    """
    lines: list[Line] = []
    linked = [row for row in rows if not _find_fault(row, known)]
    for row in rows:
        if why := _find_fault(row, known):
            after = {"reference_broken": f"code {row.code}", "text_gone": f"text {row.text}"}.get(why, "")
            lines.append({"what": "coding_left_out", "why": why, "before": row.place, "after": after})
    _check_lost(lines, len(rows), found)
    located: dict[str, Found] = {}
    by_text: dict[Id, list[CodingRow]] = {}
    for row in linked:
        by_text.setdefault(row.text, []).append(row)
    for id, here in by_text.items():
        spans = [Span(row.start or 0, row.end or 0, row.words) for row in here]
        located |= {row.place: one for row, one in zip(here, locate(id, spans), strict=True)}
    stretches = [_make_stretch(row, known, located[row.place]) for row in linked]
    return stretches, [*lines, *_note_countings(located.values())]


def _find_fault(row: CodingRow, known: Known) -> str:
    """Why a coding cannot be taken over, as a word of the receipts; empty where it can."""
    if row.text not in known.names:
        return "text_gone"
    if row.code not in known.codes:
        return "reference_broken"
    return "" if row.spans else "place_unusable"


def _make_stretch(row: CodingRow, known: Known, found: Found) -> Stretch:
    return Stretch(
        document=known.names[row.text],
        coder=row.coder,
        code=known.codes[row.code].name,
        start=found.start,
        end=found.end,
        text=found.text,
        place=row.place,
        coded_at=row.day,
        memo=row.memo,
    )


def _check_lost(lost: list[Line], total: int, found: ProblemList) -> None:
    if len(lost) <= total * LOST:
        return
    remedy = "open the project in the program, and give these codings anew or delete them"
    for line in lost[:SHOWN]:
        found.add(str(line["before"]), MISSING[str(line["why"])], line["after"], "", remedy)
    what = f"{len(lost)} of {total} codings lead nowhere"
    found.add("", what, f"{len(lost) / total:.0%}", f"at most {LOST:.0%}", remedy)


def _note_countings(located: Iterable[Found]) -> list[Line]:
    """A line for each way of counting that is not the stored text's, and one for shifted words."""
    located = list(located)
    ways = Counter(one.counting for one in located if one.counting)
    lines: list[Line] = [
        {"what": "coding_noted", "why": "places_counted_otherwise", "after": way, "count": count}
        for way, count in ways.items()
    ]
    shifted = sum(one.shifted for one in located)
    return [*lines, {"what": "coding_noted", "why": "words_shifted", "count": shifted}] if shifted else lines


def list_coders(stretches: Sequence[Stretch]) -> tuple[FoundCoder, ...]:
    """The coders who gave a code, in the order of their first one."""
    return tuple(FoundCoder(name) for name in dict.fromkeys(one.coder for one in stretches) if name)


def climb(start: object, parents: Mapping[object, tuple[str, object]]) -> tuple[tuple[str, ...], bool]:
    """The names above, topmost first, and whether one of them stands above itself, where there are none.

    `parents` has the name and the parent of each category by its id; an id that is not in it ends the way.
    """
    names: list[str] = []
    seen: set[object] = set()
    while start in parents:
        if start in seen:
            return (), True
        seen.add(start)
        name, start = parents[start]
        names.append(name)
    return tuple(reversed(names)), False


def read_day(written: str) -> str:
    """The day of a time as the tools write it, as YYYY-MM-DD; empty where it is written otherwise."""
    if match := DATE.match(written):
        return match[1]
    if match := DATE_IN_WORDS.match(written):
        return f"{match[3]}-{MONTHS.index(match[1]) + 1:02d}-{int(match[2]):02d}"
    return ""
