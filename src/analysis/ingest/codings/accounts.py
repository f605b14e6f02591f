"""The receipts of one source of codings: what was read, and what became of every coding."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from analysis.codebooks import Codebook
from analysis.ingest.codings.corpus import UNKNOWN
from analysis.ingest.codings.placing import NO_CODE, Placed
from analysis.ingest.codings.texts import Documents
from analysis.ingest.files.sheets import Line
from analysis.ingest.receipts import Ledger


def write_receipts(placed: Placed, documents: Documents, unused: list[str]) -> pd.DataFrame:
    """The receipts of one source (RECEIPTS); `unused` are the codes to be told as never given."""
    reading = placed.reading
    ledger = Lines(reading.file.source)
    for line in (*reading.corpus.receipts, *placed.lines):
        ledger.take(line)
    coded = [coding for coding in placed.codings if coding.code]
    for why, count in Counter(coding.why for coding in coded).items():
        ledger.note("coding_kept", why, count=count)
    ledger.note("coding_read", "total", count=len(coded) + ledger.count("coding_left_out"))
    silent = [coding for coding in placed.codings if not coding.code and coding.why != NO_CODE]
    ledger.note("coding_noted", "no_code_given", count=len(silent))
    ledger.note("coding_noted", "coder_unknown", count=sum(coding.coder == UNKNOWN for coding in coded))
    for text in reading.corpus.texts:
        told = documents.of.get((reading.file.source, text.name))
        if told is None:
            ledger.take({"what": "file_noted", "why": "document_not_coded", "before": text.name})
        elif (reading.file.source, text.name) in documents.renamed:
            ledger.take(
                {
                    "what": "file_noted",
                    "why": "document_renamed",
                    "before": text.name,
                    "after": told.name,
                }
            )
    for code in unused:
        ledger.note("coding_noted", "code_never_used", column=code, before=code)
    return ledger.close()


def find_unused(sources: list[Placed], codebook: Codebook) -> list[str]:
    """The lowest codes of a codebook that no source of it gives."""
    given = {
        coding.code
        for placed in sources
        if placed.reading.file.instrument == codebook.id
        for coding in placed.codings
    }
    return [code.id for code in codebook.leaves() if code.id not in given]


class Lines(Ledger):
    """A ledger whose lines about different things never have the same row, column and reason."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.taken: dict[tuple[object, ...], tuple[object, ...]] = {}

    def take(self, line: Line) -> None:
        """Write the line of a reader; where it names no column, what it is about stands as the column."""
        before, after = str(line.get("before", "")), str(line.get("after", ""))
        row, wanted = int(line.get("row", 0)), str(line.get("column", "")) or before
        if line["what"] == "file_read":
            wanted = str(line.get("column", ""))
        column, number = wanted, 1
        while self.taken.setdefault((line["what"], line["why"], row, column), (before, after)) != (
            before,
            after,
        ):
            number += 1
            column = f"{wanted} ({number})"
        self.note(
            str(line["what"]),
            str(line["why"]),
            row=row,
            column=column,
            before=before,
            after=after,
            count=int(line.get("count", 1)),
        )
