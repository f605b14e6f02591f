"""A plain table of coded turns, as a team without a tool keeps it: one row a turn and one column a coder."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from analysis.reference_study.coders import CODERS, Given
from analysis.reference_study.talk import Transcript

HEADER = ("dokument", "ytring", "tekst", *CODERS.values())
NONE = "-"
"""What stands where a coder read a turn and gave it no code; a blank would say that it was not read."""
BETWEEN = " | "


def export_table(transcripts: Sequence[Transcript], given: Mapping[str, Sequence[Given]]) -> bytes:
    """The table as CSV with semicolons (UTF-8 with a mark); `given` holds the codings by session."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    for transcript in transcripts:
        talk = transcript.talk
        for turn in transcript.turns:
            codes = [
                [one.code for one in given[talk.session] if (one.coder, one.turn) == (coder, turn.number)]
                for coder in CODERS
            ]
            cells = [
                (BETWEEN.join(found) or NONE) if coder in talk.coders else ""
                for coder, found in zip(CODERS, codes, strict=True)
            ]
            writer.writerow([talk.title, turn.number, transcript.text[turn.start : turn.end], *cells])
    return out.getvalue().encode("utf-8-sig")
