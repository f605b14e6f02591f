"""A project file as qualitative tools exchange it (REFI-QDA, .qdpx), with the texts and three coders.

It has what real files have: lines that end in CR and LF, which count as two characters; identifiers in
capital letters where they are defined and in small ones where they are used; several codings on one
selection, by different people; and selections that hold nothing but a note.
"""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from analysis.codebooks import Code, Codebook
from analysis.reference_study.coders import CODERS, Given
from analysis.reference_study.identifiers import begin_day, find_moment, make_guid
from analysis.reference_study.talk import Transcript

NAMESPACE = "urn:QDA-XML:project:1.0"
ORIGIN = "analysis simulate-reference"
NOTICE = "SYNTETISKE DATA. Samtalene er laget av et program, og ingen har sagt dette."
WRITTEN = "2018-02-19T12:00:00Z"
PACKED = (2018, 2, 19, 12, 0, 0)
NAME_LENGTH = 60
COLOURS = ("#1F5A94", "#C25A12", "#3B7A57", "#7A3B69", "#8A6D1D", "#4A4A4A")
LEFT_AS_NOTES = 2
"""In each text so many turns without a code are marked and only written about."""
NOTE = "Dette må vi høre en gang til."


def export_project(
    transcripts: Sequence[Transcript], given: Mapping[str, Sequence[Given]], codebook: Codebook
) -> bytes:
    """The project file; `given` holds the codings by session."""
    project = _begin_project()
    codes = ET.SubElement(ET.SubElement(project, "CodeBook"), "Codes")
    for number, code in enumerate(codebook.codes):
        _add_code(codes, code, COLOURS[number % len(COLOURS)])
    sources, notes = ET.SubElement(project, "Sources"), ET.Element("Notes")
    for transcript in transcripts:
        _add_source(sources, notes, transcript, given[transcript.talk.session])
    project.append(notes)
    ET.SubElement(project, "Description").text = NOTICE
    ET.indent(project, " ")
    written = ET.tostring(project, encoding="utf-8", xml_declaration=True, short_empty_elements=True)
    members = {"project.qde": written}
    for transcript in transcripts:
        text = transcript.text.replace("\n", "\r\n")
        members[f"sources/{_text_guid(transcript)}.txt"] = text.encode("utf-8")
    return _pack(members)


def _begin_project() -> ET.Element:
    project = ET.Element(
        "Project",
        {
            "xmlns": NAMESPACE,
            "name": "Fokusgrupper",
            "origin": ORIGIN,
            "creatingUserGUID": make_guid("user", "coder_a"),
            "creationDateTime": WRITTEN,
        },
    )
    users = ET.SubElement(project, "Users")
    for coder, name in CODERS.items():
        ET.SubElement(users, "User", {"guid": make_guid("user", coder).upper(), "name": name})
    return project


def _add_code(parent: ET.Element, code: Code, colour: str) -> None:
    given = {
        "guid": make_guid("code", code.id).upper(),
        "name": code.label.nb,
        "isCodable": "true",
        "color": colour,
    }
    element = ET.SubElement(parent, "Code", given)
    ET.SubElement(element, "Description").text = code.definition.nb
    for below in code.codes:
        _add_code(element, below, colour)


def _add_source(
    sources: ET.Element, notes: ET.Element, transcript: Transcript, given: Sequence[Given]
) -> None:
    session = transcript.talk.session
    about = {
        "guid": make_guid("source", session).upper(),
        "name": transcript.talk.title,
        "plainTextPath": f"internal://{_text_guid(transcript)}.txt",
        "creatingUser": make_guid("user", "coder_a"),
        "creationDateTime": _write(begin_day(transcript.talk.coded_from).isoformat()),
    }
    source = ET.SubElement(sources, "TextSource", about)
    for start, end in sorted({(one.start, one.end) for one in given}):
        alike = [one for one in given if (one.start, one.end) == (start, end)]
        selection = _add_selection(source, transcript, start, end, alike[0].coder, _moment(alike[0]))
        for one in alike:
            _add_coding(selection, notes, session, one)
    silent = [turn for turn in transcript.turns if not turn.codes and not turn.asked]
    for turn in silent[:LEFT_AS_NOTES]:
        moment = _write(begin_day(transcript.talk.coded_from).isoformat())
        selection = _add_selection(source, transcript, turn.words, turn.end, "coder_a", moment)
        _add_note(selection, notes, NOTE, ("note", session, str(turn.number)), "coder_a", moment)


def _add_selection(
    source: ET.Element, transcript: Transcript, start: int, end: int, coder: str, moment: str
) -> ET.Element:
    """A selection by its places, each line break before them counted once more; its name is its beginning."""
    text = transcript.text
    words = text[start:end].replace("\n", " ")
    shown = words if len(words) <= NAME_LENGTH else f"{words[:NAME_LENGTH]}…"
    about = {
        "guid": make_guid("selection", transcript.talk.session, str(start), str(end), moment),
        "name": shown,
        "startPosition": str(start + text.count("\n", 0, start)),
        "endPosition": str(end + text.count("\n", 0, end)),
        "creatingUser": make_guid("user", coder),
        "creationDateTime": moment,
    }
    return ET.SubElement(source, "PlainTextSelection", about)


def _add_coding(selection: ET.Element, notes: ET.Element, session: str, given: Given) -> None:
    names = (session, given.coder, given.code, str(given.turn))
    about = {
        "guid": make_guid("coding", *names),
        "creatingUser": make_guid("user", given.coder),
        "creationDateTime": _moment(given),
    }
    coding = ET.SubElement(selection, "Coding", about)
    ET.SubElement(coding, "CodeRef", {"targetGUID": make_guid("code", given.code)})
    if given.memo:
        _add_note(coding, notes, given.memo, ("memo", *names), given.coder, _moment(given))


def _add_note(
    parent: ET.Element, notes: ET.Element, words: str, names: tuple[str, ...], coder: str, moment: str
) -> None:
    guid = make_guid(*names)
    ET.SubElement(parent, "NoteRef", {"targetGUID": guid})
    about = {"guid": guid, "name": words, "creatingUser": make_guid("user", coder)}
    note = ET.SubElement(notes, "Note", {**about, "creationDateTime": moment})
    ET.SubElement(note, "PlainTextContent").text = words


def _text_guid(transcript: Transcript) -> str:
    return make_guid("text", transcript.talk.session)


def _moment(given: Given) -> str:
    return _write(find_moment(given).isoformat())


def _write(moment: str) -> str:
    return f"{moment}Z"


def _pack(members: Mapping[str, bytes]) -> bytes:
    """The archive, not compressed: packing programs differ in the bytes they make."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, content in members.items():
            about = ZipInfo(name, PACKED)
            about.create_system = 3
            about.external_attr = 0o644 << 16
            archive.writestr(about, content)
    return out.getvalue()
