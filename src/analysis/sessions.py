"""The file sessions.yaml: who coded, who took part, and the sessions whose talk was coded."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from analysis.configuration import Bilingual, ConfigurationFile, Day, Described, Id, load_yaml
from analysis.problems import Key
from analysis.settings import Settings

FILE = "config/sessions.yaml"


class Coder(Described):
    """Somebody who gave texts codes, or judged cases."""

    id: Id = Field(description="Short name that tells nobody who it is; public tables show it.")
    names: list[str] = Field(
        min_length=1,
        description="Names of the coder in the tools, small and capital letters alike; one coder may have "
        "several.",
    )
    role: str = Field(default="", description="What the coder is in the project, in a word or two.")


class Participants(Described):
    """A kind of participant of the sessions."""

    id: Id = Field(description="Short name of the kind.")
    label: Bilingual = Field(description="Name in plural, as a legend shows it.")
    speakers: list[str] = Field(
        default_factory=list,
        description="How speakers of this kind are named before a turn: the word before their number, as in "
        "“Kommune 2: ...”.",
    )


class Session(Described):
    """One talk that was recorded and coded."""

    id: Id = Field(description="Short name of the session.")
    case: Id = Field(description="Id of the case it is about.")
    wave: Id = Field(description="Id of the wave it belongs to.")
    date: Day = Field(description="The day, as YYYY-MM-DD; sessions are put in order by it.")
    place: str = Field(default="", description="Where it was held.")
    documents: list[str] = Field(
        min_length=1,
        description="Names of its texts in the tools, small and capital letters alike, without ending.",
    )
    participants: dict[Id, int | None] = Field(
        default_factory=dict,
        description="How many of each kind took part, by the id of the kind; empty where the number is not "
        "known.",
    )
    participants_total: int | None = Field(
        default=None,
        ge=1,
        description="How many took part in all, where it is known; it may exceed the sum of the kinds.",
    )


RESERVED = {"all": "everything together", "unknown": "coders whom a file does not name"}
"""Ids that the tables of results need for themselves."""


class Sessions(ConfigurationFile):
    """The file sessions.yaml; a study without codings has none."""

    coders: list[Coder] = Field(default_factory=list, description="The coders.")
    participants: list[Participants] = Field(
        default_factory=list, description="The kinds of participants, in the order of the legends."
    )
    sessions: list[Session] = Field(default_factory=list, description="The sessions.")

    def session_of(self, document: str) -> Session | None:
        """The session that a text belongs to, by the text's name in the tool; None where none names it."""
        return {normalise_name(name): one for one in self.sessions for name in one.documents}.get(
            normalise_name(document)
        )

    def coder_of(self, name: str) -> Coder | None:
        """The coder whom a tool calls by this name; None where nobody is called so."""
        wanted = normalise_name(name)
        return next((one for one in self.coders if wanted in map(normalise_name, one.names)), None)


def normalise_name(name: str) -> str:
    """A name without regard to small and capital letters, to blanks and to the ending of a text file."""
    plain = " ".join(name.casefold().split())
    return plain.removesuffix(".txt").removesuffix(".docx").removesuffix(".odt").removesuffix(".md").strip()


def load_sessions(path: Path, root: Path) -> Sessions:
    """Read sessions.yaml, nothing where there is no such file; raises `ProblemsFound`."""
    return load_yaml(path, Sessions, root) if path.is_file() else Sessions()


def check_sessions(sessions: Sessions, settings: Settings) -> None:
    """Hold the sessions against themselves and the study; raises `ProblemsFound`."""
    found = sessions.problem_list()
    kinds = [kind.id for kind in sessions.participants]
    cases, waves = [case.id for case in settings.cases], [wave.id for wave in settings.waves]
    for section in ("coders", "participants", "sessions"):
        entries = getattr(sessions, section)
        places: list[Key] = [(section, number, "id") for number in range(len(entries))]
        found.check_unique(places, section.removesuffix("s"), [entry.id for entry in entries])
        for place, entry in zip(places, entries, strict=True):
            if entry.id in RESERVED:
                what = f"the results use “{entry.id}” for {RESERVED[entry.id]}"
                found.add(place, what, entry.id, "any other id", "choose another id")
    for number, session in enumerate(sessions.sessions):
        found.check_name(("sessions", number, "case"), "case", session.case, cases)
        found.check_name(("sessions", number, "wave"), "wave", session.wave, waves)
        for kind in session.participants:
            found.check_name(("sessions", number, "participants", kind), "kind of participant", kind, kinds)
        counted = [count for count in session.participants.values() if count is not None]
        if any(count < 0 for count in counted):
            what, allowed = "fewer than nobody took part", "0 or more; empty where it is not known"
            found.add(("sessions", number, "participants"), what, min(counted), allowed, "correct it")
        if session.participants_total is not None and sum(counted) > session.participants_total:
            what = "the kinds of participants add up to more than took part in all"
            allowed = f"at most {session.participants_total}"
            found.add(
                ("sessions", number, "participants"), what, sum(counted), allowed, "correct one of them"
            )
    for section, field, kind in (
        ("coders", "names", "name of a coder"),
        ("participants", "speakers", "name of speakers"),
        ("sessions", "documents", "document"),
    ):
        named = [
            ((section, number, field, place), normalise_name(name))
            for number, entry in enumerate(getattr(sessions, section))
            for place, name in enumerate(getattr(entry, field))
        ]
        found.check_unique([at for at, _ in named], kind, [name for _, name in named])
    found.raise_any()
