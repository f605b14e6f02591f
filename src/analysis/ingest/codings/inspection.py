"""What a file of codings is, before anybody has entered it: its tool, texts, coders and codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from analysis.codebooks import Codebook
from analysis.ingest.codings.corpus import CodingFormat, Corpus
from analysis.ingest.codings.formats import ENDINGS, find_formats
from analysis.ingest.codings.names import EVERYBODY, find_coder, name_codes
from analysis.ingest.codings.session_blocks import (
    list_coders,
    list_documents,
    write_coders,
    write_sessions,
)
from analysis.ingest.exports import RawFile
from analysis.ingest.people.masking import hiding
from analysis.ingest.receipts import WHY
from analysis.ingest.source_rows import choose_wave, list_waves, name_source, tell_row, tell_unread
from analysis.problems import ProblemList, ProblemsFound, shorten
from analysis.sessions import FILE
from analysis.source_options import FOLDER, SourceOptions
from analysis.sources import hash_file
from analysis.study import Study

SHOWN = 12
DATABASE = b"SQLite format 3"


def inspect_codings(path: Path, study: Study | None, options: SourceOptions) -> tuple[str, bool] | None:
    """What a file holds, in lines for a person, and whether it can be read; None for what holds no codings.

    `study` is the study of the working folder, None where it cannot be read.
    """
    formats = find_formats(path, path.as_posix()) if path.is_file() else []
    if not formats:
        return None
    lines = [str(path), f"  {path.stat().st_size:,} bytes, sha256 {hash_file(path)}"]
    read = False
    for one in formats:
        part = _find_part(path, one)
        lines += ["", f"Format       {one.id}: {one.tool}, codings of texts, the file “{part}”"]
        try:
            with hiding():
                corpus = one.read({part: RawFile(part, path, path.as_posix())}, options)
        except ProblemsFound as found:
            lines += tell_unread(found)
            continue
        read = True
        lines += [*_tell_corpus(corpus, study)]
        if study:
            lines += ["", *_tell_row(path, one, part, corpus, study), *_tell_sessions(corpus, study)]
    return "\n".join(lines), read


def _find_part(path: Path, one: CodingFormat) -> str:
    """The part that a file is of a format which writes a database or a table."""
    with path.open("rb") as file:
        database = file.read(len(DATABASE)) == DATABASE
    project = database or path.suffix.casefold() in ENDINGS
    return one.part if project or not one.also else one.also[0]


def _tell_corpus(corpus: Corpus, study: Study | None) -> Iterator[str]:
    for line in corpus.receipts:
        if line["what"] == "file_read":
            yield f"  {WHY[str(line['why'])]}: {line.get('after', '')}"
        elif line.get("count", 1):
            seen = [str(line[key]) for key in ("before", "after") if line.get(key)]
            values = f": {_short(' → '.join(seen))}" if seen else ""
            yield f"  noted      {WHY[str(line['why'])]} ({line.get('count', 1)}){values}"
    coded = Counter(stretch.document for stretch in corpus.stretches if stretch.code)
    yield f"Codings      {sum(coded.values())}"
    yield f"Texts        {len(corpus.texts)}"
    for text in corpus.texts[:SHOWN]:
        size = f"{len(text.text):,} characters" if text.text is not None else "without its text"
        session = study.sessions.session_of(text.name) if study else None
        whose = f", session {session.id}" if session else ""
        yield f"  {_short(text.name)}: {size}, {coded[text.name]} codings{whose}"
    if len(corpus.texts) > SHOWN:
        yield f"  … and {len(corpus.texts) - SHOWN} more"
    yield from _tell_coders(corpus, study)
    yield from _tell_codes(corpus, study)


def _tell_coders(corpus: Corpus, study: Study | None) -> Iterator[str]:
    users = {user.id or user.name: user for user in corpus.coders}
    given = Counter(stretch.coder for stretch in corpus.stretches if stretch.code)
    yield f"Coders       {len([key for key in given if key])}"
    for key, count in given.items():
        user = users.get(key)
        name = user.name if user else key
        one = find_coder(name, study.sessions) if study and name else None
        whose = f", {one.id} in sessions.yaml" if one else ""
        tool = f" ({user.id})" if user and user.id and user.id != name else ""
        yield f"  {_short(name) or 'nobody is named'}{tool}: {count} codings{whose}"


def _tell_codes(corpus: Corpus, study: Study | None) -> Iterator[str]:
    given = Counter(stretch.code for stretch in corpus.stretches if stretch.code)
    yield f"Codes        {len(given)} given, of {len(corpus.codes)}"
    for place, (codebook, known, _) in enumerate(_fit_codebooks(corpus, study)):
        strange = [f"{_short(name)} ({count})" for name, count in given.items() if name not in known]
        title = codebook.title.in_language("en")
        yield f"  as {codebook.id} ({title}): {len(given) - len(strange)} of {len(given)} are in the codebook"
        if strange and place == 0:
            more = f" … and {len(strange) - SHOWN} more" if len(strange) > SHOWN else ""
            yield f"    not in it: {', '.join(strange[:SHOWN])}{more}"


def _fit_codebooks(corpus: Corpus, study: Study | None) -> list[tuple[Codebook, dict[str, str], int]]:
    """Every codebook with the codes of the file that it has, and how many codings those are, most first."""
    given = Counter(stretch.code for stretch in corpus.stretches if stretch.code)
    fits = []
    for codebook in study.codebooks.values() if study else []:
        known = name_codes(corpus, SourceOptions(), codebook, "", ProblemList(corpus.file))
        fits.append((codebook, known, sum(count for name, count in given.items() if name in known)))
    return sorted(fits, key=lambda fit: -fit[2])


def _tell_row(path: Path, one: CodingFormat, part: str, corpus: Corpus, study: Study) -> Iterator[str]:
    sessions = [study.sessions.session_of(name) for name in list_documents([corpus])]
    best = _fit_codebooks(corpus, study)
    codebook = best[0][0].id if best and best[0][2] else "<codebook>"
    cells = {"kind": "codings", "part": part, "format": one.id, "instrument": codebook, "case": "*"}
    cells["wave"] = choose_wave(path, study, (session.wave for session in sessions if session))
    books = list(study.codebooks) or ["write one into config/codebooks"]
    yield from tell_row(path, study, cells, {"<codebook>": books, "<wave>": list_waves(study)})
    if any(not stretch.coder for stretch in corpus.stretches):
        said = f"{FOLDER}/{name_source(path, study)}.yaml"
        yield f"  If one person gave the codings without a name, say who in {said}:"
        yield f'    coders: {{"{EVERYBODY}": <coder>}}'


def _tell_sessions(corpus: Corpus, study: Study) -> Iterator[str]:
    """The blocks for sessions.yaml with whoever and whatever is not yet in it."""
    coders = [name for name in list_coders([corpus]) if find_coder(name, study.sessions) is None]
    names = [name for name in list_documents([corpus]) if study.sessions.session_of(name) is None]
    lines = [
        *(write_coders(coders, study.sessions) if coders else []),
        *(write_sessions(names, study.settings, study.sessions) if names else []),
    ]
    if lines:
        yield ""
        yield f"To add to {FILE}, below the keys that stand there, with your own ids; or add a name to a"
        yield "coder or a session that is there:"
        yield from lines


def _short(text: str) -> str:
    return shorten(text, 60)
