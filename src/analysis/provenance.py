"""What a result was made from: the code of a step, the versions it ran on, the bytes it left.

Snakemake does not notice that an imported module has changed. So every rule carries `step_code`, a
hash of the step's own function and of every module it reaches, found by reading the imports.
"""

from __future__ import annotations

import ast
import hashlib
import json
import platform
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

from analysis import __version__
from analysis.pseudonym_key import name_key, open_key

PACKAGE = Path(__file__).resolve().parent
REPOSITORY = PACKAGE.parents[1]
LIBRARIES = (
    "numpy",
    "scipy",
    "pandas",
    "pyarrow",
    "matplotlib",
    "pydantic",
    "babel",
    "snakemake",
    "nbclient",
    "nbconvert",
    "pypandoc_binary",
    "typst",
)


def module_sources(module: str) -> list[Path]:
    """The files of a module of ours and of every module of ours it imports, sorted.

    A package stands for all files in its folder, so that templates and word lists count as code.
    Raises `ModuleNotFoundError` for a name that is no module of ours.
    """
    found: set[Path] = set()
    waiting = [module]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        files = _files_of(name)
        found.update(files)
        for file in files:
            if file.suffix == ".py":
                waiting.extend(_imports_in(file))
    return sorted(found)


def step_sources(step: str) -> list[Path]:
    """The files a step of `analysis.steps` reaches, beside its own function."""
    function, tree = _find_step(step)
    imported = _imported_names(function) | _top_imports(tree)
    return sorted({path for name in imported for path in module_sources(name)})


@cache
def step_code(step: str) -> str:
    """A hash of all code a step can reach; it changes when, and only when, that code does."""
    digest = hashlib.sha256(ast.dump(_find_step(step)[0]).encode())
    for path in step_sources(step):
        digest.update(_identify(path))
    return digest.hexdigest()[:16]


@cache
def lock_hash() -> str:
    """A hash of the locked versions, so that another library re-runs what it may change."""
    return hashlib.sha256((REPOSITORY / "requirements.lock").read_bytes()).hexdigest()[:16]


def key_name(study: Path) -> str:
    """A name for the key of the study's pseudonyms, so that another key names everybody anew."""
    return name_key(open_key(study))


def inputs_hash(study: Path) -> str:
    """A hash of all that a study's folder brings in, and of the code that reads it."""
    digest = hashlib.sha256(step_code("import-source").encode())
    for folder in ("config", "data/raw"):
        for path in sorted((study / folder).rglob("*")):
            if path.is_file():
                digest.update(path.relative_to(study).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def list_versions(libraries: Iterable[str] = LIBRARIES) -> dict[str, str]:
    """The versions of Python, of this project and of the libraries that compute."""
    ours = {"python": platform.python_version(), "samskaping": __version__}
    return ours | {name: metadata.version(name) for name in libraries}


def describe_files(folder: Path, leave_out: Iterable[str] = ()) -> list[dict[str, str | int]]:
    """Path from the folder, size in bytes and sha256 of every file in it, sorted by path."""
    left_out = set(leave_out)
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    rows = [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in paths]
    return [
        {"path": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in rows
        if name not in left_out and not name.endswith(".part")
    ]


def make_manifest(folder: Path, inputs: dict[str, str]) -> str:
    """The manifest of a folder of results, as JSON: inputs, versions, and every file with its hash.

    It holds no time and no place, so that the same inputs give the same manifest anywhere.
    """
    manifest = {
        "made_with": list_versions(),
        "locked_versions": lock_hash(),
        "inputs": inputs,
        "files": describe_files(folder, leave_out=["manifest.json"]),
    }
    return json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"


@cache
def _identify(path: Path) -> bytes:
    """A file's name and content in short; cached, as most steps reach the same files."""
    name = path.relative_to(PACKAGE).as_posix().encode()
    return hashlib.sha256(name + b"\0" + path.read_bytes()).digest()


@cache
def _files_of(module: str) -> list[Path]:
    path = PACKAGE.joinpath(*module.split(".")[1:])
    if path.is_dir() and path != PACKAGE:
        inside = (file for file in path.rglob("*") if file.is_file())
        return [file for file in inside if "__pycache__" not in file.parts]
    if path == PACKAGE:
        return [PACKAGE / "__init__.py"]
    if not path.with_suffix(".py").is_file():
        raise ModuleNotFoundError(module)
    return [path.with_suffix(".py")]


@cache
def _imports_in(file: Path) -> frozenset[str]:
    return frozenset(_imported_names(ast.parse(file.read_text("utf-8"))))


def _imported_names(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names if alias.name.startswith("analysis.")}
        elif isinstance(node, ast.ImportFrom) and node.module == "analysis":
            names |= {f"analysis.{alias.name}" for alias in node.names if _is_module(alias.name)}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis."):
            names.add(str(node.module))
    return names


def _is_module(name: str) -> bool:
    return (PACKAGE / f"{name}.py").is_file() or (PACKAGE / name).is_dir()


@cache
def _steps_trees() -> tuple[ast.Module, ...]:
    return tuple(ast.parse(path.read_text("utf-8")) for path in sorted((PACKAGE / "steps").glob("*.py")))


def _top_imports(tree: ast.Module) -> set[str]:
    top = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    return _imported_names(ast.Module(body=top, type_ignores=[]))  # type: ignore[arg-type]


def _find_step(step: str) -> tuple[ast.FunctionDef, ast.Module]:
    """The function of a step, and the module it stands in."""
    name = step.replace("-", "_")
    for tree in _steps_trees():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name == name:
                return node, tree
    raise ModuleNotFoundError(f"analysis.steps has no step {step}")
