"""The command line: every step of the workflow, and the verbs a person uses."""

from __future__ import annotations

import argparse
import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_type_hints

from analysis import steps
from analysis.problems import ProblemsFound
from analysis.study import Study, read_configuration

SHOWN_PROBLEMS = 200


def main(arguments: list[str]) -> int:
    """Do what the words say; 0 if it went well, 2 if an input must be mended first."""
    words = vars(_parser().parse_args(arguments))
    verb: Callable[..., int | None] = words.pop("verb")
    try:
        return verb(**words) or 0
    except ProblemsFound as found:
        print(tell_problems(found), file=sys.stderr)
        return 2


def run(cores: int = 2, quiet: bool = False) -> int:
    """Check the inputs, then make everything that is not up to date."""
    from analysis.console import run_workflow

    _check_inputs()
    return run_workflow(Path.cwd(), cores, quiet)


def check() -> int:
    """Check the configuration and read every raw file, and tell all problems at once."""
    study = _check_inputs()
    print(f"No problems: {len(study.cases)} cases, {len(study.sources)} raw files.")
    return 0


def compare(before: Path, after: Path = Path("results/public")) -> int:
    """Tell what differs between two folders of public results, number by number."""
    from analysis.verification import compare_results

    missing = [str(folder) for folder in (before, after) if not folder.is_dir()]
    if missing:
        print(f"There is no folder {' and no folder '.join(missing)}.", file=sys.stderr)
        return 2
    differences = compare_results(before, after)
    for one in differences[:SHOWN_PROBLEMS]:
        print(f"{one.where}\n    before: {one.before}\n    after:  {one.after}")
    print(f"{len(differences)} differences." if differences else "Nothing differs.")
    return 1 if differences else 0


def simulate_reference(seed: int = 2018) -> int:
    """Write the synthetic raw data of the reference study and their rows in sources.tsv."""
    from analysis.reference_study import write_reference_study

    for path in write_reference_study(Path.cwd(), seed):
        print(path.relative_to(Path.cwd()).as_posix())
    return 0


def write_schemas(folder: Path = Path("config/schemas")) -> int:
    """Write the JSON schemas of the configuration from its models."""
    from analysis.schemas import write_schemas as write

    write(folder)
    return 0


def _check_inputs() -> Study:
    """Everything a person can have got wrong, in the configuration and in every raw file."""
    from analysis.ingest import import_source

    study, problems = read_configuration(Path.cwd())
    if study is None:
        raise ProblemsFound(problems)
    for source in study.source_ids:
        try:
            import_source(study, source)
        except ProblemsFound as found:
            problems.extend(found.problems)
    if problems:
        raise ProblemsFound(problems)
    return study


def tell_problems(found: ProblemsFound) -> str:
    """All problems as one readable block."""
    shown = [str(problem) for problem in found.problems[:SHOWN_PROBLEMS]]
    count = len(found.problems)
    head = "1 problem must be mended first:" if count == 1 else f"{count} problems must be mended first:"
    rest = [f"… and {count - SHOWN_PROBLEMS} more"] if count > SHOWN_PROBLEMS else []
    return "\n\n".join([head, *shown, *rest, "Nothing was changed; the results from before still stand."])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 run.py", description=__doc__)
    added = parser.add_subparsers(metavar="verb", required=True)
    for function in _functions():
        _add_verb(added, function)
    return parser


def verbs() -> list[str]:
    """Every verb of the command line: those a person uses, then the steps in the order of the workflow."""
    return [function.__name__.replace("_", "-") for function in _functions()]


def _functions() -> list[Callable[..., Any]]:
    return [run, check, compare, simulate_reference, write_schemas, *_step_functions()]


def _step_functions() -> list[Callable[..., None]]:
    own = (one for _, one in inspect.getmembers(steps, inspect.isfunction))
    public = [one for one in own if one.__module__ == steps.__name__ and not one.__name__.startswith("_")]
    return sorted(public, key=lambda one: one.__code__.co_firstlineno)


def _add_verb(added: Any, function: Callable[..., Any]) -> None:
    summary = (inspect.getdoc(function) or "").split("\n")[0]
    verb = added.add_parser(function.__name__.replace("_", "-"), help=summary, description=summary)
    hints = get_type_hints(function)
    for name, parameter in inspect.signature(function).parameters.items():
        _add_flag(verb, name, hints[name], parameter.default)
    verb.set_defaults(verb=function)


def _add_flag(verb: argparse.ArgumentParser, name: str, kind: Any, default: Any) -> None:
    flag = "--" + name.replace("_", "-")
    required = default is inspect.Parameter.empty
    if kind is bool:
        verb.add_argument(flag, action="store_true")
    elif kind == list[Path]:
        verb.add_argument(flag, type=Path, nargs="*", required=required)
    else:
        verb.add_argument(flag, type=kind, required=required, default=None if required else default)
