"""The schemas of the configuration's files, generated from the models that check them.

An editor that reads the first line of a YAML file finds its schema and explains every key while one
writes. The tables have a table schema each, in the form of Frictionless Data.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from analysis.codebooks import Codebook
from analysis.configuration import ConfigurationFile, Described
from analysis.constructs import JointDisplay
from analysis.instruments import Instrument
from analysis.links import Link
from analysis.municipalities import Period
from analysis.plan import Plan
from analysis.scorecards import Scorecard
from analysis.sessions import Sessions
from analysis.source_options import SourceOptions
from analysis.sources import SourceFile
from analysis.study import Settings

FILES: dict[str, type[ConfigurationFile]] = {
    "study": Settings,
    "plan": Plan,
    "instrument": Instrument,
    "codebook": Codebook,
    "source": SourceOptions,
    "scorecard": Scorecard,
    "sessions": Sessions,
    "joint_display": JointDisplay,
}
TABLES: dict[str, tuple[type[Described], list[str]]] = {
    "sources": (SourceFile, ["path"]),
    "municipalities": (Period, ["number", "valid_from"]),
    "links": (Link, ["source", "row", "same_source", "same_row"]),
}
FILLED = ("pattern", "enum", "const", "minLength", "minItems", "minimum")
"""What a cell that may not be empty has in its schema."""
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def make_schemas() -> dict[str, dict[str, Any]]:
    """Every schema by the name of its file, without the ending."""
    files = {
        name: {"$schema": DIALECT, **_drop_titles(model.model_json_schema())} for name, model in FILES.items()
    }
    tables = {name: _table_schema(model, key) for name, (model, key) in TABLES.items()}
    return {**files, **tables}


def _drop_titles(schema: Any) -> Any:
    """The schema without the titles that pydantic makes of the names; a key called title stays."""
    if isinstance(schema, list):
        return [_drop_titles(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: part for key, part in schema.items() if key != "title" or isinstance(part, dict)}
    return {key: _drop_titles(part) for key, part in kept.items()}


def _table_schema(model: type[Described], key: list[str]) -> dict[str, Any]:
    """A table schema: the columns in order, each with its meaning and what may stand in it."""
    properties = model.model_json_schema()["properties"]
    fields = [_field(name, about) for name, about in properties.items()]
    description = " ".join((model.__doc__ or "").split())
    return {"description": description, "missingValues": [""], "primaryKey": key, "fields": fields}


def _field(name: str, about: dict[str, Any]) -> dict[str, Any]:
    choices = about.get("anyOf", [about])
    kinds = {choice.get("format", choice.get("type", "string")) for choice in choices} - {"null"}
    filled = any(word in choice for choice in choices for word in FILLED)
    constraints: dict[str, Any] = {"required": filled and "null" not in [one.get("type") for one in choices]}
    for choice in choices if len(choices) == 1 else []:
        constraints |= {word: choice[word] for word in ("pattern", "minimum") if word in choice}
        if values := choice.get("enum") or [choice[word] for word in ("const",) if word in choice]:
            constraints["enum"] = values
    kind = next((one for one in ("date", "integer") if one in kinds), "string")
    return {"name": name, "type": kind, "description": about["description"], "constraints": constraints}


def write_schemas(folder: Path) -> None:
    """Write every schema into a folder, as `<name>.json`; the same bytes every time."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in make_schemas().items():
        text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        (folder / f"{name}.json").write_bytes(text.encode("utf-8"))
