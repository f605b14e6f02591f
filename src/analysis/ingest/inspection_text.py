"""An inspection as the lines a person reads, ending with the rows to paste into sources.tsv."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from analysis.ingest.inspection import Fit, Inspection, Reading, count_statuses
from analysis.ingest.receipts import WHY
from analysis.instruments import Asked
from analysis.problems import name_nearest, shorten
from analysis.sources import ANY, COLUMNS, hash_file
from analysis.study import Study

SHOWN = 12
MISSING = 6
NAMED = {"identifier": "Identifiers", "free_text": "Free text"}


def tell_inspection(inspection: Inspection, study: Study | None, root: Path) -> str:
    """The inspection in lines; `study` is the study of the folder `root`, None where it cannot be read."""
    lines = [str(inspection.path), f"  {inspection.size:,} bytes, sha256 {inspection.sha256}"]
    several = len(inspection.readings) > 1
    if several:
        lines += ["", "It can be read in more than one way; auto would refuse it. Name the format you mean."]
    for reading in inspection.readings:
        lines += ["", *_tell_reading(reading), *_tell_fits(reading), *_tell_rows(reading, study, root)]
    return "\n".join(lines)


def _tell_reading(reading: Reading) -> Iterator[str]:
    one, sighting = reading.candidate.format, reading.candidate.sighting
    doubt = "" if sighting.sure else " (other tools write such files too)"
    yield f"Format       {one.id}: {one.tool}, the file “{sighting.part}”{doubt}"
    yield f"  because    {sighting.why}"
    for part, path in reading.files.items():
        if part != sighting.part:
            yield f"  with       {path.name} as its file “{part}”"
    export = reading.export
    if export is None:
        columns = max((len(rows[0]) for rows in reading.look.sheets.values() if rows), default=0)
        yield f"Columns      {columns} in the first row"
        yield "It cannot be read yet:"
        told = str(reading.problems)
        yield from (f"  {line}" for line in told.splitlines())
        for flag in ("sheet", "event"):
            if f"{flag}:" in told:
                yield f"  Look at one of them with --{flag} NAME."
        return
    for receipt in export.receipts:
        if receipt["what"] == "file_read" and receipt.get("after"):
            yield f"  {WHY[str(receipt['why'])]}: {receipt['after']}"
        elif receipt["what"] != "file_read" and receipt.get("count", 1):
            count = f" ({receipt['count']})" if "count" in receipt else ""
            yield f"  noted      {WHY[str(receipt['why'])]}{count}"
    statuses = ", ".join(f"{count} {status}" for status, count in count_statuses(export).items())
    yield f"Rows         {len(export.cells) + len(export.blank)}: {statuses}"
    kinds = Counter(export.tool_columns.get(name, "answers") for name in export.cells.columns)
    counted = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in kinds.most_common())
    yield f"Columns      {export.cells.shape[1]}: {counted}"
    yield f"Languages    {', '.join(reading.languages) or 'too few words to tell'}"
    yield from _tell_identifiers(reading.identifiers)


def _tell_identifiers(identifiers: Mapping[str, str]) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for name, why in identifiers.items():
        reasons.setdefault(why, []).append(_short(name))
    if "identifier" not in reasons:
        yield "Identifiers  none recognised"
    for why, names in reasons.items():
        yield f"{NAMED.get(why, why):<12} {_some(names)}"


def _tell_fits(reading: Reading) -> Iterator[str]:
    export = reading.export
    if export is None:
        return
    for fit in reading.fits:
        items = len(fit.instrument.items)
        yield ""
        title = fit.instrument.title.in_language("en")
        yield f"As {fit.instrument.id} ({title}): {len(fit.matches)} of {items} items have a column"
        yield from _tell_matches(fit)
        if not fit.matches:
            continue
        taken = {match.column for match in fit.matches.values()}
        spare = [name for name in export.cells.columns if name not in taken | set(export.tool_columns)]
        yield from _tell_missing(fit, spare)
        if spare:
            yield f"  no item    {_some([_short(name) for name in spare])}"
        for problem in fit.problems:
            if "columns are missing" not in problem:
                yield from (f"  {line}" for line in problem.splitlines())


def _tell_matches(fit: Fit) -> Iterator[str]:
    ways: dict[str, list[str]] = {}
    for item, match in fit.matches.items():
        ways.setdefault(match.how, []).append(f"{item} ← {_short(match.column)}")
    for how, pairs in ways.items():
        yield f"  {how.replace('_', ' '):<10} {len(pairs)}: {_some(pairs)}"


def _tell_missing(fit: Fit, spare: list[str]) -> Iterator[str]:
    for item in fit.missing[:MISSING]:
        names = fit.instrument.column_names(fit.instrument.item(item))
        near = next((said for name in names if (said := name_nearest(name, spare))), "")
        yield f"  missing    {item} {near}".rstrip()
    if len(fit.missing) > MISSING:
        yield f"  missing    and {len(fit.missing) - MISSING} more"


def _tell_rows(reading: Reading, study: Study | None, root: Path) -> Iterator[str]:
    if reading.export is None or study is None:
        return
    best = reading.fits[0] if reading.fits and reading.fits[0].matches else None
    rows = [_row(reading, part, path, study, best, root) for part, path in reading.files.items()]
    yield ""
    yield f"Rows for config/sources.tsv (a tab between two cells; columns {', '.join(COLUMNS)}):"
    yield from ("\t".join(row[name] for name in COLUMNS) for row in rows)
    yield from _tell_open(rows[0], study, best)
    if any(row["path"].startswith("data/raw/") and not (root / row["path"]).is_file() for row in rows):
        yield "  Put the file into the study's folder first, where the path says."


def _row(
    reading: Reading, part: str, path: Path, study: Study, best: Fit | None, root: Path
) -> dict[str, str]:
    """The cells of one row; what only the team can know stands in angle brackets."""
    settings = study.settings
    inside = path.resolve().is_relative_to(root.resolve())
    name = path.resolve().relative_to(root.resolve()).as_posix() if inside else f"data/raw/{path.name}"
    source = re.sub(r"[^a-z0-9]+", "-", reading.files[next(iter(reading.files))].stem.casefold()).strip("-")
    versions = _list_versions(best)
    version = versions[0] if len(versions) == 1 else "<version>"
    groups = {best.instrument.versions[name].group for name in versions} if best else set()
    waves = [wave.id for wave in settings.waves]
    return {
        "source": source if source[:1].isalpha() else f"source-{source}".rstrip("-"),
        "kind": "survey",
        "part": part,
        "format": reading.candidate.format.id,
        "instrument": best.instrument.id if best else "<instrument>",
        "version": version,
        "case": ANY if best and _asks(best, "case") else "<case>",
        "wave": waves[0] if len(waves) == 1 else "<wave>",
        "group": groups.pop() if len(groups) == 1 else "<group>",
        "path": name,
        "sha256": hash_file(path),
    }


def _asks(fit: Fit, kind: Asked) -> bool:
    """Whether a column names each respondent's case, or group."""
    item = fit.instrument.find_asking(kind)
    return item is not None and item.id in fit.matches


def _list_versions(fit: Fit | None) -> list[str]:
    """The versions that the file can be of: those that ask for the group where a column does, else others."""
    if fit is None:
        return []
    asks = _asks(fit, "group")
    return [name for name, one in fit.instrument.versions.items() if (one.group == ANY) == asks]


def _tell_open(row: Mapping[str, str], study: Study, best: Fit | None) -> Iterator[str]:
    settings = study.settings
    choices = {
        "<instrument>": list(study.instruments),
        "<version>": _list_versions(best),
        "<case>": [case.id for case in settings.cases],
        "<wave>": [wave.id for wave in settings.waves],
        "<group>": [group.id for group in settings.groups],
    }
    if best is None:
        yield "  No instrument has these questions: docs/add-an-instrument.md tells how to write one."
    for name, known in choices.items():
        if name in row.values():
            yield f"  {name}: {', '.join(known) or 'as the instrument says'}"


def _short(text: str) -> str:
    return shorten(text, 60)


def _some(names: list[str]) -> str:
    more = f" … and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
