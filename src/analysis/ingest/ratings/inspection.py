"""What a table of judgements or of scores is, before anybody has entered it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.ingest.files.first_rows import read_first_rows
from analysis.ingest.files.limits import check_size
from analysis.ingest.people.masking import hiding
from analysis.ingest.ratings import judgements, scorecards
from analysis.ingest.ratings.rows import find_role
from analysis.ingest.receipts import WHY, Ledger
from analysis.ingest.source_rows import choose_wave, list_waves, name_source, tell_row, tell_unread
from analysis.problems import ProblemList, ProblemsFound
from analysis.source_options import SourceOptions
from analysis.sources import SourceFile, hash_file
from analysis.study import Study

NEEDED = {"judgements": ("coder", "position"), "scorecards": ("field", "question", "score")}
HEADERS = {"judgements": judgements.HEADERS, "scorecards": scorecards.HEADERS}
TITLES = {
    "judgements": "judgements of where cases stand",
    "scorecards": "scores of a scorecard",
}


def inspect_ratings(path: Path, study: Study | None, options: SourceOptions) -> tuple[str, bool] | None:
    """What a file holds, in lines for a person, and whether it can be read; None for what holds no ratings.

    `study` is the study of the working folder, None where it cannot be read.
    """
    header = _find_header(path) if path.is_file() else None
    if header is None:
        return None
    kind, known = header
    lines = [str(path), f"  {path.stat().st_size:,} bytes, sha256 {hash_file(path)}", ""]
    lines.append(f"Format       table: a plain table, {TITLES[kind]}, the file “rows”")
    if study is None:
        return "\n".join(lines), True
    case = "*" if "case" in known else "<case>"
    card = _choose_scorecard(path, study, options) if kind == "scorecards" else ""
    told, read = _tell_content(path, study, options, (kind, card, case))
    row = {"kind": kind, "part": "rows", "format": "table", "instrument": card, "case": case}
    choices = {"<case>": study.cases, "<wave>": list_waves(study)}
    choices["<scorecard>"] = list(study.scorecards) or ["write one into config/scorecards"]
    lines += [*told, "", *tell_row(path, study, row | {"wave": choose_wave(path, study)}, choices)]
    return "\n".join(lines), read


def _find_header(path: Path) -> tuple[str, set[str]] | None:
    """The kind of ratings that a table's header is of, and the columns that it knows; None for others."""
    check_size(path, ProblemList(path.as_posix()))
    for row in read_first_rows(path):
        for kind, needed in NEEDED.items():
            known = {role for name in row if (role := find_role(name, HEADERS[kind]))}
            if known.issuperset(needed):
                return kind, known
    return None


def _tell_content(
    path: Path, study: Study, options: SourceOptions, cells: tuple[str, str, str]
) -> tuple[list[str], bool]:
    """What the rows hold, or why they cannot be read yet; and whether they can."""
    kind, card, case = cells
    if kind == "judgements" and study.plan.continuum is None:
        return ["The plan has no continuum yet: config/README.md tells how to write one."], False
    if card == "<scorecard>":
        return ["No scorecard of config/scorecards has these fields."], False
    try:
        with hiding():
            rows, ledger = _read(path, study, options, (kind, card, case))
    except ProblemsFound as found:
        return tell_unread(found), False
    form = next((line for line in ledger.lines if line[0] == "file_read"), None)
    head = [f"  {WHY[form[5]]}: {form[4]}"] if form else []
    return [*head, *(_tell_judgements(rows, study) if kind == "judgements" else _tell_scores(rows))], True


def _read(
    path: Path, study: Study, options: SourceOptions, cells: tuple[str, str, str]
) -> tuple[list[dict[str, Any]], Ledger]:
    """The rows as check will read them, with the lines of the receipts; raises `ProblemsFound`."""
    kind, card, case = cells
    source = name_source(path, study)
    entered = {"source": source, "kind": kind, "part": "rows", "format": "table", "instrument": card}
    entered |= {"version": "", "wave": study.settings.waves[-1].id, "group": ""}
    entered |= {"case": study.cases[0] if case == "<case>" else case, "path": path.as_posix()}
    file = SourceFile.model_validate(entered | {"sha256": hash_file(path)})
    # The path is one from where the person stands.
    asked = replace(study, root=Path.cwd(), options={**study.options, source: options})
    ledger = Ledger(source)
    read = judgements.read_judgements if kind == "judgements" else scorecards.read_scorecards
    return read(asked, file, ledger), ledger


def _choose_scorecard(path: Path, study: Study, options: SourceOptions) -> str:
    """The only scorecard there is, or the one by which the file can be read; else <scorecard>."""
    if len(study.scorecards) == 1:
        return next(iter(study.scorecards))
    fitting = []
    for card in study.scorecards:
        try:
            with hiding():
                _read(path, study, options, ("scorecards", card, "*"))
        except ProblemsFound:
            continue
        fitting.append(card)
    return fitting[0] if len(fitting) == 1 else "<scorecard>"


def _tell_judgements(rows: Sequence[Mapping[str, Any]], study: Study) -> Iterator[str]:
    yield f"Judgements   {len(rows)}, of {len({row['case'] for row in rows})} cases"
    given = Counter(str(row["coder"]) for row in rows)
    yield f"Judges       {len(given)}"
    yield from (f"  {coder}: {count} judgements" for coder, count in given.items())
    scale = study.plan.continuum
    if rows and scale:
        seen = sorted({int(row["position"]) for row in rows})
        ends = f"of a continuum from {scale.lowest} to {scale.highest}"
        yield f"Positions    {seen[0]} to {seen[-1]}, {ends}"


def _tell_scores(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    answered = sum(row["score"] is not None for row in rows)
    yield f"Scores       {answered} of {len(rows)} questions answered"
    sessions = {(row["case"], row["session"]) for row in rows}
    yield f"Cases        {len({row['case'] for row in rows})}, in {len(sessions)} sessions"
    fields = Counter(str(row["field"]) for row in rows)
    yield f"Fields       {len(fields)}: {', '.join(fields)}"
