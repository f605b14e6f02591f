"""Signs that text was decoded wrongly before it came here: letters encoded twice, and letters lost."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.ingest.files.sheets import SHOWN, Sheet
from analysis.problems import ProblemList

LETTERS = "æøåÆØÅäöüÄÖÜéÉèêëáàâãíìîïóòôõúùûñçß…“”‘’–—•«»§°·½´\xa0čđŋšŧžČĐŊŠŦŽ"
AMBIGUOUS = "“”‘’–—…‹›\xa0"
"""What may rightly follow Å or Ä at the end of a word."""
LOST = "\ufffd"
OPEN = b"\x81\x8d\x8f\x90\x9d"


def _encode_twice() -> dict[str, tuple[str, str]]:
    """What becomes of a letter whose UTF-8 is taken for another encoding: the letter, and which encoding."""
    twice: dict[str, tuple[str, str]] = {}
    for letter in LETTERS:
        bytes_ = letter.encode("utf-8")
        # What Windows-1252 leaves open, programs fill as Latin-1 does.
        windows = "".join(chr(one) if one in OPEN else bytes([one]).decode("cp1252") for one in bytes_)
        readings = {bytes_.decode("latin-1"): "Latin-1", windows: "Windows-1252"}
        if bytes_[0] in (0xC3, 0xE2):
            readings |= {bytes_.decode("mac_roman"): "Mac Roman", bytes_.decode("cp850"): "DOS 850"}
        for seen, name in readings.items():
            if not (seen[0] in "ÅÄ" and seen[1] in AMBIGUOUS):
                twice.setdefault(seen, (letter, name))
    return twice


TWICE = _encode_twice()
DAMAGE = re.compile("|".join([LOST, *map(re.escape, sorted(TWICE, key=len, reverse=True))]))


def check_letters(sheet: Sheet, found: ProblemList) -> None:
    """Note the cells in which letters were encoded twice or lost, the first of them one by one."""
    remedy = (
        "export the file again as UTF-8, and do not save it from another program; "
        "if the tool itself shows the text so, correct it there"
    )
    damaged = list(_find_damage(sheet))
    for row, column, seen in damaged[:SHOWN]:
        place = f"row {row}, column {column}"
        if seen == LOST:
            what = "a letter was lost before: the replacement character stands in its place"
            found.add(place, what, "U+FFFD", "", remedy)
        else:
            letter, name = TWICE[seen]
            what = f"the text was encoded twice: UTF-8 was read as {name}"
            found.add(place, what, seen, f"probably {letter}", remedy)
    if len(damaged) > SHOWN:
        rows = f"rows {damaged[SHOWN][0]} to {damaged[-1][0]}"
        found.add(rows, f"{len(damaged) - SHOWN} more cells have letters that were encoded twice or lost")


def _find_damage(sheet: Sheet) -> Iterable[tuple[int, int, str]]:
    head = [(1, sheet.header)] if sheet.header else []
    for number, cells in [*head, *zip(sheet.numbers, sheet.rows, strict=True)]:
        if "".join(cells).isascii():
            continue
        for column, cell in enumerate(cells, 1):
            if seen := DAMAGE.search(cell):
                yield number, column, seen[0]
