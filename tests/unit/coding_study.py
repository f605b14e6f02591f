"""A study with one small codebook, three coders and three sessions, and codings typed as text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.codebooks import Codebook
from analysis.contracts import CODINGS, DOCUMENTS, SEGMENTS, UNITS
from analysis.sessions import Sessions
from analysis.study import Study
from analysis.tables import conform
from tests.small_study import OURS, label, small_study


def code(name: str, *below: dict[str, Any], **more: Any) -> dict[str, Any]:
    named = {"id": name, "label": label(name), "definition": label(name), "codes": list(below)}
    return named | more


CODEBOOK = Codebook.model_validate(
    {
        "id": "frame",
        "title": label("frame"),
        "level": "nominal",
        "unit": "turn",
        "source": OURS,
        "codes": [
            code("values", code("open"), code("brave")),
            code("barriers", code("money"), code("law")),
            code("part", code("low"), code("high"), level="ordinal"),
        ],
    }
)
SESSIONS = Sessions.model_validate(
    {
        "coders": [{"id": name, "names": [name.upper()]} for name in ("ann", "bo", "cy")],
        "participants": [
            {"id": "municipality", "label": label("Municipality"), "speakers": ["Kommune"]},
            {
                "id": "enterprise",
                "label": label("Enterprise"),
                "speakers": ["Virksomhet", "Sosial entreprenør"],
            },
        ],
        "sessions": [
            {"id": "s1", "case": "north", "wave": "before", "date": "2018-03-02", "documents": ["one"]},
            {"id": "s2", "case": "south", "wave": "before", "date": "2018-03-01", "documents": ["two"]},
            {"id": "s3", "case": "south", "wave": "before", "date": "2018-03-09", "documents": ["three"]},
        ],
    }
)


def coding_study(codebook: Codebook = CODEBOOK, sessions: Sessions = SESSIONS, **plan: Any) -> Study:
    """The study, with parts of its analysis of codings, `talks`, replaced."""
    talks = {"label": label("talks"), "codebook": codebook.id} | plan
    study = small_study(codings={"talks": talks})
    return replace(study, codebooks={codebook.id: codebook}, sessions=sessions)


def typed_codings(text: str, kind: str = "turn") -> tuple[pd.DataFrame, pd.DataFrame]:
    """The units and codings that a text shows, one unit a line: `document [speaker] coder:code+code ...`.

    A coder who stands on a line read the unit; `coder:` gave it nothing. A speaker is `m1` (municipality),
    `e1` (enterprise) or `x1` (no known kind). Documents named by no session are of session s1.
    """
    kinds = {"m": "municipality", "e": "enterprise", "x": ""}
    units: list[dict[str, Any]] = []
    codings: list[dict[str, Any]] = []
    for line in text.strip().splitlines():
        document, *words = line.split()
        speaker = words.pop(0) if words and ":" not in words[0] else ""
        number = 1 + sum(unit["document"] == document for unit in units)
        held = {**_session_of(document), "codebook": "frame"}
        unit: dict[str, Any] = {"kind": kind, "document": document, "unit": number} | held
        units.append(
            unit
            | {"name": "", "block": number, "speaker": speaker, "participants": kinds.get(speaker[:1], "")}
            | {"weight": 1, "text": ""}
        )
        for word in words:
            coder, given = word.split(":")
            codings += [unit | {"coder": coder, "code": one, "coded_at": ""} for one in given.split("+")]
    return (
        conform(pd.DataFrame(units, columns=UNITS.names), UNITS),
        conform(pd.DataFrame(codings, columns=CODINGS.names), CODINGS),
    )


def written_documents(**texts: str | None) -> pd.DataFrame:
    """The table of documents that holds these texts, by their names; None where only units are known."""
    rows = [
        {
            "document": name,
            **_session_of(name),
            "codebook": "frame",
            "units": "given" if text is None else "text",
            "text": text or "",
            "n_characters": len(text or ""),
        }
        for name, text in texts.items()
    ]
    return conform(pd.DataFrame(rows, columns=DOCUMENTS.names), DOCUMENTS)


def written_segments(*rows: dict[str, Any]) -> pd.DataFrame:
    """The table of segments of these rows; what a row does not say is empty, its document `one`."""
    empty = dict.fromkeys(("unit", "text", "coded_at", "memo", "code"), "")
    missing = {"start": pd.NA, "end": pd.NA}
    made = [empty | missing | {"document": "one", "coder": "ann", "source": "made"} | row for row in rows]
    return conform(pd.DataFrame(made, columns=SEGMENTS.names), SEGMENTS)


def coded(text: str, words: str, code: str, coder: str = "ann", **more: Any) -> dict[str, Any]:
    """A row of segments: one coder gave these words of a text, where they first stand, a code."""
    start = text.index(words)
    return {"coder": coder, "code": code, "start": start, "end": start + len(words)} | more


def _session_of(document: str) -> dict[str, str]:
    session = next((one for one in SESSIONS.sessions if document in one.documents), SESSIONS.sessions[0])
    return {"session": session.id, "case": session.case, "wave": session.wave}
