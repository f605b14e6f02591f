"""What the names in a file of codings stand for: coders, sessions, and codes of the codebook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from analysis.codebooks import Code, Codebook
from analysis.ingest.codings.corpus import UNKNOWN, Corpus, FoundCode, FoundCoder
from analysis.problems import ProblemList, name_nearest, shorten
from analysis.sessions import FILE, Coder, Session, Sessions, normalise_name
from analysis.source_options import FOLDER, SourceOptions

EVERYBODY = "*"
"""The key of `coders` that says who gave the codings of which the file tells nobody."""
STEPS = re.compile(r"\s*(?:/|>|\\|::)\s*")
"""What stands between a code's name and those above it, in tools that write the whole way."""

Meaning = TypeVar("Meaning")


@dataclass(frozen=True)
class Way:
    """What a code may be called, and what each of the codes above it may be called."""

    calls: frozenset[str]
    above: tuple[frozenset[str], ...]


def name_coders(
    corpus: Corpus, source: str, said: SourceOptions, sessions: Sessions, found: ProblemList
) -> dict[str, str]:
    """The id of everybody who gave a code in a file, by what its stretches call them.

    Who is not named stands for `unknown`, unless the source's options say who it is. Notes users whom
    nobody is called like, and several users of one name.
    """
    users = {user.id or user.name: user for user in corpus.coders}
    keys = list(dict.fromkeys(stretch.coder for stretch in corpus.stretches))
    coding = [users.get(key, FoundCoder(key)) for key in keys if key]
    namesakes = _find_namesakes(coding)
    ids: dict[str, str] = {"": said.coders.get(EVERYBODY, UNKNOWN)}
    for user in coding:
        key = user.id or user.name
        told = said.coders.get(key)
        if told is None and normalise_name(user.name) in namesakes:
            continue
        told = told or _look_up(said.coders, user.name)
        one = find_coder(user.name, sessions)
        if told is None and one is None and sessions.coders:
            _tell_strange_coder(user, source, sessions, found)
        ids[key] = told or (one.id if one else UNKNOWN)
    for alike in namesakes.values():
        if any(user.id not in said.coders for user in alike):
            seen = ", ".join(f"{user.name} ({user.id})" for user in alike)
            pairs = ", ".join(f'"{user.id}": <coder>' for user in alike)
            remedy = (
                f"write  coders: {{{pairs}}}  into {FOLDER}/{source}.yaml; the same coder if they are one"
            )
            found.add(
                "", "two users of the project have the same name, and both have coded", seen, "", remedy
            )
    return ids


def find_coder(name: str, sessions: Sessions) -> Coder | None:
    """The coder whom a file calls by this name or by the id in sessions.yaml; None where nobody is."""
    by_id = {normalise_name(coder.id): coder for coder in sessions.coders}
    return sessions.coder_of(name) or by_id.get(normalise_name(name))


def _find_namesakes(users: Iterable[FoundCoder]) -> dict[str, list[FoundCoder]]:
    """The users of one name but different ids, by that name; where there are no ids, a name is one person."""
    alike: dict[str, list[FoundCoder]] = {}
    for user in users:
        if user.id:
            alike.setdefault(normalise_name(user.name), []).append(user)
    return {name: several for name, several in alike.items() if len(several) > 1}


def _tell_strange_coder(user: FoundCoder, source: str, sessions: Sessions, found: ProblemList) -> None:
    known = [name for coder in sessions.coders for name in coder.names]
    near = name_nearest(user.name, known)
    add = f"add “{user.name}” to the names of a coder in {FILE}, or a coder of that name"
    add = add if user.name else "name the user in the tool"
    key = user.name or user.id
    or_say = f'or write  coders: {{"{key}": <coder>}}  into {FOLDER}/{source}.yaml'
    remedy = "; ".join(part for part in (near, add, or_say) if part)
    what = f"there is no coder “{user.name}”" if user.name else "a user of the project has no name"
    found.add("", what, user.name or user.id, shorten(", ".join(known)), remedy)


def name_documents(
    corpus: Corpus, source: str, said: SourceOptions, sessions: Sessions, found: ProblemList
) -> dict[str, Session]:
    """The session of every text of a file by its name there; notes coded texts that belong to none.

    A text without a session that nobody coded is not among them.
    """
    coded = {stretch.document for stretch in corpus.stretches}
    by_id = {session.id: session for session in sessions.sessions}
    named: dict[str, Session] = {}
    for name in dict.fromkeys([*(text.name for text in corpus.texts), *sorted(coded)]):
        told = said.documents.get(name) or _look_up(said.documents, name)
        session = by_id.get(told) if told else sessions.session_of(name)
        if session:
            named[name] = session
        elif name in coded and not told and sessions.sessions:
            known = [document for one in sessions.sessions for document in one.documents]
            near = name_nearest(name, known)
            add = f"add “{name}” to the documents of a session in {FILE}, or a session with it"
            or_say = f'or write  documents: {{"{name}": <session>}}  into {FOLDER}/{source}.yaml'
            remedy = "; ".join(part for part in (near, add, or_say) if part)
            what = f"the coded text “{name}” belongs to no session"
            found.add("", what, name, shorten(", ".join(known)), remedy)
    return named


def name_codes(
    corpus: Corpus, said: SourceOptions, codebook: Codebook, source: str, found: ProblemList
) -> dict[str, str]:
    """The codebook's id of every code of a file that it has, by the name in the file.

    The source's options go first, then what the codebook calls its codes, then the last part of a whole way
    ("values/openness"). Where the codebook has several of one name, the codes above decide as the tool has
    them; notes those that stay unclear.
    """
    above = _list_ways(codebook)
    known: dict[str, list[FoundCode]] = {}
    for code in corpus.codes:
        known.setdefault(code.name, []).append(code)
    ids: dict[str, str] = {}
    for name in dict.fromkeys([*known, *(stretch.code for stretch in corpus.stretches if stretch.code)]):
        told = said.codes.get(name) or _look_up(said.codes, name)
        fitting = {told} if told else _find_codes(name, known.get(name, [FoundCode(name)]), above)
        if len(fitting) == 1:
            ids[name] = fitting.pop()
        elif fitting:
            remedy = f'write  codes: {{"{name}": <code>}}  into {FOLDER}/{source}.yaml'
            what = f"the code “{name}” may be one of several codes of {codebook.id}"
            found.add("", what, name, ", ".join(sorted(fitting)), remedy)
    return ids


def _find_codes(name: str, found: Iterable[FoundCode], above: Mapping[str, Way]) -> set[str]:
    """The codes of the codebook that a name stands for, by what stands above it in the tool."""
    ways = [(name, code.above) for code in found]
    parts = STEPS.split(name)
    if len(parts) > 1:
        ways += [(parts[-1], tuple(parts[:-1]))]
    for called, over in ways:
        shared = _count_shared(called, over, above)
        if shared:
            return {code for code, count in shared.items() if count == max(shared.values())}
    # A point may be a part of a name: what stands before it must be known too.
    *before, called = name.split(".")
    shared = _count_shared(called, before, above)
    return {code for code, count in shared.items() if count and count == max(shared.values())}


def _count_shared(called: str, over: Iterable[str], above: Mapping[str, Way]) -> dict[str, int]:
    """The codes called so, and how many of the names over one in the tool stand above it in the codebook."""
    wanted, higher = normalise_name(called), {normalise_name(one) for one in over}
    return {
        code: sum(bool(calls & higher) for calls in way.above)
        for code, way in above.items()
        if wanted in way.calls
    }


def _list_ways(codebook: Codebook) -> dict[str, Way]:
    ways: dict[str, Way] = {}

    def enter(codes: Iterable[Code], above: tuple[frozenset[str], ...]) -> None:
        for code in codes:
            ways[code.id] = Way(frozenset(map(normalise_name, code.calls())), above)
            enter(code.codes, (*above, ways[code.id].calls))

    enter(codebook.codes, ())
    return ways


def check_said(corpus: Corpus, said: SourceOptions, sessions: Sessions, codebook: Codebook) -> None:
    """Check what the source's options say of names in the file; raises `ProblemsFound`."""
    found = said.problem_list()
    users = [EVERYBODY, *(name for user in corpus.coders for name in (user.id, user.name) if name)]
    users += [stretch.coder for stretch in corpus.stretches]
    texts = [*(text.name for text in corpus.texts), *(stretch.document for stretch in corpus.stretches)]
    codes = [*(code.name for code in corpus.codes), *(stretch.code for stretch in corpus.stretches)]
    for section, kind, seen, meaning, known in (
        ("coders", "user", users, "coder", [coder.id for coder in sessions.coders]),
        ("documents", "text", texts, "session", [session.id for session in sessions.sessions]),
        ("codes", "code", codes, "code", codebook.ids()),
    ):
        plain = {normalise_name(name) for name in seen}
        for name, told in getattr(said, section).items():
            found.check_name((section, name), meaning, told, known)
            if normalise_name(name) not in plain:
                near = name_nearest(name, sorted(dict.fromkeys(seen)))
                remedy = near or "remove the line, or correct the name"
                found.add((section, name), f"{corpus.file} has no {kind} “{name}”", name, "", remedy)
    found.raise_any()


def _look_up(said: Mapping[str, Meaning], name: str) -> Meaning | None:
    """What is said of a name, without regard to small and capital letters."""
    return {normalise_name(key): meaning for key, meaning in said.items()}.get(normalise_name(name))
