"""The study: its title, cases, waves, groups, seed, and the rules of disclosure.

`load_study` reads every file of `config/`, checks each against its model and all against each
other, and raises every problem at once. Nothing else in the project reads configuration.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from analysis.codebooks import Codebook, load_codebook
from analysis.configuration import load_yaml
from analysis.constructs import JointDisplay, check_joint_display, load_joint_display
from analysis.instruments import Instrument, load_instrument
from analysis.links import Link, load_links
from analysis.municipalities import Municipalities, load_municipalities
from analysis.plan import Plan, load_plan
from analysis.plan_checks import check_codings, check_plan, check_scorecards
from analysis.problems import Problem, ProblemsFound
from analysis.scorecards import Scorecard, load_scorecard
from analysis.sessions import Sessions, check_sessions, load_sessions
from analysis.settings import (
    Case,
    Disclosure,
    DisclosureException,
    Group,
    Programme,
    Settings,
    Wave,
)
from analysis.source_options import SourceOptions, load_source_options
from analysis.sources import (
    Frames,
    Kind,
    SourceFile,
    cases_of,
    check_sources,
    groups_of,
    keep_readable,
    load_sources,
)
from analysis.study_checks import (
    check_answering,
    check_exceptions,
    check_kinds,
    check_links,
    check_options,
    check_settings,
    check_versions,
)

__all__ = [
    "Case",
    "Disclosure",
    "DisclosureException",
    "Group",
    "Programme",
    "Settings",
    "Study",
    "Wave",
    "load_study",
    "read_configuration",
]

Loaded = TypeVar("Loaded")


@dataclass(frozen=True)
class Study:
    """Everything the configuration says, checked; `root` is the folder it stands in."""

    root: Path
    settings: Settings
    sources: tuple[SourceFile, ...]
    plan: Plan
    municipalities: Municipalities
    instruments: dict[str, Instrument]
    codebooks: dict[str, Codebook]
    options: dict[str, SourceOptions] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    scorecards: dict[str, Scorecard] = field(default_factory=dict)
    sessions: Sessions = field(default_factory=Sessions)
    joint_display: JointDisplay | None = None

    @property
    def groups(self) -> list[str]:
        """Ids of the groups, in order."""
        return [group.id for group in self.settings.groups]

    @property
    def cases(self) -> list[str]:
        """Ids of the cases, in order."""
        return [case.id for case in self.settings.cases]

    def groups_of(self, instrument: str) -> list[str]:
        """Ids of the groups that answer a version of an instrument, in order; raises KeyError.

        A version that asks for the group is answered by every group that has an `answer`.
        """
        return groups_of(self.instruments[instrument], self.settings)

    def cases_of(self, instrument: str) -> list[str]:
        """Ids of the cases of the programmes in which an instrument was answered, in order.

        A case that took part in another way than by answering belongs to its programme's instrument all the
        same. An instrument that no source holds answers to is taken to be about all cases.
        """
        return cases_of(instrument, self.settings, self.surveys)

    @property
    def surveys(self) -> list[SourceFile]:
        """The raw files that hold answers to a survey."""
        return self.of_kind("survey")

    @property
    def source_ids(self) -> list[str]:
        """Ids of the sources of answers, in the order of sources.tsv."""
        return list(dict.fromkeys(file.source for file in self.surveys))

    def of_kind(self, kind: Kind) -> list[SourceFile]:
        """The raw files of one kind, in the order of sources.tsv."""
        return [file for file in self.sources if file.kind == kind]

    def files_of(self, source: str) -> list[SourceFile]:
        """The raw files of one source."""
        return [file for file in self.sources if file.source == source]

    def source_of(self, path: Path) -> str:
        """The source that has this file; empty where none has."""
        named = (one.source for one in self.sources if (self.root / one.path).resolve() == path.resolve())
        return next(named, "")

    def options_of(self, source: str) -> SourceOptions:
        """What the team says of one source in config/sources/<source>.yaml; nothing without that file."""
        return self.options.get(source, SourceOptions())

    @property
    def main_wave(self) -> str:
        """Id of the wave the study report is about: the one that is named, else the last with answers."""
        ours = [file for file in self.surveys if file.instrument == self.settings.main_instrument]
        waves, answered = [wave.id for wave in self.settings.waves], {file.wave for file in ours}
        last = next((wave for wave in reversed(waves) if wave in answered), waves[-1])
        return self.settings.main_wave or last

    def wave(self, name: str) -> Wave:
        """The wave with this id; raises KeyError where there is none."""
        return {wave.id: wave for wave in self.settings.waves}[name]


class _Attempts:
    """Things that are tried one after another, their problems kept until the end."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def __call__(self, load: Callable[[], Loaded]) -> Loaded | None:
        """What was loaded, or None if it has problems."""
        try:
            return load()
        except ProblemsFound as found:
            self.problems.extend(found.problems)
            return None

    def each(self, folder: Path, load: Callable[[Path], Loaded]) -> dict[str, Loaded | None]:
        """Every file of a folder by its name; None for one with problems, so that its name is known."""
        return {path.stem: self(partial(load, path)) for path in sorted(folder.glob("*.yaml"))}


def load_study(root: Path, check_hashes: bool = True) -> Study:
    """Read and check the whole configuration; raises `ProblemsFound` with all problems at once."""
    study, problems = read_configuration(root, check_hashes)
    if problems or study is None:
        raise ProblemsFound(problems)
    return study


def read_configuration(root: Path, check_hashes: bool = True) -> tuple[Study | None, list[Problem]]:
    """The study and every problem of its configuration.

    With problems, the study holds only the sources that can be read all the same, so that a person
    is told of faults in the raw files in the same breath; its plan and municipalities may then be
    empty. It is None where study.yaml, sources.tsv or an instrument cannot be read at all.
    """
    attempt = _Attempts()
    read = _read_files(root, attempt)
    _check_files(read, root, check_hashes, attempt)
    if not read.settings or read.sources is None:
        return None, attempt.problems
    whole = _keep_whole(read.instruments)
    sources = read.sources
    if attempt.problems:
        sources = keep_readable(sources, read.settings, whole, root, read.frames)
    study = Study(
        root=root,
        settings=read.settings,
        sources=tuple(sources),
        plan=read.plan or Plan(contrasts={}, families={}, descriptions={}, reliability={}, comparisons={}),
        municipalities=read.municipalities or Municipalities([]),
        instruments=whole,
        codebooks=_keep_whole(read.codebooks),
        options=_keep_whole(read.options),
        links=tuple(read.links or ()),
        scorecards=_keep_whole(read.scorecards),
        sessions=read.sessions or Sessions(),
        joint_display=read.joint_display,
    )
    return study, attempt.problems


@dataclass(frozen=True)
class _Read:
    """The files of the configuration, each by itself; None for one with problems."""

    settings: Settings | None
    sources: list[SourceFile] | None
    plan: Plan | None
    municipalities: Municipalities | None
    instruments: dict[str, Instrument | None]
    codebooks: dict[str, Codebook | None]
    options: dict[str, SourceOptions | None]
    links: list[Link] | None
    scorecards: dict[str, Scorecard | None]
    sessions: Sessions | None
    joint_display: JointDisplay | None

    @property
    def frames(self) -> Frames:
        """The names of what a source can be coded or scored with, by the kind of source."""
        return {"codings": self.codebooks, "scorecards": self.scorecards}


def _keep_whole(read: dict[str, Loaded | None]) -> dict[str, Loaded]:
    return {name: one for name, one in read.items() if one}


def _read_files(root: Path, attempt: _Attempts) -> _Read:
    config = root / "config"
    return _Read(
        settings=attempt(lambda: load_yaml(config / "study.yaml", Settings, root)),
        sources=attempt(lambda: load_sources(config / "sources.tsv", root)),
        plan=attempt(lambda: load_plan(config / "plan.yaml", root)),
        municipalities=attempt(lambda: load_municipalities(config / "municipalities.tsv", root)),
        instruments=attempt.each(config / "instruments", lambda path: load_instrument(path, root)),
        codebooks=attempt.each(config / "codebooks", lambda path: load_codebook(path, root)),
        options=attempt.each(config / "sources", lambda path: load_source_options(path, root)),
        links=attempt(lambda: load_links(config / "links.tsv", root)),
        scorecards=attempt.each(config / "scorecards", lambda path: load_scorecard(path, root)),
        sessions=attempt(lambda: load_sessions(config / "sessions.yaml", root)),
        joint_display=attempt(lambda: load_joint_display(config / "joint_display.yaml", root)),
    )


def _check_files(read: _Read, root: Path, check_hashes: bool, attempt: _Attempts) -> None:
    """Hold the files that could be read against each other."""
    settings, instruments = read.settings, read.instruments
    if not settings:
        return
    attempt(lambda: check_versions(settings, instruments))
    if municipalities := read.municipalities:
        attempt(lambda: check_settings(settings, municipalities, instruments))
    if (sources := read.sources) is not None:
        attempt(lambda: check_sources(sources, settings, instruments, root, check_hashes, read.frames))
        surveys = [file for file in sources if file.kind == "survey"]
        attempt(lambda: check_answering(settings, surveys))
        attempt(lambda: check_options(read.options, sources, instruments))
        attempt(lambda: check_links(read.links or [], surveys))
    if sessions := read.sessions:
        attempt(lambda: check_sessions(sessions, settings))
    if display := read.joint_display:
        waves = [wave.id for wave in settings.waves]
        coded = [one.codebook for one in read.plan.codings.values()] if read.plan else None
        frames = read.codebooks, read.scorecards
        attempt(lambda: check_joint_display(display, instruments, *frames, waves, coded))
    if plan := read.plan:
        attempt(lambda: check_plan(plan, settings, instruments, root, read.sessions))
        attempt(lambda: check_codings(plan, settings, read.codebooks))
        attempt(lambda: check_scorecards(plan, read.scorecards))
        attempt(lambda: check_exceptions(settings, plan, instruments))
        attempt(lambda: check_kinds(settings, plan))
