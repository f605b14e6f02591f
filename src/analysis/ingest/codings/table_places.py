"""The texts that a table of codings holds, and the places of its codings in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from analysis.ingest.codings.corpus import CodedText, Stretch
from analysis.ingest.codings.table_shapes import Piece, Shaped
from analysis.problems import ProblemList


def set_places(shaped: Shaped, found: ProblemList) -> tuple[list[CodedText], list[Stretch]]:
    """The documents of a table, and its codings with their places where the units have texts.

    Notes documents of which only some units have a text, and pieces of a text with a gap between them.
    """
    texts, places = [], {}
    for document in shaped.names.values():
        units = shaped.units.get(document, {})
        text = _join_pieces(document, shaped.pieces.get(document, []), found)
        if units and all(units.values()):
            text = "\n".join(units.values())
            places[document] = _find_places(units)
        elif any(units.values()):
            blank = [name for name, one in units.items() if not one]
            what = f"some units of the document “{document}” have a text, and {len(blank)} have none"
            remedy = "fill in the text of every unit, or of none"
            found.add("", what, f"the first without: {blank[0]}", "", remedy)
        texts.append(CodedText(document, text, tuple(units)))
    return texts, [_place(one, places.get(one.document, {})) for one in shaped.stretches]


def _find_places(units: Mapping[str, str]) -> dict[str, tuple[int, int, str]]:
    """Start, end and text of each unit in the joined text."""
    places, start = {}, 0
    for name, text in units.items():
        places[name] = (start, start + len(text), text)
        start += len(text) + 1
    return places


def _place(stretch: Stretch, places: Mapping[str, tuple[int, int, str]]) -> Stretch:
    if stretch.unit not in places:
        return stretch
    start, end, text = places[stretch.unit]
    return replace(stretch, start=start, end=end, text=text)


def _join_pieces(document: str, pieces: list[Piece], found: ProblemList) -> str | None:
    """The text of a document out of the rows that hold it; None where there are none."""
    text = ""
    for piece in sorted(pieces, key=lambda piece: piece.start):
        if piece.start != len(text):
            what = f"the rows with the text of “{document}” leave a gap, or overlap"
            remedy = "let each of them begin where the one before it ends, the first at 0"
            found.add(f"row {piece.row}", what, f"start {piece.start}", str(len(text)), remedy)
            return None
        text += piece.text
    return text if pieces else None
