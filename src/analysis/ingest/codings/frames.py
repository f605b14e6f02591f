"""The codings of all sources as the tables that the contracts describe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.contracts import CODED, DOCUMENTS, SEGMENTS, Contract
from analysis.ingest.codings.placing import Coding, Placed
from analysis.ingest.codings.texts import Document
from analysis.sessions import Session, Sessions
from analysis.tables import conform


def tabulate_documents(documents: Mapping[str, Document], sources: Sequence[Placed]) -> pd.DataFrame:
    """The texts (DOCUMENTS); one whose words nobody knows is there only if somebody coded it."""
    coded = {coding.document.name for placed in sources for coding in placed.codings}
    rows = [
        {
            "document": one.name,
            "session": one.session.id,
            "case": one.session.case,
            "wave": one.session.wave,
            "codebook": one.codebook,
            "units": "given" if one.given else "text",
            "text": "" if one.given else one.text,
            "n_characters": 0 if one.given else len(one.text or ""),
        }
        for one in documents.values()
        if one.text is not None or one.name in coded
    ]
    return _frame(rows, DOCUMENTS)


def tabulate_segments(sources: Sequence[Placed]) -> pd.DataFrame:
    """The codings (SEGMENTS)."""
    rows = [
        {
            "document": one.document.name,
            "coder": one.coder,
            "code": one.code,
            "start": one.start,
            "end": one.end,
            "unit": one.unit,
            "text": one.text,
            "coded_at": one.coded_at,
            "memo": one.memo,
            "source": one.source,
        }
        for placed in sources
        for one in placed.codings
    ]
    return _frame(rows, SEGMENTS)


def tabulate_coded(sources: Sequence[Placed], sessions: Sessions) -> pd.DataFrame:
    """What each coder did in each session (CODED), those included whose codings were all left out."""
    of_session: dict[tuple[str, str, str], list[Coding]] = {}
    mismatched: Counter[tuple[str, str, str]] = Counter()
    for placed in sources:
        codebook = placed.reading.file.instrument
        for coding in placed.codings:
            key = (coding.document.session.id, coding.coder, codebook)
            of_session.setdefault(key, []).append(coding)
        for (session, coder), count in placed.mismatched.items():
            mismatched[session, coder, codebook] += count
            of_session.setdefault((session, coder, codebook), [])
    by_id = {session.id: session for session in sessions.sessions}
    roles = {coder.id: coder.role for coder in sessions.coders}
    rows = [
        _describe(by_id[session], coder, codebook, codings)
        | {"role": roles.get(coder, ""), "n_mismatched": mismatched[session, coder, codebook]}
        for (session, coder, codebook), codings in of_session.items()
    ]
    return _frame(rows, CODED)


def _describe(session: Session, coder: str, codebook: str, codings: list[Coding]) -> dict[str, object]:
    days = sorted(coding.coded_at for coding in codings if coding.coded_at)
    codes = [coding.code for coding in codings if coding.code]
    return {
        "wave": session.wave,
        "session": session.id,
        "case": session.case,
        "coder": coder,
        "codebook": codebook,
        "n_documents": len({coding.document.name for coding in codings}),
        "n_codings": len(codes),
        "n_codes": len(set(codes)),
        "first": days[0] if days else "",
        "last": days[-1] if days else "",
    }


def _frame(rows: Sequence[Mapping[str, object]], contract: Contract) -> pd.DataFrame:
    return conform(pd.DataFrame(rows, columns=contract.names), contract)
