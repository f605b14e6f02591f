"""Checking a configuration file against its model, every problem told with its line.

The pydantic models of the study are the one source of the checks here and of the JSON schemas in
`config/schemas/`. Unknown keys are refused, and the nearest known key is named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, ValidationError

from analysis.documents import Document, read_document
from analysis.problems import Key, ProblemList, name_nearest, shorten

ID_PATTERN = r"^[a-z][a-z0-9_-]*$"


class Described(BaseModel):
    """A part of the configuration: unknown keys are refused, values are not coerced in silence."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, str_strip_whitespace=True, allow_inf_nan=False
    )


class ConfigurationFile(Described):
    """A whole file; it remembers the lines of its keys, so that a later check can name them."""

    _document: Document | None = PrivateAttr(default=None)

    def problem_list(self) -> ProblemList:
        """An empty list for the problems of this file, which turns keys into lines."""
        if self._document is None:
            return ProblemList(type(self).__name__)
        return ProblemList(self._document.file, self._document.locate)


Model = TypeVar("Model", bound=ConfigurationFile)


class Bilingual(Described):
    """A text in the two languages of the reports."""

    nb: str = Field(min_length=1, description="The text in Norwegian Bokmål.")
    en: str = Field(min_length=1, description="The text in English.")

    def in_language(self, language: str) -> str:
        """The text in `nb` or `en`."""
        return self.nb if language == "nb" else self.en


def _read_day(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("a day that the calendar has") from None
    if isinstance(value, date):
        return value
    raise ValueError("a day as YYYY-MM-DD")


Id = Annotated[str, Field(pattern=ID_PATTERN)]
Day = Annotated[date, BeforeValidator(_read_day)]


def load_yaml(path: Path, model: type[Model], root: Path) -> Model:
    """Read one YAML file into its model; raises `ProblemsFound` with file, line, value and remedy."""
    document = read_document(path, root)
    try:
        loaded = model.model_validate(document.content)
    except ValidationError as error:
        found = ProblemList(document.file, document.locate)
        for fault in error.errors():
            _add_fault(found, document, model, dict(fault))
        found.raise_any()
        raise
    loaded._document = document
    return loaded


def _add_fault(found: ProblemList, document: Document, model: type[BaseModel], fault: dict[str, Any]) -> None:
    """Note one fault that pydantic found, in the words of the file's owner."""
    at: Key = fault["loc"]
    known = document.known(at)
    seen = document.texts.get(known, "")
    if fault["type"] == "extra_forbidden":
        keys = _known_keys(model, at[:-1])
        remedy = name_nearest(str(at[-1]), keys) or "remove the key, or see config/README.md"
        found.add(at, f"unknown key “{at[-1]}”", shorten(seen, 80), ", ".join(keys), remedy)
    elif fault["type"] == "missing":
        where = f" in “{_name(document, at[:-1])}”" if at[:-1] else ""
        found.add(at, f"the key “{at[-1]}” is missing{where}", remedy=f"add  {at[-1]}:")
    elif at[-1] == "[key]":
        allowed = describe_allowed(fault)
        found.add(known, f"the name “{at[-2]}” cannot be used", at[-2], allowed, "rename it")
    else:
        what = f"“{_name(document, known)}” cannot be used"
        found.add(known, what, shorten(seen, 80), describe_allowed(fault), _remedy(fault))


PATTERNS = {
    ID_PATTERN: "small letters a to z, digits, - and _, beginning with a letter",
    r"^#[0-9a-fA-F]{6}$": "a colour as #rrggbb, in quotes",
    r"^\d{3,4}$": "four digits in quotes (three in Denmark)",
    r"^\d{4}$": "four digits",
    r"^[0-9/]*$": "digits and /, in quotes",
    r"^([0-9a-f]{64})?$": "a sha256: 64 digits 0-9 and a-f",
}
TYPES = {
    "string_type": "text",
    "int_type": "a whole number, without quotes",
    "int_from_float": "a whole number",
    "float_type": "a number, without quotes",
    "finite_number": "a number",
    "bool_type": "true or false",
    "list_type": "a list, each entry beginning with -",
    "dict_type": "keys with values, indented below it",
    "model_type": "keys with values, indented below it",
}
BOUNDS = {
    "greater_than": ("more than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
}


def describe_allowed(fault: Mapping[str, Any]) -> str:
    """What may stand where pydantic found a fault, in words."""
    kind, context = fault["type"], fault.get("ctx", {})
    if kind in TYPES:
        return TYPES[kind]
    if kind in BOUNDS:
        words, name = BOUNDS[kind]
        return f"{words} {context[name]:g}"
    if kind == "too_short":
        least = context["min_length"]
        return "at least one entry" if least == 1 else f"at least {least} entries"
    if kind == "string_pattern_mismatch":
        return PATTERNS.get(context["pattern"], f"text of the form {context['pattern']}")
    if kind == "string_too_short":
        return f"text of at least {context['min_length']} characters"
    if kind == "value_error":
        return str(context["error"])
    return str(context.get("expected", "")).replace("'", "") or str(fault["msg"])


def _remedy(fault: Mapping[str, Any]) -> str:
    value = fault["input"]
    if fault["type"] == "string_type" and isinstance(value, (int, float)):
        return "put it in quotes"
    if fault["type"] in ("int_type", "float_type") and isinstance(value, str) and _is_number(value):
        return "write a decimal point" if "," in value else "take the quotes away"
    if fault["type"] == "literal_error":
        names = re.findall(r"'([^']*)'", str(fault["ctx"]["expected"]))
        return name_nearest(str(value), names) or "write one of them"
    return "write a value" if value is None else "change the value"


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\s*[-+]?\d+([.,]\d+)?\s*", text) is not None


def _name(document: Document, keys: Key) -> str:
    """The keys as a reader knows them: an entry of a list by its id, if it has one."""
    names: list[str] = []
    value: Any = document.content
    for key in keys:
        value = value[key]
        entry = value.get("id") if isinstance(key, int) and isinstance(value, dict) else None
        number = f"entry {key + 1}" if isinstance(key, int) else key
        names.append(entry if isinstance(entry, str) else number)
    return " › ".join(names)


def _known_keys(model: type[BaseModel], at: Key) -> list[str]:
    """The keys that may stand at a place, found by walking the models along it."""
    models = [model]
    for part in at:
        fields = [one.model_fields[part].annotation for one in models if part in one.model_fields]
        models = [inner for field in fields for inner in _models_in(field)] or models
    return list(dict.fromkeys(name for one in models for name in one.model_fields))


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [one for part in get_args(annotation) for one in _models_in(part)]
