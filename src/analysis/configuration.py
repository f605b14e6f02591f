"""Reading a configuration file into its model, every problem told with its line.

The pydantic models of the study are the one source of the checks here and of the JSON schemas in
`config/schemas/`. Unknown keys are refused, and the nearest known key is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from analysis.problems import Problem, ProblemsFound, name_nearest

Model = TypeVar("Model", bound="Described")
Path_ = tuple[str | int, ...]


class Described(BaseModel):
    """A part of the configuration: unknown keys are refused, values are not coerced in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Bilingual(Described):
    """A text in the two languages of the reports."""

    nb: str = Field(min_length=1, description="The text in Norwegian Bokmål.")
    en: str = Field(min_length=1, description="The text in English.")

    def in_language(self, language: str) -> str:
        """The text in `nb` or `en`."""
        return self.nb if language == "nb" else self.en


Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]


def load_yaml(path: Path, model: type[Model], root: Path) -> Model:
    """Read one YAML file into its model; raises `ProblemsFound` with file, line, value and remedy."""
    shown = path.relative_to(root).as_posix()
    node = _compose(path, shown)
    lines = _line_numbers(node)
    doubled = _doubled_keys(node, shown)
    if doubled:
        raise ProblemsFound(doubled)
    document = yaml.safe_load(path.read_text("utf-8"))
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise ProblemsFound(
            _problem(shown, lines, model, document, dict(fault)) for fault in error.errors()
        ) from None


def _compose(path: Path, shown: str) -> yaml.Node:
    if not path.is_file():
        raise ProblemsFound([Problem(shown, "", "the file is missing", remedy="put it back or make it")])
    try:
        node = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        found = f"byte {error.start} is not UTF-8"
        raise ProblemsFound([Problem(shown, "", found, remedy="save the file as UTF-8")]) from None
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}" if error.problem_mark else ""
        what = f"this is not YAML: {error.problem or error.context}"
        remedy = "check the indentation and the quotes of this line and the one above"
        raise ProblemsFound([Problem(shown, line, what, remedy=remedy)]) from None
    if not isinstance(node, yaml.MappingNode):
        what = "the file is empty, or is not a list of keys"
        raise ProblemsFound([Problem(shown, "line 1", what, remedy="see config/README.md")])
    return node


def _line_numbers(node: yaml.Node, at: Path_ = ()) -> dict[Path_, int]:
    lines = {at: node.start_mark.line + 1}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            place = (*at, str(key.value))
            lines |= _line_numbers(value, place)
            lines[place] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            lines |= _line_numbers(value, (*at, number))
    return lines


def _doubled_keys(node: yaml.Node, shown: str) -> list[Problem]:
    found: list[Problem] = []
    if isinstance(node, yaml.MappingNode):
        first: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.value in first:
                what = f"the key “{key.value}” already stands on line {first[key.value]}"
                found.append(Problem(shown, f"line {line}", what, remedy="keep one of the two"))
            first.setdefault(key.value, line)
            found += _doubled_keys(value, shown)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            found += _doubled_keys(value, shown)
    return found


def _problem(
    shown: str, lines: Mapping[Path_, int], model: type[BaseModel], document: Any, fault: dict[str, Any]
) -> Problem:
    at = tuple(part for part in fault["loc"])
    line = _nearest_line(lines, at)
    name = ".".join(str(part) for part in at)
    if fault["type"] == "extra_forbidden":
        known = _known_keys(model, at[:-1])
        near = name_nearest(str(at[-1]), known)
        return Problem(
            shown,
            line,
            f"unknown key “{at[-1]}”",
            str(fault["input"])[:80],
            ", ".join(known),
            near or "remove the key, or see config/README.md for the keys there are",
        )
    if fault["type"] == "missing":
        return Problem(shown, line, f"the key “{name}” is missing", remedy=f"add {at[-1]}:")
    seen = "" if isinstance(fault["input"], (dict, list)) else repr(fault["input"])[:80]
    allowed = str(fault.get("ctx", {}).get("expected", "")) or fault["msg"]
    return Problem(shown, line, f"“{name}” cannot be used", seen, allowed, "change the value")


def _nearest_line(lines: Mapping[Path_, int], at: Sequence[str | int]) -> str:
    for end in range(len(at), -1, -1):
        if tuple(at[:end]) in lines:
            return f"line {lines[tuple(at[:end])]}"
    return ""


def _known_keys(model: type[BaseModel], at: Sequence[str | int]) -> list[str]:
    """The keys that may stand at a place, found by walking the models along it."""
    models = [model]
    for part in at:
        if isinstance(part, int):
            continue
        fields = [one.model_fields[part].annotation for one in models if part in one.model_fields]
        models = [inner for field in fields for inner in _models_in(field)] or models
    return list(dict.fromkeys(name for one in models for name in one.model_fields))


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) in (list, dict, tuple, Union, Annotated) or get_args(annotation):
        return [one for part in get_args(annotation) for one in _models_in(part)]
    return []
