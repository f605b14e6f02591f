"""What each row of a LimeSurvey export is, and when it was handed in."""

from __future__ import annotations

import re

import pandas as pd

from analysis.ingest.exports import same_status
from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.ingest.files.sheets import Line
from analysis.ingest.formats.limesurvey.headings import Headings
from analysis.ingest.formats.limesurvey.words import NOT_SHOWN
from analysis.ingest.times import read_moment, read_moments
from analysis.problems import ProblemList
from analysis.source_options import SourceOptions

# Surveys that are anonymised all have this date, in place of the true one.
ANONYMISED = re.compile(r"1980-01-01(?:[ T]00:00(?::00)?)?")


def read_statuses(
    cells: pd.DataFrame, headings: Headings, found: ProblemList
) -> tuple[pd.Series[str], dict[int, str]]:
    """Completed with a date of submission; without one begun, or only opened where nothing is answered."""
    column = headings.own.get("submitdate")
    if column is None:
        return same_status(cells), {}
    dates = cells[column].str.strip()
    faulty = dates[~dates.map(_is_moment).astype(bool)]
    fault = Fault("this is no date of submission", "a date, or nothing", "export the answers again")
    tell([FaultyCell(row, column, seen, fault) for row, seen in faulty.items()], found)
    asked = cells[[one.header for one in headings.questions]]
    answered = ~asked.apply(lambda one: one.str.strip().str.casefold().isin(["", *NOT_SHOWN])).all(axis=1)
    statuses = pd.Series("completed", index=cells.index, dtype="str")
    statuses[(dates == "") & answered] = "partial"
    statuses[(dates == "") & ~answered] = "opened"
    last = headings.own.get("lastpage")
    told = cells[last].str.strip() if last else dates
    words = {
        int(row): f"{last} {told[row]}" if told[row] else f"no {column}" for row in cells.index[dates == ""]
    }
    return statuses, words


def _is_moment(text: str) -> bool:
    return not text or any(read_moment(text, order) for order in ("day-first", "month-first"))


def read_times(
    cells: pd.DataFrame, headings: Headings, options: SourceOptions, found: ProblemList
) -> tuple[pd.Series[str] | None, list[Line]]:
    """When each answer was handed in, else last touched, with receipts; anonymised surveys do not tell."""
    columns = [headings.own[name] for name in ("submitdate", "datestamp") if name in headings.own]
    receipts: list[Line] = []
    read: list[pd.Series[str] | None] = []
    for column in columns:
        anonymous = cells[column].str.strip().str.fullmatch(ANONYMISED.pattern).astype(bool)
        moments = read_moments(cells[column].mask(anonymous, ""), options.dates, found)
        read.append(moments.times)
        counts = {"times_anonymised": int(anonymous.sum()), moments.why: len(cells)}
        receipts += [
            {"what": "time_read", "why": why, "column": column, "count": count}
            for why, count in counts.items()
            if why and count
        ]
    known = [times for times in read if times is not None]
    if not known or len(known) < len(read):
        return None, receipts
    times = known[0].where(known[0] != "", known[-1])
    return (times if (times != "").any() else None), receipts
