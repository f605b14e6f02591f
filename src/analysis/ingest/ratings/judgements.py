"""Tables of judgements: where each coder places each case between thin and thick co-creation."""

from __future__ import annotations

from typing import Any

from analysis.ingest.codings.names import find_coder
from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.ingest.ratings.rows import Table, name_cases, read_table
from analysis.ingest.receipts import Ledger
from analysis.ingest.values.numerals import read_whole, tell_no_number
from analysis.planned_codings import Continuum
from analysis.problems import ProblemList, name_nearest, shorten
from analysis.sessions import FILE, normalise_name
from analysis.source_options import FOLDER
from analysis.sources import SourceFile
from analysis.study import Study

HEADERS = {
    "case": ("case", "caset", "sak"),
    "coder": ("coder", "judge", "rater", "koder", "dommer", "vurderer"),
    "position": ("position", "judgement", "placement", "plassering", "posisjon", "vurdering"),
    "note": ("note", "comment", "reason", "notat", "merknad", "kommentar", "begrunnelse"),
}


def read_judgements(study: Study, file: SourceFile, ledger: Ledger) -> list[dict[str, Any]]:
    """The judgements of one source as rows of JUDGEMENTS with their `row` in the file.

    A row without a position is left out, with a line. Raises `ProblemsFound` for all cells that cannot be.
    """
    found = ProblemList(file.path)
    if study.plan.continuum is None:
        remedy = "write the key continuum with lowest and highest; config/README.md shows one"
        found.add("", "the plan has no continuum that a judgement could stand on", remedy=remedy)
        found.raise_any()
        return []
    needed = ["coder", "position", *(["case"] if file.case == "*" else [])]
    table = read_table(study, file, HEADERS, needed, "judgements_file", ledger)
    faults: list[FaultyCell] = []
    cases = name_cases(table, study, faults)
    coders = _name_coders(table, study, found)
    positions = _read_positions(table, study.plan.continuum, ledger, faults)
    tell(sorted(faults, key=lambda fault: fault.row), found)
    found.raise_any()
    ledger.note("row_kept", "answer", count=len(positions))
    return [
        {
            "wave": file.wave,
            "case": cases[row],
            "coder": coders[row],
            "position": position,
            "note": table.cells.at[row, "note"],
            "source": file.source,
            "row": row,
        }
        for row, position in positions.items()
    ]


def _name_coders(table: Table, study: Study, found: ProblemList) -> dict[int, str]:
    """The coder's id by row; notes every name that stands for nobody once, and rows without a name."""
    said = {normalise_name(name): one for name, one in study.options_of(table.file.source).coders.items()}
    ids = [coder.id for coder in study.sessions.coders]
    told: dict[int, str] = {}
    strange: dict[str, list[int]] = {}
    for row, text in table.cells["coder"].items():
        one = find_coder(text, study.sessions)
        coder = said.get(normalise_name(text)) or (one.id if one else "")
        if coder in ids:
            told[int(str(row))] = coder
        else:
            strange.setdefault(text, []).append(int(str(row)))
    for text, rows in strange.items():
        _tell_strange_coder(text, rows, table, study, found)
    return told


def _tell_strange_coder(text: str, rows: list[int], table: Table, study: Study, found: ProblemList) -> None:
    place = f"row {rows[0]}" if len(rows) == 1 else f"rows {shorten(', '.join(map(str, rows)), 60)}"
    known = [name for coder in study.sessions.coders for name in coder.names]
    allowed = shorten(", ".join(known)) or f"a coder of {FILE}"
    what, remedy = "the coder is missing", "fill in who judged, or remove the row"
    if text:
        what = f"there is no coder “{text}”"
        add = f"add the name to a coder in {FILE}, or a coder of that name"
        or_say = f"or say whose it is under coders: in {FOLDER}/{table.file.source}.yaml"
        remedy = "; ".join(part for part in (name_nearest(text, known), add, or_say) if part)
    found.add(f"{place}, column {table.place('coder')}", what, text, allowed, remedy)


def _read_positions(
    table: Table, scale: Continuum, ledger: Ledger, faults: list[FaultyCell]
) -> dict[int, int]:
    """The position by row, blank ones left out with a line; notes what is no position."""
    allowed = f"{scale.lowest} to {scale.highest}"
    if scale.outside is not None:
        allowed += f", or {scale.outside} for outside"
    positions: dict[int, int] = {}
    for row, text in table.cells["position"].items():
        number, position = int(str(row)), read_whole(text)
        if not text:
            ledger.note("row_left_out", "blank_no_answer", row=number)
        elif position is None:
            fault = tell_no_number(text, allowed)
            faults.append(FaultyCell(number, table.place("position"), text, fault))
        elif scale.lowest <= position <= scale.highest or position == scale.outside:
            positions[number] = position
        else:
            fault = Fault("the judgement lies beyond the continuum of plan.yaml", allowed, "correct the cell")
            faults.append(FaultyCell(number, table.place("position"), text, fault))
    return positions


def check_judgements(rows: list[dict[str, Any]], files: dict[str, str]) -> list[ProblemList]:
    """Problems of coders who place one case of one wave twice; `files` are the paths by source."""
    first: dict[tuple[str, str, str], dict[str, Any]] = {}
    problems = []
    for row in rows:
        before = first.setdefault((row["wave"], row["case"], row["coder"]), row)
        if before is not row:
            found = ProblemList(files[row["source"]])
            what = f"{row['coder']} has placed the case {row['case']} before"
            seen = f"{row['position']}; before: {before['position']} ({files[before['source']]}"
            remedy = "keep one of the two judgements"
            found.add(f"row {row['row']}", what, f"{seen}, row {before['row']})", "one", remedy)
            problems.append(found)
    return problems
