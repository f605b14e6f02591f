"""Blocks for sessions.yaml, with the coders and texts of a file filled in, for a person to paste."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import chain, count

from analysis.ingest.codings.corpus import Corpus
from analysis.sessions import Sessions, normalise_name
from analysis.settings import Settings

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def list_coders(corpora: Iterable[Corpus]) -> list[str]:
    """The names of everybody who coded in some files, each once, in their order there."""
    names: dict[str, str] = {}
    for corpus in corpora:
        users = {user.id or user.name: user.name for user in corpus.coders}
        for stretch in corpus.stretches:
            name = users.get(stretch.coder, stretch.coder)
            names.setdefault(normalise_name(name), name)
    return [name for plain, name in names.items() if plain]


def list_documents(corpora: Iterable[Corpus]) -> list[str]:
    """The names of all texts that somebody coded in some files, each once, in their order there."""
    names: dict[str, str] = {}
    for corpus in corpora:
        for stretch in corpus.stretches:
            names.setdefault(normalise_name(stretch.document), stretch.document)
    return list(names.values())


def write_coders(names: Iterable[str], known: Sessions) -> list[str]:
    """The key coders of sessions.yaml; the ids are proposals that tell nobody who it is and are not taken."""
    taken = {coder.id for coder in known.coders}
    free = (one for one in map("coder_{}".format, chain(LETTERS, count(1))) if one not in taken)
    lines = ["coders:"]
    for name, proposed in zip(names, free, strict=False):
        lines += [f"  - id: {proposed}", f"    names: [{_quote(name)}]"]
    return lines


def write_sessions(documents: Iterable[str], settings: Settings, known: Sessions) -> list[str]:
    """The key sessions of sessions.yaml, one for each text; what a person must fill in stands as <...>."""
    waves, taken = [wave.id for wave in settings.waves], {session.id for session in known.sessions}
    free = (one for one in map("session-{}".format, count(1)) if one not in taken)
    lines = ["sessions:"]
    for name, proposed in zip(documents, free, strict=False):
        lines += [
            f"  - id: {proposed}",
            "    case: <case>",
            f"    wave: {waves[0] if len(waves) == 1 else '<wave>'}",
            "    date: <YYYY-MM-DD>",
            f"    documents: [{_quote(name)}]",
        ]
    return lines


def _quote(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)
