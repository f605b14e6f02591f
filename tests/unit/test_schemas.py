"""The schemas explain every key and are the ones the models give; every YAML file names its own."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis.schemas import FILES, TABLES, make_schemas, write_schemas

REPOSITORY = Path(__file__).resolve().parents[2]
COMMITTED = REPOSITORY / "config" / "schemas"
NAMES = [*FILES, *TABLES]


def keys_of(schema: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key or column that a schema allows, with what the schema says of it."""
    if isinstance(schema, list):
        for part in schema:
            yield from keys_of(part, at)
    if isinstance(schema, dict):
        for name, about in schema.get("properties", {}).items():
            yield f"{at}.{name}", about
        for about in schema.get("fields", []) if isinstance(schema.get("fields"), list) else []:
            yield f"{at}.{about['name']}", about
        for name, part in schema.items():
            yield from keys_of(part, f"{at}.{name}")


@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_described(name: str) -> None:
    described = dict(keys_of(make_schemas()[name], name))
    assert len(described) >= 6
    assert [key for key, about in described.items() if len(about.get("description", "")) < 10] == []


@pytest.mark.parametrize("name", FILES)
def test_no_part_takes_unknown_keys(name: str) -> None:
    schema = make_schemas()[name]
    parts = [schema, *schema["$defs"].values()]
    assert all(part["additionalProperties"] is False for part in parts if "properties" in part)


def test_the_committed_schemas_are_what_the_models_give(tmp_path: Path) -> None:
    write_schemas(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(made) == {f"{name}.json" for name in NAMES}
    assert made == {path.name: path.read_bytes() for path in COMMITTED.iterdir()}


def test_the_columns_of_a_table_stand_in_order_with_their_limits() -> None:
    fields = json.loads((COMMITTED / "sources.json").read_text("utf-8"))["fields"]
    header = (REPOSITORY / "config" / "municipalities.tsv").read_text("utf-8").split("\n")[0].split("\t")
    municipalities = make_schemas()["municipalities"]["fields"]
    assert [field["name"] for field in municipalities] == header
    required = {field["name"]: field["constraints"]["required"] for field in municipalities}
    assert required == {
        "number": True,
        "name": True,
        "valid_from": False,
        "valid_to": False,
        "became": False,
        "units_2024": True,
        "note": False,
    }
    kinds = {field["name"]: field["constraints"].get("enum") for field in fields}["kind"]
    assert kinds == ["survey", "codings", "judgements", "scorecards", "measurements"]


def committed_yaml() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "config/**.yaml", "config/*.yaml", "tests/**/config/**.yaml"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    return sorted(set(listed.stdout.split()))


FOLDERS = ("instruments", "codebooks", "sources", "scorecards")
"""The folders whose files share a schema."""


def test_every_configuration_file_names_its_schema_to_the_editor() -> None:
    files = committed_yaml()
    assert {"config/study.yaml", "config/plan.yaml", "config/instruments/ks2018.yaml"} <= set(files)
    for file in files:
        path = REPOSITORY / file
        name = path.parent.name.removesuffix("s") if path.parent.name in FOLDERS else path.stem
        line = path.read_text("utf-8").split("\n")[0]
        match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", line)
        assert match, file
        assert (path.parent / match[1]).resolve() == COMMITTED / f"{name}.json", file
