"""From files of codings to who gave which code to which stretch of which text.

`formats` finds the reader of a file, which makes a `Corpus` of it; `names` says who and what its names
stand for, `texts` brings the copies of a text together, `slices` and `placing` hold each coding against
the stored text, `copies` counts the same coding once, and `accounts` writes what became of each.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.codebooks import Codebook
from analysis.contracts import RECEIPTS
from analysis.ingest.codings.accounts import find_unused, write_receipts
from analysis.ingest.codings.copies import drop_doubled, note_lacking
from analysis.ingest.codings.corpus import Corpus
from analysis.ingest.codings.formats import read_source
from analysis.ingest.codings.frames import tabulate_coded, tabulate_documents, tabulate_segments
from analysis.ingest.codings.names import check_said, name_coders, name_codes, name_documents
from analysis.ingest.codings.placing import Placed, mark_partly_read, place_codings
from analysis.ingest.codings.session_blocks import (
    list_coders,
    list_documents,
    write_coders,
    write_sessions,
)
from analysis.ingest.codings.texts import Documents, Reading
from analysis.ingest.people.masking import hiding
from analysis.planned_codings import CodingAnalysis
from analysis.problems import Problem, ProblemList, ProblemsFound, shorten
from analysis.sessions import FILE
from analysis.source_options import FOLDER
from analysis.sources import SourceFile
from analysis.study import Study
from analysis.tables import conform

GIVEN_UNITS = ("turn", "paragraph")
"""What the units count as that a table names without their words."""


@dataclass(frozen=True)
class ReadCodings:
    """The texts (DOCUMENTS), the codings (SEGMENTS), what each coder did (CODED), and the RECEIPTS."""

    documents: pd.DataFrame
    segments: pd.DataFrame
    coded: pd.DataFrame
    receipts: pd.DataFrame


def read_codings(study: Study) -> ReadCodings:
    """Read every source of codings of the study as one; without any, all tables are empty.

    Raises `ProblemsFound` with all problems: of files that cannot be read, of names that stand for nobody,
    for no session or for several codes, of copies whose texts differ, and of sources of which more
    codings differ from the stored text than the plan allows.
    """
    placed, documents = _read_sources(study)
    note_lacking(placed)
    drop_doubled(placed)
    told: set[str] = set()
    receipts = []
    for one in placed:
        codebook = one.reading.file.instrument
        # What no source gives is told once, with the first source of the codebook.
        unused = [] if codebook in told else find_unused(placed, study.codebooks[codebook])
        told.add(codebook)
        receipts.append(write_receipts(one, documents, unused))
    return ReadCodings(
        tabulate_documents(documents.by_name, placed),
        tabulate_segments(placed),
        tabulate_coded(placed, study.sessions),
        conform(pd.concat([pd.DataFrame(columns=RECEIPTS.names), *receipts]), RECEIPTS),
    )


def _read_sources(study: Study) -> tuple[list[Placed], Documents]:
    """Every source with its codings placed, and the texts; raises `ProblemsFound`."""
    problems: list[Problem] = []
    corpora: list[tuple[SourceFile, Corpus]] = []
    for source in dict.fromkeys(file.source for file in study.of_kind("codings")):
        main = next(file for file in study.files_of(source) if file.part in ("project", "rows"))
        try:
            with hiding():
                corpora.append((main, read_source(study, source)))
        except ProblemsFound as wrong:
            problems += wrong.problems
    # Who coded is told by name and by the tool's id, which a person must copy: those are not hidden.
    problems += _check_sessions(study, [corpus for _, corpus in corpora])
    readings = [_name(study, file, corpus, problems) for file, corpus in corpora]
    documents = Documents(readings)
    if problems or documents.problems:
        raise ProblemsFound([*problems, *documents.problems])
    mark_partly_read(readings, documents)
    if problems := _check_units(study, documents):
        raise ProblemsFound(problems)
    return _place(study, readings, documents), documents


def _place(study: Study, readings: list[Reading], documents: Documents) -> list[Placed]:
    """The codings of every source with their places; raises `ProblemsFound` for all sources at once."""
    problems: list[Problem] = []
    placed = []
    for reading in readings:
        found = ProblemList(reading.corpus.file)
        placed.append(place_codings(reading, documents, _find_allowed(study, reading.file), found))
        problems += found.problems
    if problems:
        with hiding():
            raise ProblemsFound(problems)
    return placed


def _check_sessions(study: Study, corpora: list[Corpus]) -> list[Problem]:
    """What is missing in a study that has codings and no coders or no sessions, as blocks to paste."""
    found = ProblemList(FILE)
    coders, documents = list_coders(corpora), list_documents(corpora)
    if coders and not study.sessions.coders:
        _tell_block("coders", write_coders(coders, study.sessions), found)
    if documents and not study.sessions.sessions:
        _tell_block("sessions", write_sessions(documents, study.settings, study.sessions), found)
    return found.problems


def _tell_block(what: str, lines: list[str], found: ProblemList) -> None:
    block = "".join(f"\n        {line}" for line in lines)
    found.add("", f"the study has codings, and lists no {what}", remedy=f"write, with your own ids{block}")


def _name(study: Study, file: SourceFile, corpus: Corpus, problems: list[Problem]) -> Reading:
    """The source with the meanings of its names; what stands for nothing is added to the problems."""
    said, sessions, codebook = study.options_of(file.source), study.sessions, study.codebooks[file.instrument]
    found = ProblemList(corpus.file)
    try:
        check_said(corpus, said, sessions, codebook)
    except ProblemsFound as wrong:
        problems += wrong.problems
    reading = Reading(
        file,
        corpus,
        name_coders(corpus, file.source, said, sessions, found),
        name_documents(corpus, file.source, said, sessions, found),
        name_codes(corpus, said, codebook, file.source, found),
    )
    _check_anything(reading, codebook, found)
    problems += found.problems
    return reading


def _check_anything(reading: Reading, codebook: Codebook, found: ProblemList) -> None:
    """Note a file with nothing in it, and one of whose codings none has a code of the codebook."""
    corpus, source = reading.corpus, reading.file.source
    given = list(dict.fromkeys(stretch.code for stretch in corpus.stretches if stretch.code))
    if not corpus.texts and not corpus.stretches:
        remedy = "export the project that holds the texts and the codings, or remove its row from sources.tsv"
        found.add("", "the file holds neither texts nor codings", remedy=remedy)
    elif given and not any(code in reading.codes for code in given):
        what = f"no coding has a code of the codebook {codebook.id}"
        allowed = shorten(", ".join(codebook.ids()), 80)
        remedy = "name the codebook that was used in sources.tsv, or say which of its codes each one is, "
        remedy += f"under codes: in {FOLDER}/{source}.yaml"
        found.add("", what, shorten(", ".join(given)), allowed, remedy)


def _check_units(study: Study, documents: Documents) -> list[Problem]:
    """Texts of which the plan's own unit cannot be made: without words there are only the table's units."""
    found = study.plan.problem_list()
    for name, analysis in study.plan.codings.items():
        given = [one.name for one in documents.by_name.values() if one.given]
        given = [one for one in given if documents.by_name[one].codebook == analysis.codebook]
        if given and analysis.unit not in GIVEN_UNITS:
            what = f"no unit {analysis.unit} can be made of texts that a table holds as units of its own only"
            seen = f"{analysis.unit}; {shorten(', '.join(given))}"
            remedy = "count in one of these, or give the table the text of every unit, read by every coder"
            found.add(("codings", name, "unit"), what, seen, " or ".join(GIVEN_UNITS), remedy)
    return found.problems


def _find_allowed(study: Study, file: SourceFile) -> float:
    """The largest share of a source's codings that may differ from the text, the strictest of the plan's."""
    shares = [one.unmatched for one in study.plan.codings.values() if one.codebook == file.instrument]
    return min(shares, default=float(CodingAnalysis.model_fields["unmatched"].default))
