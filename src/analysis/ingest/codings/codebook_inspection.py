"""What a codebook file (.qdc) is, before anybody has entered it beside its project."""

from __future__ import annotations

from pathlib import Path

from analysis.codebooks import Codebook
from analysis.ingest.codings.corpus import Corpus, FoundCode
from analysis.ingest.codings.names import name_codes
from analysis.ingest.codings.refi_qda_codebook import read_codebook
from analysis.ingest.exports import RawFile
from analysis.ingest.source_rows import choose_wave, list_waves, tell_row, tell_unread
from analysis.problems import ProblemList, ProblemsFound, shorten
from analysis.source_options import SourceOptions
from analysis.sources import hash_file
from analysis.study import Study

ENDING = ".qdc"
SHOWN = 12


def inspect_codebook(path: Path, study: Study | None, options: SourceOptions) -> tuple[str, bool] | None:
    """What a codebook file holds, in lines for a person, and whether it can be read; None for other files.

    `study` is the study of the working folder, None where it cannot be read.
    """
    if path.suffix.casefold() != ENDING or not path.is_file():
        return None
    lines = [str(path), f"  {path.stat().st_size:,} bytes, sha256 {hash_file(path)}", ""]
    lines.append("Format       refi_qda: a REFI-QDA codebook, the file “codebook” beside a project")
    try:
        codes = read_codebook(RawFile("codebook", path, path.as_posix()))
    except ProblemsFound as found:
        return "\n".join([*lines, *tell_unread(found)]), False
    lines.append(f"Codes        {len(codes)}")
    return "\n".join([*lines, *(_tell_study(path, codes, study) if study else [])]), True


def _tell_study(path: Path, codes: tuple[FoundCode, ...], study: Study) -> list[str]:
    """Which of the study's codebooks the file is, and the row that enters it."""
    known = {book.id: _count_known(path, codes, book) for book in study.codebooks.values()}
    lines = [
        f"  as {book} ({study.codebooks[book].title.in_language('en')}): {len(names)} of {len(codes)} "
        "are in the codebook"
        for book, names in known.items()
    ]
    best = max(known, key=lambda book: len(known[book]), default="")
    strange = [shorten(code.name, 60) for code in codes if best and code.name not in known[best]]
    if best and known[best] and strange:
        more = f" … and {len(strange) - SHOWN} more" if len(strange) > SHOWN else ""
        lines.append(f"    not in {best}: {', '.join(strange[:SHOWN])}{more}")
    cells = {"source": "<source>", "kind": "codings", "part": "codebook", "format": "refi_qda", "case": "*"}
    cells |= {"instrument": best if best and known[best] else "<codebook>", "wave": choose_wave(path, study)}
    sources = dict.fromkeys(one.source for one in study.of_kind("codings") if one.format == "refi_qda")
    choices = {
        "<source>": [*sources, "the one of its project: a codebook alone is no source"],
        "<codebook>": list(study.codebooks) or ["write one into config/codebooks"],
        "<wave>": list_waves(study),
    }
    return [*lines, "", *tell_row(path, study, cells, choices)]


def _count_known(path: Path, codes: tuple[FoundCode, ...], book: Codebook) -> dict[str, str]:
    """The codes of the file that a codebook has, by their names there."""
    held = Corpus(path.as_posix(), (), codes, (), ())
    return name_codes(held, SourceOptions(), book, "", ProblemList(path.as_posix()))
