"""REFI-QDA projects (.qdpx), the exchange format of NVivo, ATLAS.ti, MAXQDA, QualCoder and others.

The standard is that of REFI (2019), QDA-XML 1.0, www.qdasoftware.org. Tools differ in what it leaves open:
see `refi_qda_places` for how they count characters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.ingest.codings.corpus import CodedText, CodingFormat, Corpus, FoundCode, Stretch
from analysis.ingest.codings.project_archive import AGAIN, looks_like_project, read_archive
from analysis.ingest.codings.refi_qda_codebook import PROJECT, check_root, read_codebook, tell_guid
from analysis.ingest.codings.refi_qda_places import (
    Marked,
    Reading,
    choose_reading,
    count_places,
    even_breaks,
    find_place,
    holds_name,
    names_words,
)
from analysis.ingest.codings.refi_qda_project import (
    Coding,
    Project,
    Selection,
    TextSource,
    list_names,
    read_project,
)
from analysis.ingest.codings.refi_qda_texts import find_texts, read_texts
from analysis.ingest.exports import RawFile, note_file
from analysis.ingest.files.sheets import SHOWN, Line
from analysis.problems import ProblemList
from analysis.source_options import SourceOptions

LOST = 0.05
"""The largest share of codings that may name a code or a place that is not there."""


LAST_BREAK = 2
"""How many characters a place may reach beyond the text: a last line break that a tool counts and cuts."""


@dataclass(frozen=True)
class Placed:
    """One text with its selections: the counted places of its characters, and whether names are its words."""

    source: TextSource
    text: str
    counted: Sequence[int]
    named: bool


def read_refi_qda(files: Mapping[str, RawFile], options: SourceOptions) -> Corpus:
    """The texts, codes, coders and codings of a project file, and what its `codebook` knows besides.

    Offsets count code points of texts whose lines end with `\\n`, whichever way the tool counts. `text` of a
    stretch is what stands there, or the name of its selection where that is the words of another place.
    Raises `ProblemsFound` for a file that is no whole project of version 1.0, texts with codings that are
    not in it, and where more than `LOST` of the codings lead nowhere.
    """
    file = files["project"]
    archive = read_archive(file)
    check_root(archive.root, "Project", PROJECT, file.shown, AGAIN)
    texts = read_texts(archive.texts, list_names(archive.root), file.shown)
    project = read_project(archive.root, texts)
    found = ProblemList(file.shown)
    known = read_codebook(files["codebook"]) if "codebook" in files else ()
    held, receipts = find_texts(project, texts, found)
    _check_shared(project, found)
    found.raise_any()
    placed, how = _place_texts(project, held)
    stretches, lost = _list_stretches(project, placed, found)
    found.raise_any()
    by_name = {source.name: even_breaks(text) for source, text in held}
    form = f"REFI-QDA 1.0, {project.origin}" if project.origin else "REFI-QDA 1.0"
    return Corpus(
        file=file.shown,
        texts=tuple(CodedText(name, text) for name, text in by_name.items()),
        codes=_join_codes(project.codes.found, known),
        coders=tuple(project.users.values()),
        stretches=tuple(stretches),
        receipts=(
            note_file(file.shown, form, "codings_file"),
            *receipts,
            *how,
            *lost,
            *_note_rest(project),
        ),
    )


FORMAT = CodingFormat(
    id="refi_qda",
    tool="REFI-QDA (NVivo, ATLAS.ti, MAXQDA, QualCoder)",
    read=read_refi_qda,
    recognise=looks_like_project,
    part="project",
)


def _check_shared(project: Project, found: ProblemList) -> None:
    """Note users, and codes, that cannot be told apart because they have one id that codings name."""
    codings = [one for text in project.sources for each in text.selections for one in each.codings]
    named = {guid for coding in codings for guid in (coding.user, coding.code)}
    for guid, names in project.shared.items():
        if guid in named:
            what = "several users or codes have one id, so that nobody can tell which of them a coding means"
            remedy = f"give each of them an id of its own in the tool; {AGAIN}"
            found.add("", what, f"{', '.join(names)} ({tell_guid(guid)})", "an id each", remedy)


def _join_codes(found: tuple[FoundCode, ...], known: tuple[FoundCode, ...]) -> tuple[FoundCode, ...]:
    """The project's codes, and those of the codebook that it lacks."""
    names = {code.name.casefold() for code in found}
    return (*found, *(code for code in known if code.name.casefold() not in names))


def _place_texts(project: Project, held: list[tuple[TextSource, str]]) -> tuple[list[Placed], list[Line]]:
    """The texts with the places of their characters as the tool counts them, and the lines that say how."""
    marked = [
        Marked(text, one.start, one.end, one.name)
        for source, text in held
        for one in source.selections
        if one.start is not None and one.end is not None
    ]
    choice = choose_reading(marked, project.origin)
    told = f"{choice.fit}/{choice.told}"
    lines: list[Line] = []
    if choice.breaks:
        why = "breaks_count_two" if choice.reading.pairs else "breaks_count_one"
        lines.append({"what": "coding_noted", "why": why, "before": told, "count": len(marked)})
    if choice.units:
        why = "units_of_utf16" if choice.reading.wide else "units_of_characters"
        lines.append({"what": "coding_noted", "why": why, "before": told, "count": len(marked)})
    named = choice.fit * 2 > choice.told
    return [_place_text(source, text, choice.reading, named) for source, text in held], lines


def _place_text(source: TextSource, text: str, reading: Reading, named: bool) -> Placed:
    return Placed(source, even_breaks(text), count_places(text, reading), named)


def _list_stretches(
    project: Project, placed: list[Placed], found: ProblemList
) -> tuple[list[Stretch], list[Line]]:
    """Every coding whose code and place are told, and a line for each of the others and for memos."""
    stretches: list[Stretch] = []
    lines: list[Line] = []
    lost: list[tuple[str, str, str]] = []
    memos = coded = 0
    for one in placed:
        for selection in one.source.selections:
            memos += not selection.codings
            coded += len(selection.codings)
            for coding in selection.codings:
                fault = _find_fault(project, selection, coding)
                if not fault:
                    stretches.append(_make_stretch(project, one, selection, coding))
                elif fault == "code_is_case":
                    lines.append({"what": "coding_noted", "why": fault, "before": one.source.name})
                else:
                    lost.append((fault, _tell_place(one.source, selection), tell_guid(coding.code)))
    if memos:
        lines.append({"what": "coding_noted", "why": "selection_without_code", "count": memos})
    if len(lost) > coded * LOST:
        _refuse(lost, coded, found)
    told: list[Line] = [
        {"what": "coding_left_out", "why": fault, "before": place, "after": code}
        for fault, place, code in lost
    ]
    return stretches, [*lines, *told, *_note_users(project, placed)]


def _find_fault(project: Project, selection: Selection, coding: Coding) -> str:
    """Why a coding cannot be taken over, as a word of the receipts; empty where it can."""
    if coding.code not in project.codes.by_guid:
        return "code_is_case" if coding.code in project.cases else "reference_broken"
    if selection.start is None or selection.end is None or not 0 <= selection.start < selection.end:
        return "place_unusable"
    return ""


def _make_stretch(project: Project, placed: Placed, selection: Selection, coding: Coding) -> Stretch:
    assert selection.start is not None and selection.end is not None
    start, end = find_place(placed.counted, selection.start, selection.end)
    words, name = placed.text[start:end], selection.name
    # Of what reaches beyond the text nothing is known but the name.
    beyond = end > len(placed.text) + LAST_BREAK
    told = beyond or (placed.named and names_words(name, selection.start, selection.end))
    user = project.users.get(coding.user)
    return Stretch(
        document=placed.source.name,
        coder=user.id if user else "",
        code=project.codes.by_guid[coding.code],
        start=start,
        end=end,
        text=" ".join(name.split()) if told and (beyond or not holds_name(words, name)) else words,
        place=_tell_place(placed.source, selection),
        coded_at=coding.day,
        memo=coding.memo,
    )


def _tell_place(source: TextSource, selection: Selection) -> str:
    return f"selection {tell_guid(selection.guid)} of “{source.name}”"


def _refuse(lost: list[tuple[str, str, str]], coded: int, found: ProblemList) -> None:
    """Tell of codings that lead nowhere, where there are too many of them to go on."""
    whats = {
        "reference_broken": "the coding names a code that the file does not hold",
        "place_unusable": "the stretch of the coding has no place that can be read",
    }
    for fault, place, code in lost[:SHOWN]:
        found.add(place, whats[fault], code if fault == "reference_broken" else "", "", AGAIN)
    what = f"{len(lost)} of {coded} codings lead nowhere"
    found.add("", what, f"{len(lost) / coded:.0%}", f"at most {LOST:.0%}", AGAIN)


def _note_users(project: Project, placed: list[Placed]) -> Iterator[Line]:
    """A line for each user that codings name and the file does not list."""
    users = Counter(
        coding.user
        for one in placed
        for selection in one.source.selections
        for coding in selection.codings
        if coding.user and coding.user not in project.users
    )
    for user, count in users.items():
        yield {"what": "coding_noted", "why": "coder_not_listed", "before": tell_guid(user), "count": count}


def _note_rest(project: Project) -> Iterator[Line]:
    """A line for what the project holds besides codings of texts."""
    for source, count in project.elsewhere.items():
        yield {"what": "coding_noted", "why": "not_text", "before": source, "count": count}
    for one in project.sources:
        if one.whole:
            yield {"what": "coding_noted", "why": "whole_text", "before": one.name, "count": one.whole}
    for name in project.codes.doubled:
        yield {"what": "file_noted", "why": "codes_of_one_name", "before": name}
