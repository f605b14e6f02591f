"""The same coding in several copies of a text counts once; what one copy lacks is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from analysis.ingest.codings.corpus import UNKNOWN
from analysis.ingest.codings.placing import Coding, Placed

Key = tuple[object, ...]


def note_lacking(sources: Sequence[Placed]) -> None:
    """Note what one copy of a text lacks of the codings that another has by the same coder.

    A coding counts as long as one copy has it. Only copies in which the coder gave any code in the text
    are held against each other.
    """
    for name, coder, numbers in _find_copies(sources):
        every: set[Key] = set().union(*(keys for keys in numbers.values()))
        for place, keys in numbers.items():
            lacking = Counter(str(key[2]) for key in every - keys)
            known = set(sources[place].reading.codes.values())
            for code, count in sorted(lacking.items()):
                why = "coding_missing_in_copy" if code in known else "code_missing_in_copy"
                column = f"{name}, {coder}, {code}"
                sources[place].lines.append(
                    {"what": "coding_noted", "why": why, "column": column, "count": count}
                )


def _find_copies(sources: Sequence[Placed]) -> Iterator[tuple[str, str, dict[int, set[Key]]]]:
    """Text, coder and the codings by number of the source, where several sources have any."""
    found: dict[tuple[str, str], dict[int, set[Key]]] = {}
    for number, placed in enumerate(sources):
        for coding in placed.codings:
            if coding.code and coding.coder != UNKNOWN:
                of_coder = found.setdefault((coding.document.name, coding.coder), {})
                of_coder.setdefault(number, set()).add(coding.key)
    for (name, coder), numbers in found.items():
        if len(numbers) > 1:
            yield name, coder, numbers


def drop_doubled(sources: Sequence[Placed]) -> None:
    """Leave out, with a line, codings that stand before in the same source or another.

    A coding by nobody known is left out where another source has the same one by somebody.
    """
    by_somebody: dict[Key, set[str]] = {}
    for placed in sources:
        for coding in placed.codings:
            if coding.coder != UNKNOWN:
                by_somebody.setdefault(_without_coder(coding), set()).add(coding.source)
    first: dict[Key, str] = {}
    for placed in sources:
        kept, left = [], Counter[tuple[str, str]]()
        for coding in placed.codings:
            seen = first.get(coding.key)
            others = by_somebody.get(_without_coder(coding), set()) - {coding.source}
            if seen is None and not (coding.coder == UNKNOWN and others):
                first[coding.key] = coding.source
                kept.append(coding)
            elif coding.code:
                why = "coding_doubled" if seen == coding.source else "coding_in_other_copy"
                left[why, coding.document.name] += 1
        placed.codings = kept
        for (why, name), count in left.items():
            placed.leave_out(why, count, column=name)


def _without_coder(coding: Coding) -> Key:
    return (coding.document.name, coding.code, coding.start, coding.end, coding.unit)
