"""Whether a Stata file of version 13 or later (117 to 119) is whole: its map, its end, its observations.

The library that reads these files reads as many observations as the header says and is silent about the rest.
"""

from __future__ import annotations

import re
import struct

from analysis.ingest.files.apart import Refused

MAGIC = b"<stata_dta>"
HEAD = re.compile(
    rb"<stata_dta><header><release>(\d{3})</release><byteorder>(LSF|MSF)</byteorder><K>(.*?)</K><N>(.*?)</N>",
    re.DOTALL,
)
UTF8_SINCE = 118
PLACES = 14
TYPES, DATA, LONG_TEXTS = 2, 9, 10
"""Which places of the map say where the variables' types, the observations and the long texts begin."""
WIDTHS = {32768: 8, 65526: 8, 65527: 4, 65528: 4, 65529: 2, 65530: 1}
"""Bytes of a value by the code of its type; a smaller code is a text of so many bytes."""
AGAIN = "save it again in Stata, or export it from the survey tool again"


def is_old(data: bytes) -> bool:
    """Whether these are the first bytes of a file of Stata 12 or earlier: version, byte order, kind."""
    return len(data) > 4 and data[0] in range(104, 116) and data[1] in (1, 2) and data[2:4] == b"\x01\x00"


def read_release(data: bytes) -> int:
    """The version of the file's form."""
    seen = HEAD.match(data[:200])
    return int(seen[1]) if seen else data[0]


def check_observations(data: bytes) -> None:
    """Raise `Refused` unless a file of the newer form is whole and holds the observations it says."""
    seen = HEAD.match(data[:200])
    if not seen:
        raise _damaged("its header cannot be read")
    if not data.rstrip(b"\0\r\n").endswith(b"</stata_dta>"):
        raise _damaged("it does not end as it should, it may have been cut off")
    order = "little" if seen[2] == b"LSF" else "big"
    variables = int.from_bytes(seen[3], order)  # type: ignore[arg-type]
    observations = int.from_bytes(seen[4], order)  # type: ignore[arg-type]
    sign = "<" if order == "little" else ">"
    try:
        at = data.index(b"<map>", seen.end()) + len(b"<map>")
        places = struct.unpack_from(f"{sign}{PLACES}Q", data, at)
        types = struct.unpack_from(f"{sign}{variables}H", data, places[TYPES] + len(b"<variable_types>"))
    except (ValueError, struct.error, OverflowError):
        raise _damaged("its map or its types cannot be read") from None
    width = sum(WIDTHS.get(code, code) for code in types)
    length = places[LONG_TEXTS] - places[DATA] - len(b"<data></data>")
    if length != width * observations:
        allowed = f"{observations} observations of {width} bytes"
        raise Refused(
            "",
            "the file is damaged: it holds another number of observations than it says",
            f"{length} bytes",
            allowed,
            AGAIN,
        )


def _damaged(what: str) -> Refused:
    return Refused("", f"the file is damaged: {what}", "", "", AGAIN)
