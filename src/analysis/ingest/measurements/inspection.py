"""What a workbook or a table of indicators is, before anybody has entered it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from analysis.ingest.detection import SIBLINGS
from analysis.ingest.files.first_rows import read_first_rows
from analysis.ingest.files.limits import check_size
from analysis.ingest.files.tables import is_workbook
from analysis.ingest.files.workbooks import read_workbook
from analysis.ingest.measurements import Source, read_one
from analysis.ingest.measurements.columns import CASE, HEADERS, SHEET_NAMES
from analysis.ingest.measurements.files import EXAMPLES, NEEDED_PARTS, find_by_header
from analysis.ingest.ratings.rows import find_role, plain
from analysis.ingest.source_rows import choose_wave, list_waves, name_source, tell_row, tell_unread
from analysis.problems import ProblemList, ProblemsFound
from analysis.pseudonym_key import make_throwaway_key
from analysis.source_options import SourceOptions
from analysis.sources import ANY, SourceFile, hash_file
from analysis.study import Study
from analysis.templates.soimpact_words import CASE as CASE_WORDS

UNKNOWN = "<case>"


def inspect_measurements(path: Path, study: Study | None, options: SourceOptions) -> tuple[str, bool] | None:
    """What a file holds, in lines for a person, and whether it can be read; None for other files.

    `study` is the study of the working folder, None where it cannot be read.
    """
    part = _find_part(path) if path.is_file() else ""
    if not part:
        return None
    kind = "soimpact: a workbook of indicators and measurements" if part == "workbook" else f"table: {part}"
    lines = [str(path), f"  {path.stat().st_size:,} bytes, sha256 {hash_file(path)}", ""]
    lines.append(f"Format       {kind}, the file “{part}”")
    if study is None:
        return "\n".join(lines), True
    if EXAMPLES.intersection(map(plain, _list_sheets(path) if part == "workbook" else ())):
        return "\n".join([*lines, "This is the template's filled example, which is never read."]), False
    parts = {part: path} if part == "workbook" else _find_siblings(path, part)
    lines += [
        f"  with       {other.name} as its file “{name}”" for name, other in parts.items() if name != part
    ]
    case = _find_case(path, part, study)
    told, read = _tell_content(parts, study, options, case)
    lines += told
    form = "soimpact" if part == "workbook" else "table"
    cells = {"kind": "measurements", "format": form, "instrument": "", "case": case}
    # One name for all files of the source: that of the file that was asked about.
    cells |= {"source": name_source(path, study), "wave": choose_wave(path, study)}
    choices = {UNKNOWN: study.cases, "<wave>": list_waves(study)}
    for name, file in parts.items():
        lines += ["", *tell_row(file, study, cells | {"part": name}, choices)]
    return "\n".join(lines), read


def _find_part(path: Path) -> str:
    """Which file of a source this is; empty for a file of another kind."""
    check_size(path, ProblemList(path.as_posix()))
    parts = {found for row in read_first_rows(path) if (found := find_by_header(row))}
    if is_workbook(path, path.as_posix()):
        named = {plain(name) for name in _list_sheets(path)}
        drawn = all(named.intersection(SHEET_NAMES[part]) for part in NEEDED_PARTS)
        return "workbook" if drawn or parts.issuperset(NEEDED_PARTS) else next(iter(sorted(parts)), "")
    return next((part for part in HEADERS if part in parts), "")


def _list_sheets(path: Path) -> list[str]:
    try:
        return list(read_workbook(path, path.as_posix()))
    except ProblemsFound:
        return []


def _find_siblings(path: Path, part: str) -> dict[str, Path]:
    """The files of the same folder that are the other tables, each if one only is; in order of the parts."""
    found: dict[str, list[Path]] = {part: [path]}
    others = [one for one in sorted(path.parent.iterdir()) if one.is_file() and one != path]
    for other in others[:SIBLINGS]:
        try:
            seen = _find_part(other)
        except (ProblemsFound, OSError):
            continue
        if seen in HEADERS and seen != part:
            found.setdefault(seen, []).append(other)
    return {name: found[name][0] for name in HEADERS if len(found.get(name, [])) == 1}


def _find_case(path: Path, part: str, study: Study) -> str:
    """The case of a file: the one it is entered for, any where it names cases itself, else <case>."""
    entered = study.files_of(study.source_of(path))
    if entered:
        return entered[0].case
    if any(
        find_role(name, HEADERS[one]) == CASE
        for row in read_first_rows(path)
        for name in row
        for one in HEADERS
    ):
        return ANY
    known = {word.casefold(): case.id for case in study.settings.cases for word in (case.id, case.label)}
    if part == "workbook":
        try:
            grids = read_workbook(path, path.as_posix())
        except ProblemsFound:
            return UNKNOWN
        for name, grid in grids.items():
            for cells in grid.cells if plain(name) in SHEET_NAMES["plan"] else ():
                if plain(cells[0]) == plain(CASE_WORDS.nb) and len(cells) > 1:
                    return known.get(" ".join(cells[1].split()).casefold(), UNKNOWN)
    return UNKNOWN


def _tell_content(
    parts: dict[str, Path], study: Study, options: SourceOptions, case: str
) -> tuple[list[str], bool]:
    """What the tables hold, or why they cannot be read yet; and whether they can."""
    missing = [name for name in NEEDED_PARTS if name not in parts and "workbook" not in parts]
    if missing:
        return [
            f"It cannot be read alone: its file “{missing[0]}” must be there too, in the same folder."
        ], False
    source = name_source(next(iter(parts.values())), study)
    entered = {"source": source, "kind": "measurements", "format": "auto", "instrument": "", "version": ""}
    entered |= {"wave": study.settings.waves[-1].id, "group": "", "sha256": ""}
    # Without a case any will do for a look; the path is one from where the person stands.
    entered["case"] = study.cases[0] if case == UNKNOWN else case
    files = [
        SourceFile.model_validate(entered | {"part": name, "path": path.as_posix()})
        for name, path in parts.items()
    ]
    asked = replace(study, root=Path.cwd(), options={**study.options, source: options})
    try:
        return list(_tell_source(read_one(asked, files, make_throwaway_key()))), True
    except ProblemsFound as found:
        return tell_unread(found), False


def _tell_source(read: Source) -> Iterator[str]:
    cases = list(dict.fromkeys(row["case"] for row in read.indicators))
    names = {(row["case"], row["indicator"]) for row in read.indicators}
    yield f"Cases        {len(cases)}"
    levels = Counter(row["level"] for row in read.indicators)
    told = ", ".join(f"{count} {level}" for level, count in levels.items())
    yield f"Indicators   {len(names)} in {len(read.indicators)} versions: {told}"
    for status in ("retired", "redefined"):
        some = [row["indicator"] for row in read.indicators if row["status"] == status]
        if some:
            yield f"  {status:<11}{', '.join(some)}"
    with_baseline = {
        (row["case"], row["indicator"], row["version"])
        for row in read.measurements
        if row["phase"] == "baseline"
    }
    bare = [
        row["indicator"]
        for row in read.indicators
        if (row["case"], row["indicator"], row["version"]) not in with_baseline
    ]
    if bare:
        yield f"  no baseline {', '.join(dict.fromkeys(bare))}"
    aimless = [row["indicator"] for row in read.indicators if row["target"] is None]
    if aimless:
        yield f"  no target  {', '.join(dict.fromkeys(aimless))}"
    days = sorted(row["date"] for row in read.measurements)
    made = sum(row["stated"] == "no" for row in read.measurements)
    span = f", {days[0]} to {days[-1]}" if days else ""
    yield f"Measurements {made} measured, {len(days) - made} stated with an indicator{span}"
    if read.scores:
        yield f"People       {len({row['person'] for row in read.scores})}, with {len(read.scores)} scores"
