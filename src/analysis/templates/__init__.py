"""Workbooks that a team fills in: measurements of indicators (SoImpact) and scorecards (SAMSON).

A template is a module here with a function `make_files(language, study)`, which gives the bytes of its files
by name; `study` is the study of the working folder, None where there is none that can be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from analysis.problems import Problem, ProblemList, ProblemsFound, name_nearest
from analysis.study import Study

LANGUAGES = ("nb", "en")
TEMPLATES = ("soimpact", "samson")


def make_template(name: str, language: str, study: Study | None) -> dict[str, bytes]:
    """The files of one template in one language, by name: first the empty one, then what explains it.

    Raises `ProblemsFound` for a template or a language that does not exist.
    """
    found = []
    for what, seen, known in (("template", name, TEMPLATES), ("language", language, LANGUAGES)):
        if seen not in known:
            remedy = name_nearest(seen, known) or f"name one of: {', '.join(known)}"
            told = f"there is no {what} “{seen}”"
            found.append(Problem("template", "", told, seen, ", ".join(known), remedy))
    if found:
        raise ProblemsFound(found)
    made: dict[str, bytes] = import_module(f"analysis.templates.{name}").make_files(language, study)
    return made


def write_files(files: Mapping[Path, bytes]) -> dict[Path, str]:
    """Write files that are not there yet; tells of each whether it was written or stood there already.

    Raises `ProblemsFound`, with nothing written, where another file has one of the names: somebody may have
    filled it in.
    """
    problems: list[Problem] = []
    for path, content in files.items():
        if path.is_dir() or (path.is_file() and path.read_bytes() != content):
            found = ProblemList(path.as_posix())
            remedy = "rename or move it, or name another file with --output"
            found.add("", "another file has this name, perhaps one that was filled in", "", "", remedy)
            problems += found.problems
    if problems:
        raise ProblemsFound(problems)
    told = {}
    for path, content in files.items():
        told[path] = "stands there already" if path.is_file() else "written"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return told
