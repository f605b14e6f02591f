"""The texts of a REFI-QDA project: which content belongs to which source, and what is not there."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

from analysis.ingest.codings.project_archive import AGAIN
from analysis.ingest.codings.refi_qda_codebook import tell_guid
from analysis.ingest.codings.refi_qda_places import even_breaks
from analysis.ingest.codings.refi_qda_project import Project, TextSource
from analysis.ingest.files.sheets import SHOWN, Line
from analysis.problems import ProblemList

GUID = re.compile(r"[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27}")
BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_texts(contents: dict[str, bytes], names: Mapping[str, str], shown: str) -> dict[str, str]:
    """The text behind each path, without byte order mark; raises `ProblemsFound` for those not in Unicode.

    `names` are the texts' names by path, for messages.
    """
    found = ProblemList(shown)
    texts: dict[str, str] = {}
    for path, content in contents.items():
        try:
            texts[path] = content.decode("utf-16" if content.startswith(BOMS) else "utf-8-sig")
        except UnicodeDecodeError as error:
            remedy = "export the project again from the tool; the standard has texts in UTF-8 only"
            seen = f"byte {error.start} is none of it"
            found.add(f"text “{names.get(path, path)}”", "the text is not in UTF-8", seen, "UTF-8", remedy)
    found.raise_any()
    return texts


def find_texts(
    project: Project, texts: dict[str, str], found: ProblemList
) -> tuple[list[tuple[TextSource, str]], list[Line]]:
    """The sources whose text is there, with it as stored, and the lines for those where it does not matter.

    Two sources of one name with the same text are one text. Notes in `found` every coded text that is not
    there, and two texts of one name.
    """
    held: list[tuple[TextSource, str]] = []
    missing: list[TextSource] = []
    lines: list[Line] = []
    by_name: dict[str, str] = {}
    for source in project.sources:
        text = source.content if source.content is not None else texts.get(source.path)
        if text is None:
            missing.append(source)
        elif by_name.setdefault(source.name, even_breaks(text)) != even_breaks(text):
            what = "two texts have the same name, and differ"
            remedy = "give each text a name of its own in the tool, and export again"
            found.add(f"text “{source.name}”", what, remedy=remedy)
        else:
            if source.name in [one.name for one, _ in held]:
                lines.append({"what": "file_noted", "why": "text_stands_twice", "before": source.name})
            held.append((source, text))
    needed = [source for source in missing if source.coded]
    lines += [
        {"what": "file_noted", "why": "text_not_there", "before": source.name}
        for source in missing
        if not source.coded
    ]
    _tell_missing(needed, bool(held), found)
    return held, lines


def _tell_missing(needed: list[TextSource], some: bool, found: ProblemList) -> None:
    """Note the texts that codings lie in and the file does not hold: all at once where it holds none."""
    if needed and not some:
        codings = sum(source.coded for source in needed)
        what = "the project was exported without its sources: the texts that were coded are not in it"
        seen = f"none of {len(needed)} texts with {codings} codings"
        found.add("", what, seen, "a text file in the folder sources for each", AGAIN)
        return
    for source in needed[:SHOWN]:
        what = f"the text is not in the file, and has {source.coded} codings"
        seen = GUID.sub(lambda match: tell_guid(match[0]), source.path) or "no path of a plain text"
        found.add(f"text “{source.name}”", what, seen, "internal:// and a file in the folder sources", AGAIN)
    if len(needed) > SHOWN:
        found.add("", f"{len(needed) - SHOWN} more texts with codings are not in the file", remedy=AGAIN)
