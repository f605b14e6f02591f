"""Where the parts of an SPSS file lie, and whether it holds just the cases that it says it holds.

The library that reads these files stops after the number of cases given in the header, says nothing of
what may follow, and may crash on a damaged description. So the file's outline is walked through before.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from analysis.ingest.files.apart import Refused

MAGIC = (b"$FL2", b"$FL3")
HEADER = 176
SEGMENT, LABELS, LABELLED, DOCUMENT, EXTENSION, END = 2, 3, 4, 6, 7, 999
BIAS = 100
"""What is added to small whole numbers in compressed data."""
CONTINUED, LONGEST_TEXT = -1, 255
MEMBERS = 100_000
UNPACKED = 1024**3
"""The bytes that a compressed .zsav may unpack to."""
PADDING, END_OF_DATA, PLAIN_VALUE = 0, 252, 253
"""Codes of compressed data: nothing, the end, and that eight plain bytes follow."""
AGAIN = "save it again in SPSS (or PSPP), or export it from the survey tool again"


@dataclass(frozen=True)
class Outline:
    """What the header and the description say: `cases` is None where the file leaves it open.

    `width` is the number of eight-byte values of a case, `start` where the cases begin, `packing`
    0 for plain values, 1 for compressed ones, 2 for .zsav; `weighted` that the cases carry weights.
    """

    order: str
    cases: int | None
    width: int
    start: int
    packing: int
    weighted: bool


class Bytes:
    """Reading numbers one after another; beyond the end of the file it is damaged."""

    def __init__(self, data: bytes, at: int, order: str) -> None:
        self.data, self.at, self.order = data, at, order

    def whole(self) -> int:
        """The next whole number of four bytes."""
        self.skip(4)
        return int(struct.unpack_from(self.order + "i", self.data, self.at - 4)[0])

    def count(self, most: int = MEMBERS) -> int:
        """The next whole number, which counts something."""
        number = self.whole()
        if not 0 <= number <= most:
            raise _damaged("a count in the description of the variables is impossible", number)
        return number

    def skip(self, length: int) -> None:
        """Pass over bytes, which must be there."""
        self.at += length
        if self.at > len(self.data):
            raise _damaged("the file ends in the middle of the description of the variables", len(self.data))


def _damaged(what: str, seen: object = "") -> Refused:
    return Refused("", f"the file is damaged: {what}", seen, "", AGAIN)


def read_outline(data: bytes) -> Outline:
    """Walk through header and description; raises `Refused` where they are not those of an SPSS file."""
    if len(data) < HEADER:
        raise _damaged("the file ends in the middle of its header", f"{len(data)} bytes")
    order = next((one for one in "<>" if struct.unpack_from(one + "i", data, 64)[0] in (2, 3)), "")
    if not order:
        raise _damaged("its header does not say how numbers are written")
    packing, weight, cases, bias = struct.unpack_from(order + "iiid", data, 72)
    if packing and bias != BIAS:
        raise _damaged("its header gives another bias than SPSS uses", bias)
    if packing not in (0, 1, 2) or (packing == 2) != data.startswith(b"$FL3"):
        raise _damaged("its header does not say how the cases are packed", packing)
    part = Bytes(data, HEADER, order)
    width, text = 0, 0
    while (kind := part.whole()) != END:
        if kind == SEGMENT:
            width, text = width + 1, _skip_segment(part, text)
        else:
            _skip_record(kind, part)
    part.skip(4)
    if not width or text:
        raise _damaged("it describes no variables, or half of one")
    return Outline(order, None if cases < 0 else cases, width, part.at, packing, bool(weight))


def _skip_segment(part: Bytes, text: int) -> int:
    """Pass over a variable, or eight further bytes of a text; how many such are still to come.

    A text is described by its length and then by one record for each further eight bytes of it.
    """
    length = part.whole()
    if not -1 <= length <= LONGEST_TEXT or (length == CONTINUED) != bool(text):
        raise _damaged("a variable's type is impossible", length)
    labelled, missing = part.count(1), part.whole()
    part.skip(16)
    if labelled:
        part.skip(-(-part.count() // 4) * 4)
    if missing not in (-3, -2, 0, 1, 2, 3):
        raise _damaged("a variable's missing values are impossible", missing)
    part.skip(8 * abs(missing))
    return text - 1 if length == CONTINUED else max(-(-length // 8) - 1, 0)


def _skip_record(kind: int, part: Bytes) -> None:
    if kind == LABELS:
        for _ in range(part.count()):
            part.skip(9)
            part.skip(-(-(part.data[part.at - 1] + 1) // 8) * 8 - 1)
    elif kind == LABELLED:
        part.skip(4 * part.count())
    elif kind == DOCUMENT:
        part.skip(80 * part.count())
    elif kind == EXTENSION:
        part.skip(4)
        size = part.count(8)
        part.skip(size * part.count(len(part.data)))
    else:
        raise _damaged("there is an unknown part in the description of the variables", kind)


def check_cases(data: bytes, outline: Outline) -> None:
    """Raise `Refused` unless the values that follow make up the cases that the header counts."""
    if outline.packing == 0:
        values, rest = divmod(len(data) - outline.start, 8)
    else:
        packed = data[outline.start :] if outline.packing == 1 else _unpack(data, outline)
        values, rest = _count_values(packed)
    cases, spare = divmod(values, outline.width)
    allowed = "" if outline.cases is None else f"{outline.cases} cases of {outline.width} values"
    if rest or spare:
        seen = f"{cases} cases, {spare} values and {rest} bytes"
        what = "the file is damaged: its last case is not whole, it may have been cut off"
        raise Refused("", what, seen, allowed, AGAIN)
    if outline.cases not in (None, cases):
        what = "the file is damaged: it holds another number of cases than it says"
        raise Refused("", what, cases, allowed, AGAIN)


def _count_values(packed: bytes) -> tuple[int, int]:
    """How many values compressed data hold, and how many bytes are missing or left over."""
    at, values = 0, 0
    while at < len(packed):
        codes = packed[at : at + 8]
        end = codes.find(END_OF_DATA)
        used = codes if end < 0 else codes[:end]
        values += len(used) - used.count(PADDING)
        at += 8 + 8 * used.count(PLAIN_VALUE)
        if end >= 0:
            break
    return values, at - len(packed) if at > len(packed) else len(packed[at:].strip(b"\0"))


def _unpack(data: bytes, outline: Outline) -> bytes:
    """The compressed data inside a .zsav, whose blocks are listed at its end."""
    try:
        _, trailer, length = struct.unpack_from(outline.order + "3q", data, outline.start)
        count = struct.unpack_from(outline.order + "i", data, trailer + 20)[0]
        if trailer + length != len(data) or length != 24 + 24 * count:
            raise _damaged("its list of blocks does not stand at its end")
        blocks = [
            struct.unpack_from(outline.order + "qqii", data, trailer + 24 + 24 * block)[1:]
            for block in range(count)
        ]
        if sum(size for _, size, _ in blocks) > UNPACKED:
            raise Refused("", "the file unpacks to more than any export needs", "", "at most 1 GB", AGAIN)
        return b"".join(
            zlib.decompressobj().decompress(data[at : at + packed], size + 1) for at, size, packed in blocks
        )
    except (struct.error, zlib.error) as error:
        raise _damaged("its blocks cannot be unpacked", error) from None
