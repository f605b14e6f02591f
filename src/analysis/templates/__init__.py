"""Workbooks that a team fills in: measurements of indicators (SoImpact) and scorecards (SAMSON).

A template is a module here with a function `make_files(language, study)`, which gives the bytes of its files
by name; `study` is the study of the working folder, None where there is none that can be read.
"""

from __future__ import annotations

from importlib import import_module
from typing import Literal

from analysis.problems import Problem, ProblemsFound, name_nearest
from analysis.study import Study

LANGUAGES = ("nb", "en")
Language = Literal["nb", "en"]
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
